<?php

namespace GlpiPlugin\Fenetre;

/**
 * Settings as a file, in the form of a theme.json: the command line builds it, and this page reads one that was written
 * by hand. Logos stay where they are.
 */
final class Exchange
{
    /** Bytes, of a file. */
    const MOST_BYTES = 65536;

    /** What theme.json holds besides, which only the command line reads. */
    const OTHERS = ['$schema', 'name', 'key', 'description', 'extends', 'glpi', 'modules', 'essential', 'dispensable',
        'swatches'];

    /** By theme.json's field, the stored value's name. */
    const FIELDS = ['accent' => 'accent', 'scheme' => 'scheme', 'density' => 'density', 'simplify' => 'simplify',
        'icons' => 'icons'];

    const PLUGIN_FIELDS = ['organisation' => 'organisation', 'userAccent' => 'user_accent', 'who' => 'who',
        'profiles' => 'profiles', 'entities' => 'entities', 'signIn' => 'sign_in', 'ownChoice' => 'own_choice',
        'application' => 'application'];

    public static function write(Settings $settings): string
    {
        $theme = Delivered::theme();
        $name = self::themeName($settings->organisation);
        $name = $name !== '' ? $name : $theme['name'];
        $key = trim((string) preg_replace('/[^a-z0-9]+/', '_', strtolower($name)), '_');
        $key = rtrim(substr(preg_match('/^[a-z]/', $key) === 1 ? $key : 'theme_' . $key, 0, 40), '_');
        $named = static function (array $numbers, array $names): array {
            return array_values(array_intersect_key($names, array_flip($numbers)));
        };
        return json_encode([
            'extends'  => str_replace('_', '-', $theme['key']),
            'name'     => $name,
            'key'      => $key,
            'accent'   => $settings->accent,
            'scheme'   => $settings->scheme,
            'density'  => $settings->density,
            'simplify' => $settings->simplify,
            'icons'    => $settings->icons,
            'plugin'   => [
                'organisation' => $settings->organisation,
                'userAccent'   => $settings->userAccent,
                'who'          => $settings->who,
                'profiles'     => $named($settings->profiles, Page::profiles()),
                'entities'     => $named($settings->entities, Page::entities()),
                'signIn'       => $settings->signIn,
                'ownChoice'    => $settings->ownChoice,
                'application'  => $settings->application,
            ],
        ], JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES) . "\n";
    }

    /** A name as theme.json takes it: of letters, digits, spaces and common punctuation, a letter or digit first. */
    private static function themeName(string $organisation): string
    {
        $plain = (string) preg_replace('/[^\p{L}\p{M}\p{N} .,:;!?&+@#()_\/–—’\'-]/u', '', $organisation);
        return trim((string) preg_replace('/^[^\p{L}\p{N}]+/u', '', $plain));
    }

    /**
     * @param Settings $before what the file does not say
     * @return array{0: Settings|null, 1: string[]} the settings, and what could not be taken over; null: none of it
     */
    public static function read(string $text, Settings $before): array
    {
        if (strlen($text) > self::MOST_BYTES) {
            return [null, [__('The file is larger than 64 KB.', 'fenetre')]];
        }
        $given = json_decode($text, true, 8);
        if (!is_array($given) || array_keys($given) === range(0, count($given) - 1)) {
            return [null, [__('This is no JSON object.', 'fenetre')]];
        }
        $stored = $before->stored();
        $problems = [];
        foreach ($given as $field => $value) {
            if (isset(self::FIELDS[$field])) {
                $stored[self::FIELDS[$field]] = self::stored($value);
            } elseif ($field !== 'plugin' && !in_array($field, self::OTHERS, true)) {
                return [null, [sprintf(__('There is no setting "%s".', 'fenetre'), $field)]];
            }
        }
        $plugin = $given['plugin'] ?? [];
        if (!is_array($plugin)) {
            return [null, [sprintf(__('"%s" cannot be what the file says.', 'fenetre'), 'plugin')]];
        }
        foreach ($plugin as $field => $value) {
            if (!isset(self::PLUGIN_FIELDS[$field])) {
                return [null, [sprintf(__('There is no setting "%s".', 'fenetre'), 'plugin.' . $field)]];
            }
            if ($field === 'profiles' || $field === 'entities') {
                list($value, $missing) = self::numbers($value, $field === 'profiles' ? Page::profiles() : Page::entities());
                foreach ($missing as $name) {
                    $problems[] = sprintf(__('There is no "%s" here: it was left out.', 'fenetre'), $name);
                }
            }
            $stored[self::PLUGIN_FIELDS[$field]] = self::stored($value);
        }
        $settings = Settings::read($stored);
        if ($settings->damaged !== []) {
            $names = implode(', ', array_map([Page::class, 'label'], $settings->damaged));
            return [null, [sprintf(__('"%s" cannot be what the file says.', 'fenetre'), $names)]];
        }
        return [$settings, $problems];
    }

    /**
     * @param mixed              $given names
     * @param array<int, string> $known names by number
     * @return array{0: mixed, 1: string[]} numbers, and names that are not known
     */
    private static function numbers($given, array $known): array
    {
        if (!is_array($given)) {
            return [$given, []];
        }
        $numbers = $missing = [];
        foreach ($given as $name) {
            $number = is_string($name) ? array_search($name, $known, true) : false;
            if ($number === false) {
                $missing[] = is_string($name) ? $name : (string) json_encode($name);
            } else {
                $numbers[] = $number;
            }
        }
        return [$numbers, $missing];
    }

    /** @param mixed $value */
    private static function stored($value): string
    {
        return is_string($value) ? $value : (is_bool($value) ? ($value ? '1' : '0') : (string) json_encode($value));
    }
}
