import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import type { BuildContext } from "../build/artefact.ts";
import { palette } from "../build/targets/palette.ts";
import { pluginFiles } from "../build/targets/plugin.ts";
import { listed, removeFolder, replaceFolder } from "../util/owned-folder.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
import type { GlpiTree } from "./glpi-tree.ts";

/** What was put in or taken out, and what is left to do by hand, one line each. */
export interface Outcome {
  done: string[];
  next: string[];
}

/**
 * Puts the plugin into plugins/fenetre, replacing an earlier one of ours as a whole.
 * @throws {UserError} if something else stands there
 */
export function installPlugin(context: BuildContext, tree: GlpiTree): Outcome {
  const folder = path.join(tree.plugins, "fenetre");
  const replaces = existsSync(folder);
  if (existsSync(path.join(folder, "setup.php")) && !isOurPlugin(folder)) throw notOurs(folder);
  requireFolder(tree.plugins);
  const files = Object.entries(pluginFiles(context)).map(([name, content]) => ({
    path: name.replace(/^fenetre\//, ""),
    content,
  }));
  replaceFolder(folder, files, { what: "plugin", version: context.version, added: "keep", isOlder: isOurPlugin });
  return {
    done: [`plugin ${context.version} ${replaces ? "replaced in" : "put into"} ${folder}`],
    next: [
      `php ${consoleOf(tree)} plugin:install fenetre -u <administrator>`,
      `php ${consoleOf(tree)} plugin:activate fenetre`,
    ],
  };
}

/**
 * Puts the two palettes where GLPI 11 looks for them.
 * @throws {UserError} on GLPI 10, or if palettes of someone else's have the same names
 */
export function installPalettes(context: BuildContext, tree: GlpiTree): Outcome {
  if (tree.major < 11) {
    throw new UserError(`GLPI ${tree.version} takes no palettes from outside`, "Install the plugin instead: --plugin");
  }
  const artefacts = palette(context).map(({ path: name, content }) => ({
    file: path.join(tree.themes, path.basename(name)),
    content,
  }));
  for (const { file } of artefacts) if (existsSync(file) && !isOurPalette(file)) throw notOurs(file);
  // GLPI takes every .scss and .css it finds here: a half-written file has another ending.
  for (const { file, content } of artefacts) writeAtomically(file, content);
  return {
    done: artefacts.map(({ file }) => `palette put into ${file}`),
    next: [
      `Each user: Personalization > Color palette > ${context.theme.name}`,
      `For everyone, login page included: php ${consoleOf(tree)} config:set palette ${context.theme.key}`,
    ],
  };
}

/** Takes out whatever of ours is there. @throws {UserError} if nothing is */
export function uninstall(context: BuildContext, tree: GlpiTree): Outcome {
  const done: string[] = [];
  const next: string[] = [];
  const folder = path.join(tree.plugins, "fenetre");
  if (existsSync(folder)) {
    if (!isOurPlugin(folder)) throw notOurs(folder);
    const { kept } = removeFolder(folder, { isOlder: isOurPlugin });
    done.push(`plugin removed from ${folder}${kept.length > 0 ? `, but for ${listed(kept)}` : ""}`);
    next.push("Setup > Plugins: press Clean beside Fenêtre, and GLPI forgets its name too");
  }
  for (const name of [`${context.theme.key}.scss`, `${context.theme.key}_dark.scss`]) {
    const file = path.join(tree.themes, name);
    if (!existsSync(file) || !isOurPalette(file)) continue;
    rmSync(file);
    done.push(`palette removed from ${file}`);
  }
  if (done.length === 0) throw new UserError(`nothing of fenetre is installed in ${tree.root}`, "Check the folder");
  if (done.some((line) => line.startsWith("palette")))
    next.push(
      "Users who had chosen the palette get GLPI's own",
      `If it was everyone's default: php ${consoleOf(tree)} config:set palette auror`,
    );
  return { done, next };
}

const consoleOf = (tree: GlpiTree): string => path.join(tree.root, "bin/console");

function isOurPlugin(folder: string): boolean {
  const setup = path.join(folder, "setup.php");
  return existsSync(setup) && readFileSync(setup, "utf8").includes("function plugin_init_fenetre");
}

function isOurPalette(file: string): boolean {
  return /^\/\*! .*\bfenetre\b/.test(readFileSync(file, "utf8"));
}

function notOurs(place: string): UserError {
  return new UserError(`${place} is not of fenetre's making`, "Move it away first");
}

function requireFolder(folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UserError(`${folder} is no folder`, "Check the GLPI tree");
}
