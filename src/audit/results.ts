import type { Difference } from "./judge.ts";

/** `results.json`: everything the report shows; the report is made from nothing else. */
export interface Results {
  format: 1;
  /** When the run ended, ISO 8601. */
  date: string;
  browser: string;
  /** The theme's name, or "none" for stock GLPI. */
  theme: string;
  source: string;
  width: number;
  pages: PageResult[];
  /** What differs, one entry for all elements that are styled alike; most frequent first. */
  offenders: Offender[];
  legibility: LegibilityFault[];
  /** Text in disabled controls below the limit: native too, so only listed. */
  exempt: LegibilityFault[];
  cutTexts: CutText[];
  /** Cut rings, pages that scroll sideways or to nothing, values not shown whole. Results before it had none. */
  faults?: PageFault[];
  rules: { [line: string]: RuleFindings };
  cost: Cost[];
  thresholds: Thresholds;
  failures: string[];
  /** Against an earlier run, if one was given. */
  moved?: Moved;
}

export interface Moved {
  date: string;
  /** One line each, for people. */
  summary: string[];
  pages: { id: string; line: string; scheme: string; before: number; after: number }[];
  roles: { role: string; before: number; after: number }[];
  /** Keys of offenders. */
  newOffenders: string[];
  goneOffenders: string[];
}

export interface PageResult {
  id: string;
  title: string;
  line: "10" | "11";
  scheme: string;
  /** Why it could not be examined; the figures are 0 then. */
  error?: string;
  /** Steps that could not be taken or elements that should have been there: the page was examined all the same. */
  problems: string[];
  roles: { [role: string]: Count };
  /** Only the theme's rules were looked at: it says nothing of coverage. */
  rulesOnly?: true;
  texts: number;
  unreadable: number;
  cut: number;
  /** Milliseconds for the whole page. */
  ms: number;
}

export interface Count {
  all: number;
  native: number;
}

export interface Offender {
  key: string;
  line: "10" | "11";
  scheme: string;
  role: string;
  look: string | undefined;
  state: string | undefined;
  signature: string;
  selector: string;
  differences: Difference[];
  count: number;
  pages: string[];
  /** By difference: the declaration that decided it. */
  winners: { [what: string]: string };
  /** PNG, base64. */
  crop?: string;
}

export interface LegibilityFault {
  page: string;
  line: "10" | "11";
  scheme: string;
  state: "rest" | "hover" | "focus";
  selector: string;
  text: string;
  colour: string;
  background: string;
  contrast: number;
  limit: number;
  count: number;
}

/** What an eye sees of a page as a whole. */
export interface PageFault {
  page: string;
  line: "10" | "11";
  scheme: string;
  kind: "ring" | "scroll" | "value";
  selector: string;
  what: string;
}

export interface CutText {
  page: string;
  line: "10" | "11";
  scheme: string;
  selector: string;
  text: string;
  how: string;
}

export interface RuleFindings {
  /** As the designer wrote them: what the build makes of one counts once. */
  rules: number;
  selectors: number;
  declarations: number;
  /** Declarations that were seen on an element, so that winning could be told. */
  judged: number;
  /** Of the sheet's CSS: only runs of the same sheet can be merged. */
  sheet: string;
  /** Selectors that matched on no page, but on the theme's own specimens: for plugins' and portals' markup. */
  specimensOnly: number;
  /** Selectors that match nothing; alternatives in a list count one by one. */
  dead: { selector: string; place: string }[];
  /** Rules none of whose selectors matches. */
  deadRules: DeadRule[];
  /** `key`: the number of the rule and of the declaration in it. */
  lost: { key: string; declaration: string; selector: string; place: string; to: string }[];
  /** Keys of the declarations that won somewhere. */
  won: string[];
  important: { declaration: string; selector: string; place: string }[];
}

export interface DeadRule {
  /** The first of it. */
  selector: string;
  place: string;
  /** From the theme's dead-rules.json. */
  why?: string;
}

export interface Cost {
  page: string;
  line: "10" | "11";
  elements: number;
  /** Milliseconds of a forced style recalculation of the whole document, medians of pairs. */
  recalculation: { without: number; with: number; ratio: number; pairs: number };
  /** Milliseconds of main-thread work for a whole page load, medians of pairs. */
  load?: { without: number; with: number; ratio: number; pairs: number };
}

