import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, BrowserContext, CDPSession, Page } from "@playwright/test";
import { fileIn, pagesIn } from "../audit/folder.ts";
import type { PageSpecification } from "../audit/pages.ts";
import { darkPalettes, dress, lineOf } from "../audit/theme-sheet.ts";
import { crop, decodePng, encodePng, type Raster, type Rectangle } from "../visual/raster.ts";
import { pageHeaders, sealed, transpilerHelper, typeOf } from "../visual/untrusted.ts";
import { reach, sideways, texts } from "./inside.ts";
import { losses, type Reading } from "./losses.ts";
import { around, differing, withContrast } from "./pictures.ts";
import type { Cost, Mode } from "./results.ts";
import { asked, type Found, type Inquiry, noteReached } from "./widgets.ts";

/** A fixture: a page in GLPI's structure below tests/pages. */
export interface Fixture {
  /** Its name among the fixtures: "ticket-11". */
  id: string;
  line: "10" | "11";
  bytes: number;
  specification: PageSpecification;
  /** The page as it is served. */
  html: string;
}

/** The address pages are shown under. */
const origin = "http://pages.fenetre.test";
const window = { width: 1280, height: 900 };
/** CSS px a window grows to, so that a whole page is on the picture. */
const tallest = 4000;
/** Room around what differs, px, when only that is kept of a page. */
const margin = 48;

/** The pages of a folder; none where there is no such folder. */
export function fixtures(folder: string): Fixture[] {
  let specifications: PageSpecification[];
  try {
    specifications = pagesIn(folder);
  } catch {
    return [];
  }
  return specifications.flatMap((specification) => {
    const found = fileIn(folder, specification.url);
    if (!found || !("html" in found)) return [];
    const { html } = found;
    return [{ id: specification.id, line: lineOf(html), bytes: html.length, specification, html }];
  });
}

/** What stands still in every picture: nothing moves, blinks or scrolls. */
const stillness = `*, *::before, *::after { transition: none !important; animation: none !important; caret-color: transparent !important; }
html { scrollbar-width: none !important; scroll-behavior: auto !important; }`;

/** What pages are seen in. */
export type PageMode = Exclude<Mode, "light rtl">;

export interface Opened {
  page: Page;
  cdp: CDPSession;
  mode: PageMode;
}

/**
 * Opens fixtures dressed in the theme of their line; nothing beyond their folder is ever asked for. A server of our own:
 * what pages share stays in the browser's cache, as it would not if we answered in the browser's stead.
 */
export class PageShow {
  #context: Promise<BrowserContext> | undefined;
  /** Windows between two pages: a new one takes as long as a page. */
  readonly #idle: Opened[] = [];
  #server: Promise<Server> | undefined;

  constructor(
    private readonly browser: Browser,
    private readonly folder: string,
    private readonly inquiry: (line: "10" | "11") => Inquiry,
    /** Whether what is evaluated in a page may wait by timers, as axe does. Its policy stops the page's own scripts all the same. */
    private readonly hasTimers = false,
  ) {}

