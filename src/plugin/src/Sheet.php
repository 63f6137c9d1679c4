<?php

namespace GlpiPlugin\Fenetre;

/**
 * The settings as CSS: custom properties and a few rules, at most 4 KB, the same for every page. The theme's own style
 * sheets stay the files they are.
 */
final class Sheet
{
    /** Contrast of text on the accent that a formula must give for every colour: lightness in OKLCH, found by trying all. */
    const DARK_ENOUGH = 0.47;
    const LIGHT_ENOUGH = 0.66;

    const TOKENS = [
        'base'   => '--win-accent-base',
        'light1' => '--win-accent-light-1',
        'light2' => '--win-accent-light-2',
        'light3' => '--win-accent-light-3',
        'dark1'  => '--win-accent-dark-1',
        'dark2'  => '--win-accent-dark-2',
        'dark3'  => '--win-accent-dark-3',
    ];

    /**
     * @param string $scheme one of Settings::SCHEMES, a user's own; empty: the settings'
     * @param string $line   '10' or '11'
     * @return string empty where all is as the theme's own style sheet has it
     */
    public static function css(Settings $settings, string $scheme, string $line): string
    {
        $theme = Delivered::theme();
        if (!in_array($scheme, Settings::SCHEMES, true)) {
            $scheme = $settings->scheme;
        }
        $css = '';
        if ($settings->accent !== strtolower($theme['accent'])) {
            $css .= self::rule(':root', self::ramp(Accent::ramp($settings->accent)));
        }
        if ($settings->userAccent) {
            $css .= '@supports (color:AccentColor){' . self::rule(':root', self::ramp(self::usersRamp())) . '}';
        }
        // Whichever of the theme's rules for the scheme holds, this one is more specific.
        $root = ':root:root:root:root:root:root';
        if ($scheme !== $theme['scheme']) {
            $schemes = ['light' => 'light', 'dark' => 'dark', 'windows' => 'light dark', 'glpi' => 'light'];
            $css .= self::rule($root, ['color-scheme' => $schemes[$scheme]]);
            if ($scheme === 'glpi') {
                $css .= self::rule($root . ':is(' . $theme['dark'][$line] . ')', ['color-scheme' => 'dark']);
            }
        }
        return $css . self::logo($settings, $scheme, $theme['dark'][$line]) . self::name($settings);
    }

    /** Of its content, for its address. */
    public static function hash(string $css): string
    {
        return substr(hash('sha256', $css), 0, 12);
    }

    /**
     * @param array<string, string> $ramp values by the shade's name
     * @return array<string, string> by token
     */
    private static function ramp(array $ramp): array
    {
        $tokens = [];
        foreach (self::TOKENS as $shade => $token) {
            $tokens[$token] = $ramp[$shade];
        }
        return $tokens;
    }

    /**
     * Shades of `AccentColor`, the user's own in Windows, which only the browser knows: the same steps in OKLCH, and
     * where text stands on them a bound in place of the search.
     *
     * @return array<string, string>
     */
    private static function usersRamp(): array
    {
        $of = static function (string $lightness, string $chroma): string {
            return 'oklch(from AccentColor ' . $lightness . ' ' . $chroma . ' h)';
        };
        return [
            'base'   => 'AccentColor',
            'light1' => $of('calc(l + .08)', 'calc(c*.95)'),
            'light2' => $of('max(l + .18, ' . self::LIGHT_ENOUGH . ')', 'calc(c*.85)'),
            'light3' => $of('min(max(l + .31, ' . (self::LIGHT_ENOUGH + 0.1) . '), .97)', 'calc(c*.6)'),
            'dark1'  => $of('min(l - .06, ' . self::DARK_ENOUGH . ')', 'c'),
            'dark2'  => $of('max(min(l - .2, ' . (self::DARK_ENOUGH - 0.12) . '), .12)', 'c'),
            'dark3'  => $of('max(min(l - .3, ' . (self::DARK_ENOUGH - 0.22) . '), .12)', 'c'),
        ];
    }

    /** The organisation's logo wherever GLPI shows its own. */
    private static function logo(Settings $settings, string $scheme, string $dark): string
    {
        $light = $settings->logoLight !== '' ? $settings->logoLight : $settings->logoDark;
        if ($light === '') {
            return '';
        }
        $night = $settings->logoDark !== '' ? $settings->logoDark : $light;
        $image = static function (string $file): string {
            return 'url("logo.php?file=' . $file . '")';
        };
        $root = ':root:root:root:root:root:root';
        $property = '--fenetre-logo';
        $css = self::rule($root, [$property => $image($scheme === 'dark' ? $night : $light)]);
        if ($night !== $light && $scheme === 'windows') {
            $css .= '@media (prefers-color-scheme:dark){' . self::rule($root, [$property => $image($night)]) . '}';
        }
        if ($night !== $light && $scheme === 'glpi') {
            $css .= self::rule($root . ':is(' . $dark . ')', [$property => $image($night)]);
        }
        // The theme blends GLPI's own white logo with its ground: an organisation's keeps its colours.
        $css .= self::rule($root . ' .glpi-logo', [
            'content'        => 'none',
            'background'     => 'var(' . $property . ') center/contain no-repeat',
            'mix-blend-mode' => 'normal',
            'filter'         => 'none',
        ]);
        return $css . self::rule($root . ' .page-anonymous .glpi-logo', ['display' => 'inline-block']);
    }

    /** The organisation's name below the logo of the sign-in page. */
    private static function name(Settings $settings): string
    {
        if ($settings->organisation === '') {
            return '';
        }
        return self::rule('.page-anonymous .text-center:has(> .col-md > .glpi-logo)::after', [
            'content'       => self::text($settings->organisation),
            'display'       => 'block',
            'margin-bottom' => '16px',
            'color'         => 'var(--win-text-fill-primary)',
            'font-size'     => 'var(--win-subtitle-font-size)',
            'line-height'   => 'var(--win-subtitle-line-height)',
            'font-weight'   => 'var(--win-font-weight-strong)',
        ]);
    }

    /**
     * The only place that writes a declaration.
     *
     * @param array<string, string> $declarations values by property, each written by this class
     */
    private static function rule(string $selector, array $declarations): string
    {
        $css = '';
        foreach ($declarations as $property => $value) {
            $css .= $property . ':' . $value . ';';
        }
        $boost = Delivered::theme()['boost'];
        // What is generated follows the raised element.
        $parts = explode('::', $selector, 2);
        return $parts[0] . $boost . (isset($parts[1]) ? '::' . $parts[1] : '') . '{' . rtrim($css, ';') . '}';
    }

    /** Any text as a CSS string: whatever is neither letter, digit nor space is written by its number. */
    public static function text(string $text): string
    {
        $escaped = preg_replace_callback(
            '/[^\p{L}\p{N} ]/u',
            static function (array $found): string {
                return '\\' . dechex(mb_ord($found[0], 'UTF-8')) . ' ';
            },
            $text
        );
        return '"' . $escaped . '"';
    }
}
