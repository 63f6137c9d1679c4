<?php

/* The organisation's logo, named by its content. */

use GlpiPlugin\Fenetre\Logo;

require dirname(__DIR__) . '/inc/public.php';

$name = $_GET['file'] ?? '';
plugin_fenetre_send(is_string($name) ? Logo::read($name) : null, 'image/png', true);
