<?php

/**
 * Fenêtre: GLPI as a native Windows 11 application.
 *
 * The plugin is style sheets and the hooks that link them. It makes no table, stores no setting and changes no page.
 *
 * @license GPL-3.0-or-later
 */

define('PLUGIN_FENETRE_VERSION', '0.0.0');
// Plugins whose portals have a style sheet of their own, linked where the plugin is.
define('PLUGIN_FENETRE_PORTALS', []);
// Files below public/ by the name they are asked for: each has its content's hash in its own, as GLPI's `?v=` is the
// version alone and browsers would keep another theme of the same version.
define('PLUGIN_FENETRE_FILES', []);
define('PLUGIN_FENETRE_MIN_GLPI', '10.0.0');
// Excluded: the first major version that nobody has looked at yet.
define('PLUGIN_FENETRE_MAX_GLPI', '13.0.0');

function plugin_init_fenetre(): void
{
    global $PLUGIN_HOOKS;

    $PLUGIN_HOOKS['csrf_compliant']['fenetre'] = true;

    if ((int) GLPI_VERSION >= 11) {
        // Served from the plugin's public/ folder, linked after the palettes.
        $PLUGIN_HOOKS['add_css']['fenetre'] = plugin_fenetre_sheets('', '11');
        $PLUGIN_HOOKS['add_css_anonymous_page']['fenetre'] = plugin_fenetre_file('css/glpi-11.css');
        $PLUGIN_HOOKS['add_javascript']['fenetre'] = plugin_fenetre_file('js/editor.js');
        return;
    }

    // 10.0 serves a plugin's files from its root, and links them before the palette.
    $PLUGIN_HOOKS['add_css']['fenetre'] = plugin_fenetre_sheets('public/', '10');
    $PLUGIN_HOOKS['add_javascript']['fenetre'] = 'public/' . plugin_fenetre_file('js/editor.js');
    // 10.0 links no plugin's style sheet before login. The login form has this hook; the other pages that stand on
    // page_card_notlogged.html.twig have none and stay as GLPI draws them: lost and expired password, a refused login,
    // maintenance, and the anonymous ticket form. Entity CSS reaches them.
    $PLUGIN_HOOKS['display_login']['fenetre'] = 'plugin_fenetre_display_login';
}

/** A file below public/ by the name it has there. */
function plugin_fenetre_file(string $name): string
{
    return PLUGIN_FENETRE_FILES[$name] ?? $name;
}

/**
 * The style sheets of a GLPI line. Whether a portal's plugin is active cannot be asked here: it may be initialised after
 * this one. That its folder is there is enough.
 *
 * @return string[]
 */
function plugin_fenetre_sheets(string $folder, string $line): array
{
    $sheets = [$folder . plugin_fenetre_file('css/glpi-' . $line . '.css')];
    $places = defined('PLUGINS_DIRECTORIES') ? PLUGINS_DIRECTORIES : [dirname(__DIR__)];
    foreach (PLUGIN_FENETRE_PORTALS as $key) {
        foreach ($places as $place) {
            if (is_dir($place . '/' . $key)) {
                $sheets[] = $folder . plugin_fenetre_file('css/portal-' . $key . '-' . $line . '.css');
                break;
            }
        }
    }
    return $sheets;
}

/** @return array<string, mixed> */
function plugin_version_fenetre(): array
{
    return [
        'name'         => 'Fenêtre',
        'version'      => PLUGIN_FENETRE_VERSION,
        'author'       => 'Fenêtre',
        'license'      => 'GPL-3.0-or-later',
        'requirements' => [
            'glpi' => ['min' => PLUGIN_FENETRE_MIN_GLPI, 'max' => PLUGIN_FENETRE_MAX_GLPI],
        ],
    ];
}

function plugin_fenetre_check_prerequisites(): bool
{
    return true;
}

function plugin_fenetre_check_config(bool $verbose = false): bool
{
    return true;
}
