import { readFileSync } from "node:fs";
import path from "node:path";
import { selectorSpecificity } from "@csstools/selector-specificity";
import postcss from "postcss";
import parser from "postcss-selector-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CompileOptions, compile } from "../../src/build/compile.ts";
import { isKeyframe, rulesOf } from "../../src/build/nodes.ts";
import { readAdapters } from "../../src/build/roles.ts";
import { raiseSpecificity } from "../../src/build/scope.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";

const theme = loadTheme("windows-11");
const sheet = (options: CompileOptions): string => raiseSpecificity(compile(theme, options)).toString();
const plain = sheet({ plain: "page" });
const page = readFileSync(path.join(projectRoot, "themes/windows-11/elements/plain.html"), "utf8");

/** Selectors that name no class and no id that must be there, and some element. */
const ofElements = (css: string): string[] =>
  rulesOf(postcss.parse(css))
    .filter((rule) => !isKeyframe(rule))
    .flatMap((rule) => rule.selectors)
    .filter((selector) => {
      const bare = selector.replace(/:not\((?:[^()]|\([^()]*\))*\)/g, "");
      return (
        /(^|[\s>+~(,])[a-z]/i.test(bare.replace(/:(dir|lang)\([^)]*\)/g, "")) &&
        !/[.#]|\[(class|id|data-)|:root/.test(bare)
      );
    });

test("whatever the plain style sheet says of elements weighs less than a class, and than an element", () => {
  const selectors = ofElements(plain);
  expect(selectors.length).toBeGreaterThan(200);
  for (const selector of selectors) {
    const [first] = parser().astSync(selector).nodes;
    const weight = selectorSpecificity(first as parser.Selector);
    const pseudo = /::/.test(selector) ? 1 : 0;
    expect(weight, selector).toEqual({ a: 0, b: 0, c: pseudo });
  }
});

test("GLPI's sheets have nothing of it", () => {
  for (const glpi of ["10", "11"] as const) {
    expect(sheet({ glpi, plain: "portals" })).toBe(sheet({ glpi }));
    expect(sheet({ glpi })).not.toContain(":plain");
  }
});

test("a portal's own sheet dresses elements on that portal's pages alone, below every class", () => {
  const css = sheet({ glpi: "11", plain: "plugins" });
  const [adapter] = readAdapters(theme).filter(({ elements }) => elements);
  const own = rulesOf(postcss.parse(css))
    .flatMap((rule) => rule.selectors)
    .filter((selector) => selector.includes(":not(a>a>a)"));
  expect(own.length).toBeGreaterThan(10);
  for (const selector of own) {
    expect(selector).toContain(adapter?.portal);
    const weight = selectorSpecificity(parser().astSync(selector).nodes[0] as parser.Selector);
    expect(weight.a + weight.b, selector).toBe(0);
  }
});

describe("in the browser", () => {
  let launched: LaunchedBrowser;
  beforeAll(async () => {
    launched = await launchBrowser();
  }, 60_000);
  afterAll(() => launched.close());

  const open = async (own = "", options: Parameters<typeof launched.browser.newPage>[0] = {}) => {
    const tab = await launched.browser.newPage({ viewport: { width: 900, height: 800 }, ...options });
    // The page's own stands first: it must not need to be last.
    await tab.setContent(
      page.replace(
        /<link[^>]*>/,
        () => `<style>${own} * { transition: none !important }</style><style>${plain}</style>`,
      ),
    );
    return tab;
  };

  test("every element looks the same with a class of the page's own, wherever it stands", {
    timeout: 60_000,
  }, async () => {
    const tab = await open();
    const different = await tab.evaluate(() => {
      const what = [
        "background-color",
        "color",
        "border-top-color",
        "border-radius",
        "padding-left",
        "min-height",
        "font-size",
        "appearance",
      ];
      const controls =
        "button, input, select, textarea, a, summary, fieldset, legend, progress, meter, th, td, blockquote, code, hr, dialog";
      const look = (element: Element): string =>
        what.map((name) => getComputedStyle(element).getPropertyValue(name)).join(" ");
      const all = [...document.querySelectorAll(controls)];
      const before = all.map(look);
      for (const element of all) element.classList.add("of-mine");
      return all
        .filter((element, index) => look(element) !== before[index])
        .map(({ outerHTML }) => outerHTML.slice(0, 80));
    });
    expect(different).toEqual([]);
    await tab.close();
  });

  test("a class of the page's own wins, in every state, and so do its own rules for elements", {
    timeout: 60_000,
  }, async () => {
    const own =
      ".of-mine { background: rgb(1, 2, 3); color: rgb(4, 5, 6); padding: 7px; border: 3px solid rgb(7, 8, 9) } blockquote { padding: 9px }";
    const tab = await open(own);
    const lost = await tab.evaluate(() => {
      const all = [
        ...document.querySelectorAll(
          "button, select, textarea, a, fieldset, summary, td, dialog, input:not([type=checkbox], [type=radio], [type=range])",
        ),
      ];
      for (const element of all) element.classList.add("of-mine");
      return all
        .filter((element) => {
          const { backgroundColor, color, paddingTop, borderTopWidth } = getComputedStyle(element);
          return `${backgroundColor} ${color} ${paddingTop} ${borderTopWidth}` !== "rgb(1, 2, 3) rgb(4, 5, 6) 7px 3px";
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 80));
    });
    expect(lost).toEqual([]);
    expect(await tab.evaluate(() => getComputedStyle(document.querySelector("blockquote") as Element).paddingTop)).toBe(
      "9px",
    );
    await tab.close();
  });

  test.each([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["high contrast", { forcedColors: "active" }],
    ["narrow", { viewport: { width: 390, height: 800 } }],
  ] as const)("no control keeps the browser's look: %s", { timeout: 60_000 }, async (_, options) => {
    const tab = await open("", options);
    const own = await tab.evaluate(() => {
      const grey = (element: Element): boolean => {
        const { backgroundColor, fontFamily, borderTopStyle } = getComputedStyle(element);
        return (
          backgroundColor === "rgb(239, 239, 239)" ||
          (/^(monospace|Arial)$/.test(fontFamily) &&
            !element.matches("[type=checkbox], [type=radio], [type=range], [type=color]")) ||
          borderTopStyle === "outset"
        );
      };
      return {
        sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        browsers: [...document.querySelectorAll("button, input, select, textarea")]
          .filter(grey)
          .map(({ outerHTML }) => outerHTML.slice(0, 60)),
        dark: getComputedStyle(document.documentElement).colorScheme,
      };
    });
    expect(own).toEqual({ sideways: false, browsers: [], dark: "light dark" });
    await tab.close();
  });

  test("labels stand on one line with their fields", { timeout: 60_000 }, async () => {
    const tab = await open();
    const off = await tab.evaluate(() =>
      [...document.querySelectorAll("label:has(> input)")].flatMap((label) => {
        const field = label.querySelector("input") as Element;
        const range = document.createRange();
        const words = [...label.childNodes].find((node) => node.nodeType === 3 && node.nodeValue?.trim()) as Node;
        range.selectNodeContents(words);
        const [line] = range.getClientRects();
        const box = field.getBoundingClientRect();
        if (!line || label.getClientRects().length === 0) return [];
        const distance = Math.abs((line.top + line.bottom) / 2 - (box.top + box.bottom) / 2);
        return distance > 3 ? [`${label.textContent?.slice(0, 30)} ${distance}`] : [];
      }),
    );
    expect(off).toEqual([]);
    await tab.close();
  });
});
