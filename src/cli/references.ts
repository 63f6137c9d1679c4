import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { mentioned } from "../audit/expectations.ts";
import { themeNames as brushThemes, Facts } from "../references/facts.ts";
import { importCapture } from "../references/import.ts";
import { type Reference, readReference } from "../references/read.ts";
import { collect, NativeData } from "../references/resolve.ts";
import { loadTheme, themeNames } from "../theme/theme.ts";
import { relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
import { readSpecimens } from "../visual/specimens.ts";

export const summary = "Take WinUI's figures over (sync), or take a screenshot of a native widget in (import)";

export async function run(args: string[]): Promise<number> {
  const [verb] = args;
  if (verb === "sync") return sync();
  if (verb === "import") return take(args.slice(1));
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
  const { winui, errors: unknown } = collect(references, facts, mentioned());
  const file = fileURLToPath(new URL("../references/winui.json", import.meta.url));
  writeAtomically(file, `${JSON.stringify(winui, null, 2)}\n`);
  console.log(
    `${relativeToProject(file)}: ${Object.keys(winui.figures).length} figures, ${Object.keys(winui.brushes).length} brushes of ${references.length} references and the roles of the audit`,
  );
  for (const error of [...errors, ...unknown]) console.error(`error: ${error.message}`);
  return errors.length + unknown.length > 0 ? 1 : 0;
}

const importUsage =
  "npx fenetre references import <png> --widget <name> --state <variant/state> --theme <light|dark|high-contrast> --scale <1.5> " +
  "[--crop x,y,width,height] [--source <where from>] [--licence <SPDX>] [--accent <#rrggbb>] [--build <Windows build>]";

function take(args: string[]): number {
  const { values, file } = importArguments(args);
  const widgets = readSpecimens(loadTheme("windows-11").folders);
  const widget = widgets.find(({ name }) => name === values.widget);
  if (!widget) {
    throw new UserError(
      `there is no widget "${values.widget ?? ""}"`,
      `Give --widget with one of: ${widgets.map(({ name }) => name).join(", ")}`,
    );
  }
  if (!values.state) throw new UserError("--state is missing", "Give it as variant/state: --state standard/rest");
  const theme = brushThemes.find((name) => name === values.theme);
  if (!theme) throw new UserError(`--theme cannot be "${values.theme ?? ""}"`, `Use one of: ${brushThemes.join(", ")}`);
  const scale = Number(values.scale);
  if (!(scale >= 1 && scale <= 5))
    throw new UserError(`--scale cannot be "${values.scale ?? ""}"`, "Give Windows' scale: 1, 1.25, 1.5 or 2");
  const box = values.crop?.split(",").map(Number);
  if (box && (box.length !== 4 || !box.every((value) => Number.isInteger(value)))) {
    throw new UserError(`--crop cannot be "${values.crop}"`, "Give x,y,width,height in px");
  }
  if (values.accent && !/^#[0-9a-f]{6}$/i.test(values.accent))
    throw new UserError(`--accent cannot be "${values.accent}"`, "Give it as #rrggbb");
  const [x = 0, y = 0, width = 0, height = 0] = box ?? [];
  const { source, licence, accent, build } = values;
  const files = importCapture(
    file,
    {
      widget,
      state: values.state,
      theme,
      scale,
      ...(box ? { crop: { x, y, width, height } } : {}),
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

function importArguments(args: string[]) {
  const text = { type: "string" } as const;
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        widget: text,
        state: text,
        theme: text,
        scale: text,
        crop: text,
        source: text,
        licence: text,
        accent: text,
        build: text,
      },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new Error("import needs one PNG");
    return { values, file: path.resolve(file) };
  } catch (error) {
    throw new UserError((error as Error).message.split(". ")[0] as string, `Use: ${importUsage}`);
  }
}
