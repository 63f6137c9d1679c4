import { selectorSpecificity } from "@csstools/selector-specificity";
import type { Container, Root, Rule } from "postcss";
import parser, { type Node, type Pseudo, type Selector } from "postcss-selector-parser";
import { isKeyframe } from "../../nodes.ts";

/*
 * A browser files a rule under its subject's id, class, attribute or type, and asks it of no other element. It sees
 * neither through a list nor through an `&` that stands for one: such a rule is asked of every element of the page.
 */

/**
 * Writes subjects so that browsers can file them, in place, where it costs few bytes:
 * - `> :is(.a, .b)` becomes `> .a, > .b` where the entries weigh the same;
 * - where `&` stands for a list, what an element seldom is stands first: `:hover&`. Browsers stop at the first no.
 */
export function fileSubjects(root: Root): Root {
  visit(root, undefined);
  return root;
}

/** @param outer how many selectors `&` stands for; undefined where nothing is around */
function visit(container: Container, outer: number | undefined): void {
  for (const node of container.nodes ?? []) {
    if (node.type === "atrule" && !/keyframes$/i.test(node.name)) visit(node, outer);
    if (node.type !== "rule" || isKeyframe(node)) continue;
    const list = parser().astSync(node.selector);
    const written = list.nodes.flatMap((selector) => split(selector));
    for (const selector of written) if ((outer ?? 1) > 1) statesFirst(selector);
    rewrite(node, written);
    visit(node, written.length);
  }
}

function rewrite(rule: Rule, selectors: Selector[]): void {
  rule.selector = [...new Set(selectors.map((selector) => selector.toString().trim()))].join(",");
}

const subjectOf = (selector: Selector): Node[] =>
  selector.nodes.slice(selector.nodes.findLastIndex(({ type }) => type === "combinator") + 1);

const isList = (node: Node): node is Pseudo => node.type === "pseudo" && /^:(is|where)$/i.test(node.value);

/** Whether a browser can file a rule under this part of its subject. */
const isKey = (node: Node): boolean => /^(id|class|attribute|tag)$/.test(node.type);

/** Characters that splitting one selector may cost. */
const dearest = 40;

function split(selector: Selector): Selector[] {
  const subject = subjectOf(selector);
  if (subject.some(isKey)) return [selector];
  const list = subject.find((node): node is Pseudo => isList(node) && node.nodes.length > 1);
  // An entry with ancestors of its own would have to stand at the beginning.
  if (!list?.nodes.every((entry) => entry.nodes.some(isKey) && !entry.nodes.some(isCombinator))) return [selector];
  const isFree = list.value.toLowerCase() === ":where";
  const [first, ...others] = list.nodes.map((entry) => JSON.stringify(selectorSpecificity(entry)));
  if (!isFree && others.some((weight) => weight !== first)) return [selector];
  const place = selector.index(list);
  const growth = (list.nodes.length - 1) * (selector.toString().length - list.toString().length) - ":is()".length;
  if (growth > dearest) return [selector];
  return list.nodes.map((entry) => {
    const copy = selector.clone({}) as Selector;
    const here = copy.at(place) as Pseudo;
    if (isFree) here.nodes = [entry.clone({}) as Selector];
    else here.replaceWith(...(inOrder(copy, here, entry) as never[]));
    return copy;
  });
}

const isCombinator = ({ type }: Node): boolean => type === "combinator";

/** An entry's parts; a type would have to begin its compound, so it stays in a list of one. */
function inOrder(selector: Selector, place: Pseudo, entry: Selector): Node[] {
  const before = selector.at(selector.index(place) - 1);
  const begins = before === undefined || isCombinator(before);
  const parts = entry.clone({}) as Selector;
  if (parts.first) parts.first.spaces.before = "";
  if (begins || !parts.nodes.some(({ type }) => type === "tag")) return [...parts.nodes];
  const one = parser.pseudo({ value: ":is" });
  one.append(parts);
  return [one];
}

/** What is asked of an element in no time and is seldom so. */
const state =
  /^:(hover|active|focus|focus-visible|focus-within|checked|indeterminate|disabled|required|autofill|user-invalid|invalid|open|popover-open|empty|only-child)$/;

/** `&:hover` as `:hover&`. */
function statesFirst(selector: Selector): void {
  const subject = subjectOf(selector);
  const [nesting] = subject;
  if (nesting?.type !== "nesting" || subject.some(isKey)) return;
  const quick = subject.filter((node) => node.type === "pseudo" && node.nodes.length === 0 && state.test(node.value));
  for (const node of quick) {
    node.remove();
    selector.insertBefore(nesting, node as never);
  }
}
