<?php

/* The saved settings as a file. */

use GlpiPlugin\Fenetre\Exchange;
use GlpiPlugin\Fenetre\Store;

include_once dirname(__DIR__) . '/inc/glpi.php';

Session::checkRight('config', UPDATE);
header('Content-Type: application/json; charset=UTF-8');
header('Content-Disposition: attachment; filename="theme.json"');
header('Cache-Control: private, no-store');
echo Exchange::write(Store::fresh());
