import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mentioned } from "../../src/audit/expectations.ts";
import { ExpressionError, evaluate, figurePaths, parseExpression } from "../../src/references/expression.ts";
import { Facts } from "../../src/references/facts.ts";
import { type Reference, readReference } from "../../src/references/read.ts";
import { collect, NativeData, resolveState } from "../../src/references/resolve.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { readSpecimens } from "../../src/visual/specimens.ts";

const references = (): Reference[] =>
  readSpecimens(loadTheme("windows-11").folders).flatMap(({ reference }) =>
    reference ? [readReference(reference)] : [],
  );

describe("figures", () => {
  const value = (figure: string | number): number => evaluate(parseExpression(figure), () => 10);
  it("are expressions", () => {
    expect(value("@Button/figures.padding[0] + 2 * (3 - 1) / 4")).toBe(11);
    expect(value("-@Button/x.y")).toBe(-10);
    expect(value(3)).toBe(3);
    expect(figurePaths(parseExpression("@Button/a[0] + @tokens/b.c"))).toEqual(["Button/a[0]", "tokens/b.c"]);
  });
  it.each(["@Button", "1 +", "(1", "1 1", "@Button/a ^ 2"])("%s is an error", (text) =>
    expect(() => value(text)).toThrow(ExpressionError),
  );
});

describe("winui.json", () => {
  const data = new NativeData(NativeData.load().winui);

  it("has every figure and brush that a reference names, in every theme", () => {
    for (const reference of references()) {
      for (const [variant, { states }] of Object.entries(reference.specification.variants)) {
        for (const state of Object.keys(states)) {
          for (const theme of ["light", "dark", "high-contrast"] as const)
            expect(resolveState(reference, variant, state, theme, data)).toBeDefined();
        }
      }
    }
  });

  it("says of each the source file", () => {
    for (const [name, entry] of Object.entries({ ...data.winui.figures, ...data.winui.brushes }))
      expect(entry.file, name).not.toBe("");
    expect(data.winui.commit).toMatch(/^[0-9a-f]{40}$/);
  });

  const facts = process.env.FENETRE_FACTS;
  if (!facts)
    console.warn("skipped: winui.json is not held against WinUI's facts, since FENETRE_FACTS names no folder");
  it.skipIf(!facts)("is what WinUI's facts say", () => {
    const { winui, errors } = collect(references(), new Facts(facts as string), mentioned());
    expect(errors).toEqual([]);
    // Nothing more and nothing less: what no one names any more must go.
    expect(Object.keys(data.winui.figures)).toEqual(Object.keys(winui.figures));
    expect(Object.keys(data.winui.brushes)).toEqual(Object.keys(winui.brushes));
    for (const [name, entry] of Object.entries(winui.figures)) expect(data.winui.figures[name], name).toEqual(entry);
    for (const [name, entry] of Object.entries(winui.brushes)) expect(data.winui.brushes[name], name).toEqual(entry);
  });
});

describe("independence", () => {
  it("references never read the theme's tokens", () => {
    const folder = path.join(projectRoot, "src/references");
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".ts"))) {
      const text = readFileSync(path.join(folder, name), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      expect(text, name).not.toMatch(/--win-|build\/(compile|scope)|theme\/accent|themes\/[\w-]+\/tokens/);
    }
    for (const name of ["compare.ts", "evidence.ts"]) {
      const text = readFileSync(path.join(projectRoot, "src/visual", name), "utf8");
      expect(text, name).not.toMatch(/--win-|build\/compile|themes\/[\w-]+\/tokens/);
    }
  });
});

describe("a mistake in a reference", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-reference-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (text: string): Reference => {
    const file = path.join(folder, "x.reference.json");
    writeFileSync(file, text);
    return readReference(file);
  };
  const whole = (part: string, state = "{}"): string =>
    `{ "widget": "Button", "control": "Button",\n"variants": { "standard": { "parts": [\n${part}\n], "states": { "rest": ${state} } } } }`;
  const data = new NativeData(NativeData.load().winui);

  it.each([
    ["not JSON", "{ nonsense", /:1:.*not valid JSON/],
    ["no variants", '{ "widget": "X", "control": null }', /"variants" is missing/],
    [
      "an unknown field",
      whole('{ "name": "a", "shape": "rectangle", "colour": "red" }'),
      /:3:.*unknown field "colour"/,
    ],
    ["an unknown shape", whole('{ "name": "a", "shape": "star" }'), /:3:.*"shape" cannot be "star"/],
    [
      "an unknown part",
      whole('{ "name": "a", "shape": "rectangle" }', '{ "parts": { "b": null } }'),
      /:4:.*no part "b"/,
    ],
    [
      "an unknown text",
      whole('{ "name": "a", "shape": "rectangle" }', '{ "texts": { "header": null } }'),
      /:4:.*no text "header"/,
    ],
    [
      "a glyph that points nowhere",
      whole('{ "name": "a", "shape": "glyph", "points": "inwards" }'),
      /:3:.*"points" cannot be "inwards"/,
    ],
    [
      "a text without its element",
      whole('{ "name": "a", "shape": "rectangle" }').replace(
        '"states"',
        '\n"texts": { "header": { "size": 14, "weight": 400, "brush": "TextFillColorPrimary" } }, "states"',
      ),
      /:5:.*"at" is missing/,
    ],
    [
      "the same part twice",
      whole('{ "name": "a", "shape": "rectangle" }, { "name": "a", "shape": "ellipse" }'),
      /two parts/,
    ],
  ])("%s is named with its line", (_, text, message) => expect(() => read(text)).toThrow(message));

  it.each([
    [
      "an unknown figure",
      '{ "name": "a", "shape": "rectangle", "radius": "@Button/figures.nonsense" }',
      /:3:.*unknown figure @Button\/figures.nonsense/,
    ],
    [
      "an unknown brush",
      '{ "name": "a", "shape": "rectangle", "fill": "NoSuchBrush" }',
      /:3:.*unknown brush NoSuchBrush/,
    ],
    ["a broken expression", '{ "name": "a", "shape": "rectangle", "radius": "1 +" }', /:3:.*ends too early/],
  ])("%s is named with its line", (_, text, message) =>
    expect(() => resolveState(read(whole(text)), "standard", "rest", "light", data)).toThrow(message),
  );

  it("an unknown shadow is named with its line", () =>
    expect(() => {
      const text = whole('{ "name": "a", "shape": "rectangle" }').replace(
        '"states"',
        '\n"shadow": "nonsense", "states"',
      );
      resolveState(read(text), "standard", "rest", "light", data);
    }).toThrow(/:5:.*unknown figure @tokens\/shadows\.nonsense/));
});
