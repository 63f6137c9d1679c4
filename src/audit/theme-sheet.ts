import type { AtRule, ChildNode, Declaration, Root, Rule } from "postcss";
import type { GlpiLine } from "../build/compile.ts";
import { compileDelivered } from "../build/constants.ts";
import { pluginPortals, takePlugin } from "../build/plugins.ts";
import { raiseSpecificity } from "../build/scope.ts";
import type { Theme } from "../theme/theme.ts";
import { insideStyle } from "../util/escape.ts";
import { relativeToProject } from "../util/paths.ts";

/** The theme as the plugin would deliver it, written so that a line number leads back to its rule. */
export interface ThemeSheet {
  css: string;
  rules: ThemeRule[];
  /** By line of `css`, from 0. */
  byLine: Map<number, ThemeRule>;
  /** Lines of `css`, from the first to before the last, that are delivered where a plugin is. */
  portals: { plugin: string; from: number; to: number }[];
}

export interface ThemeRule {
  /** As the designer wrote it, nesting resolved. */
  selectors: string[];
  declarations: { name: string; value: string; important: boolean }[];
  /** `file:line` in the theme. */
  place: string;
  /** Conditions around it: `@media (…)`. */
  conditions: string[];
}

/** The name the browser shows for the injected sheet. */
export const sheetName = "fenetre-theme.css";

export function themeSheet(theme: Theme, line: GlpiLine, alter?: (root: Root) => void): ThemeSheet {
  const rooms = theme.modules.filter((room) => room !== "editor");
  const plain = compileDelivered(theme, { glpi: line, rooms });
  alter?.(plain);
  const plugins = pluginPortals(theme).map((plugin) => ({ plugin, root: takePlugin(plain, plugin) }));
  const written = new Map<Rule, string[]>();
  for (const { root } of [{ root: plain }, ...plugins])
    root.walkRules((rule) => void written.set(rule, rule.selectors));
  const sheet: ThemeSheet = { css: "", rules: [], byLine: new Map(), portals: [] };
  const lines: string[] = [];
  serialise(raiseSpecificity(plain), written, sheet, lines);
  for (const { plugin, root } of plugins) {
    const from = lines.length;
    serialise(raiseSpecificity(root), written, sheet, lines);
    sheet.portals.push({ plugin, from, to: lines.length });
  }
  return { ...sheet, css: lines.join("\n") };
}

/** What the plugin delivers to a page: rules of a portal whose plugin it never names are empty lines. */
export function delivered({ css, portals }: ThemeSheet, html: string): string {
  const page = html.toLowerCase();
  const absent = portals.filter(({ plugin }) => !page.includes(plugin));
  return css
    .split("\n")
    .map((line, index) => (absent.some(({ from, to }) => index >= from && index < to) ? "" : line))
    .join("\n");
}

function serialise(root: Root, written: Map<Rule, string[]>, { rules, byLine }: ThemeSheet, lines: string[]): void {
  const flat = (text: string): string => text.replace(/\s*\n\s*/g, " ");
  const visit = (nodes: ChildNode[], conditions: string[]): void => {
    for (const node of nodes) {
      if (node.type === "atrule") {
        const at = node as AtRule;
        if (!at.nodes || /keyframes$|^font-face$|^property$|^page$/.test(at.name)) {
          lines.push(flat(at.toString()) + (at.nodes ? "" : ";"));
          continue;
        }
        lines.push(`@${at.name} ${flat(at.params)} {`);
        visit(at.nodes, [...conditions, `@${at.name} ${flat(at.params)}`]);
        lines.push("}");
      } else if (node.type === "rule") {
        const declarations = node.nodes.filter((child): child is Declaration => child.type === "decl");
        const source = node.source?.start;
        const file = node.source?.input.file;
        const rule: ThemeRule = {
          selectors: written.get(node) ?? node.selectors,
          declarations: declarations.map(({ prop, value, important }) => ({
            name: prop,
            value,
            important: important === true,
          })),
          place: file ? `${relativeToProject(file)}:${source?.line ?? 1}` : "computed by the build",
          conditions,
        };
        byLine.set(lines.length, rule);
        rules.push(rule);
        lines.push(`${flat(node.selector)} { ${declarations.map((decl) => `${flat(decl.toString())};`).join(" ")} }`);
      } else if (node.type === "decl") lines.push(flat(node.toString()));
    }
  };
  visit(root.nodes, []);
}

/**
 * Puts a page in a scheme and the theme into it, where GLPI puts a plugin's style sheet: before the palette in 10.0, at
 * the end of the links in 11.
 * @param css `undefined` leaves the page without the theme
 */
export function dress(
  html: string,
  line: GlpiLine,
  scheme: "light" | "dark" | undefined,
  css: string | undefined,
): string {
  let dressed = html;
  if (scheme && line === "10")
    dressed = dressed.replace(
      /(palettes(?:[_/]|%2F))(\w+?)(?=(?:\.min)?\.(?:css|scss))/g,
      (whole, before: string, name: string) => before + palette(name, scheme, whole),
    );
  if (scheme && line === "11") {
    dressed = dressed.replace(
      /(<html\b[^>]*\bdata-glpi-theme=")(\w+)"/,
      (_, before: string, name: string) => `${before}${palette(name, scheme)}"`,
    );
    dressed = dressed.replace(/(<html\b[^>]*\bdata-glpi-theme-dark=")[01]"/, `$1${scheme === "dark" ? 1 : 0}"`);
  }
  if (css === undefined) return dressed;
  const style = `<style id="fenetre-theme">${insideStyle(css)}\n/*# sourceURL=${sheetName} */</style>`;
  const before10 = /<link\b[^>]*palettes[_/%][^>]*>/i;
  const place =
    line === "10" && before10.test(dressed)
      ? before10
      : /(<style\b[^>]*>(?:(?!<\/style>)[\s\S])*<\/style>\s*)?<\/head>/i;
  return dressed.replace(place, (found) => style + found);
}

/** GLPI's palettes that are dark. */
export const darkPalettes = ["auror_dark", "darker", "midnight"] as const;

/** Its dark or light sister, where GLPI ships one; auror has both. */
function palette(name: string, scheme: "light" | "dark", _whole = ""): string {
  const dark = (darkPalettes as readonly string[]).includes(name);
  if (dark === (scheme === "dark")) return name;
  return scheme === "dark" ? "auror_dark" : "auror";
}

export const lineOf = (html: string): GlpiLine => (/<html\b[^>]*\bdata-glpi-theme/i.test(html) ? "11" : "10");
