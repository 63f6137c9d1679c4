<?php

/* Takes settings under edit for the preview. Answers the token by which this session's pages show them. */

use GlpiPlugin\Fenetre\Page;
use GlpiPlugin\Fenetre\Preview;
use GlpiPlugin\Fenetre\Request;
use GlpiPlugin\Fenetre\Settings;
use GlpiPlugin\Fenetre\Store;

include_once dirname(__DIR__) . '/inc/glpi.php';

Session::checkRight('config', UPDATE);
$settings = Settings::fromForm(Request::form(), Store::settings());
header('Content-Type: application/json; charset=UTF-8');
header('Cache-Control: private, no-store');
echo json_encode($settings->damaged === []
    ? ['token' => Preview::keep($settings)]
    : ['damaged' => array_map([Page::class, 'label'], $settings->damaged)]);
