import type { Root, Rule } from "postcss";
import { scssString } from "../../util/escape.ts";
import { type Artefact, type BuildContext, banner, bytes } from "../artefact.ts";
import { compileDelivered } from "../constants.ts";
import { codeOf, hashOf, keptOf } from "../kept.ts";
import { nodesOf } from "../nodes.ts";
import { findSassFaults, protectFromSass, type SassFault } from "../sass.ts";
import { confineTo } from "../scope.ts";

/**
 * Palettes for GLPI 11 and 12, one for each scheme: GLPI's palettes cannot be both. Named .scss because GLPI 11 answers
 * 500 on every page when it finds a .css file among its palettes.
 */
export function palette(context: BuildContext): Artefact[] {
  const { key } = context.theme;
  const install = (note: string): string =>
    `GLPI 11 (12 untested): files/_themes/, then choose it under Personalization${note}`;
  return [
    { path: `palette/${key}.scss`, content: bytes(paletteSource(context, "light")), install: install("") },
    {
      path: `palette/${key}_dark.scss`,
      content: bytes(paletteSource(context, "dark")),
      install: install("; the dark one"),
    },
  ];
}

/** The text of one palette. */
export function paletteSource(context: BuildContext, scheme: "light" | "dark"): string {
  const { theme } = context;
  const key = scheme === "dark" ? `${theme.key}_dark` : theme.key;
  // A line of its own: GLPI looks for it with a regular expression.
  const flag = scheme === "dark" ? "$is-dark: true;\n" : "";
  const rules = rulesOf(context).replaceAll(keyMark, key).replace(schemeMark, scheme);
  return `${banner(context)}${flag}${swatches(theme.swatches[scheme], key)}\n${rules}`;
}

const keyMark = "-fenetre-key-";
const schemeMark = "-fenetre-scheme-";

const made = new WeakMap<BuildContext, string>();

/** What a theme's two palettes share, which is all but their key and their scheme. */
function rulesOf(context: BuildContext): string {
  let rules = made.get(context);
  if (rules === undefined) {
    const root = compileDelivered({ ...context.theme, scheme: "light" }, { glpi: "11" });
    // The scheme's own rule is the last.
    const last = root.last as Rule;
    last.walkDecls("color-scheme", (decl) => {
      decl.value = schemeMark;
    });
    const text = compactLines(protectFromSass(confineTo(root, `[data-glpi-theme="${keyMark}"]`)));
    const [fault] = keptOf(
      context,
      "palette",
      () => hashOf(codeOf("sass"), text),
      () => findSassFaults(text),
      (stored: SassFault[]) => [...stored],
    );
    if (fault) throw new Error(`palette/${context.theme.key}.scss, rule ${fault.line}: ${fault.problem}`);
    rules = text;
    made.set(context, rules);
  }
  return rules;
}

/** GLPI draws a palette's four colours in its list from a rule at the top level, literal colours only. */
function swatches(colours: string[], key: string): string {
  const lines = colours.map((colour, index) => `--glpi-palette-color-${index + 1}: ${colour};`);
  return `:root[data-glpi-theme=${scssString(key)}] { ${lines.join(" ")} }`;
}

/** One rule a line: what an administrator may look at, at little more than minified size. */
function compactLines(root: Root): string {
  for (const node of nodesOf(root)) {
    const nested = node.parent?.type !== "root";
    if (node.type === "decl") {
      node.raws.before = " ";
      node.raws.between = ": ";
      if (node.raws.important) node.raws.important = " !important";
      continue;
    }
    node.raws.before = nested ? "\n  " : "\n";
    if ("nodes" in node && node.nodes) {
      const holdsRules = node.nodes.some((child) => child.type !== "decl");
      node.raws.between = " ";
      node.raws.after = holdsRules ? "\n" : " ";
      (node.raws as { semicolon?: boolean }).semicolon = true;
    }
  }
  root.raws = {};
  return `${root.toString().trim()}\n`;
}
