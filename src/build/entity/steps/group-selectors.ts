import postcss, { type ChildNode, type Container, type Rule } from "postcss";
import { splitSelectors } from "../selectors.ts";

/**
 * Nests neighbours that begin alike: `.a{…}.a .b{…}.a .c{…}` is `.a{…;.b{…}.c{…}}`. Order and specificity stay.
 * @param root one whose rules stand in nesting already, or may
 */
export function groupSelectors<T extends Container>(root: T): T {
  const nodes = [...(root.nodes ?? [])];
  for (let index = 0; index < nodes.length; index++) {
    const first = nodes[index] as ChildNode;
    if (first.type !== "rule") {
      if (first.type === "atrule" && !/keyframes$/i.test(first.name)) groupSelectors(first);
      continue;
    }
    const prefix = headOf(first);
    if (prefix === undefined) continue;
    const followers: Rule[] = [];
    for (const node of nodes.slice(index + 1)) {
      if (node.type !== "rule" || !splitSelectors(node).every((selector) => tailOf(selector, prefix) !== undefined))
        break;
      followers.push(node);
    }
    const isWhole = first.selector === prefix;
    const members = isWhole ? followers : [first, ...followers];
    const saved = members.length * prefix.length - (isWhole ? 0 : prefix.length + 2);
    if (followers.length === 0 || saved <= 0) continue;
    const outer = isWhole ? first : postcss.rule({ selector: prefix, nodes: [] });
    if (!isWhole) {
      if (first.source) outer.source = first.source;
      first.replaceWith(outer);
    }
    for (const member of members) {
      member.remove();
      member.selector = splitSelectors(member)
        .map((selector) => tailOf(selector, prefix))
        .join(",");
      outer.append(member);
    }
    index += followers.length;
    groupSelectors(outer);
  }
  return root;
}

/** The first compound of a rule's selectors, if all share it and it can stand for itself. */
function headOf(rule: Rule): string | undefined {
  const heads = new Set(
    splitSelectors(rule).map(
      (selector) => /^(?:[^\s>+~,()[\]]|\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])+/.exec(selector)?.[0],
    ),
  );
  const [head] = heads;
  if (
    heads.size !== 1 ||
    !head ||
    head.includes("&") ||
    head.includes("::") ||
    /:(before|after|placeholder)/.test(head)
  )
    return undefined;
  return head;
}

/** What a selector says after `prefix`, as a nested rule says it; `undefined` if it does not begin so. */
function tailOf(selector: string, prefix: string): string | undefined {
  if (!selector.startsWith(prefix) || selector.includes("&")) return undefined;
  const rest = selector.slice(prefix.length);
  if (rest.startsWith(" ")) return rest.slice(1);
  if (/^[>+~]/.test(rest)) return rest;
  return /^[.:[]/.test(rest) ? `&${rest}` : undefined;
}
