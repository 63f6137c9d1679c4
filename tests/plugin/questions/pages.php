<?php

/* What each visitor's page is given, under each of the settings: hooks as GLPI reads them. */

use GlpiPlugin\Fenetre\Settings;
use GlpiPlugin\Fenetre\Store;

$answers = [];
foreach ($asked as $case) {
    Store::save(Settings::read($case['settings'] + Settings::defaults()->stored()));
    $_SESSION = $case['session'];
    $_GET = $case['query'] ?? [];
    $PLUGIN_HOOKS = [];
    plugin_init_fenetre();
    $answers[] = $PLUGIN_HOOKS;
}
return $answers;
