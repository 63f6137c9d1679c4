import type { Root } from "postcss";
import { declarationsOf } from "../../nodes.ts";

/** Spaces that the minifier leaves in values with `var()`: after commas and around slashes, outside texts. */
export function tightenValues(root: Root): Root {
  for (const decl of declarationsOf(root)) {
    if (!/[,/]/.test(decl.value)) continue;
    decl.value = decl.value
      .split(/("(?:[^"\\]|\\.)*")/)
      .map((part, index) => (index % 2 === 1 ? part : part.replace(/\s*,\s*/g, ",").replace(/ \/ /g, "/")))
      .join("");
  }
  return root;
}
