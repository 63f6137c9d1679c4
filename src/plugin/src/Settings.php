<?php

namespace GlpiPlugin\Fenetre;

/**
 * What an administrator chose, each value of the type it must have. Nothing gets in otherwise than through `read`, so
 * what reaches a style sheet, a page or a manifest is a colour, a word of a list, a number or a name checked here.
 */
final class Settings
{
    const SCHEMES = ['glpi', 'windows', 'light', 'dark'];
    const DENSITIES = ['standard', 'compact'];
    const AUDIENCES = ['everyone', 'self-service', 'profiles', 'entities'];
    /** Characters of an organisation's name. */
    const NAME_LENGTH = 60;
    /** Profiles or entities that can be chosen. */
    const LIST_LENGTH = 500;

    /** @var string what decides between light and dark, one of SCHEMES */
    public $scheme;
    /** @var string `#rrggbb` */
    public $accent;
    /** @var bool each user's own Windows accent, where the browser tells it */
    public $userAccent;
    /** @var string one of DENSITIES */
    public $density;
    /** @var string[] names of simplify modules */
    public $simplify;
    /** @var bool Fluent icons in place of GLPI's */
    public $icons;
    /** @var string the organisation's name, may be empty */
    public $organisation;
    /** @var string file name of the logo on light ground, or empty */
    public $logoLight;
    /** @var string file name of the logo on dark ground, or empty */
    public $logoDark;
    /** @var string one of AUDIENCES */
    public $who;
    /** @var int[] profiles it is for */
    public $profiles;
    /** @var int[] entities it is for, with those below them */
    public $entities;
    /** @var bool whether pages before login are themed */
    public $signIn;
    /** @var bool whether each user may choose for themselves */
    public $ownChoice;
    /** @var bool whether GLPI can be installed as an application */
    public $application;
    /** @var string[] names of stored values that could not be read: their defaults hold */
    public $damaged = [];

    private function __construct()
    {
    }

    /** The theme's own. */
    public static function defaults(): self
    {
        return self::read([]);
    }

    /**
     * @param array<string, mixed> $stored texts by name as `stored` gives them; what is missing or damaged is the default
     */
    public static function read(array $stored): self
    {
        $settings = new self();
        foreach (self::fields() as $name => $field) {
            $value = null;
            if (array_key_exists($name, $stored)) {
                $value = is_string($stored[$name]) ? $field['parse']($stored[$name]) : null;
                if ($value === null) {
                    $settings->damaged[] = $name;
                }
            }
            $property = $field['property'];
            $settings->$property = $value === null ? $field['default'] : $value;
        }
        return $settings;
    }

    /** @return array<string, string> texts by name, as GLPI's configuration table keeps them */
    public function stored(): array
    {
        $stored = [];
        foreach (self::fields() as $name => $field) {
            $property = $field['property'];
            $value = $this->$property;
            if (is_bool($value)) {
                $value = $value ? '1' : '0';
            } elseif (is_array($value)) {
                $value = json_encode($value);
            }
            $stored[$name] = $value;
        }
        return $stored;
    }

    /** @return string[] of all values that can be stored */
    public static function names(): array
    {
        return array_keys(self::fields());
    }

    /**
     * What a form sent. A check box that is not ticked is not sent, so every field of the form counts as sent.
     *
     * @param array<string, mixed> $form
     * @param self                 $before what the form does not hold: the logos
     */
    public static function fromForm(array $form, self $before): self
    {
        $text = static function (string $name) use ($form): string {
            return isset($form[$name]) && is_string($form[$name]) ? $form[$name] : '';
        };
        $list = static function (string $name) use ($form): string {
            $values = isset($form[$name]) && is_array($form[$name]) ? array_values($form[$name]) : [];
            return (string) json_encode(array_filter($values, 'is_string'));
        };
        $numbers = static function (string $name) use ($form): string {
            $values = isset($form[$name]) && is_array($form[$name]) ? array_values($form[$name]) : [];
            $values = array_filter($values, static function ($value): bool {
                return is_string($value) && preg_match('/^\d{1,9}$/D', $value) === 1;
            });
            return (string) json_encode(array_map('intval', array_values($values)));
        };
        $source = $text('accent_source');
        return self::read([
            'scheme'       => $text('scheme'),
            'accent'       => $source === 'windows' ? Delivered::theme()['accent'] : $text('accent'),
            'user_accent'  => $source === 'user' ? '1' : '0',
            'density'      => $text('density'),
            'simplify'     => $list('simplify'),
            'icons'        => $text('icons') === '1' ? '1' : '0',
            'organisation' => $text('organisation'),
            'logo_light'   => $before->logoLight,
            'logo_dark'    => $before->logoDark,
            'who'          => $text('who'),
            'profiles'     => $numbers('profiles'),
            'entities'     => $numbers('entities'),
            'sign_in'      => $text('sign_in') === '1' ? '1' : '0',
            'own_choice'   => $text('own_choice') === '1' ? '1' : '0',
            'application'  => $text('application') === '1' ? '1' : '0',
        ]);
    }

