import type { ChildNode, Root, Rule } from "postcss";
import { lacksOfSelector } from "./features.ts";

/**
 * Gives each selector that some named browser does not know a rule of its own: in a list with others it would take the
 * whole rule along. In place; the order of rules stays.
 */
export function separateUnknown(root: Root): Root {
  root.walkRules((rule) => {
    const groups = groupsOf(rule.selectors);
    if (groups.size < 2) return;
    const [first, ...others] = [...groups.values()] as [string[], ...string[][]];
    const apart = others.map((selectors) => partOf(rule, selectors));
    rule.selectors = first;
    rule.after(apart as ChildNode[]);
  });
  return root;
}

/** Selectors by what some browser lacks of them; first those that all know. */
function groupsOf(selectors: readonly string[]): Map<string, string[]> {
  const keyed = selectors.map((selector) => [lacksOf(selector), selector] as const);
  const groups = new Map<string, string[]>();
  if (keyed.some(([key]) => key === "")) groups.set("", []);
  for (const [key, selector] of keyed) groups.set(key, [...(groups.get(key) ?? []), selector]);
  return groups;
}

const lacksOf = (selector: string): string =>
  lacksOfSelector(selector)
    .map(({ feature }) => feature)
    .sort()
    .join();

/** The same declarations for other selectors; what is nested in them stays where all browsers find it. */
function partOf(rule: Rule, selectors: string[]): Rule {
  const part = rule.clone({ selectors });
  for (const child of part.nodes.slice()) if (child.type === "rule") child.remove();
  return part;
}
