import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixtureFolder } from "../../src/audit/fixtures.ts";
import { themeSheet } from "../../src/audit/theme-sheet.ts";
import { Clock } from "../../src/changes/clock.ts";
import { fixtures, PageShow } from "../../src/changes/pages.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What a style sheet can break: colours, sizes, and the names of what it hides. All of axe's rules take thrice as long. */
const rules = [
  "aria-hidden-focus",
  "button-name",
  "color-contrast",
  "input-button-name",
  "label",
  "link-in-text-block",
  "link-name",
  "nested-interactive",
  "scrollable-region-focusable",
  "select-name",
  "summary-name",
  "target-size",
];
let launched: LaunchedBrowser;
let show: PageShow;
beforeAll(async () => {
  launched = await launchBrowser();
  const theme = loadTheme("windows-11");
  const sheets = { "10": themeSheet(theme, "10").css, "11": themeSheet(theme, "11").css };
  const inquiry = (line: "10" | "11") => ({
    theirs: undefined,
    ours: sheets[line],
    questions: [],
    uses: [],
    queries: [],
    matched: () => undefined,
    seen: new Set<number>(),
    clock: new Clock(),
  });
  show = new PageShow(launched.browser, fixtureFolder, inquiry, true);
}, 60_000);
afterAll(async () => {
  await show.close();
  await launched.close();
});

/** Faults by rule and element. */
async function faults(page: Page, only: string[]): Promise<string[]> {
  return page.evaluate(async (runOnly) => {
    type Node = { target: string[]; any: { data?: { messageKey?: string } }[] };
    type Result = { violations: { id: string; nodes: Node[] }[] };
    type Axe = { run(within: Document, options: object): Promise<Result> };
    const options = { resultTypes: ["violations"], iframes: false, runOnly };
    const { violations } = await (window as unknown as { axe: Axe }).axe.run(document, options);
    // What an open menu or a sticky foot covers in part is whole again when it closes, or when the page scrolls.
    const isCovered = ({ any }: Node): boolean =>
      any.some(({ data }) => data?.messageKey?.startsWith("partiallyObscured"));
    return violations.flatMap(({ id, nodes }) =>
      nodes.filter((node) => !isCovered(node)).map(({ target }) => `${id} ${target.join(" ")}`),
    );
  }, only);
}

test.each([
  ["10", "light"],
  ["10", "dark"],
  ["11", "light"],
  ["11", "dark"],
] as const)(
  "axe finds nothing on GLPI %s's pages in %s that the theme causes",
  { timeout: 600_000 },
  async (line, scheme) => {
    const caused: string[] = [];
    for (const fixture of fixtures(fixtureFolder).filter((each) => each.line === line)) {
      const opened = await show.open(fixture, scheme);
      const { page } = opened;
      await page.evaluate(axe);
      const dressed = await faults(page, rules);
      if (dressed.length > 0) {
        // The same page without the theme: what it brings along itself.
        await page.evaluate(() => document.getElementById("fenetre-theme")?.remove());
        const bare = new Set(await faults(page, [...new Set(dressed.map((fault) => fault.split(" ")[0] as string))]));
        caused.push(...dressed.filter((fault) => !bare.has(fault)).map((fault) => `${fixture.id}: ${fault}`));
      }
      show.leave(opened);
    }
    expect(caused).toEqual([]);
  },
);
