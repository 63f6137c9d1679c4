import { selectorSpecificity } from "@csstools/selector-specificity";
import type { Selector } from "postcss-selector-parser";

/** A selector's specificity in one figure: ids in millions, classes in thousands. */
export function weightOf(selector: Selector): number {
  const { a, b, c } = selectorSpecificity(selector);
  return a * 1e6 + b * 1e3 + c;
}
