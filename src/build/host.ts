import path from "node:path";
import type { AtRule, ChildNode, Container, Declaration, Input, Root, Rule } from "postcss";
import parser, { type Node, type Selector } from "postcss-selector-parser";
import { hostFactsSchema } from "../schema/files.ts";
import { readChecked } from "../schema/read.ts";
import type { Theme } from "../theme/theme.ts";
import { groupBy } from "../util/group.ts";
import { isNamed } from "../util/read.ts";
import type { GlpiLine } from "./compile.ts";
import { declarationsOf, isKeyframe, rulesOf } from "./nodes.ts";
import { tidied } from "./scope.ts";

/*
 * What a style sheet need not say on one line of GLPI, because GLPI says it or has no such markup. Written by
 * `fenetre entity-prune` beside the theme.json, read for entity CSS alone: every other artefact is whole.
 */

/** `entity.glpi-<line>.json`. */
export interface HostFacts {
  /** Classes and elements of the theme's selectors that the line's own templates and scripts never name. */
  absent: {
    classes: string[];
    elements: string[];
    /** Custom properties of GLPI's and Tabler's that the theme sets and the line's own style sheets never read. */
    variables?: string[];
  };
  /**
   * Declarations whose removal changes no computed style: by file, by selector (outer ones first), as `property:value`.
   * What the theme no longer says so is ignored.
   */
  redundant: Record<string, Record<string, string[]>>;
  /** On how many of the line's pages looked at a rule matches anything, for those that do so on few: by file, by selector. */
  usage?: { pages: number; rare: Record<string, Record<string, number>> };
}

/** The rooms of entity CSS: neither the editor's frame nor a font file is within its reach. */
export const entityRooms = (theme: Theme): string[] =>
  theme.modules.filter((room) => room !== "editor" && room !== "icons");

export const factsFile = (glpi: GlpiLine): string => `entity.glpi-${glpi}.json`;

/**
 * The facts of the theme, or of the nearest it extends; none when there is no file.
 * @throws {UserError} with the line, when the file is not as above
 */
export function readHostFacts(theme: Theme, glpi: GlpiLine): HostFacts | undefined {
  const file = findFacts(theme, glpi);
  if (!file) return undefined;
  const { $schema: _, ...facts } = readChecked(file, hostFactsSchema).value;
  return facts;
}

/** The file of the facts. */
export function findFacts(theme: Theme, glpi: GlpiLine): string | undefined {
  return theme.folders.map((folder) => path.join(folder, factsFile(glpi))).findLast(isNamed);
}

/** Where a declaration stands: its file below the theme, and the selectors and conditions around it. */
export function placeOf(decl: Declaration, theme: Theme): { file: string; selector: string } {
  const source = sourceOf(decl);
  const folder = theme.folders.findLast((candidate) => source.startsWith(`${withSlashes(candidate)}/`));
  const outer: string[] = [];
  for (let node = decl.parent; node && node.type !== "root"; node = node.parent as typeof node) {
    const own = node.type === "rule" ? (node as Rule).selector : `@${(node as AtRule).name} ${(node as AtRule).params}`;
    outer.unshift(own.replace(/\s+/g, " "));
  }
  return { file: folder ? source.slice(folder.length + 1) : "", selector: outer.join(" | ") };
}

const withSlashes = (file: string): string => file.split(path.sep).join("/");

const sources = new WeakMap<Input, string>();

/** The file a node was written in, with forward slashes; asked for every rule, of which there are some thousand. */
export function sourceOf(node: ChildNode): string {
  const input = node.source?.input;
  if (!input) return "";
  let source = sources.get(input);
  if (source === undefined) {
    source = withSlashes(input.file ?? "");
    sources.set(input, source);
  }
  return source;
}

/** Each rule's own declarations, and where they stand. */
function declarationsByPlace(root: Root, theme: Theme): { decls: Declaration[]; file: string; selector: string }[] {
  return [...groupBy(declarationsOf(root), ({ parent }) => parent).values()].map((decls) => ({
    decls,
    ...placeOf(decls[0] as Declaration, theme),
  }));
}

/**
 * Writes on each declaration on how many pages its rule matches anything. Unset: common, unknown or `essential`;
 * -1: `dispensable`; else the number of pages.
 */
export function markUse(root: Root, theme: Theme, facts: HostFacts): Root {
  const isOf = (names: readonly string[], file: string): boolean =>
    names.some((name) => file === name || file.startsWith(`${name}/`));
  const rare = facts.usage?.rare ?? {};
  for (const { decls, file, selector } of declarationsByPlace(root, theme)) {
    const count = isOf(theme.dispensable, file) ? -1 : rare[file]?.[selector];
    if (count === undefined || isOf(theme.essential, file)) continue;
    for (const decl of decls) (decl.raws as { use?: Use }).use = { file, count };
  }
  return root;
}

