import type { Root } from "postcss";
import { nodesOf } from "../../nodes.ts";

/** In a text, as `syntax: "<angle>"`, an escape says what GLPI's strip_tags() would take for a tag. In place. */
export function escapeTags(root: Root): Root {
  for (const node of nodesOf(root)) {
    if (node.type === "decl") node.value = escaped(node.value);
    else if (node.type === "atrule") node.params = escaped(node.params);
    else if (node.type === "rule") node.selector = escaped(node.selector);
  }
  return root;
}

const escaped = (text: string): string =>
  text.includes("<") ? text.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => quoted.replaceAll("<", "\\3c ")) : text;
