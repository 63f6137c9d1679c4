import { converter, differenceCiede2000, parse } from "culori";
import { PNG } from "pngjs";
import type { BrushValue } from "../references/facts.ts";
import type { Box, Point } from "./collect.ts";

/** Red, green, blue, 0 to 255. */
export type Rgb = [number, number, number];
/** With alpha, 0 to 1. */
export type Rgba = [number, number, number, number];

const toRgb = converter("rgb");
const ciede2000 = differenceCiede2000();

/** A CSS colour of any notation. @returns `undefined` for what is none */
export function readColour(text: string): Rgba | undefined {
  const colour = toRgb(parse(text));
  if (!colour) return undefined;
  const byte = (channel: number): number => Math.min(255, Math.max(0, channel * 255));
  return [byte(colour.r), byte(colour.g), byte(colour.b), colour.alpha ?? 1];
}

export function over([r, g, b, a]: Rgba, behind: Rgb): Rgb {
  return [r * a + behind[0] * (1 - a), g * a + behind[1] * (1 - a), b * a + behind[2] * (1 - a)];
}

/** CIEDE2000. */
export function difference(a: Rgb, b: Rgb): number {
  const colour = ([r, g, b]: Rgb) => ({ mode: "rgb" as const, r: r / 255, g: g / 255, b: b / 255 });
  return ciede2000(colour(a), colour(b));
}

export const hex = (colour: Rgb): string =>
  `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;

/** WCAG 2 relative luminance contrast, 1 to 21. */
export function contrastOf(a: Rgb, b: Rgb): number {
  const luminance = (colour: Rgb): number => {
    const [r, g, b] = colour.map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as Rgb;
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/**
 * A brush at a height of the element.
 * @param y px from the element's top edge
 * @param height px of the element
 */
export function brushAt(brush: BrushValue, y: number, height: number): Rgba | undefined {
  if (typeof brush === "string") return readColour(brush);
  const length = brush.mode === "absolute" ? brush.length : brush.length * height;
  const along = (brush.flipped ? height - y : y) / length;
  const stops = brush.stops;
  const next = stops.findIndex((stop) => stop.offset >= along);
  const [from, to] = next <= 0 ? [next < 0 ? stops.at(-1) : stops[0], undefined] : [stops[next - 1], stops[next]];
  const start = from && readColour(from.colour);
  const end = to && readColour(to.colour);
  if (!from || !to || !start || !end) return start;
  const share = (along - from.offset) / (to.offset - from.offset);
  return start.map((channel, index) => channel + ((end[index] as number) - channel) * share) as Rgba;
}

/** A screenshot at a scale of 1, addressed in CSS px of the viewport. */
export class Picture {
  readonly #png: PNG;

  constructor(data: Uint8Array) {
    this.#png = PNG.sync.read(Buffer.from(data));
  }

  get width(): number {
    return this.#png.width;
  }

  get height(): number {
    return this.#png.height;
  }

  at(x: number, y: number): Rgb | undefined {
    const column = Math.floor(x);
    const row = Math.floor(y);
    if (column < 0 || row < 0 || column >= this.width || row >= this.height) return undefined;
    const index = (row * this.width + column) * 4;
    const { data } = this.#png;
    return [data[index] as number, data[index + 1] as number, data[index + 2] as number];
  }

  /** The colour that most of the points have; the first one's when all differ. */
  mode(points: readonly Point[]): Rgb | undefined {
    const colours = points.map(([x, y]) => this.at(x, y)).filter((colour) => colour !== undefined);
    let best: Rgb | undefined;
    let votes = 0;
    for (const colour of colours) {
      const own = colours.filter((other) => difference(colour, other) < 0.8).length;
      if (own > votes) [best, votes] = [colour, own];
    }
    return best;
  }

  /** The most frequent colour of a box and its share, 0 to 1: behind text that is what is behind the text. */
  background(box: Box): { colour: Rgb; share: number } | undefined {
    const counts = new Map<number, number>();
    let total = 0;
    this.#each(box, (r, g, b) => {
      const key = (r << 16) | (g << 8) | b;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      total++;
    });
    let best = -1;
    let votes = 0;
    for (const [key, count] of counts) if (count > votes) [best, votes] = [key, count];
    return best < 0 ? undefined : { colour: [best >> 16, (best >> 8) & 255, best & 255], share: votes / total };
  }

  /**
   * Whether text of this colour stands in the box: the share of the way from the background that its darkest (or
   * lightest) pixel goes. Thin strokes never reach 1. A value well above 1, or `stray` pixels off the line between the
   * two colours, say that something else is painted there.
   */
  textShare(box: Box, background: Rgb, colour: Rgb): { reached: number; extreme: Rgb } {
    const line = colour.map((channel, index) => channel - (background[index] as number)) as Rgb;
    const length = line.reduce((sum, value) => sum + value * value, 0);
    let reached = 0;
    let extreme: Rgb = background;
    let farthest = 0;
    this.#each(box, (r, g, b) => {
      const offset = [r - background[0], g - background[1], b - background[2]] as Rgb;
      const distance = offset.reduce((sum, value) => sum + value * value, 0);
      if (distance > farthest) [farthest, extreme] = [distance, [r, g, b]];
      if (length > 0)
        reached = Math.max(
          reached,
          offset.reduce((sum, value, index) => sum + value * (line[index] as number), 0) / length,
        );
    });
    return { reached, extreme };
  }

  /** @returns a PNG of the box and a margin, at most 480 px wide and 200 px high, or nothing when it lies outside */
  crop(box: Box, margin = 12): Buffer | undefined {
    const left = Math.max(0, Math.floor(box.x - margin));
    const top = Math.max(0, Math.floor(box.y - margin));
    const width = Math.min(480, this.width - left, Math.ceil(box.width + 2 * margin));
    const height = Math.min(200, this.height - top, Math.ceil(box.height + 2 * margin));
    if (width < 1 || height < 1) return undefined;
    const crop = new PNG({ width, height });
    PNG.bitblt(this.#png, crop, left, top, width, height, 0, 0);
    return PNG.sync.write(crop, { colorType: 2 });
  }

  #each(box: Box, visit: (r: number, g: number, b: number) => void): void {
    const { data } = this.#png;
    const bottom = Math.min(this.height, Math.ceil(box.y + box.height));
    const right = Math.min(this.width, Math.ceil(box.x + box.width));
    for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y++) {
      for (let x = Math.max(0, Math.floor(box.x)); x < right; x++) {
        const index = (y * this.width + x) * 4;
        visit(data[index] as number, data[index + 1] as number, data[index + 2] as number);
      }
    }
  }
}
