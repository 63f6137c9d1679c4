import path from "node:path";
import { checkName, forms, isName } from "../util/names.ts";
import { relativeToProject } from "../util/paths.ts";
import { isNamed, kinds, readFolder, readText } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";
import type { Theme } from "./theme.ts";

/** A module under simplify/, which the settings page offers. */
export interface SimplifyModule {
  name: string;
  /** What it does, one sentence: the file's first comment. */
  sentence: string;
}

/**
 * The modules of a theme and those it extends, by name; the last folder's file of a name holds.
 * @throws {UserError} for one whose name or sentence is none
 */
export function simplifyModules(theme: Theme): SimplifyModule[] {
  const sentences = new Map<string, string>();
  for (const folder of theme.folders.map((one) => path.join(one, "simplify"))) {
    if (!isNamed(folder)) continue;
    for (const file of readFolder(folder).flatMap((entry) => (entry.name.endsWith(".css") ? [entry.name] : []))) {
      const full = path.join(folder, file);
      const place = { file: relativeToProject(full) };
      const comment = /\/\*\s*([\s\S]*?)\s*\*\//.exec(readText(full, kinds.css))?.[1] ?? "";
      const sentence = comment.replace(/\s+/g, " ");
      if (sentence !== "" && !isName(sentence, forms.sentence))
        throw new UserError("its first comment is no sentence", `Use ${forms.sentence.rule}`, place);
      sentences.set(checkName(path.basename(file, ".css"), forms.module, place), sentence);
    }
  }
  return [...sentences].map(([name, sentence]) => ({ name, sentence })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
