import { existsSync, lstatSync, readlinkSync, statSync } from "node:fs";
import path from "node:path";
import type { BuildContext } from "../build/artefact.ts";
import { isAsMade } from "../build/seal.ts";
import { palette } from "../build/targets/palette.ts";
import { pluginFiles } from "../build/targets/plugin.ts";
import { makeFolders, removeFile, writing } from "../util/disc.ts";
import { shellWord } from "../util/escape.ts";
import {
  cleanUp,
  hasLeavings,
  keepCopy,
  listed,
  manifestName,
  removeFolder,
  replaceFolder,
  type Standing,
  standingOf,
} from "../util/owned-folder.ts";
import { isFile, kinds, readText } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";
import { sweep, writeAtomically } from "../util/write.ts";
import type { GlpiTree } from "./glpi-tree.ts";
import { lookOf, mayRead } from "./look.ts";

/** What was put in or taken out, and what is left to do by hand, one line each. */
export interface Outcome {
  done: string[];
  next: string[];
}

/** Whether what is somebody's, has been changed or is newer is replaced all the same; a copy of it is kept. */
interface Force {
  force?: boolean;
}

/**
 * Puts the plugin where GLPI looks for it, replacing an earlier one of ours as a whole. What an administrator put into
 * its folder stays.
 * @throws {UserError} if something else stands there, has been changed since, is newer, or is one of two
 */
