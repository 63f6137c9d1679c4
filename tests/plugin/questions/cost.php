<?php

/* Milliseconds of one page's work, the median of many, with settings in GLPI's cache; and how often they were read. */

use GlpiPlugin\Fenetre\Settings;
use GlpiPlugin\Fenetre\Store;

Store::save(Settings::read($asked['settings'] + Settings::defaults()->stored()));
$_SESSION = $asked['session'];
plugin_init_fenetre();
Config::$reads = 0;
$times = [];
// What a request keeps for itself is not kept from page to page.
$state = new ReflectionProperty(Store::class, 'state');
$state->setAccessible(true);
for ($page = 0; $page < 500; $page++) {
    $state->setValue(null, null);
    $started = hrtime(true);
    plugin_init_fenetre();
    $times[] = (hrtime(true) - $started) / 1e6;
}
sort($times);
return ['median' => $times[250], 'reads' => Config::$reads];
