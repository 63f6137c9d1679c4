import type { Root, Rule } from "postcss";
import parser, { type Node, type Selector } from "postcss-selector-parser";

/**
 * Three ids' worth of specificity that match every element at no cost: GLPI's heaviest rule has two. With it the theme
 * wins whatever place GLPI gives its style sheet (before the palette in 10.0, after it in 11) and needs `!important`
 * only against GLPI's own, which it then beats too.
 *
 * The other way would be `!important` inside `@layer`, which beats every unlayered rule, ids included. But a layered
 * important declaration also beats inline styles (GLPI's priority colours, kanban columns, planning events), running
 * animations and each of GLPI's one-class utilities, where the theme has no business to: hence specificity.
 */
export const boost = ":not(#fenetre#fenetre#fenetre)";

/** Adds `boost` to the subject of every selector, except in keyframes. Changes the root in place. */
export function raiseSpecificity(root: Root): Root {
  return mapSelectors(root, (selector) => insertIntoSubject(selector, boost));
}

/**
 * Confines every rule to pages whose root element matches, as GLPI's palettes must be: all are loaded on every page.
 * Rules about the root itself are narrowed, all others get it as an ancestor.
 * @param rootSelector what follows `:root`, such as `[data-glpi-theme="windows_11"]`
 */
export function confineTo(root: Root, rootSelector: string): Root {
  return mapSelectors(root, (selector) => {
    const first = selector.first;
    const own = first?.type === "pseudo" && first.value === ":root" ? first : first?.type === "tag" && first.value === "html" ? first : undefined;
    if (own) {
      own.replaceWith(parser.pseudo({ value: `:root${rootSelector}${boost}` }));
    } else {
      const separator = parser.combinator({ value: " " });
      const ancestor = parser.pseudo({ value: `:root${rootSelector}${boost}` });
      if (first) first.spaces.before = "";
      selector.prepend(separator);
      selector.prepend(ancestor);
    }
  });
}

function mapSelectors(root: Root, change: (selector: Selector) => void): Root {
  root.walkRules((rule: Rule) => {
    const parent = rule.parent;
    if (parent?.type === "atrule" && /keyframes$/i.test((parent as unknown as { name: string }).name)) return;
    rule.selector = parser((selectors) => selectors.each(change)).processSync(rule.selector, { lossless: false });
  });
  return root;
}

/** Before the first pseudo-element of the last compound, or at its end. */
function insertIntoSubject(selector: Selector, text: string): void {
  const last = lastCompound(selector);
  const addition = parser.pseudo({ value: text });
  const element = last.find((node) => parser.isPseudoElement(node));
  if (element) selector.insertBefore(element as never, addition);
  else selector.append(addition as never);
}

function lastCompound(selector: Selector): Node[] {
  const nodes: Node[] = [];
  selector.each((node) => {
    if (node.type === "combinator") nodes.length = 0;
    else nodes.push(node);
  });
  return nodes;
}
