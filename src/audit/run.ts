import path from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from "@playwright/test";
import type { Root } from "postcss";
import type { GlpiLine } from "../build/compile.ts";
import type { Theme } from "../theme/theme.ts";
import { isEnding, untilTheEnd } from "../util/ending.ts";
import { regExpLiteral } from "../util/escape.ts";
import { withoutSecrets } from "../util/secrets.ts";
import { UserError } from "../util/user-error.ts";
import { readSpecimens } from "../visual/specimens.ts";
import { transpilerHelper, untrustedContext } from "../visual/untrusted.ts";
import { type Limits, limits, watchAnswers, within } from "./answers.ts";
import {
  type CollectInput,
  type Collection,
  collect,
  collectInput,
  type NamedElements,
  type TextRun,
} from "./collect.ts";
import { compare, loadWork, recalculationCost } from "./cost.ts";
import { deadReasons } from "./dead.ts";
import { Native } from "./expectations.ts";
import { furtherMarkup } from "./fixtures.ts";
import { folderContext } from "./folder.ts";
import { type Difference, judge, textColour, type Verdict } from "./judge.ts";
import { crawlMenu, fresh, type PageList, type PageSpecification, runSteps, settle } from "./pages.ts";
import { contrastOf, hex, Picture } from "./paint.ts";
import type { Cost, CutText, LegibilityFault, Offender, PageFault, PageResult, Results } from "./results.ts";
import { cutRings, missingEdges, ringsOf } from "./rings.ts";
import { contrast, interactive, outside, parts, roles, tolerances } from "./roles.ts";
import { cutValues, ofStock, scrollingOf } from "./room.ts";
import { decidersOf, nodeOf, RuleWatch, watchSheets } from "./rules.ts";
import { type Session, signIn } from "./sign-in.ts";
import { delivered, dress, lineOf, type ThemeSheet, themeSheet } from "./theme-sheet.ts";

export type PageScheme = "light" | "dark";

export interface AuditOptions {
  /** `undefined`: stock GLPI, or the theme as it is installed. */
  theme: Theme | undefined;
  /** Changes the theme's compiled rules before they reach a page: for tests that seed faults. */
  alter?: (root: Root) => void;
  installed: boolean;
  list: PageList;
  /** A GLPI's address without a slash at its end, or the folder that holds the pages. */
  source: { url: string } | { folder: string };
  schemes: PageScheme[];
  width: number;
  /** Only pages whose id matches one of these; `*` stands for anything. */
  only: string[];
  crawl: boolean;
  /** Pages at most that the crawl adds. */
  limit: number;
  /** Hover and focus, dead and lost rules. */
  states: boolean;
  rules: boolean;
  /** What elements are, whatever else they match: a portal's adapter knows what no list of GLPI's markup can. */
  named?: readonly NamedElements[];
  /** Nothing but the rules: many pages in little time. */
  rulesOnly?: boolean;
  /** Ids of pages whose cost is measured, after everything else. */
  cost: string[];
  /** Another browser, when the first has crashed. Without it no page after that one can be examined. */
  relaunch?(): Promise<Browser>;
  progress(line: string): void;
  /** What a server may send, where it is not as usual. */
  limits?: Partial<Limits>;
}

/** The least an audit looks at: the pages it is given, at rest, in light. */
export const atRest = {
  installed: false,
  schemes: ["light"],
  only: [],
  crawl: false,
  limit: 0,
  states: false,
  rules: false,
  cost: [],
} satisfies Partial<AuditOptions>;

/** The address a folder's pages are shown under: nothing is ever asked there. */
const folderOrigin = "http://pages.fenetre.test";
/** CSS px a window grows to. */
const tallest = 5000;
/** CSS px of scrolling to nothing from which GLPI itself reserves room there: rows of a dashboard without a card. */
const reserved = 100;
/** Offenders of a page whose deciding rules are asked for. */
const askedPerPage = 20;

/** What one run finds, without thresholds: those are the command line's. */
export type Findings = Omit<Results, "thresholds" | "failures">;

