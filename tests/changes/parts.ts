import type { Judgement, Part } from "../../src/changes/results.ts";

/** A verdict that passes, or one that fails by so many epx. */
export const judgement = (off = 0, more: Partial<Judgement> = {}): Judgement => ({
  pass: off === 0,
  mismatch: 0,
  allowed: 0.015,
  maxDeltaE: 0,
  boxError: off,
  sums: { epx: off, deltaE: 0, pixels: 0 },
  failures:
    off === 0
      ? []
      : [{ gate: "text", part: "text", expected: "left 12", got: `left ${12 + off}`, where: "computed style" }],
  ...more,
});

/** A part of which nothing changed. */
export const emptyPart = (more: Partial<Part> = {}): Part => ({
  format: 2,
  shard: { index: 1, of: 1 },
  base: { revision: "main", commit: "0123456789abcdef0123456789abcdef01234567" },
  sides: "sides",
  theme: "Test",
  browser: "Chromium",
  changes: [],
  unchanged: 0,
  unreached: 0,
  causes: [],
  unreachedCauses: [],
  unpicturedCauses: [],
  sizes: { before: null, after: null },
  cost: null,
  added: [],
  removed: [],
  renamed: [],
  notes: [],
  times: { all: 1, browser: 1 },
  ...more,
});

/** A changed declaration at a line of `themes/test/<name>.css`. */
export const cause = (name: string, line: number, declaration: [string, string, string]): Part["causes"][number] => {
  const [property, before, after] = declaration;
  const place = `themes/test/${name}.css:${line}`;
  return {
    id: `${place} declaration`,
    kind: "declaration",
    place,
    within: [`.${name}`],
    before: `${property}: ${before}`,
    after: `${property}: ${after}`,
  };
};
