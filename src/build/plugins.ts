import type { AtRule, Root, Rule } from "postcss";
import parser, { type Node, type Selector } from "postcss-selector-parser";
import type { Theme } from "../theme/theme.ts";
import { removeEmpty } from "./host.ts";
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
  const keep = (sheet: Root, wanted: boolean): void => {
    sheet.walkRules((rule) => {
      if (isKeyframe(rule)) return void (wanted && rule.remove());
      // Most do not name it at all, written out or by an escape.
      if (!rule.selector.toLowerCase().includes(key) && !rule.selector.includes("\\"))
        return void (wanted && rule.remove());
      const list = parser().astSync(rule.selector);
      const kept = list.nodes.filter((selector) => names(selector, key) === wanted);
      if (kept.length === list.length) return;
      if (kept.length === 0) rule.remove();
      else rule.selector = kept.map((selector) => selector.toString().trim()).join(", ");
    });
  };
  keep(root, false);
  keep(taken, true);
  taken.walkAtRules(/^(font-face|property|keyframes|charset)$/i, (rule) => void rule.remove());
  removeEmpty(root);
  removeEmpty(taken);
  return taken;
}

const isKeyframe = (rule: Rule): boolean =>
  rule.parent?.type === "atrule" && /keyframes$/i.test((rule.parent as AtRule).name);

/** Whether nothing without that name matches. */
function names(selector: Selector, key: string): boolean {
  return selector.nodes.some((node) => {
    if (node.type === "pseudo" && /^:(is|where|has)$/.test(node.value))
      return node.length > 0 && node.nodes.every((inner) => names(inner, key));
    return nameOf(node)?.toLowerCase().includes(key) === true;
  });
}

function nameOf(node: Node): string | undefined {
  if (node.type === "id" || node.type === "class") return node.value;
  return node.type === "attribute" ? node.value : undefined;
}
