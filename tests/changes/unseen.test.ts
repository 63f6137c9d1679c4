import { describe, expect, it } from "vitest";
import { assemble, fingerprint } from "../../src/changes/assemble.ts";
import type { Cause, Effect } from "../../src/changes/causes.ts";
import { unpicturedCauses, unreachedCauses } from "../../src/changes/unseen.ts";
import { emptyPart } from "./parts.ts";

const place = "themes/test/shell/print.css:3";

/** A declaration that says something else. */
function effect(property: string, before: string | null, after: string | null, more: Partial<Cause> = {}): Effect {
  const said = (value: string | null): string | null => (value === null ? null : `${property}: ${value}`);
  return {
    cause: {
      id: `${place} ${property}`,
      kind: "declaration",
      place,
      within: ["@media print", ".card"],
      before: said(before),
      after: said(after),
      ...more,
    },
    conditions: [],
    selector: ".card",
    declarations: [{ property, before, after, place, basePlace: place }],
  };
}

const none = new Set<number>();

describe("a change that nothing has an element for", () => {
  it("is told, and one that something has is not", () => {
    const effects = [effect("color", "#111", "#eee"), effect("opacity", "1", "0.5")];
    expect(unreachedCauses(effects, new Set([1]))).toEqual([effects[0]?.cause.id]);
  });
  it.each([
    ["padding", "0", "0px"],
    ["color", "#9d5d00", "#9D5D00"],
  ])("is none where %s is the same written otherwise", (property, before, after) => {
    expect(unreachedCauses([effect(property, before, after)], none)).toEqual([]);
  });
  it("is none where a token has another name alone", () => {
    const effects = [
      effect("--win-a", "4px", null),
      effect("--win-b", null, "4px"),
      effect("gap", "var(--win-a)", "var(--win-b)"),
    ];
    expect(unreachedCauses(effects, none)).toEqual([]);
  });
  it("is one where a rule came, went, or is for something else", () => {
    const came = effect("color", null, "#111", { kind: "added" });
    const went = effect("gap", "4px", null, { kind: "removed" });
    const turned = effect("order", "1", "1", { kind: "selector", before: ".a", after: ".b" });
    expect(unreachedCauses([came, went, turned], none)).toHaveLength(3);
  });
});

describe("a change that no picture shows", () => {
  it.each([
    ["z-index", "1050", "1"],
    ["cursor", "pointer", "default"],
    ["transition", "color 83ms", "color 830ms"],
    ["animation-duration", "2s", "4s"],
    ["--win-fast", "167ms", "300ms"],
  ])("is one of %s", (property, before, after) => {
    expect(unpicturedCauses([effect(property, before, after)])).toHaveLength(1);
  });
  it.each([
    ["color", "#111", "#eee"],
    ["scrollbar-color", "#111 #eee", "#222 #eee"],
    ["--win-ink", "#111", "#eee"],
  ])("is none of %s", (property, before, after) => {
    expect(unpicturedCauses([effect(property, before, after)])).toEqual([]);
  });
  it("is one of keyframes that say something else", () => {
    const moved = effect("", "from { left: 0 }", "from { left: 9px }", { kind: "build" });
    expect(unpicturedCauses([{ ...moved, selector: "@keyframes win-bar" }])).toHaveLength(1);
  });
  it("is none where keyframes have another name alone", () => {
    const renamed = effect("", "from { left: 0 }", "from { left: 0 }", {
      kind: "selector",
      before: "@keyframes win-bar",
      after: "@keyframes win-bar-run",
      id: "keyframes",
    });
    const used = effect("animation", "win-bar 2s", "win-bar-run 2s");
    expect(unpicturedCauses([{ ...renamed, selector: "@keyframes win-bar-run" }, used])).toEqual([]);
  });
});

describe("the verdict", () => {
  const { cause } = effect("z-index", "1050", "1");
  const part = emptyPart({ causes: [cause], unpicturedCauses: [cause.id] });

  it("fails by the declaration's name", () => {
    const { pass, failures } = assemble([part]).results;
    expect(pass).toBe(false);
    expect(failures).toEqual([
      `${place} z-index: 1050 → 1 in @media print { .card: no picture can show what this does`,
    ]);
  });
  it("passes with a reason", () => {
    const [first] = assemble([part]).unseen;
    if (!first) throw new Error("nothing is told");
    const { key, amount } = first;
    const accepted = { key, why: "Menus lie below dialogs now", amount, rules: fingerprint(key, part, []) };
    expect(assemble([part], [accepted]).results.failures).toEqual([]);
  });
  it("takes what one machine has an element for as met", () => {
    const shards = [1, 2].map((index) =>
      emptyPart({ shard: { index, of: 2 }, causes: [cause], unreachedCauses: index === 1 ? [cause.id] : [] }),
    );
    expect(assemble(shards).results.pass).toBe(true);
  });
});
