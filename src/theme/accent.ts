import { converter, formatHex, parse, wcagContrast } from "culori";
import ramps from "./accent-ramp.json" with { type: "json" };

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
export const windowsBlue = ramps.windowsBlue;

/** That ramp, as Windows has it. */
export const windowsRamp: AccentRamp = ramps.windowsRamp;

const toOklch = converter("oklch");

/** `#rrggbb` for any opaque CSS colour, `undefined` for anything else. */
export function parseColour(text: string): string | undefined {
  const colour = parse(text.trim());
  if (!colour || (colour.alpha !== undefined && colour.alpha < 1)) return undefined;
  const isFigure = Object.values(colour).every((channel) => typeof channel !== "number" || Number.isFinite(channel));
  const hexadecimal = isFigure ? formatHex(colour) : "";
  return /^#[0-9a-f]{6}$/.test(hexadecimal) ? hexadecimal : undefined;
}

interface Shade {
  /** Lightness away from the base's. */
  step: number;
  /** Share of the base's chroma that is left. */
  chroma: number;
  /** Its text, which must read on it: the shade is moved on until it does. */
  text?: string;
  /** Further from the base than that shade is, by this much. */
  beyond?: { shade: keyof AccentRamp; by: number };
}

/**
 * The ramp of any accent colour, as accent-ramp.json describes it; the plugin's Accent.php follows the same file.
 * `dark1` carries white text in light mode and `light2` black text in dark mode, so these two are moved on until the
 * text reads at 4.5:1. The steps are read off Windows' own blue: light +0.08, +0.18, +0.31; dark -0.06, -0.20, -0.30.
 * @param accent `#rrggbb`
 */
export function accentRamp(accent: string): AccentRamp {
  const base = toOklch(parse(accent)) ?? { mode: "oklch" as const, l: 0.5, c: 0, h: 0 };
  const { least, most } = ramps.lightness;
  const shade = (step: number, chroma: number): string =>
    formatHex({ ...base, l: Math.min(most, Math.max(least, base.l + step)), c: base.c * chroma });
  const readable = ({ step, chroma }: Shade, text: string): string => {
    for (let moved = step; ; moved += Math.sign(step) * ramps.search) {
      const colour = shade(moved, chroma);
      if (wcagContrast(colour, text) >= ramps.textContrast || Math.abs(moved) > 1) return colour;
    }
  };
  const ramp = { base: formatHex(base) } as AccentRamp;
  for (const [name, description] of Object.entries(ramps.shades as Record<string, Shade>)) {
    const { step, chroma, text, beyond } = description;
    if (text) ramp[name as keyof AccentRamp] = readable(description, text);
    else if (beyond) {
      const other = (toOklch(parse(ramp[beyond.shade]))?.l ?? base.l) - base.l + beyond.by;
      ramp[name as keyof AccentRamp] = shade(step > 0 ? Math.max(step, other) : Math.min(step, other), chroma);
    } else ramp[name as keyof AccentRamp] = shade(step, chroma);
  }
  return ramp;
}
