<?php

/* The web app manifest, while GLPI is offered as an application. */

use GlpiPlugin\Fenetre\Manifest;
use GlpiPlugin\Fenetre\Store;

require dirname(__DIR__) . '/inc/public.php';

$settings = Store::settings();
$json = $settings->application
    ? json_encode(Manifest::of($settings), JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE)
    : null;
plugin_fenetre_send($json, 'application/manifest+json; charset=UTF-8', false);
