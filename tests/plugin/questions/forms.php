<?php

/* What becomes of what a form sends. */

use GlpiPlugin\Fenetre\Delivered;
use GlpiPlugin\Fenetre\Settings;
use GlpiPlugin\Fenetre\Sheet;

return array_map(static function ($form): array {
    $settings = Settings::fromForm(is_array($form) ? $form : [], Settings::defaults());
    return ['stored' => $settings->stored(), 'damaged' => $settings->damaged,
        'sheets' => [Sheet::css($settings, '', Delivered::line())]];
}, $asked);
