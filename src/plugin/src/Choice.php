<?php

namespace GlpiPlugin\Fenetre;

use CommonGLPI;
use Glpi\Application\View\TemplateRenderer;
use Session;

/**
 * What a user chose for themselves under Personalization: on, off, or as the administrator has it; and light or dark.
 * A table of its own, one row for each who chose: GLPI's configuration would note each change in its history.
 */
final class Choice extends CommonGLPI
{
    const TABLE = 'glpi_plugin_fenetre_choices';
    const SHOWN = ['', 'on', 'off'];
    const SCHEMES = ['', 'light', 'dark', 'windows', 'glpi'];

    /** Kept in the session, so that no page asks the database. */
    const SESSION = 'plugin_fenetre_choice';

    public static function getTypeName($nb = 0)
    {
        return __('Appearance', 'fenetre');
    }

    public function getTabNameForItem(CommonGLPI $item, $withtemplate = 0)
    {
        return $item->getType() === 'Preference' && Store::state()['page']['ownChoice'] ? self::getTypeName() : '';
    }

    public static function displayTabContentForItem(CommonGLPI $item, $tabnum = 1, $withtemplate = 0)
    {
        if ($item->getType() === 'Preference' && Store::state()['page']['ownChoice']) {
            TemplateRenderer::getInstance()->display('@fenetre/choice.html.twig', [
                'action' => Links::web('front/choice.form.php'),
                'choice' => self::current(),
                'scheme' => Store::settings()->scheme,
            ]);
        }
        return true;
    }

    /** @return array{shown: string, scheme: string} of this session's user */
    public static function current(): array
    {
        if (!isset($_SESSION[self::SESSION])) {
            $_SESSION[self::SESSION] = self::of((int) Session::getLoginUserID());
        }
        $kept = $_SESSION[self::SESSION];
        return self::parse(is_array($kept) ? $kept : []);
    }

    /** @param array<string, mixed> $chosen */
    public static function save(array $chosen): void
    {
        global $DB;
        self::createTable();
        $choice = self::parse($chosen);
        $user = ['users_id' => (int) Session::getLoginUserID()];
        if ($choice === self::parse([])) {
            $DB->delete(self::TABLE, $user);
        } else {
            $DB->updateOrInsert(self::TABLE, $choice + $user, $user);
        }
        $_SESSION[self::SESSION] = $choice;
    }

    /** When GLPI forgets a user for good. */
    public static function forget(int $user): void
    {
        global $DB;
        if ($DB->tableExists(self::TABLE)) {
            $DB->delete(self::TABLE, ['users_id' => $user]);
        }
    }

    public static function createTable(): void
    {
        global $DB;
        if ($DB->tableExists(self::TABLE)) {
            return;
        }
        self::query(
            'CREATE TABLE `' . self::TABLE . '` (
                `users_id` int unsigned NOT NULL,
                `shown` varchar(10) NOT NULL DEFAULT \'\',
                `scheme` varchar(10) NOT NULL DEFAULT \'\',
                PRIMARY KEY (`users_id`)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC'
        );
    }

    public static function dropTable(): void
    {
        self::query('DROP TABLE IF EXISTS `' . self::TABLE . '`');
    }

    /** @return array{shown: string, scheme: string} */
    private static function of(int $user): array
    {
        global $DB;
        // Files may be newer than what was installed: asked once a session.
        if (!$DB->tableExists(self::TABLE)) {
            return self::parse([]);
        }
        $rows = $DB->request(['FROM' => self::TABLE, 'WHERE' => ['users_id' => $user]]);
        foreach ($rows as $row) {
            return self::parse($row);
        }
        return self::parse([]);
    }

    /**
     * @param array<string, mixed> $values
     * @return array{shown: string, scheme: string}
     */
    public static function parse(array $values): array
    {
        $one = static function (string $name, array $words) use ($values): string {
            $value = $values[$name] ?? '';
            return in_array($value, $words, true) ? $value : '';
        };
        return ['shown' => $one('shown', self::SHOWN), 'scheme' => $one('scheme', self::SCHEMES)];
    }

    private static function query(string $sql): void
    {
        global $DB;
        // GLPI before 10.0.11 has no doQuery, 11 no query.
        method_exists($DB, 'doQuery') ? $DB->doQuery($sql) : $DB->query($sql);
    }
}
