import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { wrapperOfOwn } from "../../src/build/scope.ts";
import { losingRules } from "../../src/doctor/own-css.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { openFragment } from "../helpers/fragment.ts";

/* An organisation's own rules beside the theme. */

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
});
afterAll(() => launched.close());

const own = `.btn-primary { background-color: #7a0019; color: #fff; }
form label { color: #c00000; }
.sidebar { background-color: #00305e; }
h3 { color: #7a0019; }
body { font-size: 17px; }`;
const html = `<form><label>A label</label><button type="button" class="btn btn-primary">Save</button><h3>A title</h3></form>`;

async function seen(css: string, line: "10" | "11"): Promise<string[]> {
  const page = await openFragment(launched.browser, html, { line });
  try {
    // An entity's CSS stands in the page's body, after all links.
    await page.evaluate((text) => {
      const style = document.createElement("style");
      style.textContent = text;
      document.body.prepend(style);
    }, css);
    return await page.evaluate(() => {
      const of = (selector: string): CSSStyleDeclaration =>
        getComputedStyle(document.querySelector(selector) as Element);
      return [
        of("main .btn-primary").backgroundColor,
        of("main label").color,
        of(".sidebar").backgroundColor,
        of("main h3").color,
        of("body").fontSize,
      ];
    });
  } finally {
    await page.close();
  }
}

const wanted = ["rgb(122, 0, 25)", "rgb(192, 0, 0)", "rgb(0, 48, 94)", "rgb(122, 0, 25)", "17px"];

describe.each(["10", "11"] as const)("on GLPI %s an organisation's own rules", (line) => {
  test("win within the wrapper, without !important", { timeout: 180_000 }, async () => {
    expect(await seen(`${wrapperOfOwn} { ${own} }`, line)).toEqual(wanted);
  });

  test("give way without it", { timeout: 180_000 }, async () => {
    const bare = await seen(own, line);
    // A label without a class of GLPI's is nobody's.
    expect(bare.filter((value, index) => value === wanted[index])).toEqual(["rgb(192, 0, 0)"]);
  });
});

describe("rules that give way", () => {
  it("are named", () => {
    expect(losingRules(own)).toEqual([".btn-primary", "form label", ".sidebar", "h3", "body"]);
  });

  it("are none where they win, or compete with nothing", () => {
    expect(losingRules(`${wrapperOfOwn} { ${own} }`)).toEqual([]);
    expect(
      losingRules(
        `h3 { color: red !important } :root { --win-accent-fill-default: red } @keyframes a { from { color: red } }`,
      ),
    ).toEqual([]);
    expect(losingRules("h3 { color: red")).toEqual([]);
    expect(losingRules("h3 } {")).toEqual([]);
  });
});
