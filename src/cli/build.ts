import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Artefact } from "../build/artefact.ts";
import { buildArtefacts, ownDist, writeArtefacts } from "../build/build.ts";
import { parseColour } from "../theme/accent.ts";
import { densities, loadTheme, schemes, type Theme } from "../theme/theme.ts";
import { parseOptions } from "../util/options.ts";
import { checkedFolder } from "../util/owned-folder.ts";
import { relativeToProject } from "../util/paths.ts";
import { bold, dim, table } from "../util/terminal.ts";
import { UserError } from "../util/user-error.ts";

export const summary = "build everything an administrator installs into dist/";

const usage =
  "fenetre build [--theme <name or folder>] [--accent <#RRGGBB>] [--scheme glpi|windows|light|dark] [--density standard|compact] " +
  "[--module <name>]... [--simplify <name,name>] [--out <folder>] [--json]";

/** Options that change a theme for one build. */
export const themeOptions = {
  theme: { type: "string", default: "windows-11" },
  accent: { type: "string" },
  scheme: { type: "string" },
  density: { type: "string" },
  module: { type: "string", multiple: true },
  simplify: { type: "string", multiple: true },
} as const;

export async function run(args: string[]): Promise<number> {
  const started = performance.now();
  const { values, positionals } = parseOptions(
    args,
    { ...themeOptions, out: { type: "string" }, json: { type: "boolean" } },
    usage,
  );
  if (positionals[0] !== undefined) throw new UserError(`"${positionals[0]}" is not an option`, `Usage: ${usage}`);
  const theme = loadTheme(values.theme, overrides(values));
  const folder = values.out === undefined ? ownDist : checkedFolder("--out", values.out, theme.folders);
  const artefacts = buildArtefacts(theme);
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
    [["artefact", "bytes", "gzip", "brotli", "limit", "install"], ...rows],
    [1, 2, 3, 4],
  ).split("\n");
  console.log([bold(head as string), ...body].join("\n"));
  for (const { note } of report) if (note) console.log(`\n${note}.`);
  console.log(
    dim(
      `\n${theme.name} built into ${relativeToProject(folder)} in ${((performance.now() - started) / 1000).toFixed(2)} s`,
    ),
  );
  return 0;
}

/** What the command line changes of the theme. Checked as theme.json is, but the place is the option. */
export function overrides(values: {
  accent?: string | undefined;
  scheme?: string | undefined;
  density?: string | undefined;
  module?: string[] | undefined;
  simplify?: string[] | undefined;
}): Partial<Theme> {
  const list = (name: string, given: string[] | undefined): string[] | undefined => {
    const all = given
      ?.flatMap((item) => item.split(","))
      .map((item) => item.trim())
      .filter(Boolean);
    const twice = all?.find((item, index) => all.indexOf(item) !== index);
    if (twice) throw new UserError(`--${name} names "${twice}" twice`, "Name it once");
    return all;
  };
  const oneOf = <T extends string>(name: string, given: string | undefined, known: readonly T[]): T | undefined => {
    if (given === undefined || known.includes(given as T)) return given as T | undefined;
    throw new UserError(`--${name} cannot be "${given}"`, `Use one of: ${known.join(", ")}`);
  };
  const accent = values.accent === undefined ? undefined : parseColour(values.accent);
  if (values.accent !== undefined && accent === undefined) {
    throw new UserError(
      `--accent: "${values.accent}" is not a colour`,
      "Write it as #RRGGBB (quoted, where the shell takes # for a comment)",
    );
  }
  const all = {
    accent,
    scheme: oneOf("scheme", values.scheme, schemes),
    density: oneOf("density", values.density, densities),
    modules: list("module", values.module),
    simplify: list("simplify", values.simplify),
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
  note?: string;
}

async function describe(artefacts: Artefact[]): Promise<Description[]> {
  const shown = artefacts.filter((artefact) => !artefact.path.endsWith(".map"));
  return Promise.all(
    shown.map(async ({ path: name, content, limit, install, note }) => ({
      path: name,
      bytes: content.length,
      ...(/\.(zip|gz)$/.test(name) ? {} : await compressed(content)),
      ...(limit === undefined ? {} : { limit }),
      ...(install === undefined ? {} : { install }),
      ...(note === undefined ? {} : { note }),
    })),
  );
}

async function compressed(content: Uint8Array): Promise<{ gzip: number; brotli: number }> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const all = [promisify(gzip)(content, { level: 9 }), promisify(brotliCompress)(content, { params })] as const;
  const [byGzip, byBrotli] = await Promise.all(all);
  return { gzip: byGzip.length, brotli: byBrotli.length };
}
