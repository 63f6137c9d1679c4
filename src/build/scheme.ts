import postcss, { type Root } from "postcss";
import type { Scheme } from "../theme/theme.ts";
import type { GlpiLine } from "./compile.ts";

/**
 * GLPI 10's dark palettes by file name. 10.0 puts no attribute on the page: its palette is known by the link to it.
 * 11 and later say `data-glpi-theme-dark`.
 */
const glpi10DarkPalettes = ["auror_dark", "darker", "midnight"];

const dark = {
  // css_palettes_<name>.min.css, or css/palettes/<name>.scss where GLPI compiles on request.
  "10": [
    `:has(> head > link[href*="palettes"]:is(${glpi10DarkPalettes.map((name) => `[href*="${name}"]`).join(", ")}))`,
  ],
  "11": ['[data-glpi-theme-dark="1"]'],
};

/** What makes the page's root that of a dark palette of GLPI's, as the arguments of `:is()`. */
export const darkRoot = (glpi: GlpiLine): string => dark[glpi].join(", ");

const says = (value: string): string => `:root:has(> head > meta[name="color-scheme" i][content~="${value}" i])`;
const ownScheme = `${says("dark")} { color-scheme: dark; --win-is-dark: 1; }
${says("light")}${says("dark").slice(":root".length)} { color-scheme: light dark; --win-is-dark: 0; }
@media (prefers-color-scheme: dark) { ${says("light")}${says("dark").slice(":root".length)} { --win-is-dark: 1; } }`;

/**
 * The rules that set the page's `color-scheme`, by which every `light-dark()` pair of the theme decides, and
 * `--win-is-dark`, 0 or 1, for what is no colour: `light-dark()` takes nothing else.
 * @param glpi the line they are for; default: both
 * @param own for pages of one's own too: they say `<meta name="color-scheme">`, which GLPI's never do
 */
export function schemeRules(scheme: Scheme, glpi?: GlpiLine, own = false): Root {
  const marks = glpi ? dark[glpi] : [...dark["11"], ...dark["10"]];
  const light = "color-scheme: light; --win-is-dark: 0;";
  const darkly = "--win-is-dark: 1;";
  const css = {
    light: `:root { ${light} }`,
    dark: `:root { color-scheme: dark; ${darkly} }`,
    windows: `:root { color-scheme: light dark; --win-is-dark: 0; } @media (prefers-color-scheme: dark) { :root { ${darkly} } }`,
    glpi: `:root { ${light} } :root:is(${marks.join(", ")}) { color-scheme: dark; ${darkly} }`,
  }[scheme];
  const root = postcss.parse(own && scheme === "glpi" ? css + ownScheme : css);
  // Without a source: PostCSS names one that has no file by chance, and the source map would differ each time.
  root.walk((node) => {
    delete node.source;
  });
  return root;
}
