import postcss, { type ChildNode, type Container, type Declaration, type Root, type Rule } from "postcss";
import { groupBy } from "../util/group.ts";
import { declarationsOf, nodesOf, rulesOf } from "./nodes.ts";

/*
 * What else makes a style sheet small, for the entity field alone: properties, values and selectors said once. Each
 * step keeps which elements match, with what specificity, in what order, and what they compute to.
 */

/**
 * GLPI is never written vertically, so the block axis is top to bottom in both writing directions, and its physical
 * names are shorter. The inline axis stays logical: it turns around for Arabic and Hebrew.
 */
const physical: Record<string, string> = {
  "block-size": "height",
  "min-block-size": "min-height",
  "max-block-size": "max-height",
  "inline-size": "width",
  "min-inline-size": "min-width",
  "max-inline-size": "max-width",
  "inset-block-start": "top",
  "inset-block-end": "bottom",
};

const blockSide = /^((?:scroll-)?(?:margin|padding)|border)-block-(start|end)(-(?:color|style|width))?$/;

/** Physical names for logical properties of the block axis; `padding` and `margin` for a block and an inline pair. */
export function shortenProperties(root: Root): Root {
  for (const node of nodesOf(root)) {
    if (node.type !== "decl") continue;
    const side = blockSide.exec(node.prop);
    if (side) node.prop = `${side[1]}-${side[2] === "start" ? "top" : "bottom"}${side[3] ?? ""}`;
    else node.prop = physical[node.prop] ?? node.prop;
  }
  for (const rule of rulesOf(root)) for (const property of ["padding", "margin"]) joinAxes(rule, property);
  return root;
}

/** `padding-block: a b; padding-inline: c` is `padding: a c b`, where nothing else says a padding. */
function joinAxes(rule: Rule, property: string): void {
  const all = rule.nodes.filter((node): node is Declaration => node.type === "decl" && node.prop.startsWith(property));
  const block = all.find((decl) => decl.prop === `${property}-block`);
  const inline = all.find((decl) => decl.prop === `${property}-inline`);
  if (all.length !== 2 || !block || !inline || block.important !== inline.important) return;
  const parts = /^[\w.%-]+( [\w.%-]+)?$/;
  if (!parts.test(block.value) || !/^[\w.%-]+$/.test(inline.value)) return;
  const [top, bottom] = block.value.split(" ") as [string, string?];
  block.prop = property;
  block.value = [top, inline.value, bottom].filter((part) => part !== undefined).join(" ");
  inline.remove();
}

/** Coordinates in icons to a hundredth of a pixel, and `>` as it is: only `<` must be escaped. */
export function shortenIcons(root: Root): Root {
  for (const decl of declarationsOf(root)) {
    if (!decl.value.includes("data:image/svg+xml")) continue;
    decl.value = decl.value
      .replaceAll("%3E", ">")
      .replace(
        / d='([^']*)'/g,
        (_, path: string) =>
          ` d='${path.replace(/\d*\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100).replace(/^0\./, "."))}'`,
      );
  }
  return root;
}

/**
 * Puts values that are said often into custom properties of their own, where that is shorter: `var()` gives the very
 * same tokens. Only values that read nothing an element could say otherwise.
 * @param root minified
 * @param isRoot whether a selector is the page's root alone
 */
export function shareValues(root: Root, isRoot: (selector: string) => boolean): Root {
  const all = declarationsOf(root);
  const uses = groupBy(
    all.filter(({ parent }) => parent?.type === "rule"),
    ({ value }) => value,
  );
  const names = new Set<string>();
  const local = new Set<string>();
  let home: Rule | undefined;
  for (const decl of all) {
    const rule = decl.parent;
    const onRoot = rule?.type === "rule" && isRoot((rule as Rule).selector);
    if (decl.prop.startsWith("--")) {
      names.add(decl.prop);
      if (!onRoot) local.add(decl.prop);
      else if (rule?.parent?.type === "root") home ??= rule as Rule;
    }
  }
  if (!home) return root;
  let index = 0;
  const freeName = (): string => {
    while (names.has(shortName(index))) index++;
    return shortName(index);
  };
  for (const [value, declarations] of [...uses]
    .filter(([, same]) => same.length > 1)
    .sort(([a, m], [b, n]) => n.length * b.length - m.length * a.length)) {
    const readsLocal = [...value.matchAll(/var\((--[\w-]+)/g)].some(([, token]) => local.has(token as string));
    const name = freeName();
    const reading = `var(${name})`;
    const saved = declarations.length * (value.length - reading.length) - `${name}:${value};`.length;
    if (readsLocal || saved <= 0) continue;
    names.add(name);
    for (const decl of declarations) decl.value = reading;
    home.prepend(postcss.decl({ prop: name, value }));
  }
  return root;
}

/** Everything a one-letter or two-letter custom property may end in. */
const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"];

/** The n-th shortest name of a custom property: --a … --9, --aa … No property of GLPI, Tabler or TinyMCE is that short. */
export function shortName(index: number): string {
  const letter = letters[index % letters.length] as string;
  return index < letters.length ? `--${letter}` : `${shortName(Math.floor(index / letters.length) - 1)}${letter}`;
}

/**
 * Nests neighbours that begin alike: `.a{…}.a .b{…}.a .c{…}` is `.a{…;.b{…}.c{…}}`. Order and specificity stay.
 * @param root one whose rules stand in nesting already, or may
 */
export function groupSelectors(root: Container): void {
  const nodes = [...(root.nodes ?? [])];
  for (let index = 0; index < nodes.length; index++) {
    const first = nodes[index] as ChildNode;
    if (first.type !== "rule") {
      if (first.type === "atrule" && !/keyframes$/i.test(first.name)) groupSelectors(first);
      continue;
    }
    const prefix = headOf(first);
    if (prefix === undefined) continue;
    const followers: Rule[] = [];
    for (const node of nodes.slice(index + 1)) {
      if (node.type !== "rule" || !splitSelectors(node).every((selector) => tailOf(selector, prefix) !== undefined))
        break;
      followers.push(node);
    }
    const isWhole = first.selector === prefix;
    const members = isWhole ? followers : [first, ...followers];
    const saved = members.length * prefix.length - (isWhole ? 0 : prefix.length + 2);
    if (followers.length === 0 || saved <= 0) continue;
    const outer = isWhole ? first : postcss.rule({ selector: prefix, nodes: [] });
    if (!isWhole) {
      if (first.source) outer.source = first.source;
      first.replaceWith(outer);
    }
    for (const member of members) {
      member.remove();
      member.selector = splitSelectors(member)
        .map((selector) => tailOf(selector, prefix))
        .join(",");
      outer.append(member);
    }
    index += followers.length;
    groupSelectors(outer);
  }
}

/** The first compound of a rule's selectors, if all share it and it can stand for itself. */
function headOf(rule: Rule): string | undefined {
  const heads = new Set(
    splitSelectors(rule).map(
      (selector) => /^(?:[^\s>+~,()[\]]|\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])+/.exec(selector)?.[0],
    ),
  );
  const [head] = heads;
  if (
    heads.size !== 1 ||
    !head ||
    head.includes("&") ||
    head.includes("::") ||
    /:(before|after|placeholder)/.test(head)
  )
    return undefined;
  return head;
}

