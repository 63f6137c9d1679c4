import postcss, { type Rule } from "postcss";

/** The entries of a rule's list, as written. */
export const splitSelectors = (rule: Rule): string[] => postcss.list.comma(rule.selector);
