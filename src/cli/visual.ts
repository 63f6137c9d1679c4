import { mergeChanges, runChanges } from "../changes/command.ts";
import { some } from "../changes/table.ts";
import type { Input } from "../command-line/definition.ts";
import { type Evidence, readCaptures, readMeasured, readOwnCaptures } from "../references/evidence.ts";
import { type ThemeName, themeNames } from "../references/facts.ts";
import { type Direction, directions, NativeData } from "../references/resolve.ts";
import { loadTheme } from "../theme/theme.ts";
import { relativeToProject } from "../util/paths.ts";
import { reportFolder, writeReport } from "../util/report-folder.ts";
import { table } from "../util/terminal.ts";
import { launchBrowser, Screens } from "../visual/browser.ts";
import { budgetKey, lowered, readBudgets, roundUp, writeBudgets } from "../visual/budgets.ts";
import { Comparator } from "../visual/comparator.ts";
import { compareEvidence } from "../visual/evidence.ts";
import { type FaultKind, type FaultOutcome, tryFaults } from "../visual/faults.ts";
import { type Judged, startJudging } from "../visual/judging.ts";
import { themeSheets } from "../visual/page.ts";
import { annotations, renderJunit, renderReport, reportPart, type Status, statusOf } from "../visual/report.ts";
import { type Prepared, percent, plain, prepare, type Result, type RunOptions } from "../visual/run.ts";
import type { verbs } from "./verbs.ts";

/** One result of the shards. */
export const runMerge = (input: Input<typeof verbs.visual.verbs.merge>): number => mergeChanges(input);

export async function run(input: Input<typeof verbs.visual>): Promise<number> {
  const { values } = input;
  if (values.against !== undefined) return runChanges(input, values.against);
  const host = values.host ?? "glpi-11";
  const schemes = values.schemes ?? [...themeNames];
  const asked = values.direction;
  const scales = values.scale ?? [1];
  const only = values.widget;
  const themeName = values.theme;
  const theme = loadTheme(themeName);
  const data = NativeData.load();
  const { prepared, errors, warnings } = prepare(theme, only, data);
  for (const error of errors) console.error(`error: ${error.message}`);
  for (const warning of warnings) console.error(`warning: ${warning}`);

  if (prepared.every(({ cells }) => cells.length === 0)) {
    console.error("error: nothing to compare: no specimen has a reference that could be read");
    return 1;
  }

  if (values.faults) return seed(prepared, data, { theme, host }, schemes[0] as ThemeName);

  const judging = startJudging({ theme: themeName, only });
  const sheets = themeSheets(theme, host);
  const screens = new Screens();
  const stages: Promise<Judged>[] = [];
  let real: Awaited<ReturnType<typeof compareEvidence>>;
  let judged: Judged[];
  try {
    await screens.browser(scales[0] as number);
    const comparing = compareEvidence(screens, prepared, evidenceFor(schemes), data, { theme, host }, sheets);
    comparing.catch(() => undefined);
    for (const scale of scales) {
      const comparator = await Comparator.open(await screens.browser(scale), prepared, data, { theme, host }, sheets);
      for (const { scheme, direction } of stagesOf(schemes, asked)) {
        const verdicts = judging.ask(await comparator.shoot(scheme, scale, direction, undefined, true));
        verdicts.catch(() => undefined);
        stages.push(verdicts);
      }
      await comparator.page.close();
    }
    real = await comparing;
    judged = await Promise.all(stages);
  } finally {
    await Promise.all([screens.close(), judging.close()]);
  }
  for (const skipped of real.skipped) console.error(`skipped: ${skipped}`);
  if (data.missing.size > 0) {
    console.error(
      `warning: ${data.missing.size} figures and brushes are not in src/references/winui.json yet: run npx fenetre references sync`,
    );
  }

  const results = [...judged.flatMap((stage) => stage.results), ...real.results.map(plain)];
  const parts = [...judged.map(({ part }) => part), reportPart(real.results)];
  const title = `${theme.name} against native widgets`;
  const folder = reportFolder("native", undefined);
  writeReport(folder, [
    { path: "results.json", content: `${JSON.stringify(results, null, 1)}\n` },
    { path: "junit.xml", content: renderJunit(results) },
    { path: "index.html", content: renderReport({ title, parts, warnings }) },
  ]);
  if (process.env.GITHUB_ACTIONS) {
    const fileOf = (name: string): string =>
      relativeToProject(prepared.find(({ widget }) => widget.name === name)?.reference.file ?? name);
    for (const line of annotations(results, fileOf)) console.log(line);
  }
  if (values["update-budgets"]) {
    for (const { widget, reference } of prepared) {
      const before = readBudgets(widget.budget);
      const measured = results
        .filter((result) => result.widget === widget.name && result.reference === "drawn")
        // A state is only told from another by a budget that it has yet to get.
        .map((result) => ({
          ...result,
          acceptable: result.pass || result.failures.every(({ gate }) => gate === "distinct"),
        }));
      const known = (state: string): boolean => {
        const [variant, name] = state.split("/") as [string, string];
        return reference.specification.variants[variant]?.states[name] !== undefined;
      };
      if (writeBudgets(widget.budget, lowered(before, measured, known)))
        console.log(`lowered ${relativeToProject(widget.budget)}`);
    }
  }

  const failed = results.filter((result) => !result.pass);
  if (values.json) console.log(JSON.stringify(summarise(results, warnings.length), null, 2));
  else
    print(
      results,
      prepared.map(({ widget }) => ({
        name: widget.name,
        budgets: readBudgets(widget.budget),
      })),
      needlessReasons(prepared, results),
      `${folder}/index.html`,
    );
  return failed.length + errors.length > 0 ? 1 : 0;
}

