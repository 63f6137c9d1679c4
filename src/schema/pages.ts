import { z } from "zod";
import { forms } from "../util/names.ts";
import { $schema, name, selector, text } from "./common.ts";

/** Milliseconds that a page or a step may ask for, at most. */
const pause = z.number().min(0).max(120_000);
const address = text(2000)
  .regex(/^\/(?![/\\])[^\\\p{C}\p{Z}]*$/u)
  .meta({ description: "Below the address of GLPI: /front/ticket.php" });
const viewport = z.tuple([z.int().min(200).max(4000), z.int().min(200).max(4000)]);

/** A user of the list: a key of `users`, or "anonymous". */
const user = name(forms.user);

export const stepKinds = [
  "click",
  "clickNav",
  "fill",
  "type",
  "hover",
  "press",
  "check",
  "waitFor",
  "wait",
  "eval",
  "goto",
  "scroll",
] as const;

/** What a step is nothing without. */
const needed: Partial<Record<(typeof stepKinds)[number], readonly ("sel" | "text" | "js" | "url")[]>> = {
  click: ["sel"],
  clickNav: ["sel"],
  fill: ["sel", "text"],
  type: ["text"],
  hover: ["sel"],
  check: ["sel"],
  waitFor: ["sel"],
  eval: ["js"],
  goto: ["url"],
};

const bareStep = z.strictObject({
  do: z.enum(stepKinds),
  sel: selector.exactOptional(),
  nth: z.int().min(0).max(10_000).exactOptional(),
  text: z.string().max(10_000).exactOptional(),
  key: text(60).exactOptional(),
  ms: pause.exactOptional(),
  js: text(20_000).exactOptional(),
  url: address.exactOptional(),
  y: z.number().min(0).max(1_000_000).exactOptional(),
});

const step = bareStep.check(({ value, issues }) => {
  const missing = (needed[value.do] ?? []).find((name) => value[name] === undefined);
  if (missing === undefined) return;
  issues.push({
    code: "custom",
    input: value.do,
    path: ["do"],
    params: { problem: `a step that does "${value.do}" lacks "${missing}"`, remedy: `Add "${missing}"` },
  });
});

const page = z.strictObject({
  id: name(forms.page),
  title: name(forms.sentence).exactOptional(),
  url: address,
  user: user.exactOptional(),
  steps: z.array(step).max(200).exactOptional(),
  visible: z.array(selector).max(100).exactOptional(),
  settle: pause.exactOptional(),
  full: z.boolean().exactOptional(),
  viewport: viewport.exactOptional(),
  after: z.array(step).max(200).exactOptional(),
  crops: z.array(z.unknown()).max(200).exactOptional().meta({ description: "For other tools; not read" }),
});

/** A list of pages for `fenetre audit --pages`. */
export const pageListSchema = z
  .strictObject({
    $schema,
    version: text(60).exactOptional(),
    notes: text(10_000).exactOptional(),
    viewport: viewport.exactOptional(),
    users: z
      .record(user, z.tuple([text(300), z.string().max(1000)]))
      .exactOptional()
      .meta({ description: "Login and password, by the name that pages use" }),
    pages: z
      .array(page)
      .min(1)
      .max(5000)
      .check(({ value, issues }) => {
        const seen = new Set<string>();
        value.forEach(({ id }, index) => {
          if (seen.has(id))
            issues.push({
              code: "custom",
              input: id,
              path: [index, "id"],
              params: { problem: "two pages have the same id", remedy: "Give each an id of its own" },
            });
          seen.add(id);
        });
      }),
  })
  .check(({ value, issues }) => {
    value.pages.forEach((one, index) => {
      if (one.user === undefined || one.user === "anonymous" || Object.hasOwn(value.users ?? {}, one.user)) return;
      issues.push({
        code: "custom",
        input: one.user,
        path: ["pages", index, "user"],
        params: { problem: `"users" has no "${one.user}"`, remedy: 'Add the user, or write "anonymous"' },
      });
    });
  })
  .meta({ title: "Pages of a GLPI to look at" });

const surfaceStep = z.union([
  z.strictObject({ click: selector }),
  z.strictObject({ hover: selector }),
  z.strictObject({ fill: selector, text: z.string().max(10_000) }),
]);

/** The list of `fenetre screenshots`. */
export const surfacesSchema = z
  .strictObject({
    $schema,
    $comment: text(2000).exactOptional(),
    width: z.int().min(200).max(4000),
    height: z.int().min(200).max(4000),
    pages: z
      .array(
        z.strictObject({
          id: name(forms.widget),
          title: name(forms.sentence),
          path: address,
          user: z.enum(["technician", "self-service", "anonymous"]).exactOptional(),
          steps: z.array(surfaceStep).max(200).exactOptional(),
          wait: pause.exactOptional(),
        }),
      )
      .min(1)
      .max(1000),
  })
  .meta({ title: "Surfaces of a GLPI to picture" });
