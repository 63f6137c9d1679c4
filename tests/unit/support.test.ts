import { rmSync } from "node:fs";
import postcss, { type Root, type Rule } from "postcss";
import { describe, expect, it } from "vitest";
import { buildArtefacts } from "../../src/build/build.ts";
import { compile } from "../../src/build/compile.ts";
import { answersOf, unansweredNeeds } from "../../src/build/support/check.ts";
import { lacking } from "../../src/build/support/compatibility.ts";
import { lacksOfSelector, needsOf } from "../../src/build/support/features.ts";
import { separateUnknown } from "../../src/build/support/separate.ts";
import { pluginFiles } from "../../src/build/targets/plugin.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { version } from "../../src/util/version.ts";
import { command } from "../helpers/command.ts";
import { temporaryTheme } from "../helpers/temporary-theme.ts";

/** What a sheet needs and some named browser lacks. */
const needs = (css: string): string[] => needsOf(postcss.parse(css)).map(({ feature }) => feature);

const rules = (root: Root): string[] => {
  const all: string[] = [];
  root.walkRules((rule: Rule) => void all.push(rule.selector));
  return all;
};

describe("what the named browsers know", () => {
  it("comes from the data set, for the oldest version of each", () => {
    expect(lacking("selectors.has")).toEqual([]);
    expect(lacking("types.color.light-dark")).toEqual([]);
    // Safari 18.2 and 26.2.
    expect(lacking("properties.scrollbar-width")).toEqual(["Safari 17.5", "Safari on iOS 17.5"]);
    expect(lacking("selectors.no-such-thing")).toBeUndefined();
  });

  it.each([
    ["a::details-content { color: red }", ["::details-content"]],
    ["a { appearance: base-select }", ["appearance: base-select"]],
    ["a { field-sizing: content }", ["field-sizing"]],
    ["a { width: calc-size(auto, size) }", ["calc-size()"]],
    ["a { anchor-name: --x }", ["anchor-name"]],
    ["a { --x: contrast-color(red) }", ["contrast-color()"]],
    ["@position-try --x { inset: 0 }", ["@position-try"]],
    ["a { color: light-dark(red, blue); mask: none; inset: 0 } a:has(b) { color: rgb(from red r g b) }", []],
    // A declaration that all take stands before it.
    ["a { color: red; color: contrast-color(blue) }", []],
    ["a { color: contrast-color(blue); color: red }", ["contrast-color()"]],
    // Who does not know it does not come there.
    ["@supports (appearance: base-select) { select::picker(select) { appearance: base-select } }", []],
    ["@supports (color: red) { select { appearance: base-select } }", ["appearance: base-select"]],
    ["@supports not (appearance: base-select) { select { appearance: base-select } }", ["appearance: base-select"]],
    ["@supports selector(::details-content) { a::details-content { color: red } }", []],
    // Forgiven where it stands, and valid to all by its prefix.
    [":is(a, b:no-such-state) { color: red }", []],
    ["a::-webkit-anything { color: red }", []],
  ])("%s", (css, expected) => {
    expect(needs(css)).toEqual(expected);
  });
});

describe("a list with a selector that some browser does not know", () => {
  it("becomes a rule for each, in order, and says the same", () => {
    const root = separateUnknown(postcss.parse(".a, select::picker(select), .b { color: red }\n.c, .d { margin: 0 }"));
    expect(rules(root)).toEqual([".a, .b", "select::picker(select)", ".c, .d"]);
    expect(root.toString().match(/color: red/g)).toHaveLength(2);
  });

  it("keeps what is nested where all browsers find it", () => {
    const root = separateUnknown(postcss.parse(".a, b::details-content { color: red; & i { top: 0 } }"));
    expect(rules(root)).toEqual([".a", "& i", "b::details-content"]);
  });

  it("is left alone where all of it is unknown to the same", () => {
    const css = "a::details-content, b::details-content { color: red }";
    expect(separateUnknown(postcss.parse(css)).toString()).toBe(css);
  });

  it("stands in no sheet that is delivered", () => {
    const theme = loadTheme("windows-11");
    const sheets = [
      ...buildArtefacts(theme).map(({ path, content }) => [path, content] as const),
      ...Object.entries(pluginFiles({ theme, version })),
    ].filter(([path]) => /\.s?css$/.test(path));
    expect(sheets.length).toBeGreaterThan(8);
    // Of a palette, what Sass makes of it: without its variable and its interpolations.
    const plain = (scss: string): string => scss.replace(/^\$.*$/gm, "").replace(/#\{"(?:[^"\\]|\\.)*"\}/g, "x");
    for (const [path, content] of sheets) {
      const mixed: string[] = [];
      postcss.parse(plain(new TextDecoder().decode(content))).walkRules((rule) => {
        if (rule.parent?.type === "atrule" && /keyframes$/.test((rule.parent as { name?: string }).name ?? "")) return;
        const kinds = new Set(
          rule.selectors.map((one) =>
            lacksOfSelector(one)
              .map(({ feature }) => feature)
              .join(),
          ),
        );
        if (kinds.size > 1) mixed.push(rule.selector.slice(0, 120));
      });
      expect(mixed, path).toEqual([]);
    }
  });
});

describe("a theme", () => {
  const theme = loadTheme("windows-11");

  it("answers for all that a named browser lacks, and for nothing else", () => {
    expect(unansweredNeeds(theme)).toEqual([]);
    const used = new Set(needsOf(compile(theme)).map(({ feature }) => feature));
    expect(Object.keys(answersOf(theme)).filter((feature) => !used.has(feature))).toEqual([]);
  });

  it("is not built when it needs what a named browser lacks, and the line is named", async () => {
    const css = "a {\n  color: currentcolor;\n  field-sizing: content;\n}\n";
    const own = temporaryTheme({ "controls/own.css": css });
    try {
      const build = () => command("build", "--theme", own.folder, "--out", `${own.folder}-built`);
      const { code, error } = await build();
      expect(code).toBe(1);
      expect(error).toMatch(/controls\/own\.css:3: field-sizing is not known to .*Firefox 128.*browsers\.json/);
      own.write("browsers.json", JSON.stringify({ instead: { "field-sizing": "The field keeps its size" } }));
      expect((await build()).error).toBe("");
    } finally {
      own.remove();
      rmSync(`${own.folder}-built`, { recursive: true, force: true });
    }
  });
});
