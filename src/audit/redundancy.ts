import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import type { AtRule, Declaration, Root, Rule } from "postcss";
import parser from "postcss-selector-parser";
import { compile, flatten, type GlpiLine } from "../build/compile.ts";
import { entityRooms, type HostFacts, placeOf, wordingOf } from "../build/entity/facts.ts";
import { removeUnmatchable } from "../build/entity/steps/remove-unmatchable.ts";
import { raiseSpecificity } from "../build/scope.ts";
import { weightOf } from "../build/specificity.ts";
import type { Theme } from "../theme/theme.ts";
import { insideStyle } from "../util/escape.ts";
import { kinds, readText } from "../util/read.ts";
import { untrustedContext } from "../visual/untrusted.ts";
import { fixtureFile, fixturePages } from "./fixtures.ts";

/*
 * Finds the theme's declarations that say what GLPI computes anyway. All candidates are taken out at once; wherever a
 * computed style then differs, the declaration that made it is put back, until nothing differs on any page.
 */

/** A page of GLPI: its markup without scripts, with its style sheets written into it. */
export interface HostPage {
  name: string;
  html: string;
  /** Whether each state is looked at by itself, in forced colours and from right to left too: where all widgets stand. */
  thorough?: boolean;
}

/** One selector of one flat rule, as the page gets it. */
interface FlatRule {
  selector: string;
  /** Without its pseudo-element. */
  subject: string;
  pseudo: boolean;
  conditions: string[];
  weight: number;
  /** [index among the declarations, property, value, important] */
  declarations: [number, string, string, boolean][];
}

interface Sheet {
  rules: FlatRule[];
  /** Keyframes and other rules that are no style rules. */
  rest: string;
}

/** What the removal of could not be seen: transitions and animations run in time, and the page switches sheets. */
const unseen = /^(--|transition|animation|content$|will-change|color-scheme)/;

/** Everything from the theme that one line of GLPI gets, and which of its declarations may be tried. */
export class Redundancy {
  private readonly declarations: { place: { file: string; selector: string }; wording: string }[] = [];
  private readonly sheet: Sheet;
  /** Taken out, as far as is known. */
  private readonly removed = new Set<number>();
  /** Matched something somewhere: what matched nothing is not known to be redundant. */
  private readonly seen = new Set<number>();

  constructor(theme: Theme, glpi: GlpiLine, absent: HostFacts["absent"]) {
    const root = compile(theme, { glpi, rooms: entityRooms(theme), nested: true });
    const index = new Map<string, number>();
    root.walkDecls((decl) => {
      if (unseen.test(decl.prop)) return;
      const place = placeOf(decl, theme);
      const wording = wordingOf(decl);
      const key = [place.file, place.selector, wording].join("\n");
      let number = index.get(key);
      if (number === undefined) {
        number = this.declarations.push({ place, wording }) - 1;
        index.set(key, number);
      }
      (decl.raws as { number?: number }).number = number;
    });
    removeUnmatchable(root, { absent, redundant: {} });
    this.sheet = flatSheet(raiseSpecificity(flatten(root)));
    for (const rule of this.sheet.rules) {
      for (const [number] of rule.declarations) if (number >= 0) this.removed.add(number);
    }
    // A pseudo-element's box is the theme's own, and its geometry cannot be read as computed.
    for (const rule of this.sheet.rules) {
      if (rule.pseudo) for (const [number] of rule.declarations) this.removed.delete(number);
    }
  }

  /**
   * Of the files below a folder, tries only what an earlier run found redundant: for more pages of the same theme.
   * @param folder of the theme; "." for all of it
   */
  limitTo(known: HostFacts["redundant"], folder: string): void {
    for (const number of this.removed) {
      const { place, wording } = this.declarations[number] as (typeof this.declarations)[number];
      if (folder !== "." && !place.file.startsWith(`${folder}/`)) continue;
      if (known[place.file]?.[place.selector]?.includes(wording)) this.seen.add(number);
      else this.removed.delete(number);
    }
  }

  get size(): number {
    return this.removed.size;
  }

