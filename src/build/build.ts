import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Theme } from "../theme/theme.ts";
import { type Replaced, replaceFolder } from "../util/owned-folder.ts";
import { projectRoot } from "../util/paths.ts";
import { version } from "../util/version.ts";
import type { Artefact, BuildContext, Target } from "./artefact.ts";
import { checkSupport } from "./support/check.ts";
import { document } from "./targets/document.ts";
import { entity } from "./targets/entity.ts";
import { palette } from "./targets/palette.ts";
import { plugin } from "./targets/plugin.ts";
import { stylesheet } from "./targets/stylesheet.ts";

/** Every kind of artefact, in the order of the build's table. */
export const allTargets: Target[] = [stylesheet, entity, document, palette, plugin];

/**
 * Builds every artefact in memory.
 * @param begun called with the name of each target before it is built
 * @param homepage where it comes from, https, if that is known
 * @throws {UserError} and nothing is written
 */
export function buildArtefacts(
  theme: Theme,
  targets: Target[] = allTargets,
  begun: (target: string) => void = () => undefined,
  homepage?: string,
): Artefact[] {
  const context: BuildContext = { theme, version, homepage };
  checkSupport(context);
  return targets.flatMap((target) => {
    begun(target.name);
    return target(context);
  });
}

/**
 * Replaces a folder by the artefacts, all at once.
 * @throws {UserError} when it holds anything but an earlier build
 */
export function writeArtefacts(artefacts: Artefact[], folder: string): Replaced {
  const isOlder = path.resolve(folder) === ownDist ? isOlderBuild : undefined;
  return replaceFolder(folder, artefacts, { what: "build", version, ...(isOlder ? { isOlder } : {}) });
}

/** Where a build goes unless it is told otherwise. */
export const ownDist = path.join(projectRoot, "dist");

/**
 * Whether a folder is what a version that wrote no list built: nothing in it but files of a build's names, and each
 * begins as one.
 */
export function isOlderBuild(folder: string): boolean {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return (
    files.length > 0 &&
    files.every((entry) => {
      const full = path.join(entry.parentPath, entry.name);
      const name = path.relative(folder, full).split(path.sep).join("/");
      return entry.isFile() && forms.some(([form, begins]) => form.test(name) && begins(readFileSync(full)));
    })
  );
}

const starts =
  (form: RegExp) =>
  (content: Buffer): boolean =>
    form.test(content.toString("latin1", 0, 400));

/** What each file of a build is called and how it begins. */
const forms: [name: RegExp, begins: (content: Buffer) => boolean][] = [
  [/^css\/[^/]+\.css$/, starts(/^\/\*! .*\bfenetre\b/)],
  [/^css\/[^/]+\.css\.map$/, starts(/^\{.*"(version|sources|mappings)":/s)],
  [/^entity\/glpi-1[01]\.css$/, starts(/^\/\*! ?fenetre\b/)],
  [/^palette\/[^/]+\.scss$/, starts(/^\/\*! .*\bfenetre\b/)],
  // The first entry of a ZIP names its file 30 bytes on; a gzip tells nothing before it is unpacked.
  [/^plugin\/fenetre-[^/]+\.zip$/, starts(/^PK.{28}fenetre\//s)],
  [/^plugin\/fenetre-[^/]+\.tar\.gz$/, (content) => content.length > 1 && content.readUInt16BE() === 0x1f8b],
];
