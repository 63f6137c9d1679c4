<?php

namespace GlpiPlugin\Fenetre;

/** What the build wrote into data/: the theme this plugin was built from. */
final class Delivered
{
    /** @var array<string, array<string, mixed>> */
    private static $read = [];

    /**
     * The theme: name, key, accent, scheme, density, icons, simplify, plugin; `modules` that can be chosen, with a
     * sentence each; what makes GLPI's palette a dark one, by line; the specificity every rule is raised by.
     *
     * @return array<string, mixed>
     */
    public static function theme(): array
    {
        return self::json('theme.json');
    }

    /** @return array<string, mixed> */
    public static function json(string $name): array
    {
        if (!isset(self::$read[$name])) {
            self::$read[$name] = json_decode((string) file_get_contents(dirname(__DIR__) . '/data/' . $name), true);
        }
        return self::$read[$name];
    }

    /** GLPI's lines that take CSS differently: 12 takes what 11 takes. */
    public static function line(): string
    {
        return (int) GLPI_VERSION >= 11 ? '11' : '10';
    }
}
