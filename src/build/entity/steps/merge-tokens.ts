import type { Root } from "postcss";
import { conditionOf, declaredTokens, isOnRoot, removeWithEmptyParents } from "../../custom-properties.ts";
import { declarationsOf } from "../../nodes.ts";

/** Tokens that are the same everywhere (light, dark, forced colours) become one. @returns whether there were any */
export function mergeTokens(root: Root): boolean {
  const bySignature = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const [token, declarations] of declaredTokens(root)) {
    if (!declarations.every(isOnRoot)) continue;
    const signature = declarations
      .map((decl) => `${conditionOf(decl)}|${decl.value}|${decl.important === true}`)
      .join("\n");
    const first = bySignature.get(signature);
    if (first) aliases.set(token, first);
    else bySignature.set(signature, token);
  }
  if (aliases.size === 0) return false;
  for (const decl of declarationsOf(root)) {
    if (aliases.has(decl.prop)) removeWithEmptyParents(decl);
    else if (decl.value.includes("--win-"))
      decl.value = decl.value.replace(/--win-[\w-]+/g, (token) => aliases.get(token) ?? token);
  }
  return true;
}
