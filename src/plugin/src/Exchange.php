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

    /** What is true or false there, and what is a list; all else is text. */
    const SWITCHES = ['icons', 'userAccent', 'signIn', 'ownChoice', 'application'];
    const LISTS = ['simplify', 'profiles', 'entities'];

    public static function write(Settings $settings): string
    {
        $theme = Delivered::theme();
        $name = self::themeName($settings->organisation);
        $name = $name !== '' ? $name : $theme['name'];
        $key = trim((string) preg_replace('/[^a-z0-9]+/', '_', strtolower($name)), '_');
        $key = rtrim(substr(preg_match('/^[a-z]/', $key) === 1 ? $key : 'theme_' . $key, 0, 40), '_');
        $named = static function (array $numbers, array $names): array {
            // Two may have one name; a list of theme.json has each once.
            return array_values(array_unique(array_filter(array_intersect_key($names, array_flip($numbers)), 'strlen')));
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
        // Windows' editors put a mark before the text.
        $whole = json_decode((string) preg_replace('/^\xEF\xBB\xBF/', '', $text), false, 8);
        if (!$whole instanceof \stdClass) {
            return [null, [__('This is no JSON object.', 'fenetre')]];
        }
        $given = get_object_vars($whole);
        $stored = $before->stored();
        $problems = $wrong = [];
        foreach ($given as $field => $value) {
            if (isset(self::FIELDS[$field])) {
                self::take($stored, $wrong, $field, self::FIELDS[$field], $value);
            } elseif ($field !== 'plugin' && !in_array($field, self::OTHERS, true)) {
                return [null, [self::unknown((string) $field)]];
            }
        }
        $plugin = $given['plugin'] ?? new \stdClass();
        if (!$plugin instanceof \stdClass) {
            return [null, [sprintf(__('"%s" cannot be what the file says.', 'fenetre'), 'plugin')]];
        }
        foreach (get_object_vars($plugin) as $field => $value) {
            if (!isset(self::PLUGIN_FIELDS[$field])) {
                return [null, [self::unknown('plugin.' . $field)]];
            }
            if (is_array($value) && ($field === 'profiles' || $field === 'entities')) {
                list($value, $missing) = self::numbers($value, $field === 'profiles' ? Page::profiles() : Page::entities());
                $left = array_slice($missing, 0, 10);
                foreach ($left as $name) {
                    $problems[] = sprintf(__('There is no "%s" here: it was left out.', 'fenetre'), self::short($name));
                }
                if (count($missing) > count($left)) {
                    $problems[] = sprintf(__('%d more were left out.', 'fenetre'), count($missing) - count($left));
                }
            }
            self::take($stored, $wrong, $field, self::PLUGIN_FIELDS[$field], $value);
        }
        if ($wrong !== []) {
            $names = implode(', ', array_map([Page::class, 'label'], $wrong));
            return [null, [sprintf(__('"%s" cannot be what the file says.', 'fenetre'), $names)]];
        }
        $settings = Settings::read($stored);
        if ($settings->damaged !== []) {
            $names = implode(', ', array_map([Page::class, 'label'], $settings->damaged));
            return [null, [sprintf(__('"%s" cannot be what the file says.', 'fenetre'), $names)]];
        }
        return [$settings, $problems];
    }

    private static function unknown(string $field): string
    {
        return sprintf(__('There is no setting "%s".', 'fenetre'), self::short($field));
    }

    /** As much of a foreign text as a message has room for. */
    private static function short(string $text): string
    {
        return mb_strlen($text, 'UTF-8') > 80 ? mb_substr($text, 0, 79, 'UTF-8') . '…' : $text;
    }

    /**
     * Takes one value over as it is stored, if it is of the field's kind.
     *
     * @param array<string, string> $stored
     * @param string[]              $wrong  names of what is of another kind
     * @param mixed                 $value
     */
    private static function take(array &$stored, array &$wrong, string $field, string $name, $value): void
    {
        if (in_array($field, self::SWITCHES, true)) {
            $text = is_bool($value) ? ($value ? '1' : '0') : null;
        } elseif (in_array($field, self::LISTS, true)) {
            $text = is_array($value) ? (string) json_encode($value) : null;
        } else {
            $text = is_string($value) ? $value : null;
        }
        if ($text === null) {
            $wrong[] = $name;
        } else {
            $stored[$name] = $text;
        }
    }

    /**
     * @param array<int, mixed>  $given names
     * @param array<int, string> $known names by number
     * @return array{0: int[], 1: string[]} numbers, and names that are not known
     */
    public static function numbers(array $given, array $known): array
    {
        $numbers = $missing = [];
        foreach ($given as $name) {
            // Two may have one name: both are meant.
            $found = is_string($name) ? array_keys($known, $name, true) : [];
            if ($found === []) {
                $missing[] = is_string($name) ? $name : (string) json_encode($name);
            }
            $numbers = array_merge($numbers, $found);
        }
        return [$numbers, $missing];
    }
}
