import { describe, expect, it } from "vitest";
import { annotations, renderJunit, renderReport, reportPart } from "../../src/visual/report.ts";
import type { DetailedResult } from "../../src/visual/run.ts";

const image = { width: 4, height: 2, data: new Uint8Array(32).fill(255) };
const result = (values: Partial<DetailedResult> = {}): DetailedResult => ({
  widget: "button",
  state: "standard/rest",
  theme: "light",
  scale: 1,
  direction: "ltr",
  reference: "drawn",
  mismatch: 0,
  maxDeltaE: 0,
  boxError: 0,
  budget: 0.015,
  allowed: 0.02,
  sums: { epx: 0, deltaE: 0, pixels: 0 },
  pass: true,
  native: true,
  hash: "abc",
  failures: [],
  rows: [],
  expected: image,
  got: image,
  ...values,
});
const failing = result({
  state: "standard/<pressed>",
  pass: false,
  failures: [{ gate: "boxes", part: "knob", expected: "left 4", got: "left 5", where: "100 % off" }],
});

describe("the report", () => {
  const render = (): string =>
    renderReport({
      title: "A </title> & B",
      css: "a{}</style>",
      parts: [reportPart([result()]), reportPart([failing])],
      warnings: ["<b>"],
    });
  it("is the same for the same results", () => expect(render()).toBe(render()));
  it("is one file: nothing is fetched", () => expect(render()).not.toMatch(/(?:src|href)=["']https?:|@import/));
  it("lets no text out of its place", () => {
    const html = render();
    expect(html.match(/<\/title>/g)).toHaveLength(1);
    expect(html.match(/<\/style>/g)).toHaveLength(2);
    expect(html).not.toContain("<pressed>");
  });
});

describe("for machines", () => {
  it("JUnit holds each state and its reason", () => {
    const xml = renderJunit([result(), failing]);
    expect(xml).toContain('tests="2" failures="1"');
    expect(xml).toContain("boxes: knob left 4, got left 5");
    expect(xml).not.toContain("<pressed>");
  });
  it("GitHub gets one line a failing state", () =>
    expect(annotations([result(), failing], () => "button.reference.json")).toEqual([
      "::error file=button.reference.json,title=button is not native::standard/<pressed> light: boxes: knob left 4, got left 5 (100 %25 off)",
    ]));
});
