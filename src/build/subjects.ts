import { selectorSpecificity } from "@csstools/selector-specificity";
import type { Root } from "postcss";
import parser, { type Node, type Pseudo, type Selector } from "postcss-selector-parser";

/** Beyond this many selectors a rule is left as it is: the list would cost more than it saves. */
const most = 400;

/**
 * Splits every `:is()` and `:where()` list in the subject of a selector into one selector an entry: `:is(.a, .b):hover`
 * becomes `:is(.a):hover, :is(.b):hover`. Browsers file a rule under its subject's class, id or type; under a list they
 * find none, and try the rule on every element of the page. A list of one is seen through. What `:is()` takes from its
 * heaviest entry is given back to the others by `:not()`, so that each rule weighs what it weighed. In place.
 */
export function splitSubjects(root: Root): Root {
  root.walkRules((rule) => {
    if (!/:(is|where)\(/.test(rule.selector)) return;
    const list = parser().astSync(rule.selector);
    const split = list.nodes.flatMap((selector) => splitSelector(selector));
    if (split.length > list.nodes.length && split.length <= most) {
      rule.selector = split.map((selector) => selector.toString().trim()).join(", ");
    }
  });
  return root;
}

function splitSelector(selector: Selector): Selector[] {
  const steps = pathToList(selector);
  if (!steps) return [selector];
  const pseudo = nodeAt(selector, steps) as Pseudo;
  const weights = pseudo.nodes.map((entry) => selectorSpecificity(entry));
  const heaviest = weights.reduce((a, b) => ((a.a - b.a || a.b - b.b || a.c - b.c) < 0 ? b : a));
  return pseudo.nodes.flatMap((_, index) => {
    const copy = selector.clone() as Selector;
    const own = nodeAt(copy, steps) as Pseudo;
    const entry = own.nodes[index] as Selector;
    entry.spaces.before = "";
    own.removeAll();
    own.append(entry);
    const missing = pseudo.value === ":is" ? padding(heaviest, weights[index] as Weight) : "";
    if (missing) own.parent?.insertAfter(own as never, parser.pseudo({ value: missing }) as never);
    return splitSelector(copy);
  });
}

interface Weight {
  a: number;
  b: number;
  c: number;
}

/** What gives `to` the specificity `from`: `:not()` of ids, classes and types that no element has. */
function padding(from: Weight, to: Weight): string {
  const missing = (name: string, count: number): string => name.repeat(Math.max(0, count));
  const names = missing("#_", from.a - to.a) + missing("._", from.b - to.b);
  return (names ? `:not(${names})` : "") + missing(":not(_)", from.c - to.c);
}

/** Where the first list of several stands in the subject, lists of one seen through; `undefined` when there is none. */
function pathToList(selector: Selector): number[] | undefined {
  const nodes = selector.nodes;
  const start = nodes.findLastIndex((node) => node.type === "combinator") + 1;
  for (let index = start; index < nodes.length; index++) {
    const node = nodes[index] as Node;
    if (node.type !== "pseudo" || !/^:(is|where)$/.test(node.value)) continue;
    if (node.nodes.length > 1) return [index];
    const inner = node.nodes[0] ? pathToList(node.nodes[0]) : undefined;
    if (inner) return [index, 0, ...inner];
  }
  return undefined;
}

const nodeAt = (selector: Selector, steps: number[]): Node =>
  steps.reduce<Node>((node, step) => (node as Selector).nodes[step] as Node, selector);