/** Every scheme; from right to left in the first alone, unless asked: colours do not depend on it. */
function stagesOf(schemes: ThemeName[], asked: Direction[] | undefined): { scheme: ThemeName; direction: Direction }[] {
  return schemes.flatMap((scheme, index) =>
    (asked ?? (index === 0 ? directions : (["ltr"] as const))).map((direction) => ({ scheme, direction })),
  );
}

/** Measured facts, the repository's own captures, and those of FENETRE_CAPTURES: of the schemes that are compared. */
function evidenceFor(schemes: string[]): Evidence[] {
  const evidence = [...readMeasured(), ...readOwnCaptures()];
  const folder = process.env.FENETRE_CAPTURES;
  if (folder) evidence.push(...readCaptures(folder).evidence);
  else console.error("skipped: captures of real Windows, since FENETRE_CAPTURES names no folder");
  return evidence.filter(({ theme }) => schemes.includes(theme));
}

/** Seeds faults into every widget; fails when fewer than 98 % are caught. */
async function seed(prepared: Prepared[], data: NativeData, options: RunOptions, scheme: ThemeName): Promise<number> {
  const outcomes: FaultOutcome[] = [];
  const sheets = themeSheets(options.theme, options.host);
  const launched = await launchBrowser();
  try {
    for (const entry of prepared) {
      const tried = await tryFaults(launched.browser, entry, data, options, scheme, sheets);
      const of = (outcome: string): number => tried.filter((each) => each.outcome === outcome).length;
      console.error(`${entry.widget.name}: ${of("caught")} caught, ${of("missed")} missed`);
      outcomes.push(...tried);
    }
  } finally {
    await launched.close();
  }
  const count = (outcome: string, kind?: string): number =>
    outcomes.filter((entry) => entry.outcome === outcome && (!kind || entry.fault.kind === kind)).length;
  for (const { widget, fault, outcome } of outcomes)
    if (outcome === "missed") console.log(`missed ${widget}: ${fault.kind}: ${fault.what}`);
  const kinds: FaultKind[] = ["length", "border", "colour", "radius", "state"];
  for (const kind of kinds) {
    console.log(
      `${kind.padEnd(7)} ${count("caught", kind)} caught, ${count("missed", kind)} missed, ${count("unseen", kind)} changed nothing that is rendered`,
    );
  }
  const seen = count("caught") + count("missed");
  const share = seen === 0 ? 1 : count("caught") / seen;
  console.log(
    `${count("caught")} of ${seen} faults caught (${percent(share)}) in ${prepared.length} widgets; ${count("unseen")} changed nothing and are not counted`,
  );
  writeReport(reportFolder("native", undefined), [
    { path: "faults.json", content: `${JSON.stringify(outcomes, null, 1)}\n` },
  ]);
  return share >= leastCaught ? 0 : 1;
}

/** Share of the seeded faults that the comparison must catch. */
const leastCaught = 0.98;

