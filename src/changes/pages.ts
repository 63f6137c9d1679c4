import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, CDPSession, Page } from "@playwright/test";
import { fixtureFile, fixturePages } from "../audit/fixtures.ts";
import { type PageSpecification, pagesOfFolder } from "../audit/pages.ts";
import { dress, lineOf } from "../audit/theme-sheet.ts";
import { crop, decodePng, encodePng, type Raster, type Rectangle } from "../visual/raster.ts";
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

const origin = "http://pages.fenetre.test";
const window = { width: 1280, height: 900 };
/** CSS px a window grows to, so that a whole page is on the picture. */
const tallest = 4000;
/** Room around what differs, px, when only that is kept of a page. */
const margin = 48;

/** The pages of a folder; none where there is no such folder. */
export function fixtures(folder: string): Fixture[] {
  if (!existsSync(folder)) return [];
  return specificationsOf(folder).flatMap((specification) => {
    const html = htmlOf(folder, specification.url);
    if (html === undefined) return [];
    return [{ id: specification.id, line: lineOf(html), bytes: html.length, specification, html }];
  });
}

/** Shells with contents (src/audit/fixtures.ts), or a folder of saved pages. */
function specificationsOf(folder: string): PageSpecification[] {
  if (isPutTogether(folder)) return fixturePages(folder);
  try {
    return pagesOfFolder(folder);
  } catch {
    return [];
  }
}

const isPutTogether = (folder: string): boolean => existsSync(path.join(folder, "content"));

/** What stands at an address of the fixtures: a page, or another file. */
function served(folder: string, url: string): ReturnType<typeof fixtureFile> {
  const address = decodeURIComponent(url);
  if (isPutTogether(folder)) return fixtureFile(address, folder);
  const file = path.join(folder, address);
  if (!file.startsWith(folder + path.sep) || !existsSync(file) || !statSync(file).isFile()) return undefined;
  return /\.html?$/i.test(file) ? { html: readFileSync(file, "utf8") } : { file };
}

function htmlOf(folder: string, url: string): string | undefined {
  const found = served(folder, url);
  return found && "html" in found ? found.html : undefined;
}

/** What stands still in every picture: nothing moves, blinks or scrolls. */
const stillness = `*, *::before, *::after { transition: none !important; animation: none !important; caret-color: transparent !important; }
html { scrollbar-width: none !important; scroll-behavior: auto !important; }`;

/** Opens fixtures dressed in the theme of their line; nothing beyond their folder is ever asked for. */
export class PageShow {
  readonly #contexts = new Map<string, BrowserContext>();

  constructor(
    private readonly browser: Browser,
    private readonly folder: string,
    private readonly inquiry: (line: "10" | "11") => Inquiry,
  ) {}

  async #context(scheme: "light" | "dark"): Promise<BrowserContext> {
    const known = this.#contexts.get(scheme);
    if (known) return known;
    const context = await this.browser.newContext({
      viewport: window,
      colorScheme: scheme,
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "UTC",
    });
    this.#contexts.set(scheme, context);
    await context.addInitScript("globalThis.__name = (value) => value;");
    const base = path.resolve(this.folder);
    await context.route(
      () => true,
      async (route, request) => {
        const url = new URL(request.url());
        if (url.origin !== origin) return route.abort();
        const found = served(base, url.pathname);
        if (!found) return route.fulfill({ status: 404, body: "" });
        if ("file" in found) return route.fulfill({ path: found.file });
        const { html } = found;
        if (request.frame().parentFrame())
          return route.fulfill({ contentType: "text/html; charset=utf-8", body: html });
        const line = lineOf(html);
        const body = dress(html, line, scheme, this.inquiry(line).ours);
        return route.fulfill({ contentType: "text/html; charset=utf-8", body });
      },
    );
    return context;
  }

  async close(): Promise<void> {
    for (const context of this.#contexts.values()) await context.close();
    this.#contexts.clear();
  }

  async open(fixture: Fixture, scheme: "light" | "dark"): Promise<{ page: Page; cdp: CDPSession }> {
    const page = await (await this.#context(scheme)).newPage();
    const { viewport } = fixture.specification;
    if (viewport) await page.setViewportSize({ width: viewport[0], height: viewport[1] });
    const cdp = await page.context().newCDPSession(page);
    await page.goto(origin + fixture.specification.url, { waitUntil: "load", timeout: 60_000 });
    await page.addStyleTag({ content: stillness });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    return { page, cdp };
  }

  /** One page in one scheme with both themes. @returns `undefined` when nothing differs */
  async compare(fixture: Fixture, scheme: "light" | "dark"): Promise<Found | undefined> {
    const inquiry = this.inquiry(fixture.line);
    const { clock } = inquiry;
    const apart = <T>(work: () => T): T => clock.apart(work);
    const { page, cdp } = await clock.wait(this.open(fixture, scheme));
    clock.enter();
    try {
      const { theirs, ours } = inquiry;
      const wear = (css: string): Promise<number> => page.evaluate(wearing, css);
      const heights = [await page.evaluate(wearing, null)];
      if (theirs !== undefined) heights.push(await wear(theirs));
      const own = page.viewportSize() ?? window;
      const height = Math.min(tallest, Math.max(own.height, ...heights));
      if (height > own.height) await page.setViewportSize({ ...own, height });
      const shoot = async (): Promise<Buffer> => {
        const { data } = await cdp.send("Page.captureScreenshot", { format: "png", optimizeForSpeed: true });
        return apart(() => Buffer.from(data, "base64"));
      };
      const before = theirs === undefined ? undefined : await shoot();
      if (theirs !== undefined) await wear(ours);
      const after = await shoot();
      if (scheme === "light") inquiry.matched(await page.evaluate(alive, inquiry.queries));
      if (before?.equals(after)) return undefined;
      const rasters = apart(() => ({ before: before && decodePng(before), after: decodePng(after) }));
      const { before: old } = rasters;
      const { pixels, regions } = old ? apart(() => differing(old, rasters.after)) : { pixels: null, regions: [] };
      if (pixels === 0) return undefined;
      const input = { parts: "html", wanted: [0] };
      const [reached = []] = theirs === undefined ? [] : await page.evaluate(reach, asked(inquiry, "html", [0]));
      const seenAfter = await page.evaluate(texts, input);
      const faintAfter = apart(() => kinds(faint(seenAfter, rasters.after)));
      let faintBefore = 0;
      if (theirs !== undefined && old) {
        await wear(theirs);
        const seen = await page.evaluate(texts, input);
        faintBefore = apart(() => kinds(faint(seen, old)));
      }
      const shown = apart(() => picture(old, rasters.after, regions));
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
      await page.close();
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
      const { page, cdp } = await clock.wait(this.open(fixture, "light"));
      clock.enter();
      try {
        cost.after += await attempts(page, cdp);
        if (inquiry.theirs === undefined) continue;
        await page.evaluate(wearing, inquiry.theirs);
        cost.before += await attempts(page, cdp);
      } finally {
        await page.close();
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
