import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { colorsNamed } from "culori";
import postcss, { type ChildNode, type Declaration, type Root } from "postcss";
import parser from "postcss-selector-parser";
import { describe, expect, it } from "vitest";
import { themeNames } from "../../src/theme/theme.ts";
import { projectRoot, relativeToProject } from "../../src/util/paths.ts";

/*
 * The rules of CONTRIBUTING.md that a designer's CSS keeps. Each finding names file and line; the list is empty.
 */

interface Sheet {
  file: string;
  text: string;
  root: Root;
  isTokens: boolean;
}

const sheets: Sheet[] = themeNames().flatMap((theme) => {
  const folder = path.join(projectRoot, "themes", theme);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".css"))
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const text = readFileSync(file, "utf8");
      const isTokens = name.split(path.sep)[0] === "tokens";
      return { file: relativeToProject(file), text, root: postcss.parse(text, { from: file }), isTokens };
    });
});

const place = (sheet: Sheet, node: ChildNode): string => `${sheet.file}:${node.source?.start?.line}`;

/** Every declaration outside tokens/ for which `find` has something to say. */
function findings(
  find: (decl: Declaration) => string | undefined,
  where = (sheet: Sheet) => !sheet.isTokens,
): string[] {
  const found: string[] = [];
  for (const sheet of sheets.filter(where)) {
    sheet.root.walkDecls((decl) => {
      const said = find(decl);
      if (said) found.push(`${place(sheet, decl)}: ${said}`);
    });
  }
  return found;
}

/** The values of tokens whose names match. */
function findTokens(name: RegExp): string[] {
  const values: string[] = [];
  for (const { root } of sheets.filter(({ isTokens }) => isTokens))
    root.walkDecls(name, (decl) => void values.push(decl.value));
  return values;
}

/** A value without texts and addresses, in which anything may stand. */
const readable = (value: string): string => value.replace(/url\([^)]*\)|"[^"]*"|'[^']*'/g, "");

const named = new Set(Object.keys(colorsNamed));

/** A colour written out; `undefined` if there is none. Relative colours start from a token. */
function literalColour(value: string): string | undefined {
  const text = readable(value);
  const written = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\((?!\s*from\b)/i.exec(text)?.[0];
  return written ?? text.match(/(?<![\w-])[a-z]+(?![\w(-])/gi)?.find((word) => named.has(word.toLowerCase()));
}

/** A duration written out, other than none at all. */
function literalDuration(value: string): string | undefined {
  return readable(value)
    .match(/(?<![\w.-])\d*\.?\d+m?s\b/g)
    ?.find((duration) => Number.parseFloat(duration) !== 0);
}

/** Whether a comment stands on the declaration's line, before it, above its rule, or speaks of !important above that. */
function hasReason(decl: Declaration): boolean {
  const next = decl.next();
  if (next?.type === "comment" && next.source?.start?.line === decl.source?.end?.line) return true;
  if (decl.prev()?.type === "comment" || decl.parent?.prev()?.type === "comment") return true;
  // One comment may speak for several rules that follow it.
  const rule = decl.parent as ChildNode | undefined;
  const siblings = (rule?.parent?.nodes ?? []) as ChildNode[];
  const before = rule ? siblings.slice(0, siblings.indexOf(rule)) : [];
  return before.some((node) => node.type === "comment" && node.text.includes("!important"));
}

describe("the theme's CSS", () => {
  it("keeps every file under 150 lines", () => {
    expect(sheets.filter(({ text }) => text.split("\n").length - 1 >= 150).map(({ file }) => file)).toEqual([]);
  });

  it("has no id selectors", () => {
    const found: string[] = [];
    for (const sheet of sheets) {
      sheet.root.walkRules((rule) => {
        if (/^(from|to|[\d.]+%)/.test(rule.selector)) return;
        parser((selectors) => selectors.walkIds((id) => void found.push(`${place(sheet, rule)}: ${id}`))).processSync(
          rule.selector,
        );
      });
    }
    expect(found).toEqual([]);
  });

  it("says !important only with the rule of GLPI's it answers", () => {
    expect(
      findings(
        (decl) => (decl.important && !hasReason(decl) ? `${decl.prop} !important without a reason` : undefined),
        () => true,
      ),
    ).toEqual([]);
  });

  it("writes out no colour outside tokens/", () => {
    expect(findings((decl) => literalColour(decl.value))).toEqual([]);
  });

  it("writes out no duration outside tokens/", () => {
    expect(
      findings((decl) => (/transition|animation/.test(decl.prop) ? literalDuration(decl.value) : undefined)),
    ).toEqual([]);
  });

  it("writes out no radius that tokens/ has a name for", () => {
    const radii = new Set(findTokens(/corner-radius/));
    expect(
      findings((decl) =>
        /radius$/.test(decl.prop) ? decl.value.match(/[\d.]+px/g)?.find((radius) => radii.has(radius)) : undefined,
      ),
    ).toEqual([]);
  });

  it("defines no widget token that nothing reads", () => {
    const read = new Set(
      sheets.flatMap(({ text }) => [...text.matchAll(/(?:var|style)\(\s*(--win-[\w-]+)/g)].map(([, token]) => token)),
    );
    expect(
      findings((decl) =>
        decl.prop.startsWith("--win-") && !read.has(decl.prop) ? `${decl.prop} is never read` : undefined,
      ),
    ).toEqual([]);
  });

  it("puts declarations before nested rules, where every browser and the build agree on their order", () => {
    const late = (decl: Declaration): boolean => {
      for (let node = decl.prev(); node; node = node.prev())
        if (node.type === "rule" || (node.type === "atrule" && node.nodes)) return true;
      return false;
    };
    expect(
      findings(
        (decl) => (late(decl) ? `${decl.prop} after a nested rule` : undefined),
        () => true,
      ),
    ).toEqual([]);
  });
});

describe("the rules themselves", () => {
  const declaration = (css: string): Declaration => {
    const rule = postcss.parse(css).nodes.find((node) => node.type === "rule");
    return (rule as postcss.Rule).nodes.find((node) => node.type === "decl") as Declaration;
  };

  it("know a literal colour", () => {
    for (const value of [
      "#fff",
      "1px solid #00000080",
      "rgb(0 0 0 / 50%)",
      "red",
      "linear-gradient(White, var(--x))",
      "oklch(50% 0 0)",
    ]) {
      expect(literalColour(value), value).toBeDefined();
    }
    for (const value of [
      "var(--red)",
      "rgb(from var(--x) r g b / 0.9)",
      "transparent",
      "CanvasText",
      "currentcolor",
      'url("data:x,#fff")',
      '"red"',
      "none",
    ]) {
      expect(literalColour(value), value).toBeUndefined();
    }
  });

  it("know a literal duration", () => {
    expect(literalDuration("color 83ms")).toBe("83ms");
    expect(literalDuration("spin .5s linear")).toBe(".5s");
    expect(literalDuration("0s")).toBeUndefined();
    expect(literalDuration("color var(--win-fast-2s)")).toBeUndefined();
  });

  it("know a reason", () => {
    expect(hasReason(declaration("a { color: var(--x) !important; /* .btn */ }"))).toBe(true);
    expect(hasReason(declaration("a { /* .btn */ color: var(--x) !important; }"))).toBe(true);
    expect(hasReason(declaration("/* .btn */ a { color: var(--x) !important; }"))).toBe(true);
    expect(hasReason(declaration("a { color: var(--x) !important; }"))).toBe(false);
  });
});