export function installPlugin(context: BuildContext, tree: GlpiTree, { force = false }: Force = {}): Outcome {
  const { folder, standing } = placeOfPlugin(context, tree, { force });
  const done: string[] = [];
  if (force && mustBeKept(standing, context.version)) done.push(keep(folder, "plugin", tree));
  const files = Object.entries(pluginFiles(context))
    .map(([name, content]) => ({ path: name.replace(/^fenetre\//, ""), content }))
    .filter((file) => file.path !== manifestName);
  const look = lookOf(folder);
  const { was, kept, restored } = replaceFolder(folder, files, {
    what: "plugin",
    version: context.version,
    added: "keep",
    force,
    look,
    durable: true,
  });
  const did = {
    same: "is as it was made in",
    absent: "put into",
    ours: "replaced in",
    older: "replaced in",
    forced: "replaced in",
  };
  done.push(`plugin ${context.version} ${did[was]} ${folder}`);
  if (restored.length > 0) done.push(`there again: ${listed(restored)}`);
  if (kept.length > 0) done.push(`not ours, left as it is: ${listed(kept)}`);
  return {
    done,
    next: [
      ...(tree.major < 12
        ? []
        : [
            `GLPI ${tree.version} has not been looked at: to try it, add define('PLUGIN_FENETRE_TRY_GLPI_12', true); to ${path.join(tree.root, "config/local_define.php")}`,
          ]),
      ...readingAdvice(tree, folder),
      `${consoleOf(tree)} plugin:install fenetre -u ADMINISTRATOR`,
      `${consoleOf(tree)} plugin:activate fenetre`,
    ],
  };
}

/**
 * Where the plugin goes, and what stands there now. Nothing is changed.
 * @throws {UserError} where `installPlugin` would
 */
export function placeOfPlugin(
  context: BuildContext,
  tree: GlpiTree,
  { force = false }: Force = {},
): { folder: string; standing: Standing } {
  const copies = copiesIn(tree);
  const [loaded, ...others] = copies;
  if (loaded && others.length > 0) {
    throw new UserError(
      `GLPI has the plugin ${copies.length} times and loads ${loaded}, not ${listed(others)}`,
      "Remove all but one: fenetre uninstall takes out every one of them",
    );
  }
  const folder = loaded ?? path.join(tree.plugins, "fenetre");
  requireFolder(path.dirname(folder));
  const standing = standingOf(folder);
  refusePlugin(folder, standing, context.version, force, "install");
  return { folder, standing };
}

/** Where GLPI has the plugin, in the order in which it looks: the first is loaded. */
function copiesIn(tree: GlpiTree): string[] {
  return tree.pluginFolders
    .map((place) => path.join(place, "fenetre"))
    .filter((folder) => {
      const { kind } = standingOf(folder);
      return kind === "ours" || kind === "link" || kind === "file" || existsSync(path.join(folder, "setup.php"));
    });
}

/** @throws {UserError} unless it may be replaced, or removed */
function refusePlugin(
  folder: string,
  standing: Standing,
  version: string,
  force: boolean,
  verb: "install" | "uninstall",
): void {
  const forced = `Move it away first, or let ${verb} --force ${verb === "install" ? "replace" : "remove"} it and keep a copy`;
  if (standing.kind === "link")
    throw new UserError(
      `${folder} is a symbolic link to ${standing.to}`,
      "Remove the link, or change what it leads to",
    );
  if (standing.kind === "file") throw new UserError(`${folder} is no folder`, "Move it away first");
  if (force) return;
  if (standing.kind === "ours") {
    const { manifest, changed } = standing;
    if (changed.length > 0)
      throw new UserError(`${folder} has been changed since it was installed: ${listed(changed)}`, forced);
    if (verb === "install" && isNewer(versionIn(manifest.madeBy), version))
      throw new UserError(`${folder} is newer: ${versionIn(manifest.madeBy)}, and this is ${version}`, forced);
  } else if (standing.kind === "foreign" && existsSync(path.join(folder, "setup.php"))) {
    if (!isOurPlugin(folder)) throw notOurs(folder, forced);
    throw new UserError(
      `${folder} is of a version that kept no list of its files: nobody can tell whether they were changed`,
      forced,
    );
  }
}

/** Whether something would be lost by replacing it. */
function mustBeKept(standing: Standing, version: string): boolean {
  if (standing.kind === "foreign") return true;
  return (
    standing.kind === "ours" &&
    (standing.changed.length > 0 || standing.added.length > 0 || isNewer(versionIn(standing.manifest.madeBy), version))
  );
}

const versionIn = (madeBy: string): string => /(\d+\.\d+\.\d+\S*)/.exec(madeBy)?.[1] ?? "0.0.0";

/** As semantic versions are ordered, as far as ours go: 1.0.0-beta.2 before 1.0.0-beta.10 before 1.0.0. */
export function isNewer(one: string, other: string): boolean {
  const parts = (text: string): [number[], string] => {
    const [, figures = "", rest = ""] = /^([\d.]+)(?:-([^+]*))?/.exec(text) ?? [];
    return [figures.split(".").map(Number), rest];
  };
  const [[mine, stage], [theirs, theirStage]] = [parts(one), parts(other)];
  for (let index = 0; index < 3; index++) {
    const difference = (mine[index] ?? 0) - (theirs[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  if (stage === "" || theirStage === "") return stage === "" && theirStage !== "";
  return stage.localeCompare(theirStage, "en", { numeric: true }) > 0;
}

/**
 * Puts the two palettes where GLPI 11 looks for them.
 * @throws {UserError} on GLPI 10, or if palettes of the same names are somebody's, have been changed or are newer
 */
export function installPalettes(context: BuildContext, tree: GlpiTree, { force = false }: Force = {}): Outcome {
  if (tree.major < 11) {
    throw new UserError(`GLPI ${tree.version} takes no palettes from outside`, "Install the plugin instead: --plugin");
  }
  const artefacts = palette(context).map(({ path: name, content }) => ({
    file: path.join(tree.themes, path.basename(name)),
    content,
  }));
  for (const { file } of artefacts) refusePalette(file, context.version, force, "install");
  const done = force
    ? artefacts.filter(({ file }) => isLossOf(file, context.version)).map(({ file }) => keep(file, "palette", tree))
    : [];
  const look = lookOf(tree.themes);
  writing(tree.themes, () => makeFolders(tree.themes, look.folder));
  // GLPI takes every .scss and .css it finds here: a half-written file has another ending.
  for (const { file, content } of artefacts) {
    writeAtomically(file, content, existsSync(file) ? {} : look.file, true);
    done.push(`palette put into ${file}`);
  }
  return {
    done,
    next: [
      ...readingAdvice(tree, tree.themes),
      `Each user: Personalization > Color palette > ${context.theme.name}`,
      `For everyone, login page included: ${consoleOf(tree)} config:set palette ${shellWord(context.theme.key)}`,
    ],
  };
}

/** @throws {UserError} unless it may be replaced, or removed */
function refusePalette(file: string, version: string, force: boolean, verb: "install" | "uninstall"): void {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats) return;
  const forced = `Move it away first, or let ${verb} --force ${verb === "install" ? "replace" : "remove"} it and keep a copy`;
  if (stats.isSymbolicLink())
    throw new UserError(
      `${file} is a symbolic link to ${readlinkSync(file)}`,
      "Remove the link, or change what it leads to",
    );
  if (!stats.isFile()) throw new UserError(`${file} is no regular file`, "Move it away first");
  if (force) return;
  const text = readText(file, kinds.source);
  const made = madeIn(text);
  if (made === undefined) throw notOurs(file, forced);
  const asMade = isAsMade(text);
  if (asMade === undefined)
    throw new UserError(
      `${file} carries no hash: nobody can tell whether it was changed since it was installed`,
      forced,
    );
  if (!asMade) throw new UserError(`${file} has been changed since it was installed`, forced);
  if (verb === "install" && isNewer(made, version))
    throw new UserError(`${file} is newer: ${made}, and this is ${version}`, forced);
}

/** The version in a palette's first line; `undefined` where it is not ours. */
const madeIn = (text: string): string | undefined => /^\/\*! .*\bfenetre (\d+\.\d+\.\d+[^,\s]*)/.exec(text)?.[1];

function isLossOf(file: string, version: string): boolean {
  if (!existsSync(file)) return false;
  const text = readText(file, kinds.source);
  const made = madeIn(text);
  return made === undefined || isAsMade(text) !== true || isNewer(made, version);
}

/**
 * Takes out whatever of ours is there, wherever GLPI looks for it. What an administrator put beside it stays.
 * @throws {UserError} if nothing is, or if what is there has been changed; then nothing is taken out
 */
export function uninstall(context: BuildContext, tree: GlpiTree, { force = false }: Force = {}): Outcome {
  const done: string[] = [];
  const next: string[] = [];
  const folders = tree.pluginFolders.filter(existsSync).map((place) => path.join(place, "fenetre"));
  const palettes = [`${context.theme.key}.scss`, `${context.theme.key}_dark.scss`]
    .map((name) => path.join(tree.themes, name))
    .filter((file) => lstatSync(file, { throwIfNoEntry: false }));
  // All is looked at before anything is taken.
  for (const folder of folders) refusePlugin(folder, standingOf(folder), context.version, force, "uninstall");
  for (const file of palettes) refusePalette(file, context.version, force, "uninstall");
  for (const folder of folders) {
    const standing = standingOf(folder);
    if (force && existsSync(path.join(folder, "setup.php")) && mustBeKept(standing, context.version))
      done.push(keep(folder, "plugin", tree));
    if (standing.kind === "absent" && !hasLeavings(folder)) continue;
    // Others' files that no setup.php makes a plugin of: there is nothing of ours among them.
    const isNone = standing.kind === "foreign" && !existsSync(path.join(folder, "setup.php"));
    const { kept, was } = isNone ? cleanUp(folder) : removeFolder(folder, { force });
    if (was === "removed") {
      done.push(`plugin removed from ${folder}`);
      if (kept.length > 0) done.push(`not ours, left as it is: ${listed(kept)}`);
      next.push("Setup > Plugins: press Clean beside Fenêtre, and GLPI forgets its name too");
    } else if (was === "cleaned") done.push(`an interrupted removal from ${folder} is finished`);
  }
  if (existsSync(tree.themes)) writing(tree.themes, () => sweep(tree.themes));
  for (const file of palettes) {
    if (force && isLossOf(file, context.version)) done.push(keep(file, "palette", tree));
    writing(file, () => removeFile(file));
    done.push(`palette removed from ${file}`);
  }
  if (done.length === 0) throw new UserError(`nothing of fenetre is installed in ${tree.root}`, "Check the folder");
  if (palettes.length > 0)
    next.push(
      "Users who had chosen the palette get GLPI's own",
      `If it was everyone's default: ${consoleOf(tree)} config:set palette auror`,
    );
  return { done, next };
}

/** A copy where GLPI keeps backups and loads nothing from. @returns what to say of it */
function keep(place: string, what: string, tree: GlpiTree): string {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  let copy = path.join(tree.dumps, `fenetre-${what}-${path.basename(place)}-${time}`);
  for (let number = 2; existsSync(copy); number++) copy = copy.replace(/(-\d{14})(-\d+)?$/, `$1-${number}`);
  writing(tree.dumps, () => keepCopy(place, copy, lookOf(tree.dumps).folder));
  return `what stood in ${place} is kept in ${copy}`;
}

/** To be pasted: the folder's name may hold anything. */
const consoleOf = (tree: GlpiTree): string => `php ${shellWord(path.join(tree.root, "bin/console"))}`;

/** Who owns GLPI's data is who the web server is: it must be able to read what we wrote. */
function readingAdvice(tree: GlpiTree, place: string): string[] {
  const server = statSync(tree.files, { throwIfNoEntry: false });
  if (!server || mayRead(place, server)) return [];
  return [
    `The owner of ${tree.files} (user ${server.uid}), which the web server is, cannot read ${place}: give it the right to`,
  ];
}

function isOurPlugin(folder: string): boolean {
  const setup = path.join(folder, "setup.php");
  return isFile(setup) && readText(setup, kinds.source).includes("function plugin_init_fenetre");
}

function notOurs(place: string, remedy: string): UserError {
  return new UserError(`${place} is not of fenetre's making`, remedy);
}

function requireFolder(folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UserError(`${folder} is no folder`, "Check the GLPI tree");
}
