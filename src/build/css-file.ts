import { type Dependency, transform } from "lightningcss";
import postcss, { type AtRule, type ChildNode, type Container, CssSyntaxError, type Root, type Rule } from "postcss";
import { quoted } from "../util/escape.ts";
import { relativeToProject } from "../util/paths.ts";
import { kinds, readText } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";

/*
 * One CSS file of a theme: read, bounded, parsed, and held against what every target can carry.
 */

/** Blocks in blocks; the deepest of ours has 4. Parsers call themselves once a level. */
const deepestBlock = 16;
/** Brackets in brackets within a value or a selector. */
const deepestBracket = 24;
/** Characters of a selector with all that it is nested in. */
const longestSelector = 20_000;
/** Characters of all selectors of a file, nesting resolved. */
const mostSelectors = 8_000_000;

/** At-rules that every target carries: browsers of the oldest kind, GLPI's Sass compiler, GLPI's entity field. */
const carried = new Set([
  "media",
  "supports",
  "container",
  "font-face",
  "keyframes",
  "property",
  "page",
  "starting-style",
  "counter-style",
]);

const instead: Record<string, string> = {
  import: "Import rooms in index.css alone; here write the rules themselves",
  charset: "Remove it: files are UTF-8",
  layer: "Remove it: the build raises every rule above GLPI's, which are in no layer",
  scope: "Write the ancestor in front of the selectors",
  use: "Write plain CSS: nothing here is compiled by Sass",
  forward: "Write plain CSS: nothing here is compiled by Sass",
  mixin: "Write plain CSS: nothing here is compiled by Sass",
  include: "Write plain CSS: nothing here is compiled by Sass",
  extend: "Write plain CSS: nothing here is compiled by Sass",
  function: "Write the values themselves: no target takes CSS functions of one's own",
  namespace: "Remove it: GLPI's pages are HTML",
};

/** A file's bytes: UTF-8 without a byte order mark, line ends as "\n". @throws {UserError} */
export function readCss(file: string): Buffer {
  return Buffer.from(readText(file, kinds.css), "utf8");
}

/**
 * One file's rules. PostCSS reads what merely looks like CSS; the minifier's own parser then finds what no browser
 * would take, here where the line is still the designer's.
 * @param place whether it is the theme's index.css, which imports rooms
 * @throws {UserError} at the line of a syntax error, or of what no target can carry
 */
export function parseCss(file: string, code: Buffer = readCss(file), place: "index" | "room" = "room"): Root {
  const fail = (reason: string, line: number, column: number, remedy = "Correct the rule here"): never => {
    throw new UserError(`CSS syntax error: ${reason}`, remedy, { file: relativeToProject(file), line, column });
  };
  const text = code.toString("utf8");
  const deep = nestedTooDeep(text);
  if (deep !== undefined)
    throw new UserError(`${deep.what} are nested more than ${deep.limit} deep`, "Close one, or write it flatter", {
      file: relativeToProject(file),
      line: text.slice(0, deep.offset).split("\n").length,
    });
  try {
    // Without `map: false` PostCSS opens whatever file a comment names as the source map.
    const root = postcss.parse(text, { from: file, map: false });
    checkCarried(root, place);
    checkSelectors(root);
    checkAddresses(transform({ filename: file, code, analyzeDependencies: true }).dependencies ?? [], file);
    return root;
  } catch (error) {
    if (error instanceof CssSyntaxError) return fail(error.reason, error.line ?? 1, error.column ?? 1);
    if (isLightningError(error)) return fail(error.message.toLowerCase(), error.loc.line, error.loc.column);
    throw error;
  }
}

function isLightningError(error: unknown): error is Error & { loc: { line: number; column: number } } {
  return error instanceof SyntaxError && "loc" in error;
}

/** A user's error at a node. */
export function at(node: ChildNode, problem: string, remedy: string): UserError {
  const start = node.source?.start;
  return new UserError(problem, remedy, {
    file: relativeToProject(node.source?.input.file ?? "index.css"),
    line: start?.line,
    column: start?.column,
  });
}

const tokens = /\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|\\[\s\S]|[{}()[\];]/g;

/** Where blocks or brackets go deeper than anyone writes, found without a parser. */
function nestedTooDeep(text: string): { offset: number; what: string; limit: number } | undefined {
  let blocks = 0;
  let brackets = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === "{") {
      brackets = 0;
      if (++blocks > deepestBlock) return { offset: index, what: "blocks", limit: deepestBlock };
    } else if (token === "}") {
      brackets = 0;
      blocks--;
    } else if (token === "(" || token === "[") {
      if (++brackets > deepestBracket) return { offset: index, what: "brackets", limit: deepestBracket };
    } else if (token === ")" || token === "]") brackets--;
    // An address without quotes may hold a semicolon, and brackets close it.
    else if (token === ";" && brackets < 0) brackets = 0;
  }
  return undefined;
}

