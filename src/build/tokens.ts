import type { AtRule, Container, Declaration, Root, Rule } from "postcss";
import { quoted } from "../util/escape.ts";
import { at } from "./css-file.ts";
import { declarationsOf } from "./nodes.ts";

/** Characters that a token may become when all that it reads is written out. */
const longestValue = 100_000;
/** Tokens of a theme; ours has some 400. */
const mostTokens = 5000;

/**
 * Every `var(--win-…)` must be defined somewhere in the theme, no token may read itself, by whatever way, and none may
 * grow beyond measure.
 * @throws {UserError} at the declaration
 */
export function checkTokens(root: Root): void {
  const defined = new Set<string>();
  const firstUse = new Map<string, Declaration>();
  const declarations = declarationsOf(root);
  for (const decl of declarations) {
    if (decl.prop.startsWith("--")) {
      defined.add(decl.prop);
      if (defined.size > mostTokens)
        throw at(decl, `more than ${mostTokens} custom properties`, "Use fewer: values stand in rules too");
    }
    if (!decl.value.includes("--win-")) continue;
    for (const [, token] of decl.value.matchAll(/var\(\s*(--win-[\w-]+)/g))
      if (!firstUse.has(token as string)) firstUse.set(token as string, decl);
  }
  for (const [token, decl] of firstUse)
    if (!defined.has(token))
      throw at(
        decl,
        `unknown token ${quoted(token).slice(1, -1)}`,
        `Define it, or use one of tokens/: ${nearest(token, defined)}`,
      );
  checkCircles(declarations);
}

/** The defined name that shares most words with a mistyped one. */
function nearest(token: string, defined: Set<string>): string {
  const words = new Set(token.split("-"));
  const score = (name: string): number =>
    name.split("-").filter((word) => words.has(word)).length - Math.abs(name.length - token.length) / 100;
  return [...defined].reduce((best, name) => (score(name) > score(best) ? name : best), "none yet");
}

type Said = Map<string, Declaration>;

/**
 * Custom properties that read one another in a circle are invalid on every element that has them all. Those that one
 * selector says under one condition are on one element for certain, with what it says under none and what `:root` says.
 */
function checkCircles(declarations: readonly Declaration[]): void {
  const plain = new Map<string, Said>();
  const conditional = new Map<string, { selector: string; said: Said }>();
  for (const decl of declarations) {
    if (!decl.prop.startsWith("--") || decl.parent?.type !== "rule") continue;
    const { selector, condition } = placeOf(decl.parent as Rule);
    if (condition === "") entry(plain, selector, () => new Map()).set(decl.prop, decl);
    else
      entry(conditional, `${condition}|${selector}`, () => ({ selector, said: new Map() as Said })).said.set(
        decl.prop,
        decl,
      );
  }
  /** With what the root says wherever that selector is the root too: `:root[data-glpi-theme="dark"]`. */
  const under = (selector: string): Said => new Map(isRoot(selector) ? plain.get(":root") : []);
  for (const [selector, said] of plain) mustEnd(new Map([...under(selector), ...said]));
  for (const { selector, said } of conditional.values())
    mustEnd(new Map([...under(selector), ...(plain.get(selector) ?? []), ...said]));
}

/** Whether a selector names the root alone, in one of its states. */
const isRoot = (selector: string): boolean =>
  selector !== ":root" && /^:root(?![^[:.#])[^\s>+~,]*$/.test(selector.replace(/"[^"]*"|'[^']*'|\([^()]*\)/g, "_"));

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function placeOf(rule: Rule): { selector: string; condition: string } {
  const conditions: string[] = [];
  for (let node = rule.parent as Container | undefined; node && node.type !== "root"; node = node.parent as Container)
    conditions.unshift(
      node.type === "rule" ? (node as Rule).selector : `@${(node as AtRule).name} ${(node as AtRule).params}`,
    );
  return { selector: rule.selector.replace(/\s+/g, " "), condition: conditions.join("|") };
}

/** Follows what each property reads, without calling itself: chains may be long. */
function mustEnd(said: Said): void {
  const lengths = new Map<string, number>();
  const open = new Set<string>();
  for (const start of said.keys()) {
    const path = [start];
    while (path.length > 0) {
      const name = path.at(-1) as string;
      const decl = said.get(name);
      if (!decl || lengths.has(name)) {
        path.pop();
        continue;
      }
      const reads = readsOf(decl.value);
      const next = reads.find((read) => said.has(read) && !lengths.has(read));
      if (next === undefined) {
        const length = decl.value.length + reads.reduce((sum, read) => sum + (lengths.get(read) ?? 0), 0);
        if (length > longestValue)
          throw at(
            decl,
            `${shown(name)} becomes too long when what it reads is written out`,
            "Read fewer tokens in it",
          );
        lengths.set(name, length);
        open.delete(name);
        path.pop();
        continue;
      }
      open.add(name);
      if (next === name || open.has(next)) {
        const circle = [...path.slice(path.indexOf(next)), next].slice(0, 6).map(shown);
        throw at(
          decl,
          `tokens read one another in a circle: ${circle.join(", ")}`,
          "Give one of them a value of its own",
        );
      }
      path.push(next);
    }
  }
}

const shown = (name: string): string => quoted(name).slice(1, -1);

/** Each time a custom property is read, its name. */
const readsOf = (value: string): string[] =>
  value.includes("var(") ? [...value.matchAll(/var\(\s*(--[^\s,)]+)/gi)].map(([, name]) => name as string) : [];