  #serve(): Promise<Server> {
    const server = createServer((request, response) => {
      const target = request.url ?? "";
      const url = URL.canParse(target) ? new URL(target) : undefined;
      const found = url?.origin === origin ? this.#fileAt(url.pathname) : undefined;
      if (!url || !found) return void response.writeHead(404).end();
      if ("body" in found) {
        response.writeHead(200, { "content-type": found.type, "cache-control": "max-age=3600" });
        return void response.end(found.body);
      }
      const line = lineOf(found.html);
      // A frame's page is asked for by its own address and keeps its looks.
      const html = url.searchParams.has("dressed")
        ? dress(found.html, line, "light", this.inquiry(line).ours)
        : found.html;
      response.writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        ...pageHeaders,
      });
      response.end(html);
    });
    return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
  }

  /** What a page may ask for; what cannot be read is not there. */
  #fileAt(pathname: string): { html: string } | { type: string; body: Buffer } | undefined {
    try {
      const found = fileIn(this.folder, pathname);
      if (!found || "html" in found) return found;
      return { type: typeOf(found.file) ?? "application/octet-stream", body: readFileSync(found.file) };
    } catch {
      return undefined;
    }
  }

  async #address(): Promise<string> {
    this.#server ??= this.#serve();
    return `http://127.0.0.1:${((await this.#server).address() as AddressInfo).port}`;
  }

  #newContext(): Promise<BrowserContext> {
    const make = async (): Promise<BrowserContext> => {
      const context = await this.browser.newContext({
        viewport: window,
        colorScheme: "light",
        reducedMotion: "reduce",
        locale: "en-GB",
        timezoneId: "UTC",
        ...sealed,
        javaScriptEnabled: this.hasTimers,
        // Whatever a page asks for, and of whom, our own server is asked: it answers for the folder alone.
        proxy: { server: await this.#address(), bypass: "<-loopback>" },
      });
      await context.addInitScript(transpilerHelper);
      return context;
    };
    this.#context ??= make();
    return this.#context;
  }

  async close(): Promise<void> {
    await (await this.#context)?.close();
    this.#context = undefined;
    this.#idle.length = 0;
    const server = await this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    server?.close();
  }

  /** A page in its window, in our theme. */
  async open(fixture: Fixture, mode: PageMode = "light"): Promise<Opened> {
    const opened = this.#idle.pop() ?? (await this.#newWindow());
    const { page } = opened;
    const [width, height] = fixture.specification.viewport ?? [window.width, window.height];
    const now = page.viewportSize();
    if (now?.width !== width || now.height !== height) await page.setViewportSize({ width, height });
    if (opened.mode !== "light") await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
    opened.mode = "light";
    const address = `${origin}${fixture.specification.url}?dressed`;
    await page.goto(address, { waitUntil: "load", timeout: 60_000 });
    await page.evaluate((css) => {
      const style = document.createElement("style");
      style.textContent = css;
      document.head.append(style);
    }, stillness);
    await this.#turn(opened, mode, fixture.line);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    return opened;
  }

  /** A page is done with: its window is for the next. */
  leave(opened: Opened): void {
    this.#idle.push(opened);
  }

  async #newWindow(): Promise<Opened> {
    const page = await (await this.#newContext()).newPage();
    return { page, cdp: await page.context().newCDPSession(page), mode: "light" };
  }

  /** Turns an open page to another mode, as GLPI's own switch and the system's do. */
  async #turn(opened: Opened, mode: PageMode, line: "10" | "11"): Promise<void> {
    if (opened.mode === mode) return;
    const scheme = mode === "dark" ? "dark" : "light";
    await opened.page.emulateMedia({
      colorScheme: scheme,
      forcedColors: mode === "high-contrast" ? "active" : "none",
    });
    // As the page would have come, with the links and attributes of its other palette.
    await opened.page.evaluate(turning, { dark: scheme === "dark", line, darkPalettes });
    // Pages run no script, so that nothing there tells when a style sheet has come.
    for (let turn = 0; turn < 500 && !(await opened.page.evaluate(turned)); turn++) await pause(10);
    opened.mode = mode;
  }

  /** One page in several modes with both themes. @returns what differs, a mode each */
  async compare(fixture: Fixture, wanted: readonly PageMode[]): Promise<Found[]> {
    const { clock } = this.inquiry(fixture.line);
    const opened = await clock.wait(this.open(fixture));
    clock.enter();
    try {
      const found: Found[] = [];
      for (const mode of wanted) {
        await this.#turn(opened, mode, fixture.line);
        const change = await this.#compareIn(opened, fixture, mode);
        if (change) found.push(change);
      }
      return found;
    } finally {
      this.leave(opened);
      clock.leave();
    }
  }

  async #compareIn({ page, cdp }: Opened, fixture: Fixture, mode: PageMode): Promise<Found | undefined> {
    const inquiry = this.inquiry(fixture.line);
    const { theirs, ours, clock } = inquiry;
    const apart = <T>(work: () => T): T => clock.apart(work);
    const wear = (css: string): Promise<number> => page.evaluate(wearing, css);
    const shoot = async (): Promise<Buffer> => {
      const { data } = await cdp.send("Page.captureScreenshot", { format: "png", optimizeForSpeed: true });
      return apart(() => Buffer.from(data, "base64"));
    };
    const own = page.viewportSize() ?? window;
    /** Makes room for a page's height. @returns whether it grew */
    const grow = async (height: number): Promise<boolean> => {
      const room = page.viewportSize()?.height ?? own.height;
      const size = Math.min(tallest, Math.max(room, height));
      if (size > room) await page.setViewportSize({ ...own, height: size });
      return size > room;
    };
    await grow(await page.evaluate(wearing, null));
    if (theirs !== undefined) await noteReached(inquiry, (argument) => page.evaluate(reach, argument));
    let after = await shoot();
    let before: Buffer | undefined;
    if (theirs !== undefined) {
      const grown = await grow(await wear(theirs));
      before = await shoot();
      await wear(ours);
      if (!grown && before.equals(after)) return undefined;
      // The larger of both is what both are seen in.
      if (grown) after = await shoot();
    }
    if (before?.equals(after)) return undefined;
    const old = before && apart(() => decodePng(before as Buffer));
    const now = apart(() => decodePng(after));
    const { pixels, regions } = old ? apart(() => differing(old, now)) : { pixels: null, regions: [] };
    if (pixels === 0) return undefined;
    const read = async (picture: Raster): Promise<Reading> => {
      const seen = await page.evaluate(texts, { parts: "html", wanted: [0] });
      const wider = await page.evaluate(sideways);
      return { texts: apart(() => withContrast(seen, picture)), sideways: wider };
    };
    const [reached = []] = theirs === undefined ? [] : await page.evaluate(reach, asked(inquiry, "html", [0]));
    const readAfter = await read(now);
    let readBefore: Reading | undefined;
    if (theirs !== undefined && old) {
      await wear(theirs);
      readBefore = await read(old);
      await wear(ours);
    }
    return {
      kind: "page",
      id: fixture.id,
      state: "",
      mode,
      pixels,
      before: null,
      after: null,
      losses: readBefore ? losses(readBefore, readAfter) : [],
      reached,
      shown: apart(() => picture(old, now, regions)),
    };
  }

  /**
   * What each side's selectors cost on some pages: how many were held against an element one by one, past the
   * browser's own quick refusals. A count, not a time: the same on every machine, idle or busy.
   */
  async cost(pages: Fixture[]): Promise<Cost | null> {
    if (pages.length === 0) return null;
    const cost: Cost = { before: 0, after: 0, pages: pages.map(({ id }) => id) };
    for (const fixture of pages) {
      const inquiry = this.inquiry(fixture.line);
      const { clock } = inquiry;
      const opened = await clock.wait(this.open(fixture));
      const { page, cdp } = opened;
      clock.enter();
      try {
        cost.after += await attempts(page, cdp);
        if (inquiry.theirs === undefined) continue;
        await page.evaluate(wearing, inquiry.theirs);
        cost.before += await attempts(page, cdp);
      } finally {
        this.leave(opened);
        clock.leave();
      }
    }
    return cost;
  }
}

