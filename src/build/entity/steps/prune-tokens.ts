import type { Root } from "postcss";
import { isToken, removeWithEmptyParents, tokensIn } from "../../custom-properties.ts";
import { declarationsOf, nodesOf } from "../../nodes.ts";

/** Removes tokens that nothing reads, directly or through other tokens. */
export function pruneTokens(root: Root): Root {
  const reads = new Map<string, Set<string>>();
  const live = new Set<string>();
  for (const node of nodesOf(root)) {
    if (node.type === "decl" && isToken(node.prop)) {
      const of = reads.get(node.prop) ?? new Set();
      for (const token of tokensIn(node.value)) of.add(token);
      reads.set(node.prop, of);
    } else if (node.type === "decl") {
      for (const token of tokensIn(node.value)) live.add(token);
    } else if (node.type === "atrule") {
      for (const [token] of node.params.matchAll(/--win-[\w-]+/g)) live.add(token);
    }
  }
  // A Set's iteration goes on over what is added meanwhile.
  for (const token of live) for (const next of reads.get(token) ?? []) live.add(next);
  for (const decl of declarationsOf(root)) if (isToken(decl.prop) && !live.has(decl.prop)) removeWithEmptyParents(decl);
  return root;
}
