import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile } from "../../src/build/compile.ts";
import { raiseSpecificity } from "../../src/build/scope.ts";
import { systemColours } from "../../src/gallery/contrast.ts";
import { ThemeSheets } from "../../src/gallery/sheets.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { cellsOf, readSpecimens } from "../../src/visual/specimens.ts";

/**
 * How many of the colours must be those of the browser's own forced colours. What differs are borders whose token is
 * transparent: the browser shows them, and no style sheet can ask whether a colour is transparent.
 */
const leastAgreement = 0.95;

/** One keyword for each colour that a contrast theme sets. */
const keywords = [
  "canvas",
  "canvastext",
  "linktext",
  "graytext",
  "highlight",
  "highlighttext",
  "buttonface",
  "buttontext",
];

let launched: LaunchedBrowser;

beforeAll(async () => {
  launched = await launchBrowser();
}, 60_000);

afterAll(() => launched?.close());

/** Colours of every element of every specimen. */
const colours = (page: Page): Promise<string[][]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("[data-cell] *")].map((element) => {
      const style = getComputedStyle(element);
      const sides = (["Top", "Right", "Bottom", "Left"] as const).map((side) =>
        style[`border${side}Width`] === "0px" ? "" : style[`border${side}Color`],
      );
      const seen = (colour: string): string => (/, 0\)$/.test(colour) ? "transparent" : colour);
      return [
        style.color,
        seen(style.backgroundColor),
        sides.join(),
        style.boxShadow,
        /gradient/.test(style.backgroundImage) ? "gradient" : "",
      ];
    }),
  );

test("the emulated contrast theme paints what the browser's forced colours paint", async () => {
  const theme = loadTheme("windows-11");
  const cells = readSpecimens(theme.folders)
    .flatMap(cellsOf)
    .filter(({ forced }) => forced.length === 0);
  const specimens = cells
    .map(({ frame, html }) => `<div data-cell style="inline-size: ${frame}px; contain: layout">${html}</div>`)
    .join("");

  const real = await launched.browser.newPage();
  await real.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await real.setContent(
    `<!doctype html><style>${raiseSpecificity(compile(theme, { glpi: "11" }))}</style><body>${specimens}`,
  );
  const palette = await real.evaluate((names) => {
    const probe = document.body.appendChild(document.createElement("p"));
    probe.style.forcedColorAdjust = "none";
    return names.map((name) => {
      probe.style.color = name;
      return getComputedStyle(probe).color;
    });
  }, keywords);

  const emulated = await launched.browser.newPage();
  await emulated.emulateMedia({ reducedMotion: "reduce" });
  const sheets = new ThemeSheets().compile(theme).filter(({ glpi, compact }) => glpi !== "10" && !compact);
  const base = readFileSync(path.join(projectRoot, "src/gallery/client/base.css"), "utf8");
  const set = [
    ...keywords.map((name, index) => `${systemColours[name]}: ${palette[index]}`),
    "--contrast-shadow: none",
    "--contrast-image: none",
    "--contrast-colour: var(--contrast-canvas-text)",
    "--contrast-background: var(--contrast-canvas)",
    "--contrast-border: currentcolor",
  ].join("; ");
  await emulated.setContent(
    `<!doctype html><style>${base}${sheets.map(({ css }) => css).join("\n")}</style><fenetre-root class="fenetre-root" data-contrast style="${set}"><fenetre-body>${specimens}`,
  );

  const [expected, found] = [await colours(real), await colours(emulated)];
  expect(found.length).toBe(expected.length);
  const all = expected.flat();
  const same = found.flat().filter((colour, index) => colour === all[index]).length;
  console.log(`${same} of ${all.length} colours are those of real forced colours`);
  expect(same / all.length).toBeGreaterThan(leastAgreement);
}, 60_000);
