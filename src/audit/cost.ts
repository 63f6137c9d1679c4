import type { CDPSession, Page } from "@playwright/test";
import type { Cost } from "./results.ts";

/** So many that a pause of the machine in one or two moves no median. */
const pairs = 15;

/**
 * What a theme costs on one page: style recalculation of the whole document with its style sheet and without, in turn,
 * on the same page. Only ratios of one run mean anything: the machine may be busy.
 * @param isTheme JavaScript that says of a `sheet` whether it is the theme's
 */
export async function recalculationCost(
  page: Page,
  cdp: CDPSession,
  isTheme: string,
): Promise<{ elements: number; recalculation: Cost["recalculation"] } | undefined> {
  const setup = await page.evaluate((source) => {
    const test = new Function("sheet", `return ${source}`) as (sheet: CSSStyleSheet) => boolean;
    const sheets = [...document.styleSheets].filter(test);
    (window as unknown as { fenetreSheets: CSSStyleSheet[] }).fenetreSheets = sheets;
    return { sheets: sheets.length, elements: document.querySelectorAll("*").length };
  }, isTheme);
  if (setup.sheets === 0) return undefined;
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async (): Promise<number> => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "RecalcStyleDuration")?.value ?? 0) * 1000;
  };
  const once = async (disabled: boolean): Promise<number> => {
    await page.evaluate((off) => {
      for (const sheet of (window as unknown as { fenetreSheets: CSSStyleSheet[] }).fenetreSheets) sheet.disabled = off;
      document.body.getBoundingClientRect();
      getComputedStyle(document.body).color;
    }, disabled);
    const before = await spent();
    await page.evaluate(() => {
      // A new root for all: every element's style is computed anew.
      for (let round = 0; round < 2; round++) {
        document.documentElement.style.display = "none";
        document.documentElement.getBoundingClientRect();
        document.documentElement.style.display = "";
        document.body.getBoundingClientRect();
      }
    });
    return ((await spent()) - before) / 2;
  };
  const without: number[] = [];
  const withTheme: number[] = [];
  await once(true);
  await once(false);
  for (let pair = 0; pair < pairs; pair++) {
    // The order changes, so that what slows the machine down in between hits both alike.
    for (const disabled of pair % 2 === 0 ? [true, false] : [false, true])
      (disabled ? without : withTheme).push(await once(disabled));
  }
  await cdp.send("Performance.disable");
  return { elements: setup.elements, recalculation: compare(without, withTheme) };
}

/** Medians, and the median of the ratios of pairs. */
export function compare(without: readonly number[], withTheme: readonly number[]): Cost["recalculation"] {
  const round = (value: number): number => Math.round(value * 100) / 100;
  const ratios = withTheme.map((value, index) => value / Math.max(0.001, without[index] as number));
  return {
    without: round(median(without)),
    with: round(median(withTheme)),
    ratio: round(median(ratios)),
    pairs: without.length,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Milliseconds of main-thread work since the page began to load. */
export async function loadWork(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
}
