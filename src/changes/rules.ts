import parser from "postcss-selector-parser";
import type { FlatRule } from "./side.ts";

/** A rule that the two sides do not share. */
export interface RuleChange {
  /** Unique among a run's changes, the same on every machine: "themes/…/button.css .btn". */
  id: string;
  kind: "changed" | "added" | "removed" | "moved";
  /** `file:line:column`: ours, or the base's where ours has it no more. */
  place: string;
  selector: string;
  conditions: string[];
  /** What it says before and after; `null` where it says nothing. */
  declarations: DeclarationChange[];
}

export interface DeclarationChange {
  property: string;
  before: string | null;
  after: string | null;
  /** Where it is written: in ours, and in the base; `null` where it is not. */
  place: string | null;
  basePlace: string | null;
}

/**
 * What differs between two flattened style sheets: rules by conditions and selector, in their order. A rule that only
 * stands elsewhere is "moved", since later rules win.
 */
export function diffRules(theirs: FlatRule[], ours: FlatRule[]): RuleChange[] {
  const common = commonRules(theirs.map(textOf), ours.map(textOf));
  const gone = theirs.filter((_, index) => !common.theirs.has(index));
  const come = ours.filter((_, index) => !common.ours.has(index));
  const waiting = new Map<string, FlatRule[]>();
  for (const rule of gone) {
    const list = waiting.get(keyOf(rule));
    if (list) list.push(rule);
    else waiting.set(keyOf(rule), [rule]);
  }
  const changes: Omit<RuleChange, "id">[] = [];
  for (const rule of come) {
    const list = waiting.get(keyOf(rule)) ?? [];
    // Its own text first: that rule has only moved.
    const same = list.findIndex((other) => textOf(other) === textOf(rule));
    const [before] = list.splice(Math.max(0, same), 1);
    const { conditions, selector, place } = rule;
    const kind = !before ? "added" : same >= 0 ? "moved" : "changed";
    changes.push({ kind, place, selector, conditions, declarations: changedDeclarations(before, rule) });
  }
  for (const rule of [...waiting.values()].flat()) {
    const { conditions, selector, place } = rule;
    changes.push({
      kind: "removed",
      place,
      selector,
      conditions,
      declarations: changedDeclarations(rule, undefined),
    });
  }
  const seen = new Map<string, number>();
  return changes.map((change) => {
    const file = change.place.replace(/(:\d+)+$/, "");
    const base = [file, ...change.conditions, change.selector].join(" ");
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return { id: count === 1 ? base : `${base} (${count})`, ...change };
  });
}

/** A rule that moved says the same, but all of it may win now what it lost before. */
function changedDeclarations(before: FlatRule | undefined, after: FlatRule | undefined): DeclarationChange[] {
  const values = (rule: FlatRule | undefined): Map<string, { value: string; place: string }> => {
    const map = new Map<string, { value: string; place: string }>();
    for (const { property, value, place } of rule?.declarations ?? []) {
      const known = map.get(property);
      // Several of one property are fallbacks: together they are its value.
      map.set(property, known ? { value: `${known.value}; ${value}`, place: known.place } : { value, place });
    }
    return map;
  };
  const [old, fresh] = [values(before), values(after)];
  const all = [...new Set([...old.keys(), ...fresh.keys()])].map((property) => ({
    property,
    before: old.get(property)?.value ?? null,
    after: fresh.get(property)?.value ?? null,
    place: fresh.get(property)?.place ?? null,
    basePlace: old.get(property)?.place ?? null,
  }));
  const differing = all.filter((entry) => entry.before !== entry.after);
  return differing.length > 0 ? differing : all;
}

const keyOf = ({ conditions, selector }: FlatRule): string => [...conditions, selector].join(" { ");
const textOf = (rule: FlatRule): string =>
  `${keyOf(rule)} { ${rule.declarations.map(({ property, value }) => `${property}: ${value}`).join("; ")}`;

/** Largest table of the exact comparison, cells. */
const exactUntil = 16_000_000;

