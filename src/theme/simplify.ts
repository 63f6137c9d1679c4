import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Theme } from "./theme.ts";

/** A module under simplify/, which the settings page offers. */
export interface SimplifyModule {
  name: string;
  /** What it does, one sentence: the file's first comment. */
  sentence: string;
}

/** The modules of a theme and those it extends, by name; the last folder's file of a name holds. */
export function simplifyModules(theme: Theme): SimplifyModule[] {
  const sentences = new Map<string, string>();
  for (const folder of theme.folders.map((one) => path.join(one, "simplify"))) {
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".css"))) {
      const comment = /\/\*\s*([\s\S]*?)\s*\*\//.exec(readFileSync(path.join(folder, file), "utf8"))?.[1] ?? "";
      sentences.set(path.basename(file, ".css"), comment.replace(/\s+/g, " "));
    }
  }
  return [...sentences].map(([name, sentence]) => ({ name, sentence })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
