import path from "node:path";
import postcss from "postcss";
import { describe, expect, it } from "vitest";
import { seedFaults } from "../../src/visual/faults.ts";
import { type Sheet, sheetsOf } from "../../src/visual/page.ts";

const folder = (name: string): string => path.resolve("theme", "controls", name);
const sheets = (files: Record<string, string>): Sheet[] =>
  Object.entries(files).flatMap(([file, css]) => sheetsOf(postcss.parse(css, { from: path.resolve("theme", file) })));

describe("seeded faults", () => {
  it("are those of one widget's files, not of widgets whose names begin alike", () => {
    const own = sheets({
      "controls/combo-box/combo-box.css": ".a { width: 1px }",
      "controls/combo-box-popup/combo-box-popup.css": ".b { width: 1px }",
    });
    expect(seedFaults(own, folder("combo-box")).map(({ what }) => what)).toEqual([".a { width: 1px -> 2px }"]);
  });

  it("are an epx of each length, a border, a colour, a radius and a state", () => {
    const own = sheets({
      "tokens/colour.css": ":root { --win-text: #000 }",
      "controls/x/x.css":
        ".a { margin: 1px 2px; border: 1px solid; color: var(--win-text); border-radius: 4px } .a:hover { opacity: 0.5 }",
    });
    expect(seedFaults(own, folder("x")).map(({ kind }) => kind)).toEqual([
      "length",
      "length",
      "length",
      "border",
      "colour",
      "radius",
      "state",
    ]);
  });
});
