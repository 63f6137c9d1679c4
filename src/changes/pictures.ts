import { contrastOf, readColour } from "../audit/paint.ts";
import type { Raster, Rectangle } from "../visual/raster.ts";
import type { TextSeen } from "./inside.ts";

/** Blocks in which differing pixels are gathered into regions, px. */
const block = 16;
/** Regions at most: what is scattered over a page is one region. */
const mostRegions = 40;

/**
 * Pixels of which any channel differs, exactly: both sides were drawn by the same browser.
 * @param area px; default: all that either has
 * @returns their count, and where they lie, relative to the area
 */
export function differing(before: Raster, after: Raster, area?: Rectangle): { pixels: number; regions: Rectangle[] } {
  const { x, y, width, height } = area ?? {
    x: 0,
    y: 0,
    width: Math.max(before.width, after.width),
    height: Math.max(before.height, after.height),
  };
  const columns = Math.ceil(width / block);
  const boxes = new Map<number, [left: number, top: number, right: number, bottom: number]>();
  let pixels = 0;
  const [a, b] = [words(before), words(after)];
  for (let row = 0; row < height; row++) {
    const inA = y + row >= 0 && y + row < before.height;
    const inB = y + row >= 0 && y + row < after.height;
    if (!inA && !inB) continue;
    const [fromA, fromB] = [(y + row) * before.width + x, (y + row) * after.width + x];
    for (let column = 0; column < width; column++) {
      const one = inA && x + column < before.width ? (a[fromA + column] as number) : 0;
      const other = inB && x + column < after.width ? (b[fromB + column] as number) : 0;
      if (one === other) continue;
      pixels++;
      const key = Math.floor(row / block) * columns + Math.floor(column / block);
      const box = boxes.get(key);
      if (!box) boxes.set(key, [column, row, column + 1, row + 1]);
      else {
        if (column < box[0]) box[0] = column;
        if (column >= box[2]) box[2] = column + 1;
        box[3] = row + 1;
      }
    }
  }
  return { pixels, regions: gather(boxes, columns) };
}

/** Pixels as whole numbers: four times fewer comparisons. */
function words({ data }: Raster): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
}

/** Blocks that touch are one region. */
function gather(boxes: Map<number, [number, number, number, number]>, columns: number): Rectangle[] {
  const open = new Map([...boxes].sort(([a], [b]) => a - b));
  const regions: Rectangle[] = [];
  for (const [start] of open) {
    if (!open.has(start)) continue;
    let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
    const stack = [start];
    for (let key = stack.pop(); key !== undefined; key = stack.pop()) {
      const box = open.get(key);
      if (!box) continue;
      open.delete(key);
      left = Math.min(left, box[0]);
      top = Math.min(top, box[1]);
      right = Math.max(right, box[2]);
      bottom = Math.max(bottom, box[3]);
      const column = key % columns;
      for (const [dx, dy] of neighbours) {
        if (column + dx >= 0 && column + dx < columns) stack.push(key + dy * columns + dx);
      }
    }
    regions.push({ x: left, y: top, width: right - left, height: bottom - top });
  }
  return regions.length > mostRegions ? [around(regions)] : regions;
}

const neighbours = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy] as const));

/** The rectangle around several. */
export function around(areas: Rectangle[]): Rectangle {
  const left = Math.min(...areas.map((area) => area.x));
  const top = Math.min(...areas.map((area) => area.y));
  return {
    x: left,
    y: top,
    width: Math.max(...areas.map((area) => area.x + area.width)) - left,
    height: Math.max(...areas.map((area) => area.y + area.height)) - top,
  };
}

/**
 * The contrast of texts with what lies behind them in the picture; `undefined` where no single one says anything.
 * @param picture the page, one px a CSS px
 */
export function withContrast(seen: TextSeen[], picture: Raster): (TextSeen & { contrast: number | undefined })[] {
  const pixels = words(picture);
  return seen.map((text) => {
    const colour = readColour(text.colour);
    const ground = behind(text, picture, pixels);
    if (!colour || !ground || text.covered || text.cut > 0) return { ...text, contrast: undefined };
    const alpha = colour[3] * text.opacity;
    const shown = [0, 1, 2].map((channel) =>
      Math.round((colour[channel] as number) * alpha + (ground[channel] as number) * (1 - alpha)),
    ) as [number, number, number];
    return { ...text, contrast: contrastOf(shown, ground) };
  });
}

/** The colour that most of a text's box has; none where less than a third has one: there lies a picture. */
function behind(text: TextSeen, picture: Raster, pixels: Uint32Array): [number, number, number] | undefined {
  const counts = new Map<number, number>();
  const [left, top] = [Math.max(0, Math.floor(text.x) - 1), Math.max(0, Math.floor(text.y))];
  const [right, bottom] = [
    Math.min(picture.width, Math.ceil(text.x + text.width) + 1),
    Math.min(picture.height, Math.ceil(text.y + text.height)),
  ];
  let [total, most, votes] = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const value = pixels[y * picture.width + x] as number;
      const count = (counts.get(value) ?? 0) + 1;
      counts.set(value, count);
      total++;
      if (count > votes) [most, votes] = [value, count];
    }
  }
  if (total === 0 || votes / total < 0.3) return undefined;
  return [most & 255, (most >> 8) & 255, (most >> 16) & 255];
}