export class Audit {
  readonly #options: AuditOptions;
  #browser: Browser;
  readonly #native = new Native();
  readonly #contexts = new Map<string, BrowserContext>();
  readonly #sessions = new Map<string | undefined, Session>();
  readonly #refused = new Map<string | undefined, UserError>();
  readonly #sheets = new Map<GlpiLine, ThemeSheet>();
  readonly #watches = new Map<GlpiLine, RuleWatch>();
  readonly #offenders = new Map<string, Offender>();
  readonly #legibility = new Map<string, LegibilityFault>();
  readonly #exempt = new Map<string, LegibilityFault>();
  readonly #cut = new Map<string, CutText>();
  readonly #faults = new Map<string, PageFault>();
  readonly #pages: PageResult[] = [];
  readonly #cost: Cost[] = [];
  /** While a page is loaded for comparison: without the theme. */
  #bare = false;
  readonly #input: CollectInput;

  constructor(browser: Browser, options: AuditOptions) {
    this.#browser = browser;
    this.#options = options;
    this.#input = {
      ...collectInput(
        roles,
        outside.map(({ selector }) => selector).join(", "),
        parts.map(({ selector }) => selector).join(", "),
        interactive,
        tolerances.clip,
      ),
      named: options.named ?? [],
    };
  }

  get #limits(): Limits {
    return { ...limits, ...this.#options.limits };
  }

  get origin(): string {
    return "url" in this.#options.source ? this.#options.source.url : folderOrigin;
  }

  async run(): Promise<Findings> {
    const { schemes, progress } = this.#options;
    const pages = await this.#pagesToVisit();
    if (pages.length === 0) throw new UserError("no page is left to examine", "Check --only against the list of pages");
    for (const scheme of schemes) {
      for (const [index, page] of pages.entries()) {
        const result = await this.#examine(page, scheme);
        this.#pages.push(result);
        progress(progressLine(result, index + 1, pages.length));
      }
    }
    if (this.#options.theme || this.#options.installed) {
      for (const page of pages.filter(({ id }) => this.#options.cost.includes(id))) {
        try {
          const cost = await this.#measureCost(page, schemes[0] ?? "light");
          if (!cost) continue;
          this.#cost.push(cost);
          progress(
            `cost of ${page.id}: style recalculation ${cost.recalculation.ratio.toFixed(2)} times stock${cost.load ? `, load ${cost.load.ratio.toFixed(2)} times` : ""}`,
          );
        } catch (error) {
          progress(
            `cost of ${page.id} could not be measured: ${withoutSecrets((error as Error).message).split("\n")[0]}`,
          );
        }
      }
    }
    await this.#visitSpecimens();
    await this.close();
    return this.findings();
  }

  async #visitSpecimens(): Promise<void> {
    const { theme } = this.#options;
    if (!theme || this.#watches.size === 0) return;
    const markup = readSpecimens(theme.folders).flatMap(({ specimens }) => specimens.map(({ html }) => html));
    const documents = [markup.join("\n"), ...furtherMarkup()];
    const browser = await this.#liveBrowser();
    const context = await untrustedContext(browser);
    try {
      const page = await context.newPage();
      for (const html of documents) {
        await page.setContent(html, { waitUntil: "commit" });
        for (const watch of this.#watches.values()) await watch.visitSpecimens(page);
      }
    } finally {
      await context.close();
    }
  }

  /** What is known so far. */
  findings(): Findings {
    const { theme, installed } = this.#options;
    return {
      format: 1,
      date: new Date().toISOString(),
      browser: `Chromium ${this.#browser.version()}`,
      theme: theme?.name ?? (installed ? "as installed" : "none"),
      source: "url" in this.#options.source ? this.#options.source.url : path.basename(this.#options.source.folder),
      width: this.#options.width,
      pages: this.#pages,
      offenders: [...this.#offenders.values()].sort((a, b) => b.count - a.count),
      legibility: [...this.#legibility.values()].sort((a, b) => a.contrast - b.contrast),
      exempt: [...this.#exempt.values()].sort((a, b) => a.contrast - b.contrast),
      cutTexts: [...this.#cut.values()],
      faults: [...this.#faults.values()],
      cost: this.#cost,
      rules: Object.fromEntries([...this.#watches].map(([line, watch]) => [line, watch.findings()])),
    };
  }

  async close(): Promise<void> {
    for (const context of this.#contexts.values()) await context.close().catch(() => undefined);
    this.#contexts.clear();
  }

  /** The browser, or another if it has crashed meanwhile. What was open in it is gone: users log in again. */
  async #liveBrowser(): Promise<Browser> {
    const { relaunch, progress } = this.#options;
    if (relaunch && !(await isAlive(this.#browser))) {
      // Closed because the process ends: nothing crashed.
      if (isEnding()) return untilTheEnd();
      progress("the browser has crashed, another goes on");
      this.#contexts.clear();
      this.#browser = await relaunch();
    }
    return this.#browser;
  }

  async #pagesToVisit(): Promise<PageSpecification[]> {
    const { list, crawl, only, limit, progress } = this.#options;
    const pages = [...list.pages];
    if (crawl) {
      const context = await this.#context(undefined, this.#options.schemes[0] ?? "light", this.#options.width);
      const page = await context.newPage();
      const { exceeded } = await this.#watch(await context.newCDPSession(page), this.#options.schemes[0] ?? "light");
      const known = new Set(pages.map(({ url }) => url.split("?")[0]));
      try {
        const all = await within(this.#limits.whole, this.#crawl(page), exceeded);
        const found = all.filter(({ url }) => !known.has(url.split("?")[0]));
        if (found.length > limit) progress(`${found.length} links, of which the first ${limit} are examined`);
        pages.push(...found.slice(0, limit));
      } catch (error) {
        const [words] = withoutSecrets((error as Error).message).split("\n");
        throw new UserError(`the menu of ${this.origin} cannot be read: ${words}`, "Name pages with --pages");
      } finally {
        await within(5000, page.close()).catch(() => undefined);
      }
    }
    if (only.length === 0) return pages;
    const patterns = only.map((pattern) => new RegExp(`^${pattern.split("*").map(regExpLiteral).join(".*")}$`));
    return pages.filter(({ id }) => patterns.some((pattern) => pattern.test(id)));
  }

  async #crawl(page: Page): Promise<PageSpecification[]> {
    await page.goto(`${this.origin}/front/central.php`, { waitUntil: "load", timeout: this.#limits.load });
    await settle(page, 500);
    return crawlMenu(page, this.origin, this.#limits.links);
  }

  /** A browser context in which somebody is logged in and every page comes dressed. One for each user, scheme and width. */
  async #context(user: string | undefined, scheme: PageScheme, width: number): Promise<BrowserContext> {
    const browser = await this.#liveBrowser();
    const key = [user, scheme, width].join();
    const known = this.#contexts.get(key);
    if (known) return known;
    const window: BrowserContextOptions = {
      viewport: { width, height: 900 },
      colorScheme: scheme,
      reducedMotion: "reduce",
      locale: "en-GB",
      isMobile: false,
    };
    const { source } = this.#options;
    if ("folder" in source) {
      const context = await folderContext(browser, window, source.folder, folderOrigin, (html, isFrame) =>
        this.#dress(html, scheme, !isFrame),
      );
      this.#contexts.set(key, context);
      return context;
    }
    const refused = this.#refused.get(user);
    // Once refused is enough: GLPI counts failures.
    if (refused) throw refused;
    let cookies: Session = [];
    try {
      if (user !== "anonymous") cookies = await this.#logIn(browser, user);
    } catch (error) {
      // A browser that crashed meanwhile refused nobody.
      if (error instanceof UserError && (await isAlive(browser))) this.#refused.set(user, error);
      throw error;
    }
    const context = await browser.newContext({
      ...window,
      storageState: { cookies, origins: [] },
      serviceWorkers: "block",
      acceptDownloads: false,
    });
    await context.addInitScript(transpilerHelper);
    this.#contexts.set(key, context);
    return context;
  }

  /** @param page what tells which plugins there are, where `html` is but a part of it */
  #dress(html: string, scheme: PageScheme, main: boolean, page = html): string {
    const line = lineOf(html);
    const css = main && this.#options.theme && !this.#bare ? delivered(this.sheet(line), page) : undefined;
    return dress(html, line, scheme, css);
  }

  sheet(line: GlpiLine): ThemeSheet {
    let sheet = this.#sheets.get(line);
    if (!sheet) {
      sheet = themeSheet(this.#options.theme as Theme, line, this.#options.alter);
      this.#sheets.set(line, sheet);
    }
    return sheet;
  }

  /**
   * A user's session, kept for the next context: GLPI counts failures, and remembers who came how often.
   * @throws {UserError} without the credentials
   */
  async #logIn(browser: Browser, user: string | undefined): Promise<Session> {
    const known = this.#sessions.get(user);
    if (known) return known;
    const listed = user === undefined ? undefined : this.#options.list.users[user];
    const login = listed?.[0] ?? process.env.GLPI_USER;
    const password = listed?.[1] ?? process.env.GLPI_PASSWORD;
    const who = listed ? `user "${user}" of the list` : "the user of GLPI_USER";
    if (!login || password === undefined) {
      throw new UserError(
        user === undefined ? "nobody to log in as" : `the list of pages has no user "${user}"`,
        "Set GLPI_USER and GLPI_PASSWORD in the environment",
      );
    }
    const session = await signIn(browser, this.origin, { user: login, password }, who);
    this.#sessions.set(user, session);
    return session;
  }

  async #examine(specification: PageSpecification, scheme: PageScheme): Promise<PageResult> {
    const started = performance.now();
    const problems: string[] = [];
    const base: PageResult = {
      id: specification.id,
      title: specification.title ?? specification.id,
      line: "10",
      scheme,
      problems,
      roles: {},
      texts: 0,
      unreadable: 0,
      cut: 0,
      ms: 0,
    };
    let page: Page | undefined;
    try {
      const [width, height] = specification.viewport ?? [this.#options.width, 900];
      const context = await this.#context(
        "folder" in this.#options.source ? "anonymous" : specification.user,
        scheme,
        width,
      );
      page = await context.newPage();
      await page.setViewportSize({ width, height });
      const cdp = await context.newCDPSession(page);
      const { exceeded } = await this.#watch(cdp, scheme);
      const opened = page;
      return await within(this.#limits.whole, this.#look(specification, opened, cdp, base, started), exceeded);
    } catch (error) {
      // Nobody to log in as: no page would go better. A user of the list fails with that user's pages alone.
      if (error instanceof UserError && error === this.#refused.get(undefined)) throw error;
      const [words] = withoutSecrets((error as Error).message).split("\n") as [string];
      const reason = (await isAlive(this.#browser)) ? words : `the browser crashed (${words})`;
      return { ...base, error: reason, ms: Math.round(performance.now() - started) };
    } finally {
      // A page whose script never ends may never say that it is closed.
      if (page) await within(5000, page.close()).catch(() => undefined);
    }
  }

  /** Sees to it that what a live GLPI sends comes dressed and within bounds. A folder's pages come so already. */
  async #watch(cdp: CDPSession, scheme: PageScheme): Promise<{ exceeded?: Promise<never> }> {
    if ("folder" in this.#options.source) return {};
    return watchAnswers(cdp, new URL(this.origin).origin, this.#limits, (html, isMain) =>
      this.#dress(html, scheme, isMain),
    );
  }

  async #look(
    specification: PageSpecification,
    page: Page,
    cdp: CDPSession,
    base: PageResult,
    started: number,
  ): Promise<PageResult> {
    const { problems } = base;
    const [width, height] = specification.viewport ?? [this.#options.width, 900];
    await watchSheets(cdp, (url) => this.#options.installed && /fenetre/.test(url));
    const response = await page.goto(this.origin + fresh(specification.url), {
      waitUntil: "load",
      timeout: this.#limits.load,
    });
    if (response && response.status() >= 400) throw new Error(`the server answered ${response.status()}`);
    await settle(page, Math.max(specification.settle ?? 600, 500));
    try {
      await runSteps(page, specification.steps ?? [], this.origin);
    } catch (error) {
      problems.push(withoutSecrets((error as Error).message));
    }
    for (const selector of specification.visible ?? []) {
      if (
        (await page
          .locator(`${selector} >> visible=true`)
          .count()
          .catch(() => 0)) === 0
      )
        problems.push(`not visible: ${selector}`);
    }
    const line = (await page.evaluate(() => document.documentElement.hasAttribute("data-glpi-theme"))) ? "11" : "10";
    if (!this.#options.rulesOnly && this.#isThemed) await this.#scrolls(page, { ...base, line });
    if (specification.full !== false) await grow(page, width, height);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(150);
    const result = await this.#measure(page, cdp, { ...base, line });
    if (specification.after) await runSteps(page, specification.after, this.origin).catch(() => undefined);
    return { ...result, ms: Math.round(performance.now() - started) };
  }

  async #measure(page: Page, cdp: CDPSession, result: PageResult): Promise<PageResult> {
    await cdp.send("DOM.getDocument", { depth: 0 });
    if (this.#options.rulesOnly) {
      await this.#watchRules(page, cdp, result);
      return { ...result, rulesOnly: true };
    }
    const collection = (await page.evaluate(collect, this.#input)) as Collection;
    const picture = new Picture(await page.screenshot({ animations: "disabled", caret: "hide" }));
    const verdicts = collection.elements
      .map((element) => judge(element, picture, this.#native, result.scheme as PageScheme))
      .filter((verdict) => verdict !== undefined);
    const wanting = new Map<Offender, Verdict>();
    for (const verdict of verdicts) {
      const name = verdict.element.role ?? "(no role)";
      const count = (result.roles[name] ??= { all: 0, native: 0 });
      count.all++;
      if (verdict.differences.length === 0) count.native++;
      else {
        const offender = this.#offend(verdict, result, picture);
        if (Object.keys(offender.winners).length === 0 && !wanting.has(offender)) wanting.set(offender, verdict);
      }
    }
    // Asking the browser for a cascade is dear on GLPI's 35,000 rules: the most frequent first, the others on later pages.
    for (const [offender, { element }] of [...wanting].sort(([a], [b]) => b.count - a.count).slice(0, askedPerPage)) {
      offender.winners = await decidersOf(
        cdp,
        `window.fenetreElements[${element.id}]`,
        offender.differences.map((item) => item.what),
      );
    }
    const faults = this.#legible(collection.texts, picture, result, "rest");
    let unreadable = faults;
    if (this.#options.states) {
      for (const state of ["hover", "focus"] as const)
        unreadable += await this.#forced(page, cdp, collection, result, state);
    }
    let cut = 0;
    for (const text of collection.texts) {
      if (!text.clipped && !text.overlaps) continue;
      cut++;
      const key = [result.line, text.selector, text.clipped].join("|");
      if (!this.#cut.has(key)) {
        this.#cut.set(key, {
          page: result.id,
          line: result.line,
          scheme: result.scheme,
          selector: text.selector,
          text: text.text,
          how: text.clipped ? "clipped" : `overlaps "${text.overlaps}"`,
        });
      }
    }
    if (this.#isThemed) await this.#room(page, result);
    await this.#watchRules(page, cdp, result);
    return { ...result, texts: collection.texts.length, unreadable, cut };
  }

  get #isThemed(): boolean {
    return this.#options.theme !== undefined || this.#options.installed;
  }

  #fault(page: PageResult, kind: PageFault["kind"], selector: string, what: string): void {
    const { id, line, scheme } = page;
    const key = [kind, line, scheme, selector, kind === "ring" ? what : `${id} ${what}`].join("|");
    if (!this.#faults.has(key)) this.#faults.set(key, { page: id, line, scheme, kind, selector, what });
  }

  /** Pages that scroll sideways or to nothing: GLPI reserves rows of its dashboards, which is not the theme's to change. */
  async #scrolls(page: Page, result: PageResult): Promise<void> {
    const ours = await page.evaluate(scrollingOf);
    if (ours.sideways === 0 && ours.idle === 0) return;
    const stock = await ofStock(page, scrollingOf);
    if (ours.sideways > stock.sideways)
      this.#fault(result, "scroll", "html", `scrolls sideways by ${ours.sideways} px (GLPI itself: ${stock.sideways})`);
    if (ours.idle > stock.idle && stock.idle < reserved)
      this.#fault(result, "scroll", "html", `scrolls to nothing by ${ours.idle} px (GLPI itself: ${stock.idle})`);
  }

  /** Values and labels not shown whole: those that would fit, and more than GLPI itself has there. */
  async #room(page: Page, result: PageResult): Promise<void> {
    const ours = await page.evaluate(cutValues);
    if (ours.length === 0) return;
    const stock = await ofStock(page, cutValues);
    const theirs = new Set(stock.map(({ text, how }) => `${how} ${text}`));
    const isWorse = ours.length > stock.length;
    for (const value of ours) {
      const isNew = !theirs.has(`${value.how} ${value.text}`);
      const isPanels = value.fits && value.how === "cut" && isNew;
      if (isPanels || (isWorse && isNew)) this.#fault(result, "value", value.selector, `${value.how}: ${value.text}`);
    }
  }

  /** Rules are the same in both schemes: once is enough. */
  async #watchRules(page: Page, cdp: CDPSession, { line, scheme }: PageResult): Promise<void> {
    const { rules, theme, schemes } = this.#options;
    if (!rules || !theme || scheme !== schemes[0]) return;
    let watch = this.#watches.get(line);
    if (!watch) this.#watches.set(line, (watch = new RuleWatch(this.sheet(line), deadReasons(theme))));
    await watch.visit(page, cdp);
  }

  #offend(verdict: Verdict, page: PageResult, picture: Picture): Offender {
    const { element } = verdict;
    const what = verdict.differences.map((item) => item.what);
    const role = element.role ?? "(no role)";
    const key = [page.line, page.scheme, role, verdict.state, element.signature, what.join()].join("|");
    const known = this.#offenders.get(key);
    if (known) {
      known.count++;
      if (known.pages.at(-1) !== page.id && known.pages.length < 12) known.pages.push(page.id);
      return known;
    }
    const crop = this.#offenders.size < 1500 ? picture.crop(element.box) : undefined;
    const offender: Offender = {
      key,
      line: page.line,
      scheme: page.scheme,
      role,
      look: verdict.look,
      state: verdict.state,
      signature: element.signature,
      selector: element.selector,
      differences: verdict.differences.map(rounded),
      count: 1,
      pages: [page.id],
      winners: {},
      ...(crop ? { crop: crop.toString("base64") } : {}),
    };
    this.#offenders.set(key, offender);
    return offender;
  }

  #legible(texts: TextRun[], picture: Picture, page: PageResult, state: LegibilityFault["state"]): number {
    let faults = 0;
    for (const text of texts) {
      const painted = textColour(text, picture);
      // Behind less than a third of one colour lies a picture: no single contrast says anything.
      if (!painted || painted.share < 0.3) continue;
      const value = contrastOf(painted.colour, painted.background);
      const limit =
        text.fontSize >= 24 || (text.fontSize >= 18.66 && text.fontWeight >= 700) ? contrast.large : contrast.text;
      // 4.5 is met by what rounds to it: pixels are whole numbers.
      if (value >= limit - 0.05) continue;
      const key = [
        page.line,
        page.scheme,
        state,
        text.selector,
        text.placeholder,
        hex(painted.colour),
        hex(painted.background),
      ].join("|");
      const table = text.disabled ? this.#exempt : this.#legibility;
      if (!text.disabled) faults++;
      const known = table.get(key);
      if (known) known.count++;
      else {
        table.set(key, {
          page: page.id,
          line: page.line,
          scheme: page.scheme,
          state,
          selector: text.selector + (text.placeholder ? "::placeholder" : ""),
          text: text.text,
          colour: hex(painted.colour),
          background: hex(painted.background),
          contrast: Math.round(value * 100) / 100,
          limit,
          count: 1,
        });
      }
    }
    return faults;
  }

  async #measureCost(specification: PageSpecification, scheme: PageScheme): Promise<Cost | undefined> {
    const [width, height] = specification.viewport ?? [this.#options.width, 900];
    const context = await this.#context(
      "folder" in this.#options.source ? "anonymous" : specification.user,
      scheme,
      width,
    );
    const address = this.origin + fresh(specification.url);
    const open = async (bare: boolean): Promise<{ page: Page; cdp: CDPSession; work: number }> => {
      const page = await context.newPage();
      await page.setViewportSize({ width, height });
      const cdp = await context.newCDPSession(page);
      await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
      this.#bare = bare;
      try {
        const { exceeded } = await this.#watch(cdp, scheme);
        await within(
          this.#limits.whole,
          page.goto(address, { waitUntil: "load", timeout: this.#limits.load }).then(() => settle(page, 300)),
          exceeded,
        );
      } finally {
        this.#bare = false;
      }
      return { page, cdp, work: await loadWork(cdp) };
    };
    const { page, cdp } = await open(false);
    const isTheme = this.#options.installed
      ? "/fenetre/.test(sheet.href ?? '') || sheet.ownerNode?.dataset?.fenetre !== undefined"
      : "sheet.ownerNode?.id === 'fenetre-theme'";
    const line = (await page.evaluate(() => document.documentElement.hasAttribute("data-glpi-theme"))) ? "11" : "10";
    const found = await recalculationCost(page, cdp, isTheme);
    await page.close();
    if (!found) return undefined;
    const cost: Cost = { page: specification.id, line, ...found };
    if (this.#options.installed) return cost;
    const without: number[] = [];
    const withTheme: number[] = [];
    try {
      for (let pair = 0; pair < 5; pair++) {
        for (const bare of pair % 2 === 0 ? [true, false] : [false, true]) {
          const opened = await open(bare);
          (bare ? without : withTheme).push(opened.work);
          await opened.page.close();
        }
      }
    } catch {
      // A server too busy to answer spoils the loads, not what was measured on the page.
      return cost;
    }
    return { ...cost, load: compare(without, withTheme) };
  }

  /** One of each kind of interactive element, all forced into a state together, in one more screenshot. */
  async #forced(
    page: Page,
    cdp: CDPSession,
    collection: Collection,
    result: PageResult,
    state: "hover" | "focus",
  ): Promise<number> {
    const kinds = new Map<string, number>();
    for (const element of collection.elements) {
      if (!element.interactive || element.disabled || !element.text) continue;
      const key = `${element.role} ${element.signature} ${element.looks[0]?.state}`;
      if (!kinds.has(key)) kinds.set(key, element.id);
    }
    const ids = [...kinds.values()].slice(0, 80);
    if (ids.length === 0) return 0;
    const nodes: number[] = [];
    for (const id of ids) {
      const node = await nodeOf(cdp, `window.fenetreElements[${id}]`);
      if (node !== undefined) nodes.push(node);
    }
    const classes = state === "hover" ? ["hover"] : ["focus", "focus-visible"];
    const force = async (forced: string[]): Promise<void> => {
      for (const nodeId of nodes)
        await cdp.send("CSS.forcePseudoState", { nodeId, forcedPseudoClasses: forced }).catch(() => undefined);
    };
    await force(classes);
    await page.waitForTimeout(250);
    const forced = (await page.evaluate(collect, { ...this.#input, only: ids })) as Collection;
    const picture = new Picture(await page.screenshot({ animations: "disabled", caret: "hide" }));
    const rings = state === "focus" && this.#isThemed ? await page.evaluate(ringsOf, ids) : [];
    await force([]);
    const suspects = rings.filter((ring) => missingEdges(ring, picture).length > 0).map(({ id }) => id);
    for (const { selector, edges } of await cutRings(page, cdp, suspects))
      this.#fault(result, "ring", selector, `no ring at ${edges.join(", ")}`);
    return this.#legible(forced.texts, picture, result, state);
  }
}

/** Asked of the browser itself: that it is gone may be known later than that its pages are. */
async function isAlive(browser: Browser): Promise<boolean> {
  try {
    await (await browser.newBrowserCDPSession()).detach();
    return true;
  } catch {
    return false;
  }
}

/** Chromium's own full-page picture breaks what GLPI sizes by the window's height: the window grows instead. */
async function grow(page: Page, width: number, height: number): Promise<void> {
  const needed = await page.evaluate(() => {
    window.scrollTo(0, 0);
    return document.documentElement.scrollHeight;
  });
  if (needed <= height + 24) return;
  await page.setViewportSize({ width, height: Math.min(tallest, needed) });
  await page.waitForTimeout(350);
}

const rounded = (difference: Difference): Difference => ({ ...difference, by: Math.round(difference.by * 100) / 100 });

function progressLine(page: PageResult, index: number, all: number): string {
  const place = `${String(index).padStart(String(all).length)}/${all}`;
  const name = `${page.id} (${page.line}, ${page.scheme})`;
  if (page.error) return `${place}  ${name}: could not be examined: ${page.error}`;
  if (page.rulesOnly) return `${place}  ${name}: rules (${(page.ms / 1000).toFixed(1)} s)`;
  const { all: widgets, native } = Object.values(page.roles).reduce(
    (sum, count) => ({ all: sum.all + count.all, native: sum.native + count.native }),
    { all: 0, native: 0 },
  );
  const share = widgets === 0 ? 100 : (native / widgets) * 100;
  const notes = [
    page.unreadable ? `${page.unreadable} unreadable` : "",
    page.cut ? `${page.cut} cut` : "",
    ...page.problems,
  ].filter(Boolean);
  return `${place}  ${name}: ${share.toFixed(1)} % of ${widgets} native${notes.length ? `, ${notes.join(", ")}` : ""} (${(page.ms / 1000).toFixed(1)} s)`;
}
