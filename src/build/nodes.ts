import type { ChildNode, Container, Declaration, Rule } from "postcss";

/*
 * All nodes of a tree at once, in the order of writing. PostCSS's own walking allows for any change meanwhile, at several
 * times the cost, and a build goes through its rules hundreds of times. A node that is removed meanwhile is still visited.
 */

/** Every node below another. */
export function nodesOf(container: Container): ChildNode[] {
  const found: ChildNode[] = [];
  collect(container, found);
  return found;
}

function collect(container: Container, found: ChildNode[]): void {
  for (const node of container.nodes ?? []) {
    found.push(node);
    if ("nodes" in node) collect(node as Container, found);
  }
}

/** Every declaration below a node. */
export const declarationsOf = (container: Container): Declaration[] =>
  nodesOf(container).filter((node) => node.type === "decl");

/** Every rule below a node. */
export const rulesOf = (container: Container): Rule[] => nodesOf(container).filter((node) => node.type === "rule");