/** Runs in the page: another style sheet in the theme's place; `null` leaves it. @returns the page's height, CSS px */
function wearing(css: string | null): number {
  const style = document.getElementById("fenetre-theme");
  if (style && css !== null) style.textContent = css;
  scrollTo(0, 0);
  return document.documentElement.scrollHeight;
}

/** Runs in the page: the same page as `dress` makes it in a scheme; what it needs for that is on its way. */
function turning({
  dark,
  line,
  darkPalettes,
}: {
  dark: boolean;
  line: "10" | "11";
  darkPalettes: readonly string[];
}): void {
  const html = document.documentElement;
  const other = (name: string): string => (darkPalettes.includes(name) === dark ? name : dark ? "auror_dark" : "auror");
  if (line === "11") {
    html.dataset["glpiTheme"] = other(html.dataset["glpiTheme"] ?? "auror");
    html.dataset["glpiThemeDark"] = dark ? "1" : "0";
    return;
  }
  for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel~=stylesheet]")) {
    const href = link.getAttribute("href") ?? "";
    const turned = href.replace(
      /(palettes(?:[_/]|%2F))(\w+?)(?=(?:\.min)?\.(?:css|scss))/,
      (_, before: string, name: string) => before + other(name),
    );
    if (turned === href) continue;
    const fresh = link.cloneNode() as HTMLLinkElement;
    fresh.setAttribute("href", turned);
    link.dataset["fenetreOld"] = "";
    link.after(fresh);
  }
}

