<?php

/*
 * The few functions of GLPI's that the plugin's classes call, as stand-ins: what is tested is the plugin. Told by its
 * first argument which of GLPI's lines to stand in for, and by its second where the built plugin stands; answers one
 * question, read as JSON from the standard input, by JSON.
 */

error_reporting(E_ALL);
set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    if ((error_reporting() & $level) === 0) {
        return false;
    }
    throw new ErrorException($message, 0, $level, $file, $line);
});

define('GLPI_VERSION', $argv[1]);
define('GLPI_PLUGIN_DOC_DIR', sys_get_temp_dir() . '/fenetre-stand-in-' . getmypid());
define('READ', 1);
define('UPDATE', 2);
define('ERROR', 1);
define('WARNING', 2);

function __(string $text, string $domain = 'glpi'): string
{
    return $text;
}

/** @return array<int, int> */
function getAncestorsOf(string $table, int $id): array
{
    // 0 > 1 > 2 > 3, and 0 > 4.
    $above = [0 => [], 1 => [0 => 0], 2 => [0 => 0, 1 => 1], 3 => [0 => 0, 1 => 1, 2 => 2], 4 => [0 => 0]];
    return $above[$id];
}

class Config
{
    /** @var array<string, array<string, string>> */
    public static $table = [];
    /** @var int */
    public static $reads = 0;

    public static function getConfigurationValues($context, array $names = [])
    {
        self::$reads++;
        return self::$table[$context] ?? [];
    }

    public static function setConfigurationValues($context, array $values = [])
    {
        // GLPI 10's queries take the escapes away.
        $values = (int) GLPI_VERSION >= 11 ? $values : array_map('stripslashes', $values);
        self::$table[$context] = $values + (self::$table[$context] ?? []);
    }

    public static function deleteConfigurationValues($context, array $names = [])
    {
        self::$table[$context] = array_diff_key(self::$table[$context] ?? [], array_flip($names));
    }
}

class Session
{
    public static function getLoginUserID()
    {
        return $_SESSION['glpiID'] ?? false;
    }

    public static function getCurrentInterface()
    {
        return $_SESSION['glpiactiveprofile']['interface'] ?? false;
    }

    public static function haveRight($module, $right)
    {
        return ($_SESSION['glpiactiveprofile'][$module] ?? 0) & $right;
    }
}

class CommonGLPI
{
}

class Plugin
{
    public static function getWebDir(string $key = '', $full = true)
    {
        return '/glpi/plugins/' . $key;
    }

    public static function registerClass($type, $attributes = [])
    {
    }
}

class Profile
{
    public function find($where = [], $order = [], $limit = null)
    {
        return [['id' => 1, 'name' => 'Self-Service'], ['id' => 4, 'name' => 'Super-Admin']];
    }
}

class Entity
{
    public function find($where = [], $order = [], $limit = null)
    {
        return [['id' => 0, 'completename' => 'Root entity'], ['id' => 3, 'completename' => 'Root entity > Ürümqi & Söhne']];
    }
}

/** As PSR-16 has it, as far as the plugin asks. */
class Cache
{
    /** @var array<string, string> serialised, as GLPI's own keeps them */
    public $kept = [];

    public function get($key, $default = null)
    {
        return isset($this->kept[$key]) ? unserialize($this->kept[$key]) : $default;
    }

    public function set($key, $value, $ttl = null)
    {
        if (preg_match('#[{}()/\\\\@:]#', $key)) {
            throw new InvalidArgumentException('PSR-16 reserves characters of ' . $key);
        }
        $this->kept[$key] = serialize($value);
        return true;
    }

    public function delete($key)
    {
        unset($this->kept[$key]);
        return true;
    }
}

/** Answers no choice for anybody. */
class Database
{
    public function tableExists($table)
    {
        return true;
    }

    public function request($query)
    {
        return [];
    }
}

/** GLPI 10's: what goes into its queries is escaped before. */
class Sanitizer
{
    public static function dbEscape(string $value): string
    {
        return addslashes($value);
    }
}
class_alias('Sanitizer', 'Glpi\Toolbox\Sanitizer');

$GLPI_CACHE = new Cache();
$DB = new Database();
$CFG_GLPI = ['root_doc' => '/glpi'];
$_SESSION = [];
$PLUGIN_HOOKS = [];

require $argv[2] . '/setup.php';
require $argv[2] . '/hook.php';
plugin_fenetre_classes();

$asked = json_decode((string) stream_get_contents(STDIN), true);
echo json_encode(require __DIR__ . '/questions/' . basename($argv[3]) . '.php');
