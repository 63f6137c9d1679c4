import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type DefaultTreeAdapterMap, parse } from "parse5";
import type { GlpiLine } from "../build/compile.ts";
import type { Theme } from "../theme/theme.ts";
import { projectRoot } from "../util/paths.ts";
import { isFile, isFolder, isNamed, kinds, readBytes, readText } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";
import { readSpecimens } from "../visual/specimens.ts";
import { fixtureFile, fixtureFolder, fixturePages } from "./fixtures.ts";

/*
 * Our markup against what GLPI writes: its templates, PHP and scripts, read as text. A class is known where its name
 * stands in them or in a library that GLPI ships; two of GLPI's own classes are known to meet where one class attribute
 * can hold both.
 */

/** What a GLPI says of itself, of what our fixtures ask: kept, so that fixtures are held against it without a GLPI. */
export interface MarkupFacts {
  /** The version read. */
  glpi: string;
  /** Classes of our fixtures that GLPI or its libraries write. */
  classes: string[];
  /** Pairs of GLPI's own classes that meet on an element of ours, and of GLPI's: "a b", sorted. */
  pairs: string[];
  /** States that GLPI's templates choose and its style sheets draw. */
  states: string[];
}

/** Of our own: where each class, and each meeting of two, stands first. */
export interface OurMarkup {
  classes: Map<string, string>;
  pairs: Map<string, string>;
}

/** Why something of ours, or of GLPI's, stands as it does: `markup.json` beside the facts. */
export interface MarkupReason {
  /** A class, or a pair "a b". */
  name: string;
  why: string;
}

export interface MarkupFindings {
  /** Classes of ours that nobody writes, with the place. */
  unknownClasses: [name: string, place: string][];
  unknownPairs: [pair: string, place: string][];
  /** States of GLPI's that no fixture shows. */
  unshown: string[];
}

type Node = DefaultTreeAdapterMap["node"];

