import type { ChildNode, Root } from "postcss";
import { nodesOf, removeEmpty, sourceOf } from "../../nodes.ts";

/** Removes each widget's own block for forced colours: `shell/forced-colours.entity.css` stands for them all. */
export function removeOwnContrast(root: Root): Root {
  const isGeneral = (node: ChildNode): boolean => /\/tokens\/|\.entity\.css$/.test(sourceOf(node));
  for (const node of nodesOf(root)) {
    const isContrast =
      node.type === "atrule"
        ? node.name === "media" && /forced-colors/.test(node.params)
        : node.type === "decl" && node.prop === "forced-color-adjust";
    if (isContrast && !isGeneral(node)) node.remove();
  }
  removeEmpty(root);
  return root;
}
