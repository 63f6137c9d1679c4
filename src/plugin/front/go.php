<?php

/* Where a shortcut of the application leads: end users and technicians have different pages. */

use GlpiPlugin\Fenetre\Manifest;
use GlpiPlugin\Fenetre\Request;

include_once dirname(__DIR__) . '/inc/glpi.php';

Session::checkLoginUser();
Html::redirect(Manifest::target(Request::query('to')));
