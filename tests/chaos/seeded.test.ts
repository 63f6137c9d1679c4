import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harmless, seeds, slips } from "../changes/seeded.ts";
import {
  filesOf,
  filesOfHarmless,
  Nursery,
  objectionsTo,
  objectionsToHarmless,
  objectionsToSlip,
} from "../changes/seeding.ts";

/** Sixty mistakes, each of which the comparison with the base must catch, and twenty edits that it must not mind. */
const patience = 1_800_000;

/**
 * `FENETRE_SEEDED=widgets` leaves the fixture pages and the other widgets out: a tenth of the time. An edit that should
 * change nothing is held against all, as it is not rendered at all when the delivered theme is the same.
 */
const isShort = process.env.FENETRE_SEEDED === "widgets";
const only = (widget: string): string[] | undefined => (isShort ? [widget] : undefined);

let nursery: Nursery;
beforeAll(() => {
  nursery = Nursery.make();
});
afterAll(() => nursery.remove());

describe("a mistake in the theme's sources", () => {
  it.each(seeds.map((seed) => [`${seed.kind}: ${seed.widget}, ${seed.replace.split("\n")[0]}`, seed] as const))(
    "%s",
    async (_, seed) => {
      expect(objectionsTo(seed, await nursery.results(filesOf(seed), only(seed.widget)))).toEqual([]);
    },
    patience,
  );
});

describe("a mistake that no reference speaks of", () => {
  it.each(slips.map((slip) => [slip.what, slip] as const))(
    "%s",
    async (_, slip) => {
      expect(objectionsToSlip(slip, await nursery.results(filesOf(slip), isShort ? slip.only : undefined))).toEqual([]);
    },
    patience,
  );
});

describe("an edit that changes nothing", () => {
  it.each(harmless.map((edit) => [edit.what, edit] as const))(
    "%s",
    async (_, edit) => {
      expect(objectionsToHarmless(await nursery.results(filesOfHarmless(edit)))).toEqual([]);
    },
    patience,
  );
});
