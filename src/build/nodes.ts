import path from "node:path";
import type { AtRule, ChildNode, Container, Declaration, Input, Rule } from "postcss";

/*
 * All nodes of a tree at once, in the order of writing. PostCSS's own walking allows for any change meanwhile, at several
 * times the cost, and a build goes through its rules hundreds of times. A node that is removed meanwhile is still visited.
 */

/** Every node below another. */
export const nodesOf = (container: Container): ChildNode[] => collect(container, () => true, []);

/** Every declaration below a node. */
export const declarationsOf = (container: Container): Declaration[] =>
  collect(container, (type) => type === "decl", []) as Declaration[];

/** Every rule below a node. */
export const rulesOf = (container: Container): Rule[] => collect(container, (type) => type === "rule", []) as Rule[];

/** Whether a rule is a step of an animation: `from`, `50%`. */
export const isKeyframe = ({ parent }: Rule): boolean =>
  parent?.type === "atrule" && /keyframes$/i.test((parent as Container as AtRule).name);

function collect(container: Container, isWanted: (type: string) => boolean, found: ChildNode[]): ChildNode[] {
  for (const node of container.nodes ?? []) {
    const { type } = node;
    if (isWanted(type)) found.push(node);
    if (type === "rule" || type === "atrule") collect(node as Container, isWanted, found);
  }
  return found;
}

/** Removes rules and conditions that say nothing any more. */
export function removeEmpty(root: Container): void {
  for (const node of [...(root.nodes ?? [])]) {
    if (node.type === "decl" || node.type === "comment") continue;
    removeEmpty(node as Container);
    if (node.nodes?.length === 0) node.remove();
  }
}

/** A path with forward slashes, whatever the system writes. */
export const withSlashes = (file: string): string => file.split(path.sep).join("/");

const sources = new WeakMap<Input, string>();

/** The file a node was written in, with forward slashes; asked for every rule, of which there are some thousand. */
export function sourceOf(node: ChildNode): string {
  const input = node.source?.input;
  if (!input) return "";
  let source = sources.get(input);
  if (source === undefined) {
    source = withSlashes(input.file ?? "");
    sources.set(input, source);
  }
  return source;
}
