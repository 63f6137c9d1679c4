import type { AtRule, ChildNode, Declaration, Root, Rule } from "postcss";
import { compile, type GlpiLine } from "../build/compile.ts";
import { raiseSpecificity } from "../build/scope.ts";
import type { Theme } from "../theme/theme.ts";
import { relativeToProject } from "../util/paths.ts";

/** The theme as the plugin would deliver it, written so that a line number leads back to its rule. */
export interface ThemeSheet {
  css: string;
  rules: ThemeRule[];
  /** By line of `css`, from 0. */
  byLine: Map<number, ThemeRule>;
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
  const plain = compile(theme, { glpi: line, rooms });
  alter?.(plain);
  const written = new Map<Rule, string[]>();
  plain.walkRules((rule) => void written.set(rule, rule.selectors));
  return serialise(raiseSpecificity(plain), written);
}

function serialise(root: Root, written: Map<Rule, string[]>): ThemeSheet {
  const lines: string[] = [];
  const rules: ThemeRule[] = [];
  const byLine = new Map<number, ThemeRule>();
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
  return { css: lines.join("\n"), rules, byLine };
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
  const style = `<style id="fenetre-theme">${css.replaceAll("</", "<\\/")}\n/*# sourceURL=${sheetName} */</style>`;
  const before10 = /<link\b[^>]*palettes[_/%][^>]*>/i;
  const place =
    line === "10" && before10.test(dressed)
      ? before10
      : /(<style\b[^>]*>(?:(?!<\/style>)[\s\S])*<\/style>\s*)?<\/head>/i;
  return dressed.replace(place, (found) => style + found);
}

/** Its dark or light sister, where GLPI ships one; auror has both. */
function palette(name: string, scheme: "light" | "dark", _whole = ""): string {
  const dark = ["auror_dark", "darker", "midnight"].includes(name);
  if (dark === (scheme === "dark")) return name;
  return scheme === "dark" ? "auror_dark" : "auror";
}

export const lineOf = (html: string): GlpiLine => (/<html\b[^>]*\bdata-glpi-theme/i.test(html) ? "11" : "10");
