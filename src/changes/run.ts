import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { still } from "../audit/rules.ts";
import { NativeData } from "../references/resolve.ts";
import { loadTheme } from "../theme/theme.ts";
import { regExpLiteral } from "../util/escape.ts";
import { projectRoot } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { launchBrowser } from "../visual/browser.ts";
import { type Budgets, readBudgets } from "../visual/budgets.ts";
import { cellsOf, readSpecimens, type Widget } from "../visual/specimens.ts";
import { Clock } from "./clock.ts";
import { type Fixture, fixtures, PageShow } from "./pages.ts";
import type { Part } from "./results.ts";
import { type Checkout, checkOut } from "./revision.ts";
import { diffRules, questions, type RuleChange, tokenUses } from "./rules.ts";
import { BuildFault, type Building, buildSide, type FlatRule, type Side, type Sizes } from "./side.ts";
import { compareSpecimens, type Found, type Inquiry } from "./specimens.ts";

export interface ComparisonOptions {
  revision: string;
  /** A folder's name below themes/. */
  theme: string;
  /** The working tree; default: this project. */
  tree?: string;
  /** Where the fixture pages are, below the tree. */
  pages?: string;
  shard?: { index: number; of: number };
  /** Only widgets and pages of these names; `*` stands for anything. */
  only?: string[];
  progress?: (line: string) => void;
}

/** Pages on which the cost of selectors is counted: the largest. */
const costPages = 2;
/** Pages and specimens that are rendered at once: a browser's tab takes one core. */
const atOnce = 2;

/**
 * Builds the theme of a revision and of the working tree, renders every specimen and every fixture page with both, and
 * finds what differs and by which rules.
 *
 * The base is compiled by its own compiler, with the packages installed here: what a change to the compiler does to the
 * pages is part of what a pull request changes. Where the base has no compiler that runs here, ours compiles its theme.
 * Specimens and pages are the working tree's, with both themes: a changed specimen is no change of the theme.
 * @throws {UserError} when the revision is not there, or the working tree's theme does not build
 */
