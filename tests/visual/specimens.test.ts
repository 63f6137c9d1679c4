import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cellsOf, forcedPseudoClasses, readSpecimens } from "../../src/visual/specimens.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function theme(html: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-specimens-"));
  folders.push(folder);
  mkdirSync(path.join(folder, "controls/thing"), { recursive: true });
  writeFileSync(path.join(folder, "controls/thing/thing.html"), html);
  return folder;
}

describe("specimens", () => {
  it("are read as they stand, with their line, and laid out a state each", () => {
    const [widget] = readSpecimens([
      theme(
        '<!-- Thing -->\n<template data-variant="a" data-states="rest pressed" data-frame="90">\n  <td>One &amp; two</td>\n</template>',
      ),
    ]);
    expect(widget).toMatchObject({ name: "thing", reference: undefined });
    expect(widget && cellsOf(widget)).toMatchObject([
      { variant: "a", state: "rest", html: "<td>One &amp; two</td>", frame: 90, forced: [], place: { line: 2 } },
      { state: "pressed", forced: ["hover", "active"] },
    ]);
  });

  it.each([
    ["rest", []],
    ["checked-pointer-over", ["hover"]],
    ["focused", ["focus", "focus-visible"]],
    ["unfocused", []],
    ["disabled", []],
  ])("%s forces %j", (state, forced) => expect(forcedPseudoClasses(state)).toEqual(forced));

  it.each([
    ["text outside", "hello", /:1:.*only <template>/],
    ["no variant", '\n<template data-states="rest"><b></b></template>', /:2:.*data-variant/],
    ["no states", '<template data-variant="a"><b></b></template>', /data-states/],
    ["a state twice", '<template data-variant="a" data-states="rest rest"><b></b></template>', /a\/rest stands twice/],
    [
      "a bad frame",
      '<template data-variant="a" data-states="rest" data-frame="wide"><b></b></template>',
      /data-frame="wide"/,
    ],
    ["nothing in it", '<template data-variant="a" data-states="rest"> </template>', /empty template/],
  ])("%s is an error with its line", (_, html, message) => expect(() => readSpecimens([theme(html)])).toThrow(message));

  it("a mistake in one widget can be reported without stopping the others", () => {
    const errors: string[] = [];
    expect(readSpecimens([theme("hello")], (error) => void errors.push(error.message))).toEqual([]);
    expect(errors).toHaveLength(1);
  });
});
