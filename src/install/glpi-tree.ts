import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../util/user-error.ts";
import { type GlpiFolders, glpiFolders } from "./glpi-folders.ts";

/** A GLPI on this machine, as far as installing needs to know it. */
export interface GlpiTree extends GlpiFolders {
  /** Absolute. */
  root: string;
  /** As GLPI says it: "10.0.14". */
  version: string;
  /** "10", "11" ... */
  major: number;
  /** Where a new plugin goes. */
  plugins: string;
}

const supported = { from: 10, below: 13 };

/**
 * Recognises a GLPI by its own files. Where its folders are, its own settings say.
 * @param php the program that is asked
 * @throws {UserError} if there is none, or one of a version that is not supported
 */
export function readGlpiTree(folder: string, php?: string): GlpiTree {
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
  const folders = glpiFolders(root, php);
  const own = path.join(root, "plugins");
  const plugins = folders.pluginFolders.includes(own) ? own : (folders.pluginFolders.at(-1) ?? own);
  return { root, version, major, plugins, ...folders };
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
