import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../src/build/compile.ts";
import { raiseSpecificity } from "../../src/build/scope.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";

/**
 * Fixture portals dressed by the theme: the one in GLPI's plugin conventions with the adapter that comes with it, the
 * others with the adapter of their true roles.
 */
const folder = path.dirname(new URL(import.meta.url).pathname);
const portals = ["plugin", "tiles", "sidebar", "wizard", "cards", "shell", "accordion"];
const pages = portals.flatMap((portal) =>
  (JSON.parse(readFileSync(path.join(folder, portal, "roles.json"), "utf8")) as { pages: string[] }).pages.map(
    (name) => [portal, name] as const,
  ),
);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let launched: LaunchedBrowser;
const sheets = new Map<string, string>();
beforeAll(async () => {
  launched = await launchBrowser();
}, 60_000);
afterAll(() => launched.close());

function sheetOf(portal: string): string {
  const known = sheets.get(portal);
  if (known) return known;
  const theme = mkdtempSync(path.join(os.tmpdir(), "fenetre-dress-"));
  try {
    writeFileSync(path.join(theme, "theme.json"), '{ "extends": "windows-11", "name": "Test", "key": "test" }');
    mkdirSync(path.join(theme, "portals"));
    if (portal !== "plugin") writeFileSync(path.join(theme, "portals/fixture.adapter.json"), adapterOf(portal));
    const sheet = raiseSpecificity(compile(loadTheme(theme), { glpi: "11" })).toString();
    sheets.set(portal, sheet);
    return sheet;
  } finally {
    rmSync(theme, { recursive: true, force: true });
  }
}

function adapterOf(portal: string): string {
  const { roles } = JSON.parse(readFileSync(path.join(folder, portal, "roles.json"), "utf8")) as {
    roles: Record<string, string | string[]>;
  };
  const first = Object.entries(roles).map(([role, answers]) => [role, [[answers].flat()[0]]]);
  return JSON.stringify({ portal, assumptions: [], roles: Object.fromEntries(first) });
}

async function open(portal: string, name: string, scheme: "light" | "dark", dressed = true): Promise<Page> {
  const page = await launched.browser.newPage({ viewport: { width: 1366, height: 768 }, colorScheme: scheme });
  const own = readFileSync(path.join(folder, portal, "portal.css"), "utf8");
  const html = readFileSync(path.join(folder, portal, name), "utf8").replace(
    /<link rel="stylesheet"[^>]*>/,
    () => `<style>${own}</style>`,
  );
  await page.setContent(html);
  if (dressed) await page.addStyleTag({ content: `${sheetOf(portal)}\n:root { color-scheme: ${scheme} }` });
  await page.evaluate("globalThis.__name = (value) => value");
  return page;
}

/** Faults by rule and element, in the plugin's own part of the page: the frame about it is GLPI's. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const own = document.querySelector("#page") ? "#page" : "body";
    type Result = { violations: { id: string; nodes: { target: string[] }[] }[] };
    const { violations } = await (window as unknown as { axe: { run(within: string): Promise<Result> } }).axe.run(own);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`));
  });
}

describe.each(pages)("%s/%s", (portal, name) => {
  test.each(["light", "dark"] as const)(
    "axe finds nothing in %s that the theme causes",
    { timeout: 60_000 },
    async (scheme) => {
      const bare = await open(portal, name, scheme, false);
      const before = new Set(await faults(bare));
      await bare.close();
      const page = await open(portal, name, scheme);
      expect((await faults(page)).filter((fault) => !before.has(fault))).toEqual([]);
      await page.close();
    },
  );

  test("the keyboard reaches everything, and shows where it is", { timeout: 60_000 }, async () => {
    const page = await open(portal, name, "light");
    // Of radio buttons of one name, Tab reaches one.
    const count = await page.evaluate(() => {
      const names = new Set<string>();
      return [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary")].filter(
        (element) => {
          if (!element.checkVisibility() || element.matches("[type=hidden]")) return false;
          if (!element.matches("[type=radio]")) return true;
          const name = element.getAttribute("name") ?? "";
          return !names.has(name) && names.add(name) !== undefined;
        },
      ).length;
    });
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
        const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
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
  const page = await open("plugin", "home.html", "light");
  for (const selector of ["#userportal_search", ".userportal-item", ".list-group-item"]) {
    const box = await page.locator(selector).first().boundingBox();
    expect((box?.y ?? 9999) + (box?.height ?? 0), selector).toBeLessThanOrEqual(768);
  }
  await page.close();
});
