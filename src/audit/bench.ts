import type { Browser } from "@playwright/test";
import type { GlpiLine } from "../build/compile.ts";
import { entity } from "../build/targets/entity.ts";
import { loadTheme, type Theme } from "../theme/theme.ts";
import { version } from "../util/version.ts";
import { launchBrowser } from "../visual/browser.ts";
import { recalculationCost } from "./cost.ts";
import { fixtureFolder } from "./fixtures.ts";
import { folderContext } from "./folder.ts";
import type { Cost } from "./results.ts";
import { delivered, dress, themeSheet } from "./theme-sheet.ts";

/** Rows of the longest list GLPI shows in one page unless told otherwise. */
const length = 300;

const origin = "http://list.fenetre.test";

/**
 * What the theme costs where a page is longest: style recalculation of our list of tickets, its rows repeated to 300,
 * with the theme and without, in turn, in each line of GLPI.
 * @param name a folder's name below themes/
 */
export async function measureList(name: string): Promise<Omit<Cost, "load">[]> {
  const theme = loadTheme(name);
  const launched = await launchBrowser();
  try {
    const costs: Omit<Cost, "load">[] = [];
    for (const line of ["10", "11"] as const) {
      for (const [form, cssFor] of Object.entries(formsOf(theme, line))) {
        const cost = await costOfList(launched.browser, line, cssFor);
        if (cost) costs.push({ page: `list of ${length}, ${form}`, line, ...cost });
      }
    }
    return costs;
  } finally {
    await launched.close();
  }
}

/** The forms in which a page gets the theme, each as a style sheet for one. */
function formsOf(theme: Theme, line: GlpiLine): Record<string, (html: string) => string> {
  const sheet = themeSheet(theme, line);
  const pasted = entity({ theme, version }).find(({ path }) => path === `entity/glpi-${line}.css`);
  const text = Buffer.from(pasted?.content ?? []).toString("utf8");
  return { plugin: (html) => delivered(sheet, html), "entity CSS": () => text };
}

async function costOfList(
  browser: Browser,
  line: GlpiLine,
  cssFor: (html: string) => string,
): ReturnType<typeof recalculationCost> {
  const context = await folderContext(
    browser,
    { viewport: { width: 1440, height: 900 }, colorScheme: "light", reducedMotion: "reduce" },
    fixtureFolder,
    origin,
    (html) => dress(html, line, "light", cssFor(html)),
  );
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await page.goto(`${origin}/glpi-${line}/list.html`, { waitUntil: "load" });
    await page.evaluate((rows) => {
      const body = document.querySelector("table.search-results > tbody") as HTMLElement;
      const own = [...body.children];
      for (let index = own.length; index < rows; index++)
        body.append((own[index % own.length] as Element).cloneNode(true));
    }, length);
    return await recalculationCost(page, cdp, "sheet.ownerNode?.id === 'fenetre-theme'");
  } finally {
    await context.close();
  }
}
