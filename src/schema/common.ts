import { z } from "zod";
import { parseColour } from "../theme/accent.ts";
import { forms, type NameForm } from "../util/names.ts";

/** Forms of names by what they are of, which the validator reports: a message then says what is allowed. */
export const formOf = new Map<string, NameForm>(Object.values(forms).map((form: NameForm) => [form.what, form]));

/** A name of that form. */
export const name = (form: NameForm): z.ZodString => z.string().regex(form.pattern, { error: form.what });

/** A text of at least one character. */
export const text = (longest: number): z.ZodString => z.string().min(1).max(longest);

/** What editors complete and check the file by. */
export const $schema = z.string().max(300).exactOptional().meta({ description: "The JSON Schema of this file" });

/** A CSS selector, as long as one may be. */
export const selector = text(4000);

/** Any opaque CSS colour; comes out as `#rrggbb`. */
export const colour = z
  .string()
  .max(60)
  .refine((value) => parseColour(value) !== undefined, {
    params: { what: "a colour", remedy: 'Write it as "#RRGGBB"' },
  })
  .overwrite((value) => parseColour(value) ?? value)
  .meta({ examples: ["#0078D4"] });

/** A list without one thing twice. */
export function unique<T extends z.ZodType<string>>(item: T, most = 400): z.ZodArray<T> {
  return z
    .array(item)
    .max(most)
    .check(({ value, issues }) => {
      value.forEach((one, index) => {
        if (value.indexOf(one) === index) return;
        issues.push({
          code: "custom",
          input: one,
          path: [index],
          params: { problem: `${JSON.stringify(one)} stands twice`, remedy: "Remove one of the two" },
        });
      });
    })
    .meta({ uniqueItems: true });
}
