import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../src/build/compile.ts";
import { raiseSpecificity } from "../../src/build/scope.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";

/** The portal in GLPI's plugin conventions, dressed by the theme with the adapter it comes with. */
const folder = path.join(path.dirname(new URL(import.meta.url).pathname), "plugin");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let launched: LaunchedBrowser;
let sheet: string;
beforeAll(async () => {
  launched = await launchBrowser();
  sheet = raiseSpecificity(compile(loadTheme("windows-11"), { glpi: "11" })).toString();
}, 60_000);
afterAll(() => launched.close());

async function open(name: string, scheme: "light" | "dark", dressed = true): Promise<Page> {
  const page = await launched.browser.newPage({ viewport: { width: 1366, height: 768 }, colorScheme: scheme });
  const own = readFileSync(path.join(folder, "portal.css"), "utf8");
  const html = readFileSync(path.join(folder, name), "utf8").replace(
    /<link rel="stylesheet"[^>]*>/,
    () => `<style>${own}</style>`,
  );
  await page.setContent(html);
  if (dressed) await page.addStyleTag({ content: `${sheet}\n:root { color-scheme: ${scheme} }` });
  await page.evaluate("globalThis.__name = (value) => value");
  return page;
}

/** Faults within the plugin's own part of the page, by rule and element: the frame about it is GLPI's. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    type Result = { violations: { id: string; nodes: { target: string[] }[] }[] };
    const { violations } = await (window as unknown as { axe: { run(within: string): Promise<Result> } }).axe.run(
      "#page",
    );
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`));
  });
}

describe.each(["home.html", "form.html"])("%s", (name) => {
  test.each(["light", "dark"] as const)(
    "axe finds nothing in %s that the theme causes",
    { timeout: 60_000 },
    async (scheme) => {
      const bare = await open(name, scheme, false);
      const before = new Set(await faults(bare));
      await bare.close();
      const page = await open(name, scheme);
      expect((await faults(page)).filter((fault) => !before.has(fault))).toEqual([]);
      await page.close();
    },
  );

  test("the keyboard reaches everything, and shows where it is", { timeout: 60_000 }, async () => {
    const page = await open(name, "light");
    const count = await page
      .locator("a[href]:visible, button:visible, input:visible, select:visible, textarea:visible")
      .count();
    const reached = new Set<number>();
    for (let presses = 0; presses < count + 12 && reached.size < count; presses++) {
      await page.keyboard.press("Tab");
      const state = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const shows = (target: Element | null): boolean => {
          if (!target) return false;
          const { outlineStyle, outlineWidth, boxShadow, backgroundImage } = getComputedStyle(target);
          return (
            (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none" || backgroundImage !== "none"
          );
        };
        const all = [...document.querySelectorAll("a[href], button, input, select, textarea")];
        // A card shows the focus of the link that fills it.
        return {
          index: all.indexOf(element),
          shown: shows(element) || shows(element.closest(".card")),
          what: element.outerHTML.slice(0, 80),
        };
      });
      if (state.index < 0) continue;
      reached.add(state.index);
      expect(state.shown, state.what).toBe(true);
    }
    expect(reached.size).toBe(count);
    await page.close();
  });
});

test("search, services and own requests stand above the fold at 1366 × 768", { timeout: 60_000 }, async () => {
  const page = await open("home.html", "light");
  for (const selector of ["#userportal_search", ".userportal-item", ".list-group-item"]) {
    const box = await page.locator(selector).first().boundingBox();
    expect((box?.y ?? 9999) + (box?.height ?? 0), selector).toBeLessThanOrEqual(768);
  }
  await page.close();
});