/** Class attributes of markup, as lists. */
export function classLists(html: string): string[][] {
  const found: string[][] = [];
  const visit = (node: Node): void => {
    if ("attrs" in node) {
      const value = node.attrs.find(({ name }) => name === "class")?.value.trim();
      if (value) found.push(value.split(/\s+/));
    }
    if ("content" in node) visit(node.content as Node);
    if ("childNodes" in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return found;
}

/** Icons of fonts, and what only numbers tell apart. */
const isGlyph = (name: string): boolean => /^(ti|fa|fas|far|fab)$|^(ti|fa|flag)-/.test(name);

function pageAt(address: string): string {
  const found = fixtureFile(address);
  return found && "html" in found ? found.html : "";
}

/** Fixtures, rarer parts and a theme's specimens. @param specimens each with its file's name */
export function ourMarkup(line: GlpiLine, specimens: readonly { file: string; html: string }[] = []): OurMarkup {
  const ours: OurMarkup = { classes: new Map(), pairs: new Map() };
  const parts = path.join(fixtureFolder, "parts.html");
  const documents = [
    ...fixturePages()
      .filter(({ url }) => url.startsWith(`/glpi-${line}/`))
      .map(({ url, title }) => ({ file: `tests/pages/content/${title}.html`, html: pageAt(url) })),
    { file: "tests/pages/parts.html", html: readFileSync(parts, "utf8") },
    ...specimens,
  ];
  for (const { file, html } of documents) {
    for (const list of classLists(html)) {
      const names = [...new Set(list)].filter((name) => !isGlyph(name)).sort();
      for (const name of names) if (!ours.classes.has(name)) ours.classes.set(name, file);
      names.forEach((a, index) => {
        for (const b of names.slice(index + 1)) if (!ours.pairs.has(`${a} ${b}`)) ours.pairs.set(`${a} ${b}`, file);
      });
    }
  }
  return ours;
}

const require = createRequire(import.meta.url);

/** Classes of the libraries GLPI ships that are npm packages here: their style sheets and scripts as words. */
export function libraryWords(line: GlpiLine): Words {
  const files = [
    `tabler-${line}/dist/css/tabler.css`,
    `tabler-${line}/dist/js/tabler.js`,
    "select2/dist/js/select2.full.js",
    "select2/dist/css/select2.css",
    "flatpickr/dist/flatpickr.js",
    "flatpickr/dist/flatpickr.css",
    "gridstack/dist/gridstack-h5.js",
    "gridstack/dist/gridstack.css",
    "gridstack/dist/gridstack-extra.css",
    "@fullcalendar/core/main.js",
    "@fullcalendar/core/main.css",
    "@fullcalendar/daygrid/main.js",
    "@fullcalendar/daygrid/main.css",
    "@fullcalendar/timegrid/main.js",
    "@fullcalendar/timegrid/main.css",
    "jquery.fancytree/dist/jquery.fancytree-all.js",
    "tinymce-10/skins/ui/oxide/skin.css",
    "tinymce-10/themes/silver/theme.js",
  ];
  const words = new Words();
  for (const file of files) {
    const [, name] = /^((?:@[^/]+\/)?[^/]+)\//.exec(file) as unknown as [string, string];
    const home = require.resolve
      .paths(name)
      ?.map((folder) => path.join(folder, file))
      .find(existsSync);
    if (home) words.read(readFileSync(home, "utf8"));
  }
  return words;
}

/** Names in a text, and beginnings of names that a script completes: `status-` of `status-${id}`. */
export class Words {
  readonly #whole = new Set<string>();
  readonly #beginnings = new Set<string>();

  read(text: string): void {
    for (const [word] of text.matchAll(/[A-Za-z_][\w-]*/g)) this.#whole.add(word);
    for (const [, start] of text.matchAll(/([A-Za-z][\w-]*[-_])(?:['"]\s*[.~+,)]|\$\{|\{\{|\{\$)/g))
      this.#beginnings.add(start as string);
  }

  has(name: string): boolean {
    if (this.#whole.has(name)) return true;
    for (let end = name.length - 1; end > 2; end--) if (this.#beginnings.has(name.slice(0, end))) return true;
    return false;
  }
}

/** GLPI's own text: what writes markup, and its style sheets. */
export interface GlpiSource {
  version: string;
  /** Templates, PHP, scripts. */
  writers: { file: string; text: string }[];
  /** Scripts of libraries that the tree ships built. */
  libraries: string[];
  styles: string[];
}

/** @throws {UserError} where there is no GLPI */
export function readGlpi(tree: string): GlpiSource {
  const constants = ["inc/define.php", "src/autoload/constants.php"]
    .map((file) => path.join(tree, file))
    .filter(isNamed);
  const version = constants
    .map((file) => /'GLPI_VERSION',\s*'([^']+)'/.exec(readText(file, kinds.source))?.[1])
    .find((found) => found !== undefined);
  if (version === undefined)
    throw new UserError(`"${tree}" is no GLPI`, "Name the folder that holds GLPI's src and templates");
  const read = (folders: string[], ending: RegExp, except = /node_modules/): { file: string; text: string }[] =>
    folders
      .flatMap((folder) => filesBelow(path.join(tree, folder), ending, except))
      .map((file) => ({
        file: path.relative(tree, file),
        text: readBytes(file, kinds.source).toString("utf8"),
      }));
  return {
    version,
    writers: read(
      ["templates", "src", "inc", "front", "ajax", "js", "public/js", "public/build", "plugins", "marketplace"],
      /\.(twig|php|js|vue)$/,
      /node_modules|\.min\.js$/,
    ),
    libraries: read(["lib", "public/lib"], /\.js$/, /node_modules|\.min\.js$|monaco/).map(({ text }) => text),
    styles: read(["css"], /\.scss$/).map(({ text }) => text),
  };
}

function filesBelow(folder: string, ending: RegExp, except: RegExp): string[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (except.test(file)) return [];
      if (entry.isDirectory()) return filesBelow(file, ending, except);
      return ending.test(file) && isFile(file) && statSync(file).size < 6_000_000 ? [file] : [];
    });
}

/** What GLPI can write, as far as its text tells. */
export class GlpiMarkup {
  readonly version: string;
  readonly #words = new Words();
  /** By class: the class attributes that can hold it. */
  readonly #places = new Map<string, Set<number>>();
  /** Attributes that hold what only runs tell: a variable that nothing near assigns. */
  readonly #open = new Set<number>();
  /** Attributes that hold an item's type: `ITILFollowup`. */
  readonly #typed = new Set<number>();
  /** Classes that scripts add to elements that stand already. */
  readonly #added = new Set<string>();
  readonly #chosen = new Set<string>();
  readonly #styled = new Set<string>();
  #attributes = 0;

  constructor({ version, writers, libraries, styles }: GlpiSource) {
    this.version = version;
    for (const { text } of writers) this.#read(text);
    for (const text of libraries) this.#words.read(text);
    for (const text of styles)
      for (const [, name] of text.matchAll(/\.([A-Za-z_][\w-]*)/g)) this.#styled.add(name as string);
    this.#passed(writers);
  }

  knows(name: string): boolean {
    return this.#words.has(name);
  }

  /** Whether an element of GLPI's can have both. */
  meet(a: string, b: string): boolean {
    if (this.#added.has(a) || this.#added.has(b)) return true;
    const [first, second] = [this.#places.get(a), this.#places.get(b)];
    // What stands in no class attribute is written by other means: it cannot be told with what.
    if (!first || !second) return true;
    for (const place of first) if (second.has(place)) return true;
    const isTyped = (name: string, places: ReadonlySet<number>): boolean =>
      /^[A-Z]/.test(name) && [...places].some((place) => this.#typed.has(place));
    if (isTyped(a, second) || isTyped(b, first)) return true;
    // A macro's caller hands its classes in.
    for (const place of first) if (this.#open.has(place)) return true;
    for (const place of second) if (this.#open.has(place)) return true;
    return false;
  }

  /** Classes that templates choose by what an item is, and that GLPI's style sheets draw. */
  states(): string[] {
    return [...this.#chosen].filter((name) => this.#styled.has(name)).sort();
  }

  #read(text: string): void {
    this.#words.read(text);
    for (const [, names] of text.matchAll(/(?:addClass|toggleClass|classList\.(?:add|toggle|replace))\(\s*([^)]*)\)/g))
      for (const [name] of (names as string).matchAll(/[A-Za-z_][\w-]*/g)) this.#added.add(name);
    // What variables hold, by name, from this file.
    const held = new Map<string, Set<string>>();
    for (const [, set, other, value] of text.matchAll(
      /(?:\{%-?\s*set\s+(\w+)|(?:\$|['"]|const |let )(\w*class\w*)['"]?)\s*(?:=>|\.?=|:)\s*((?:[^;%\n,]|\n(?=\s*[.~(?]))*)/gi,
    )) {
      const name = (set ?? other) as string;
      const words = held.get(name) ?? new Set();
      for (const [, literal] of (value as string).matchAll(/['"]([^'"]*)['"]/g))
        for (const word of (literal as string).split(/\s+/)) if (/^[A-Za-z_][\w-]*$/.test(word)) words.add(word);
      held.set(name, words);
      if (/class/i.test(name)) for (const word of words) this.#chosen.add(word);
    }
    for (const match of text.matchAll(/\bclass(?:Name)?\s*=\s*\\?(["'])([\s\S]{0,600}?)\\?\1(?=[\s/>{%]|\\|$)/g)) {
      const attribute = match[2] as string;
      const place = this.#attributes++;
      const put = (word: string): void => {
        if (!/^[A-Za-z_][\w-]*$/.test(word)) return;
        const places = this.#places.get(word);
        if (places) places.add(place);
        else this.#places.set(word, new Set([place]));
      };
      const outside = attribute.replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\$\{[^}]*\}|\{\$[^}]*\}/g, " ");
      for (const word of outside.split(/[\s'".]+/)) put(word);
      for (const [expression] of attribute.matchAll(
        /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\$\{[^}]*\}|\{?\$[\w>[\]'-]+\}?/g,
      )) {
        for (const [, literal] of expression.matchAll(/['"]([^'"]*)['"]/g)) {
          for (const word of (literal as string).split(/\s+/)) {
            put(word);
            if (/\?/.test(expression)) this.#chosen.add(word);
          }
        }
        for (const [variable] of expression.matchAll(/[A-Za-z_]\w*/g))
          for (const word of held.get(variable) ?? []) put(word);
        if (/itil_?type|itemtype|item_type/i.test(expression)) this.#typed.add(place);
        if (
          /\b\w*class\w*\b/i.test(expression) &&
          !/entry\[/.test(expression) &&
          ![...held.keys()].some((name) => expression.includes(name))
        )
          this.#open.add(place);
      }
      // A timeline's entries say their classes in PHP.
      if (/entry\[['"]class['"]\]/.test(attribute)) this.#handed.push(put);
    }
  }

  readonly #handed: ((word: string) => void)[] = [];

  /** Classes that PHP hands to the timeline's template under the key "class". */
  #passed(writers: GlpiSource["writers"]): void {
    for (const { file, text } of writers) {
      if (!file.endsWith("CommonITILObject.php")) continue;
      for (const [, value] of text.matchAll(/['"]class['"]\s*=>\s*([\s\S]{0,400}?),\n/g))
        for (const [, literal] of (value as string).matchAll(/['"]([^'"]*)['"]/g))
          for (const word of (literal as string).trim().split(/\s+/)) {
            for (const put of this.#handed) put(word);
            if (word) this.#chosen.add(word);
          }
    }
  }
}

/** Facts of a GLPI about our markup. */
export function factsOf(glpi: GlpiMarkup, ours: OurMarkup, libraries: Words): MarkupFacts {
  const isOwn = (name: string): boolean => !libraries.has(name);
  return {
    glpi: glpi.version,
    classes: [...ours.classes.keys()].filter((name) => libraries.has(name) || glpi.knows(name)).sort(),
    pairs: [...ours.pairs.keys()]
      .filter((pair) => {
        const [a, b] = pair.split(" ") as [string, string];
        return isOwn(a) && isOwn(b) && glpi.meet(a, b);
      })
      .sort(),
    states: glpi.states().filter((name) => isOwn(name) && !isGlyph(name)),
  };
}

/**
 * Ours against facts.
 * @param others facts of GLPI's other lines: specimens and rarer parts are shown on all
 */
export function against(
  ours: OurMarkup,
  facts: MarkupFacts,
  libraries: Words,
  others: readonly MarkupFacts[] = [],
  reasons: readonly MarkupReason[] = [],
): MarkupFindings {
  const excused = new Set(reasons.map(({ name }) => name));
  const known = (own: readonly string[], further: readonly string[][]): ((name: string, place: string) => boolean) => {
    const here = new Set(own);
    const there = new Set(further.flat());
    return (name, place) => here.has(name) || excused.has(name) || (!place.includes("/content/") && there.has(name));
  };
  const isClass = known(
    facts.classes,
    others.map(({ classes }) => classes),
  );
  const isPair = known(
    facts.pairs,
    others.map(({ pairs }) => pairs),
  );
  return {
    unknownClasses: [...ours.classes].filter(([name, place]) => !isClass(name, place)),
    unknownPairs: [...ours.pairs].filter(
      ([pair, place]) =>
        pair.split(" ").every((name) => !libraries.has(name) && facts.classes.includes(name)) && !isPair(pair, place),
    ),
    unshown: facts.states.filter((name) => !ours.classes.has(name) && !excused.has(name)),
  };
}

/** Where a line's facts are kept. */
export const markupFactsFile = (line: GlpiLine): string => path.join(projectRoot, `src/audit/markup-${line}.json`);

/** Kept facts of a line. @returns `undefined` where there are none yet */
export function keptFacts(line: GlpiLine): MarkupFacts | undefined {
  const file = markupFactsFile(line);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as MarkupFacts) : undefined;
}

/** Why some markup of ours is of nobody's templates, and some states of GLPI's need no fixture. */
export function markupReasons(): MarkupReason[] {
  return JSON.parse(readFileSync(path.join(projectRoot, "src/audit/markup.json"), "utf8")) as MarkupReason[];
}

/** A theme's specimens, for `ourMarkup`. */
export const specimensOf = (theme: Theme): { file: string; html: string }[] =>
  readSpecimens(theme.folders).flatMap(({ name, specimens }) =>
    specimens.map(({ html }) => ({ file: `${name}.html`, html })),
  );
