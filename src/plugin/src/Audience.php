<?php

namespace GlpiPlugin\Fenetre;

use Session;

/** Who sees GLPI themed. */
final class Audience
{
    /**
     * Whether this request's page is themed, and by which scheme.
     *
     * @param array<string, mixed> $page what Store::state() says a page needs
     * @return array{themed: bool, scheme: string} the scheme empty: the settings'
     */
    public static function now(array $page): array
    {
        if (!Session::getLoginUserID()) {
            return ['themed' => $page['signIn'], 'scheme' => ''];
        }
        $choice = $page['ownChoice'] ? Choice::current() : ['shown' => '', 'scheme' => ''];
        $themed = $choice['shown'] === '' ? self::isMeant($page) : $choice['shown'] === 'on';
        return ['themed' => $themed, 'scheme' => $choice['scheme']];
    }

    /** @param array<string, mixed> $page */
    private static function isMeant(array $page): bool
    {
        switch ($page['who']) {
            case 'self-service':
                return Session::getCurrentInterface() === 'helpdesk';
            case 'profiles':
                return in_array((int) ($_SESSION['glpiactiveprofile']['id'] ?? -1), $page['profiles'], true);
            case 'entities':
                return self::isBelow((int) ($_SESSION['glpiactive_entity'] ?? -1), $page['entities']);
            default:
                return true;
        }
    }

    /** @param int[] $entities */
    private static function isBelow(int $entity, array $entities): bool
    {
        if ($entity < 0 || $entities === []) {
            return false;
        }
        // GLPI keeps ancestors in its cache.
        $above = array_map('intval', array_values(getAncestorsOf('glpi_entities', $entity)));
        $above[] = $entity;
        return array_intersect($above, $entities) !== [];
    }
}
