import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { isFile, kinds, readText } from "../util/read.ts";
import { environmentWithoutSecrets } from "../util/secrets.ts";
import { evaluateDefines, type PhpValue } from "./php-defines.ts";

/** Where a GLPI keeps what an administrator may have moved. */
export interface GlpiFolders {
  /** Where GLPI looks for a plugin, in its order: the first copy wins. */
  pluginFolders: string[];
  /** GLPI_VAR_DIR */
  files: string;
  /** GLPI_CONFIG_DIR */
  config: string;
  /** GLPI_THEMES_DIR */
  themes: string;
  /** GLPI_DUMP_DIR: backups. */
  dumps: string;
  /** What is not known for certain, one sentence each. */
  assumed: string[];
}

/** GLPI's own names for them. Of the list of plugins' folders the second is the name of later versions. */
const names = [
  "GLPI_CONFIG_DIR",
  "GLPI_VAR_DIR",
  "GLPI_THEMES_DIR",
  "GLPI_DUMP_DIR",
  "GLPI_MARKETPLACE_DIR",
  "PLUGINS_DIRECTORIES",
  "GLPI_PLUGINS_DIRECTORIES",
] as const;

type Constants = Partial<Record<(typeof names)[number], PhpValue>>;

/** An administrator's settings, in the order in which GLPI reads them: what is defined first stands. */
const settingFiles = ["config/local_define.php", "inc/downstream.php"];

/**
 * The folders that a GLPI uses. Its settings are PHP: where PHP is there, it is asked; elsewhere plain definitions are
 * read, and for the rest GLPI's defaults are taken and named.
 * @param root absolute
 * @param php the program
 */
export function glpiFolders(root: string, php = "php"): GlpiFolders {
  const files = settingFiles.filter((file) => existsSync(path.join(root, file)));
  const asked = files.length === 0 ? fromEnvironment() : askPhp(root, files, php);
  if (asked) return foldersOf(root, asked, []);
  const { constants, unknown } = readSettings(root, files);
  const assumed = [
    `${files.join(" and ")} could not be run by PHP, and what is written there was read instead`,
    ...unknown,
  ];
  return foldersOf(root, { ...fromEnvironment(), ...constants }, assumed);
}

/** GLPI takes any of them from the environment, before its files. */
function fromEnvironment(): Constants {
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] as string]])),
  );
}

function foldersOf(root: string, constants: Constants, assumed: string[]): GlpiFolders {
  const absolute = (folder: string): string => path.resolve(root, folder);
  const folder = (name: (typeof names)[number], fallback: string): string => {
    const value = constants[name];
    return typeof value === "string" && value !== "" ? absolute(value) : fallback;
  };
  const files = folder("GLPI_VAR_DIR", path.join(root, "files"));
  const listed = constants.PLUGINS_DIRECTORIES ?? constants.GLPI_PLUGINS_DIRECTORIES;
  const pluginFolders = Array.isArray(listed)
    ? listed.map(absolute)
    : [folder("GLPI_MARKETPLACE_DIR", path.join(root, "marketplace")), path.join(root, "plugins")];
  return {
    pluginFolders: [...new Set(pluginFolders)],
    files,
    config: folder("GLPI_CONFIG_DIR", path.join(root, "config")),
    themes: folder("GLPI_THEMES_DIR", path.join(files, "_themes")),
    dumps: folder("GLPI_DUMP_DIR", path.join(files, "_dumps")),
    assumed,
  };
}

const mark = "fenetre-constants:";

/** Defines what GLPI defines before it reads an administrator's files, reads them in its order, and tells the outcome. */
const script = `
[, $root, $files, $names] = $argv;
define('GLPI_ROOT', $root);
foreach (json_decode($names) as $name) if (($value = getenv($name)) !== false) define($name, $value);
ob_start();
(function () use ($root, $files) { foreach (json_decode($files) as $file) include_once $root . '/' . $file; })();
while (ob_get_level() > 0) ob_end_clean();
$found = [];
foreach (json_decode($names) as $name) if (defined($name)) $found[$name] = constant($name);
echo '${mark}', json_encode($found), "\\n";`;

/**
 * Who runs the PHP of files: for the system's administrator the owner of the first that is not theirs; else oneself.
 * What is written there then has no rights that its owner does not have.
 */
export function asOwnerOf(files: readonly string[]): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const owner = files.map((file) => statSync(file)).find(({ uid }) => uid !== 0);
  return owner ? { uid: owner.uid, gid: owner.gid } : {};
}

/**
 * Runs the settings by PHP. They belong to whoever owns them: the system's administrator runs them as their owner, and
 * not with rights that the owner does not have.
 * @returns `undefined` where PHP is not there, or they do not run
 */
function askPhp(root: string, files: readonly string[], php: string): Constants | undefined {
  // What would be waited for: a pipe is no settings, as reading it says.
  if (!files.every((file) => isFile(path.join(root, file)))) return undefined;
  const { status, stdout } = spawnSync(
    php,
    ["-d", "display_errors=0", "-r", script, "--", root, JSON.stringify(files), JSON.stringify(names)],
    {
      ...asOwnerOf([...files.map((file) => path.join(root, file)), root]),
      env: environmentWithoutSecrets(),
      cwd: "/",
      encoding: "utf8",
      timeout: 10_000,
      maxBuffer: 1 << 20,
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const line = stdout?.split("\n").findLast((text) => text.includes(mark));
  if (status !== 0 || line === undefined) return undefined;
  const found = JSON.parse(line.slice(line.indexOf(mark) + mark.length)) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) =>
      typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"))
        ? [[name, value as PhpValue]]
        : [],
    ),
  );
}

function readSettings(root: string, files: readonly string[]): { constants: Constants; unknown: string[] } {
  const known: Record<string, PhpValue> = { GLPI_ROOT: root };
  const unknown: string[] = [];
  for (const file of files) {
    const full = path.join(root, file);
    const text = readText(full, kinds.source);
    for (const name of evaluateDefines(text, full, known)) {
      if ((names as readonly string[]).includes(name))
        unknown.push(`${name} is computed in ${file}: taken as GLPI's default`);
      else if (name === "include") unknown.push(`${file} reads other files, which were not looked at`);
    }
  }
  const { GLPI_ROOT: _, ...constants } = known;
  return { constants, unknown };
}
