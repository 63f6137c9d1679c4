import type { Declaration, Root } from "postcss";
import {
  declaredTokens,
  isOnRoot,
  isPlainlyOnRoot,
  reference,
  removeWithEmptyParents,
  tokensIn,
  writtenOut,
} from "../../custom-properties.ts";
import { declarationsOf, nodesOf } from "../../nodes.ts";

/**
 * Writes a token's value in place of reading it, where that is shorter. Only tokens said once, on the root, whose value
 * reads none that an element could say otherwise: there `var()` gives the very same tokens at the place of use.
 * @returns whether there were any
 */
export function inlineTokens(root: Root): boolean {
  const declared = declaredTokens(root);
  const onRoot = (token: string): boolean => declared.get(token)?.every(isOnRoot) ?? false;
  const uses = new Map<string, number>();
  const pinned = new Set<string>();
  for (const node of nodesOf(root)) {
    if (node.type === "atrule") for (const [token] of node.params.matchAll(/--win-[\w-]+/g)) pinned.add(token);
    if (node.type !== "decl" || !node.value.includes("--win-")) continue;
    for (const [, token, comma] of node.value.matchAll(reference)) {
      uses.set(token as string, (uses.get(token as string) ?? 0) + 1);
      if (comma) pinned.add(token as string);
    }
  }
  const values = new Map<string, string>();
  for (const [token, declarations] of declared) {
    const [only] = declarations as [Declaration];
    const reads = tokensIn(only.value);
    if (declarations.length > 1 || pinned.has(token) || !isPlainlyOnRoot(only)) continue;
    if (!reads.every(onRoot) || reads.some((read) => values.has(read))) continue;
    const times = uses.get(token) ?? 0;
    const asToken = only.value.length + "--aa:;".length + times * "var(--aa)".length;
    if (times * only.value.length <= asToken) values.set(token, only.value);
  }
  if (values.size === 0) return false;
  for (const decl of declarationsOf(root)) {
    if (values.has(decl.prop)) removeWithEmptyParents(decl);
    else decl.value = writtenOut(decl.value, values);
  }
  return true;
}
