import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, CDPSession, Page } from "@playwright/test";
import { fileIn, pagesIn } from "../audit/folder.ts";
import type { PageSpecification } from "../audit/pages.ts";
import { dress, lineOf } from "../audit/theme-sheet.ts";
import { crop, decodePng, encodePng, type Raster, type Rectangle } from "../visual/raster.ts";
import { pageHeaders, sealed, transpilerHelper, typeOf } from "../visual/untrusted.ts";
import { alive, reach, texts } from "./inside.ts";
import { around, differing, faint } from "./pictures.ts";
import type { Cost } from "./results.ts";
import { asked, type Found, type Inquiry } from "./specimens.ts";

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

export interface Opened {
  page: Page;
  cdp: CDPSession;
}

/**
 * Opens fixtures dressed in the theme of their line; nothing beyond their folder is ever asked for. A server of our own:
 * what pages share stays in the browser's cache, as it would not if we answered in the browser's stead.
 */
export class PageShow {
  readonly #contexts = new Map<string, Promise<BrowserContext>>();
  /** Windows between two pages: a new one takes as long as a page. */
  readonly #idle = { light: [] as Opened[], dark: [] as Opened[] };
  #server: Promise<Server> | undefined;

  constructor(
    private readonly browser: Browser,
    private readonly folder: string,
    private readonly inquiry: (line: "10" | "11") => Inquiry,
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
      const scheme = url.searchParams.get("scheme");
      const line = lineOf(found.html);
      // A frame's page has no scheme and keeps its looks.
      const html =
        scheme === "light" || scheme === "dark" ? dress(found.html, line, scheme, this.inquiry(line).ours) : found.html;
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

  #context(scheme: "light" | "dark"): Promise<BrowserContext> {
    const make = async (): Promise<BrowserContext> => {
      const context = await this.browser.newContext({
        viewport: window,
        colorScheme: scheme,
        reducedMotion: "reduce",
        locale: "en-GB",
        timezoneId: "UTC",
        ...sealed,
        // Whatever a page asks for, and of whom, our own server is asked: it answers for the folder alone.
        proxy: { server: await this.#address(), bypass: "<-loopback>" },
      });
      await context.addInitScript(transpilerHelper);
      return context;
    };
    const context = this.#contexts.get(scheme) ?? make();
    this.#contexts.set(scheme, context);
    return context;
  }

  async close(): Promise<void> {
    for (const context of this.#contexts.values()) await (await context).close();
    this.#contexts.clear();
    this.#idle.light.length = this.#idle.dark.length = 0;
    const server = await this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    server?.close();
  }

  async open(fixture: Fixture, scheme: "light" | "dark"): Promise<Opened> {
    const opened = this.#idle[scheme].pop() ?? (await this.#newWindow(scheme));
    const { page } = opened;
    const [width, height] = fixture.specification.viewport ?? [window.width, window.height];
    const now = page.viewportSize();
    if (now?.width !== width || now.height !== height) await page.setViewportSize({ width, height });
    const address = `${origin}${fixture.specification.url}?scheme=${scheme}`;
    await page.goto(address, { waitUntil: "load", timeout: 60_000 });
    await page.evaluate((css) => {
      const style = document.createElement("style");
      style.textContent = css;
      document.head.append(style);
    }, stillness);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    return opened;
  }

  /** A page is done with: its window is for the next. */
  leave(opened: Opened, scheme: "light" | "dark"): void {
    this.#idle[scheme].push(opened);
  }

  async #newWindow(scheme: "light" | "dark"): Promise<Opened> {
    const page = await (await this.#context(scheme)).newPage();
    return { page, cdp: await page.context().newCDPSession(page) };
  }

  /** One page in one scheme with both themes. @returns `undefined` when nothing differs */
  async compare(fixture: Fixture, scheme: "light" | "dark"): Promise<Found | undefined> {
    const inquiry = this.inquiry(fixture.line);
    const { clock } = inquiry;
    const apart = <T>(work: () => T): T => clock.apart(work);
    const opened = await clock.wait(this.open(fixture, scheme));
    const { page, cdp } = opened;
    clock.enter();
    try {
      const { theirs, ours } = inquiry;
      const wear = (css: string): Promise<number> => page.evaluate(wearing, css);
      const shoot = async (): Promise<Buffer> => {
        const { data } = await cdp.send("Page.captureScreenshot", { format: "png", optimizeForSpeed: true });
        return apart(() => Buffer.from(data, "base64"));
      };
      const own = page.viewportSize() ?? window;
      /** Makes room for a page's height. @returns whether it grew */
      const grow = async (height: number): Promise<boolean> => {
        const room = page.viewportSize()?.height ?? own.height;
        const wanted = Math.min(tallest, Math.max(room, height));
        if (wanted > room) await page.setViewportSize({ ...own, height: wanted });
        return wanted > room;
      };
      await grow(await page.evaluate(wearing, null));
      let after = await shoot();
      if (scheme === "light") inquiry.matched(await page.evaluate(alive, inquiry.queries));
      let before: Buffer | undefined;
      if (theirs !== undefined) {
        const grown = await grow(await wear(theirs));
        before = await shoot();
        if (!grown && before.equals(after)) return undefined;
        await wear(ours);
        // The larger of both is what both are seen in.
        if (grown) after = await shoot();
      }
      if (before?.equals(after)) return undefined;
      const old = before && apart(() => decodePng(before as Buffer));
      const now = apart(() => decodePng(after));
      const { pixels, regions } = old ? apart(() => differing(old, now)) : { pixels: null, regions: [] };
      if (pixels === 0) return undefined;
      const input = { parts: "html", wanted: [0] };
      const [reached = []] = theirs === undefined ? [] : await page.evaluate(reach, asked(inquiry, "html", [0]));
      const seenAfter = await page.evaluate(texts, input);
      const faintAfter = apart(() => kinds(faint(seenAfter, now)));
      let faintBefore = 0;
      if (theirs !== undefined && old) {
        await wear(theirs);
        const seen = await page.evaluate(texts, input);
        faintBefore = apart(() => kinds(faint(seen, old)));
      }
      const shown = apart(() => picture(old, now, regions));
      return {
        kind: "page",
        id: fixture.id,
        state: "",
        theme: scheme,
        pixels,
        nativeBefore: null,
        nativeAfter: null,
        budget: null,
        rules: reached.map(String),
        faintBefore,
        faintAfter,
        failures: [],
        shown,
      };
    } finally {
      this.leave(opened, scheme);
      clock.leave();
    }
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
      const opened = await clock.wait(this.open(fixture, "light"));
      const { page, cdp } = opened;
      clock.enter();
      try {
        cost.after += await attempts(page, cdp);
        if (inquiry.theirs === undefined) continue;
        await page.evaluate(wearing, inquiry.theirs);
        cost.before += await attempts(page, cdp);
      } finally {
        this.leave(opened, "light");
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

/** Texts styled alike count once. */
const kinds = (faults: { fault: string }[]): number => new Set(faults.map(({ fault }) => fault)).size;

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
