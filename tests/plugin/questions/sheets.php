<?php

/* What becomes of stored values: the settings as they were read, and the style sheets of all schemes. */

use GlpiPlugin\Fenetre\Delivered;
use GlpiPlugin\Fenetre\Manifest;
use GlpiPlugin\Fenetre\Settings;
use GlpiPlugin\Fenetre\Sheet;

return array_map(static function (array $stored): array {
    $settings = Settings::read($stored);
    return [
        'stored'   => $settings->stored(),
        'damaged'  => $settings->damaged,
        'sheets'   => array_map(static function (string $scheme) use ($settings): string {
            return Sheet::css($settings, $scheme, Delivered::line());
        }, ['', 'light', 'dark', 'windows', 'glpi']),
        'manifest' => Manifest::of($settings),
    ];
}, $asked);
