import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import postcss, { type AtRule, type ChildNode, type Container, type Root, type Rule } from "postcss";
import parser, { type Node, type Selector } from "postcss-selector-parser";
import { compile } from "../build/compile.ts";
import { minify } from "../build/minify.ts";
import { isKeyframe } from "../build/nodes.ts";
import { addTwins } from "../gallery/twins.ts";
import type { Theme } from "../theme/theme.ts";

/** What a page's markup has: a rule that asks for anything else cannot match there. */
export interface Vocabulary {
  classes: ReadonlySet<string>;
  tags: ReadonlySet<string>;
  /** Custom properties that the page itself reads, in style attributes and in its own style sheet. */
  properties: ReadonlySet<string>;
}

/** Classes and tags of HTML, and the tokens that its styles name. */
export function vocabularyOf(html: string, css: string): Vocabulary {
  const classes = new Set<string>();
  const tags = new Set<string>(["html", "body"]);
  for (const [, names] of html.matchAll(/\bclass="([^"]*)"/g))
    for (const name of (names as string).split(/\s+/)) classes.add(name);
  for (const [, name] of html.matchAll(/<([a-z][\w-]*)/g)) tags.add(name as string);
  const properties = new Set<string>();
  for (const [name] of `${html}${css}`.matchAll(/--win-[\w-]+/g)) properties.add(name);
  return { classes, tags, properties };
}

const require = createRequire(import.meta.url);

/** What GLPI loads beneath the theme. */
const hostFiles = ["tabler-11/dist/css/tabler.css", "select2/dist/css/select2.css", "flatpickr/dist/flatpickr.css"];

/**
 * The theme for the site's own pages: as written, without the weight that GLPI asks for, following Windows' choice of
 * light or dark, states forced by an attribute as in the gallery. Each page gets the rules that its markup can meet.
 */
export class SiteTheme {
  readonly #root: Root;
  /** GLPI's own rules, for pages of specimens: in a layer, so that the theme needs no weight above them. */
  readonly #host: Root;
  readonly #asks = new Map<string, Asks[]>();
  readonly #kept = new Map<string, string>();

  constructor(theme: Theme) {
    this.#root = addTwins(compile({ ...theme, scheme: "windows" }, { glpi: "11" }));
    const text = hostFiles.map((file) => readFileSync(require.resolve(file), "utf8").replace(/\/\*#[^*]*\*\//g, ""));
    this.#host = postcss.parse(text.join("\n"));
    this.#host.walkAtRules(/^(charset|import)$/, (rule) => void rule.remove());
    this.#host.walkComments((comment) => void comment.remove());
    for (const root of [this.#root, this.#host]) {
      root.walkAtRules("font-face", (rule) => void rule.remove());
      root.walkRules((rule) => {
        if (!isKeyframe(rule) && !this.#asks.has(rule.selector)) this.#asks.set(rule.selector, asksOf(rule.selector));
      });
    }
  }

  /** Tokens by name, as the theme's own files declare them on the root, in their order. */
  get root(): Root {
    return this.#root;
  }

  /** The rules a page can meet, minified. */
  for(words: Vocabulary): string {
    const key = [words.classes, words.tags, words.properties].map((set) => [...set].sort().join(" ")).join("|");
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const root = this.#root.clone();
    if (words.classes.has("s-frame")) {
      const layer = postcss.atRule({ name: "layer", params: "host" });
      layer.append(this.#host.clone().nodes);
      root.prepend(layer);
    }
    root.walkRules((rule) => {
      if (isKeyframe(rule)) return;
      const selectors = (this.#asks.get(rule.selector) ?? []).filter((asks) => asks.test(words));
      if (selectors.length === 0) rule.remove();
      else rule.selector = selectors.map(({ text }) => text).join(", ");
    });
    dropUnread(root, words.properties);
    dropEmpty(root);
    const css = minify(root.toString(), "site.css").css;
    this.#kept.set(key, css);
    return css;
  }
}

interface Asks {
  text: string;
  test(words: Vocabulary): boolean;
}

function asksOf(selector: string): Asks[] {
  return parser()
    .astSync(selector)
    .nodes.map((each) => ({ text: each.toString().trim(), test: testOf(each) }));
}

const any = /^:(is|where|has|-webkit-any|host)$/;

function testOf(selector: Selector): (words: Vocabulary) => boolean {
  const tests = selector.nodes.flatMap((node: Node): ((words: Vocabulary) => boolean)[] => {
    if (node.type === "class") return [({ classes }) => classes.has(node.value)];
    if (node.type === "tag") return [({ tags }) => tags.has(node.value.toLowerCase())];
    if (node.type !== "pseudo" || !any.test(node.value) || node.nodes.length === 0) return [];
    const inner = node.nodes.map((each) => testOf(each));
    return [(words) => inner.some((test) => test(words))];
  });
  return (words) => tests.every((test) => test(words));
}

/** Custom properties that nothing reads, and animations that nothing runs. */
function dropUnread(root: Root, own: ReadonlySet<string>): void {
  const values = new Map<string, string[]>();
  const read = new Set(own);
  const waiting = [...own];
  const ask = (value: string): void => {
    for (const [, name] of value.matchAll(/var\(\s*(--[\w-]+)/g))
      if (!read.has(name as string)) {
        read.add(name as string);
        waiting.push(name as string);
      }
  };
  root.walkDecls((decl) => {
    if (decl.prop.startsWith("--")) values.set(decl.prop, [...(values.get(decl.prop) ?? []), decl.value]);
    else ask(decl.value);
  });
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
    for (const value of values.get(name) ?? []) ask(value);
  const animations = new Set<string>();
  root.walkDecls((decl) => {
    if (decl.prop.startsWith("--") && !read.has(decl.prop)) decl.remove();
    else if (/animation/.test(decl.prop) || decl.prop.startsWith("--"))
      for (const [word] of decl.value.matchAll(/[\w-]+/g)) animations.add(word);
  });
  root.walkAtRules("keyframes", (rule) => {
    if (!animations.has(rule.params)) rule.remove();
  });
}

function dropEmpty(container: Container): void {
  for (const node of [...((container.nodes ?? []) as ChildNode[])]) {
    if (node.type !== "rule" && node.type !== "atrule") continue;
    const inner = node as Rule | AtRule;
    if (inner.nodes === undefined) continue;
    dropEmpty(inner as Container);
    if (inner.nodes.every(({ type }) => type === "comment")) inner.remove();
  }
}
