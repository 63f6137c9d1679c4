import type { Container, Declaration, Root } from "postcss";
import { declaredTokens, isOnRoot, removeWithEmptyParents, tokensIn } from "../../custom-properties.ts";
import { declarationsOf } from "../../nodes.ts";

/**
 * As `inlineTokens`, for a widget's own token that is said in one rule and read there or in what is nested in it. Further down
 * only where its value is the same on every element.
 * @returns whether there were any
 */
export function inlineLocalTokens(root: Root): boolean {
  let found = false;
  const readers = new Map<string, Declaration[]>();
  for (const decl of declarationsOf(root)) {
    for (const token of new Set(tokensIn(decl.value))) {
      const all = readers.get(token);
      if (all) all.push(decl);
      else readers.set(token, [decl]);
    }
  }
  const declared = declaredTokens(root);
  for (const [token, declarations] of declared) {
    const [only] = declarations as [Declaration];
    const reading = readers.get(token) ?? [];
    if (declarations.length > 1 || only.important || only.parent?.type !== "rule") continue;
    const isSame = tokensIn(only.value).every((read) => declared.get(read)?.every(isOnRoot));
    const isWithin = (decl: Declaration): boolean =>
      decl.parent === only.parent || (isSame && hasAncestor(decl, only.parent as Container));
    if (!reading.every(isWithin)) continue;
    const uses = reading.flatMap((decl) => tokensIn(decl.value)).filter((read) => read === token).length;
    const plain = reading.every((decl) => !new RegExp(`var\\(\\s*${token}\\s*,`).test(decl.value));
    if (!plain || uses * only.value.length > only.value.length + "--aa:;".length + uses * "var(--aa)".length) continue;
    for (const decl of reading)
      decl.value = decl.value.replace(new RegExp(`var\\(\\s*${token}\\s*\\)`, "g"), () => only.value);
    removeWithEmptyParents(only);
    found = true;
  }
  return found;
}

const hasAncestor = (decl: Declaration, ancestor: Container): boolean => {
  for (let node = decl.parent as Container | undefined; node; node = node.parent as Container | undefined)
    if (node === ancestor) return true;
  return false;
};
