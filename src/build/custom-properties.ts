import type { AtRule, ChildNode, Declaration, Root } from "postcss";
import { groupBy } from "../util/group.ts";
import { declarationsOf } from "./nodes.ts";

/*
 * The theme's own custom properties, --win-…: who sets them, who reads them, where. GLPI's and Tabler's are GLPI's business.
 */

/** A token that is read, and the comma before a value to fall back on. */
export const reference = /var\(\s*(--win-[\w-]+)\s*(,?)/g;

export const isToken = (prop: string): boolean => prop.startsWith("--win-");

/** The tokens that a value reads. */
export const tokensIn = (value: string): string[] =>
  value.includes("--win-") ? [...value.matchAll(reference)].map(([, token]) => token as string) : [];

/** What is said of each token, in the order of writing. */
export const declaredTokens = (root: Root): Map<string, Declaration[]> =>
  groupBy(
    declarationsOf(root).filter(({ prop }) => isToken(prop)),
    ({ prop }) => prop,
  );

/** In a rule of its own for `:root`, under no condition, and not important. */
export const isPlainlyOnRoot = (decl: Declaration): boolean =>
  isOnRoot(decl) && conditionOf(decl) === "" && !decl.important;

/** A value with tokens written out that are known; those with a fallback stay. */
export const writtenOut = (value: string, values: ReadonlyMap<string, string>): string =>
  value.includes("--win-")
    ? value.replace(/var\(\s*(--win-[\w-]+)\s*\)/g, (read, token: string) => values.get(token) ?? read)
    : value;

/** In a rule of its own for `:root`, within conditions at most. */
export function isOnRoot(decl: Declaration): boolean {
  const rule = decl.parent;
  if (rule?.type !== "rule" || (rule as unknown as { selector: string }).selector !== ":root") return false;
  for (let node = rule.parent; node && node.type !== "root"; node = node.parent)
    if (node.type !== "atrule") return false;
  return true;
}

/** The conditions around a declaration, the outermost first. */
export function conditionOf(decl: Declaration): string {
  const conditions: string[] = [];
  for (let node = decl.parent?.parent; node && node.type !== "root"; node = node.parent) {
    if (node.type === "atrule") conditions.unshift(`@${(node as AtRule).name} ${(node as AtRule).params}`);
  }
  return conditions.join(" ");
}

/** Removes a node, and what holds nothing without it. */
export function removeWithEmptyParents(node: ChildNode): void {
  let current: ChildNode = node;
  while (current.parent && current.parent.type !== "root" && current.parent.nodes?.length === 1)
    current = current.parent as ChildNode;
  current.remove();
}
