import { z } from "zod";
import { adapterSchema } from "./adapter.ts";
import { acceptedSchema, budgetSchema, deadRulesSchema, hostFactsSchema, iconsSchema, supportSchema } from "./files.ts";
import { pageListSchema, surfacesSchema } from "./pages.ts";
import { referenceSchema } from "./reference.ts";
import { themeSchema } from "./theme.ts";

/** Schemas that editors read, by the name of their file in docs/schema/. */
const schemas = {
  theme: themeSchema,
  adapter: adapterSchema,
  reference: referenceSchema,
  budget: budgetSchema,
  icons: iconsSchema,
  entity: hostFactsSchema,
  "dead-rules": deadRulesSchema,
  browsers: supportSchema,
  pages: pageListSchema,
  surfaces: surfacesSchema,
  "accepted-changes": acceptedSchema,
} as const satisfies Record<string, z.ZodType>;

/** JSON Schema files, by their names: what stands in docs/schema/. */
export function publishedSchemas(): Map<string, string> {
  return new Map(
    Object.entries(schemas).map(([name, schema]) => {
      const published = z.toJSONSchema(schema, {
        io: "input",
        unrepresentable: "any",
        target: "draft-7",
        // References in the one schema that repeats much; elsewhere every change would renumber them.
        reused: name === "reference" ? "ref" : "inline",
      });
      return [`${name}.schema.json`, `${JSON.stringify(published, null, 2)}\n`];
    }),
  );
}
