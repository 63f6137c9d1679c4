<?php

use GlpiPlugin\Fenetre\Choice;
use GlpiPlugin\Fenetre\Links;
use GlpiPlugin\Fenetre\Store;

/** One table for users' own choices; settings come into GLPI's configuration when they are saved. */
function plugin_fenetre_install(): bool
{
    plugin_fenetre_classes();
    Choice::createTable();
    return true;
}

/** Takes out settings, logos and users' choices. */
function plugin_fenetre_uninstall(): bool
{
    plugin_fenetre_classes();
    Store::remove();
    Choice::dropTable();
    return true;
}

/** GLPI finds a plugin's classes by itself only while the plugin is active. */
function plugin_fenetre_classes(): void
{
    spl_autoload_register(static function (string $class): void {
        $file = __DIR__ . '/src/' . substr($class, strlen('GlpiPlugin\Fenetre\\')) . '.php';
        if (strpos($class, 'GlpiPlugin\Fenetre\\') === 0 && is_file($file)) {
            include_once $file;
        }
    });
}

/**
 * Links the style sheets inside the login form of GLPI 10.0, which links none of a plugin's there. The links are read
 * before the page is first painted, so the form does not flash in GLPI's own look.
 */
function plugin_fenetre_display_login(): void
{
    global $PLUGIN_HOOKS;
    foreach ($PLUGIN_HOOKS['add_css']['fenetre'] ?? [] as $sheet) {
        $href = Links::web($sheet) . (strpos($sheet, '?') === false ? '?' : '&') . 'v=' . PLUGIN_FENETRE_VERSION;
        echo '<link rel="stylesheet" data-fenetre="login" href="' . htmlspecialchars($href, ENT_QUOTES) . '">';
    }
    foreach ($PLUGIN_HOOKS['add_javascript']['fenetre'] ?? [] as $script) {
        if (strpos($script, 'application') !== false) {
            echo '<script data-fenetre="login" src="' . htmlspecialchars(Links::web($script), ENT_QUOTES) . '"></script>';
        }
    }
}

/** @param User $user whom GLPI forgets */
function plugin_fenetre_user_purged($user): void
{
    Choice::forget((int) $user->getID());
}
