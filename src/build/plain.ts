import { selectorSpecificity } from "@csstools/selector-specificity";
import postcss, { type AtRule, type ChildNode, type Container, type Root, type Rule } from "postcss";
import parser, { type Node, type Selector } from "postcss-selector-parser";
import { isKeyframe, rulesOf } from "./nodes.ts";
import type { Adapter } from "./roles.ts";

/**
 * HTML's own elements on pages that are not GLPI's. `:plain:is(button)` in a rule's list says which elements a page of
 * one's own has of a widget; GLPI's sheets leave it out.
 * - "page": the plain style sheet. All that the theme says of elements by their names alone stands below every class
 *   of the page's own, and below its rules for elements too.
 * - "portals": a sheet of GLPI's that holds portals. Only within the pages of adapters that say `"elements": true`:
 *   below every class, above what GLPI's own sheets say of elements by their names.
 * - "plugins": the same, with the portals of plugins that have a sheet of their own.
 */
export type Plain = "page" | "portals" | "plugins";

/** Stands in selectors of such rules from here until a target writes them: no element has that name. */
const mark = ":not(fenetre-plain)";

/** Weighs three types: more than GLPI's own rules for elements, less than any class. */
const aboveElements = ":not(a>a>a)";

/** What GLPI's and Bootstrap's widgets are made of: they have rules of their own. */
const widgetsOfGlpi =
  ":not(.btn, .btn-close, .dropdown-item, .nav-link, .page-link, .accordion-button, .list-group-item, .form-control, .form-select, .form-check-input, .tox *, .select2-container *, .flatpickr-calendar *)";

