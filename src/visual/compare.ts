import { converter, differenceCiede2000, parse } from "culori";
import pixelmatch from "pixelmatch";
import type { Drawing, Region } from "../references/draw.ts";
import type { NativeShadow, NativeState, NativeText } from "../references/resolve.ts";
import type { Pointing } from "../references/specification.ts";
import type { CellFacts, TextFacts } from "./page.ts";
import { hex, levels, pixel, type Raster, type Rgb } from "./raster.ts";

/** What each gate lets pass. */
export const limits = {
  /** pixelmatch's threshold; anti-aliased pixels are left out. */
  threshold: 0.02,
  /** Share of the pixels of box + 4 epx that may differ, where no budget says less. */
  mismatch: 0.015,
  /** ΔE2000 of any sampled colour. */
  deltaE: 0.5,
  /** ΔE2000 of the mean around a curve that is nowhere a whole pixel wide. */
  meanDeltaE: 2,
  /** Deviation of any edge of any part, epx. */
  box: 0.5,
  /** The same of a text: less than what a line is off by that is centred in a box 1 epx too high. */
  text: 0.4,
  /** Deviation of a part's width or height, epx: less than what two edges may add up to. */
  size: 0.75,
  /** How much more or less of a part a corner may show, square epx: 2 epx of radius are 4.3, half an epx is 0.9. */
  corner: 2,
  /** The same for large corners, as a share of what is cut off. */
  cornerShare: 0.13,
  /** Levels of 255 by which a whole pixel may differ, and how many of those on straight runs near curves may by more, at scale 1. */
  whole: 2,
  wholePixels: 2,
  /** Levels by which a pixel near a curve may lie outside the range of the reference's 7 × 7 neighbourhood, and how many may by more, at scale 1. */
  strange: 3,
  strangePixels: 3,
  /** Levels by which the mean of a curved part, or of its upper or lower end, may be off, and the share of the contrast around it that is added. */
  mean: 2.5,
  meanShare: 0.025,
  /** How much more or less of what is around may show in the 3 x 3 pixels around one that is shared, px² at scale 1: an edge that is off by 0.4 epx. */
  shared: 1.2,
  /** Deviation of what a part covers: square epx, a share of it, a share of what its curves cut off; of its middle, epx. */
  area: 1,
  areaShare: 0.015,
  curveShare: 0.25,
  middle: 0.25,
} as const;

/** What a box may be off by, epx: on a screen whose scale is not whole nothing can lie nearer than the next device pixel. */
function nearest(limit: number, scale: number): number {
  return Number.isInteger(scale) ? limit : Math.max(limit, 1 / scale + 0.05);
}

export type Gate = "surfaces" | "colours" | "boxes" | "text" | "distinct";

export interface Failure {
  gate: Gate;
  part: string;
  expected: string;
  got: string;
  where: string;
}

/** A line of the table that holds what we compute against the native figure. */
export interface Comparison {
  gate: Gate;
  part: string;
  expected: string;
  got: string;
  where: string;
  pass: boolean;
}

export interface Verdict {
  /** Share of pixels that differ. */
  mismatch: number;
  /** Largest ΔE2000 of the sampled colours. */
  maxDeltaE: number;
  /** Largest deviation of an edge, epx. */
  boxError: number;
  /** How far it is from native by all gates together. */
  sums: Sums;
  rows: Comparison[];
}

/** Deviations of one state, added up over its gates: what tells closer from farther where both pass or both fail. */
export interface Sums {
  /** Edges, sizes and texts' places and sizes, epx. */
  epx: number;
  /** Sampled colours, ΔE2000. */
  deltaE: number;
  /** Pixels that differ, and px² that corners and areas have too much or too little. */
  pixels: number;
}

/** What of ours is held against a drawing: crops of the drawing's size, and what the browser computed. */
export interface Rendering {
  surfaces: Raster;
  /** With every glyph's box filled; only needed where the native state has glyphs. */
  glyphs: Raster | undefined;
  /** The root's border box in epx, as laid out. */
  width: number;
  height: number;
  text: CellFacts["text"];
  texts: CellFacts["texts"];
  shadow: CellFacts["shadow"];
  icons: CellFacts["icons"];
}

/** Levels of 255 within which a colour counts as the same: renderers round differently by one. */
const rounding = 1;

const difference = differenceCiede2000();

/** ΔE2000 of two opaque colours; one level of 255 is rounding, which renderers do differently. */
export function deltaE(a: Rgb, b: Rgb): number {
  if (levels(a, b) <= rounding) return 0;
  const colour = ([r, g, b]: Rgb): {
    mode: "rgb";
    r: number;
    g: number;
    b: number;
  } => ({ mode: "rgb", r: r / 255, g: g / 255, b: b / 255 });
  return difference(colour(a), colour(b));
}

/**
 * Holds a rendering against a native drawing by all four gates.
 * @param stopAtFirst stop at the first gate that fails: enough to tell two states apart
 */
export function compareState(drawing: Drawing, native: NativeState, ours: Rendering, stopAtFirst = false): Verdict {
  const verdict: Verdict = {
    mismatch: 0,
    maxDeltaE: 0,
    boxError: 0,
    sums: { epx: 0, deltaE: 0, pixels: 0 },
    rows: [],
  };
  const failed = (): boolean => stopAtFirst && verdict.rows.some((row) => !row.pass);
  const spots = spotsOf(drawing);

  compareRoot(native, ours, drawing.scale, verdict);
  compareShadow(native, ours, verdict);
  if (native.text) compareText("text", native.text, ours.text, ours.width, drawing, verdict);
  for (const [name, text] of Object.entries(native.texts))
    compareText(name, text, ours.texts[name] ?? null, ours.width, drawing, verdict);
  if (failed()) return verdict;
  compareColours(drawing, ours.surfaces, spots, verdict);
  if (failed()) return verdict;
  compareBoxes(drawing, ours.surfaces, spots, verdict);
  compareCorners(drawing, ours.surfaces, verdict);
  compareAreas(drawing, ours.surfaces, spots, verdict);
  compareWhole(drawing, ours.surfaces, verdict);
  compareShared(drawing, ours.surfaces, verdict);
  compareMeans(drawing, ours.surfaces, verdict);
  compareGlyphs(drawing, ours, verdict);
  if (failed()) return verdict;
  verdict.mismatch = mismatchOf(drawing, ours.surfaces);
  verdict.sums.pixels += verdict.mismatch * drawing.image.width * drawing.image.height;
  return verdict;
}

/** Notes that an edge is off, epx. */
function edgeOff(verdict: Verdict, error: number): void {
  verdict.boxError = Math.max(verdict.boxError, error);
  verdict.sums.epx += error;
}

