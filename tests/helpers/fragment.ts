import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { fixtureFolder, fixtureWith } from "../../src/audit/fixtures.ts";
import { folderContext } from "../../src/audit/folder.ts";
import { dress, themeSheet } from "../../src/audit/theme-sheet.ts";
import { loadTheme } from "../../src/theme/theme.ts";

export type Line = "10" | "11";
export type Mode = "light" | "dark" | "contrast";

const sheets = new Map<Line, string>();

/** The theme's sheet for a line, compiled once a file of tests. */
function sheetOf(line: Line): string {
  let css = sheets.get(line);
  if (css === undefined) sheets.set(line, (css = themeSheet(loadTheme("windows-11"), line).css));
  return css;
}

export interface FragmentOptions {
  line?: Line;
  mode?: Mode;
  width?: number;
  height?: number;
  /** Without it the page has GLPI's style sheets alone. */
  dressed?: boolean;
}

/**
 * Opens markup as a page's content in GLPI's frame, over its style sheets, in the theme.
 * @param html what stands in `<main>`
 */
export async function openFragment(
  browser: Browser,
  html: string,
  { line = "10", mode = "light", width = 1280, height = 900, dressed = true }: FragmentOptions = {},
): Promise<Page> {
  const scheme = mode === "dark" ? "dark" : "light";
  const origin = "http://pages.fenetre.test";
  const window: BrowserContextOptions = {
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: "reduce",
    forcedColors: mode === "contrast" ? "active" : "none",
  };
  const context = await folderContext(browser, window, fixtureFolder, origin, (text) => text);
  const address = `${origin}/glpi-${line}/fragment-${line}.html`;
  const text = dress(fixtureWith(html, line), line, scheme, dressed ? sheetOf(line) : undefined);
  await context.route(address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: text }));
  const page = await context.newPage();
  page.once("close", () => void context.close().catch(() => undefined));
  await page.goto(address, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page;
}
