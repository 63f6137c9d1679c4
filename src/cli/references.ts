import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Facts } from "../references/facts.ts";
import { type Reference, readReference } from "../references/read.ts";
import { collect } from "../references/resolve.ts";
import { loadTheme, themeNames } from "../theme/theme.ts";
import { relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { readSpecimens } from "../visual/specimens.ts";

export const summary = "Take WinUI's figures over (sync), or take a screenshot of a native widget in (import)";

export async function run(args: string[]): Promise<number> {
  const [verb] = args;
  if (verb === "sync") return sync();
  throw new UserError(
    verb ? `there is no "references ${verb}"` : "references needs to be told what to do",
    "Use one of: sync, import <png>",
  );
}

function sync(): number {
  const facts = Facts.fromEnvironment();
  if (!facts) throw new UserError("FENETRE_FACTS is not set", "Let it name the folder of WinUI's facts");
  const references: Reference[] = [];
  const errors: UserError[] = [];
  for (const folders of themeNames().map((name) => loadTheme(name).folders)) {
    for (const widget of readSpecimens(folders)) {
      if (!widget.reference || references.some((reference) => reference.file === widget.reference)) continue;
      try {
        references.push(readReference(widget.reference));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        errors.push(error);
      }
    }
  }
  const { winui, errors: unknown } = collect(references, facts);
  const file = fileURLToPath(new URL("../references/winui.json", import.meta.url));
  writeFileSync(file, `${JSON.stringify(winui, null, 2)}\n`);
  console.log(
    `${relativeToProject(file)}: ${Object.keys(winui.figures).length} figures, ${Object.keys(winui.brushes).length} brushes of ${references.length} references`,
  );
  for (const error of [...errors, ...unknown]) console.error(`error: ${error.message}`);
  return errors.length + unknown.length > 0 ? 1 : 0;
}