/** Runs in the page: takes the old style sheets away once the new ones are there. @returns whether they are */
function turned(): boolean {
  const links = [...document.querySelectorAll<HTMLLinkElement>("link[rel~=stylesheet]")];
  if (!links.every(({ sheet }) => sheet)) return false;
  for (const link of links) if ("fenetreOld" in link.dataset) link.remove();
  return true;
}

/** Both pictures of a page; only the part around what differs, when that is less than half of it. */
function picture(before: Raster | undefined, after: Raster, regions: Rectangle[]): Found["shown"] {
  const whole = {
    x: 0,
    y: 0,
    width: Math.max(before?.width ?? 0, after.width),
    height: Math.max(before?.height ?? 0, after.height),
  };
  let area = whole;
  if (regions.length > 0) {
    const { x, y, width, height } = around(regions);
    const left = Math.max(0, x - margin);
    const top = Math.max(0, y - margin);
    const part = {
      x: left,
      y: top,
      width: Math.min(whole.width, x + width + margin) - left,
      height: Math.min(whole.height, y + height + margin) - top,
    };
    if (part.width * part.height < (whole.width * whole.height) / 2) area = part;
  }
  const encoded = (raster: Raster): string => encodePng(crop(raster, area)).toString("base64");
  return {
    before: before ? encoded(before) : null,
    after: encoded(after),
    native: null,
    width: area.width,
    height: area.height,
    regions: regions.map(({ x, y, ...size }) => ({ x: x - area.x, y: y - area.y, ...size })),
  };
}

interface SelectorStats {
  name: string;
  args?: {
    selector_stats?: {
      selector_timings?: { selector: string; match_attempts: number; fast_reject_count: number }[];
    };
  };
}

async function attempts(page: Page, cdp: CDPSession): Promise<number> {
  const events: SelectorStats[] = [];
  const collected = ({ value }: { value: unknown[] }): void => {
    for (const event of value as SelectorStats[]) if (event.name === "SelectorStats") events.push(event);
  };
  cdp.on("Tracing.dataCollected", collected);
  await cdp.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["disabled-by-default-blink.debug"] },
  });
  await page.evaluate(() => {
    const html = document.documentElement;
    html.style.display = "none";
    html.getBoundingClientRect();
    html.style.display = "";
    html.getBoundingClientRect();
  });
  const ended = new Promise<void>((resolve) => cdp.once("Tracing.tracingComplete", () => resolve()));
  await cdp.send("Tracing.end");
  await ended;
  cdp.off("Tracing.dataCollected", collected);
  let sum = 0;
  for (const { args } of events) {
    for (const timing of args?.selector_stats?.selector_timings ?? [])
      if (timing.selector.includes("#fenetre")) sum += timing.match_attempts - timing.fast_reject_count;
  }
  return sum;
}
