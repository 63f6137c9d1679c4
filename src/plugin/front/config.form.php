<?php

/* Setup > Plugins > Fenêtre. */

use GlpiPlugin\Fenetre\Form;
use GlpiPlugin\Fenetre\Links;
use GlpiPlugin\Fenetre\Page;

include_once dirname(__DIR__) . '/inc/glpi.php';

Session::checkRight('config', UPDATE);

if (isset($_POST['save']) || isset($_POST['reset']) || isset($_POST['import'])) {
    Form::handle();
    Html::redirect(Links::web('front/config.form.php'));
}

if (Form::isTooLarge()) {
    Form::sayTooLarge();
    Html::redirect(Links::web('front/config.form.php'));
}

// The page shows its own theme, whoever else sees it.
Links::set(['themed' => true, 'scheme' => '']);
Html::header('Fenêtre', '', 'config', 'plugin');
Page::show(\GlpiPlugin\Fenetre\Store::fresh());
Html::footer();
