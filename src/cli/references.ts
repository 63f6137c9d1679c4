import path from "node:path";
import { fileURLToPath } from "node:url";
import { mentioned } from "../audit/expectations.ts";
import type { Input } from "../command-line/definition.ts";
import { Facts } from "../references/facts.ts";
import { importCapture } from "../references/import.ts";
import { type Reference, readReference } from "../references/read.ts";
import { collect, NativeData } from "../references/resolve.ts";
import { loadTheme, themeNames } from "../theme/theme.ts";
import { relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
import { readSpecimens } from "../visual/specimens.ts";
import type { verbs } from "./verbs.ts";

/** Takes over the figures that references name. */
export function runSync(): number {
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
  const { winui, errors: unknown } = collect(references, facts, mentioned());
  const file = fileURLToPath(new URL("../references/winui.json", import.meta.url));
  writeAtomically(file, `${JSON.stringify(winui, null, 2)}\n`);
  console.log(
    `${relativeToProject(file)}: ${Object.keys(winui.figures).length} figures, ${Object.keys(winui.brushes).length} brushes of ${references.length} references and the roles of the audit`,
  );
  for (const error of [...errors, ...unknown]) console.error(`error: ${error.message}`);
  return errors.length + unknown.length > 0 ? 1 : 0;
}

/** Takes in a screenshot. */
export function runImport({ values, operands: [png] }: Input<typeof verbs.references.verbs.import>): number {
  const widgets = readSpecimens(loadTheme("windows-11").folders);
  const widget = widgets.find(({ name }) => name === values.widget);
  if (!widget) {
    throw new UserError(
      values.widget === undefined ? "--widget is missing" : `there is no widget "${values.widget}"`,
      `Give --widget with one of: ${widgets.map(({ name }) => name).join(", ")}`,
    );
  }
  const { state, theme, scale, crop, source, licence, accent, build } = values;
  if (state === undefined) throw new UserError("--state is missing", "Give it as variant/state: --state standard/rest");
  if (theme === undefined) throw new UserError("--theme is missing", "Give light, dark or high-contrast");
  if (scale === undefined) throw new UserError("--scale is missing", "Give Windows' scale: 1, 1.25, 1.5 or 2");
  const files = importCapture(
    path.resolve(png as string),
    {
      widget,
      state,
      theme,
      scale,
      ...(crop ? { crop } : {}),
      ...(source ? { source } : {}),
      ...(licence ? { licence } : {}),
      ...(accent ? { accent } : {}),
      ...(build ? { build } : {}),
    },
    NativeData.load(),
  );
  for (const written of files) console.log(relativeToProject(written));
  return 0;
}
