import type { ChildNode, Container, Root } from "postcss";
import { declarationsOf } from "../../nodes.ts";

/**
 * Joins `@media` rules of one condition, where nothing between two of them says the same custom properties. Widgets
 * re-assign tokens for forced colours each in a rule of its own.
 */
export function joinConditions(root: Root): Root {
  const latest = new Map<string, Container>();
  for (const node of [...root.nodes].reverse()) {
    if (node.type !== "atrule" || node.name !== "media" || !node.nodes) continue;
    const later = latest.get(node.params);
    const said = propertiesOf(node);
    const between = later ? root.nodes.slice(root.index(node) + 1, root.index(later as ChildNode)) : [];
    const isFree =
      [...said].every((prop) => prop.startsWith("--")) &&
      !between.some((other) => [...propertiesOf(other)].some((prop) => said.has(prop)));
    if (later && isFree) {
      later.prepend(...node.nodes);
      node.remove();
    } else {
      latest.set(node.params, node);
    }
  }
  return root;
}

function propertiesOf(node: ChildNode): Set<string> {
  return new Set("nodes" in node ? declarationsOf(node as Container).map(({ prop }) => prop) : []);
}