/** What a selector says after `prefix`, as a nested rule says it; `undefined` if it does not begin so. */
function tailOf(selector: string, prefix: string): string | undefined {
  if (!selector.startsWith(prefix) || selector.includes("&")) return undefined;
  const rest = selector.slice(prefix.length);
  if (rest.startsWith(" ")) return rest.slice(1);
  if (/^[>+~]/.test(rest)) return rest;
  return /^[.:[]/.test(rest) ? `&${rest}` : undefined;
}

const splitSelectors = (rule: Rule): string[] => postcss.list.comma(rule.selector);

/**
 * Joins `@media` rules of one condition, where nothing between two of them says the same custom properties. Widgets
 * re-assign tokens for forced colours each in a rule of its own.
 */
export function joinConditions(root: Root): Root {
  const latest = new Map<string, Container>();
  for (const node of [...root.nodes].reverse()) {
    if (node.type !== "atrule" || node.name !== "media" || !node.nodes) continue;
    const later = latest.get(node.params);
    const said = propertiesOf(node);
    const between = later ? root.nodes.slice(root.index(node) + 1, root.index(later as ChildNode)) : [];
    const isFree =
      [...said].every((prop) => prop.startsWith("--")) &&
      !between.some((other) => [...propertiesOf(other)].some((prop) => said.has(prop)));
    if (later && isFree) {
      later.prepend(...node.nodes);
      node.remove();
    } else {
      latest.set(node.params, node);
    }
  }
  return root;
}

function propertiesOf(node: ChildNode): Set<string> {
  return new Set("nodes" in node ? declarationsOf(node as Container).map(({ prop }) => prop) : []);
}

/** Spaces that the minifier leaves in values with `var()`: after commas and around slashes, outside texts. */
export function tightenValues(root: Root): Root {
  for (const decl of declarationsOf(root)) {
    if (!/[,/]/.test(decl.value)) continue;
    decl.value = decl.value
      .split(/("(?:[^"\\]|\\.)*")/)
      .map((part, index) => (index % 2 === 1 ? part : part.replace(/\s*,\s*/g, ",").replace(/ \/ /g, "/")))
      .join("");
  }
  return root;
}

/** Joins neighbours that say the same, nested ones too. What a browser may not know would take the others with it. */
export function joinEqualRules(container: Container): void {
  let last: { rule: Rule; body: string } | undefined;
  for (const node of [...(container.nodes ?? [])]) {
    if (node.type === "atrule" && !/keyframes$/i.test(node.name)) joinEqualRules(node);
    if (node.type !== "rule") {
      if (node.type === "atrule") last = undefined;
      continue;
    }
    joinEqualRules(node);
    const body = node.nodes.map(String).join(";");
    // A nested rule's `&` weighs what the heaviest of the outer selectors does.
    const isFree = !risky.test(node.selector) && node.nodes.every((inner) => inner.type === "decl");
    if (last && isFree && body === last.body) {
      const selectors = new Set([...splitSelectors(last.rule), ...splitSelectors(node)]);
      last.rule.selector = [...selectors].join(",");
      node.remove();
    } else {
      last = isFree ? { rule: node, body } : undefined;
    }
  }
}

const risky = /::?-(webkit|moz|ms)-|::(picker|details-content|checkmark|scroll|search)|:(popover-open|open|autofill)/;