  /** Puts back what one page needs. @returns how many declarations */
  async check(browser: Browser, page: HostPage): Promise<number> {
    let restored = 0;
    for (const view of page.thorough ? thorough : views) {
      const context = await untrustedContext(browser, {
        viewport: { width: view.width, height: 900 },
        reducedMotion: "reduce",
      });
      try {
        const tab = await context.newPage();
        await tab.emulateMedia({
          colorScheme: view.dark ? "dark" : "light",
          forcedColors: view.forced ? "active" : "none",
        });
        await tab.setContent(dress(page.html, view), { waitUntil: "domcontentloaded" });
        restored += await this.checkView(tab, view);
      } finally {
        await context.close();
      }
    }
    return restored;
  }

  private async checkView(tab: Page, view: View): Promise<number> {
    const result = await tab.evaluate(measure, {
      sheet: this.sheet,
      removed: [...this.removed],
      states: view.states,
    });
    for (const number of result.seen) this.seen.add(number);
    for (const number of result.restored) this.removed.delete(number);
    return result.restored.length;
  }

  /** What is redundant on all pages checked. */
  result(): HostFacts["redundant"] {
    const redundant: HostFacts["redundant"] = {};
    const numbers = [...this.removed].filter((number) => this.seen.has(number));
    for (const number of numbers) {
      const { place, wording } = this.declarations[number] as (typeof this.declarations)[number];
      redundant[place.file] ??= {};
      const selectors = redundant[place.file] as Record<string, string[]>;
      selectors[place.selector] ??= [];
      selectors[place.selector]?.push(wording);
    }
    return redundant;
  }
}

interface View {
  width: number;
  dark?: boolean;
  forced?: boolean;
  rtl?: boolean;
  /** Values of the attribute that stands for `:hover` and its like. */
  states: string[];
}

const views: View[] = [
  { width: 1440, states: ["", "hover active focus focus-visible focus-within"] },
  { width: 1440, dark: true, states: [""] },
  { width: 390, states: [""] },
];

const thorough: View[] = [
  { width: 1440, states: ["", "hover", "hover active", "focus focus-visible focus-within"] },
  { width: 1440, dark: true, states: [""] },
  { width: 1440, forced: true, states: ["", "hover", "focus focus-visible focus-within"] },
  { width: 390, states: [""] },
  { width: 1440, rtl: true, states: [""] },
];

/** States that a page takes by script here: an attribute weighs what a pseudo-class weighs. */
const forceable = /(?<!\\):(hover|active|focus-visible|focus-within|focus)(?![\w-])/g;
const byAttribute = (css: string): string => css.replace(forceable, '[data-forced~="$1"]');

function dress(html: string, { dark, rtl }: View): string {
  let text = html.replace(
    /(<style\b[^>]*>)([\s\S]*?)(<\/style>)/g,
    (_, open, css, close) => open + byAttribute(css) + close,
  );
  if (dark) {
    text = text
      .replace(
        /<!--light (\d+)-->[\s\S]*?<!--dark\n([\s\S]*?)\n-->/g,
        (_, __, css) => `<style>${byAttribute(css)}</style>`,
      )
      .replaceAll("css_palettes_auror.", "css_palettes_auror_dark.")
      .replace(/data-glpi-theme="auror"/, 'data-glpi-theme="auror_dark"')
      .replace(/data-glpi-theme-dark="0"/, 'data-glpi-theme-dark="1"');
  }
  if (rtl) text = text.replace(/<html\b/, '<html dir="rtl"');
  return text;
}

function flatSheet(root: Root): Sheet {
  const rules: FlatRule[] = [];
  const rest: string[] = [];
  const visit = (container: Root | AtRule, conditions: string[]): void => {
    container.each((node) => {
      if (node.type === "atrule" && /^(media|supports|container)$/i.test(node.name)) {
        visit(node, [...conditions, `@${node.name} ${node.params}`]);
      } else if (node.type === "atrule") {
        rest.push(conditions.reduceRight((css, condition) => `${condition}{${css}}`, node.toString()));
      } else if (node.type === "rule") {
        rules.push(...flatRules(node, conditions));
      }
    });
  };
  visit(root, []);
  return { rules, rest: rest.join("\n") };
}

