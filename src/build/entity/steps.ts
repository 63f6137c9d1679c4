import postcss, { type Root } from "postcss";
import type { Theme } from "../../theme/theme.ts";
import { flatten } from "../compile.ts";
import { minify } from "../minify.ts";
import { flattenWhereNeeded, wrapInBoost } from "../scope.ts";
import type { Component } from "./components.ts";
import type { HostFacts } from "./facts.ts";
import { chooseComponents } from "./steps/choose-components.ts";
import { compact } from "./steps/compact.ts";
import { escapeTags } from "./steps/escape-tags.ts";
import { fileSubjects } from "./steps/file-subjects.ts";
import { groupSelectors } from "./steps/group-selectors.ts";
import { inlineLocalTokens } from "./steps/inline-local-tokens.ts";
import { inlineTokens } from "./steps/inline-tokens.ts";
import { joinConditions } from "./steps/join-conditions.ts";
import { joinEqualRules } from "./steps/join-equal-rules.ts";
import { mergeTokens } from "./steps/merge-tokens.ts";
import { pruneTokens } from "./steps/prune-tokens.ts";
import { removeOwnContrast } from "./steps/remove-own-contrast.ts";
import { removeRedundant } from "./steps/remove-redundant.ts";
import { removeUnmatchable } from "./steps/remove-unmatchable.ts";
import { shareValues } from "./steps/share-values.ts";
import { shortenIcons } from "./steps/shorten-icons.ts";
import { shortenProperties } from "./steps/shorten-properties.ts";
import { shortenTokens } from "./steps/shorten-tokens.ts";
import { tightenValues } from "./steps/tighten-values.ts";

/*
 * How the theme, compiled and nested, becomes what fits the custom CSS field of an entity: one list, from top to bottom.
 */

/** One step on the way. */
export interface Step {
  name: string;
  /** What it does, and why that changes nothing that is seen. */
  why: string;
  /** It counts on GLPI's own style sheets standing beside. */
  besideGlpi?: true;
  /** Changes the root or returns another. */
  apply: (root: Root, context: StepContext) => Root;
}

/** What steps know besides the rules. */
export interface StepContext {
  theme: Theme;
  version: string;
  /** What is known of the line of GLPI; undefined where nobody has looked. */
  facts: HostFacts | undefined;
  /** The artefact, shown in errors. */
  name: string;
  /** Bytes that the field holds; undefined for everything, whatever its size. */
  limit: number | undefined;
  /** Text that the later steps make of rules, changing them. */
  finish: (root: Root) => string;
  /** Told of the components that did not fit. */
  leaveOut: (components: Pick<Component, "name" | "shown">[]) => void;
}

export const steps: readonly Step[] = [
  {
    name: "remove own contrast",
    why: "shell/forced-colours.entity.css stands for the block for forced colours that each widget has",
    besideGlpi: true,
    apply: removeOwnContrast,
  },
  {
    name: "remove redundant",
    why: "the line's own style sheets compute it anyway, on every page looked at",
    besideGlpi: true,
    apply: (root, { theme, facts }) => (facts ? removeRedundant(root, theme, facts) : root),
  },
  {
    name: "remove unmatchable",
    why: "no template or script of the line names it",
    besideGlpi: true,
    apply: (root, { facts }) => (facts ? removeUnmatchable(root, facts) : root),
  },
  {
    name: "flatten where needed",
    why: "browsers cannot nest below pseudo-elements, nor inside :where()",
    apply: (root) => flattenWhereNeeded(root, flatten),
  },
  {
    name: "shorten properties",
    why: "GLPI is never written vertically: physical names of the block axis are shorter",
    apply: shortenProperties,
  },
  { name: "shorten icons", why: "a hundredth of a pixel is not seen", apply: shortenIcons },
  {
    name: "choose components",
    why: "not everything fits: what the fewest meet goes whole, and leaves what corrects others",
    besideGlpi: true,
    apply: (root, { theme, facts, name, limit, finish, leaveOut }) => {
      if (limit === undefined) return root;
      const { rules, leftOut } = chooseComponents(root, limit, name, theme, facts?.usage, finish);
      leaveOut(leftOut);
      return rules;
    },
  },
  { name: "prune tokens", why: "nothing reads them", apply: pruneTokens },
  {
    name: "settle tokens",
    why: "equal ones become one, and a value stands where it is shorter than reading it",
    apply: (root) => {
      while (mergeTokens(root) || inlineTokens(root) || inlineLocalTokens(root));
      return pruneTokens(root);
    },
  },
  { name: "shorten tokens", why: "GLPI reads none of them by name", apply: shortenTokens },
  {
    name: "minify",
    why: "as every artefact",
    apply: (root, { name }) => postcss.parse(minify(root.toString(), name).css),
  },
  { name: "tighten values", why: "spaces that the minifier leaves beside commas say nothing", apply: tightenValues },
  { name: "join conditions", why: "one @media says what several say", apply: joinConditions },
  {
    name: "file subjects",
    why: "browsers ask a rule of every element unless they can file it under a class or a type",
    apply: fileSubjects,
  },
  { name: "join equal rules", why: "neighbours that say the same are one rule", apply: joinEqualRules },
  {
    name: "share values",
    why: "a long value is said once, and read",
    apply: (root) => shareValues(root, (selector) => selector === ":root"),
  },
  { name: "group selectors", why: "neighbours that begin alike nest", apply: groupSelectors },
  { name: "wrap in boost", why: "one rule around all weighs more than any of GLPI's", apply: wrapInBoost },
  {
    name: "stamp",
    why: "the sheet says whose it is and of which version",
    apply: (root, { version }) => {
      root.prepend(postcss.comment({ text: `!fenetre ${version}`, raws: { left: "", right: "" } }));
      return root;
    },
  },
  { name: "compact", why: "PostCSS puts spaces and line ends around what it makes", apply: compact },
  { name: "escape tags", why: "GLPI's strip_tags() cuts from a < on", apply: escapeTags },
];

/** What a step left of the sheet. */
export interface Left {
  step: Step;
  /** Characters, as the rules stand after it. */
  characters: number;
}

/**
 * Applies a list of steps, one after the other.
 * @param note told after each step; only of the way taken in the end, not of what choosing tries
 */
export function applySteps(
  list: readonly Step[],
  root: Root,
  context: Omit<StepContext, "finish">,
  note?: (left: Left) => void,
): Root {
  return list.reduce((before, step, index) => {
    const finish = (rules: Root): string => applySteps(list.slice(index + 1), rules, context).toString();
    const after = step.apply(before, { ...context, finish });
    note?.({ step, characters: after.toString().length });
    return after;
  }, root);
}
