import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import postcss, { type ChildNode, type Container, type Root } from "postcss";
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
    const root = postcss.root();
    if (words.classes.has("s-frame")) {
      const layer = postcss.atRule({ name: "layer", params: "host" });
      layer.append(...this.#pick(this.#host, words));
      root.append(layer);
    }
    root.append(...this.#pick(this.#root, words));
    dropUnread(root, words.properties);
    const css = minify(root.toString(), "site.css").css;
    this.#kept.set(key, css);
    return css;
  }

  /** Copies of what can match. Only those: most of the theme is about what a page does not have. */
  #pick(container: Container, words: Vocabulary): ChildNode[] {
    return ((container.nodes ?? []) as ChildNode[]).flatMap((node): ChildNode[] => {
      if (node.type === "rule") {
        const selectors = isKeyframe(node)
          ? [node.selector]
          : (this.#asks.get(node.selector) ?? []).filter((asks) => asks.test(words)).map(({ text }) => text);
        return selectors.length === 0 ? [] : [node.clone({ selector: selectors.join(", ") })];
      }
      if (node.type !== "atrule" || node.nodes === undefined || /keyframes$/.test(node.name)) return [node.clone()];
      const inner = this.#pick(node as Container, words);
      if (inner.length === 0) return [];
      const copy = postcss.atRule({ name: node.name, params: node.params });
      copy.append(...inner);
      return [copy];
    });
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
