import postcss, { type ChildNode, type Container, type Root, type Rule } from "postcss";
import parser, { type Node, type Selector } from "postcss-selector-parser";
import { isKeyframe, rulesOf } from "./nodes.ts";
import { isLowered, unmark } from "./plain.ts";

/**
 * Three ids' worth of specificity that match every element at no cost: GLPI's heaviest rule has two. With it the theme
 * wins whatever place GLPI gives its style sheet (before the palette in 10.0, after it in 11) and needs `!important`
 * only against GLPI's own, which it then beats too.
 *
 * The other way would be `!important` inside `@layer`, which beats every unlayered rule, ids included. But a layered
 * important declaration also beats inline styles (GLPI's priority colours, kanban columns, planning events), running
 * animations and each of GLPI's one-class utilities, where the theme has no business to: hence specificity.
 */
export const boost = ":not(#fenetre#fenetre#fenetre)";

/** The same weight as an entry of a list. Short: a palette says it at each of thousands of selectors. */
const heavy = "#_#_#_";

/**
 * What an organisation puts around rules of its own, so that they win over the theme without `!important`: one id more,
 * and an ancestor that every element has.
 */
export const wrapperOfOwn = ":not(#_#_#_#_)";

/**
 * Adds `boost` to the subject of every selector, except in keyframes and where it costs: what stands for every element
 * is matched on every element, so it says `!important` instead. And Chromium computes a highlight's style for each
 * element of the page as soon as one rule for `::selection` asks anything of the element, even `:not()` of what none is.
 * Changes the root in place.
 */
export function raiseSpecificity(root: Root): Root {
  return mapSelectors(root, raise);
}

const raise = (selector: Selector): void => {
  if (isLowered(selector)) unmark(selector);
  else if (!/^(\*|::selection|::-webkit-scrollbar)$/.test(selector.toString().trim()))
    insertIntoSubject(selector, boost);
};

/**
 * Confines every rule to pages whose root element matches, as GLPI's palettes must be: all are loaded on every page.
 * Rules about the root itself are narrowed, all others get it as an ancestor.
 * @param rootSelector what the root is, one of a list: `[data-glpi-theme="windows_11"]`
 */
export function confineTo(root: Root, rootSelector: string): Root {
  mapSelectors(root, confine);
  // In words of its own, so that the work on selectors is shared between a theme's palettes.
  for (const rule of rulesOf(root))
    if (rule.selector.includes(confined))
      rule.selector = rule.selector.replaceAll(confined, `:root:is(${heavy}, ${rootSelector})`);
  return root;
}

const confined = ":-fenetre-root";

function confine(selector: Selector): void {
  if (isLowered(selector)) {
    unmark(selector);
    return void selector.prepend(parser.string({ value: `:where(${confined}) ` }) as never);
  }
  const root = parser.pseudo({ value: confined });
  const compound = firstCompound(selector.nodes);
  const [first] = compound;
  if (first) first.spaces.before = "";
  const own = compound.find(
    (node) => (node.type === "pseudo" && node.value === ":root") || (node.type === "tag" && node.value === "html"),
  );
  if (own) return void own.replaceWith(root);
  // `[dir=rtl] a`: GLPI says it on the page's root, so it is no ancestor below it.
  if (!compound.every((node) => node.type === "attribute" && rootAttribute.test(node.attribute))) {
    selector.prepend(parser.combinator({ value: " " }));
  }
  selector.prepend(root);
}

/** What GLPI writes on `<html>`. */
const rootAttribute = /^(dir|lang|data-(glpi-theme|glpi-theme-dark|high-contrast|bs-theme))$/;

function mapSelectors(root: Root, change: Change): Root {
  for (const rule of rulesWithSelectors(root)) rule.selector = changed(rule.selector, change);
  return root;
}

/** All but a keyframe's. */
const rulesWithSelectors = (root: Root): Rule[] => rulesOf(root).filter((rule) => !isKeyframe(rule));

type Change = (selector: Selector) => void;

const known = new Map<Change, Map<string, string>>();

function resultsOf(change: Change): Map<string, string> {
  let results = known.get(change);
  if (!results) {
    results = new Map();
    known.set(change, results);
  }
  return results;
}

/** A rule's selectors after a change. The same ones come again in each style sheet of a build, so results are kept. */
function changed(selector: string, change: Change): string {
  const results = resultsOf(change);
  let result = results.get(selector);
  if (result === undefined) {
    result = parser((selectors) => selectors.each(change)).processSync(selector, { lossless: false });
    results.set(selector, result);
  }
  return result;
}

/** Selectors without the white space that says nothing. */
export const tidied = (selector: string): string => changed(selector, tidy);

const tidy: Change = () => undefined;

/** A file's rules with nesting as written, and with nesting resolved. */
interface Forms {
  nested: Root;
  flat: Root;
}

/** What targets make of the selectors of each form. */
const changes = { nested: [tidy], flat: [raise, confine] } as const;

/** A file's selectors after all changes that targets make of them, in the order of its rules. */
export type ChangedSelectors = Record<keyof Forms, string[][]>;

/** For a later build to know. */
export function changedSelectors(forms: Forms): ChangedSelectors {
  const of = (form: keyof Forms): string[][] =>
    rulesWithSelectors(forms[form]).map(({ selector }) => changes[form].map((change) => changed(selector, change)));
  return { nested: of("nested"), flat: of("flat") };
}

/**
 * Takes over what an earlier build found out about the same rules.
 * @throws {TypeError} when it is about others
 */