export async function compareRevisions(options: ComparisonOptions): Promise<Part> {
  const started = performance.now();
  const tree = options.tree ?? projectRoot;
  const progress = options.progress ?? (() => undefined);
  const shard = options.shard ?? { index: 1, of: 1 };
  const themeFolder = path.join(tree, "themes", options.theme);
  const theme = loadTheme(themeFolder);
  const checkout = checkOut(tree, options.revision);
  try {
    const notes: string[] = [];
    const ourBuilding = buildSide({ compiler: projectRoot, tree, theme: themeFolder });
    const [base, ours] = await Promise.all([buildBase(checkout, options.theme, notes), ourBuilding.side]);
    const theirs = "side" in base ? base.side : undefined;
    const shown = "error" in base ? { error: base.error } : {};

    const matches = wanted(options.only);
    const mistakes = (error: UserError): void => void notes.push(`left out: ${error.message}`);
    const widgets = readSpecimens(theme.folders, mistakes);
    const folder = path.join(tree, options.pages ?? "tests/pages");
    const pages = fixtures(folder);
    const earlier = earlierNames(checkout.folder, options);
    const moves = comparedNames(earlier, { widgets, pages });

    const ownWidgets = shared(widgets, shard).filter(({ name }) => matches(name));
    const ownPages = shared(pages, shard).filter(({ id }) => matches(id));
    const changes = { "10": differences(theirs, ours, "10"), "11": differences(theirs, ours, "11") };
    const all = merged(changes["11"], changes["10"]);
    const selectors = { before: selectorsOf(theirs), after: selectorsOf(ours) };
    const queries = [...new Set([...selectors.before, ...selectors.after])];
    const live = new Set<number>();
    const clock = new Clock();
    const inquiries = { "10": inquiry("10"), "11": inquiry("11") };
    function inquiry(line: "10" | "11"): Record<"specimens" | "pages", Inquiry> {
      const rest = {
        questions: questions(all),
        uses: all.length > 0 ? tokenUses(theirs?.sheets[line].rules ?? [], ours.sheets[line].rules) : [],
        matched: (indices: number[]): void => {
          for (const index of indices) live.add(index);
        },
        clock,
        // What is known to live need not be looked for again.
        get queries(): string[] {
          return queries.map((query, index) => (live.has(index) ? "" : query));
        },
      };
      const with_ = (css: "css" | "pageCss"): Inquiry => ({
        ...Object.defineProperties({} as typeof rest, Object.getOwnPropertyDescriptors(rest)),
        theirs: theirs?.sheets[line][css],
        ours: ours.sheets[line][css],
      });
      return { specimens: with_("css"), pages: with_("pageCss") };
    }

    const found: Found[] = [];
    let unchanged = 0;
    const launched = await clock.wait(launchBrowser());
    let version = "";
    let cost: Part["cost"] = null;
    try {
      const { browser } = launched;
      version = `Chromium ${browser.version()}`;
      const data = NativeData.load();
      const baseBudgets = (name: string): Budgets => {
        const file = earlier.budgets.get(name);
        return file ? readBudgets(file) : {};
      };
      const lines = onlyFor10(changes) ? (["glpi-11", "glpi-10"] as const) : (["glpi-11"] as const);
      const show = new PageShow(browser, folder, (line) => inquiries[line].pages);
      const tasks: (() => Promise<void>)[] = [
        ...lines.map((host) => async () => {
          const line = host === "glpi-10" ? "10" : "11";
          const result = await compareSpecimens(
            browser,
            ownWidgets,
            host,
            inquiries[line].specimens,
            data,
            baseBudgets,
          );
          found.push(...result.found);
          // The second host shows the same states once more.
          if (host === "glpi-11") unchanged += result.unchanged;
          progress(`${ownWidgets.length} widgets over ${host}: ${result.found.length} states changed`);
        }),
        ...ownPages.flatMap((page) =>
          (["light", "dark"] as const).map((scheme) => async () => {
            const change = await show.compare(page, scheme);
            if (change) found.push(change);
            else unchanged++;
            progress(`${page.id} ${scheme}: ${change ? `${change.pixels ?? "new"} px changed` : "unchanged"}`);
          }),
        ),
      ];
      await inTurns(tasks, atOnce);
      // The same pages whoever else takes a share of the work, and by one machine alone.
      const largest = [...pages].sort((a, b) => b.bytes - a.bytes || (a.id < b.id ? -1 : 1)).slice(0, costPages);
      if (shard.index === 1 && !options.only && all.length > 0) cost = await show.cost(largest);
      await show.close();
    } finally {
      await clock.wait(launched.close());
    }
    const sizes = {
      before: "side" in base ? ((await base.sizes) ?? null) : null,
      after: (await ourBuilding.sizes) ?? null,
    };
    if (theirs && !sizes.before) notes.push("the base's artefacts could not be built: its bytes are not known");
    const named = withoutEchoes(found).map((change): Found => {
      const isNew =
        change.kind === "widget" ? moves.newStates.has(`${change.id} ${change.state}`) : moves.newPages.has(change.id);
      const rules = change.rules.map((index) => (all[Number(index)] as RuleChange).id);
      return { ...change, rules, ...(isNew ? { new: true as const } : {}) };
    });
    return {
      format: 1,
      shard,
      base: { revision: checkout.revision, commit: checkout.commit, ...shown },
      sides: hash([theirs ?? null, ours]),
      theme: theme.name,
      browser: version,
      changes: named,
      unchanged,
      rules: all,
      selectors: { ...selectors, alive: [...live].map((index) => queries[index] as string).sort() },
      sizes,
      cost,
      added: moves.added,
      removed: moves.removed,
      renamed: moves.renamed,
      notes,
      times: { all: performance.now() - started, browser: clock.total },
    };
  } finally {
    checkout.remove();
  }
}

