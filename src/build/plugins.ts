import type { Root, Rule } from "postcss";
import parser, { type Selector } from "postcss-selector-parser";
import { selectorNames } from "../schema/adapter.ts";
import type { Theme } from "../theme/theme.ts";
import { isKeyframe, nodesOf, removeEmpty, rulesOf } from "./nodes.ts";
import { readAdapters } from "./roles.ts";

/** Keys of the plugins whose portals a theme dresses by rules of their own. */
export const pluginPortals = (theme: Theme): string[] =>
  readAdapters(theme).flatMap(({ plugin, portal }) => (plugin ? [portal] : []));

/**
 * Takes out of a style sheet what only a plugin's markup can match, and returns it: selectors with an id, a class or an
 * attribute that must name the plugin, as GLPI's conventions have it. Who has no such plugin need not have them tried
 * on every element of every page.
 * @param key the plugin's key, which is its folder's name
 */
export function takePlugin(root: Root, key: string): Root {
  const taken = root.clone();
  const copies = rulesOf(taken);
  for (const [index, rule] of rulesOf(root).entries()) {
    const copy = copies[index] as Rule;
    const [own, others] = isKeyframe(rule) ? ["", rule.selector] : split(rule.selector, key);
    if (own) copy.selector = own;
    else copy.remove();
    if (others) rule.selector = others;
    else rule.remove();
  }
  for (const node of nodesOf(taken))
    if (node.type === "atrule" && /^(font-face|property|keyframes|charset)$/i.test(node.name)) node.remove();
  removeEmpty(root);
  removeEmpty(taken);
  return taken;
}

const known = new Map<string, [own: string, others: string]>();

/** The selectors of a list that are the plugin's, and the others. Both lines' sheets ask for the same ones. */
function split(selector: string, key: string): [own: string, others: string] {
  // Most do not name it at all, neither written out nor by an escape.
  if (!selector.toLowerCase().includes(key) && !selector.includes("\\")) return ["", selector];
  const question = `${key} ${selector}`;
  const parts = known.get(question) ?? splitList(selector, key);
  known.set(question, parts);
  return parts;
}

function splitList(selector: string, key: string): [own: string, others: string] {
  const list = parser().astSync(selector).nodes;
  const own = list.filter((entry) => selectorNames(entry, key));
  const write = (part: Selector[]): string =>
    part.length === list.length ? selector : part.map((entry) => entry.toString().trim()).join(", ");
  return [write(own), write(list.filter((entry) => !own.includes(entry)))];
}
