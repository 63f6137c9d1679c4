import { measureList } from "../audit/bench.ts";
import { buildArtefacts } from "../build/build.ts";
import { compile } from "../build/compile.ts";
import { minify } from "../build/minify.ts";
import { entity } from "../build/targets/entity.ts";
import { palette } from "../build/targets/palette.ts";
import { plugin } from "../build/targets/plugin.ts";
import { stylesheet } from "../build/targets/stylesheet.ts";
import { measureGrowth } from "../changes/bench.ts";
import type { Input } from "../command-line/definition.ts";
import { loadTheme } from "../theme/theme.ts";
import { table } from "../util/terminal.ts";
import { measureThroughput, type Throughput } from "../visual/bench.ts";
import type { verbs } from "./verbs.ts";

/**
 * Milliseconds tell of the machine and its load; their ratio to a step that everyone has, minifying, tells of the
 * build. All steps take turns, so that load falls on each alike; medians.
 */
export async function run({ values }: Input<typeof verbs.bench>): Promise<number> {
  const { only, runs } = values;
  const build = only !== undefined && only !== "build" ? [] : timeBuild(values.theme, runs);
  const pages = only !== undefined && only !== "pages" ? [] : await measureGrowth(values.theme);
  const list = only !== undefined && only !== "list" ? [] : await measureList(values.theme);
  const widgets = only !== undefined && only !== "widgets" ? undefined : await measureThroughput(values.theme);
  if (values.json) {
    console.log(JSON.stringify({ build, pages, list, widgets }, null, 2));
    return isFast(widgets) ? 0 : 1;
  }
  if (build.length > 0) {
    const rows = build.map(({ step, milliseconds, ratio }) => [step, milliseconds.toFixed(1), `${ratio.toFixed(1)}x`]);
    console.log(table([["step", "ms", "of minify"], ...rows], [1, 2]));
  }
  if (pages.length > 0) {
    const rows = pages.map(({ times, comparisons, milliseconds, outside, growth }) => [
      `${times}x`,
      String(comparisons),
      milliseconds.toFixed(0),
      `${(outside * 100).toFixed(0)} %`,
      `${growth.toFixed(2)}x`,
    ]);
    console.log(table([["pages", "comparisons", "ms", "outside the browser", "time each"], ...rows], [1, 2, 3, 4]));
  }
  if (list.length > 0) {
    const rows = list.map(({ page, line, elements, recalculation: { without, with: dressed, ratio } }) => [
      `${page}, GLPI ${line}`,
      String(elements),
      without.toFixed(1),
      dressed.toFixed(1),
      `${ratio.toFixed(2)}x`,
    ]);
    console.log(table([["style recalculation", "elements", "ms without", "ms with", ""], ...rows], [1, 2, 3, 4]));
  }
  if (widgets) {
    const row = (name: string, { comparisons, milliseconds }: Throughput["ours"]): string[] => [
      name,
      String(comparisons),
      milliseconds.toFixed(0),
      ((comparisons / milliseconds) * 1000).toFixed(1),
    ];
    const rows = [
      row("npm run visual", widgets.ours),
      row("toHaveScreenshot, a browser each", widgets.theirs),
      ["", "", "", `${widgets.ratio.toFixed(0)}x`],
    ];
    console.log(table([["widgets", "comparisons", "ms", "a second"], ...rows], [1, 2, 3]));
  }
  return isFast(widgets) ? 0 : 1;
}

/** How many times the comparisons a second of one toHaveScreenshot test a specimen are promised. */
const leastRatio = 30;

function isFast(widgets: Throughput | undefined): boolean {
  return widgets === undefined || widgets.ratio >= leastRatio;
}

/** The steps of the build in turns. @param runs how often each is timed; medians */
function timeBuild(name: string, runs: number): { step: string; milliseconds: number; ratio: number }[] {
  const theme = loadTheme(name);
  const sheet = compile(theme).toString();
  const steps: [string, () => unknown][] = [
    ["minify", () => minify(sheet, "bench.css")],
    ["compile", () => compile(theme)],
    ["stylesheet", () => buildArtefacts(theme, [stylesheet])],
    ["entity", () => buildArtefacts(theme, [entity])],
    ["palette", () => buildArtefacts(theme, [palette])],
    ["plugin", () => buildArtefacts(theme, [plugin])],
    ["everything", () => buildArtefacts(theme)],
  ];
  const times = new Map<string, number[]>(steps.map(([name]) => [name, []]));
  for (let turn = 0; turn <= runs; turn++) {
    for (const [name, step] of steps) {
      const started = performance.now();
      step();
      // The first turn warms up.
      if (turn > 0) times.get(name)?.push(performance.now() - started);
    }
  }
  const median = (all: number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] as number;
  const base = median(times.get("minify") as number[]);
  return [...times].map(([step, all]) => ({ step, milliseconds: median(all), ratio: median(all) / base }));
}