function flatRules(rule: Rule, conditions: string[]): FlatRule[] {
  const declarations = rule.nodes
    .filter((node): node is Declaration => node.type === "decl")
    .map((decl): FlatRule["declarations"][number] => [
      (decl.raws as { number?: number }).number ?? -1,
      decl.prop,
      decl.value,
      decl.important === true,
    ]);
  const selectors = parser().astSync(rule.selector, { lossless: false });
  return selectors.nodes.map((selector) => {
    const own = weightOf(selector);
    const text = byAttribute(selector.toString());
    const pseudoElement = selector.nodes.find((node) => parser.isPseudoElement(node));
    if (pseudoElement) for (const node of selector.nodes.slice(selector.index(pseudoElement as never))) node.remove();
    const subject = byAttribute(selector.toString());
    return { selector: text, subject, pseudo: pseudoElement !== undefined, conditions, weight: own, declarations };
  });
}

/** Runs in the page: which of the removed declarations it sees, and which of them it needs. */
function measure({ sheet, removed, states }: { sheet: Sheet; removed: number[]; states: string[] }): {
  seen: number[];
  restored: number[];
} {
  const style = document.createElement("style");
  const still = document.createElement("style");
  still.textContent = "*,::before,::after{transition:none!important;animation:none!important}";
  document.head.append(style, still);
  const out = new Set(removed);
  const seen = new Set<number>();
  const restored = new Set<number>();
  const textWithout = (without: Set<number>): string =>
    `${sheet.rest}\n${sheet.rules
      .map(({ selector, conditions, declarations }) => {
        const body = declarations
          .filter(([number]) => !without.has(number))
          .map(([, property, value, important]) => `${property}:${value}${important ? "!important" : ""}`)
          .join(";");
        return conditions.reduceRight((css, condition) => `${condition}{${css}}`, `${selector}{${body}}`);
      })
      .join("\n")}`;
  const probe = document.createElement("i").style;
  const known = new Map<string, string[]>();
  const longhandsOf = (property: string): string[] => {
    let all = known.get(property);
    if (!all) {
      probe.cssText = "";
      probe.setProperty(property, "inherit");
      all = [...probe];
      known.set(property, all);
    }
    return all;
  };
  const isActive = (conditions: string[]): boolean =>
    conditions.every((condition) => {
      const [, kind, test] = /^@(\w+) (.*)$/s.exec(condition) as unknown as [string, string, string];
      if (kind === "media") return matchMedia(test).matches;
      return kind === "supports" ? CSS.supports(test) : false;
    });
  // One element for all that stand alike: same names, below same names, of same kind and attributes.
  const signature = (element: Element): string => {
    const names: string[] = [];
    for (let node: Element | null = element, depth = 0; node && depth < 5; node = node.parentElement, depth++)
      names.push(`${node.localName}.${node.getAttribute("class") ?? ""}`);
    const attributes = [
      "type",
      "role",
      "disabled",
      "checked",
      "readonly",
      "multiple",
      "aria-expanded",
      "aria-selected",
      "style",
    ];
    return `${names.join("/")}|${attributes.map((name) => element.getAttribute(name)).join("|")}|${element.previousElementSibling?.localName}|${element.nextElementSibling === null}`;
  };
  const times = new Map<string, number>();
  const chosen = new Set<Element>();
  for (const element of document.querySelectorAll("*")) {
    if (element.closest("svg") && element.localName !== "svg") continue;
    const key = signature(element);
    const count = (times.get(key) ?? 0) + 1;
    times.set(key, count);
    if (count <= 2) chosen.add(element);
  }
  const logical: Record<string, string> = {};
  const geometric =
    /^(width|height|min-|max-|margin|top|right|bottom|left|inset|inline-size|block-size|flex-basis|line-height|grid|row-gap|column-gap|transform-origin|perspective-origin)/;
  const readValue = (computed: CSSStyleDeclaration, map: StylePropertyMapReadOnly, longhand: string): string => {
    if (geometric.test(longhand)) {
      try {
        const value = map.get(logical[longhand] ?? longhand);
        if (value) return value.toString();
      } catch {
        // Not known to the typed model.
      }
    }
    return computed.getPropertyValue(longhand);
  };
  // What an element may only differ in because its parent still does: that is put back first.
  const inherited =
    /^(color|font|line-height|letter-spacing|text-(align|transform|indent|shadow|wrap)|white-space|word|cursor|list-style|visibility|border-(collapse|spacing))/;
  interface Match {
    rule: (typeof sheet.rules)[number];
    order: number;
  }
  const active = sheet.rules.map((rule, order) => ({ rule, order })).filter(({ rule }) => isActive(rule.conditions));
  const full = textWithout(new Set());
  for (const state of states) {
    for (const element of document.querySelectorAll("*")) {
      if (state === "") element.removeAttribute("data-forced");
      else element.setAttribute("data-forced", state);
    }
    const matches = new Map<Element, Match[]>();
    for (const { rule, order } of active) {
      const own = rule.declarations.filter(([number]) => out.has(number));
      if (own.length === 0) continue;
      let found: Element[] = [];
      try {
        found = [...document.querySelectorAll(rule.subject || "*")];
      } catch {
        continue;
      }
      for (const element of found) {
        if (!chosen.has(element)) continue;
        for (const [number] of own) seen.add(number);
        const all = matches.get(element);
        if (all) all.push({ rule, order });
        else matches.set(element, [{ rule, order }]);
      }
    }
    const read = (): Map<Element, Map<string, string>> => {
      const values = new Map<Element, Map<string, string>>();
      for (const [element, all] of matches) {
        const own = new Map<string, string>();
        const computed = getComputedStyle(element);
        const map = element.computedStyleMap();
        const parent = element.parentElement && getComputedStyle(element.parentElement);
        for (const { rule } of all)
          for (const [number, property] of rule.declarations)
            if (number >= 0)
              for (const longhand of longhandsOf(property))
                if (!own.has(longhand)) {
                  own.set(longhand, readValue(computed, map, longhand));
                  if (parent && inherited.test(longhand)) own.set(`^${longhand}`, parent.getPropertyValue(longhand));
                }
        values.set(element, own);
      }
      return values;
    };
    style.textContent = full;
    const wanted = read();
    let hurried = false;
    for (let round = 0; round < 60; round++) {
      style.textContent = textWithout(out);
      const got = read();
      let changed = false;
      let waiting = false;
      for (const [element, own] of wanted) {
        const now = got.get(element) as Map<string, string>;
        for (const [longhand, value] of own) {
          if (longhand.startsWith("^") || now.get(longhand) === value) continue;
          if (!hurried && own.get(`^${longhand}`) !== now.get(`^${longhand}`)) {
            waiting = true;
            continue;
          }
          // Of what was taken out, what would win.
          let best: { number: number; rank: number[] } | undefined;
          for (const { rule, order } of matches.get(element) as Match[]) {
            rule.declarations.forEach(([number, property, , important], place) => {
              if (!out.has(number) || !longhandsOf(property).includes(longhand)) return;
              const rank = [important ? 1 : 0, rule.weight, order, place];
              const index = best ? rank.findIndex((part, at) => part !== best?.rank[at]) : -1;
              if (!best || (index >= 0 && (rank[index] as number) > (best.rank[index] as number)))
                best = { number, rank };
            });
          }
          if (best) {
            restored.add(best.number);
            changed = true;
          }
        }
      }
      for (const number of restored) out.delete(number);
      // Where a parent still differs after all was put back, put back what its children need too.
      if (!changed && !waiting) break;
      hurried = !changed && waiting;
    }
  }
  return { seen: [...seen], restored: [...restored] };
}