/** Notes that a colour is off, ΔE2000. */
function colourOff(verdict: Verdict, distance: number): void {
  verdict.maxDeltaE = Math.max(verdict.maxDeltaE, distance);
  verdict.sums.deltaE += distance;
}

/**
 * Share of the pixels that differ visibly, anti-aliasing left out. Which pixels are anti-aliased the drawing knows
 * exactly; there any blend of what the drawing has around passes, since no two renderers share a curve out alike.
 * @param output takes a mask of what differs, RGBA
 */
export function mismatchOf(drawing: Drawing, got: Raster, output?: Uint8Array): number {
  const expected = drawing.image;
  if (!output && Buffer.compare(expected.data, got.data) === 0) return 0;
  const { width, height } = expected;
  const mask = output ?? new Uint8Array(width * height * 4);
  let different = pixelmatch(expected.data, got.data, mask, width, height, {
    threshold: limits.threshold,
    includeAA: false,
    diffMask: true,
  });
  for (let at = 0; different > 0 && at < width * height; at++) {
    if (mask[at * 4 + 3] === 0 || drawing.solid[at] !== 0 || !isBlend(expected, got, at)) continue;
    mask[at * 4 + 3] = 0;
    different--;
  }
  return different / (width * height);
}

/** Whether our pixel lies between the colours that the drawing has at and around it. */
function isBlend({ data, width, height }: Raster, got: Raster, at: number): boolean {
  const x = at % width;
  const y = (at - x) / width;
  for (let channel = 0; channel < 3; channel++) {
    let [least, most] = [255, 0];
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        const value = data[(row * width + column) * 4 + channel] as number;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    const own = got.data[at * 4 + channel] as number;
    if (own < least - rounding || own > most + rounding) return false;
  }
  return true;
}

/** A point of a region at which colours are read and from which edges are looked for. */
interface Spot {
  region: Region;
  where: "inside" | "top" | "right" | "bottom" | "left";
  x: number;
  y: number;
  /** False where every pixel of a curved stroke is partly something else: then a mean over its neighbourhood is read. */
  solid: boolean;
}

/** By what drawings of one geometry share. */
const spotCache = new WeakMap<Drawing["regions"], Spot[]>();

/** For each fill its innermost visible point; for each stroke a point of every side that can be seen. */
function spotsOf(drawing: Drawing): Spot[] {
  const known = spotCache.get(drawing.regions);
  if (known) return known;
  const spots = drawing.regions.flatMap((region, index) => {
    const bounds = boundsOf(drawing, index + 1);
    if (!bounds) return [];
    return region.kind === "fill"
      ? insideSpot(drawing, region, index + 1, bounds)
      : sideSpots(drawing, region, index + 1, bounds);
  });
  spotCache.set(drawing.regions, spots);
  return spots;
}

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const boundsCache = new WeakMap<Drawing["visible"], (Bounds | undefined)[]>();

/** Bounds of what is seen of a region; of all regions at once, since every pixel has to be looked at. */
function boundsOf(drawing: Drawing, id: number): Bounds | undefined {
  let all = boundsCache.get(drawing.visible);
  if (!all) {
    all = [];
    const { visible, image } = drawing;
    for (let y = 0, at = 0; y < image.height; y++) {
      for (let x = 0; x < image.width; x++, at++) {
        const seen = visible[at] as number;
        if (seen === 0) continue;
        const bounds = all[seen];
        if (!bounds) {
          all[seen] = { left: x, top: y, right: x, bottom: y };
          continue;
        }
        if (x < bounds.left) bounds.left = x;
        if (x > bounds.right) bounds.right = x;
        bounds.bottom = y;
      }
    }
    boundsCache.set(drawing.visible, all);
  }
  return all[id];
}

/** The point farthest from the region's edge (chessboard distance); of several, the one nearest to its middle. */
function insideSpot({ visible, solid, image: { width } }: Drawing, region: Region, id: number, bounds: Bounds): Spot[] {
  const columns = bounds.right - bounds.left + 3;
  const rows = bounds.bottom - bounds.top + 3;
  const distance = new Uint16Array(columns * rows);
  const inside = (x: number, y: number): boolean => visible[(y + bounds.top - 1) * width + x + bounds.left - 1] === id;
  for (let y = 1; y < rows - 1; y++) {
    for (let x = 1; x < columns - 1; x++) {
      if (!inside(x, y)) continue;
      const at = y * columns + x;
      distance[at] =
        1 +
        Math.min(
          distance[at - 1] as number,
          distance[at - columns] as number,
          distance[at - columns - 1] as number,
          distance[at - columns + 1] as number,
        );
    }
  }
  let best = { x: 0, y: 0, distance: 0, offset: Infinity };
  for (let y = rows - 2; y > 0; y--) {
    for (let x = columns - 2; x > 0; x--) {
      const at = y * columns + x;
      if (distance[at] === 0) continue;
      const value = Math.min(
        distance[at] as number,
        1 +
          Math.min(
            distance[at + 1] as number,
            distance[at + columns] as number,
            distance[at + columns + 1] as number,
            distance[at + columns - 1] as number,
          ),
      );
      distance[at] = value;
      const offset = Math.abs(x - (columns - 1) / 2) + Math.abs(y - (rows - 1) / 2);
      if (value > best.distance || (value === best.distance && offset < best.offset))
        best = { x, y, distance: value, offset };
    }
  }
  const x = best.x + bounds.left - 1;
  const y = best.y + bounds.top - 1;
  const steps = region.shape === "rectangle" ? [0] : [-1, 0, 1];
  const whole = steps.every((dy) => steps.every((dx) => solid[(y + dy) * width + x + dx] === id));
  return [{ region, where: "inside", x, y, solid: whole }];
}

