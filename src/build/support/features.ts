import type { AtRule, Declaration, Node, Root, Rule } from "postcss";
import selectorParser, { type Pseudo } from "postcss-selector-parser";
import valueParser from "postcss-value-parser";
import { lacking } from "./compatibility.ts";

/** A feature of CSS that some named browser lacks. */
export interface Lack {
  /** As CSS writes it: "::details-content", "appearance: base-select", "@property". */
  feature: string;
  /** The browsers, with the version: "Firefox 128". */
  browsers: string[];
}

const lackOf = (feature: string, path: string): Lack[] => {
  const browsers = lacking(path);
  return browsers && browsers.length > 0 ? [{ feature, browsers }] : [];
};

/**
 * The browsers that lack a pseudo-class or pseudo-element. What begins with `-webkit-` every engine takes for valid and,
 * unless it is its own, for matching nothing (Selectors 4, "WebKit prefix"), so it costs no rule.
 */
function lackingPseudo(name: string): string[] {
  if (name.startsWith("-webkit-")) return [];
  // What the data set does not list of Firefox's own, Firefox alone knows.
  return lacking(`selectors.${name}`) ?? (name.startsWith("-moz-") ? lacking("selectors.-moz-range-thumb") : []) ?? [];
}

function lackOfPseudo(pseudo: Pseudo): Lack[] {
  const browsers = lackingPseudo(pseudo.value.replace(/^::?/, ""));
  const feature = pseudo.nodes.length > 0 && pseudo.value.startsWith("::") ? `${pseudo.value}()` : pseudo.value;
  return browsers.length > 0 ? [{ feature, browsers }] : [];
}

const known = new Map<string, Lack[]>();

/**
 * What one selector of a list needs that some browser lacks: with it the whole rule is dropped there. What stands in
 * `:is()` and `:where()` is forgiven.
 */
export function lacksOfSelector(selector: string): Lack[] {
  let lacks = known.get(selector);
  if (lacks === undefined) {
    lacks = mayLack(selector) ? lacksOfParsed(selector) : [];
    known.set(selector, lacks);
  }
  return lacks;
}

/** Whether any name in it is one that some browser lacks: most selectors need not be read closer. */
const mayLack = (selector: string): boolean =>
  [...selector.matchAll(/::?(-?[a-z][\w-]*)/gi)].some(([, name]) => lackingPseudo(name as string).length > 0);

function lacksOfParsed(selector: string): Lack[] {
  const lacks: Lack[] = [];
  const visit = (container: selectorParser.Container<string, selectorParser.Node>): void => {
    for (const node of container.nodes) {
      if (node.type !== "pseudo") continue;
      lacks.push(...lackOfPseudo(node));
      if (!/^:(is|where)$/.test(node.value)) for (const inner of node.nodes) visit(inner);
    }
  };
  for (const one of selectorParser().astSync(selector).nodes) visit(one);
  return lacks;
}

/** Functions, by where the data set has them. Those it files under a property are found there. */
const functionPaths: Record<string, string> = {
  "light-dark": "types.color.light-dark",
  "color-mix": "types.color.color-mix",
  "contrast-color": "types.color.contrast-color",
  oklch: "types.color.oklch",
  oklab: "types.color.oklab",
  lch: "types.color.lch",
  lab: "types.color.lab",
  hwb: "types.color.hwb",
};