/** Every specimen of the theme in one page's body. */
export function specimenBody(theme: Theme): string {
  return theme.folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".html"))
        .sort()
        .map((name) => path.join(folder, name)),
    )
    .map((file) =>
      readText(file, kinds.html)
        .replaceAll(/<template\b([^>]*)>/g, "<div$1>")
        .replaceAll("</template>", "</div>"),
    )
    .join("\n");
}

/** A plugin's page as its author might write it: plain HTML, and the same in GLPI's card. */
export function plainBody(): string {
  const parts =
    "<h1>H</h1><h2>H</h2><h3>H</h3><h4>H</h4><h5>H</h5><h6>H</h6><p>text <a href='#'>link</a> <b>b</b> <small>s</small> <code>c</code> <kbd>k</kbd> <mark>m</mark></p>" +
    "<hr><blockquote>q</blockquote><pre>pre</pre><ul><li>one</li></ul><ol><li>one</li></ol><dl><dt>t</dt><dd>d</dd></dl><fieldset><legend>l</legend><label>label</label> " +
    [
      "text",
      "search",
      "number",
      "password",
      "email",
      "date",
      "time",
      "datetime-local",
      "checkbox",
      "radio",
      "file",
      "range",
      "color",
      "submit",
      "button",
      "reset",
    ]
      .map((type) => `<input type="${type}"><input type="${type}" disabled>`)
      .join("") +
    "<textarea>t</textarea><textarea disabled></textarea><select><option>o</option></select><select multiple><option>o</option></select><button>b</button><button disabled>b</button></fieldset>" +
    "<table><caption>c</caption><thead><tr><th>h</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table><img alt='i'><progress value='.5'></progress>";
  const classed = parts
    .replaceAll("<table>", '<table class="table table-hover">')
    .replaceAll("<button", '<button class="btn btn-primary"')
    .replace(/<input type="(text|search|number|password|email|date|file)"/g, '<input class="form-control" type="$1"')
    .replace(/<input type="(checkbox|radio)"/g, '<input class="form-check-input" type="$1"')
    .replaceAll("<select", '<select class="form-select"')
    .replaceAll("<textarea", '<textarea class="form-control"');
  return `${parts}<div class="page-body container-fluid"><div class="card"><div class="card-header"><h3 class="card-title">T</h3></div><div class="card-body">${parts}${classed}</div></div></div>`;
}