/** The middle of each side's stroke, or the visible point nearest to it along that side. */
function sideSpots(
  { visible, solid, image: { width, height } }: Drawing,
  region: Region,
  id: number,
  bounds: Bounds,
): Spot[] {
  const [left, top, right, bottom] = region.strokeWidth;
  const at = (map: Uint8Array, x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && map[y * width + x] === id;
  const along = (from: number, to: number, test: (position: number) => boolean): number | undefined => {
    const middle = (from + to) >> 1;
    // Not into the corners: a third of the side.
    for (let step = 0; step <= (to - from) / 3; step++) {
      if (test(middle + step)) return middle + step;
      if (test(middle - step)) return middle - step;
    }
    return undefined;
  };
  const spots: Spot[] = [];
  const add = (where: Spot["where"], thickness: number, vertical: boolean, edge: number): void => {
    if (thickness <= 0) return;
    const depth = Math.floor((Math.max(1, Math.round(thickness)) - 1) / 2);
    const line = where === "top" || where === "left" ? edge + depth : edge - depth;
    const look = (map: Uint8Array): number | undefined =>
      vertical
        ? along(bounds.top, bounds.bottom, (y) => at(map, line, y))
        : along(bounds.left, bounds.right, (x) => at(map, x, line));
    const found = look(solid) ?? look(visible);
    if (found === undefined) return;
    const [x, y] = vertical ? [line, found] : [found, line];
    // Straight for two pixels either way: at the top of an arc renderers differ before the pixel counts as shared.
    const straight = [-2, -1, 0, 1, 2].every((step) => at(solid, vertical ? x : x + step, vertical ? y + step : y));
    spots.push({ region, where, x, y, solid: straight });
  };
  add("top", top, false, bounds.top);
  add("right", right, true, bounds.right);
  add("bottom", bottom, false, bounds.bottom);
  add("left", left, true, bounds.left);
  return spots;
}

function compareColours(drawing: Drawing, ours: Raster, spots: Spot[], verdict: Verdict): void {
  for (const { region, where, x, y, solid } of spots) {
    // A corner or a curve says nothing that a straight side of the same stroke does not say better.
    if (!solid && spots.some((other) => other.region === region && other.solid)) continue;
    const read = solid ? pixel : meanAround;
    const expected = read(drawing.image, x, y);
    const got = read(ours, x, y);
    const distance = deltaE(expected, got);
    if (solid) colourOff(verdict, distance);
    verdict.rows.push({
      gate: "colours",
      part: `${region.part} ${region.kind}${solid ? "" : " (mean)"}`,
      expected: hex(expected),
      got: distance === 0 ? hex(got) : `${hex(got)} ΔE ${distance.toFixed(2)}`,
      where: region.kind === "fill" ? point(drawing, x, y) : `${where} ${point(drawing, x, y)}`,
      pass: distance <= (solid ? limits.deltaE : limits.meanDeltaE),
    });
  }
}

/**
 * Our colour where the drawing has a part.
 * @param what "fill", "top", "bottom" or "side" of the first part that has one, or "<part> fill"
 */
export function readColour(drawing: Drawing, ours: Raster, what: string): Rgb | undefined {
  const wanted = what === "fill" ? "inside" : what === "side" ? "left" : what;
  const spot = spotsOf(drawing).find(({ region, where }) =>
    what.includes(" ")
      ? `${region.part} ${region.kind}` === what
      : where === wanted && !region.part.startsWith("focus"),
  );
  return spot?.solid ? pixel(ours, spot.x, spot.y) : undefined;
}

/** Mean of the 5 x 5 pixels around a point: how renderers share a curve out among pixels does not matter to it. */
function meanAround(raster: Raster, x: number, y: number): Rgb {
  const sum: Rgb = [0, 0, 0];
  let count = 0;
  for (let row = Math.max(0, y - 2); row <= Math.min(raster.height - 1, y + 2); row++) {
    for (let column = Math.max(0, x - 2); column <= Math.min(raster.width - 1, x + 2); column++) {
      const [r, g, b] = pixel(raster, column, row);
      sum[0] += r;
      sum[1] += g;
      sum[2] += b;
      count++;
    }
  }
  return sum.map((channel) => channel / count) as Rgb;
}

function point(drawing: Drawing, x: number, y: number): string {
  return `at ${round((x - drawing.left) / drawing.scale)},${round((y - drawing.top) / drawing.scale)}`;
}

type Direction = "left" | "top" | "right" | "bottom";
const steps: Record<Direction, [number, number]> = {
  left: [-1, 0],
  top: [0, -1],
  right: [1, 0],
  bottom: [0, 1],
};

/**
 * Distance from a point to where its colour ends in a direction, device px. The pixel in which it ends counts by how
 * much of it still has the colour.
 */
function edge(raster: Raster, x: number, y: number, direction: Direction): number {
  const [dx, dy] = steps[direction];
  const own = pixel(raster, x, y);
  for (let distance = 1; ; distance++) {
    const nextX = x + dx * distance;
    const nextY = y + dy * distance;
    if (nextX < 0 || nextY < 0 || nextX >= raster.width || nextY >= raster.height) return distance - 0.5;
    const next = pixel(raster, nextX, nextY);
    const change = levels(own, next);
    if (change <= rounding) continue;
    const beyondX = nextX + dx;
    const beyondY = nextY + dy;
    if (beyondX < 0 || beyondY < 0 || beyondX >= raster.width || beyondY >= raster.height) return distance - 0.5;
    const whole = levels(own, pixel(raster, beyondX, beyondY));
    return distance - 0.5 + (whole > change ? 1 - change / whole : 0);
  }
}

/** Whether a fill ends on a straight side there, and not in a corner's curve, which is measured as a corner. */
function endsStraight(drawing: Drawing, x: number, y: number, direction: Direction, distance: number): boolean {
  const { visible, image } = drawing;
  const [dx, dy] = steps[direction];
  const inside = Math.floor(distance - 0.5);
  const at = (along: number, across: number): number | undefined =>
    visible[(y + dy * along + dx * across) * image.width + x + dx * along + dy * across];
  return [-2, 2].every(
    (across) => at(inside, across) === at(inside, 0) && at(inside + 1, across) === at(inside + 1, 0),
  );
}

function compareBoxes(drawing: Drawing, ours: Raster, spots: Spot[], verdict: Verdict): void {
  for (const { region, where, x, y, solid } of spots) {
    if (where !== "inside" && !solid) continue;
    const directions: Direction[] =
      where === "inside"
        ? ["left", "top", "right", "bottom"]
        : where === "top" || where === "bottom"
          ? ["top", "bottom"]
          : ["left", "right"];
    const lengths: Partial<Record<Direction, [number, number]>> = {};
    for (const direction of directions) {
      const expected = edge(drawing.image, x, y, direction);
      if (where === "inside" && region.shape === "rectangle" && !endsStraight(drawing, x, y, direction, expected))
        continue;
      const got = edge(ours, x, y, direction);
      lengths[direction] = [expected, got];
      const error = Math.abs(expected - got) / drawing.scale;
      edgeOff(verdict, error);
      const sign = direction === "left" || direction === "top" ? -1 : 1;
      const [origin, start] = direction === "left" || direction === "right" ? [drawing.left, x] : [drawing.top, y];
      const position = (distance: number): string =>
        `${direction} ${round((start + 0.5 + sign * distance - origin) / drawing.scale)}`;
      verdict.rows.push({
        gate: "boxes",
        part: `${region.part} ${region.kind}`,
        expected: position(expected),
        got: position(got),
        where: where === "inside" ? point(drawing, x, y) : `${where} side`,
        pass: error <= nearest(limits.box, drawing.scale),
      });
    }
    for (const [side, from, to] of where === "inside" ? sides : []) {
      const [start, end] = [lengths[from], lengths[to]];
      if (!start || !end) continue;
      const expected = (start[0] + end[0]) / drawing.scale;
      const got = (start[1] + end[1]) / drawing.scale;
      verdict.rows.push({
        gate: "boxes",
        part: `${region.part} ${region.kind}`,
        expected: `${side} ${round(expected)}`,
        got: `${side} ${round(got)}`,
        where: point(drawing, x, y),
        pass: Math.abs(expected - got) <= nearest(limits.size, drawing.scale),
      });
    }
  }
}

const sides = [
  ["width", "left", "right"],
  ["height", "top", "bottom"],
] as const;

/** Side of the square over which a corner is measured, epx. */
const cornerSize = 8;

/** Levels that a part's edge must differ from what surrounds it for its corner to be measured. */
const leastContrast = 6;

/**
 * Corners: how much of the square at a part's corner lies outside its curve. Row by row, against the row's own
 * contrast, so that pale Windows 11 contrasts count as much as strong ones; and as an area, since no two renderers
 * share a curve out alike among pixels.
 */
function compareCorners(drawing: Drawing, ours: Raster, verdict: Verdict): void {
  // Focus rings share the corners' pixels; the same corners are measured in the states without.
  if (hasFocusRings(drawing)) return;
  const { scale, image } = drawing;
  for (const { part, bounds } of partBounds(drawing)) {
    const { left, top, right, bottom } = bounds;
    const size = Math.min(Math.round(cornerSize * scale), (right - left + 1) >> 1, (bottom - top + 1) >> 1);
    const corners = [
      ["top left", left, top, -1, -1],
      ["top right", right, top, 1, -1],
      ["bottom right", right, bottom, 1, 1],
      ["bottom left", left, bottom, -1, 1],
    ] as const;
    for (const [name, x, y, dx, dy] of corners) {
      const beside = [
        [x + dx, y + dy],
        [x + 2 * dx, y + 2 * dy],
        [x + dx, y - 3 * dy],
        [x - 3 * dx, y + dy],
      ] as const;
      if (beside.some(([atX, atY]) => atX < 0 || atY < 0 || atX >= image.width || atY >= image.height)) continue;
      const [outside, ...others] = beside.map(([atX, atY]) => pixel(image, atX, atY)) as [Rgb, ...Rgb[]];
      // Where something else adjoins there is no telling the curve from it.
      if (others.some((other) => levels(outside, other) > rounding)) continue;
      const expected = areaOutside(image, outside, x, y, dx, dy, size);
      if (expected === undefined) continue;
      const got = areaOutside(ours, pixel(ours, x + dx, y + dy), x, y, dx, dy, size) ?? size * size;
      const area = scale * scale;
      verdict.sums.pixels += Math.abs(expected - got);
      verdict.rows.push({
        gate: "boxes",
        part: `${part} corner`,
        expected: `${round(expected / area)} epx² cut off`,
        got: `${round(got / area)} epx²`,
        where: name,
        // The longer the curve, the more of it is shared out among pixels.
        pass: Math.abs(expected - got) / area <= Math.max(limits.corner, (limits.cornerShare * expected) / area),
      });
    }
  }
}

/**
 * What a part covers that stands free on one colour: its area and the middle of it. Pills and dots are round all over,
 * so that no edge of theirs can be followed; what they cover does not depend on how a curve is shared out.
 */
function compareAreas(drawing: Drawing, ours: Raster, spots: Spot[], verdict: Verdict): void {
  const { image, scale } = drawing;
  for (const { region, where, x, y, solid } of spots) {
    if (where !== "inside" || !solid) continue;
    const frame = freeFrame(drawing, drawing.regions.indexOf(region) + 1);
    if (!frame) continue;
    const expected = coverage(image, frame, x, y);
    if (!expected) continue;
    const got = coverage(ours, frame, x, y);
    const area = scale * scale;
    const own = boundsOf(drawing, drawing.regions.indexOf(region) + 1) as Bounds;
    const box = (own.right - own.left + 1) * (own.bottom - own.top + 1);
    // A level of rounding is the more of a pale part.
    const share = limits.areaShare + limits.curveShare * Math.max(0, 1 - expected.area / box) + 0.5 / expected.contrast;
    const limit = Math.max(limits.area, (share * expected.area) / area);
    const off = got ? Math.max(Math.abs(got.x - expected.x), Math.abs(got.y - expected.y)) / scale : Infinity;
    const show = (cover: { x: number; y: number; area: number }): string =>
      `${round(cover.area / area)} epx² around ${round((cover.x + 0.5 - drawing.left) / scale)},${round((cover.y + 0.5 - drawing.top) / scale)}`;
    verdict.sums.pixels += Math.abs((got?.area ?? 0) - expected.area);
    verdict.rows.push({
      gate: "boxes",
      part: `${region.part} area`,
      expected: show(expected),
      got: got ? show(got) : "nothing",
      where: "what it covers",
      pass: got !== undefined && Math.abs(got.area - expected.area) / area <= limit && off <= limits.middle,
    });
  }
}

const frameCache = new WeakMap<Drawing, Map<number, Bounds | undefined>>();

/** The bounds of a region with two pixels around or on two sides, where they hold nothing but it on one colour. */
function freeFrame(drawing: Drawing, id: number): Bounds | undefined {
  const known = frameCache.get(drawing) ?? new Map<number, Bounds | undefined>();
  frameCache.set(drawing, known);
  if (known.has(id)) return known.get(id);
  const find = (acrossBy: number, downBy: number): Bounds | undefined => {
    const own = boundsOf(drawing, id);
    if (!own) return undefined;
    const { visible, solid, image } = drawing;
    const frame = {
      left: own.left - acrossBy,
      top: own.top - downBy,
      right: own.right + acrossBy,
      bottom: own.bottom + downBy,
    };
    if (frame.left < 0 || frame.top < 0 || frame.right >= image.width || frame.bottom >= image.height) return undefined;
    const outside = pixel(image, frame.left, frame.top);
    for (let y = frame.top; y <= frame.bottom; y++) {
      for (let x = frame.left; x <= frame.right; x++) {
        const at = y * image.width + x;
        const onRim =
          (acrossBy > 0 && (x === frame.left || x === frame.right)) ||
          (downBy > 0 && (y === frame.top || y === frame.bottom));
        if (!onRim && (visible[at] === id || solid[at] === 0)) continue;
        if (levels(outside, pixel(image, x, y)) > rounding) return undefined;
      }
    }
    return frame;
  };
  // A pill stands at its item's edge: then only what lies above and below is free, or beside.
  const found = find(2, 2) ?? find(0, 2) ?? find(2, 0);
  known.set(id, found);
  return found;
}

/** How much of a frame has the colour that it has at a point, against that at its corner; and the middle of it, px. */
function coverage(
  raster: Raster,
  { left, top, right, bottom }: Bounds,
  insideX: number,
  insideY: number,
): { area: number; x: number; y: number; contrast: number } | undefined {
  const outside = pixel(raster, left, top);
  const inside = pixel(raster, insideX, insideY);
  const contrast = levels(outside, inside);
  if (contrast < leastContrast) return undefined;
  const step = inside.map((channel, index) => channel - (outside[index] as number)) as Rgb;
  const length = step[0] ** 2 + step[1] ** 2 + step[2] ** 2;
  let [area, sumX, sumY] = [0, 0, 0];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const at = (y * raster.width + x) * 4;
      const share =
        (((raster.data[at] as number) - outside[0]) * step[0] +
          ((raster.data[at + 1] as number) - outside[1]) * step[1] +
          ((raster.data[at + 2] as number) - outside[2]) * step[2]) /
        length;
      area += share;
      sumX += share * x;
      sumY += share * y;
    }
  }
  return { area, x: sumX / area, y: sumY / area, contrast };
}

