<?php

/* A user's own choice, from Personalization. */

use GlpiPlugin\Fenetre\Choice;
use GlpiPlugin\Fenetre\Request;
use GlpiPlugin\Fenetre\Store;

include_once dirname(__DIR__) . '/inc/glpi.php';

Session::checkLoginUser();
if (isset($_POST['save']) && Store::settings()->ownChoice) {
    Choice::save(Request::form());
    Session::addMessageAfterRedirect(__('Settings saved.', 'fenetre'));
}
Html::back();
