import type { Root } from "postcss";
import type { Theme } from "../../../theme/theme.ts";
import { removeEmpty } from "../../nodes.ts";
import { declarationsByPlace, type HostFacts, wordingOf } from "../facts.ts";

/** Removes what the host computes by itself. Changes the root, which is as compiled, nested. */
export function removeRedundant(root: Root, theme: Theme, facts: HostFacts): Root {
  const sets = new Map(
    Object.entries(facts.redundant).map(([file, selectors]) => [
      file,
      new Map(Object.entries(selectors).map(([selector, wordings]) => [selector, new Set(wordings)])),
    ]),
  );
  for (const { decls, file, selector } of declarationsByPlace(root, theme)) {
    const wordings = sets.get(file)?.get(selector);
    if (!wordings) continue;
    for (const decl of decls) if (!decl.prop.startsWith("--") && wordings.has(wordingOf(decl))) decl.remove();
  }
  removeEmpty(root);
  return root;
}