export interface Thresholds {
  /** Native coverage, a share of 1, of each line and scheme. */
  coverage?: number;
  /** Faults of legibility at most. */
  legibility?: number;
  cut?: number;
  /** Focus rings that are not whole. */
  rings?: number;
  /** Pages that scroll sideways or to nothing. */
  scroll?: number;
  /** Values and labels that are cut or broken although they fit, or more of them than GLPI's own. */
  values?: number;
  /** Dead rules, a share of 1; each must have a reason besides. */
  dead?: number;
  lost?: number;
  recalculation?: number;
  load?: number;
}

export const none: Count = { all: 0, native: 0 };

export function add(a: Count, b: Count): Count {
  return { all: a.all + b.all, native: a.native + b.native };
}

export function total(page: PageResult): Count {
  return Object.values(page.roles).reduce(add, none);
}

export const share = ({ all, native }: Count): number => (all === 0 ? 1 : native / all);

/** Dead rules that dead-rules.json does not answer for. */
export const unexplained = ({ deadRules }: RuleFindings): number =>
  deadRules.filter(({ why }) => why === undefined).length;

/** Coverage by GLPI line and scheme. */
export function coverage(
  pages: readonly PageResult[],
): { line: string; scheme: string; pages: number; failed: number; count: Count }[] {
  const groups = new Map<string, { line: string; scheme: string; pages: number; failed: number; count: Count }>();
  for (const page of pages) {
    if (page.rulesOnly) continue;
    const key = `${page.line} ${page.scheme}`;
    const group = groups.get(key) ?? { line: page.line, scheme: page.scheme, pages: 0, failed: 0, count: none };
    groups.set(key, {
      ...group,
      pages: group.pages + 1,
      failed: group.failed + (page.error ? 1 : 0),
      count: add(group.count, total(page)),
    });
  }
  return [...groups.values()].sort((a, b) => (`${a.line}${a.scheme}` < `${b.line}${b.scheme}` ? 1 : -1));
}

/** What is over its threshold, one sentence each. */
export function exceeded(results: Omit<Results, "failures">): string[] {
  const { thresholds } = results;
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  const found: string[] = [];
  const failed = results.pages.filter((page) => page.error);
  if (failed.length > 0)
    found.push(
      `${failed.length} ${failed.length === 1 ? "page" : "pages"} could not be examined: ${failed.map((page) => page.id).join(", ")}`,
    );
  for (const group of coverage(results.pages)) {
    const value = share(group.count);
    if (thresholds.coverage !== undefined && value < thresholds.coverage) {
      found.push(
        `native coverage of GLPI ${group.line} in ${group.scheme} is ${percent(value)}, below ${percent(thresholds.coverage)}`,
      );
    }
  }
  const over = (what: string, value: number, limit: number | undefined): void => {
    if (limit !== undefined && value > limit) found.push(`${value} ${what}, more than ${limit}`);
  };
  over("texts without enough contrast", results.legibility.length, thresholds.legibility);
  over("texts clipped or overlapping", results.cutTexts.length, thresholds.cut);
  const faults = (kind: PageFault["kind"]): number =>
    results.faults?.filter((fault) => fault.kind === kind).length ?? 0;
  over("focus rings are not whole", faults("ring"), thresholds.rings);
  over("pages scroll sideways or to nothing", faults("scroll"), thresholds.scroll);
  over("values or labels are not shown whole", faults("value"), thresholds.values);
  for (const [line, rules] of Object.entries(results.rules)) {
    const dead = rules.rules === 0 ? 0 : rules.deadRules.length / rules.rules;
    if (thresholds.dead !== undefined && dead > thresholds.dead)
      found.push(`${percent(dead)} of the rules match nothing on GLPI ${line}, more than ${percent(thresholds.dead)}`);
    if (thresholds.dead !== undefined) over(`dead rules on GLPI ${line} have no reason`, unexplained(rules), 0);
    over(`declarations never win on GLPI ${line}`, rules.lost.length, thresholds.lost);
  }
  for (const cost of results.cost) {
    if (thresholds.recalculation !== undefined && cost.recalculation.ratio > thresholds.recalculation) {
      found.push(
        `style recalculation of ${cost.page} takes ${cost.recalculation.ratio.toFixed(2)} times stock, more than ${thresholds.recalculation}`,
      );
    }
    if (thresholds.load !== undefined && cost.load && cost.load.ratio > thresholds.load) {
      found.push(`loading ${cost.page} takes ${cost.load.ratio.toFixed(2)} times stock, more than ${thresholds.load}`);
    }
  }
  return found;
}
