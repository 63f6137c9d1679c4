import { selectorSpecificity } from "@csstools/selector-specificity";
import postcss from "postcss";
import parser from "postcss-selector-parser";
import { wrapperOfOwn } from "../build/scope.ts";

/**
 * Rules of an organisation's own that a page with the theme does not follow: plain ones, as the theme's weigh more.
 * What says `!important` or stands within the wrapper wins; a custom property is nobody's rival.
 * @returns the selectors, each once, in their order; none where the text is no CSS
 */
export function losingRules(css: string): string[] {
  let root: postcss.Root;
  try {
    root = postcss.parse(css);
  } catch {
    return [];
  }
  const found = new Set<string>();
  root.walkRules((rule) => {
    for (let outer = rule.parent; outer; outer = outer.parent as typeof outer) {
      if (outer.type === "atrule" && /keyframes$/i.test((outer as postcss.AtRule).name)) return;
      if (outer.type === "rule" && weightOf((outer as postcss.Rule).selector) > themeIds) return;
    }
    const says = rule.nodes.some((node) => node.type === "decl" && !node.important && !node.prop.startsWith("--"));
    if (!says) return;
    for (const selector of rule.selectors) if (weightOf(selector) <= themeIds) found.add(selector.replace(/\s+/g, " "));
  });
  return [...found];
}

/** What every rule of the theme is raised by, in ids. */
const themeIds = 3;

/** Ids of a selector's specificity, the heaviest of a list. */
function weightOf(selector: string): number {
  try {
    return Math.max(
      ...parser()
        .astSync(selector)
        .nodes.map((node) => selectorSpecificity(node).a),
    );
  } catch {
    return 0;
  }
}

/** What to do about them. */
export const remedyForOwn = `Put them within ${wrapperOfOwn} { … }: what stands there wins over the theme`;
