import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harmless, seeds, slips } from "./seeded.ts";
import { filesOf, filesOfHarmless, Nursery, objectionsTo, objectionsToHarmless } from "./seeding.ts";

/** A handful of the corpus that `npm run chaos` tries whole: of each kind the one that reaches least. */
const patience = 600_000;
const few = [
  seeds.find(({ widget, kind }) => widget === "person-picture" && kind === "geometry"),
  seeds.find(({ widget, replace }) => widget === "check-box" && replace.startsWith("--win-check-box-glyph")),
].filter((seed) => seed !== undefined);

let nursery: Nursery;
beforeAll(() => {
  nursery = Nursery.make();
});
afterAll(() => nursery.remove());

describe("the corpus", () => {
  it("is whole, and each of its edits can be made", () => {
    const count = (kind: string): number => seeds.filter((seed) => seed.kind === kind).length;
    expect(["geometry", "colour", "text", "one mode"].map(count)).toEqual([20, 20, 10, 10]);
    expect(harmless).toHaveLength(20);
    for (const seed of seeds) expect(Object.keys(filesOf(seed))).toHaveLength(1);
    for (const slip of slips) expect(Object.keys(filesOf(slip))).toHaveLength(1);
    for (const edit of harmless) expect(() => filesOfHarmless(edit)).not.toThrow();
  });

  it.each(few.map((seed) => [`${seed.kind} of ${seed.widget}`, seed] as const))(
    "is caught, each mistake by its name: %s",
    async (_, seed) => {
      expect(objectionsTo(seed, await nursery.results(filesOf(seed), [seed.widget]))).toEqual([]);
    },
    patience,
  );

  it(
    "is not minded where it changes nothing",
    async () => {
      const edit = harmless.find(({ what }) => what === "another comment at the head");
      if (!edit) throw new Error("the corpus lacks it");
      expect(objectionsToHarmless(await nursery.results(filesOfHarmless(edit), ["tool-tip"]))).toEqual([]);
    },
    patience,
  );
});
