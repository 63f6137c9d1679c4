import { UserError } from "../util/user-error.ts";
import type { LegibilityFault, Offender, Results, RuleFindings } from "./results.ts";

/**
 * One result of several runs of the same theme: other pages, the other scheme, the other GLPI line. A rule is dead where
 * all runs of its line found it dead, and lost where none saw it win.
 * @throws {UserError} when the runs are of different style sheets, for then no figure would be one theme's
 */
export function merge(runs: readonly Results[]): Omit<Results, "failures"> {
  const [first] = runs;
  if (!first) throw new UserError("there are no results to merge", "Name the results.json of two runs or more");
  const rules: Record<string, RuleFindings> = {};
  for (const run of runs) {
    for (const [line, found] of Object.entries(run.rules)) {
      const known = rules[line];
      if (known && known.sheet !== found.sheet) {
        throw new UserError(
          `the runs of GLPI ${line} had different style sheets`,
          "Run them again on one and the same revision of the theme",
        );
      }
      rules[line] = known ? mergeRules(known, found) : found;
    }
  }
  const pages = new Map(
    runs
      .flatMap((run) => run.pages)
      // A page that was measured in one run and looked at for its rules in another counts as measured.
      .sort((a, b) => Number(b.rulesOnly ?? false) - Number(a.rulesOnly ?? false))
      .map((page) => [`${page.id} ${page.line} ${page.scheme}`, page]),
  );
  return {
    ...first,
    date: runs.map(({ date }) => date).reduce((a, b) => (a > b ? a : b)),
    source: [...new Set(runs.map(({ source }) => source))].join(", "),
    theme: [...new Set(runs.map(({ theme }) => theme))].join(", "),
    pages: [...pages.values()],
    offenders: summed<Offender>(
      runs.map((run) => run.offenders),
      (one) => one.key,
      (a, b) => ({ ...a, count: a.count + b.count, pages: [...new Set([...a.pages, ...b.pages])].slice(0, 12) }),
    ).sort((a, b) => b.count - a.count),
    legibility: faults(runs.map((run) => run.legibility)),
    exempt: faults(runs.map((run) => run.exempt)),
    cutTexts: summed(
      runs.map((run) => run.cutTexts),
      (cut) => [cut.line, cut.selector, cut.how === "clipped"].join("|"),
      (a) => a,
    ),
    faults: summed(
      runs.map((run) => run.faults ?? []),
      (fault) => [fault.kind, fault.page, fault.line, fault.scheme, fault.selector, fault.what].join("|"),
      (a) => a,
    ),
    cost: runs.flatMap((run) => run.cost),
    rules,
  };
}

function mergeRules(a: RuleFindings, b: RuleFindings): RuleFindings {
  const inB = new Set(b.dead.map(({ place, selector }) => `${place} ${selector}`));
  const deadInB = new Set(b.deadRules.map(({ place }) => place));
  const won = new Set([...a.won, ...b.won]);
  const lost = new Map([...a.lost, ...b.lost].map((one) => [one.key, one]));
  return {
    ...a,
    dead: a.dead.filter(({ place, selector }) => inB.has(`${place} ${selector}`)),
    // A rule all of whose selectors are dead in both is dead in each.
    deadRules: a.deadRules.filter(({ place }) => deadInB.has(place)),
    specimensOnly: Math.min(a.specimensOnly, b.specimensOnly),
    won: [...won].sort(),
    lost: [...lost.values()].filter(({ key }) => !won.has(key)),
    judged: new Set([...won, ...lost.keys()]).size,
  };
}

const faults = (lists: LegibilityFault[][]): LegibilityFault[] =>
  summed(
    lists,
    (one) => [one.line, one.scheme, one.state, one.selector, one.colour, one.background].join("|"),
    (a, b) => ({ ...a, count: a.count + b.count }),
  ).sort((a, b) => a.contrast - b.contrast);

function summed<T>(lists: T[][], key: (one: T) => string, add: (a: T, b: T) => T): T[] {
  const found = new Map<string, T>();
  for (const one of lists.flat()) {
    const known = found.get(key(one));
    found.set(key(one), known ? add(known, one) : one);
  }
  return [...found.values()];
}
