import { z } from "zod";
import type { Offender, Results } from "../audit/results.ts";
import type { Part } from "../changes/results.ts";

/*
 * Results of runs, read again by later ones. What they say comes from pages of others and from other machines: nothing
 * in them is believed to be of its type. A field that is new in the types must be new here: `Same` fails otherwise.
 */

/** `true` where two types hold the same. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

const text = z.string().max(100_000);
const base64 = z
  .string()
  .max(20_000_000)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/);
const count = z.number().min(0);
const line = z.enum(["10", "11"]);
const where = { selector: text, place: text };

const fault = z.strictObject({
  page: text,
  line,
  scheme: text,
  state: z.enum(["rest", "hover", "focus"]),
  selector: text,
  text,
  colour: text,
  background: text,
  contrast: z.number(),
  limit: z.number(),
  count,
});

const timing = z.strictObject({ without: count, with: count, ratio: z.number(), pairs: count });

const ruleFindings = z.strictObject({
  rules: count,
  selectors: count,
  declarations: count,
  judged: count,
  sheet: text,
  specimensOnly: count,
  dead: z.array(z.strictObject(where)),
  deadRules: z.array(z.strictObject({ ...where, why: text.exactOptional() })),
  lost: z.array(z.strictObject({ key: text, declaration: text, ...where, to: text })),
  won: z.array(text),
  important: z.array(z.strictObject({ declaration: text, ...where })),
});

/** results.json of `fenetre audit`. */
export const auditResultsSchema = z.strictObject({
  format: z.literal(1),
  date: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
  browser: text,
  theme: text,
  source: text,
  width: count,
  pages: z.array(
    z.strictObject({
      id: text,
      title: text,
      line,
      scheme: text,
      error: text.exactOptional(),
      problems: z.array(text),
      roles: z.record(text, z.strictObject({ all: count, native: count })),
      rulesOnly: z.literal(true).exactOptional(),
      texts: count,
      unreadable: count,
      cut: count,
      ms: count,
    }),
  ),
  offenders: z.array(
    z.strictObject({
      key: text,
      line,
      scheme: text,
      role: text,
      look: text.optional(),
      state: text.optional(),
      signature: text,
      selector: text,
      differences: z.array(
        z.strictObject({
          what: z.enum([
            "role",
            "height",
            "width",
            "radius",
            "font size",
            "font weight",
            "font family",
            "fill",
            "top edge",
            "bottom edge",
            "text colour",
            "clipped",
            "wrapped",
          ]),
          expected: text,
          found: text,
          by: z.number(),
        }),
      ),
      count,
      pages: z.array(text),
      winners: z.record(text, text),
      crop: base64.exactOptional(),
    }),
  ),
  legibility: z.array(fault),
  exempt: z.array(fault),
  cutTexts: z.array(z.strictObject({ page: text, line, scheme: text, selector: text, text, how: text })),
  rules: z.record(z.string().regex(/^1[01]$/), ruleFindings),
  cost: z.array(
    z.strictObject({ page: text, line, elements: count, recalculation: timing, load: timing.exactOptional() }),
  ),
  thresholds: z.strictObject({
    coverage: z.number().exactOptional(),
    legibility: z.number().exactOptional(),
    cut: z.number().exactOptional(),
    dead: z.number().exactOptional(),
    lost: z.number().exactOptional(),
    recalculation: z.number().exactOptional(),
    load: z.number().exactOptional(),
  }),
  failures: z.array(text),
  moved: z
    .strictObject({
      date: text,
      summary: z.array(text),
      pages: z.array(z.strictObject({ id: text, line: text, scheme: text, before: z.number(), after: z.number() })),
      roles: z.array(z.strictObject({ role: text, before: z.number(), after: z.number() })),
      newOffenders: z.array(text),
      goneOffenders: z.array(text),
    })
    .exactOptional(),
});
/** As JSON has them, which leaves out what is undefined. */
type WrittenOffender = Omit<Offender, "look" | "state"> & { look?: string | undefined; state?: string | undefined };
type WrittenResults = Omit<Results, "offenders"> & { offenders: WrittenOffender[] };
export const sameAsResults: Same<z.output<typeof auditResultsSchema>, WrittenResults> = true;

const share = z.number().nullable();
const base = z.strictObject({
  revision: text,
  commit: z
    .string()
    .regex(/^[0-9a-f]{4,64}$/)
    .or(z.literal("")),
  error: text.exactOptional(),
});
const rectangle = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const sizes = z.record(text, z.number());

const mode = z.enum(["light", "light rtl", "dark", "high-contrast"]);
const judgement = z.strictObject({
  pass: z.boolean(),
  mismatch: z.number(),
  allowed: z.number(),
  maxDeltaE: z.number(),
  boxError: z.number(),
  sums: z.strictObject({ epx: z.number(), deltaE: z.number(), pixels: z.number() }),
  reason: text.exactOptional(),
  failures: z.array(
    z.strictObject({
      gate: z.enum(["surfaces", "colours", "boxes", "text", "distinct"]),
      part: text,
      expected: text,
      got: text,
      where: text,
    }),
  ),
});
const loss = z.strictObject({
  kind: z.enum(["gone", "cut off", "covered", "pushed out", "wrapped", "too faint", "fainter", "scrolls sideways"]),
  element: text,
  text,
  count,
  before: text,
  after: text,
  fails: z.boolean(),
  box: rectangle,
});

/** A shard of `fenetre visual --against`, read by `fenetre visual merge`. */
export const partSchema = z.strictObject({
  format: z.literal(2),
  shard: z.strictObject({ index: z.int().min(1).max(1000), of: z.int().min(1).max(1000) }),
  base,
  sides: text,
  theme: text,
  browser: text,
  changes: z.array(
    z.strictObject({
      kind: z.enum(["widget", "page"]),
      id: text,
      state: text,
      mode,
      host: z.literal("glpi-10").exactOptional(),
      pixels: share,
      before: judgement.nullable(),
      after: judgement.nullable(),
      losses: z.array(loss),
      causes: z.array(text),
      new: z.literal(true).exactOptional(),
      shown: z.strictObject({
        before: base64.nullable(),
        after: base64,
        native: base64.nullable(),
        width: count,
        height: count,
        regions: z.array(rectangle),
      }),
    }),
  ),
  unchanged: count,
  unreached: count,
  causes: z.array(
    z.strictObject({
      id: text,
      kind: z.enum(["declaration", "selector", "condition", "added", "removed", "moved", "build"]),
      place: text,
      inBase: z.literal(true).exactOptional(),
      within: z.array(text),
      before: text.nullable(),
      after: text.nullable(),
    }),
  ),
  unreachedCauses: z.array(text),
  unpicturedCauses: z.array(text),
  sizes: z.strictObject({ before: sizes.nullable(), after: sizes.nullable() }),
  cost: z.strictObject({ before: count, after: count, pages: z.array(text) }).nullable(),
  added: z.array(text),
  removed: z.array(text),
  renamed: z.array(z.strictObject({ from: text, to: text })),
  notes: z.array(text),
  times: z.strictObject({ all: z.number(), browser: z.number() }),
});
export const sameAsPart: Same<z.output<typeof partSchema>, Part> = true;
