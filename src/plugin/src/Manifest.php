<?php

namespace GlpiPlugin\Fenetre;

/** GLPI as an application that Edge and Chrome install: a web app manifest, the same for everyone. */
final class Manifest
{
    /** SolidBackgroundFillColorBase, light and dark: the title bar's and the first picture's ground. */
    const GROUND = ['light' => '#f3f3f3', 'dark' => '#202020'];
    const SIDES = [192, 512];

    /** @return array<string, mixed> */
    public static function of(Settings $settings): array
    {
        $name = $settings->organisation !== '' ? $settings->organisation . ' – GLPI' : 'GLPI';
        $ground = self::GROUND[$settings->scheme === 'dark' ? 'dark' : 'light'];
        // From the manifest itself, wherever a proxy shows GLPI.
        $root = '../../../';
        $picture = self::pictureName($settings);
        $icon = static function (int $side, string $purpose) use ($picture): array {
            return [
                'src'     => 'icon.php?' . http_build_query(['side' => $side, 'purpose' => $purpose, 'of' => $picture], '', '&'),
                'sizes'   => $side . 'x' . $side,
                'type'    => 'image/png',
                'purpose' => $purpose,
            ];
        };
        $icons = [];
        foreach (self::SIDES as $side) {
            $icons[] = $icon($side, 'any');
            $icons[] = $icon($side, 'maskable');
        }
        $shortcut = static function (string $name, string $to): array {
            return ['name' => $name, 'url' => 'go.php?to=' . $to];
        };
        return [
            'name'             => $name,
            'short_name'       => self::shortName($settings->organisation),
            'start_url'        => $root . 'index.php',
            'scope'            => $root,
            'display'          => 'standalone',
            'display_override' => ['window-controls-overlay'],
            'theme_color'      => $ground,
            'background_color' => $ground,
            'icons'            => $icons,
            'shortcuts'        => [
                $shortcut(__('Create a ticket', 'fenetre'), 'create'),
                $shortcut(__('My tickets', 'fenetre'), 'mine'),
                $shortcut(__('Search', 'fenetre'), 'search'),
            ],
        ];
    }

    /** As many whole words as fit below an icon: the manifest's specification has no bound, launchers cut at 12 letters or so. */
    private static function shortName(string $organisation): string
    {
        $kept = '';
        foreach (explode(' ', $organisation) as $word) {
            $longer = ltrim($kept . ' ' . $word);
            if (mb_strlen($longer, 'UTF-8') > 12) {
                break;
            }
            $kept = $longer;
        }
        $kept = (string) preg_replace('/[^\p{L}\p{M}\p{N}]+$/u', '', $kept);
        return $kept !== '' ? $kept : ($organisation !== '' ? mb_substr($organisation, 0, 12, 'UTF-8') : 'GLPI');
    }

    /**
     * One of the application's icons.
     *
     * @return string|null PNG; null: there is none of that side
     */
    public static function icon(Settings $settings, int $side, string $purpose): ?string
    {
        if (!in_array($side, self::SIDES, true)) {
            return null;
        }
        $bytes = Logo::read(self::pictureName($settings));
        if ($bytes === null) {
            $bytes = (string) file_get_contents(dirname(__DIR__) . '/data/icon.png');
        }
        $ground = self::GROUND[$settings->scheme === 'dark' ? 'dark' : 'light'];
        return Logo::icon($bytes, $side, $purpose === 'maskable' ? $ground : null);
    }

    /** Where a shortcut leads this session's user, from the server's root. */
    public static function target(string $to): string
    {
        global $CFG_GLPI;
        $isSelfService = \Session::getCurrentInterface() === 'helpdesk';
        $is11 = Delivered::line() === '11';
        if ($to === 'create') {
            $selfService = $is11 ? '/ServiceCatalog' : '/front/helpdesk.public.php?create_ticket=1';
            $path = $isSelfService ? $selfService : '/front/ticket.form.php';
        } elseif ($to === 'search') {
            $path = $isSelfService ? '/front/helpdesk.faq.php' : '/front/search.php?globalsearch=';
        } else {
            // Field 4 is the requester in GLPI's search.
            $path = '/front/ticket.php?reset=reset&' . http_build_query(['criteria' => [
                ['link' => 'AND', 'field' => 4, 'searchtype' => 'equals', 'value' => 'myself'],
            ]], '', '&');
        }
        return $CFG_GLPI['root_doc'] . $path;
    }

    private static function pictureName(Settings $settings): string
    {
        $isDark = $settings->scheme === 'dark' && $settings->logoDark !== '';
        return $isDark || $settings->logoLight === '' ? $settings->logoDark : $settings->logoLight;
    }
}
