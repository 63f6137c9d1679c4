<?php

namespace GlpiPlugin\Fenetre;

use Session;

/** What the settings page sends. GLPI has checked the form's token before any script of ours is run. */
final class Form
{
    public static function handle(): void
    {
        $form = Request::form();
        if (isset($form['import'])) {
            self::import();
        } elseif (isset($form['reset'])) {
            Store::save(Settings::defaults());
            Session::addMessageAfterRedirect(__('All settings are as delivered again.', 'fenetre'));
        } else {
            self::save($form);
        }
    }

    /** More than PHP takes (post_max_size): then nothing of it arrives, not even the form's token. */
    public static function isTooLarge(): bool
    {
        return ($_SERVER['REQUEST_METHOD'] ?? '') === 'POST' && $_POST === [] && (int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > 0;
    }

    public static function sayTooLarge(): void
    {
        self::say(sprintf(__('Not saved: %s', 'fenetre'), __('The picture is larger than this server takes. Make it smaller.', 'fenetre')));
    }

    /** @param array<string, mixed> $form */
    private static function save(array $form): void
    {
        $settings = Settings::fromForm($form, Store::fresh());
        if ($settings->damaged !== []) {
            $names = implode(', ', array_map([Page::class, 'label'], $settings->damaged));
            self::say(sprintf(__('Not saved: %s cannot be what was entered.', 'fenetre'), $names));
            return;
        }
        foreach (['logo_light' => 'logoLight', 'logo_dark' => 'logoDark'] as $field => $property) {
            $problem = self::takeLogo($settings, $form, $field, $property);
            if ($problem !== null) {
                self::say(sprintf(__('Not saved: %s', 'fenetre'), Page::label($field) . ': ' . $problem));
                return;
            }
        }
        Store::save($settings);
        Session::addMessageAfterRedirect(__('Settings saved.', 'fenetre'));
    }

    /**
     * @param array<string, mixed> $form
     * @return string|null what is wrong with it
     */
    private static function takeLogo(Settings $settings, array $form, string $field, string $property): ?string
    {
        if (($form['remove_' . $field] ?? '') === '1') {
            $settings->$property = '';
        }
        if (Request::isCutOff($field)) {
            return __('The picture is larger than this server takes. Make it smaller.', 'fenetre');
        }
        $bytes = Request::upload($field);
        if ($bytes === null) {
            return null;
        }
        $problem = Logo::problem($bytes);
        if ($problem === null) {
            $settings->$property = Logo::keep($bytes);
        }
        return $problem;
    }

    private static function import(): void
    {
        $text = Request::upload('file');
        if ($text === null) {
            self::say(__('Choose a file to import.', 'fenetre'));
            return;
        }
        list($settings, $problems) = Exchange::read($text, Store::fresh());
        if ($settings === null) {
            self::say(sprintf(__('Not imported: %s', 'fenetre'), implode(' ', $problems)));
            return;
        }
        Store::save($settings);
        Session::addMessageAfterRedirect(__('Settings imported and saved.', 'fenetre'));
        foreach ($problems as $problem) {
            Session::addMessageAfterRedirect(htmlspecialchars($problem, ENT_QUOTES), false, WARNING);
        }
    }

    /** GLPI shows such messages as HTML. */
    private static function say(string $text): void
    {
        Session::addMessageAfterRedirect(htmlspecialchars($text, ENT_QUOTES), false, ERROR);
    }
}
