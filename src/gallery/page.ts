import type { Root } from "postcss";
import parser from "postcss-selector-parser";
import { isKeyframe } from "../build/nodes.ts";

/**
 * A specimen stands in a page of its own within the gallery's: `<fenetre-root class="fenetre-root">` for `<html>`,
 * `<fenetre-body>` for `<body>`. What a sheet says of the real ones must then be said of these, with the same weight: a
 * class for `:root`, an element for an element. Changes the root in place.
 */
export function bindToStage(root: Root): Root {
  root.walkRules((rule) => {
    if (!/:root|:host|html|body/.test(rule.selector)) return;
    if (isKeyframe(rule)) return;
    rule.selector = parser((selectors) => {
      selectors.walk((node) => {
        if (node.type === "tag" && node.value === "html") node.value = "fenetre-root";
        else if (node.type === "tag" && node.value === "body") node.value = "fenetre-body";
        else if (
          node.type === "pseudo" &&
          (node.value === ":root" || node.value === ":host") &&
          node.nodes.length === 0
        ) {
          node.replaceWith(parser.className({ value: "fenetre-root" }));
        }
      });
    }).processSync(rule.selector);
  });
  // The gallery decides between light and dark.
  root.walkDecls("color-scheme", (decl) => {
    if (/fenetre-root/.test((decl.parent as { selector?: string }).selector ?? "")) decl.remove();
  });
  return root;
}
