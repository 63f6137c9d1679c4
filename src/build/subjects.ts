import { selectorSpecificity } from "@csstools/selector-specificity";
import type { Root } from "postcss";
import parser, { type Node, type Pseudo, type Selector } from "postcss-selector-parser";

/** Beyond this many selectors a rule is left as it is: the list would cost more than it saves. */
const most = 400;

/** Beyond this many, lists among the ancestors stay: each selector is tried, if only by the filter of ancestors. */
const mostByAncestors = 40;
/** The same where the subject has an id or a class. */
const mostByAncestorsOfRare = 4;

/**
 * Writes selectors so that browsers find them quickly. A browser files a rule under its subject's id, class, attribute
 * or type, and rules it out by the ids, classes and types of its ancestors; it sees neither through lists. So, in place:
 * - `:is(.a > .b):hover` becomes `.a > .b:hover`: a list of one says nothing.
 * - A list in the subject becomes one selector an entry, where the compound has no id or class of its own:
 *   `:is(.a, .b):hover` is `.a:hover, .b:hover`. Entries that would be filed under the same type stay together.
 * - A list among the ancestors likewise; of a subject with an id or a class only a short one, for a page has few.
 * - `[id="a"]` becomes `:where(#a)`, or browsers would try it on every element that has an id.
 * - States stand before what takes longer to ask: `:where(:not(.a)):hover` is `:hover:where(:not(.a))`. So does
 *   `:not([class])`, which hardly any element is.
 * What `:is()` takes from its heaviest entry is given back to the others by `:not()`: each rule weighs what it weighed.
 */
