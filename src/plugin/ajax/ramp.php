<?php

/* The shades of a colour that is being chosen. */

use GlpiPlugin\Fenetre\Accent;
use GlpiPlugin\Fenetre\Page;
use GlpiPlugin\Fenetre\Request;

include_once dirname(__DIR__) . '/inc/glpi.php';

Session::checkRight('config', UPDATE);
$colour = Accent::parse(Request::query('colour'));
header('Content-Type: application/json; charset=UTF-8');
header('Cache-Control: private, max-age=3600');
echo json_encode($colour === null ? null : Page::ramp($colour));