/** Where a declaration stands, and on how many pages its rule matches anything. */
export interface Use {
  file: string;
  count: number;
}

/** What `markUse` wrote on a declaration. */
export const useOf = (decl: Declaration): Use | undefined => (decl.raws as { use?: Use }).use;

/** How the facts write a declaration. */
export const wordingOf = (decl: Declaration): string =>
  `${decl.prop}:${decl.value.replace(/\s+/g, " ")}${decl.important ? "!important" : ""}`;

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

/** Custom properties that GLPI, Tabler and Bootstrap read. */
export const hostVariable = /^--(tblr|glpi|bs)-/;

/** Removes rules and conditions that say nothing any more. */
export function removeEmpty(root: Container): void {
  for (const node of [...(root.nodes ?? [])]) {
    if (node.type === "decl" || node.type === "comment") continue;
    removeEmpty(node as Container);
    if (node.nodes?.length === 0) node.remove();
  }
}

/**
 * Removes selectors that nothing on the line can match, rules of such alone, and variables that nothing reads. Changes
 * the root.
 */
export function removeUnmatchable(root: Root, facts: HostFacts): Root {
  const classes = new Set(facts.absent.classes);
  const elements = new Set(facts.absent.elements);
  const variables = new Set(facts.absent.variables);
  for (const decl of declarationsOf(root)) if (hostVariable.test(decl.prop) && variables.has(decl.prop)) decl.remove();
  const isAbsent = (node: Node): boolean =>
    (node.type === "class" && classes.has(node.value)) ||
    (node.type === "tag" && elements.has(node.value.toLowerCase()));
  // Most selectors show at a glance that they name nothing of it.
  const mayNameAbsent = (selector: string): boolean =>
    selector.includes("\\") ||
    (selector.match(/[\w\u0080-\uffff-]+/g) ?? []).some(
      (name) => classes.has(name) || elements.has(name.toLowerCase()),
    );
  const shorten = (rule: Rule, text: string): void => {
    if (text.length < rule.selector.replace(/\s+/g, " ").length) rule.selector = text;
  };
  for (const rule of rulesOf(root)) {
    if (isKeyframe(rule)) continue;
    if (!mayNameAbsent(rule.selector)) {
      shorten(rule, tidied(rule.selector));
      continue;
    }
    const selectors = parser().astSync(rule.selector, { lossless: false });
    const before = selectors.nodes.length;
    const dead = selectors.nodes.filter((selector) => !prune(selector, isAbsent));
    if (dead.length === before) {
      rule.remove();
      continue;
    }
    const heaviest = Math.max(...selectors.nodes.map(weight));
    const rest = selectors.nodes.filter((selector) => !dead.includes(selector));
    // The outer rule's heaviest selector is what nested ones weigh.
    const keepsWeight = Math.max(...rest.map(weight)) === heaviest;
    const isOuter = rule.nodes.some((node) => node.type !== "decl");
    if (dead.length > 0 && (keepsWeight || !isOuter)) for (const selector of dead) selector.remove();
    shorten(rule, selectors.toString());
  }
  removeEmpty(root);
  return root;
}

/** Takes what is absent out of a selector's `:is()` lists. @returns whether anything can still match it */
function prune(selector: Selector, isAbsent: (node: Node) => boolean): boolean {
  return [...selector.nodes].every((node) => {
    if (isAbsent(node)) return false;
    if (node.type !== "pseudo" || !/^:(is|where|has|not)$/i.test(node.value) || node.nodes.length === 0) return true;
    const alive = node.nodes.filter((inner) => prune(inner, isAbsent));
    const isNot = node.value.toLowerCase() === ":not";
    // `:not()` of what is absent holds always, but weighs.
    if (alive.length === 0) return isNot;
    const isFree = node.value.toLowerCase() === ":where";
    if (isFree || Math.max(...alive.map(weight)) === Math.max(...node.nodes.map(weight)))
      for (const inner of [...node.nodes]) if (!alive.includes(inner)) inner.remove();
    return true;
  });
}

/** A selector's specificity in one figure: ids in millions, classes in thousands. */
export function weight(selector: Selector): number {
  let sum = 0;
  selector.each((node) => {
    sum += weightOf(node);
  });
  return sum;
}

function weightOf(node: Node): number {
  if (node.type === "id") return 1e6;
  if (node.type === "class" || node.type === "attribute") return 1e3;
  if (node.type === "tag") return 1;
  if (node.type !== "pseudo") return 0;
  const name = node.value.toLowerCase();
  if (name === ":where") return 0;
  const inner = node.nodes.length === 0 ? 0 : Math.max(...node.nodes.map(weight));
  if (/^:(is|not|has)$/.test(name)) return inner;
  if (parser.isPseudoElement(node)) return 1;
  return 1e3 + (name.startsWith(":nth-") ? 0 : inner);
}
