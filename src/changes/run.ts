import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { NativeData } from "../references/resolve.ts";
import { loadTheme } from "../theme/theme.ts";
import { regExpLiteral } from "../util/escape.ts";
import { projectRoot } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { launchBrowser } from "../visual/browser.ts";
import { type Budgets, readBudgets } from "../visual/budgets.ts";
import { cellsOf, readSpecimens, type Widget } from "../visual/specimens.ts";
import { Candidates } from "./candidates.ts";
import { type Effect, effectsOf } from "./causes.ts";
import { Clock } from "./clock.ts";
import { type Fixture, fixtures, PageShow } from "./pages.ts";
import { modes, type Part } from "./results.ts";
import { type Checkout, checkOut } from "./revision.ts";
import { diffRules, questions, type RuleChange, tokenUses } from "./rules.ts";
import { BuildFault, type Building, buildSide, type Side, type SideSheet, type Sizes } from "./side.ts";
import { unpicturedCauses, unreachedCauses } from "./unseen.ts";
import { compareWidgets, type Found, type Inquiry } from "./widgets.ts";

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
  /** Whether bytes of artefacts are compared too. Default: they are. */
  bytes?: boolean;
  /** Keeps the base's side for the next comparison with the same commit in this process. */
  keepBase?: boolean;
  progress?: (line: string) => void;
}

/** Pages on which the cost of selectors is counted: the largest. */
const costPages = 2;
/** Pages and specimens that are rendered at once: a browser's tab takes one core. */
const atOnce = 2;

