import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Artefact } from "../build/artefact.ts";
import { allTargets, buildArtefacts, ownDist, writeArtefacts } from "../build/build.ts";
import { explainEntity } from "../build/targets/entity.ts";
import type { Input } from "../command-line/definition.ts";
import { parseColour } from "../theme/accent.ts";
import { type Density, loadTheme, type Scheme, type Theme } from "../theme/theme.ts";
import { checkedFolder } from "../util/owned-folder.ts";
import { relativeToProject } from "../util/paths.ts";
import { bold, dim, startProgress, table } from "../util/terminal.ts";
import { UserError } from "../util/user-error.ts";
import { version } from "../util/version.ts";
import type { verbs } from "./verbs.ts";

export async function run({ values }: Input<typeof verbs.build>): Promise<number> {
  const started = performance.now();
  const theme = loadTheme(values.theme, overrides(values));
  const folder = values.out === undefined ? ownDist : checkedFolder("--out", values.out, theme.folders);
  const progress = startProgress();
  const artefacts = buildArtefacts(theme, allTargets, (target) => progress.step(`building ${target}`));
  progress.end();
  // Compressed on the thread pool, meanwhile written.
  const described = describe(artefacts);
  const { was } = writeArtefacts(artefacts, folder);
  if (was === "older") console.error(`${relativeToProject(folder)}: built by an earlier version, replaced`);
  const report = await described;
  if (values.json) {
    console.log(JSON.stringify({ folder, artefacts: report }, null, 2));
    return 0;
  }
  const figure = (value: number | undefined): string => (value === undefined ? "" : value.toLocaleString("en-GB"));
  const rows = report.map((row) => [
    row.path,
    figure(row.bytes),
    figure(row.gzip),
    figure(row.brotli),
    figure(row.limit),
    row.install ?? "",
  ]);
  const [head, ...body] = table(
    [["file", "bytes", "gzip, bytes", "brotli, bytes", "limit, bytes", "install"], ...rows],
    [1, 2, 3, 4],
  ).split("\n");
  console.log([bold(head as string), ...body].join("\n"));
  for (const line of leftOutLines(artefacts, values.verbose)) console.log(line);
  if (values.explain) for (const line of stepLines(theme)) console.log(line);
  console.log(
    dim(
      `\n${theme.name} built into ${relativeToProject(folder)} in ${((performance.now() - started) / 1000).toFixed(2)} s`,
    ),
  );
  return 0;
}

/** What GLPI's field has no room for: a line a file, or a table on demand. */
function leftOutLines(artefacts: Artefact[], verbose: boolean): string[] {
  const lines = artefacts.flatMap(({ path: name, leftOut }) => {
    if (!leftOut) return [];
    const { pages, endUserPages, components } = leftOut;
    const summary = `${name} leaves ${components.length} components of the theme to GLPI's own look, for want of room`;
    if (!verbose) return [summary];
    const rows = components.map(({ name, shown: [all, endUser] }) => [`  ${name}`, String(all), String(endUser)]);
    const head = ["  component", `of ${pages} pages`, `of ${endUserPages} pages of end users`];
    return ["", `${summary}:`, table([head, ...rows], [1, 2])];
  });
  if (lines.length === 0) return [];
  return verbose ? lines : ["", ...lines, dim("Which they are: build --verbose. Without a limit: dist/document")];
}

/** How entity CSS comes about: what each step leaves of it. */
function stepLines(theme: Theme): string[] {
  return (["10", "11"] as const).flatMap((glpi) => {
    let before: number | undefined;
    const rows = explainEntity({ theme, version }, glpi).map(({ step, characters }) => {
      const gained = before === undefined ? "" : (before - characters).toLocaleString("en-GB");
      before = characters;
      return [`  ${step.name}`, characters.toLocaleString("en-GB"), gained, step.why];
    });
    const head = ["  step", "characters", "fewer", "why"];
    return ["", `How entity/glpi-${glpi}.css comes about:`, table([head, ...rows], [1, 2])];
  });
}

/** What the command line changes of the theme. Checked as theme.json is, but the place is the option. */
export function overrides(values: {
  accent: string | undefined;
  scheme: Scheme | undefined;
  density: Density | undefined;
  module: string[] | undefined;
  simplify: string[] | undefined;
}): Partial<Theme> {
  const accent = values.accent === undefined ? undefined : parseColour(values.accent);
  if (values.accent !== undefined && accent === undefined) {
    throw new UserError(
      `--accent: "${values.accent}" is not a colour`,
      "Write it as #RRGGBB (quoted, where the shell takes # for a comment)",
    );
  }
  const all = {
    accent,
    scheme: values.scheme,
    density: values.density,
    modules: values.module,
    simplify: values.simplify,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<Theme>;
}

interface Description {
  path: string;
  /** Bytes: as written, by gzip -9 and by brotli 6, which web servers use on the fly. Archives are compressed already. */
  bytes: number;
  gzip?: number;
  brotli?: number;
  limit?: number;
  install?: string;
  leftOut?: Artefact["leftOut"];
}

async function describe(artefacts: Artefact[]): Promise<Description[]> {
  const shown = artefacts.filter((artefact) => !artefact.path.endsWith(".map"));
  return Promise.all(
    shown.map(async ({ path: name, content, limit, install, leftOut }) => ({
      path: name,
      bytes: content.length,
      ...(/\.(zip|gz)$/.test(name) ? {} : await compressed(content)),
      ...(limit === undefined ? {} : { limit }),
      ...(install === undefined ? {} : { install }),
      ...(leftOut === undefined ? {} : { leftOut }),
    })),
  );
}

async function compressed(content: Uint8Array): Promise<{ gzip: number; brotli: number }> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const all = [promisify(gzip)(content, { level: 9 }), promisify(brotliCompress)(content, { params })] as const;
  const [byGzip, byBrotli] = await Promise.all(all);
  return { gzip: byGzip.length, brotli: byBrotli.length };
}
