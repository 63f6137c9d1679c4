<?php

namespace GlpiPlugin\Fenetre;

use Session;

/**
 * Settings under edit, tried on real pages before they are saved. They stand in the administrator's own session, under
 * a token that only that session honours: nobody else sees them, and they end with it.
 */
final class Preview
{
    const SESSION = 'plugin_fenetre_preview';
    const PARAMETER = 'fenetre_preview';

    /** @return string the token */
    public static function keep(Settings $settings): string
    {
        $token = bin2hex(random_bytes(16));
        $_SESSION[self::SESSION] = ['token' => $token, 'stored' => $settings->stored()];
        return $token;
    }

    /** @var bool */
    private static $isSelfService = false;
    /** @var array{state: array<string, mixed>, scheme: string, token: string}|null once found: rights are then another's */
    private static $draft;

    /** @return array{state: array<string, mixed>, scheme: string, token: string}|null what this page is asked to show */
    public static function draft(): ?array
    {
        if (self::$draft !== null) {
            return self::$draft;
        }
        $asked = $_GET[self::PARAMETER] ?? null;
        $kept = $_SESSION[self::SESSION] ?? null;
        if (!is_string($asked) || !is_array($kept) || !isset($kept['token'], $kept['stored'])) {
            return null;
        }
        if (!hash_equals($kept['token'], $asked) || !Session::haveRight('config', UPDATE)) {
            return null;
        }
        $scheme = $_GET['fenetre_scheme'] ?? '';
        self::$draft = [
            'state'  => Store::computed($kept['stored']),
            'scheme' => in_array($scheme, Settings::SCHEMES, true) ? $scheme : '',
            'token'  => $kept['token'],
        ];
        return self::$draft;
    }

    /** @return array<string, array{name: string, address: string}> the pages that can be looked at, by key */
    public static function pages(): array
    {
        global $DB;
        // From the settings page, wherever a proxy shows GLPI.
        $root = '../../..';
        $ticket = 0;
        foreach ($DB->request(['SELECT' => 'id', 'FROM' => 'glpi_tickets', 'WHERE' => ['is_deleted' => 0],
            'ORDER' => 'id DESC', 'LIMIT' => 1]) as $row) {
            $ticket = (int) $row['id'];
        }
        $selfService = Delivered::line() === '11' ? '/Helpdesk' : '/front/helpdesk.public.php';
        $pages = [
            'home'    => ['name' => __('Home', 'fenetre'), 'address' => $root . '/front/central.php'],
            'tickets' => ['name' => __('List of tickets', 'fenetre'), 'address' => $root . '/front/ticket.php'],
            'ticket'  => ['name' => __('Ticket', 'fenetre'), 'address' => $root . '/front/ticket.form.php?id=' . $ticket],
            'self-service' => [
                'name'    => __('Self-service', 'fenetre'),
                'address' => $root . $selfService . '?fenetre_as=self-service',
            ],
        ];
        if ($ticket === 0) {
            unset($pages['ticket']);
        }
        return $pages;
    }

    /**
     * Shows this page as an end user gets it. The session is closed first, so nothing of that is kept.
     */
    public static function asSelfService(): void
    {
        if (self::$isSelfService || ($_GET['fenetre_as'] ?? '') !== 'self-service' || self::draft() === null) {
            return;
        }
        self::$isSelfService = true;
        $profile = new \Profile();
        $found = $profile->find(['interface' => 'helpdesk'], ['is_default DESC', 'id'], 1);
        $first = reset($found);
        if ($first === false || !$profile->getFromDB($first['id'])) {
            return;
        }
        session_write_close();
        $profile->cleanProfile();
        // GLPI lets nobody in whose profile is not theirs: rights and interface are the end user's, its number stays.
        $own = $_SESSION['glpiactiveprofile'];
        $_SESSION['glpiactiveprofile'] = array_merge($profile->fields, array_intersect_key($own, ['id' => 1, 'entities' => 1]));
        unset($_SESSION['glpimenu']);
    }
}