/** Over GLPI 10's style sheets most states change as over 11's: only what is otherwise there is worth an entry. */
function withoutEchoes(found: Found[]): Found[] {
  const key = ({ kind, id, state, theme }: Found): string => [kind, id, state, theme].join(" ");
  const over11 = new Map(found.filter(({ host }) => host === undefined).map((change) => [key(change), change]));
  const alike = (a: Found, b: Found): boolean =>
    a.rules.join() === b.rules.join() &&
    a.nativeAfter === b.nativeAfter &&
    a.faintAfter - a.faintBefore === b.faintAfter - b.faintBefore;
  return found.filter((change) => {
    const other = change.host === undefined ? undefined : over11.get(key(change));
    return !other || !alike(change, other);
  });
}

/** The base's side, by its own compiler or, where that does not run here, by ours. */
async function buildBase(
  checkout: Checkout,
  theme: string,
  notes: string[],
): Promise<{ side: Side; sizes: Promise<Sizes | undefined> } | { error: string }> {
  const folder = path.join(checkout.folder, "themes", theme);
  if (!existsSync(path.join(folder, "theme.json"))) return { error: `it has no theme "${theme}"` };
  const settle = async (building: Building) => ({ side: await building.side, sizes: building.sizes });
  if (existsSync(path.join(checkout.folder, "src/build/compile.ts"))) {
    try {
      return await settle(buildSide({ compiler: checkout.folder, tree: checkout.folder, theme: folder }));
    } catch (error) {
      if (error instanceof BuildFault) return { error: relative(error.words, checkout) };
      notes.push(
        `the base was compiled by this tree's compiler; its own failed: ${relative((error as Error).message, checkout)}`,
      );
    }
  }
  try {
    return await settle(buildSide({ compiler: projectRoot, tree: checkout.folder, theme: folder }));
  } catch (error) {
    return { error: relative(error instanceof BuildFault ? error.words : (error as Error).message, checkout) };
  }
}

/** The temporary folder has another name each time. */
const relative = (text: string, checkout: Checkout): string => text.replaceAll(`${checkout.folder}${path.sep}`, "");

/** Rules that differ on a line; none where there is nothing to differ from. */
function differences(theirs: Side | undefined, ours: Side, line: "10" | "11"): RuleChange[] {
  return theirs ? diffRules(theirs.sheets[line].rules, ours.sheets[line].rules) : [];
}

/** What both lines change counts once. */
function merged(...lists: RuleChange[][]): RuleChange[] {
  const byId = new Map<string, RuleChange>();
  for (const change of lists.flat()) if (!byId.has(change.id)) byId.set(change.id, change);
  return [...byId.values()];
}

/** Whether something changes for GLPI 10 alone, so that specimens must be seen over its style sheets too. */
function onlyFor10(changes: Record<"10" | "11", RuleChange[]>): boolean {
  const for11 = new Set(changes["11"].map(({ id }) => id));
  return changes["10"].some(({ id }) => !for11.has(id));
}

/** All selectors of a side, as `querySelector` takes them: passing states and pseudo-elements left out. */
function selectorsOf(side: Side | undefined): string[] {
  const rules: FlatRule[] = side ? [...side.sheets["11"].rules, ...side.sheets["10"].rules] : [];
  const selectors = new Set<string>();
  for (const { selector, place } of rules) {
    // Other frames' rules match nothing out here.
    if (selector.startsWith("@") || place.includes("/editor/")) continue;
    for (const one of splitSelectors(selector)) {
      const query = still(one);
      if (query) selectors.add(query);
    }
  }
  return [...selectors].sort();
}

/** At the commas that are in no brackets. */
function splitSelectors(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "(" || character === "[") depth++;
    else if (character === ")" || character === "]") depth--;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

interface Earlier {
  /** By "widget variant/state", its markup. */
  states: Map<string, string>;
  pages: Map<string, string>;
  budgets: Map<string, string>;
}

