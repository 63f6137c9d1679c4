import { converter, formatHex, parse, wcagContrast } from "culori";

/** Windows' seven accent colours, `#rrggbb` each: the base, three lighter and three darker shades. */
export interface AccentRamp {
  base: string;
  light1: string;
  light2: string;
  light3: string;
  dark1: string;
  dark2: string;
  dark3: string;
}

/** Windows' default blue, whose ramp is known and stands in tokens/accent.css. */
export const windowsBlue = "#0078d4";

/** WCAG 2's least contrast of body text. */
const textContrast = 4.5;

const toOklch = converter("oklch");

/** `#rrggbb` for any opaque CSS colour, `undefined` for anything else. */
export function parseColour(text: string): string | undefined {
  const colour = parse(text.trim());
  if (!colour || (colour.alpha !== undefined && colour.alpha < 1)) return undefined;
  return formatHex(colour);
}

/**
 * The ramp of any accent colour. Lightness moves in OKLCH as Windows' own ramp of its blue moves (steps read off
 * #0078D4: light +0.08, +0.18, +0.31; dark -0.06, -0.20, -0.30), chroma fades towards white. `dark1` carries white
 * text in light mode and `light2` black text in dark mode, so these two are moved on until the text reads at 4.5:1.
 * @param accent `#rrggbb`
 */
export function accentRamp(accent: string): AccentRamp {
  const base = toOklch(parse(accent)) ?? { mode: "oklch" as const, l: 0.5, c: 0, h: 0 };
  const shade = (step: number, fade = 1): string =>
    formatHex({ ...base, l: Math.min(0.97, Math.max(0.12, base.l + step)), c: base.c * fade });
  const until = (step: number, fade: number, direction: number, text: string): string => {
    for (let moved = step; ; moved += direction * 0.01) {
      const colour = shade(moved, fade);
      if (wcagContrast(colour, text) >= textContrast || Math.abs(moved) > 1) return colour;
    }
  };
  const dark1 = until(-0.06, 1, -1, "#ffffff");
  const light2 = until(0.18, 0.85, 1, "#000000");
  const darkened = (toOklch(parse(dark1))?.l ?? base.l) - base.l;
  const lightened = (toOklch(parse(light2))?.l ?? base.l) - base.l;
  return {
    base: formatHex(base),
    light1: shade(0.08, 0.95),
    light2,
    light3: shade(Math.max(0.31, lightened + 0.1), 0.6),
    dark1,
    dark2: shade(Math.min(-0.2, darkened - 0.12)),
    dark3: shade(Math.min(-0.3, darkened - 0.22)),
  };
}