/** A picture's pixels as 32-bit words, of which two are the same where all four channels are. */
const words = ({ data, width, height }: Raster): Uint32Array => {
  const aligned = data.byteOffset % 4 === 0 ? data : new Uint8Array(data);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, width * height);
};

/**
 * Whole pixels: what is too pale for pixelmatch, or too small for its anti-aliasing test, such as joints of two parts.
 * Where no curve is near none may differ, square corners included; beside a curve what is one colour along two pixels
 * to either side, across or down: there is no smoothing to be done in it. What else there is must be a blend of what
 * native has around: a sliver of something that should be hidden is not.
 */
function compareWhole(drawing: Drawing, ours: Raster, verdict: Verdict): void {
  const { image, solid } = drawing;
  const { width, height } = image;
  const focused = hasFocusRings(drawing);
  // Along an edge there are as many more as pixels are smaller.
  const [wholePixels, strangePixels] = [limits.wholePixels, limits.strangePixels].map((count) =>
    Math.round(count * drawing.scale),
  ) as [number, number];
  const counts = { straight: 0, plain: 0, strange: 0 };
  const first: Partial<typeof counts> = {};
  if (Buffer.compare(image.data, ours.data) !== 0) {
    const [theirs, own] = [words(image), words(ours)];
    const alike = (at: number, other: number): boolean => theirs[other] === theirs[at] && solid[other] === solid[at];
    const run = (at: number, step: number): boolean =>
      alike(at, at - step) && alike(at, at + step) && alike(at, at - 2 * step) && alike(at, at + 2 * step);
    for (let y = 2; y < height - 2; y++) {
      for (let at = y * width + 2; at < (y + 1) * width - 2; at++) {
        if (theirs[at] === own[at] || isNear(image, ours, at)) continue;
        const kind =
          solid[at] !== 0 && isPlain(drawing, at)
            ? "plain"
            : solid[at] !== 0 && (run(at, 1) || run(at, width))
              ? "straight"
              : !focused && counts.strange <= strangePixels && isStrange(image, ours, at)
                ? "strange"
                : undefined;
        if (!kind) continue;
        counts[kind]++;
        first[kind] ??= at;
      }
    }
  }
  for (const [kind, part, where, most] of [
    ["straight", "whole pixels", "straight runs", wholePixels],
    ["plain", "plain pixels", "where no curve is near", 0],
    ["strange", "blended pixels", "curves and joints", strangePixels],
  ] as const) {
    const at = first[kind];
    verdict.sums.pixels += counts[kind];
    verdict.rows.push({
      gate: "surfaces",
      part,
      expected: `at most ${most} differ`,
      got: String(counts[kind]),
      where: at === undefined ? where : point(drawing, at % width, Math.floor(at / width)),
      pass: counts[kind] <= most,
    });
  }
}