/** A page's head with another body in it. */
export function withBody(page: HostPage, name: string, body: string): HostPage {
  const start = page.html.search(/<body\b[^>]*>/);
  const open = /<body\b[^>]*>/.exec(page.html)?.[0] ?? "<body>";
  return { name, html: `${page.html.slice(0, start)}${open}${body}</body></html>`, thorough: true };
}

/** The project's own pages of a line, and all specimens over their style sheets: what can be looked at without a GLPI. */
export async function ownPages(theme: Theme, glpi: GlpiLine): Promise<HostPage[]> {
  const read = async (address: string): Promise<string> => {
    const found = fixtureFile(new URL(address).pathname);
    if (!found) return "";
    return "html" in found ? found.html : readFileSync(found.file, "utf8");
  };
  const pages: HostPage[] = [];
  for (const { title, url } of fixturePages()) {
    if (!url.startsWith(`/glpi-${glpi}/`)) continue;
    const address = `http://fixtures${url}`;
    pages.push({ name: `own ${title}`, html: await withSheets(await read(address), address, read) });
  }
  const shell = pages.find(({ name }) => name === "own item-form") as HostPage;
  return [...pages, withBody(shell, "own specimens", specimenBody(theme)), withBody(shell, "own plain", plainBody())];
}

/**
 * Style sheets in place of the links to them, which stay: GLPI 10's palette is known by its link.
 * @param base the page's address
 * @param read a style sheet's text by its address
 */
export async function withSheets(html: string, base: string, read: (url: string) => Promise<string>): Promise<string> {
  const plain = html.replace(/<script\b[\s\S]*?<\/script>/g, "").replace(/<base\b[^>]*>/g, "");
  const parts = plain.split(/(<link\b[^>]*\bstylesheet\b[^>]*>)/);
  const texts = parts.map(async (part, index) => {
    const href = index % 2 === 1 ? /href="([^"]+)"/.exec(part)?.[1]?.replaceAll("&amp;", "&") : undefined;
    if (!href) return part;
    if (!URL.canParse(href, base)) return part;
    const written = async (url: string): Promise<string> => insideStyle(await read(url)).replaceAll("-->", "-- >");
    const light = `<style>${await written(new URL(href, base).href)}</style>`;
    if (!href.includes("css_palettes_auror.")) return part + light;
    const dark = await written(new URL(href.replace("css_palettes_auror.", "css_palettes_auror_dark."), base).href);
    return dark === "" ? part + light : `${part}<!--light ${index}-->${light}<!--dark\n${dark}\n-->`;
  });
  return (await Promise.all(texts)).join("");
}

export const baseName = (file: string): string => path.basename(file).replace(/\.html.*$/, "");