/** The longest common subsequence of two lists, by index. */
function commonRules(a: string[], b: string[]): { theirs: Set<number>; ours: Set<number> } {
  const theirs = new Set<number>();
  const ours = new Set<number>();
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    theirs.add(start);
    ours.add(start++);
  }
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    theirs.add(--endA);
    ours.add(--endB);
  }
  const [rows, columns] = [endA - start, endB - start];
  if (rows === 0 || columns === 0) return { theirs, ours };
  if (rows * columns > exactUntil) {
    // Two themes with little in common: what both hold counts as the same, wherever it stands.
    const places = new Map<string, number[]>();
    for (let at = start; at < endA; at++) places.set(a[at] as string, [...(places.get(a[at] as string) ?? []), at]);
    for (let at = start; at < endB; at++) {
      const place = places.get(b[at] as string)?.shift();
      if (place === undefined) continue;
      theirs.add(place);
      ours.add(at);
    }
    return { theirs, ours };
  }
  const width = columns + 1;
  const lengths = new Uint16Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row * width + column] =
        a[start + row] === b[start + column]
          ? (lengths[(row + 1) * width + column + 1] as number) + 1
          : Math.max(lengths[(row + 1) * width + column] as number, lengths[row * width + column + 1] as number);
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (a[start + row] === b[start + column]) {
      theirs.add(start + row++);
      ours.add(start + column++);
    } else if ((lengths[(row + 1) * width + column] as number) >= (lengths[row * width + column + 1] as number)) row++;
    else column++;
  }
  return { theirs, ours };
}

/** What the page needs to tell which changes reach an element. */
export interface Question {
  conditions: string[];
  /** What the rule is about, without pseudo-elements; `null` for at-rules, which may reach anything. */
  selectors: string[] | null;
  /** Whether it sets properties itself, beside tokens. */
  direct: boolean;
  /** Custom properties it sets otherwise. */
  tokens: string[];
}

/** Where custom properties are read: by rules, or by other custom properties. */
export interface TokenUse {
  token: string;
  /** The custom property that reads it; `null` when a rule's own property does. */
  by: string | null;
  selectors: string[];
}

/** The changes, or some declarations of each, as questions to a page. */
export function questions(changes: Pick<RuleChange, "conditions" | "selector" | "declarations">[]): Question[] {
  return changes.map(({ conditions, selector, declarations }) => ({
    conditions,
    selectors: selector.startsWith("@") ? null : selectorsOf(selector),
    direct: declarations.some(({ property }) => !property.startsWith("--")),
    tokens: declarations.map(({ property }) => property).filter((property) => property.startsWith("--")),
  }));
}

/** Who reads which token, on either side. */
export function tokenUses(...sides: FlatRule[][]): TokenUse[] {
  const uses = new Map<string, TokenUse & { set: Set<string> }>();
  for (const rule of sides.flat()) {
    if (rule.selector.startsWith("@")) continue;
    for (const { property, value } of rule.declarations) {
      const by = property.startsWith("--") ? property : null;
      for (const [, token] of value.matchAll(/var\(\s*(--[\w-]+)/g)) {
        const key = `${token} ${by}`;
        let use = uses.get(key);
        if (!use) uses.set(key, (use = { token: token as string, by, selectors: [], set: new Set() }));
        use.set.add(rule.selector);
      }
    }
  }
  return [...uses.values()].map(({ token, by, set }) => ({
    token,
    by,
    selectors: [...new Set([...set].flatMap(selectorsOf))],
  }));
}

const known = new Map<string, string[]>();

/** A rule's selectors without pseudo-elements: the elements that they belong to. */
export function selectorsOf(text: string): string[] {
  let selectors = known.get(text);
  if (selectors) return selectors;
  try {
    const bare = parser((root) => {
      root.walkPseudos((pseudo) => {
        if (parser.isPseudoElement(pseudo)) pseudo.remove();
      });
    });
    selectors = bare.astSync(text).nodes.map((selector) => {
      const last = selector.last;
      const plain = selector.toString().trim();
      return last === undefined ? "*" : last.type === "combinator" ? `${plain} *` : plain;
    });
  } catch {
    selectors = [text];
  }
  known.set(text, selectors);
  return selectors;
}
