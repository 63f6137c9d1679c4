import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import postcss from "postcss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { markPlaces, placeProperty } from "../../src/gallery/places.ts";
import { launchBrowser } from "../../src/visual/browser.ts";

const file = fileURLToPath(new URL("../../src/gallery/inspector.client.js", import.meta.url));
const script = readFileSync(file, "utf8").replaceAll("export function", "function");

describe("the inspector", () => {
  let launched: Awaited<ReturnType<typeof launchBrowser>>;
  beforeAll(async () => {
    launched = await launchBrowser();
  });
  afterAll(() => launched.close());

  it("names the file and line that win, as the browser decides", { timeout: 60_000 }, async () => {
    const theme = [
      ".btn { color: red; background: var(--fill); }",
      "body .btn:not(.quiet) { color: green; }",
      ":where(body .btn.big) { color: blue; }",
      "@media (min-width: 1px) { .btn { width: 90px !important; } }",
      "@media (max-width: 1px) { .btn { height: 9px; } }",
      ".btn::before { content: ''; top: 3px; }",
      "button.btn#one { width: 20px; }",
    ].join("\n");
    const css = markPlaces(postcss.parse(theme), { file: "themes/a/a.css", line: 1 }).toString();
    const page = await launched.browser.newPage();
    try {
      await page.setContent(`<style>${css}</style><button id="one" class="btn big" style="">One</button>`);
      const found = (await page.evaluate(`{${script}
        const element = document.querySelector("button");
        const list = (pseudo) => Object.fromEntries([...winnersOf(element, [...document.styleSheets], pseudo)].map(([name, { value, place }]) => [name, [value, place]]));
        ({ own: list(""), before: list("::before"), color: getComputedStyle(element).color });
      }`)) as { own: Record<string, [string, string]>; before: Record<string, [string, string]>; color: string };
      expect(found.own.color).toEqual(["green", "themes/a/a.css:2"]);
      expect(found.color).toBe("rgb(0, 128, 0)");
      expect(found.own.width).toEqual(["90px", "themes/a/a.css:4"]);
      expect(found.own.height).toBeUndefined();
      expect(found.own["background-color"]).toEqual(["var(--fill)", "themes/a/a.css:1"]);
      expect(found.before.top).toEqual(["3px", "themes/a/a.css:6"]);
      expect(found.own[placeProperty]).toBeUndefined();
      const weights = (await page.evaluate(
        `{${script}; [".a", "a.b:hover", ":is(.a, #b) c", ":where(#a) .b::before", "a[b=c]:not(.d):nth-child(2)"].map(weightOf) }`,
      )) as number[][];
      expect(weights).toEqual([
        [0, 1, 0],
        [0, 2, 1],
        [1, 0, 1],
        [0, 1, 1],
        [0, 3, 1],
      ]);
    } finally {
      await page.close();
    }
  });
});
