<?php

namespace GlpiPlugin\Fenetre;

use Plugin;

/** The style sheets and scripts of a page. */
final class Links
{
    /**
     * Sets GLPI's hooks for this request.
     *
     * @param array{themed: bool, scheme: string}|null $forced instead of what settings and user say
     */
    public static function set(?array $forced = null): void
    {
        global $PLUGIN_HOOKS;
        $preview = isset($_GET['fenetre_preview']) ? Preview::draft() : null;
        $state = $preview === null ? Store::state() : $preview['state'];
        $page = $state['page'];
        $now = $forced ?? ($preview === null ? Audience::now($page) : ['themed' => true, 'scheme' => $preview['scheme']]);
        $sheets = $scripts = [];
        $scheme = $now['scheme'] === '' ? $page['scheme'] ?? '' : $now['scheme'];
        if ($scheme === 'glpi' && $preview === null && Delivered::line() === '10' && Palette::isOwnDark()) {
            $now['scheme'] = 'dark';
        }
        if ($now['themed']) {
            $sheets = self::sheets($page);
            $own = $preview === null
                ? self::settingsAddress($state['hashes'], $now['scheme'])
                : 'front/draft.php?' . http_build_query(['fenetre_preview' => $preview['token'], 'scheme' => $now['scheme']], '', '&');
            if ($own !== '') {
                $sheets[] = $own;
            }
            $scripts[] = self::served('js/editor.js');
        }
        if ($page['application'] && $preview === null) {
            $scripts[] = self::served('js/application.js');
            if ($now['themed']) {
                $sheets[] = self::served('css/title-bar.css');
            }
        }
        $PLUGIN_HOOKS['add_css']['fenetre'] = $sheets;
        $PLUGIN_HOOKS['add_javascript']['fenetre'] = $scripts;
        if (Delivered::line() === '11') {
            // Before login nothing but the login form can be styled by a portal's sheet.
            $PLUGIN_HOOKS['add_css_anonymous_page']['fenetre'] = $sheets;
            $PLUGIN_HOOKS['add_javascript_anonymous_page']['fenetre'] = array_values(array_diff($scripts, [self::served('js/editor.js')]));
        }
    }

    /**
     * The files a page links, each as GLPI's hooks want it.
     *
     * @param array<string, mixed> $page
     * @return string[]
     */
    public static function sheets(array $page): array
    {
        $line = Delivered::line();
        $names = ['glpi-' . $line];
        $places = defined('PLUGINS_DIRECTORIES') ? PLUGINS_DIRECTORIES : [dirname(__DIR__, 2)];
        // Whether a portal's plugin is active cannot be asked here: it may be initialised after this one. That its
        // folder is there is enough.
        foreach (PLUGIN_FENETRE_PORTALS as $key) {
            foreach ($places as $place) {
                if (is_dir($place . '/' . $key)) {
                    $names[] = 'portal-' . $key . '-' . $line;
                    break;
                }
            }
        }
        if ($page['density'] === 'compact') {
            $names[] = 'compact-' . $line;
        }
        if ($page['icons']) {
            $names[] = 'icons-' . $line;
        }
        foreach ($page['simplify'] as $module) {
            $names[] = 'simplify-' . $module . '-' . $line;
        }
        return array_map(
            static function (string $name): string {
                return self::served('css/' . $name . '.css');
            },
            $names
        );
    }

    /**
     * The settings' own style sheet, or empty where there is nothing in it. All it depends on stands in the address, so
     * any cache may keep it.
     *
     * @param array<string, string> $hashes by scheme
     */
    public static function settingsAddress(array $hashes, string $scheme): string
    {
        $hash = $hashes[$scheme] ?? '';
        if ($hash === '') {
            return '';
        }
        return 'front/sheet.php?' . http_build_query(['scheme' => $scheme, 'content' => $hash], '', '&');
    }

    /** A file below public/ as GLPI's hooks want it: 11 serves that folder as the plugin's own, 10.0 the plugin's whole. */
    public static function served(string $name): string
    {
        return (Delivered::line() === '11' ? '' : 'public/') . (PLUGIN_FENETRE_FILES[$name] ?? $name);
    }

    /** The address of anything of the plugin's as its own pages in front/ name it: so it holds under any path. */
    public static function near(string $path): string
    {
        return '../' . $path;
    }

    /** The address of anything of the plugin's, from the server's root. */
    public static function web(string $path): string
    {
        global $CFG_GLPI;
        // 11 serves plugins below /plugins wherever they stand.
        $folder = Delivered::line() === '11' ? $CFG_GLPI['root_doc'] . '/plugins/fenetre' : Plugin::getWebDir('fenetre');
        return $folder . '/' . $path;
    }
}