/** What `--json` prints. */
export function summarise(results: Result[], warnings: number): object {
  const native = results.filter((result) => result.native && result.reference === "drawn");
  const real = results.filter((result) => result.reference !== "drawn");
  const mismatches = native.map((result) => result.mismatch).sort((a, b) => a - b);
  return {
    comparisons: results.length,
    native: native.length,
    widgets: new Set(native.map((result) => result.widget)).size,
    distinctReferences: new Set(native.map((result) => `${result.widget} ${result.hash}`)).size,
    failed: results.filter((result) => !result.pass).length,
    medianMismatch: mismatches[Math.floor(mismatches.length / 2)] ?? 0,
    worstMismatch: mismatches.at(-1) ?? 0,
    maxDeltaE: Math.max(0, ...native.map((result) => result.maxDeltaE)),
    maxBoxError: Math.max(0, ...native.map((result) => result.boxError)),
    excused: results.filter((result) => result.reason).length,
    real: {
      comparisons: real.length,
      failed: real.filter((result) => !result.pass).length,
      excused: real.filter((result) => result.reason && result.failures.length > 0).length,
    },
    warnings,
  };
}

/** States whose reference states a reason to differ, though they pass every gate wherever they were compared. */
function needlessReasons(prepared: Prepared[], results: Result[]): string[] {
  const needed = new Set(results.filter(({ reason }) => reason).map(({ widget, state }) => `${widget} ${state}`));
  return prepared.flatMap(({ widget, reference }) =>
    Object.entries(reference.specification.variants).flatMap(([variant, { states }]) =>
      Object.entries(states).flatMap(([state, { reason }]) => {
        const name = `${widget.name} ${variant}/${state}`;
        return reason && !needed.has(name) ? [name] : [];
      }),
    ),
  );
}

/** One table of what fails, grouped, the figures, and last where the report is. */
function print(
  results: Result[],
  widgets: { name: string; budgets: Record<string, Record<string, number>> }[],
  needless: string[],
  report: string,
): void {
  const rows = failingRows(results);
  if (rows.length > 0)
    console.log(`${table([["widget", "fail", "where", "gate", "what", "native", "ours"], ...rows], [1])}\n`);
  for (const { name, budgets } of widgets) {
    const lower = results.filter((result) => {
      const budget = budgets[result.state]?.[budgetKey(result.theme, result.scale, result.direction)];
      return result.widget === name && budget !== undefined && roundUp(result.mismatch) < budget;
    });
    if (lower.length > 0) console.log(`${name}: ${lower.length} budgets can be lowered (--update-budgets)`);
  }
  if (needless.length > 0) {
    console.log(`${needless.length} reasons are no longer needed, the states pass without: ${needless.join(", ")}`);
  }
  const count = (status: Status): number => results.filter((result) => statusOf(result) === status).length;
  const drawn = results.filter(({ reference }) => reference === "drawn");
  const mismatches = drawn.map(({ mismatch }) => mismatch).sort((a, b) => a - b);
  console.log(
    `${results.length} comparisons of ${new Set(results.map(({ widget }) => widget)).size} widgets: ${count("passes")} pass, ${count("excused")} are excused, ${count("fails")} fail; ` +
      `median ${percent(mismatches[Math.floor(mismatches.length / 2)] ?? 0)}, worst ${percent(mismatches.at(-1) ?? 0)}`,
  );
  console.log(relativeToProject(report));
}

/** Failing comparisons, one row for all of a widget that fail alike: by the gate, the part and the first such figures. */
function failingRows(results: Result[]): string[][] {
  const groups = new Map<
    string,
    { failure: Result["failures"][number]; states: Set<string>; keys: Set<string>; count: number }
  >();
  for (const result of results.filter(({ pass }) => !pass)) {
    for (const failure of result.failures) {
      // What is wanted is told with its name first: "left 12".
      const key = [result.widget, failure.gate, failure.part, failure.expected.replace(/[\d.]+.*/, "")].join("\n");
      const group = groups.get(key) ?? { failure, states: new Set(), keys: new Set(), count: 0 };
      group.states.add(result.state);
      group.keys.add(budgetKey(result.theme, result.scale, result.direction));
      group.count++;
      groups.set(key, group);
    }
  }
  return [...groups].map(([key, { failure, states, keys, count }]) => [
    key.split("\n")[0] as string,
    String(count),
    `${some([...states], 2)}; ${some([...keys], 4)}`,
    failure.gate,
    failure.part,
    failure.expected,
    failure.got,
  ]);
}