const entry = /:plain:is\(/;

/** Whether a file has anything to say about it. */
export const hasPlain = (css: Buffer | string): boolean => css.includes(":plain");

/**
 * Leaves `:plain:is()` out of a file's rules, or says which elements it stands for. Before nesting is resolved. Changes the
 * root in place.
 */
export function bindPlain(root: Root, plain: Plain | undefined, adapters: readonly Adapter[]): void {
  const pages = adapters
    .filter(({ plugin }) => plain === "plugins" || !plugin)
    .flatMap(({ elements, roles }) => (elements && roles.page ? [roles.page.join(", ")] : []));
  for (const rule of rulesOf(root)) {
    if (!entry.test(rule.selector)) continue;
    const others = rule.selectors.filter(
      // On a page of one's own, what it stands for is all that the rule says of elements: not in <main> alone.
      (selector) => !entry.test(selector) && !(plain === "page" && isOfElements(selector)),
    );
    const bound = rule.selectors.flatMap((selector) => {
      if (!entry.test(selector)) return [];
      if (plain === "page") return [replacePlain(selector, (list) => `:is(${list})${mark}`)];
      return pages.map((page) =>
        replacePlain(selector, (list) => `:is(${list}):where(:is(${page}) *)${widgetsOfGlpi}${mark}`),
      );
    });
    // A rule of its own: in one list each would weigh as the heaviest does.
    if (plain !== undefined && bound.length > 0) rule.cloneAfter({ selectors: bound });
    if (others.length > 0) rule.selectors = others;
    else rule.remove();
  }
}

/** `:plain:is(…)` with whatever brackets it holds. */
function replacePlain(selector: string, write: (list: string) => string): string {
  const parsed = parser().astSync(selector);
  parsed.walkPseudos((pseudo) => {
    const list = pseudo.next();
    if (pseudo.value !== ":plain" || list?.type !== "pseudo") return;
    pseudo.replaceWith(parser.string({ value: write(list.nodes.join(",").trim()) }));
    list.remove();
  });
  return parsed.toString().trim();
}

/**
 * Brings what is said of elements to the end of a flat style sheet, in the order of what each rule weighs, so that all
 * of them can weigh the same: the order then decides as their weights did. Without `!important`, which is there against
 * GLPI's own. Changes the root in place.
 */
export function lowerPlain(root: Root, plain: Plain): void {
  const lowered: { weight: number; node: ChildNode }[] = [];
  for (const rule of rulesOf(root)) {
    if (isKeyframe(rule)) continue;
    const own = rule.selectors.map((selector) => parts(selector, plain));
    const raised = own.flatMap(({ raised }) => raised ?? []);
    const byWeight = new Map<number, string[]>();
    for (const { low } of own) if (low) byWeight.set(low.weight, [...(byWeight.get(low.weight) ?? []), low.selector]);
    if (byWeight.size === 0) continue;
    for (const [weight, selectors] of byWeight) lowered.push({ weight, node: alone(rule, selectors) });
    if (raised.length > 0) rule.selectors = raised;
    else removeWithEmpty(rule);
  }
  lowered.sort((a, b) => a.weight - b.weight);
  root.append(...lowered.map(({ node }) => node));
}

interface Parts {
  /** What the selector says of classes, as it was. */
  raised?: string;
  /** What it says of elements. */
  low?: { selector: string; weight: number };
}

function parts(written: string, plain: Plain): Parts {
  const marked = written.includes(mark);
  if (!marked) return plain === "page" && isOfElements(written) ? { low: lower(written, plain) } : { raised: written };
  const low = keep(written, true);
  const raised = keep(written, false);
  return {
    ...(low ? { low: lower(low.replaceAll(mark, ""), plain) } : {}),
    ...(raised ? { raised } : {}),
  };
}

/** A selector with only those entries of its lists that are marked, or are not; undefined where none is left. */
function keep(written: string, marked: boolean): string | undefined {
  const parsed = parser().astSync(written);
  const [selector] = parsed.nodes as [Selector];
  let empty = false;
  selector.walkPseudos((pseudo) => {
    if (!/^:(is|where)$/.test(pseudo.value) || pseudo.nodes.length < 2) return;
    if (!pseudo.toString().includes(mark)) return;
    for (const inner of [...pseudo.nodes])
      if (inner.toString().includes(mark) !== marked && (!marked || pseudo.toString().includes(mark))) inner.remove();
    if (pseudo.nodes.length === 0) empty = true;
  });
  const text = selector.toString().trim();
  return empty || text.includes(mark) !== marked ? undefined : text;
}

/** A selector below every class, with what it weighed. */
function lower(written: string, plain: Plain): { selector: string; weight: number } {
  const [selector] = parser().astSync(written).nodes as [Selector];
  const { b, c } = selectorSpecificity(selector);
  const at = selector.nodes.findIndex((node) => parser.isPseudoElement(node));
  const text = (nodes: Node[]): string => nodes.map(String).join("").trim();
  const element = text(at === -1 ? selector.nodes : selector.nodes.slice(0, at));
  const pseudo = at === -1 ? "" : text(selector.nodes.slice(at));
  const above = plain === "page" ? "" : aboveElements;
  return { selector: `:where(${element || "*"})${above}${mark}${pseudo}`, weight: b * 100 + c };
}

/** Whether a selector asks for no class and no id, except for what must not be there, and for some element. */
function isOfElements(written: string): boolean {
  let names = false;
  let elements = false;
  parser((list) => {
    list.walk((node) => {
      if (isWithin(node, /^:(not|dir|lang)$/)) return;
      if (node.type === "class" || node.type === "id") names = true;
      if (node.type === "attribute" && /^(class|id|data-)/.test(node.attribute)) names = true;
      if (node.type === "tag" && node.value !== "html") elements = true;
      if (node.type === "attribute") elements = true;
    });
  }).processSync(written);
  return elements && !names && !written.includes(":root");
}

function isWithin(node: Node, pseudo: RegExp): boolean {
  for (let up = node.parent as Node | undefined; up; up = up.parent as Node | undefined)
    if (up.type === "pseudo" && pseudo.test(up.value)) return true;
  return false;
}

/** A copy of a rule with those selectors, in the conditions it stands in. */
function alone(rule: Rule, selectors: string[]): ChildNode {
  let node: ChildNode = rule.clone({ selectors });
  (node as Rule).walkDecls((decl) => {
    decl.important = false;
  });
  for (
    let up = rule.parent as Container | undefined;
    up && up.type !== "root";
    up = up.parent as Container | undefined
  ) {
    const { name, params, source } = up as AtRule;
    node = postcss.atRule({ name, params, nodes: [node], ...(source ? { source } : {}) });
  }
  return node;
}

function removeWithEmpty(rule: Rule): void {
  let up = rule.parent as Container | undefined;
  rule.remove();
  while (up && up.type !== "root" && up.nodes?.length === 0) {
    const next = up.parent as Container | undefined;
    up.remove();
    up = next;
  }
}

/** Whether a target must leave a selector's weight alone. */
export const isLowered = (selector: Selector): boolean => selector.toString().includes(mark);

/** The mark taken away again, as the last thing before a style sheet is written. Changes the selector in place. */
export function unmark(selector: Selector): void {
  for (const node of [...selector.nodes]) if (node.toString().trim() === mark) node.remove();
}
