import type { Root } from "postcss";
import { nodesOf } from "../../nodes.ts";

/** Without the spaces and line ends PostCSS adds for what it makes itself. */
export function compact(root: Root): Root {
  for (const node of nodesOf(root)) {
    node.raws.before = "";
    node.raws.after = "";
    if (node.type === "rule" || node.type === "atrule") node.raws.between = "";
    if ("semicolon" in node.raws || node.type !== "comment") node.raws.semicolon = false;
  }
  root.raws.after = "";
  return root;
}
