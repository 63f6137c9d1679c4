<?php

namespace GlpiPlugin\Fenetre;

/** What the server knows of the question "is it on?"; the page asks the browser for the rest. */
final class Status
{
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
                'address'  => Links::web($address),
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
                'address'  => Links::web($sheet),
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

    /** @return string[] full names of the entities with style sheets of their own, the first 20 */
    private static function entitiesWithCss(): array
    {
        $names = [];
        $found = (new \Entity())->find(['enable_custom_css' => 1, 'NOT' => ['custom_css_code' => '']], ['completename'], 20);
        foreach ($found as $row) {
            $names[] = Delivered::line() === '10'
                ? \Glpi\Toolbox\Sanitizer::unsanitize((string) $row['completename'])
                : (string) $row['completename'];
        }
        return $names;
    }

    private static function palette(): string
    {
        return (string) ($_SESSION['glpipalette'] ?? '');
    }

    /**
     * The pages that no plugin can style in this GLPI, and what to paste for them.
     *
     * @return array{pages: string[], css: string}|null null: there are none
     */
    private static function unreached(): ?array
    {
        if (Delivered::line() === '11') {
            return null;
        }
        $css = '';
        $state = Store::state();
        $sheets = [Links::served('css/anonymous-10.css')];
        $own = Links::settingsAddress($state['hashes'], '');
        if ($own !== '') {
            $sheets[] = $own;
        }
        foreach ($sheets as $sheet) {
            $css .= '@import url("' . Links::web($sheet) . '");';
        }
        return [
            'pages' => [
                __('Lost password', 'fenetre'),
                __('Expired password', 'fenetre'),
                __('Refused login', 'fenetre'),
                __('Maintenance', 'fenetre'),
                __('Anonymous ticket form', 'fenetre'),
            ],
            'css' => $css,
        ];
    }
}
