<?php

namespace GlpiPlugin\Fenetre;

/** What the server knows of the question "is it on?"; the page asks the browser for the rest. */
final class Status
{
    /** A style sheet of this plugin's, imported by entity CSS. */
    const IMPORT = '#@import\s+(?:url\(\s*)?["\']?(?<address>[^"\'()\s;]*/fenetre/[^"\'()\s;]*)["\']?\s*\)?\s*;#';

    /** @return array<string, mixed> for the page's script */
    public static function facts(): array
    {
        $settings = Store::settings();
        $state = Store::state();
        $address = Links::settingsAddress($state['hashes'], '');
        return [
            'version'  => PLUGIN_FENETRE_VERSION,
            'build'    => PLUGIN_FENETRE_BUILD,
            'glpi'     => GLPI_VERSION,
            'line'     => Delivered::line(),
            'files'    => self::files($state['page']),
            'settings' => $address === '' ? null : [
                'address'  => Links::near($address),
                'checksum' => hash('crc32b', Sheet::css($settings, '', Delivered::line())),
            ],
            'cache'    => self::cacheWorks(),
            'theming'  => self::otherPlugins(),
            'entities' => self::entitiesWithCss(),
            'palette'  => self::palette(),
            'scheme'   => $settings->scheme,
            'unreached' => self::unreached(),
        ];
    }

    /**
     * @param array<string, mixed> $page
     * @return array<int, array{name: string, address: string, checksum: string}> of the style sheets a page should have
     */
    private static function files(array $page): array
    {
        $files = [];
        foreach (Links::sheets($page) as $sheet) {
            $below = Delivered::line() === '11' ? 'public/' . $sheet : $sheet;
            $file = dirname(__DIR__) . '/' . $below;
            $files[] = [
                'name'     => basename($sheet),
                'address'  => Links::near($sheet),
                'checksum' => is_file($file) ? hash_file('crc32b', $file) : '',
            ];
        }
        return $files;
    }

    /** Whether GLPI's cache gives back what it was given: without one every page reads the settings anew. */
    private static function cacheWorks(): bool
    {
        global $GLPI_CACHE;
        $sign = bin2hex(random_bytes(4));
        $GLPI_CACHE->set('fenetre-check', $sign, 60);
        $works = $GLPI_CACHE->get('fenetre-check') === $sign;
        $GLPI_CACHE->delete('fenetre-check');
        return $works;
    }

    /** @return string[] names of active plugins that link style sheets on every page */
    private static function otherPlugins(): array
    {
        global $PLUGIN_HOOKS;
        $names = [];
        foreach (array_keys($PLUGIN_HOOKS['add_css'] ?? []) as $key) {
            if ($key !== 'fenetre' && \Plugin::isPluginActive($key)) {
                $names[] = (string) $key;
            }
        }
        sort($names);
        return $names;
    }

    /** @return string[] full names of the entities with rules of their own in style sheets, the first 20 */
    private static function entitiesWithCss(): array
    {
        $names = [];
        $found = (new \Entity())->find(['enable_custom_css' => 1, 'NOT' => ['custom_css_code' => '']], ['completename'], 200);
        foreach ($found as $row) {
            // What "Is it on?" itself gives to paste is no other's.
            if (trim((string) preg_replace(self::IMPORT, '', self::plain($row['custom_css_code']))) !== '') {
                $names[] = self::plain($row['completename']);
            }
        }
        return array_slice($names, 0, 20);
    }

    /** @param mixed $text of GLPI's tables: 10 keeps it escaped for HTML */
    private static function plain($text): string
    {
        return Delivered::line() === '10' ? \Glpi\Toolbox\Sanitizer::unsanitize((string) $text) : (string) $text;
    }

    private static function palette(): string
    {
        return (string) ($_SESSION['glpipalette'] ?? '');
    }

    /**
     * The pages that no plugin can style in this GLPI, what entity CSS is to import for them, and what that of the root
     * entity imports: both as addresses, the browser makes what is to be pasted of them.
     *
     * @return array{pages: string[], sheets: string[], pasted: string[]}|null null: there are none
     */
    private static function unreached(): ?array
    {
        if (Delivered::line() === '11') {
            return null;
        }
        $state = Store::state();
        $own = Links::settingsAddress($state['hashes'], '');
        $sheets = [Links::served('css/anonymous-10.css')];
        if ($own !== '') {
            $sheets[] = $own;
        }
        return [
            'pages' => [
                __('Lost password', 'fenetre'),
                __('Expired password', 'fenetre'),
                __('Refused login', 'fenetre'),
                __('Maintenance', 'fenetre'),
                __('Anonymous ticket form', 'fenetre'),
            ],
            'sheets' => array_map([Links::class, 'near'], $sheets),
            'pasted' => self::pasted(),
        ];
    }

    /** @return string[] addresses of the plugin's that the root entity's CSS imports */
    private static function pasted(): array
    {
        foreach ((new \Entity())->find(['id' => 0, 'enable_custom_css' => 1], [], 1) as $root) {
            preg_match_all(self::IMPORT, self::plain($root['custom_css_code']), $found);
            return $found['address'];
        }
        return [];
    }
}