function hasFocusRings({ regions }: Drawing): boolean {
  return regions.some(({ part }) => part === "focus outer");
}

/** Whether two pixels are within the few levels that a whole one may differ by. */
function isNear({ data }: Raster, other: Raster, pixelAt: number): boolean {
  const at = pixelAt * 4;
  return (
    Math.abs((data[at] as number) - (other.data[at] as number)) <= limits.whole &&
    Math.abs((data[at + 1] as number) - (other.data[at + 1] as number)) <= limits.whole &&
    Math.abs((data[at + 2] as number) - (other.data[at + 2] as number)) <= limits.whole
  );
}

/** The least and the most that a channel has in the 7 x 7 pixels around one. */
function rangeAround({ data, width }: Raster, pixelAt: number, channel: number): [least: number, most: number] {
  let least = 255;
  let most = 0;
  for (let row = pixelAt - 3 * width; row <= pixelAt + 3 * width; row += width) {
    for (let at = (row - 3) * 4 + channel; at <= (row + 3) * 4 + channel; at += 4) {
      const value = data[at] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return [least, most];
}

/** Whether our pixel's colour is none that lies between those which native has within three pixels of it. */
function isStrange(image: Raster, ours: Raster, pixelAt: number): boolean {
  for (let channel = 0; channel < 3; channel++) {
    const [least, most] = rangeAround(image, pixelAt, channel);
    const own = ours.data[pixelAt * 4 + channel] as number;
    if (own < least - limits.strange || own > most + limits.strange) return true;
  }
  return false;
}

/** Whether no pixel within two of this one is shared by regions. */
function isPlain({ solid, image: { width } }: Drawing, at: number): boolean {
  for (let row = at - 2 * width; row <= at + 2 * width; row += width)
    for (let near = row - 2; near <= row + 2; near++) if (solid[near] === 0) return false;
  return true;
}

const sharedCache = new WeakMap<Drawing["solid"], Uint32Array>();

/** Pixels that regions share. */
function sharedPixels({ solid, image: { width, height } }: Drawing): Uint32Array {
  let known = sharedCache.get(solid);
  if (known) return known;
  const found = new Uint32Array(width * height);
  let count = 0;
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3; x < width - 3; x++) {
      const at = y * width + x;
      if (solid[at] === 0) found[count++] = at;
    }
  }
  known = found.slice(0, count);
  sharedCache.set(solid, known);
  return known;
}

/** Contrast in the 7 x 7 pixels around one, levels: at least what a curve can be told by. */
function contrastAround(image: Raster, at: number): number {
  let contrast: number = leastContrast;
  for (let channel = 0; channel < 3; channel++) {
    const [least, most] = rangeAround(image, at, channel);
    contrast = Math.max(contrast, most - least);
  }
  return contrast;
}

/**
 * Curves, feet and joints, wherever they are: how renderers share a curve out among pixels evens out over 3 x 3 of
 * them, what is missing or too much does not. Focus rings have their own colours and boxes.
 */
