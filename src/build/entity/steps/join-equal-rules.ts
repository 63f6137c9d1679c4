import type { Container, Rule } from "postcss";
import { splitSelectors } from "../selectors.ts";

/** Joins neighbours that say the same, nested ones too. What a browser may not know would take the others with it. */
export function joinEqualRules<T extends Container>(container: T): T {
  let last: { rule: Rule; body: string } | undefined;
  for (const node of [...(container.nodes ?? [])]) {
    if (node.type === "atrule" && !/keyframes$/i.test(node.name)) joinEqualRules(node);
    if (node.type !== "rule") {
      if (node.type === "atrule") last = undefined;
      continue;
    }
    joinEqualRules(node);
    const body = node.nodes.map(String).join(";");
    // A nested rule's `&` weighs what the heaviest of the outer selectors does.
    const isFree = !risky.test(node.selector) && node.nodes.every((inner) => inner.type === "decl");
    if (last && isFree && body === last.body) {
      const selectors = new Set([...splitSelectors(last.rule), ...splitSelectors(node)]);
      last.rule.selector = [...selectors].join(",");
      node.remove();
    } else {
      last = isFree ? { rule: node, body } : undefined;
    }
  }
  return container;
}

const risky = /::?-(webkit|moz|ms)-|::(picker|details-content|checkmark|scroll|search)|:(popover-open|open|autofill)/;
