<?php

namespace GlpiPlugin\Fenetre;

use Config;

/** Settings in GLPI's configuration table, and what each page needs of them in GLPI's cache. */
final class Store
{
    const CONTEXT = 'plugin:fenetre';
    /** Seconds: servers that share a database but no cache follow a change after as long. */
    const CACHED = 300;

    /** @var array<string, mixed>|null for this request */
    private static $state;

    public static function settings(): Settings
    {
        return Settings::read(self::state()['stored']);
    }

    /** Read from the table itself. */
    public static function fresh(): Settings
    {
        self::forget();
        return self::settings();
    }

    /**
     * What a page needs: the stored texts, and for each scheme a user may choose the hash of the settings' style sheet
     * (empty: there is nothing in it). No style sheet is written for a page.
     *
     * @return array{stored: array<string, string>, hashes: array<string, string>, settings: array<string, mixed>}
     */
    public static function state(): array
    {
        if (self::$state !== null) {
            return self::$state;
        }
        $cache = self::cache();
        $state = $cache === null ? null : $cache->get(self::key());
        if (!is_array($state) || !isset($state['stored'], $state['hashes'], $state['page'])) {
            $state = self::computed(Config::getConfigurationValues(self::CONTEXT));
            if ($cache !== null) {
                $cache->set(self::key(), $state, self::CACHED);
            }
        }
        self::$state = $state;
        return $state;
    }

    /**
     * @param array<string, mixed> $stored
     * @return array<string, mixed>
     */
    public static function computed(array $stored): array
    {
        $settings = Settings::read($stored);
        $hashes = [];
        foreach (array_merge([''], Settings::SCHEMES) as $scheme) {
            $css = Sheet::css($settings, $scheme, Delivered::line());
            $hashes[$scheme] = $css === '' ? '' : Sheet::hash($css);
        }
        return [
            'stored' => $stored,
            'hashes' => $hashes,
            'page'   => [
                'scheme'      => $settings->scheme,
                'density'     => $settings->density,
                'simplify'    => $settings->simplify,
                'icons'       => $settings->icons,
                'who'         => $settings->who,
                'profiles'    => $settings->profiles,
                'entities'    => $settings->entities,
                'signIn'      => $settings->signIn,
                'ownChoice'   => $settings->ownChoice,
                'application' => $settings->application,
            ],
        ];
    }

    public static function save(Settings $settings): void
    {
        $before = Config::getConfigurationValues(self::CONTEXT);
        $changed = array_diff_assoc($settings->stored(), $before);
        if ($changed !== []) {
            Config::setConfigurationValues(self::CONTEXT, self::escaped($changed));
        }
        self::forget();
        Logo::removeAllBut([$settings->logoLight, $settings->logoDark]);
    }

    /** Takes out settings, logos and users' choices. */
    public static function remove(): void
    {
        Config::deleteConfigurationValues(self::CONTEXT, array_keys(Config::getConfigurationValues(self::CONTEXT)));
        self::forget();
        Logo::removeFolder();
    }

    public static function forget(): void
    {
        self::$state = null;
        $cache = self::cache();
        if ($cache !== null) {
            $cache->delete(self::key());
        }
    }

    /**
     * GLPI 10 writes values into its queries as they come, and expects them escaped; 11 escapes them itself.
     *
     * @param array<string, string> $values
     * @return array<string, string>
     */
    private static function escaped(array $values): array
    {
        if (Delivered::line() === '11') {
            return $values;
        }
        return array_map([\Glpi\Toolbox\Sanitizer::class, 'dbEscape'], $values);
    }

    /** Another build may know other modules. */
    private static function key(): string
    {
        return 'fenetre-' . PLUGIN_FENETRE_BUILD;
    }

    /** @return \Psr\SimpleCache\CacheInterface|null */
    private static function cache()
    {
        global $GLPI_CACHE;
        return $GLPI_CACHE;
    }
}
