import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileDelivered } from "../../src/build/constants.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";

/**
 * Every custom property that a script of GLPI's reads as a colour, for a canvas: GLPI 10.0.14 and 11.0.6, by
 * `getPropertyValue("--…")` and jQuery's `.css("--…")` in js/ and public/js/. Only impact.js does.
 */
const readByScripts = {
  "10": ["--tblr-body-color", "--card-border-color"],
  "11": ["--tblr-body-color", "--tblr-border-color"],
} as const;

/** Read too, but no colours: a flag that GLPI's own palettes set, Bootstrap's placing of menus. */
const noColours = ["--is-dark", "--bs-position", "--customProperty"];

const theme = loadTheme("windows-11");
let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
});
afterAll(() => launched.close());

describe.each(["10", "11"] as const)("colours that GLPI %s's scripts read", (glpi) => {
  const mark = { light: "", dark: glpi === "11" ? ' data-glpi-theme-dark="1"' : "" };

  it.each(["light", "dark"] as const)("are plain in %s", async (scheme) => {
    const css = compileDelivered({ ...theme, scheme: glpi === "11" ? "glpi" : scheme }, { glpi }).toString();
    const page = await launched.browser.newPage();
    await page.setContent(`<!DOCTYPE html><html${mark[scheme]}><style>${css}</style><p>text`);
    const seen = await page.evaluate((names) => {
      const style = getComputedStyle(document.documentElement);
      return { colorScheme: style.colorScheme, values: names.map((name) => style.getPropertyValue(name)) };
    }, readByScripts[glpi]);
    await page.close();
    expect(seen.colorScheme).toBe(scheme);
    for (const value of seen.values) expect(value).toMatch(/^rgba?\([\d., ]+\)$/);
    // Words are light in dark.
    expect(Number(/\d+/.exec(seen.values[0] as string)?.[0]) > 128).toBe(scheme === "dark");
  });
});

/*
 * FENETRE_GLPI_TREES names folders of GLPI, separated as in PATH: what their scripts read is listed above.
 */
const trees = (process.env.FENETRE_GLPI_TREES ?? "").split(path.delimiter).filter(Boolean);
if (trees.length === 0) console.warn("SKIPPED: GLPI's own scripts are not searched: FENETRE_GLPI_TREES is not set.");

describe.skipIf(trees.length === 0)("GLPI's own scripts", () => {
  it.each(trees)("in %s read nothing else", (tree) => {
    const known = new Set<string>([...Object.values(readByScripts).flat(), ...noColours]);
    const found = new Set<string>();
    for (const folder of ["js", "public/js", "public/lib"]) {
      for (const file of scriptsBelow(path.join(tree, folder)))
        for (const [, name] of readFileSync(file, "utf8").matchAll(/(?:getPropertyValue|\.css)\(\s*["'`](--[\w-]+)/g))
          found.add(name as string);
    }
    expect(found.size).toBeGreaterThan(1);
    expect([...found].filter((name) => !known.has(name))).toEqual([]);
  });
});

function scriptsBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".js"))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}
