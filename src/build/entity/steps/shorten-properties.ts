import type { Declaration, Root, Rule } from "postcss";
import { nodesOf, rulesOf } from "../../nodes.ts";

/**
 * GLPI is never written vertically, so the block axis is top to bottom in both writing directions, and its physical
 * names are shorter. The inline axis stays logical: it turns around for Arabic and Hebrew.
 */
const physical: Record<string, string> = {
  "block-size": "height",
  "min-block-size": "min-height",
  "max-block-size": "max-height",
  "inline-size": "width",
  "min-inline-size": "min-width",
  "max-inline-size": "max-width",
  "inset-block-start": "top",
  "inset-block-end": "bottom",
};

const blockSide = /^((?:scroll-)?(?:margin|padding)|border)-block-(start|end)(-(?:color|style|width))?$/;

/** Physical names for logical properties of the block axis; `padding` and `margin` for a block and an inline pair. */
export function shortenProperties(root: Root): Root {
  for (const node of nodesOf(root)) {
    if (node.type !== "decl") continue;
    const side = blockSide.exec(node.prop);
    if (side) node.prop = `${side[1]}-${side[2] === "start" ? "top" : "bottom"}${side[3] ?? ""}`;
    else node.prop = physical[node.prop] ?? node.prop;
  }
  for (const rule of rulesOf(root)) for (const property of ["padding", "margin"]) joinAxes(rule, property);
  return root;
}

/** `padding-block: a b; padding-inline: c` is `padding: a c b`, where nothing else says a padding. */
function joinAxes(rule: Rule, property: string): void {
  const all = rule.nodes.filter((node): node is Declaration => node.type === "decl" && node.prop.startsWith(property));
  const block = all.find((decl) => decl.prop === `${property}-block`);
  const inline = all.find((decl) => decl.prop === `${property}-inline`);
  if (all.length !== 2 || !block || !inline || block.important !== inline.important) return;
  const parts = /^[\w.%-]+( [\w.%-]+)?$/;
  if (!parts.test(block.value) || !/^[\w.%-]+$/.test(inline.value)) return;
  const [top, bottom] = block.value.split(" ") as [string, string?];
  block.prop = property;
  block.value = [top, inline.value, bottom].filter((part) => part !== undefined).join(" ");
  inline.remove();
}