/** What the base names its specimens and pages. */
function earlierNames(folder: string, { theme, pages }: ComparisonOptions): Earlier {
  const earlier: Earlier = { states: new Map(), pages: new Map(), budgets: new Map() };
  for (const fixture of fixtures(path.join(folder, pages ?? "tests/pages")))
    earlier.pages.set(fixture.id, contentOf(fixture));
  let widgets: Widget[];
  try {
    // A theme that extends another finds it by name in this project; its folders are the base's own.
    const own = path.join(folder, "themes");
    const folders = loadTheme(path.join(own, theme)).folders.map((each) => {
      const below = path.relative(path.join(projectRoot, "themes"), each);
      return below.startsWith("..") ? each : path.join(own, below);
    });
    widgets = readSpecimens(folders, () => undefined);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return earlier;
  }
  for (const widget of widgets) {
    earlier.budgets.set(widget.name, widget.budget);
    for (const { variant, state, html } of cellsOf(widget))
      earlier.states.set(`${widget.name} ${variant}/${state}`, `${variant}/${state} ${html}`);
  }
  return earlier;
}

/** A page put together from a shell has its name for a title: it does not count. */
const contentOf = ({ html }: Fixture): string =>
  createHash("sha256")
    .update(html.replace(/<title>.*?<\/title>/s, ""))
    .digest("hex");

/** What came, went or was renamed since the base: widgets whole, pages whole, states by name. */
function comparedNames(earlier: Earlier, now: { widgets: Widget[]; pages: Fixture[] }) {
  const states = new Map(
    now.widgets.flatMap((widget) =>
      cellsOf(widget).map(
        ({ variant, state, html }) => [`${widget.name} ${variant}/${state}`, `${variant}/${state} ${html}`] as const,
      ),
    ),
  );
  const pages = new Map(now.pages.map((page) => [page.id, contentOf(page)]));
  const gone = (old: Map<string, string>, fresh: Map<string, string>) =>
    [...old.keys()].filter((name) => !fresh.has(name));
  const newStates = new Set(gone(states, earlier.states));
  const newPages = new Set(gone(pages, earlier.pages));
  const goneStates = gone(earlier.states, states);
  const gonePages = gone(earlier.pages, pages);
  const widgetOf = (name: string): string => name.split(" ")[0] as string;
  const texts = (names: string[], map: Map<string, string>): string =>
    names
      .map((name) => map.get(name))
      .sort()
      .join("\n");
  const renamed: { from: string; to: string }[] = [];
  const of = (names: Iterable<string>, widget: string): string[] =>
    [...names].filter((name) => widgetOf(name) === widget);
  for (const from of new Set(goneStates.map(widgetOf))) {
    const old = texts(of(goneStates, from), earlier.states);
    const to = [...new Set([...newStates].map(widgetOf))].find((name) => texts(of(newStates, name), states) === old);
    if (to === undefined || to === from) continue;
    renamed.push({ from, to });
    // It is the same widget: nothing of it is new, nothing gone.
    for (const name of of(newStates, to)) newStates.delete(name);
    const budget = earlier.budgets.get(from);
    if (budget) earlier.budgets.set(to, budget);
  }
  for (const from of gonePages) {
    const to = [...newPages].find((name) => pages.get(name) === earlier.pages.get(from));
    if (to === undefined) continue;
    renamed.push({ from, to });
    newPages.delete(to);
  }
  const moved = new Set(renamed.map(({ from }) => from));
  return {
    newStates,
    newPages,
    added: [...newStates, ...newPages].sort(),
    removed: [
      ...goneStates.filter((name) => !moved.has(widgetOf(name))),
      ...gonePages.filter((name) => !moved.has(name)),
    ].sort(),
    renamed,
  };
}

/** A machine's share: every n-th. */
function shared<T>(all: T[], { index, of }: { index: number; of: number }): T[] {
  return all.filter((_, position) => position % of === index - 1);
}

function wanted(only: string[] | undefined): (name: string) => boolean {
  if (!only || only.length === 0) return () => true;
  const patterns = only.map((pattern) => new RegExp(`^${pattern.split("*").map(regExpLiteral).join(".*")}$`));
  return (name) => patterns.some((pattern) => pattern.test(name));
}

/** Tasks in order, so many at once. */
async function inTurns(tasks: (() => Promise<void>)[], atOnce: number): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let task = tasks[next++]; task; task = tasks[next++]) await task();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
