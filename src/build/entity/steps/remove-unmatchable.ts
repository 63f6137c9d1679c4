import type { Root, Rule } from "postcss";
import parser, { type Node, type Selector } from "postcss-selector-parser";
import { declarationsOf, isKeyframe, removeEmpty, rulesOf } from "../../nodes.ts";
import { tidied } from "../../scope.ts";
import { weightOf } from "../../specificity.ts";
import { type HostFacts, hostVariable } from "../facts.ts";

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
    const heaviest = Math.max(...selectors.nodes.map(weightOf));
    const rest = selectors.nodes.filter((selector) => !dead.includes(selector));
    // The outer rule's heaviest selector is what nested ones weigh.
    const keepsWeight = Math.max(...rest.map(weightOf)) === heaviest;
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
    if (isFree || Math.max(...alive.map(weightOf)) === Math.max(...node.nodes.map(weightOf)))
      for (const inner of [...node.nodes]) if (!alive.includes(inner)) inner.remove();
    return true;
  });
}
