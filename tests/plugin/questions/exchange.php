<?php

/* Settings written as a file; files read as settings. */

use GlpiPlugin\Fenetre\Exchange;
use GlpiPlugin\Fenetre\Settings;

$defaults = Settings::defaults();
return [
    'written' => array_map(static function (array $stored) use ($defaults): string {
        return Exchange::write(Settings::read($stored + $defaults->stored()));
    }, $asked['write']),
    'read' => array_map(static function (string $text) use ($defaults): array {
        list($settings, $problems) = Exchange::read($text, $defaults);
        return ['stored' => $settings === null ? null : $settings->stored(), 'problems' => $problems];
    }, $asked['read']),
];