    /** @return array<string, array{property: string, default: mixed, parse: callable(string): mixed}> */
    private static function fields(): array
    {
        static $fields = null;
        if ($fields !== null) {
            return $fields;
        }
        $theme = Delivered::theme();
        $plugin = $theme['plugin'];
        $word = static function (array $words): callable {
            return static function (string $text) use ($words): ?string {
                return in_array($text, $words, true) ? $text : null;
            };
        };
        $switch = static function (string $text): ?bool {
            return $text === '1' ? true : ($text === '0' ? false : null);
        };
        $numbers = static function (string $text): ?array {
            $values = json_decode($text, true, 3);
            if (!is_array($values) || count($values) > self::LIST_LENGTH) {
                return null;
            }
            foreach ($values as $value) {
                if (!is_int($value) || $value < 0) {
                    return null;
                }
            }
            return array_values(array_unique($values));
        };
        $modules = array_column($theme['modules'], 'name');
        $names = static function (string $text) use ($modules): ?array {
            $values = json_decode($text, true, 3);
            if (!is_array($values)) {
                return null;
            }
            foreach ($values as $value) {
                if (!in_array($value, $modules, true)) {
                    return null;
                }
            }
            // In the theme's order, whatever order they were ticked in: one choice, one style sheet.
            return array_values(array_intersect($modules, $values));
        };
        $field = static function (string $property, $default, callable $parse): array {
            return ['property' => $property, 'default' => $default, 'parse' => $parse];
        };
        $fields = [
            'scheme'       => $field('scheme', $theme['scheme'], $word(self::SCHEMES)),
            'accent'       => $field('accent', $theme['accent'], [Accent::class, 'parse']),
            'user_accent'  => $field('userAccent', $plugin['userAccent'], $switch),
            'density'      => $field('density', $theme['density'], $word(self::DENSITIES)),
            'simplify'     => $field('simplify', $theme['simplify'], $names),
            'icons'        => $field('icons', $theme['icons'], $switch),
            'organisation' => $field('organisation', $plugin['organisation'], [self::class, 'name']),
            'logo_light'   => $field('logoLight', '', [Logo::class, 'parseName']),
            'logo_dark'    => $field('logoDark', '', [Logo::class, 'parseName']),
            'who'          => $field('who', $plugin['who'], $word(self::AUDIENCES)),
            'profiles'     => $field('profiles', self::delivered($plugin['profiles'], [Page::class, 'profiles']), $numbers),
            'entities'     => $field('entities', self::delivered($plugin['entities'], [Page::class, 'entities']), $numbers),
            'sign_in'      => $field('signIn', $plugin['signIn'], $switch),
            'own_choice'   => $field('ownChoice', $plugin['ownChoice'], $switch),
            'application'  => $field('application', $plugin['application'], $switch),
        ];
        return $fields;
    }

    /**
     * Numbers of what the theme names, for as long as nothing is stored.
     *
     * @param string[]                       $names
     * @param callable(): array<int, string> $known
     * @return int[]
     */
    private static function delivered(array $names, callable $known): array
    {
        return $names === [] ? [] : Exchange::numbers($names, $known())[0];
    }

    /** One line of at most NAME_LENGTH printable characters, or null. */
    public static function name(string $text): ?string
    {
        if (preg_match('//u', $text) !== 1) {
            return null;
        }
        $text = trim((string) preg_replace('/\s+/u', ' ', $text));
        if (preg_match('/[\p{C}\p{Zl}\p{Zp}]/u', $text) === 1 || mb_strlen($text, 'UTF-8') > self::NAME_LENGTH) {
            return null;
        }
        return $text;
    }
}