function compareShared(drawing: Drawing, ours: Raster, verdict: Verdict): void {
  if (hasFocusRings(drawing)) return;
  let worst = 0;
  let where = 0;
  // An edge that is off by as much in epx is off by more of smaller pixels; there are three of them along it.
  const most = limits.shared * drawing.scale;
  const { data, width } = drawing.image;
  if (Buffer.compare(data, ours.data) !== 0) {
    const [theirs, own] = [words(drawing.image), words(ours)];
    const pixels = sharedPixels(drawing);
    for (let index = 0; index < pixels.length; index++) {
      const at = pixels[index] as number;
      if (theirs[at] === own[at]) continue;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let row = at - width; row <= at + width; row += width) {
        for (let near = (row - 1) * 4; near <= (row + 1) * 4; near += 4) {
          red += (ours.data[near] as number) - (data[near] as number);
          green += (ours.data[near + 1] as number) - (data[near + 1] as number);
          blue += (ours.data[near + 2] as number) - (data[near + 2] as number);
        }
      }
      // Less the level that each of the nine may be rounded by.
      const off = Math.max(Math.abs(red), Math.abs(green), Math.abs(blue)) - 9 * rounding;
      if (off <= worst * leastContrast) continue;
      const area = off / contrastAround(drawing.image, at);
      if (area > worst) {
        worst = area;
        where = at;
      }
    }
  }
  verdict.rows.push({
    gate: "surfaces",
    part: "shared pixels",
    expected: `at most ${round(most)} px² off`,
    got: `${round(worst)} px²`,
    where: worst > most ? point(drawing, where % width, Math.floor(where / width)) : "curves and joints",
    pass: worst <= most,
  });
}

interface CurvedPart {
  region: Region;
  where: "all" | "top" | "bottom";
  pixels: Uint32Array;
}

const curvedCache = new WeakMap<Drawing["visible"], CurvedPart[]>();

/** Where fewer pixels are seen of a part, its mean says little. */
const leastPixels = 10;

/** How much of a ring counts as its upper or lower end, epx: a little more than WinUI's gradients of 3. */
const endHeight = 4;

/** What is seen of each ellipse and path, and of both ends of each, between which WinUI's gradients run. */
function curvedParts({ visible, regions, scale, image: { width, height } }: Drawing): CurvedPart[] {
  let known = curvedCache.get(visible);
  if (known) return known;
  const found = regions.map(({ shape }) => (shape === "rectangle" ? undefined : ([] as number[])));
  if (found.some(Boolean)) {
    for (let at = 2 * width; at < (height - 2) * width; at++) {
      const id = visible[at] as number;
      if (id > 0) found[id - 1]?.push(at);
    }
  }
  known = regions.flatMap((region, index): CurvedPart[] => {
    const pixels = found[index];
    const [first, last] = [pixels?.[0], pixels?.at(-1)];
    if (!pixels || first === undefined || last === undefined) return [];
    const row = (at: number): number => Math.floor(at / width);
    const end = Math.round(endHeight * scale);
    const upper = pixels.filter((at) => row(at) < row(first) + end);
    const lower = pixels.filter((at) => row(at) > row(last) - end);
    const ends = row(last) - row(first) >= 2 * end ? { top: upper, bottom: lower } : {};
    return Object.entries({ all: pixels, ...ends })
      .filter(([, some]) => some.length >= leastPixels)
      .map(([where, some]) => ({ region, where: where as CurvedPart["where"], pixels: Uint32Array.from(some) }));
  });
  curvedCache.set(visible, known);
  return known;
}

/** Rings, dots and arcs have few whole pixels or none: the mean of all that is seen of one, whoever smoothed it. */
function compareMeans(drawing: Drawing, ours: Raster, verdict: Verdict): void {
  const { image } = drawing;
  if (hasFocusRings(drawing)) return;
  for (const { region, where, pixels } of curvedParts(drawing)) {
    const expected = meanOf(image, pixels);
    const got = meanOf(ours, pixels);
    const off = levels(expected, got);
    verdict.sums.deltaE += deltaE(expected, got);
    const allowed = off <= limits.mean ? limits.mean : limits.mean + limits.meanShare * contrastOf(image, pixels);
    verdict.rows.push({
      gate: "colours",
      part: `${region.part} ${region.kind} (mean)`,
      expected: hex(expected),
      got: `${hex(got)}, ${round(off)} levels off`,
      where: where === "all" ? "all of it" : `its ${where}`,
      pass: off <= allowed,
    });
  }
}

function meanOf({ data }: Raster, pixels: Uint32Array): Rgb {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let index = 0; index < pixels.length; index++) {
    const at = (pixels[index] as number) * 4;
    red += data[at] as number;
    green += data[at + 1] as number;
    blue += data[at + 2] as number;
  }
  return [red / pixels.length, green / pixels.length, blue / pixels.length];
}