/** What a declaration needs: its property, the words of its value, its functions. */
export function lacksOfDeclaration({ prop, value }: Declaration): Lack[] {
  const found: Lack[] = [];
  const isCustom = prop.startsWith("--");
  if (!isCustom && !prop.startsWith("-")) found.push(...lackOf(prop, `properties.${prop}`));
  valueParser(value).walk((node) => {
    if (node.type === "function") {
      const path = functionPaths[node.value] ?? `types.${node.value}`;
      found.push(...lackOf(`${node.value}()`, path));
      const isRelative =
        /^(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?$/.test(node.value) && node.nodes[0]?.value === "from";
      if (isRelative) found.push(...lackOf(`${node.value}(from …)`, `types.color.${node.value}.relative_syntax`));
    }
    if (node.type === "word" && !isCustom)
      found.push(...lackOf(`${prop}: ${node.value}`, `properties.${prop}.${node.value}`));
    // A condition or an address says nothing of the property.
    return !(node.type === "function" && /^(url|var|env)$/.test(node.value));
  });
  const lacksAll = (of: Lack): boolean =>
    found.some(({ feature, browsers }) => feature === prop && of.browsers.every((one) => browsers.includes(one)));
  return found.filter(
    (lack, index) =>
      found.findIndex(({ feature }) => feature === lack.feature) === index &&
      // A word of a property says nothing more to those who lack the property.
      (lack.feature === prop || !lacksAll(lack)),
  );
}

/** What an at-rule needs: itself, and of `@media` its features. */
export function lacksOfAtRule({ name, params }: AtRule): Lack[] {
  const found = lackOf(`@${name}`, `at-rules.${name}`);
  if (name === "media")
    for (const [, feature] of params.matchAll(/\(\s*([a-z-]+)\s*[:)<>=]/g))
      found.push(...lackOf(`@media (${feature})`, `at-rules.media.${feature}`));
  return found;
}

/** A node of a style sheet, and what it needs that some browser lacks. */
export interface Need extends Lack {
  node: AtRule | Rule | Declaration;
}

/**
 * All that a style sheet needs and some named browser lacks, without what stands behind an `@supports` that those browsers
 * do not pass.
 */
export function needsOf(root: Root): Need[] {
  const needs: Need[] = [];
  root.walk((node) => {
    const lacks =
      node.type === "decl"
        ? lacksOfDeclaration(node).filter((lack) => !hasFallback(node, lack))
        : node.type === "rule"
          ? isKeyframe(node)
            ? []
            : node.selectors.flatMap(lacksOfSelector)
          : node.type === "atrule"
            ? lacksOfAtRule(node)
            : [];
    if (lacks.length === 0) return;
    const outside = unsupportedBefore(node);
    for (const { feature, browsers } of lacks) {
      const left = browsers.filter((browser) => !outside.has(browser));
      if (left.length > 0) needs.push({ node: node as Need["node"], feature, browsers: left });
    }
  });
  return needs;
}

const isKeyframe = (rule: Rule): boolean =>
  rule.parent?.type === "atrule" && /keyframes$/.test((rule.parent as AtRule).name);

/** An earlier declaration of the same property, in the same rule, that all take: what those show who drop this one. */
function hasFallback(decl: Declaration, { browsers }: Lack): boolean {
  for (let before = decl.prev(); before; before = before.prev()) {
    if (before.type !== "decl") continue;
    // autoprefixer has asked the same data set which browsers take a property with a prefix.
    if (before.prop === `-webkit-${decl.prop}`) return true;
    if (before.prop !== decl.prop) continue;
    const own = lacksOfDeclaration(before);
    if (!own.some((lack) => lack.browsers.some((browser) => browsers.includes(browser)))) return true;
  }
  return false;
}

/** The browsers that do not come here, since an `@supports` around it asks for what they lack. */
function unsupportedBefore(node: Node): Set<string> {
  const outside = new Set<string>();
  for (let parent = node.parent as Node | undefined; parent; parent = parent.parent as Node | undefined) {
    if (parent.type !== "atrule" || (parent as AtRule).name !== "supports") continue;
    const { params } = parent as AtRule;
    // Of alternatives, or of what must not be known, nothing follows for a single browser.
    if (/\bor\b|\bnot\b/.test(params)) continue;
    for (const [, prop, value] of params.matchAll(/\(\s*([a-z-]+)\s*:\s*([^()]+)\)/g)) {
      for (const word of (value as string).trim().split(/\s+/))
        for (const browser of lacking(`properties.${prop}.${word}`) ?? []) outside.add(browser);
      for (const browser of lacking(`properties.${prop}`) ?? []) outside.add(browser);
    }
    for (const [, selector] of params.matchAll(/selector\(([^()]*(?:\([^()]*\))?[^()]*)\)/g))
      for (const { browsers } of lacksOfSelector(selector as string)) for (const one of browsers) outside.add(one);
  }
  return outside;
}
