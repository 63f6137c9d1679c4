import { createHash } from "node:crypto";
import type { CDPSession, Page } from "@playwright/test";
import parser from "postcss-selector-parser";
import { type DeadReason, explained } from "./dead.ts";
import type { DeadRule, RuleFindings } from "./results.ts";
import { sheetName, type ThemeRule, type ThemeSheet } from "./theme-sheet.ts";

/**
 * States that come and go under a pointer, a keyboard or a script, and the writing direction: a selector is alive where it
 * would match in one of them.
 */
const dynamic =
  /^:(hover|active|focus|focus-visible|focus-within|target|visited|autofill|-webkit-autofill|placeholder-shown|user-invalid|fullscreen|modal|popover-open|indeterminate|-moz-[\w-]+|dir)$/;

/** The selector without pseudo-elements and passing states, for `querySelector`. @returns `undefined` if nothing can be asked */
export function still(selector: string): string | undefined {
  try {
    const text = parser((root) => {
      root.walkPseudos((pseudo) => {
        if (
          pseudo.value.startsWith("::") ||
          /^:(before|after|placeholder)$/.test(pseudo.value) ||
          dynamic.test(pseudo.value)
        )
          pseudo.remove();
      });
      // `:is()` and `:not()` that lost all they held.
      root.walkPseudos((pseudo) => {
        if (!/^:(is|where|not|has)$/.test(pseudo.value)) return;
        const empty = pseudo.nodes.filter((inner) => inner.toString().trim() === "");
        if (empty.length === 0) return;
        pseudo.remove();
      });
      root.each((inner) => {
        const last = inner.last;
        if (last?.type === "combinator" && last.value.trim() !== "") inner.append(parser.universal({ value: "*" }));
      });
    }).processSync(
      // What follows a pseudo-element belongs to it: `::-webkit-scrollbar-thumb:vertical`.
      selector.replace(/(::[\w-]+)(?::[\w-]+)+/g, "$1"),
    );
    return text.trim() || "*";
  } catch {
    return undefined;
  }
}

/** The passing states a selector names, as the DevTools protocol calls them. */
export function statesOf(selector: string): string[] {
  return [
    ...new Set(
      [...selector.matchAll(/:(hover|active|focus-visible|focus-within|focus|target|visited)\b/g)].map(
        ([, name]) => name as string,
      ),
    ),
  ];
}

/** Elements of a page whose cascade is asked for. */
const askedPerPage = 8;

/** Follows a theme's rules over many pages of one GLPI line. */
export class RuleWatch {
  readonly #alive = new Set<string>();
  /** Matched by specimens and by no page. */
  readonly #specimen = new Set<string>();
  /** By `rule.declaration`: won anywhere, or to whom it lost last. */
  readonly #won = new Set<string>();
  readonly #lost = new Map<string, string>();
  readonly #seen = new Map<number, number>();
  readonly #selectors: { rule: number; selector: string; query: string | undefined }[];

  readonly #reasons: readonly DeadReason[];

