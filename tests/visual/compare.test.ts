import { describe, expect, it } from "vitest";
import { drawState } from "../../src/references/draw.ts";
import { budgetKey, lowered, roundUp, withinBudget } from "../../src/visual/budgets.ts";
import { compareState, deltaE, limits, over, type Rendering } from "../../src/visual/compare.ts";
import { focusThickness, pairs, part, rendering, state, toggle } from "./corpus.ts";

describe("the corpus", () => {
  it.each(pairs)("$name: matches is $matches", ({ native, ours, matches, size }) => {
    const root = { width: native.width ?? 96, height: native.height ?? 32 };
    const drawing = drawState(native, root, 1, focusThickness);
    const verdict = compareState(drawing, native, rendering(ours, drawing, size ?? root));
    const failed = verdict.rows.filter((row) => !row.pass).map((row) => `${row.gate} ${row.part} ${row.where}`);
    expect(failed.length === 0 && verdict.mismatch <= limits.mismatch, failed.join("; ")).toBe(matches);
  });
});

describe("the text gate", () => {
  const ends = { left: 12, right: 11, middle: 48.5, top: 6, bottom: 6 };
  const body = { size: 14, weight: 400, lineHeight: 20, colour: "#000000e4", opacity: 1, ...ends };
  const native = state({ text: body, texts: { shortcut: { ...body, size: 12, left: undefined, middle: undefined } } });
  const drawing = drawState(native, { width: 96, height: 32 }, 1, focusThickness);
  const text = {
    lines: ["Text"],
    family: '"Segoe UI Variable Text", sans-serif',
    size: 14,
    weight: 400,
    lineHeight: 20,
    colour: "rgba(0, 0, 0, 0.894)",
    opacity: 1,
    left: 12,
    right: 11,
    top: 6,
    bottom: 6,
  };
  const shortcut = { ...text, size: 12, left: 50 };
  const failures = (changed: Partial<typeof text>, texts: Rendering["texts"] = { shortcut }): string[] =>
    compareState(drawing, native, {
      ...rendering(native, drawing, { width: 96, height: 32 }),
      text: { ...text, ...changed },
      texts,
    })
      .rows.filter((row) => !row.pass)
      .map((row) => `${row.part}: ${row.expected.split(" ").slice(0, -1).join(" ")}`);
  it("passes native text, and 0.3 epx of it", () => {
    expect(failures({})).toEqual([]);
    expect(failures({ left: 12.3, right: 11.3, top: 5.7, bottom: 6.3 })).toEqual([]);
  });
  it.each([
    ["family", { lines: ["Text"], family: "Inter" }],
    ["family", { family: '"Segoe UI Variable Display", "Segoe UI Variable", sans-serif' }],
    ["size", { size: 15 }],
    ["weight", { weight: 500 }],
    ["line height", { lineHeight: 21 }],
    ["left", { left: 13 }],
    ["right", { right: 12 }],
    ["middle", { left: 13, right: 10 }],
    ["top", { top: 5 }],
    ["top", { top: 6.5 }],
    ["bottom", { bottom: 7 }],
    ["colour", { colour: "rgba(0, 0, 0, 0.62)" }],
    ["colour", { opacity: 0.7 }],
  ])("sees another %s", (what, changed) =>
    expect(failures(changed).join()).toContain(what === "family" ? "text: family Segoe UI" : `text: ${what}`),
  );
  it("names which text is off", () =>
    expect(failures({}, { shortcut: { ...shortcut, size: 13, right: 12 } })).toEqual([
      "shortcut: size",
      "shortcut: right",
    ]));
  it("takes an icon's font as it is, not its size", () => {
    const symbol = { ...native, texts: { icon: { ...body, symbol: true } } };
    const failed = (size: number): string[] =>
      compareState(drawing, symbol, {
        ...rendering(native, drawing, { width: 96, height: 32 }),
        text,
        texts: { icon: { ...text, family: "tabler-icons", weight: 900, size } },
      })
        .rows.filter((row) => !row.pass)
        .map((row) => `${row.part}: ${row.expected}`);
    expect(failed(14)).toEqual([]);
    expect(failed(15)).toEqual(["icon: size 14"]);
  });
  it("misses a text that is not there", () => expect(failures({}, { shortcut: null })).toEqual(["shortcut: text an"]));
});

describe("the shadow gate", () => {
  const native = state({ shadow: [{ y: 8, blur: 16, opacity: 0.14 }] });
  const drawing = drawState(native, { width: 96, height: 32 }, 1, focusThickness);
  const passes = (shadow: string | undefined, expected = native): boolean | undefined =>
    compareState(drawing, expected, { ...rendering(native, drawing, { width: 96, height: 32 }), shadow }).rows.find(
      ({ part }) => part === "shadow",
    )?.pass;
  it("takes a shadow by its figures, beside insets and rings without blur or colour", () => {
    expect(passes("rgba(0, 0, 0, 0.14) 0px 8px 16px 0px")).toBe(true);
    expect(passes("rgba(0, 0, 0, 0) 0px 0px 0px 0px, rgba(0, 0, 0, 0.14) 0px 8px 16px 0px")).toBe(true);
    expect(passes("rgb(1, 2, 3) 0px 0px 0px 1px inset, rgba(0, 0, 0, 0.14) 0px 8px 16px 0px")).toBe(true);
    expect(passes("none", state({ shadow: [] }))).toBe(true);
  });
  it.each([
    undefined,
    "none",
    "rgba(0, 0, 0, 0.14) 0px 9px 16px 0px",
    "rgba(0, 0, 0, 0.14) 1px 8px 16px 0px",
    "rgba(0, 0, 0, 0.14) 0px 8px 17px 0px",
    "rgba(0, 0, 0, 0.14) 0px 8px 16px 1px",
    "rgba(0, 0, 0, 0.15) 0px 8px 16px 0px",
    "rgba(40, 0, 0, 0.14) 0px 8px 16px 0px",
    "rgba(0, 0, 0, 0.14) 0px 8px 16px 0px, rgba(0, 0, 0, 0.14) 0px 8px 16px 0px",
  ])("does not take %s", (shadow) => expect(passes(shadow)).toBe(false));
});

