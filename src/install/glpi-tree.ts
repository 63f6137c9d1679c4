import path from "node:path";
import { isFolder, isNamed, kinds, readFolder, readText } from "../util/read.ts";
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

const isVersion = /^\d{1,4}\.\d{1,4}\.\d{1,4}(?:[-+.][\w.+-]{0,40})?$/;

/** A release names its version by a file in version/, a checkout by a constant. */
function readVersion(root: string): string | undefined {
  const folder = path.join(root, "version");
  const names = isFolder(folder) ? readFolder(folder).map(({ name }) => name) : [];
  const released = names.find((name) => isVersion.test(name));
  if (released) return released;
  for (const file of ["inc/define.php", "src/autoload/constants.php"]) {
    const full = path.join(root, file);
    if (!isNamed(full)) continue;
    const constant = /define\(\s*'GLPI_VERSION',\s*'([^']+)'/.exec(readText(full, kinds.source))?.[1];
    if (constant !== undefined && isVersion.test(constant)) return constant;
  }
  return undefined;
}
