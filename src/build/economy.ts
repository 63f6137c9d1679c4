import type { AtRule, ChildNode, Container, Declaration, Root } from "postcss";
import { groupBy } from "../util/group.ts";
import { shortName } from "./condense.ts";
import { declarationsOf, nodesOf } from "./nodes.ts";

/*
 * What makes a style sheet small without changing what it draws: for the entity field, where every byte counts. Only
 * the theme's own custom properties (--win-…) are touched; GLPI's and Tabler's are what GLPI reads.
 */

const reference = /var\(\s*(--win-[\w-]+)\s*(,?)/g;

/** Applies every economy below, until none finds anything. Changes the root in place. */
export function economise(root: Root): Root {
  pruneTokens(root);
  while (mergeTokens(root) || inlineTokens(root) || inlineLocalTokens(root));
  return shortenTokens(pruneTokens(root));
}

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

/**
 * The same for a widget's own token that is said in one rule and read there or in what is nested in it. Further down
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

/** Names of one to three characters, the shortest for what is named most. */
export function shortenTokens(root: Root): Root {
  const times = new Map<string, number>();
  const count = (text: string): void => {
    if (!text.includes("--win-")) return;
    for (const [token] of text.matchAll(/--win-[\w-]+/g)) times.set(token, (times.get(token) ?? 0) + 1);
  };
  const nodes = nodesOf(root);
  for (const node of nodes) {
    if (node.type === "decl") count(`${node.prop} ${node.value}`);
    if (node.type === "atrule") count(node.params);
  }
  const byFrequency = [...times].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const names = new Map(byFrequency.map(([token], index) => [token, shortName(index)]));
  const rename = (text: string): string =>
    text.includes("--win-") ? text.replace(/--win-[\w-]+/g, (token) => names.get(token) as string) : text;
  for (const node of nodes) {
    if (node.type === "decl") {
      node.prop = rename(node.prop);
      node.value = rename(node.value);
    }
    if (node.type === "atrule") node.params = rename(node.params);
  }
  return root;
}

const isToken = (prop: string): boolean => prop.startsWith("--win-");

const tokensIn = (value: string): string[] =>
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
function isOnRoot(decl: Declaration): boolean {
  const rule = decl.parent;
  if (rule?.type !== "rule" || (rule as unknown as { selector: string }).selector !== ":root") return false;
  for (let node = rule.parent; node && node.type !== "root"; node = node.parent)
    if (node.type !== "atrule") return false;
  return true;
}

/** The conditions around a declaration, the outermost first. */
function conditionOf(decl: Declaration): string {
  const conditions: string[] = [];
  for (let node = decl.parent?.parent; node && node.type !== "root"; node = node.parent) {
    if (node.type === "atrule") conditions.unshift(`@${(node as AtRule).name} ${(node as AtRule).params}`);
  }
  return conditions.join(" ");
}

function removeWithEmptyParents(node: ChildNode): void {
  let current: ChildNode = node;
  while (current.parent && current.parent.type !== "root" && current.parent.nodes?.length === 1)
    current = current.parent as ChildNode;
  current.remove();
}
