import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postcss from "postcss";
import * as sass from "sass";
import { afterAll, describe, expect, it } from "vitest";
import type { BuildContext } from "../../src/build/artefact.ts";
import { findSassFaults, protectFromSass } from "../../src/build/sass.ts";
import { isAsMade } from "../../src/build/seal.ts";
import { palette, paletteSource } from "../../src/build/targets/palette.ts";
import { loadTheme } from "../../src/theme/theme.ts";

const context: BuildContext = { theme: loadTheme("windows-11"), version: "0.0.0" };
const schemes = ["light", "dark"] as const;
const keys = { light: "windows_11", dark: "windows_11_dark" };

/** What a style sheet says, whatever its layout and the shortest way to write it: at-rules, selectors, properties. */
function outline(css: string): string[] {
  const lines: string[] = [];
  const plain = (text: string): string =>
    text.replace(/\s+/g, "").replace(/["']/g, "").replaceAll("::", ":").toLowerCase();
  postcss.parse(css).walk((node) => {
    if (node.type === "rule") lines.push(plain(node.selector));
    if (node.type === "atrule" && node.name !== "charset") lines.push(plain(`@${node.name}${node.params}`));
    if (node.type === "decl") lines.push(`${node.prop}${node.important ? "!" : ""}`);
  });
  return lines;
}

/** The palette as plain CSS: without Sass's flag, interpolations opened. */
const asCss = (scss: string): string =>
  scss
    .replace("$is-dark: true;\n", "")
    .replace(/#\{"((?:[^"\\]|\\.)*)"\}/g, (_, text: string) => text.replace(/\\(.)/g, "$1"));

describe.each(schemes)("the %s palette", (scheme) => {
  const scss = paletteSource(context, scheme);
  const root = `[data-glpi-theme="${keys[scheme]}"]`;
  // GLPI links every palette on every page: one holds the rules of both.
  const confined =
    scheme === "light"
      ? [':root:is(#_#_#_, [data-glpi-theme="windows_11"], [data-glpi-theme="windows_11_dark"])']
      : [':root:is(#_#_#_, [data-glpi-theme="windows_11_dark"]:has(> .mce-content-body))'];
  const own = `:root:is(#_#_#_, ${root})`;

  it("is named .scss: a .css file among GLPI 11's palettes takes GLPI down", () => {
    expect(palette(context).map(({ path: name }) => name)).toEqual([
      "palette/windows_11.scss",
      "palette/windows_11_dark.scss",
    ]);
  });

  it("says whether it is dark as GLPI looks for it", () => {
    expect(/^\s*\$is-dark:\s*true\s*;\s*$/im.test(scss)).toBe(scheme === "dark");
    expect(isAsMade(scss)).toBe(true);
    expect(scss.trimEnd().split("\n").at(-2)).toBe(
      `${own} { color-scheme: ${scheme}; --win-is-dark: ${scheme === "dark" ? 1 : 0}; }`,
    );
  });

  it("has four literal swatches in a rule at the top level", () => {
    const rule = postcss
      .parse(asCss(scss))
      .nodes.find(
        (node) =>
          node.type === "rule" && node.selector.includes(root) && node.toString().includes("--glpi-palette-color-1"),
      );
    for (const [index, colour] of context.theme.swatches[scheme].entries())
      expect(rule?.toString()).toContain(`--glpi-palette-color-${index + 1}: ${colour};`);
  });

  it("confines every rule to itself, since GLPI loads all palettes on every page", () => {
    postcss.parse(asCss(scss)).walkRules((rule) => {
      if (rule.parent?.type === "atrule" && /keyframes$/.test((rule.parent as postcss.AtRule).name)) return;
      if (/--glpi-palette-color/.test(rule.toString())) return;
      for (const selector of rule.selectors)
        expect(
          [...confined, own].some((start) => selector.startsWith(start)),
          selector,
        ).toBe(true);
    });
  });

  it("holds nothing scssphp is known to fail on", () => {
    expect(findSassFaults(scss)).toEqual([]);
  });

  it("comes out of Sass as it went in", () => {
    expect(outline(sass.compileString(scss).css)).toEqual(outline(asCss(scss)));
  });
});

it("says the rules once: the dark palette has what the editor's frame needs, and its scheme", () => {
  const [light, dark] = schemes.map((scheme) => paletteSource(context, scheme)) as [string, string];
  expect(dark.length).toBeLessThan(light.length / 10);
  expect(dark).toContain("--win-text-fill-primary");
  expect(dark).not.toContain(".btn");
});

describe("findSassFaults", () => {
  it.each([
    ["a top-level &", "p { top: 0; }\n&:hover { top: 0; }", 2],
    ["& after an element", ".a {\n  div& { top: 0; }\n}", 2],
    ["an empty custom property", "p {\n  --x:;\n}", 2],
    ["an unquoted data address with quotes", `p { background: url(data:image/svg+xml,<svg xmlns='x'>); }`, 1],
    ["CSS if()", "p { color: if(style(--a: b): red; else: blue); }", 1],
    ["a CSS function", "@function --double(--x) { result: calc(var(--x) * 2); }", 1],
    ["a Sass module", '@use "sass:math";', 1],
    ["a Sass colour function on var()", "p { color: darken(var(--x), 10%); }", 1],
    ["braces that do not match", "p { top: 0;", 1],
  ])("finds %s", (_, scss, line) => {
    expect(findSassFaults(scss)[0]?.line).toBe(line);
  });

  it.each([
    ".a { &:hover { top: 0; } .b & { top: 0; } }",
    "p { --x: ; --y:{}; }",
    `p { background: url("data:image/svg+xml,%3Csvg xmlns='x'%3E"); }`,
    'p { content: "if(style(--a)) & @use"; }',
    "/* @use, &, --x:; */ p { top: 0; }",
    'p { width: #{"min(1px, 2vw)"}; }',
    "p { filter: invert(1); }",
  ])("lets %s pass", (scss) => {
    expect(findSassFaults(scss)).toEqual([]);
  });
});

describe("protectFromSass", () => {
  it.each([
    "min(10px, 2vw)",
    "clamp(1px, 2vw + 1rem, 3px)",
    "16 / 9",
    "rgb(from var(--x) r g b / 0.5)",
    "color-mix(in srgb, var(--x) 40%, transparent)",
    "round(up, 1.5px, 1px)",
    "invert(var(--x))",
    '"\\ea01"',
    "1 / 2 / 3 / 4",
    "light-dark(var(--a), #fff)",
  ])("brings %s through Sass unchanged", (value) => {
    const scss = protectFromSass(postcss.parse(`p { quotes: ${value}; }`)).toString();
    expect(sass.compileString(scss).css).toContain(`quotes: ${value};`);
  });

  it("gives an empty custom property its space", () => {
    expect(findSassFaults(protectFromSass(postcss.parse("p { --x:; }")).toString())).toEqual([]);
  });
});

/*
 * scssphp is what GLPI itself runs. FENETRE_SCSSPHP names a folder whose autoload.php finds it, such as GLPI's vendor.
 */
const scssphp = process.env.FENETRE_SCSSPHP;
const hasPhp = spawnSync("php", ["--version"]).status === 0;
const reason = !hasPhp
  ? "no PHP here"
  : !scssphp
    ? "FENETRE_SCSSPHP is not set"
    : !existsSync(path.join(scssphp, "autoload.php"))
      ? `no autoload.php in ${scssphp}`
      : undefined;
if (reason) console.warn(`SKIPPED: palettes are not compiled by scssphp: ${reason}.`);

describe.skipIf(reason !== undefined)("scssphp", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-scss-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const compile = (scss: string): string => {
    const file = path.join(folder, "palette.scss");
    const script = path.join(folder, "compile.php");
    writeFileSync(file, scss);
    writeFileSync(
      script,
      "<?php require $argv[1] . '/autoload.php'; echo (new ScssPhp\\ScssPhp\\Compiler())->compileString(file_get_contents($argv[2]))->getCss();",
    );
    return execFileSync("php", [script, scssphp as string, file], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
      stdio: ["ignore", "pipe", "ignore"],
    });
  };

  it.each(schemes)("compiles the %s palette to what was written", (scheme) => {
    const scss = paletteSource(context, scheme);
    expect(outline(compile(scss))).toEqual(outline(asCss(scss)));
  });

  it("is the compiler that fails on what it is said to", () => {
    expect(() => compile('@use "sass:math";')).toThrow();
  });
});
