import parser, { type Node, type Selector } from "postcss-selector-parser";
import { z } from "zod";
import { forms } from "../util/names.ts";
import { $schema, name, selector, text } from "./common.ts";

/** The parts of a self-service portal, whatever its markup: the CSS in portals/roles.css is written against these. */
export const roles = [
  "page",
  "surface",
  "hero",
  "search",
  "tiles",
  "tile",
  "tile-title",
  "tile-text",
  "tile-icon",
  "category",
  "form-section",
  "question",
  "answer-input",
  "action-bar",
  "primary-action",
  "ticket-list",
  "ticket-card",
  "status",
  "message",
  "menu",
  "footer",
] as const;
export type Role = (typeof roles)[number];

/** What is no selector, or says more than one: a text that would end the rule it is put into. */
export function selectorFault(written: string): string | undefined {
  // Comments and braces are none of a selector's; strings hold what they like.
  const plain = written.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\\./g, "_");
  const stray = /[{};@"'\n]|\/\*|\*\//.exec(plain);
  if (stray) return `${JSON.stringify(stray[0])} cannot stand in a selector`;
  if (bracketDepth(plain) !== 0) return "its brackets do not match";
  try {
    return faultIn(parser().astSync(written).nodes);
  } catch (error) {
    return (error as Error).message;
  }
}

/** What its parser takes and no browser does, or what means something only to the build. */
function faultIn(list: readonly Selector[], isRelative = false): string | undefined {
  for (const one of list) {
    if (one.toString().trim() === "") return "one of the list is empty";
    const parts = one.nodes.filter((node) => node.type !== "comment");
    if (parts.at(-1)?.type === "combinator" || (!isRelative && parts[0]?.type === "combinator"))
      return "a combinator stands at its edge";
    if (parts.some((node, index) => node.type === "combinator" && parts[index + 1]?.type === "combinator"))
      return "two combinators stand side by side";
    for (const node of parts) {
      if (node.type === "nesting") return "& stands for nothing in it";
      if (node.type !== "pseudo") continue;
      const name = node.value.toLowerCase();
      if (name === ":role" || name === ":plain") return `${name} is for the theme's own rules`;
      if (/^:(is|where|not|has)$/.test(name) && node.nodes.length === 0) return `${name}() holds nothing`;
      const inner = /^:(is|where|not|has)$/.test(name) ? faultIn(node.nodes, name === ":has") : undefined;
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

/** Whether nothing without that name matches: in an id, a class or an attribute, as GLPI's conventions have it. */
export function selectorNames(selector: Selector, key: string): boolean {
  return selector.nodes.some((node) => {
    if (node.type === "pseudo" && /^:(is|where|has)$/.test(node.value))
      return node.length > 0 && node.nodes.every((inner) => selectorNames(inner, key));
    return nameOf(node)?.toLowerCase().includes(key) === true;
  });
}

function nameOf(node: Node): string | undefined {
  if (node.type === "id" || node.type === "class") return node.value;
  return node.type === "attribute" ? node.value : undefined;
}

/** 0 where every bracket is closed. */
function bracketDepth(written: string): number {
  let depth = 0;
  for (const character of written) {
    if (character === "(" || character === "[") depth++;
    else if (character === ")" || character === "]") depth--;
    if (depth < 0 || depth > 40) return -1;
  }
  return depth;
}

const oneSelector = selector.check(({ value, issues }) => {
  const fault = selectorFault(value);
  if (fault === undefined) return;
  issues.push({
    code: "custom",
    input: value,
    params: { problem: `${JSON.stringify(value)} is not a selector: ${fault}`, remedy: "Correct it here" },
  });
});

/** `portals/<portal>.adapter.json`: one portal's markup, mapped to roles. */
export const adapterSchema = z
  .strictObject({
    $schema,
    portal: name(forms.portal).meta({ description: "The portal's key: userportal, formcreator, helpdesk" }),
    plugin: z
      .boolean()
      .exactOptional()
      .meta({ description: "The portal is a plugin's whose folder has the portal's key, and every selector names it" }),
    elements: z
      .boolean()
      .exactOptional()
      .meta({ description: "HTML's own elements on its pages wear the theme too, whatever their classes" }),
    glpi: z
      .array(z.enum(["10", "11"]))
      .max(2)
      .exactOptional()
      .meta({ description: "The GLPI lines it exists on; none given: both" }),
    assumptions: z.array(text(1000)).max(40).meta({ description: "What the selectors rest on, in words" }),
    roles: z
      .partialRecord(z.enum(roles), z.array(oneSelector).max(100))
      .meta({ description: "CSS selectors by role; a role the portal does not have is left out" }),
    confidence: z
      .partialRecord(z.enum(roles), z.number().min(0).max(1))
      .exactOptional()
      .meta({ description: "How sure `fenetre adapter learn` is of each role" }),
  })
  .check(({ value: { plugin, portal, roles: known }, issues }) => {
    if (!plugin) return;
    for (const [role, selectors] of Object.entries(known))
      selectors?.forEach((written, index) => {
        if (selectorFault(written) !== undefined) return;
        if (
          parser()
            .astSync(written)
            .nodes.every((one) => selectorNames(one, portal))
        )
          return;
        issues.push({
          code: "custom",
          input: written,
          path: ["roles", role, index],
          params: {
            problem: `${JSON.stringify(written)} does not name the plugin "${portal}"`,
            remedy: "Name an id, a class or an attribute of the plugin's in it, or leave out plugin",
          },
        });
      });
  })
  .meta({ title: "A portal's markup, mapped to roles" });
