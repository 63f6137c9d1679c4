import { z } from "zod";
import { forms } from "../util/names.ts";
import { $schema, name, selector, text } from "./common.ts";

/** `<widget>.budget.json`: allowed mismatch, a share of 1, by state and by theme. Written by the comparison. */
export const budgetSchema = z
  .strictObject({ $schema })
  .catchall(z.record(z.string().regex(/^(light|dark|high-contrast)(@\d+(\.\d+)?)?( rtl)?$/), z.number().min(0).max(1)))
  .meta({ title: "Mismatch that the comparison allows, by state and theme" });

/** Neither a control character nor half of a pair. */
function isCodePoint(hexadecimal: string): boolean {
  const code = Number.parseInt(hexadecimal, 16);
  return code > 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && !(code >= 0x7f && code <= 0x9f);
}

const icon = z.strictObject({
  code: z
    .string()
    .regex(/^[0-9a-f]{2,6}$/)
    .refine(isCodePoint, { params: { what: "a code point of a character", remedy: "Look it up in GLPI's icon font" } })
    .meta({ description: "The code point in the font that GLPI draws the icon with, hexadecimal" }),
  fluent: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,99}$/)
    .meta({ description: "The Fluent System Icon: pulse-20-regular" }),
});

/** `icons/icons.json`: sets of icons, by the font's name. */
export const iconsSchema = z
  .strictObject({ $schema, $comment: text(2000).exactOptional() })
  .catchall(z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/), icon))
  .meta({ title: "GLPI's icons as Fluent System Icons" });

const file = name(forms.below);
const count = z.int().min(0).max(100_000);

/** `entity.glpi-<line>.json`: what entity CSS need not say. Written by `fenetre entity-prune`. */
export const hostFactsSchema = z
  .strictObject({
    $schema,
    absent: z.strictObject({
      classes: z.array(text(200)).max(5000),
      elements: z.array(text(200)).max(500),
      variables: z.array(text(200)).max(5000).exactOptional(),
    }),
    usage: z
      .strictObject({
        pages: count,
        endUserPages: count,
        files: z.record(file, z.tuple([count, count])),
        corrects: z.record(file, z.record(selector, z.record(text(200), z.array(file).max(1000)))),
      })
      .exactOptional(),
    redundant: z.record(file, z.record(selector, z.array(text(4000)).max(1000))),
  })
  .meta({ title: "What entity CSS need not say on one line of GLPI" });

/** `dead-rules.json`: why selectors stand that no page shows. */
export const deadRulesSchema = z
  .strictObject({
    $schema,
    reasons: z
      .array(
        z.strictObject({
          file: file.meta({ description: "Below the theme's folder; a folder with a slash at its end" }),
          selector: selector.exactOptional().meta({ description: "Only selectors that contain this text" }),
          why: text(1000),
        }),
      )
      .max(2000),
  })
  .meta({ title: "Reasons of rules that no page shows" });

/** `tests/changes/accepted.json`: failures of the comparison with a revision that somebody accepted. */
export const acceptedSchema = z
  .array(
    z.strictObject({
      key: text(500),
      why: text(2000),
      amount: z.number().min(0),
      rules: text(200),
    }),
  )
  .max(5000)
  .meta({ title: "Accepted changes" });

/** `browsers.json`: what browsers show that lack something the theme needs. */
export const supportSchema = z
  .strictObject({
    $schema,
    instead: z.record(text(200), text(1000)).meta({
      description: "By the feature, as the build names it: what is shown instead, in which browsers",
    }),
  })
  .meta({ title: "What older browsers show instead" });