/** What some target drops, refuses or reads otherwise. */
function checkCarried(root: Root, place: "index" | "room"): void {
  root.walk((node) => {
    if (node.type === "atrule") checkAtRule(node, place);
    else if (node.type === "decl") {
      const plain = withoutStrings(node.value);
      if (/(?<![\w-])if\(/i.test(plain))
        throw at(node, "if() is not known to all browsers and to GLPI", "Write a rule in @media or @supports");
      if (/(?<![\w-])--[\w-]+\(/.test(plain))
        throw at(node, "functions of one's own are not known to all browsers and to GLPI", "Write the value itself");
      if (/-fenetre-(key|scheme)-/.test(`${node.prop} ${node.value}`))
        throw at(node, "this text is the build's own", "Write another");
      if (leads(node.value)) throw at(node, "what is delivered loads no other file", selfContained);
      if (node.value.trim() === "" && !node.prop.startsWith("--"))
        throw at(node, `"${node.prop}" has no value`, "Write one, or remove the line");
      if (node.parent?.type === "root") throw at(node, `"${node.prop}" stands in no rule`, "Write it in a rule");
      if (node.parent?.type === "atrule" && mustHoldRules(node.parent as AtRule))
        throw at(node, `"${node.prop}" stands in no rule`, "Write it in a rule");
    }
  });
}

const selfContained = "Write the picture itself as a data: address, or a glyph as fluent(name)";

/** Addresses of other files, of this host or another. Of the page's own parts (`#name`) nothing is loaded. */
function checkAddresses(dependencies: readonly Dependency[], file: string): void {
  for (const dependency of dependencies) {
    if (dependency.type !== "url" || /^\s*(data:|#|$)/i.test(dependency.url)) continue;
    const { line, column } = dependency.loc.start;
    throw new UserError(`what is delivered loads no other file, such as ${quoted(dependency.url)}`, selfContained, {
      file: relativeToProject(file),
      line,
      column,
    });
  }
}

/** Whether a function that takes an address as a text, which the minifier's parser does not tell of, is given one. */
function leads(value: string): boolean {
  if (!/(?<![\w-])(?:-webkit-)?(?:image-set|cross-fade|image|src)\(/i.test(value)) return false;
  const texts = value.replace(/type\(\s*(?:"[^"]*"|'[^']*')\s*\)/gi, "").matchAll(/"([^"]*)"|'([^']*)'/g);
  return [...texts].some(([, double = "", single = double]) => !/^\s*(data:|#|$)/i.test(single));
}

function checkAtRule(node: AtRule, place: "index" | "room"): void {
  const name = node.name.toLowerCase();
  if (name === "import" && place === "index") return;
  if (isMargin(node) || (carried.has(name) && node.nodes !== undefined)) return;
  const remedy = Object.hasOwn(instead, name) ? (instead[name] as string) : `Use one of: @${[...carried].join(", @")}`;
  throw at(
    node,
    carried.has(name) ? `@${name} without a block` : `no target can hold @${quoted(node.name).slice(1, -1)}`,
    carried.has(name) ? "Write its block in braces" : remedy,
  );
}

/** The boxes in the margins of a printed page: `@page { @bottom-right { … } }`. */
const isMargin = ({ name, parent }: AtRule): boolean =>
  parent?.type === "atrule" &&
  (parent as AtRule).name.toLowerCase() === "page" &&
  /^(top|bottom|left|right)(-(left|center|right|top|middle|bottom)(-corner)?)?$/i.test(name);

/** Whether an at-rule that is in no rule holds rules, never declarations. */
function mustHoldRules(node: AtRule): boolean {
  if (!/^(media|supports|container|starting-style)$/i.test(node.name)) return false;
  for (let outer = node.parent as Container | undefined; outer; outer = outer.parent as Container | undefined)
    if (outer.type === "rule") return false;
  return true;
}

/** Strings, addresses and escapes as underlines. */
const withoutStrings = (value: string): string =>
  value.replace(/"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|url\([^)]*\)|\\[\s\S]/gi, "_");

/** Bounds what nesting makes of selectors, and finds `&` where it stands for nothing. */
function checkSelectors(root: Root): void {
  let sum = 0;
  const walk = (container: Container, outer: number): void => {
    for (const node of container.nodes ?? []) {
      let length = outer;
      if (node.type === "rule") {
        const selector = (node as Rule).selector;
        const parents = (withoutStrings(selector).match(/&/g) ?? []).length;
        if (parents > 0 && outer === 0)
          throw at(node, "& stands outside any rule", "Name the element, or move the rule into its parent's");
        length = selector.length + Math.max(1, parents) * outer;
        sum += length;
        if (length > longestSelector || sum > mostSelectors)
          throw at(node, "selectors become too long here, nesting resolved", "Write fewer or shorter ones");
      }
      if (node.type === "rule" || node.type === "atrule") walk(node as Container, length);
    }
  };
  walk(root, 0);
}
