import { describe, expect, it } from "vitest";
import { type Drawing, drawState, lineOn, type Nudges, roundedLines } from "../../src/references/draw.ts";
import type { NativeState } from "../../src/references/resolve.ts";
import { compareState, type Rendering } from "../../src/visual/compare.ts";
import type { Raster } from "../../src/visual/raster.ts";
import { settle } from "../../src/visual/settling.ts";
import { focusThickness, state, toggle } from "./corpus.ts";

const size = { width: 120, height: 40 };
const nowhere = { x: 0, y: 0 };

describe("a line on a screen", () => {
  it("is whole device pixels, rounded down, at least one", () => {
    expect([1, 1.25, 1.5, 2].map((scale) => lineOn(scale, 1) * scale)).toEqual([1, 1, 1, 2]);
    expect([1.25, 1.5].map((scale) => Math.round(lineOn(scale, 2) * scale))).toEqual([2, 3]);
    expect(lineOn(1.25, 0)).toBe(0);
  });

  it("is told where it is not as thick as it should be", () => {
    expect(roundedLines(state(), 1.5, focusThickness)).toEqual([1]);
    expect(roundedLines(state(), 2, focusThickness)).toEqual([]);
  });
});

describe("a drawing for a screen whose scale is not whole", () => {
  it("has its edges on device pixels: no pixel of a straight edge is shared", () => {
    const { image, left, top } = drawState(state(), size, 1.25, focusThickness);
    const row = (top + 20) * image.width;
    const at = (x: number): number => image.data[(row + x) * 4] as number;
    expect(at(left - 1)).not.toBe(at(left));
    expect(at(left + 1)).not.toBe(at(left));
    expect(at(left + 1)).toBe(at(left + 2));
  });
});

describe("settling", () => {
  const native = toggle();
  const root = { width: 50, height: 25 };
  const draw = (of: NativeState, nudges: Nudges = []): Drawing =>
    drawState(of, root, 1.25, focusThickness, {}, nowhere, nudges);
  const settled = (ours: Raster): Nudges | undefined => settle(native, root, 1.25, focusThickness, {}, nowhere, ours);
  const passes = ({ image }: Drawing): boolean => {
    const ours: Rendering = {
      surfaces: image,
      glyphs: undefined,
      width: 40,
      height: 20,
      shadow: undefined,
      text: null,
      texts: {},
      icons: [],
    };
    return compareState(draw(native, settled(image)), native, ours).rows.every((row) => row.pass);
  };

  it("moves nothing that is in its place", () => expect(settled(draw(native).image)).toBeUndefined());
  it("finds a part that lies one device pixel beside", () =>
    expect(passes(draw(native, [undefined, [1, 0, 1, 0]]))).toBe(true));
  it("finds none that lies two beside", () => expect(passes(draw(native, [undefined, [2, 0, 2, 0]]))).toBe(false));
  it("takes no other colour for another place", () => {
    const green = native.parts.map((each, index) => (index === 1 ? { ...each, fill: "#00ff00" } : each));
    expect(passes(draw({ ...native, parts: green }))).toBe(false);
  });
});
