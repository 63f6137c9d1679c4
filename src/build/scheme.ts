import postcss, { type Root } from "postcss";
import type { Scheme } from "../theme/theme.ts";

/**
 * GLPI 10's dark palettes by file name. 10.0 puts no attribute on the page: its palette is known by the link to it.
 * 11 and later say `data-glpi-theme-dark`.
 */
const glpi10DarkPalettes = ["auror_dark", "darker", "midnight"];

const dark = [
  '[data-glpi-theme-dark="1"]',
  ...glpi10DarkPalettes.flatMap((name) => [`:has(> head > link[href*="palettes_${name}"])`, `:has(> head > link[href*="palettes/${name}"])`]),
];

/** The rules that set the page's `color-scheme`, by which every `light-dark()` pair of the theme decides. */
export function schemeRules(scheme: Scheme): Root {
  const css = {
    light: ":root { color-scheme: light; }",
    dark: ":root { color-scheme: dark; }",
    windows: ":root { color-scheme: light dark; }",
    glpi: `:root { color-scheme: light; } :root:is(${dark.join(", ")}) { color-scheme: dark; }`,
  }[scheme];
  return postcss.parse(css, { from: undefined });
}
