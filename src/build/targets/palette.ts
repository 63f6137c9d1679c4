import type { Root } from "postcss";
import type { Theme } from "../../theme/theme.ts";
import { scssString } from "../../util/escape.ts";
import { type Artefact, type BuildContext, banner, bytes } from "../artefact.ts";
import { type CompileOptions, sourcesOf } from "../compile.ts";
import { compileDelivered } from "../constants.ts";
import { hashOf, keptOf, wholeCompiler } from "../kept.ts";
import { nodesOf } from "../nodes.ts";
import { findSassFaults, protectFromSass } from "../sass.ts";
import { schemeRules } from "../scheme.ts";
import { confineTo } from "../scope.ts";
import { sealed } from "../seal.ts";

/**
 * Palettes for GLPI 11 and 12, one for each scheme: GLPI's palettes cannot be both. Named .scss because GLPI 11 answers
 * 500 on every page when it finds a .css file among its palettes. GLPI links every palette on every page, whoever chose
 * which: so the light one holds the rules of both, once, and the dark one what differs and what the text editor's frame
 * needs, which links the chosen palette alone.
 */
export function palette(context: BuildContext): Artefact[] {
  const { key } = context.theme;
  const place = "GLPI 11 (12 untested): files/_themes/";
  return [
    {
      path: `palette/${key}.scss`,
      content: bytes(paletteSource(context, "light")),
      install: `${place}, then choose it under Personalization; the dark one needs it too`,
    },
    {
      path: `palette/${key}_dark.scss`,
      content: bytes(paletteSource(context, "dark")),
      install: `${place}, beside the light one`,
    },
  ];
}

/** What GLPI calls a theme's palettes. */
export const paletteKeys = ({ key }: Theme): Record<"light" | "dark", string> => ({ light: key, dark: `${key}_dark` });

const chosen = (key: string): string => `[data-glpi-theme="${key}"]`;

/** The text of one palette. */
export function paletteSource(context: BuildContext, scheme: "light" | "dark"): string {
  const key = paletteKeys(context.theme)[scheme];
  // A line of its own: GLPI looks for it with a regular expression.
  const flag = scheme === "dark" ? "$is-dark: true;\n" : "";
  const rules = keptOf(
    context,
    `palette ${scheme}`,
    () => hashOf(wholeCompiler(), sourcesOf(context.theme, { glpi: "11" })),
    () => rulesOf(context, scheme),
    revive,
  );
  return sealed(`${banner(context)}${flag}${swatches(context.theme.swatches[scheme], key)}\n${rules}`);
}

const revive = (stored: unknown): string => {
  if (typeof stored !== "string") throw new TypeError("this is no palette");
  return stored;
};

/** @throws what Sass would take for something else */
function rulesOf({ theme }: BuildContext, scheme: "light" | "dark"): string {
  const keys = paletteKeys(theme);
  // By its scheme alone the theme says nothing of GLPI's own palettes; its rules for that are the last.
  const schemes = schemeRules(scheme);
  const shared =
    scheme === "light"
      ? confineTo(withoutScheme(theme, { glpi: "11", plain: "portals" }), `${chosen(keys.light)}, ${chosen(keys.dark)}`)
      : confineTo(
          withoutScheme(theme, { glpi: "11", rooms: ["tokens", "editor"] }),
          `${chosen(keys.dark)}:has(> ${editorBody})`,
        );
  const text = compactLines(protectFromSass(shared.append(confineTo(schemes, chosen(keys[scheme])))));
  const [fault] = findSassFaults(text);
  if (fault) throw new Error(`palette/${keys[scheme]}.scss, rule ${fault.line}: ${fault.problem}`);
  return text;
}

/** The frame in which TinyMCE shows what one writes. */
const editorBody = ".mce-content-body";

function withoutScheme(theme: Theme, options: CompileOptions): Root {
  const root = compileDelivered({ ...theme, scheme: "light" }, options);
  for (let rules = schemeRules("light").nodes.length; rules > 0; rules--) root.last?.remove();
  return root;
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
