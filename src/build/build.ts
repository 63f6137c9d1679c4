import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Theme } from "../theme/theme.ts";
import { replaceFolder } from "../util/write.ts";
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

/** Replaces a folder by the artefacts, all at once. */
export function writeArtefacts(artefacts: Artefact[], folder: string): void {
  replaceFolder(folder, (fresh) => {
    for (const artefact of artefacts) {
      const file = path.join(fresh, artefact.path);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, artefact.content);
    }
  });
}