describe("the glyph gate", () => {
  const glyph = part({
    name: "chevron",
    shape: "glyph",
    box: { right: 11, width: 12, height: 12, center: "y" },
    fill: "#000000",
    points: "up",
  });
  const native = state({ parts: [part(), glyph] });
  const drawing = drawState(native, { width: 96, height: 32 }, 1, focusThickness);
  const notch = { up: [4, 0], down: [4, 8], left: [0, 4], right: [8, 4] };
  const points = (side: keyof typeof notch | undefined): string[] => {
    const ours = rendering(native, drawing, { width: 96, height: 32 });
    const data = Uint8Array.from(ours.surfaces.data);
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 12; x++) {
        const [notchX = 0, notchY = 0] = side ? notch[side] : [-9, -9];
        if (x >= notchX && x < notchX + 4 && y >= notchY && y < notchY + 4) continue;
        data.set([0, 0, 0], ((drawing.top + 10 + y) * drawing.image.width + drawing.left + 73 + x) * 4);
      }
    }
    return compareState(drawing, native, { ...ours, glyphs: { ...ours.surfaces, data } })
      .rows.filter((row) => !row.pass)
      .map(({ part, got }) => `${part} ${got}`);
  };
  it("sees where a glyph points", () => {
    expect(points("up")).toEqual([]);
    expect(points("down")).toEqual(["chevron down"]);
    expect(points("right")).toEqual(["chevron right"]);
    expect(points(undefined)).toEqual(["chevron nowhere"]);
  });
});

describe("drawing", () => {
  it("lays the stroke inside the box and rounds its middle", () => {
    const { image, left, top } = drawState(
      state({ on: ["#ffffff"], parts: [part({ fill: "#0000ff", stroke: "#ff0000" })] }),
      { width: 96, height: 32 },
      1,
      focusThickness,
    );
    const at = (x: number, y: number): number[] => [
      ...image.data.subarray(((top + y) * image.width + left + x) * 4, ((top + y) * image.width + left + x) * 4 + 3),
    ];
    expect(at(48, 0)).toEqual([255, 0, 0]);
    expect(at(48, 1)).toEqual([0, 0, 255]);
    expect(at(48, -1)).toEqual([255, 255, 255]);
    expect(at(0, 0)).toEqual([255, 255, 255]);
  });

  it("puts the strong edge below in light and draws the same bytes twice", () => {
    const draw = () => drawState(state(), { width: 96, height: 32 }, 1, focusThickness);
    const { image, left, top } = draw();
    const row = (y: number): number => image.data[((top + y) * image.width + left + 48) * 4] as number;
    expect(row(31)).toBeLessThan(row(0));
    expect(Buffer.compare(draw().image.data, image.data)).toBe(0);
  });

  it("scales", () => {
    const { image } = drawState(toggle(), { width: 80, height: 40 }, 2, focusThickness);
    expect([image.width, image.height]).toEqual([96, 56]);
  });
});

describe("colours", () => {
  it("composites and rounds alpha to 255ths", () =>
    expect(over("rgba(0, 0, 0, 0.7)", [255, 255, 255])).toEqual([76, 76, 76]));
  it("takes one level for rounding and two for a difference", () => {
    expect(deltaE([50, 50, 50], [51, 51, 51])).toBe(0);
    expect(deltaE([50, 50, 50], [52, 52, 52])).toBeGreaterThan(0.5);
  });
});

describe("budgets", () => {
  const measured = {
    state: "standard/rest",
    theme: "light",
    scale: 1,
    direction: "ltr" as const,
    mismatch: 0.0021,
    acceptable: true,
  };
  it("are made, lowered, and never raised", () => {
    expect(lowered({}, [measured], () => true)).toEqual({ "standard/rest": { light: 0.0021 } });
    expect(lowered({ "standard/rest": { light: 0.004 } }, [measured], () => true)).toEqual({
      "standard/rest": { light: 0.0021 },
    });
    expect(lowered({ "standard/rest": { light: 0.001 } }, [measured], () => true)).toEqual({
      "standard/rest": { light: 0.001 },
    });
  });
  it("are not made for what fails, and are dropped with their state", () => {
    expect(lowered({}, [{ ...measured, acceptable: false }], () => true)).toEqual({});
    expect(lowered({ gone: { light: 0 } }, [], (name) => name !== "gone")).toEqual({});
  });
  it("round up, allow two pixels, and are kept a scale", () => {
    expect(roundUp(0.00001)).toBe(0.0001);
    expect(withinBudget(0.001, 0, 2000)).toBe(true);
    expect(withinBudget(0.0016, 0, 2000)).toBe(false);
    expect(budgetKey("dark", 2, "ltr")).toBe("dark@2");
    expect(budgetKey("dark", 1, "rtl")).toBe("dark rtl");
  });
});
