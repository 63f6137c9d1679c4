import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Theme } from "../theme/theme.ts";
import type { Artefact, BuildContext, Target } from "./artefact.ts";
import { version } from "./browsers.ts";
import { entity } from "./targets/entity.ts";
import { palette } from "./targets/palette.ts";
import { plugin } from "./targets/plugin.ts";
import { stylesheet } from "./targets/stylesheet.ts";

/** Every kind of artefact, in the order of the build's table. */
export const allTargets: Target[] = [stylesheet, entity, palette, plugin];

/** Builds every artefact in memory. @throws {UserError} and nothing is written */
export function buildArtefacts(theme: Theme, targets: Target[] = allTargets): Artefact[] {
  const context: BuildContext = { theme, version };
  return targets.flatMap((target) => target(context));
}

/**
 * Replaces a folder by the artefacts: written beside it first, then swapped in by renaming, so that whoever reads it
 * finds the old build or the new one, and never a part.
 */
export function writeArtefacts(artefacts: Artefact[], folder: string): void {
  const parent = path.dirname(path.resolve(folder));
  mkdirSync(parent, { recursive: true });
  const scratch = mkdtempSync(path.join(parent, `.${path.basename(folder)}-`));
  try {
    const fresh = path.join(scratch, "new");
    for (const artefact of artefacts) {
      const file = path.join(fresh, artefact.path);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, artefact.content);
    }
    if (existsSync(folder)) renameSync(folder, path.join(scratch, "old"));
    renameSync(fresh, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