/**
 * Builds the theme of a revision and of the working tree, renders every specimen and every fixture page that what
 * differs may reach with both, and finds what changes, by what cause, and what native says to both.
 *
 * The base is compiled by its own compiler, with the packages installed here: what a change to the compiler does to the
 * pages is part of what a pull request changes. Where the base has no compiler that runs here, ours compiles its theme.
 * Specimens, pages and references are the working tree's, for both themes: a changed specimen is no change of the theme.
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
    const withSizes = options.bytes ?? true;
    const ourBuilding = buildSide({ compiler: projectRoot, tree, theme: themeFolder, sizes: withSizes });
    const [base, ours] = await Promise.all([buildBase(checkout, options, withSizes, notes), ourBuilding.side]);
    const theirs = "side" in base ? base.side : undefined;
    const shown = "error" in base ? { error: base.error } : {};

    const matches = wanted(options.only);
    const mistakes = (error: UserError): void => void notes.push(`left out: ${error.message}`);
    const widgets = readSpecimens(theme.folders, mistakes);
    const folder = path.join(tree, options.pages ?? "tests/pages");
    const pages = fixtures(folder);
    const earlier = earlierNames(checkout.folder, options);
    const moves = comparedNames(earlier, { widgets, pages });
    notes.push(...changedReferences(widgets, checkout, tree));

    const changes = { "10": differences(theirs, ours, "10"), "11": differences(theirs, ours, "11") };
    const all = merged(changes["11"], changes["10"]);
    const effects = effectsOf(all, { base: checkout.folder, ours: tree });
    const uses = all.length > 0 ? tokenUses(...sheetsOf(theirs, ours).map(({ rules }) => rules)) : [];
    const same = theirs !== undefined && sameSheets(theirs, ours);
    // Where the build makes another thing of the same rules, there is no telling by rules what it reaches.
    const blind = theirs === undefined || (!same && (all.length === 0 || builtOtherwise(checkout, tree)));
    const candidates = new Candidates(same ? [] : effects, uses, blind && !same);
    const reachable = {
      widgets: (widget: Widget) => candidates.reaches(markupOf(widget)),
      pages: ({ html }: Fixture) => candidates.reaches(html),
    };
    const ownWidgets = shared(widgets, shard).filter(({ name }) => matches(name));
    const ownPages = shared(pages, shard).filter(({ id }) => matches(id));
    const shownWidgets = ownWidgets.filter(reachable.widgets);
    const shownPages = ownPages.filter(reachable.pages);
    const pageModes = effects.some(({ conditions }) => conditions.some((text) => text.includes("forced-colors")))
      ? (["light", "dark", "high-contrast"] as const)
      : (["light", "dark"] as const);

    const clock = new Clock();
    const seen = new Set<number>();
    const inquiry = (line: "10" | "11", css: "css" | "pageCss"): Inquiry => ({
      theirs: theirs?.sheets[line][css],
      ours: ours.sheets[line][css],
      questions: questions(effects),
      uses,
      seen,
      clock,
    });

    const found: Found[] = [];
    let unchanged = 0;
    let unreached = 0;
    const statesOf = (list: Widget[]): number => list.flatMap(cellsOf).length * modes.length;
    unreached += statesOf(ownWidgets) - statesOf(shownWidgets);
    unreached += (ownPages.length - shownPages.length) * pageModes.length;
    unchanged += unreached;
    let version = "";
    let cost: Part["cost"] = null;
    const nothing = shownWidgets.length + shownPages.length === 0;
    if (!nothing) {
      const launched = await clock.wait(launchBrowser());
      try {
        const { browser } = launched;
        version = `Chromium ${browser.version()}`;
        const data = NativeData.load();
        const baseBudgets = (name: string): Budgets => {
          const file = earlier.budgets.get(name);
          return file ? readBudgets(file) : {};
        };
        const lines = onlyFor10(changes) ? (["glpi-11", "glpi-10"] as const) : (["glpi-11"] as const);
        const show = new PageShow(browser, folder, (line) => inquiry(line, "pageCss"));
        const tasks: (() => Promise<void>)[] = [
          ...lines.map((host) => async () => {
            const line = host === "glpi-10" ? "10" : "11";
            const widgetsOptions = { theme, themeFolder, baseBudgets, data };
            const result = await compareWidgets(browser, shownWidgets, host, inquiry(line, "css"), widgetsOptions);
            found.push(...result.found);
            // The second host shows the same states once more.
            if (host === "glpi-11") unchanged += result.unchanged;
            progress(`${shownWidgets.length} widgets over ${host}: ${result.found.length} states changed`);
          }),
          ...shownPages.map((page) => async () => {
            const seen = await show.compare(page, pageModes);
            found.push(...seen);
            unchanged += pageModes.length - seen.length;
            const list = seen.map(({ mode, pixels }) => `${mode} ${pixels ?? "new"} px`).join(", ");
            progress(`${page.id}: ${list || "unchanged"}`);
          }),
        ];
        await inTurns(tasks, atOnce);
        // The same pages whoever else takes a share of the work, and by one machine alone.
        const largest = [...pages].sort((a, b) => b.bytes - a.bytes || (a.id < b.id ? -1 : 1)).slice(0, costPages);
        if (shard.index === 1 && !options.only && all.length > 0) cost = await show.cost(largest);
        await show.close();
      } finally {
        await clock.wait(launched.close());
      }
    }
    const sizes = {
      before: "side" in base ? ((await base.sizes) ?? null) : null,
      after: (await ourBuilding.sizes) ?? null,
    };
    if (theirs && withSizes && !sizes.before)
      notes.push("the base's artefacts could not be built: its bytes are not known");
    const named = withoutEchoes(found).map(({ reached, ...change }): Part["changes"][number] => {
      const isNew =
        change.kind === "widget" ? moves.newStates.has(`${change.id} ${change.state}`) : moves.newPages.has(change.id);
      const causes = [...new Set(reached.map((index) => (effects[index] as Effect).cause.id))];
      return { ...change, causes, ...(isNew ? { new: true as const } : {}) };
    });
    const causes = new Map(effects.map(({ cause }) => [cause.id, cause]));
    return {
      format: 2,
      shard,
      base: { revision: checkout.revision, commit: checkout.commit, ...shown },
      sides: hash([theirs ?? null, ours]),
      theme: theme.name,
      browser: version,
      changes: named,
      unchanged,
      unreached,
      causes: [...causes.values()],
      // Of a part of all nobody can say what the rest has elements for.
      unreachedCauses: blind || options.only ? [] : unreachedCauses(effects, seen),
      unpicturedCauses: blind ? [] : unpicturedCauses(effects),
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

const markupOf = ({ specimens }: Widget): string => specimens.map(({ html }) => html).join("\n");

const sheetsOf = (...sides: (Side | undefined)[]): SideSheet[] =>
  sides.flatMap((side) => (side ? [side.sheets["10"], side.sheets["11"]] : []));

/** Whether both sides deliver the same, byte for byte. */
function sameSheets(a: Side, b: Side): boolean {
  return (["10", "11"] as const).every(
    (line) => a.sheets[line].css === b.sheets[line].css && a.sheets[line].pageCss === b.sheets[line].pageCss,
  );
}

