<?php

/* The style sheet of settings under edit, for the administrator's own preview alone. */

use GlpiPlugin\Fenetre\Delivered;
use GlpiPlugin\Fenetre\Preview;
use GlpiPlugin\Fenetre\Settings;
use GlpiPlugin\Fenetre\Sheet;

include_once dirname(__DIR__) . '/inc/glpi.php';

Session::checkRight('config', UPDATE);
$draft = Preview::draft();
header('Content-Type: text/css; charset=UTF-8');
header('Cache-Control: private, no-store');
if ($draft === null) {
    http_response_code(404);
    return;
}
echo Sheet::css(Settings::read($draft['state']['stored']), (string) ($_GET['scheme'] ?? ''), Delivered::line());
