<?php

/**
 * Fenêtre: GLPI as a native Windows 11 application.
 *
 * The plugin is style sheets, the hooks that link them, and a page that says which (Setup > Plugins > Fenêtre). It
 * changes no page of GLPI's.
 *
 * @license GPL-3.0-or-later
 */

use GlpiPlugin\Fenetre\Choice;
use GlpiPlugin\Fenetre\Links;
use GlpiPlugin\Fenetre\Preview;

define('PLUGIN_FENETRE_VERSION', '0.0.0');
// Of all that was delivered: what GLPI's cache keeps of one build is not read by another.
define('PLUGIN_FENETRE_BUILD', 'source');
// Where it comes from, as its release says.
define('PLUGIN_FENETRE_HOMEPAGE', '');
// Plugins whose portals have a style sheet of their own, linked where the plugin is.
define('PLUGIN_FENETRE_PORTALS', []);
// Files below public/ by the name they are asked for: each has its content's hash in its own, as GLPI's `?v=` is the
// version alone and browsers would keep another theme of the same version.
define('PLUGIN_FENETRE_FILES', []);
define('PLUGIN_FENETRE_MIN_GLPI', '10.0.0');
// Excluded: the first major version that nobody has looked at yet. To try it all the same, GLPI's config/local_define.php
// says define('PLUGIN_FENETRE_TRY_GLPI_12', true);
define('PLUGIN_FENETRE_MAX_GLPI', defined('PLUGIN_FENETRE_TRY_GLPI_12') && PLUGIN_FENETRE_TRY_GLPI_12 ? '13.0.0' : '12.0.0');

/** Before GLPI 11 starts a session: what is the same for everyone needs none, and is cacheable only without one. */
function plugin_fenetre_boot(): void
{
    $public = '#^/front/(sheet|logo|manifest|icon)\.php$#';
    if (class_exists('Glpi\Http\SessionManager')) {
        \Glpi\Http\SessionManager::registerPluginStatelessPath('fenetre', $public);
        \Glpi\Http\Firewall::addPluginStrategyForLegacyScripts(
            'fenetre',
            $public,
            \Glpi\Http\Firewall::STRATEGY_NO_CHECK
        );
    }
}

function plugin_init_fenetre(): void
{
    global $PLUGIN_HOOKS;

    $PLUGIN_HOOKS['csrf_compliant']['fenetre'] = true;
    $PLUGIN_HOOKS['config_page']['fenetre'] = 'front/config.form.php';
    $PLUGIN_HOOKS['item_purge']['fenetre'] = ['User' => 'plugin_fenetre_user_purged'];
    // GLPI may change profile or entity in the course of a request, and then shows a page.
    foreach (['post_init', 'init_session', 'change_profile', 'change_entity'] as $event) {
        $PLUGIN_HOOKS[$event]['fenetre'] = 'plugin_fenetre_link';
    }
    if ((int) GLPI_VERSION < 11) {
        // 10.0 links no plugin's style sheet before login. The login form has this hook; the other pages that stand on
        // page_card_notlogged.html.twig have none and stay as GLPI draws them: lost and expired password, a refused
        // login, maintenance, and the anonymous ticket form. Entity CSS reaches them.
        $PLUGIN_HOOKS['display_login']['fenetre'] = 'plugin_fenetre_display_login';
    }
    if (Session::getLoginUserID()) {
        Plugin::registerClass(Choice::class, ['addtabon' => ['Preference']]);
    }
    plugin_fenetre_link();
}

/** A page of GLPI's is shown unthemed rather than not at all. */
function plugin_fenetre_link(): void
{
    try {
        // Every class that is not needed is time on each page of GLPI's.
        if (isset($_GET['fenetre_preview'])) {
            Preview::asSelfService();
        }
        Links::set();
    } catch (\Throwable $error) {
        trigger_error('Fenêtre: ' . $error->getMessage(), E_USER_WARNING);
    }
}

/** GLPI's list makes a link of it in any case, to nowhere if there is none: then to the settings. */
function plugin_fenetre_homepage(): string
{
    global $CFG_GLPI;

    if (PLUGIN_FENETRE_HOMEPAGE !== '' || !isset($CFG_GLPI['url_base'])) {
        return PLUGIN_FENETRE_HOMEPAGE;
    }
    $folder = (int) GLPI_VERSION >= 11
        ? rtrim((string) $CFG_GLPI['url_base'], '/') . '/plugins/fenetre'
        : Plugin::getWebDir('fenetre', true, true);
    return $folder . '/front/config.form.php';
}

/** @return array<string, mixed> */
function plugin_version_fenetre(): array
{
    return [
        'name'         => 'Fenêtre',
        'version'      => PLUGIN_FENETRE_VERSION,
        'author'       => 'Fenêtre',
        'license'      => 'GPL-3.0-or-later',
        'homepage'     => plugin_fenetre_homepage(),
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
