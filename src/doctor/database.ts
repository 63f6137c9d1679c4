import { spawnSync } from "node:child_process";
import path from "node:path";
import { asOwnerOf } from "../install/glpi-folders.ts";
import { isFile } from "../util/read.ts";
import { environmentWithoutSecrets } from "../util/secrets.ts";

/** What GLPI's database says of how it looks. */
export interface Looks {
  /** The palette of everyone who chose none, and of pages before login. */
  palette: string;
  /** Palettes that users chose, and how many did. */
  chosen: Record<string, number>;
  /** Entities whose own CSS is switched on. */
  entities: { id: number; name: string; css: string }[];
  /** Plugins that are enabled, by folder. */
  plugins: string[];
  /** How GLPI knows our plugin, if it does. */
  own?: { state: number; version: string } | undefined;
}

/*
 * Read by PHP, since GLPI writes its credentials as PHP. It only reads: a few SELECTs. The configuration is read in a class
 * of ours of the name that GLPI's would have, so nothing of GLPI is started. The password goes nowhere but to the database.
 */
const script = `<?php
error_reporting(0);
class DBmysql {}
class DBmysqlSlave {}
require $argv[1];
if (!class_exists('DB')) { fwrite(STDERR, 'config_db.php names no database'); exit(2); }
$settings = new DB();
[$host, $port] = array_pad(explode(':', is_array($settings->dbhost) ? $settings->dbhost[0] : $settings->dbhost, 2), 2, null);
$socket = $port !== null && !ctype_digit($port) ? $port : null;
mysqli_report(MYSQLI_REPORT_OFF);
$link = mysqli_init();
mysqli_options($link, MYSQLI_OPT_CONNECT_TIMEOUT, 5);
$connected = mysqli_real_connect($link, $host, $settings->dbuser, rawurldecode($settings->dbpassword),
    $settings->dbdefault, $socket === null && $port !== null ? (int) $port : 0, $socket);
if (!$connected) { fwrite(STDERR, 'the database does not answer (' . mysqli_connect_errno() . ')'); exit(2); }
mysqli_set_charset($link, 'utf8mb4');
$rows = static function (string $query) use ($link): array {
    $result = mysqli_query($link, $query);
    return $result ? mysqli_fetch_all($result, MYSQLI_ASSOC) : [];
};
$palette = $rows("SELECT value FROM glpi_configs WHERE context = 'core' AND name = 'palette'");
echo json_encode([
    'palette' => $palette[0]['value'] ?? '',
    'chosen' => array_map('intval', array_column($rows(
        "SELECT palette, COUNT(*) AS users FROM glpi_users WHERE palette IS NOT NULL AND palette <> '' GROUP BY palette"
    ), 'users', 'palette')) ?: (object) [],
    'entities' => array_map(static fn ($row) => ['id' => (int) $row['id'], 'name' => $row['name'], 'css' => $row['css']],
        $rows("SELECT id, name, custom_css_code AS css FROM glpi_entities WHERE enable_custom_css = 1 AND custom_css_code IS NOT NULL")),
    'own' => array_map(static fn ($row) => ['state' => (int) $row['state'], 'version' => $row['version']],
        $rows("SELECT state, version FROM glpi_plugins WHERE directory = 'fenetre'"))[0] ?? null,
    'plugins' => array_column($rows('SELECT directory FROM glpi_plugins WHERE state = 1'), 'directory'),
], JSON_INVALID_UTF8_SUBSTITUTE);
`;

/**
 * Asks GLPI's database how it looks, by the PHP of this machine.
 * @param configFolder where GLPI keeps config_db.php
 * @returns what it says, or one sentence on why it was not asked
 */
export function askDatabase(configFolder: string): Looks | string {
  const file = path.join(configFolder, "config_db.php");
  if (!isFile(file)) return `there is no ${file}, so the database was not asked`;
  const { status, stdout, stderr, error } = spawnSync("php", ["--", file], {
    ...asOwnerOf([file, configFolder]),
    env: environmentWithoutSecrets(),
    input: script,
    encoding: "utf8",
    timeout: 20_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error && "code" in error && error.code === "ENOENT")
    return "PHP is not on this machine's path, so the database was not asked";
  if (status !== 0) return `the database was not asked: ${stderr.trim().split("\n")[0] || "PHP failed"}`;
  try {
    const looks = JSON.parse(stdout) as Looks & { own: Looks["own"] | null };
    return { ...looks, own: looks.own ?? undefined };
  } catch {
    return "the database was not asked: PHP's answer is not JSON (are mysqli and json installed?)";
  }
}