/** Folders whose code decides what is made of a theme. */
const compiler = ["src/build", "src/theme", "src/util", "package-lock.json"];

/** Whether the base was compiled by other code than ours. */
function builtOtherwise({ folder }: Checkout, tree: string): boolean {
  if (!existsSync(path.join(folder, "src/build/compile.ts"))) return false;
  const content = (root: string): string =>
    hash(
      compiler.flatMap((name) => {
        const place = path.join(root, name);
        if (!existsSync(place)) return [];
        const files = statSync(place).isDirectory()
          ? readdirSync(place, { recursive: true, encoding: "utf8" }).map((file) => path.join(place, file))
          : [place];
        return files
          .sort()
          .filter((file) => statSync(file).isFile())
          .map((file) => [path.relative(root, file), readFileSync(file, "base64")]);
      }),
    );
  return content(folder) !== content(existsSync(path.join(tree, "src/build")) ? tree : projectRoot);
}

/** References that changed too: both sides are judged by the new ones, which a reviewer should know. */
function changedReferences(widgets: Widget[], { folder }: Checkout, tree: string): string[] {
  return widgets.flatMap(({ reference }) => {
    if (!reference || path.relative(tree, reference).startsWith("..")) return [];
    const name = path.relative(tree, reference);
    const old = path.join(folder, name);
    return existsSync(old) && readFileSync(old, "utf8") !== readFileSync(reference, "utf8")
      ? [`${name.split(path.sep).join("/")} changed too: both sides are judged by the new one`]
      : [];
  });
}

/** Over GLPI 10's style sheets most states change as over 11's: only what is otherwise there is worth an entry. */
function withoutEchoes(found: Found[]): Found[] {
  const key = ({ kind, id, state, mode }: Found): string => [kind, id, state, mode].join(" ");
  const over11 = new Map(found.filter(({ host }) => host === undefined).map((change) => [key(change), change]));
  const alike = (a: Found, b: Found): boolean =>
    a.reached.join() === b.reached.join() &&
    a.after?.pass === b.after?.pass &&
    a.after?.failures.length === b.after?.failures.length &&
    a.losses.length === b.losses.length;
  return found.filter((change) => {
    const other = change.host === undefined ? undefined : over11.get(key(change));
    return !other || !alike(change, other);
  });
}

/** The base's side, by its own compiler or, where that does not run here, by ours. */
async function buildBase(
  checkout: Checkout,
  { theme, keepBase }: ComparisonOptions,
  sizes: boolean,
  notes: string[],
): Promise<Built> {
  const key = `${checkout.commit} ${theme}`;
  const built = keptBases.get(key) ?? buildBaseAnew(checkout, theme, sizes, notes);
  if (keepBase) keptBases.set(key, built);
  return built;
}

type Built = { side: Side; sizes: Promise<Sizes | undefined> } | { error: string };
const keptBases = new Map<string, Promise<Built>>();

async function buildBaseAnew(checkout: Checkout, theme: string, sizes: boolean, notes: string[]): Promise<Built> {
  const folder = path.join(checkout.folder, "themes", theme);
  if (!existsSync(path.join(folder, "theme.json"))) return { error: `it has no theme "${theme}"` };
  const settle = async (building: Building) => ({ side: await building.side, sizes: building.sizes });
  if (existsSync(path.join(checkout.folder, "src/build/compile.ts"))) {
    try {
      return await settle(buildSide({ compiler: checkout.folder, tree: checkout.folder, theme: folder, sizes }));
    } catch (error) {
      if (error instanceof BuildFault) return { error: relative(error.words, checkout) };
      notes.push(
        `the base was compiled by this tree's compiler; its own failed: ${relative((error as Error).message, checkout)}`,
      );
    }
  }
  try {
    return await settle(buildSide({ compiler: projectRoot, tree: checkout.folder, theme: folder, sizes }));
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
