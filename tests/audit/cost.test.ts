import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { themeSheet } from "../../src/audit/theme-sheet.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";

const row = (mark: string): string =>
  `<tr><td><div><input class="form-check-input massive_action_checkbox" type="checkbox"${mark}></div></td>` +
  '<td class="middle"><span>301</span></td><td><a href="#">A printer</a></td></tr>';

/** What a long list costs is told by what each of its cells and boxes is asked, whatever the machine's speed. */
describe.each(["10", "11"] as const)("a result list of GLPI %s", (line) => {
  let launched: LaunchedBrowser;
  let page: Page;

  beforeAll(async () => {
    launched = await launchBrowser();
    page = await launched.browser.newPage();
    await page.setContent(
      `<style>${themeSheet(loadTheme("windows-11"), line).css}</style><main>` +
        '<table class="search-results table card-table table-hover table-striped">' +
        `<tbody>${row("")}${row(" checked")}</tbody></table></main>`,
    );
  });
  afterAll(() => launched.close());

  test("matches one rule a cell", async () => {
    const matched = await page.evaluate(() => {
      // Pseudo-elements match nothing in a list, and do no harm there.
      const cell = document.querySelector(".middle") as Element;
      const rules = [...(document.styleSheets[0] as CSSStyleSheet).cssRules].filter(
        (rule) => rule instanceof CSSStyleRule,
      );
      return rules
        .map((rule) => rule.selectorText)
        .filter((selector) => selector !== "*" && cell.matches(`:is(${selector})`));
    });
    expect(matched).toHaveLength(1);
  });

  test("has marks and pills only where a box is checked", async () => {
    const shown = await page.evaluate(() =>
      [...document.querySelectorAll("input")].map((input) =>
        ["::before", "::after"].map((part) => getComputedStyle(input, part).content !== "none"),
      ),
    );
    expect(shown).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  test("has the pill at the start of its row, in the middle", async () => {
    const [row, pill] = await page.evaluate(() => {
      const input = document.querySelector("input:checked") as Element;
      const cells = (input.closest("tr") as Element).getBoundingClientRect();
      const { insetInlineStart, top, height } = getComputedStyle(input, "::after");
      return [cells.height, [insetInlineStart, Number.parseFloat(top) * 2 + Number.parseFloat(height)]] as const;
    });
    expect(pill).toEqual(["0px", row]);
  });
});
