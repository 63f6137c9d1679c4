<?php

namespace GlpiPlugin\Fenetre;

use Glpi\Application\View\TemplateRenderer;

/** The settings page. */
final class Page
{
    /**
     * Windows' own, row by row as Settings > Personalization > Colours shows them; names are Windows'.
     */
    const WINDOWS_COLOURS = [
        '#ffb900', '#ff8c00', '#f7630c', '#ca5010', '#da3b01', '#ef6950', '#d13438', '#ff4343',
        '#e74856', '#e81123', '#ea005e', '#c30052', '#e3008c', '#bf0077', '#c239b3', '#9a0089',
        '#0078d4', '#0063b1', '#8e8cd8', '#6b69d6', '#8764b8', '#744da9', '#b146c2', '#881798',
        '#0099bc', '#2d7d9a', '#00b7c3', '#038387', '#00b294', '#018574', '#00cc6a', '#10893e',
        '#7a7574', '#5d5a58', '#68768a', '#515c6b', '#567c73', '#486860', '#498205', '#107c10',
        '#767676', '#4c4a48', '#69797e', '#4a5459', '#647c64', '#525e54', '#847545', '#7e735f',
    ];

    /** @param Settings $settings to show: the saved ones, or what a form sent that was not taken */
    public static function show(Settings $settings): void
    {
        TemplateRenderer::getInstance()->display('@fenetre/settings.html.twig', [
            'settings'  => $settings,
            'theme'     => Delivered::theme(),
            'line'      => Delivered::line(),
            'colours'   => self::colours(),
            'ramp'      => self::ramp($settings->accent),
            'profiles'  => self::profiles(),
            'entities'  => self::entities(),
            'damaged'   => array_map([self::class, 'label'], $settings->damaged),
            'web'       => [
                'form'    => Links::near('front/config.form.php'),
                'ramp'    => Links::near('ajax/ramp.php'),
                'preview' => Links::near('ajax/preview.php'),
                'export'  => Links::near('front/export.php'),
                'logo'    => Links::near('front/logo.php'),
                'script'  => Links::near(Links::served('js/settings.js')),
                'sheet'   => Links::near(Links::served('css/settings.css')),
            ],
            'pages'     => Preview::pages(),
            'status'    => Status::facts(),
        ]);
    }

    /**
     * The shades of a colour and what text reads like on them.
     *
     * @return array{shades: array<string, string>, light: float, dark: float, names: array<string, string>}
     */
    public static function ramp(string $accent): array
    {
        $shades = Accent::ramp($accent);
        $order = ['light3', 'light2', 'light1', 'base', 'dark1', 'dark2', 'dark3'];
        return [
            'shades' => array_combine($order, array_map(static function (string $name) use ($shades): string {
                return $shades[$name];
            }, $order)),
            'light' => round(Accent::contrast($shades['dark1'], '#ffffff'), 1),
            'dark'  => round(Accent::contrast($shades['light2'], '#000000'), 1),
            'names' => [
                'light3' => __('Light 3', 'fenetre'),
                'light2' => __('Light 2', 'fenetre'),
                'light1' => __('Light 1', 'fenetre'),
                'base'   => __('Base', 'fenetre'),
                'dark1'  => __('Dark 1', 'fenetre'),
                'dark2'  => __('Dark 2', 'fenetre'),
                'dark3'  => __('Dark 3', 'fenetre'),
            ],
        ];
    }

    /** @return array<string, string> names by colour */
    private static function colours(): array
    {
        return array_combine(self::WINDOWS_COLOURS, [
            __('Yellow gold', 'fenetre'), __('Gold', 'fenetre'), __('Orange bright', 'fenetre'),
            __('Orange dark', 'fenetre'), __('Rust', 'fenetre'), __('Pale rust', 'fenetre'),
            __('Brick red', 'fenetre'), __('Mod red', 'fenetre'), __('Pale red', 'fenetre'), __('Red', 'fenetre'),
            __('Rose bright', 'fenetre'), __('Rose', 'fenetre'), __('Plum light', 'fenetre'), __('Plum', 'fenetre'),
            __('Orchid light', 'fenetre'), __('Orchid', 'fenetre'), __('Default blue', 'fenetre'),
            __('Navy blue', 'fenetre'), __('Purple shadow', 'fenetre'), __('Purple shadow dark', 'fenetre'),
            __('Iris pastel', 'fenetre'), __('Iris spring', 'fenetre'), __('Violet red light', 'fenetre'),
            __('Violet red', 'fenetre'), __('Cool blue bright', 'fenetre'), __('Cool blue', 'fenetre'),
            __('Seafoam', 'fenetre'), __('Seafoam teal', 'fenetre'), __('Mint light', 'fenetre'),
            __('Mint dark', 'fenetre'), __('Turf green', 'fenetre'), __('Sport green', 'fenetre'), __('Gray', 'fenetre'),
            __('Gray brown', 'fenetre'), __('Steel blue', 'fenetre'), __('Metal blue', 'fenetre'),
            __('Pale moss', 'fenetre'), __('Moss', 'fenetre'), __('Meadow green', 'fenetre'), __('Green', 'fenetre'),
            __('Overcast', 'fenetre'), __('Storm', 'fenetre'), __('Blue gray', 'fenetre'), __('Gray dark', 'fenetre'),
            __('Liddy green', 'fenetre'), __('Sage', 'fenetre'), __('Camouflage desert', 'fenetre'),
            __('Camouflage', 'fenetre'),
        ]);
    }

    /** What a stored value is called in the page. */
    public static function label(string $name): string
    {
        $labels = [
            'scheme'       => __('Mode', 'fenetre'),
            'accent'       => __('Accent colour', 'fenetre'),
            'user_accent'  => __('Accent colour', 'fenetre'),
            'density'      => __('Density', 'fenetre'),
            'simplify'     => __('Simplify', 'fenetre'),
            'icons'        => __('Icons', 'fenetre'),
            'organisation' => __('Name of the organisation', 'fenetre'),
            'logo_light'   => __('Logo on light ground', 'fenetre'),
            'logo_dark'    => __('Logo on dark ground', 'fenetre'),
            'who'          => __('Who sees it', 'fenetre'),
            'profiles'     => __('Profiles', 'fenetre'),
            'entities'     => __('Entities', 'fenetre'),
            'sign_in'      => __('Sign-in page', 'fenetre'),
            'own_choice'   => __('Each user\'s own choice', 'fenetre'),
            'application'  => __('GLPI as an application', 'fenetre'),
        ];
        return $labels[$name] ?? $name;
    }

    /** @return array<int, string> names by number */
    public static function profiles(): array
    {
        $names = [];
        foreach ((new \Profile())->find([], ['name']) as $row) {
            $names[(int) $row['id']] = self::plain((string) $row['name']);
        }
        return $names;
    }

    /** @return array<int, string> full names by number, the first 2,000 */
    public static function entities(): array
    {
        $names = [];
        foreach ((new \Entity())->find([], ['completename'], 2000) as $row) {
            $names[(int) $row['id']] = self::plain((string) $row['completename']);
        }
        return $names;
    }

    /** GLPI 10 keeps names escaped for HTML; Twig escapes them when it writes them. */
    private static function plain(string $text): string
    {
        return Delivered::line() === '10' ? \Glpi\Toolbox\Sanitizer::unsanitize($text) : $text;
    }
}