export function splitSubjects(root: Root): Root {
  root.walkRules((rule) => {
    if (!/:|\[id=/.test(rule.selector)) return;
    const list = parser().astSync(rule.selector.replace(exactId, ":where(#$1):not(._)"));
    const split = list.nodes.flatMap((selector) => splitSelector(selector));
    if (split.length <= most) {
      const written = split.flatMap((selector) => {
        const byAncestors = splitAncestors(selector);
        return byAncestors.length <= (isRare(selector) ? mostByAncestorsOfRare : mostByAncestors)
          ? byAncestors
          : [selector];
      });
      for (const selector of written) statesFirst(selector);
      rule.selector = [...new Set(written.map((selector) => selector.toString().trim()))].join(", ");
    }
  });
  return root;
}

const exactId = /\[id="([\w-]+)"\]/g;

/** What is asked of an element in no time and is seldom so. */
const state =
  /^:(hover|active|focus|focus-visible|focus-within|checked|indeterminate|disabled|required|autofill|user-invalid|invalid|open|popover-open|first-child|last-child|only-child|empty)$/;

/** The same, and what hardly any element is. */
const isQuick = (node: Pseudo): boolean =>
  node.nodes.length === 0 ? state.test(node.value) : node.toString().trim() === ":not([class])";

/** Puts states before the first list of each compound: browsers ask in the order of writing and stop at the first no. */
function statesFirst(selector: Selector): void {
  let place: number | undefined;
  for (let index = 0; index < selector.nodes.length; index++) {
    const node = selector.nodes[index] as Node;
    if (node.type === "combinator" || /^::/.test(String(node.value))) place = undefined;
    else if (node.type !== "pseudo") continue;
    else if (!isQuick(node)) place ??= index;
    else if (place !== undefined) {
      selector.nodes.splice(index, 1);
      selector.nodes.splice(place++, 0, node as never);
    }
  }
}

function splitSelector(selector: Selector): Selector[] {
  unwrap(selector);
  const place = listInSubject(selector);
  if (!place) return [selector];
  return entriesOf(selector, place, grouped).flatMap(splitSelector);
}

function splitAncestors(selector: Selector): Selector[] {
  unwrap(selector);
  const subject = selector.nodes.findLastIndex((node) => node.type === "combinator");
  if (subject === -1) return [selector];
  const index = selector.nodes.findIndex(
    (node, at) => at < subject && isList(node) && node.nodes.length > 1 && node.nodes.some(hasKey),
  );
  if (index === -1 || selector.nodes.slice(0, subject).some(isTelling)) return [selector];
  return entriesOf(selector, [index], (entries) => entries.map((entry) => [entry])).flatMap(splitAncestors);
}

/** Whether an ancestor rules out most pages or parts of one by itself: `tbody`, `.card`, not `main`. */
const isTelling = (node: Node): boolean =>
  isKeyed(node) || (node.type === "tag" && !/^(html|body|main|div|span|ul|li)$/i.test(node.value));

/** Whether few elements of a page are tried: the subject has an id or a class. */
function isRare(selector: Selector): boolean {
  return subjectOf(selector).some(isKeyed);
}

const isKeyed = (node: Node): boolean =>
  node.type === "id" ||
  node.type === "class" ||
  (isList(node) && node.nodes.length === 1 && subjectOf(node.nodes[0] as Selector).some(isKeyed));

const isList = (node: Node | undefined): node is Pseudo =>
  node?.type === "pseudo" && /^:(is|where)$/.test(node.value) && node.nodes.length > 0;

/** Whether browsers could file or filter something by this entry of a list. */
const hasKey = (entry: Selector): boolean => subjectOf(entry).some((node) => isKeyed(node) || isWeakKey(node));

const isWeakKey = (node: Node): boolean =>
  node.type === "attribute" ||
  node.type === "tag" ||
  (isList(node) && node.nodes.some((entry) => subjectOf(entry).some((inner) => isKeyed(inner) || isWeakKey(inner))));

const subjectOf = (selector: Selector): Node[] =>
  selector.nodes.slice(selector.nodes.findLastIndex((node) => node.type === "combinator") + 1);

/** One selector for each group of a list's entries, each as heavy as the whole. */
function entriesOf(selector: Selector, steps: number[], groups: (entries: Selector[]) => Selector[][]): Selector[] {
  const pseudo = nodeAt(selector, steps) as Pseudo;
  const weights = new Map(pseudo.nodes.map((entry) => [entry, selectorSpecificity(entry)]));
  const heaviest = heavier([...weights.values()]);
  return groups(pseudo.nodes).map((group) => {
    const copy = selector.clone() as Selector;
    const own = nodeAt(copy, steps) as Pseudo;
    const weight = heavier(group.map((entry) => weights.get(entry) as Weight));
    // `button` in `:is(button, .x)` weighs as .x does: one type less than itself, one class more.
    const isAbove = weight.b > heaviest.b || weight.c > heaviest.c;
    const list = isAbove ? ":where" : own.value;
    const missing = own.value === ":is" ? padding(heaviest, isAbove ? { a: 0, b: 0, c: 0 } : weight) : "";
    own.replaceWith(parser.string({ value: together(list, group) + missing }));
    return parse(copy.toString());
  });
}

const parse = (text: string): Selector => parser().astSync(text.trim()).nodes[0] as Selector;

/** A list of a group's entries, what they share in front: `a:is(:hover, :focus)`, `:where([b]):is([b="1"], [b="2"])`. */
function together(list: string, group: Selector[]): string {
  const texts = group.map((entry) => entry.toString().trim());
  if (group.length === 1) {
    const [entry] = group as [Selector];
    const { first } = entry;
    const isSimple = first?.type !== "tag" || entry.length === 1 || entry.some((node) => node.type === "combinator");
    // Browsers look no further than the first of a compound in a list.
    return list === ":where" && !isSimple
      ? `:where(${first})${list}(${texts[0]?.slice(first.toString().trim().length)})`
      : `${list}(${texts[0]})`;
  }
  const type = typeOf(group[0] as Selector);
  if (type === undefined) return `:where(${attributeOf(group[0] as Selector)})${list}(${texts.join(", ")})`;
  const rest = texts.map((text) => text.slice(type.length) || "*").join(", ");
  return list === ":is" ? `:is(${type}):is(${rest})` : `:where(${type}):where(${rest})`;
}

/** Entries of one type, such as `input[type="text"]`, stay together: browsers would try each on every such element. */
function grouped(entries: Selector[]): Selector[][] {
  const groups = new Map<unknown, Selector[]>();
  for (const entry of entries) {
    const key = typeOf(entry) ?? attributeOf(entry) ?? entry;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

/** `input[type="text"]`: the type, when the entry is one compound that browsers would file under it. */
function typeOf(entry: Selector): string | undefined {
  const [first] = entry.nodes;
  if (first?.type !== "tag" || entry.nodes.some((node) => node.type === "combinator" || isKeyed(node)))
    return undefined;
  return first.value.toLowerCase();
}

/** `[type="text"]`: the attribute's name, when the entry is that alone. */
function attributeOf(entry: Selector): string | undefined {
  const [first] = entry.nodes;
  return entry.nodes.length === 1 && first?.type === "attribute" ? `[${first.attribute}]` : undefined;
}

/** Takes lists of one apart, where that says the same. */
function unwrap(selector: Selector): void {
  for (let index = 0; index < selector.nodes.length; index++) {
    const node = selector.nodes[index] as Node;
    if (!isList(node) || node.value !== ":is" || node.nodes.length !== 1) continue;
    const entry = node.nodes[0] as Selector;
    if (/:-|::/.test(entry.toString())) continue;
    const start = selector.nodes.findLastIndex((other, at) => at < index && other.type === "combinator") + 1;
    const inner = subjectOf(entry);
    const outer = entry.nodes.slice(0, entry.nodes.length - inner.length);
    // `.a :is(.b .c)` asks nothing of how .a and .b stand to each other.
    if (outer.length > 0 && start > 0) continue;
    const [head] = inner;
    const type = head?.type === "tag" || head?.type === "universal" ? head : undefined;
    const [own] = selector.nodes.slice(start);
    if (type && (own?.type === "tag" || own?.type === "universal")) continue;
    if (entry.first?.type === "combinator") continue;
    node.remove();
    const before = [...outer, ...(type ? [type] : [])];
    const rest = inner.filter((other) => other !== type);
    for (const part of [...before, ...rest]) part.spaces.before = part.type === "combinator" ? part.spaces.before : "";
    selector.nodes.splice(index, 0, ...(rest as never[]));
    selector.nodes.splice(start, 0, ...(before as never[]));
    for (const part of [...before, ...rest]) part.parent = selector as never;
    index = -1;
  }
}

interface Weight {
  a: number;
  b: number;
  c: number;
}

const heavier = (weights: readonly Weight[]): Weight =>
  weights.reduce((a, b) => ((a.a - b.a || a.b - b.b || a.c - b.c) < 0 ? b : a));

/** What gives `to` the specificity `from`: `:not()` of ids, classes and types that no element has. */
function padding(from: Weight, to: Weight): string {
  const missing = (name: string, count: number): string => name.repeat(Math.max(0, count));
  const names = missing("#_", from.a - to.a) + missing("._", from.b - to.b);
  return (names ? `:not(${names})` : "") + missing(":not(_)", from.c - to.c);
}

/**
 * The path to the first `:is()` of the subject that is worth splitting; descends through lists of one entry.
 * `undefined` when there is none.
 */
function listInSubject(selector: Selector): number[] | undefined {
  const nodes = selector.nodes;
  const start = nodes.findLastIndex((node) => node.type === "combinator") + 1;
  const compound = nodes.slice(start);
  if (compound.some(isKeyed)) return undefined;
  for (let index = start; index < nodes.length; index++) {
    const node = nodes[index] as Node;
    if (!isList(node)) continue;
    if (node.nodes.length === 1) {
      const inner = listInSubject(node.nodes[0] as Selector);
      if (inner) return [index, 0, ...inner];
    } else if (isWorthSplitting(node, compound)) return [index];
  }
  return undefined;
}

/** A list says where to file the rule better than its compound does. */
function isWorthSplitting(list: Pseudo, compound: Node[]): boolean {
  if (compound.some((node) => node !== list && isWeakKey(node)))
    return list.nodes.some((entry) => subjectOf(entry).some(isKeyed));
  return list.nodes.some(hasKey);
}

const nodeAt = (selector: Selector, steps: number[]): Node =>
  steps.reduce<Node>((node, step) => (node as Selector).nodes[step] as Node, selector);