  constructor(
    readonly sheet: ThemeSheet,
    reasons: readonly DeadReason[] = [],
  ) {
    this.#reasons = reasons;
    this.#selectors = sheet.rules.flatMap((rule, index) =>
      rule.selectors.map((selector) => ({ rule: index, selector, query: still(selector) })),
    );
  }

  /** Looks which selectors match, and which declarations win on a few elements of each rule. */
  async visit(page: Page, cdp: CDPSession): Promise<void> {
    const open = this.#selectors.map((item, index) => ({ ...item, index }));
    const queries = open.map(({ query }) => query ?? "");
    const wanted = open.map(({ rule }) => this.#undecided(rule));
    const found = await page.evaluate(
      ({ queries, wanted, perRule }) => {
        const store = window as unknown as { fenetreRuleElements?: Element[] };
        store.fenetreRuleElements = [];
        const index = new Map<Element, number>();
        return queries.map((query, position) => {
          if (!query) return null;
          try {
            if (!wanted[position]) return document.querySelector(query) ? [] : null;
            const list = document.querySelectorAll(query);
            if (list.length === 0) return null;
            // The first, the last and some that are styled differently.
            const kinds = new Map<string, Element>();
            for (const element of list) {
              const kind = element.className?.toString() ?? "";
              if (!kinds.has(kind)) kinds.set(kind, element);
              if (kinds.size >= perRule) break;
            }
            return [...kinds.values()].map((element) => {
              let id = index.get(element);
              if (id === undefined) {
                id = (store.fenetreRuleElements as Element[]).push(element) - 1;
                index.set(element, id);
              }
              return id;
            });
          } catch {
            return null;
          }
        });
      },
      { queries, wanted, perRule: 4 },
    );
    const byElement = new Map<number, { states: Set<string>; rules: Set<number> }>();
    for (const [position, ids] of found.entries()) {
      const item = open[position];
      if (!ids || !item) continue;
      this.#alive.add(`${item.rule} ${item.selector}`);
      for (const id of ids) {
        const entry = byElement.get(id) ?? { states: new Set(), rules: new Set() };
        entry.states.add(statesOf(item.selector).join(" "));
        entry.rules.add(item.rule);
        byElement.set(id, entry);
      }
    }
    // A cascade is dear to ask for: elements first that decide most, the rest on the pages to come.
    const useful = [...byElement].sort(([, a], [, b]) => b.rules.size - a.rules.size).slice(0, askedPerPage);
    for (const [id, { states, rules }] of useful) {
      if ([...rules].some((rule) => this.#undecided(rule))) await this.#examine(cdp, id, [...states]);
    }
  }

  /** Marks what matches a widget's specimens: markup that plugins and portals use, and GLPI's own pages need not show. */
  async visitSpecimens(page: Page): Promise<void> {
    const queries = this.#selectors.map(({ query }) => query ?? "");
    const found = await page.evaluate(
      (list) =>
        list.map((query) => {
          try {
            return query !== "" && document.querySelector(query) !== null;
          } catch {
            return false;
          }
        }),
      queries,
    );
    for (const [position, { rule, selector }] of this.#selectors.entries())
      if (found[position]) this.#specimen.add(`${rule} ${selector}`);
  }

  #undecided(rule: number): boolean {
    const { declarations, conditions } = this.sheet.rules[rule] as ThemeRule;
    if (conditions.some((condition) => /forced-colors|print|prefers-|max-width|pointer/.test(condition))) return false;
    return (this.#seen.get(rule) ?? 0) < 24 && declarations.some((_, index) => !this.#won.has(`${rule}.${index}`));
  }

  async #examine(cdp: CDPSession, id: number, states: string[]): Promise<void> {
    const node = await nodeOf(cdp, `window.fenetreRuleElements[${id}]`);
    if (node === undefined) return;
    for (const state of states) {
      const forced = state ? state.split(" ") : [];
      if (forced.length > 0) await cdp.send("CSS.forcePseudoState", { nodeId: node, forcedPseudoClasses: forced });
      try {
        this.#decide(await matchedStyles(cdp, node));
      } catch {
        // The element went away meanwhile.
      }
      if (forced.length > 0)
        await cdp.send("CSS.forcePseudoState", { nodeId: node, forcedPseudoClasses: [] }).catch(() => undefined);
    }
  }

  #decide(styles: MatchedStyles): void {
    const lists = [
      { rules: styles.matchedCSSRules ?? [], inline: styles.inlineStyle },
      ...(styles.pseudoElements ?? []).map((pseudo) => ({ rules: pseudo.matches, inline: undefined })),
    ];
    for (const { rules, inline } of lists) {
      const winners = winnersOf(rules, inline);
      for (const match of rules) {
        const own = this.#ruleOf(match);
        if (own === undefined) continue;
        this.#seen.set(own, (this.#seen.get(own) ?? 0) + 1);
        const rule = this.sheet.rules[own] as ThemeRule;
        const properties = match.rule.style.cssProperties;
        rule.declarations.forEach((declaration, index) => {
          const key = `${own}.${index}`;
          if (this.#won.has(key)) return;
          const longhands = longhandsOf(declaration.name, properties);
          if (longhands.length === 0) return; // not known to this browser
          const beaten = longhands.map((name) => winners.get(name)).find((winner) => winner && winner.rule !== match);
          if (longhands.some((name) => winners.get(name)?.rule === match)) this.#won.add(key);
          else if (beaten) this.#lost.set(key, beaten.by);
        });
      }
    }
  }

  #ruleOf(match: RuleMatch): number | undefined {
    if (match.rule.origin !== "regular" || !match.rule.style.range || !sheetIds.has(match.rule.styleSheetId ?? ""))
      return undefined;
    const rule = this.sheet.byLine.get(match.rule.style.range.startLine);
    return rule === undefined ? undefined : this.sheet.rules.indexOf(rule);
  }

  findings(): RuleFindings {
    const { rules } = this.sheet;
    const unseen = this.#selectors.filter(({ rule, selector }) => !this.#alive.has(`${rule} ${selector}`));
    const dead = unseen
      .filter(({ rule, selector }) => !this.#specimen.has(`${rule} ${selector}`))
      .map(({ rule, selector }) => ({ selector, place: (rules[rule] as ThemeRule).place }));
    const selectorsAt = countedBy(this.#selectors.map(({ rule }) => (rules[rule] as ThemeRule).place));
    const deadAt = countedBy(dead.map(({ place }) => place));
    const deadRules = [...deadAt]
      .filter(([place, count]) => count === selectorsAt.get(place))
      .map(([place]) => explained(dead.find((one) => one.place === place) as DeadRule, this.#reasons));
    const lost = [...this.#lost.entries()]
      .filter(([key]) => !this.#won.has(key))
      .map(([key, to]) => {
        const [rule, index] = key.split(".").map(Number) as [number, number];
        const owner = rules[rule] as ThemeRule;
        const declaration = owner.declarations[index] as ThemeRule["declarations"][number];
        return {
          key,
          declaration: `${declaration.name}: ${declaration.value}`,
          selector: owner.selectors.join(", "),
          place: owner.place,
          to,
        };
      });
    return {
      rules: selectorsAt.size,
      selectors: this.#selectors.length,
      declarations: rules.reduce((sum, rule) => sum + rule.declarations.length, 0),
      judged: new Set([...this.#won, ...this.#lost.keys()]).size,
      sheet: createHash("sha256").update(this.sheet.css).digest("hex").slice(0, 16),
      specimensOnly: unseen.length - dead.length,
      dead,
      deadRules,
      lost,
      won: [...this.#won].sort(),
      important: rules.flatMap((rule) =>
        rule.declarations
          .filter(({ important }) => important)
          .map(({ name, value }) => ({
            declaration: `${name}: ${value}`,
            selector: rule.selectors.join(", "),
            place: rule.place,
          })),
      ),
    };
  }
}

function countedBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Style sheets of the page that hold the theme, and the names of the others; kept while the page is open. */
const sheetIds = new Set<string>();
const sheetNames = new Map<string, string>();

/** Must run before the page is opened, so that every style sheet is announced. */
export async function watchSheets(cdp: CDPSession, isTheme: (url: string) => boolean): Promise<void> {
  sheetIds.clear();
  sheetNames.clear();
  cdp.on("CSS.styleSheetAdded", ({ header }) => {
    const url = header.sourceURL || (header.isInline ? "<style>" : "");
    sheetNames.set(
      header.styleSheetId,
      url
        .replace(/[?#].*$/, "")
        .split("/")
        .slice(-1)[0] || url,
    );
    if (url.endsWith(sheetName) || isTheme(url)) sheetIds.add(header.styleSheetId);
  });
  await cdp.send("DOM.enable");
  await cdp.send("CSS.enable");
}

export async function nodeOf(cdp: CDPSession, expression: string): Promise<number | undefined> {
  try {
    const { result } = await cdp.send("Runtime.evaluate", { expression });
    if (!result.objectId) return undefined;
    const { nodeId } = await cdp.send("DOM.requestNode", { objectId: result.objectId });
    await cdp.send("Runtime.releaseObject", { objectId: result.objectId });
    return nodeId || undefined;
  } catch {
    return undefined;
  }
}

type Property = {
  name: string;
  value: string;
  important?: boolean;
  disabled?: boolean;
  parsedOk?: boolean;
  longhandProperties?: { name: string }[];
  range?: unknown;
};
type RuleMatch = {
  rule: {
    selectorList: { text: string; selectors: { text: string }[] };
    origin: string;
    styleSheetId?: string;
    style: { cssProperties: Property[]; range?: { startLine: number }; styleSheetId?: string };
  };
  matchingSelectors: number[];
};
type MatchedStyles = {
  matchedCSSRules?: RuleMatch[];
  inlineStyle?: { cssProperties: Property[] };
  pseudoElements?: { pseudoType: string; matches: RuleMatch[] }[];
};

async function matchedStyles(cdp: CDPSession, nodeId: number): Promise<MatchedStyles> {
  return (await cdp.send("CSS.getMatchedStylesForNode", { nodeId })) as unknown as MatchedStyles;
}

interface Winner {
  rule: RuleMatch | undefined;
  by: string;
  value: string;
  important: boolean;
}

/** Logical properties compete with physical ones; pages here are read from left to right. */
const physical: [RegExp, string][] = [
  [/-inline-start\b/, "-left"],
  [/-inline-end\b/, "-right"],
  [/-block-start\b/, "-top"],
  [/-block-end\b/, "-bottom"],
  [/^inset-left$/, "left"],
  [/^inset-right$/, "right"],
  [/^inset-top$/, "top"],
  [/^inset-bottom$/, "bottom"],
  [/^(min-|max-)?inline-size$/, "$1width"],
  [/^(min-|max-)?block-size$/, "$1height"],
  [/^border-start-start-radius$/, "border-top-left-radius"],
  [/^border-start-end-radius$/, "border-top-right-radius"],
  [/^border-end-start-radius$/, "border-bottom-left-radius"],
  [/^border-end-end-radius$/, "border-bottom-right-radius"],
];
const toPhysical = (name: string): string =>
  physical.reduce((current, [pattern, by]) => current.replace(pattern, by), name);

function longhandsOf(name: string, properties: Property[]): string[] {
  const entry = properties.find((property) => property.name === name && property.parsedOk !== false);
  if (!entry) return [];
  return (entry.longhandProperties?.length ? entry.longhandProperties.map((one) => one.name) : [name]).map(toPhysical);
}

/** The cascade, for rules in the order the protocol gives: the last normal one wins unless an important one stands. */
function winnersOf(rules: RuleMatch[], inline: MatchedStyles["inlineStyle"]): Map<string, Winner> {
  const winners = new Map<string, Winner>();
  const take = (properties: Property[], by: RuleMatch | undefined, important: boolean): void => {
    const label = by
      ? `${by.matchingSelectors
          .map((index) => by.rule.selectorList.selectors[index]?.text ?? "")
          .join(", ")
          .slice(0, 200)} (${sheetNames.get(by.rule.styleSheetId ?? "") ?? by.rule.origin})`
      : "the style attribute";
    for (const property of properties) {
      if (property.disabled || property.parsedOk === false || (property.important ?? false) !== important) continue;
      const names = property.longhandProperties?.length
        ? property.longhandProperties.map(({ name }) => name)
        : [property.name];
      for (const name of names) {
        winners.set(toPhysical(name), {
          rule: by,
          by: `${label} { ${property.name}: ${property.value.slice(0, 80)}${important && !property.value.includes("!important") ? " !important" : ""} }`,
          value: property.value,
          important,
        });
      }
    }
  };
  for (const match of rules) take(match.rule.style.cssProperties, match, false);
  if (inline) take(inline.cssProperties, undefined, false);
  for (const match of rules) if (match.rule.origin !== "user-agent") take(match.rule.style.cssProperties, match, true);
  if (inline) take(inline.cssProperties, undefined, true);
  return winners;
}

const decides: Record<string, string[]> = {
  height: ["height", "min-height", "padding-top", "line-height"],
  width: ["width", "min-width"],
  radius: ["border-top-left-radius"],
  "font size": ["font-size"],
  "font weight": ["font-weight"],
  "font family": ["font-family"],
  fill: ["background-color", "background-image"],
  "top edge": ["border-top-color", "border-top-width"],
  "bottom edge": ["border-bottom-color", "border-bottom-width"],
  "text colour": ["color"],
  clipped: ["overflow-x", "height"],
  wrapped: ["white-space-collapse", "width"],
};

/** For each difference the declaration that decided it, if the element has one of its own. */
export async function decidersOf(
  cdp: CDPSession,
  expression: string,
  what: readonly string[],
): Promise<Record<string, string>> {
  const node = await nodeOf(cdp, expression);
  if (node === undefined) return {};
  const styles = await matchedStyles(cdp, node).catch(() => undefined);
  if (!styles) return {};
  const winners = winnersOf(styles.matchedCSSRules ?? [], styles.inlineStyle);
  const found: Record<string, string> = {};
  for (const name of what) {
    const winner = (decides[name] ?? [])
      .map((property) => winners.get(property))
      .find((candidate) => candidate !== undefined);
    if (winner) found[name] = winner.by;
  }
  return found;
}