export function learnSelectors(forms: Forms, learnt: ChangedSelectors): void {
  for (const form of ["nested", "flat"] as const) {
    const rules = rulesWithSelectors(forms[form]);
    if (learnt[form].length !== rules.length) throw new TypeError("these are other rules' selectors");
    for (const [index, { selector }] of rules.entries())
      for (const [nth, change] of changes[form].entries())
        resultsOf(change).set(selector, learnt[form][index]?.[nth] as string);
  }
}

/** Before the first pseudo-element of the last compound, or at its end. */
function insertIntoSubject(selector: Selector, text: string): void {
  const last = lastCompound(selector);
  const addition = parser.pseudo({ value: text });
  const element = last.find((node) => parser.isPseudoElement(node));
  if (element) selector.insertBefore(element as never, addition);
  else selector.append(addition as never);
}

function lastCompound(selector: Selector): Node[] {
  const nodes: Node[] = [];
  selector.each((node) => {
    if (node.type === "combinator") nodes.length = 0;
    else nodes.push(node);
  });
  return nodes;
}

/**
 * The same specificity for a few bytes: one rule of native nesting around all others. What cannot be the page's root
 * element stands in it as it is, since every other element has an ancestor that the outer selector matches; what can
 * be the root gets an `&`, one byte. GLPI gives its root element attributes, never a class.
 * Keyframes and the like stay outside. The sheet may itself be nested.
 */
export function wrapInBoost(root: Root): Root {
  const outside: ChildNode[] = [];
  const inside: ChildNode[] = [];
  for (const node of root.nodes) {
    const isGlobal =
      node.type === "atrule"
        ? !/^(media|supports|container|starting-style)$/i.test(node.name)
        : node.type === "rule" && node.selector === "::selection";
    (isGlobal ? outside : inside).push(node);
  }
  const mark = (container: Container): void => {
    container.each((node) => {
      if (node.type === "atrule") mark(node);
      if (node.type === "rule") node.selector = changed(node.selector, markRoot);
    });
  };
  for (const rule of rulesOf(root))
    if (rule.selector.includes("&") && isNested(rule)) rule.selector = changed(rule.selector, dropLeadingAmpersand);
  const wrapper = postcss.rule({ selector: ":not(#_#_#_)", nodes: [] });
  wrapper.append(...inside);
  mark(wrapper);
  root.removeAll();
  root.append(...outside, wrapper);
  return root;
}

function isNested(rule: Rule): boolean {
  for (let node = rule.parent; node; node = node.parent as typeof node) if (node.type === "rule") return true;
  return false;
}

/** `& a` and `& > a` mean what `a` and `> a` mean in a nested rule. */
function dropLeadingAmpersand(selector: Selector): void {
  const [first, second] = selector.nodes;
  if (first?.type !== "nesting" || second?.type !== "combinator") return;
  let others = 0;
  selector.walkNesting(() => void others++);
  if (others > 1) return;
  first.remove();
  if (second.value.trim() === "") second.remove();
}

/**
 * Resolves nesting where a browser could not, or would lose the outer rule's specificity: below pseudo-elements, for
 * which `&` cannot stand, and where `&` stands inside `:where()`.
 */
export function flattenWhereNeeded(root: Root, flatten: (root: Root) => Root): Root {
  root.each((node) => {
    if (!("walkRules" in node)) return;
    let needed = node.type === "rule" && hidesParent(node);
    needed ||= rulesOf(node).some(hidesParent);
    if (needed) node.replaceWith(...flatten(postcss.root({ nodes: [node.clone()] })).nodes);
  });
  return root;
}

function hidesParent(rule: Rule): boolean {
  let found = false;
  // Most selectors show at a glance that they do not.
  if (!/:where\(.*&|:(:|before|after|placeholder|first-)/s.test(rule.selector)) return false;
  const holdsMore = rule.nodes.some((node) => node.type === "rule" || node.type === "atrule");
  parser((selectors) => {
    if (holdsMore) selectors.walkPseudos((pseudo) => void (found ||= parser.isPseudoElement(pseudo)));
    selectors.walkNesting((nesting) => {
      for (let node = nesting.parent as Node | undefined; node; node = node.parent as Node | undefined) {
        if (node.type === "pseudo" && node.value.toLowerCase() === ":where") found = true;
      }
    });
  }).processSync(rule.selector);
  return found;
}

function markRoot(selector: Selector): void {
  const compound = firstCompound(selector.nodes);
  if (!canBeRoot(compound)) return;
  const [first] = compound;
  const ampersand = parser.nesting();
  if (first?.type === "universal") first.replaceWith(ampersand);
  else if (first?.type === "tag") selector.insertAfter(first as never, ampersand as never);
  else selector.insertBefore(first as never, ampersand as never);
}

/** Whether a compound selector may match GLPI's `<html>`: one without a class and without another element's name. */
function canBeRoot(compound: Node[]): boolean {
  return compound.every((node) => {
    if (node.type === "class" || node.type === "id") return false;
    if (node.type === "tag") return node.value.toLowerCase() === "html";
    if (node.type === "pseudo" && /^:(is|where)$/i.test(node.value))
      return node.nodes.some((inner) => canBeRoot(lastCompound(inner)));
    return true;
  });
}

function firstCompound(nodes: readonly Node[]): Node[] {
  const end = nodes.findIndex((node) => node.type === "combinator");
  return nodes.slice(0, end === -1 ? undefined : end);
}