/** Contrast among some pixels and those two beside, above and below them, levels. */
function contrastOf({ data, width }: Raster, pixels: Uint32Array): number {
  let contrast = 0;
  for (let channel = 0; channel < 3; channel++) {
    let least = 255;
    let most = 0;
    for (let index = 0; index < pixels.length; index++) {
      const at = pixels[index] as number;
      for (const near of [at - 2 * width, at - 2, at, at + 2, at + 2 * width]) {
        const value = data[near * 4 + channel] as number;
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    contrast = Math.max(contrast, most - least);
  }
  return contrast;
}

/** Bounds of what is seen of each rectangular part, fill and stroke together. */
function partBounds(drawing: Drawing): { part: string; bounds: Bounds }[] {
  const parts = new Map<string, Bounds>();
  for (const [index, { part, shape }] of drawing.regions.entries()) {
    const own = shape === "rectangle" ? boundsOf(drawing, index + 1) : undefined;
    if (!own) continue;
    const known = parts.get(part) ?? own;
    parts.set(part, {
      left: Math.min(known.left, own.left),
      top: Math.min(known.top, own.top),
      right: Math.max(known.right, own.right),
      bottom: Math.max(known.bottom, own.bottom),
    });
  }
  return [...parts].map(([part, bounds]) => ({ part, bounds }));
}

/** Area outside a corner's curve, px²; `undefined` where the part is too pale on its surroundings to tell. */
function areaOutside(
  raster: Raster,
  outside: Rgb,
  x: number,
  y: number,
  dx: number,
  dy: number,
  size: number,
): number | undefined {
  let area = 0;
  let measured = 0;
  for (let row = 0; row < size; row++) {
    const change = (column: number): number => levels(outside, pixel(raster, x - dx * column, y - dy * row));
    let most = 0;
    for (let column = 0; column < size; column++) most = Math.max(most, change(column));
    if (most < leastContrast) {
      area += size;
      continue;
    }
    measured++;
    for (let column = 0; column < size && change(column) < most * 0.9; column++) area += 1 - change(column) / most;
  }
  return measured > size / 2 ? area : undefined;
}

function compareRoot(native: NativeState, ours: Rendering, scale: number, verdict: Verdict): void {
  for (const side of ["width", "height"] as const) {
    const expected = native[side];
    if (expected === undefined) continue;
    const error = Math.abs(expected - ours[side]);
    edgeOff(verdict, error);
    verdict.rows.push({
      gate: "boxes",
      part: "root",
      expected: `${side} ${round(expected)}`,
      got: `${side} ${round(ours[side])}`,
      where: "border box",
      pass: error <= nearest(limits.box, scale),
    });
  }
}

/** Glyphs: the box that the filled square takes, and its colour. */
function compareGlyphs(drawing: Drawing, ours: Rendering, verdict: Verdict): void {
  if (drawing.glyphs.length === 0 && ours.glyphs && Buffer.compare(ours.surfaces.data, ours.glyphs.data) !== 0) {
    verdict.rows.push({ gate: "boxes", part: "glyph", expected: "none", got: "a glyph", where: "glyph", pass: false });
  }
  for (const glyph of drawing.glyphs) {
    const expected = glyph.box;
    const found = ours.glyphs ? changedBox(ours.surfaces, ours.glyphs, expected, drawing.scale) : undefined;
    const icon = found ? undefined : nearestIcon(drawing, ours, expected);
    const box = found ?? icon;
    const row = (gate: Gate, pass: boolean, wanted: string, got: string): void => {
      verdict.rows.push({
        gate,
        part: glyph.part,
        expected: wanted,
        got,
        where: "glyph",
        pass,
      });
    };
    const show = (rect: { x: number; y: number; width: number; height: number }): string =>
      `${round(rect.width / drawing.scale)} x ${round(rect.height / drawing.scale)} at ${round((rect.x - drawing.left) / drawing.scale)},${round((rect.y - drawing.top) / drawing.scale)}`;
    if (!box) {
      row("boxes", false, show(expected), "nothing");
      edgeOff(verdict, Math.max(expected.width, expected.height) / drawing.scale);
      continue;
    }
    const error =
      Math.max(
        Math.abs(box.x - expected.x),
        Math.abs(box.y - expected.y),
        Math.abs(box.x + box.width - expected.x - expected.width),
        Math.abs(box.y + box.height - expected.y - expected.height),
      ) / drawing.scale;
    edgeOff(verdict, error);
    const size = Math.max(Math.abs(box.width - expected.width), Math.abs(box.height - expected.height)) / drawing.scale;
    const near = error <= nearest(limits.box, drawing.scale) && size <= nearest(limits.size, drawing.scale);
    row("boxes", near, show(expected), show(box));

    if (glyph.points && found && ours.glyphs) {
      const points = pointing(ours.surfaces, ours.glyphs, found);
      row("boxes", points === glyph.points, `points ${glyph.points}`, points ?? "nowhere");
    }

    const x = Math.round(box.x + box.width / 2);
    const y = Math.round(box.y + box.height / 2);
    // With those that lie below and above it: a star's outline shows through a star that is disabled.
    const there = drawing.glyphs.filter((other) => other === glyph || contains(other.box, x, y));
    const wanted = there.reduce(
      (ground, { colour }) => over(colour, ground),
      pixel(drawing.image, clamp(x, drawing.image.width), clamp(y, drawing.image.height)),
    );
    const got =
      found && ours.glyphs
        ? pixel(ours.glyphs, x, y)
        : over(
            icon?.colour ?? "#000",
            pixel(ours.surfaces, clamp(x, ours.surfaces.width), clamp(y, ours.surfaces.height)),
          );
    const distance = deltaE(wanted, got);
    colourOff(verdict, distance);
    row(
      "colours",
      distance <= limits.deltaE,
      hex(wanted),
      distance === 0 ? hex(got) : `${hex(got)} ΔE ${distance.toFixed(2)}`,
    );
  }
}

function contains(box: { x: number; y: number; width: number; height: number }, x: number, y: number): boolean {
  return x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
}

function clamp(value: number, length: number): number {
  return Math.max(0, Math.min(length - 1, value));
}

/** The side in whose middle a glyph's square has its notch. */
function pointing(
  without: Raster,
  filled: Raster,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): Pointing | undefined {
  const [centreX, centreY] = [Math.floor(x + width / 2), Math.floor(y + height / 2)];
  const sides: [Pointing, number, number][] = [
    ["up", centreX, y],
    ["down", centreX, y + height - 1],
    ["left", x, centreY],
    ["right", x + width - 1, centreY],
  ];
  const notched = sides.filter(([, atX, atY]) => levels(pixel(without, atX, atY), pixel(filled, atX, atY)) <= rounding);
  return notched.length === 1 ? notched[0]?.[0] : undefined;
}

/** How far from its place a glyph is looked for, epx. */
const glyphReach = 8;

function changedBox(
  without: Raster,
  filled: Raster,
  near: { x: number; y: number; width: number; height: number },
  scale: number,
): { x: number; y: number; width: number; height: number } | undefined {
  const reach = glyphReach * scale;
  const bounds: Bounds = {
    left: Infinity,
    top: Infinity,
    right: -1,
    bottom: -1,
  };
  for (
    let y = Math.max(0, Math.floor(near.y - reach));
    y < Math.min(filled.height, near.y + near.height + reach);
    y++
  ) {
    for (
      let x = Math.max(0, Math.floor(near.x - reach));
      x < Math.min(filled.width, near.x + near.width + reach);
      x++
    ) {
      const at = (y * filled.width + x) * 4;
      const change = Math.max(
        Math.abs((without.data[at] as number) - (filled.data[at] as number)),
        Math.abs((without.data[at + 1] as number) - (filled.data[at + 1] as number)),
        Math.abs((without.data[at + 2] as number) - (filled.data[at + 2] as number)),
      );
      if (change <= rounding) continue;
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x);
      bounds.top = Math.min(bounds.top, y);
      bounds.bottom = Math.max(bounds.bottom, y);
    }
  }
  if (bounds.right < 0) return undefined;
  return {
    x: bounds.left,
    y: bounds.top,
    width: bounds.right - bounds.left + 1,
    height: bounds.bottom - bounds.top + 1,
  };
}

/** GLPI's own icon elements, where the theme paints no glyph. */
function nearestIcon(
  drawing: Drawing,
  ours: Rendering,
  near: { x: number; y: number },
): (CellFacts["icons"][number] & { colour: string }) | undefined {
  const placed = ours.icons.map((icon) => ({
    ...icon,
    x: drawing.left + icon.x * drawing.scale,
    y: drawing.top + icon.y * drawing.scale,
    width: icon.width * drawing.scale,
    height: icon.height * drawing.scale,
  }));
  const reach = 2 * glyphReach * drawing.scale;
  const distance = (icon: { x: number; y: number }): number =>
    Math.max(Math.abs(icon.x - near.x), Math.abs(icon.y - near.y));
  return placed.filter((icon) => distance(icon) <= reach).sort((a, b) => distance(a) - distance(b))[0];
}

/** The layers of a shadow that can be seen, nearest first; insets left out. */
function shadowsOf(boxShadow: string): { x: number; y: number; blur: number; spread: number; colour: string }[] {
  return boxShadow
    .split(/,(?![^(]*\))/)
    .flatMap((layer) => {
      const [, colour = ""] = /^\s*((?:[a-z-]+\([^)]*\))|#\w+|[a-z]+)/.exec(layer) ?? [];
      const [x = 0, y = 0, blur = 0, spread = 0] = (layer.replace(colour, "").match(/-?[\d.]+(?=px)/g) ?? []).map(
        Number,
      );
      return colour === "none" || /inset/.test(layer) || parse(colour)?.alpha === 0
        ? []
        : [{ x, y, blur, spread, colour }];
    })
    .sort((a, b) => a.y - b.y);
}

/** What a shadow's opacity may be off by: browsers write a 255th with three digits. */
const shadowOpacity = 0.005;

/** The shadow the root casts, by its figures: renderers blur differently. */
function compareShadow({ shadow }: NativeState, ours: Rendering, verdict: Verdict): void {
  if (!shadow) return;
  const got = shadowsOf(ours.shadow ?? "none");
  const show = (layers: { y: number; blur: number; opacity: number }[]): string =>
    layers.map(({ y, blur, opacity }) => `${round(y)} ${round(blur)} ${percentOf(opacity)}`).join(", ") || "none";
  const opacityOf = (colour: string): number => {
    const parsed = parse(colour);
    return parsed ? (parsed.alpha ?? 1) : 0;
  };
  const pass =
    got.length === shadow.length &&
    got.every(({ x, y, blur, spread, colour }, index) => {
      const wanted = shadow[index] as NativeShadow;
      const black = over(colour, [0, 0, 0]).every((channel) => channel <= rounding);
      return (
        black &&
        Math.abs(x) <= limits.box &&
        Math.abs(y - wanted.y) <= limits.box &&
        Math.abs(blur - wanted.blur) <= limits.box &&
        Math.abs(spread) <= limits.box &&
        Math.abs(opacityOf(colour) - wanted.opacity) <= shadowOpacity
      );
    });
  verdict.rows.push({
    gate: "surfaces",
    part: "shadow",
    expected: show(shadow),
    got: show(got.map(({ y, blur, colour }) => ({ y, blur, opacity: opacityOf(colour) }))),
    where: "offset, blur, opacity",
    pass,
  });
}

const percentOf = (share: number): string => `${Math.round(share * 100)} %`;

/** The font the theme must ask for first. Its cut for headings, Display, begins at Subtitle's 20 epx in WinUI's type ramp. */
const nativeFamily = /^["']?Segoe UI Variable\b/;
const headingFamily = /^["']?Segoe UI Variable Display\b/;
const headingSize = 20;

function isNativeFamily(family: string, size: number): boolean {
  return nativeFamily.test(family) && (size >= headingSize || !headingFamily.test(family));
}

/** @param width the root's, epx */
function compareText(
  part: string,
  text: NativeText,
  got: TextFacts | null,
  width: number,
  drawing: Drawing,
  verdict: Verdict,
): void {
  const row = (what: string, pass: boolean, expected: string, got: string): void => {
    verdict.rows.push({
      gate: "text",
      part,
      expected: `${what} ${expected}`,
      got,
      where: "computed style",
      pass,
    });
  };
  if (!got) {
    row("text", false, "an element", "none");
    return;
  }
  const family = got.family.split(",")[0] ?? "";
  if (!text.symbol) row("family", isNativeFamily(family, text.size), "Segoe UI Variable", family);
  row("size", Math.abs(got.size - text.size) <= 0.01, String(text.size), String(got.size));
  verdict.sums.epx += Math.abs(got.size - text.size);
  if (!text.symbol) row("weight", got.weight === text.weight, String(text.weight), String(got.weight));
  if (text.lineHeight !== undefined) {
    verdict.sums.epx += Math.abs((got.lineHeight ?? 0) - text.lineHeight);
    row(
      "line height",
      got.lineHeight !== undefined && Math.abs(got.lineHeight - text.lineHeight) <= 0.01,
      String(text.lineHeight),
      String(got.lineHeight ?? "normal"),
    );
  }
  const { left, right } = got;
  const middle = left === undefined || right === undefined ? undefined : (left + width - right) / 2;
  for (const side of ["left", "right", "middle", "top", "bottom"] as const) {
    const [expected, measured] = [text[side], { ...got, middle }[side]];
    if (expected === undefined || measured === undefined) continue;
    const error = Math.abs(measured - expected);
    edgeOff(verdict, error);
    row(side, error <= limits.text, String(round(expected)), String(round(measured)));
  }
  // On what the native text stands on: the largest fill's colour.
  const inside = spotsOf(drawing).find((spot) => spot.where === "inside");
  const ground = inside ? pixel(drawing.image, inside.x, inside.y) : pixel(drawing.image, 0, 0);
  const wanted = over(drawing.palette[text.colour] ?? text.colour, ground, text.opacity);
  const used = over(got.colour, ground, got.opacity);
  const distance = deltaE(wanted, used);
  colourOff(verdict, distance);
  row(
    "colour",
    distance <= limits.deltaE,
    hex(wanted),
    distance === 0 ? hex(used) : `${hex(used)} ΔE ${distance.toFixed(2)}`,
  );
}

/**
 * A CSS colour composited on an opaque one.
 * @param opacity of what is painted in it
 */
export function over(colour: string, ground: Rgb, opacity = 1): Rgb {
  const parsed = parse(colour);
  if (!parsed) return [255, 0, 255];
  const { r, g, b, alpha: written = 1 } = toRgb(parsed);
  // Browsers write an alpha with two or three digits; it is a 255th.
  const alpha = Math.round(written * opacity * 255) / 255;
  return [r, g, b].map((channel, index) =>
    Math.round(channel * 255 * alpha + (ground[index] as number) * (1 - alpha)),
  ) as Rgb;
}

function toRgb(colour: NonNullable<ReturnType<typeof parse>>): {
  r: number;
  g: number;
  b: number;
  alpha?: number | undefined;
} {
  return colour.mode === "rgb"
    ? colour
    : (rgbConverter(colour) as {
        r: number;
        g: number;
        b: number;
        alpha?: number;
      });
}

const rgbConverter = converter("rgb");

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
