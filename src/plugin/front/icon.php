<?php

/* An icon of the application. */

use GlpiPlugin\Fenetre\Manifest;
use GlpiPlugin\Fenetre\Store;

require dirname(__DIR__) . '/inc/public.php';

$settings = Store::settings();
$icon = $settings->application
    ? Manifest::icon($settings, (int) ($_GET['side'] ?? 0), (string) ($_GET['purpose'] ?? ''))
    : null;
plugin_fenetre_send($icon, 'image/png', false);
