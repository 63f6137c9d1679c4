import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../util/user-error.ts";

/** A GLPI on this machine, as far as installing needs to know it. */
export interface GlpiTree {
  /** Absolute. */
  root: string;
  /** As GLPI says it: "10.0.14". */
  version: string;
  /** "10", "11" ... */
  major: number;
  plugins: string;
  /** Where GLPI looks for a plugin, in its order: the first copy wins. */
  pluginFolders: string[];
  /** Data: caches, logs, palettes of one's own. */
  files: string;
  /** Holds config_db.php. */
  config: string;
  /** Where GLPI 11 and later look for palettes; it need not exist yet. */
  themes: string;
}

const supported = { from: 10, below: 13 };

/**
 * Recognises a GLPI by its own files; nothing is run.
 * @throws {UserError} if there is none, or one of a version that is not supported
 */
export function readGlpiTree(folder: string): GlpiTree {
  const root = path.resolve(folder);
  const version = readVersion(root);
  if (!version) {
    throw new UserError(
      `${folder} holds no GLPI`,
      "Name the folder that holds GLPI's front/, inc/ or src/ and plugins/",
    );
  }
  const major = Number.parseInt(version, 10);
  if (major < supported.from || major >= supported.below) {
    throw new UserError(`GLPI ${version} is not supported`, `Use GLPI ${supported.from} to ${supported.below - 1}`);
  }
  const configured = readConfiguredFolders(root);
  const files = configured.VAR ?? path.join(root, "files");
  return {
    root,
    version,
    major,
    plugins: path.join(root, "plugins"),
    pluginFolders: [path.join(root, "marketplace"), path.join(root, "plugins")],
    files,
    config: path.join(root, "config"),
    themes: configured.THEMES ?? path.join(files, "_themes"),
  };
}

/** A release names its version by a file in version/, a checkout by a constant. */
function readVersion(root: string): string | undefined {
  const folder = path.join(root, "version");
  const released = existsSync(folder) ? readdirSync(folder).find((name) => /^\d+\.\d+\.\d+/.test(name)) : undefined;
  if (released) return released;
  for (const file of ["inc/define.php", "src/autoload/constants.php"]) {
    const full = path.join(root, file);
    const constant = existsSync(full)
      ? /define\(\s*'GLPI_VERSION',\s*'([^']+)'/.exec(readFileSync(full, "utf8"))?.[1]
      : undefined;
    if (constant) return constant;
  }
  return undefined;
}

/** Folders an administrator moved out of the tree, where the setting is a plain text. */
function readConfiguredFolders(root: string): { VAR?: string; THEMES?: string } {
  const found: Record<string, string> = {};
  for (const file of ["inc/downstream.php", "config/local_define.php"]) {
    const full = path.join(root, file);
    if (!existsSync(full)) continue;
    for (const [, name, value] of readFileSync(full, "utf8").matchAll(
      /define\(\s*['"]GLPI_(VAR|THEMES)_DIR['"]\s*,\s*['"]([^'"]+)['"]\s*\)/g,
    )) {
      found[name as string] = value as string;
    }
  }
  return found;
}
