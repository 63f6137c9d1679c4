import { Resvg } from "@resvg/resvg-js";
import type { Raster } from "../visual/raster.ts";
import type { BrushValue, Gradient } from "./facts.ts";
import type { Four, NativePart, NativeState, ResolvedBox } from "./resolve.ts";
import type { Pointing } from "./specification.ts";

/** A rectangle in epx, from the root's top left. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Something of a state that can be seen, sampled and measured: a fill, a stroke, a ring. */
export interface Region {
  /** The part's name, "focus outer" or "focus inner". */
  part: string;
  kind: "fill" | "stroke";
  shape: NativePart["shape"];
  /** Widths of a stroke: left, top, right, bottom, device px. */
  strokeWidth: Four;
}

/** A native state, drawn. The root's top left lies at (left, top), device px. */
export interface Drawing {
  image: Raster;
  /** One byte a pixel: 0, or 1 + the index of the region that is seen there. */
  visible: Uint8Array;
  /** The same, but 0 where regions share a pixel (anti-aliasing blends them), and `uncovered` where there is none. */
  solid: Uint8Array;
  regions: Region[];
  left: number;
  top: number;
  /** Device px a epx. */
  scale: number;
  /** Where glyphs belong, with their colours; they are not drawn. Device px, from the image's top left. */
  glyphs: { part: string; box: Box; colour: string; points?: Pointing }[];
  palette: Palette;
}

/** In `Drawing.solid`: what lies behind, whole. */
export const uncovered = 255;

/** How far around the root's border box (and whatever sticks out of it) is compared, epx. */
export const surround = 4;

/** Focus rings: primary and secondary thickness, epx. Their figures are resolved by the caller. */
export interface FocusThickness {
  outer: number;
  inner: number;
}

/** Resolves CSS system colours, which only forced colours need. */
export type Palette = Record<string, string>;

/**
 * The picture of a native state, as XAML paints it: a stroke lies inside its box, a corner radius is that of the
 * stroke's middle, a fill ends inside the stroke ("inner") or runs below it ("outer").
 * @param root size of the root's border box, device px: whole, as layout rounding makes it
 * @param offset what the root's top left lies off a whole device pixel
 * @param nudges only where the scale is not whole: which of the device pixels beside its own an edge lies on
 */
export function drawState(
  native: NativeState,
  root: { width: number; height: number },
  scale: number,
  focus: FocusThickness,
  palette: Palette = {},
  offset: Offset = { x: 0, y: 0 },
  nudges: Nudges = [],
): Drawing {
  const layers = layersOf(native, root, scale, focus, palette, offset, nudges);
  const { state, boxes, canvas, left, top, open, transform } = layers;
  const image = imageOf(layers, palette);
  const mapOf = (rendering: string): Uint8Array =>
    regionsOf(rasterise(`${open}<g ${transform} shape-rendering="${rendering}">${canvas.mapped}</g></svg>`));
  const key = `${open}${transform}${canvas.mapped}${JSON.stringify(canvas.regions)}`;
  let map = maps.get(key);
  if (!map) {
    map = {
      visible: mapOf("crispEdges").map((id) => (id === uncovered ? 0 : id)),
      solid: mapOf("geometricPrecision"),
      regions: canvas.regions,
    };
    maps.set(key, map);
  }

  return {
    image,
    ...map,
    left,
    top,
    scale,
    palette,
    glyphs: state.parts.flatMap((part, index) => {
      const box = boxes[index] as Box;
      if (part.shape !== "glyph" || typeof part.fill !== "string") return [];
      return [
        {
          part: part.name,
          ...(part.points ? { points: part.points } : {}),
          colour: colourOf(part.fill, palette),
          box: {
            x: left + box.x * scale,
            y: top + box.y * scale,
            width: box.width * scale,
            height: box.height * scale,
          },
        },
      ];
    }),
  };
}

/** A native state with everything that its picture is made of. */
interface Layers {
  state: NativeState;
  boxes: Box[];
  canvas: Canvas;
  /** Where the root lies and how large the picture is, device px. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** Of its SVG. */
  open: string;
  transform: string;
}

function layersOf(
  native: NativeState,
  root: { width: number; height: number },
  scale: number,
  focus: FocusThickness,
  palette: Palette,
  offset: Offset,
  nudges: Nudges,
): Layers {
  const size = { width: root.width / scale, height: root.height / scale };
  const { state, boxes } = onScreen(native, size, scale, offset, nudges);
  const bounds = around(state, boxes, size);
  const left = Math.ceil((surround - bounds.x) * scale);
  const top = Math.ceil((surround - bounds.y) * scale);
  const width = left + Math.ceil((bounds.x + bounds.width + surround) * scale);
  const height = top + Math.ceil((bounds.y + bounds.height + surround) * scale);

  const canvas = painted(state, boxes, size, scale, focus, palette);
  return {
    state,
    boxes,
    canvas,
    left,
    top,
    width,
    height,
    open: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    transform: `transform="translate(${left} ${top}) scale(${scale})"`,
  };
}

function imageOf({ state, canvas, width, height, open, transform }: Layers, palette: Palette): Raster {
  const background = state.on
    .map((colour) => `<rect width="${width}" height="${height}" ${paint(colour, palette)}/>`)
    .join("");
  return rasterise(`${open}<defs>${canvas.defs}</defs>${background}<g ${transform}>${canvas.painted}</g></svg>`);
}

/** The picture alone, as `drawState` draws it. */
export function drawImage(
  native: NativeState,
  root: { width: number; height: number },
  scale: number,
  focus: FocusThickness,
  palette: Palette,
  offset: Offset,
  nudges: Nudges,
): Raster {
  return imageOf(layersOf(native, root, scale, focus, palette, offset, nudges), palette);
}

/** Device px, from -0.5 to 0.5. */
export interface Offset {
  x: number;
  y: number;
}

/**
 * A line's thickness on a screen as CSS draws it, epx: whole device pixels, rounded down, at least one (CSS Backgrounds,
 * "snapping border widths"). XAML rounds a Border's to the nearest and smooths a shape's, which a style sheet cannot.
 */
export function lineOn(scale: number, thickness: number): number {
  if (Number.isInteger(scale) || thickness <= 0) return thickness;
  return Math.max(1, Math.floor(thickness * scale + 1e-6)) / scale;
}

/** Lines of a state, epx, that are not drawn as thick as they are at a scale. */
export function roundedLines({ parts, focus }: NativeState, scale: number, ring: FocusThickness): number[] {
  const all = [...parts.flatMap(({ strokeWidth }) => strokeWidth), ...(focus ? [ring.outer, ring.inner] : [])];
  return [...new Set(all.filter((thickness) => Math.abs(lineOn(scale, thickness) - thickness) > 1e-6))].sort();
}

/**
 * Focus rings on a screen as CSS draws them, epx: an outline is a line at a whole number of device pixels from its box,
 * towards it; the inner ring is a shadow that begins where it should and ends below the outline.
 */
function ringsOn(
  scale: number,
  margin: number,
  { outer, inner }: FocusThickness,
): { margin: number; lines: FocusThickness } {
  if (Number.isInteger(scale)) return { margin, lines: { outer, inner } };
  const outline = lineOn(scale, outer);
  const offset = Math.trunc(-(margin + outer) * scale) / scale;
  return { margin: -(offset + outline), lines: { outer: outline, inner: offset + margin + outer + inner } };
}

/**
 * By a part's index, device px by which its left, top, right and bottom edge are moved; or that its edges are smoothed
 * where they are, as those of XAML's shapes and of CSS gradients.
 */
export type Nudges = readonly (Four | "smoothed" | undefined)[];

/**
 * A state's parts as a screen shows them whose scale is not whole: edges lie on device pixels, as both browsers and
 * XAML's layout rounding place them, and lines are `lineOn` that scale. Paths are smoothed where they are.
 */
function onScreen(
  state: NativeState,
  size: { width: number; height: number },
  scale: number,
  offset: Offset,
  nudges: Nudges = [],
): { state: NativeState; boxes: Box[] } {
  const boxes = state.parts.map((part) => placeBox(part.box, size));
  if (Number.isInteger(scale)) return { state, boxes };
  const edge = (at: number, off: number, nudge: number): number => (Math.round(at * scale + off) + nudge) / scale;
  const parts = state.parts.map((part, index): NativePart => {
    if ((part.shape !== "rectangle" && part.shape !== "ellipse") || nudges[index] === "smoothed") return part;
    const strokeWidth = part.strokeWidth.map((width) => lineOn(scale, width)) as Four;
    // The outer edge keeps its curve.
    const radius = part.radius.map((middle, corner) =>
      middle > 0 ? middle + ((part.strokeWidth[corner] as number) - (strokeWidth[corner] as number)) / 2 : 0,
    ) as Four;
    return { ...part, strokeWidth, radius };
  });
  const placed = boxes.map((box, index): Box => {
    const { shape } = state.parts[index] as NativePart;
    if (shape !== "rectangle" && shape !== "ellipse") return box;
    const nudge = nudges[index] ?? ([0, 0, 0, 0] as const);
    if (nudge === "smoothed") return box;
    const [left, top, right, bottom] = nudge;
    const [x, y] = [edge(box.x, offset.x, left), edge(box.y, offset.y, top)];
    return {
      x,
      y,
      width: edge(box.x + box.width, offset.x, right) - x,
      height: edge(box.y + box.height, offset.y, bottom) - y,
    };
  });
  return { state: { ...state, parts }, boxes: placed };
}

/** Everything of a state but its glyphs, texts and shadow. */
function painted(
  state: NativeState,
  boxes: Box[],
  size: { width: number; height: number },
  scale: number,
  focus: FocusThickness,
  palette: Palette,
): Canvas {
  const canvas = new Canvas(palette);
  for (const [index, part] of state.parts.entries()) {
    if (part.shape !== "glyph") canvas.part(part, boxes[index] as Box, scale);
  }
  if (state.focus) canvas.focus(state, boxes[0], size, focus, scale);
  return canvas;
}

/** What a picture for people has beside the surfaces that are compared: SVG in epx, from the root's top left. */
export interface Finery {
  /** Beneath everything, such as a shadow. */
  below: string;
  /** On top of everything, such as text. */
  above: string;
  /** Font files that the text needs. */
  fonts: string[];
}

/**
 * The picture of a native state for people to look at.
 * @param root size of the root's border box, device px
 * @param frame the picture's size and where the root lies in it, device px
 */
export function drawPortrait(
  native: NativeState,
  root: { width: number; height: number },
  scale: number,
  focus: FocusThickness,
  palette: Palette,
  frame: { left: number; top: number; width: number; height: number },
  finery: (boxes: Box[], size: { width: number; height: number }) => Finery,
): Raster {
  const size = { width: root.width / scale, height: root.height / scale };
  const { state, boxes } = onScreen(native, size, scale, { x: 0, y: 0 });
  const canvas = painted(state, boxes, size, scale, focus, palette);
  const { below, above, fonts } = finery(boxes, size);
  const { width, height } = frame;
  const background = state.on
    .map((colour) => `<rect width="${width}" height="${height}" ${paint(colour, palette)}/>`)
    .join("");
  return rasterise(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${canvas.defs}</defs>${background}<g transform="translate(${frame.left} ${frame.top}) scale(${scale})">${below}${canvas.painted}${above}</g></svg>`,
    fonts,
  );
}

/** Most states of a widget differ in colours alone: they share their maps, and whatever is derived from these. */
const maps = new Map<string, Pick<Drawing, "visible" | "solid" | "regions">>();

/** The box of a part within the root, epx. */
export function placeBox(box: ResolvedBox, root: { width: number; height: number }): Box {
  const axis = (
    start: number | undefined,
    end: number | undefined,
    length: number | undefined,
    whole: number,
    centred: boolean,
  ): [number, number] => {
    if (centred) {
      const used = length ?? whole - 2 * Math.max(start ?? 0, end ?? 0);
      return [(whole - used) / 2 + (length === undefined ? 0 : (start ?? 0) - (end ?? 0)), used];
    }
    if (length === undefined) return [start ?? 0, whole - (start ?? 0) - (end ?? 0)];
    if (start === undefined && end !== undefined) return [whole - end - length, length];
    return [start ?? 0, length];
  };
  const [x, width] = axis(box.left, box.right, box.width, root.width, box.center === "x" || box.center === "both");
  const [y, height] = axis(box.top, box.bottom, box.height, root.height, box.center === "y" || box.center === "both");
  return { x, y, width, height };
}

/** What must be on the picture: the root, whatever sticks out of it, and the focus rings. */
function around(state: NativeState, boxes: Box[], root: { width: number; height: number }): Box {
  let [left, top, right, bottom] = [0, 0, root.width, root.height];
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  const out = Math.max(0, -(state.focus?.margin ?? 0) - surround + 1);
  return {
    x: left - out,
    y: top - out,
    width: right - left + 2 * out,
    height: bottom - top + 2 * out,
  };
}

function rasterise(svg: string, fonts: string[] = []): Raster {
  const image = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: fonts } }).render();
  return { width: image.width, height: image.height, data: image.pixels };
}

/** SVG of the picture and of the map of its regions, side by side. */
class Canvas {
  defs = "";
  painted = "";
  mapped = "";
  readonly regions: Region[] = [];

  constructor(readonly palette: Palette) {}

  part(part: NativePart, box: Box, scale: number): void {
    const opacity = part.opacity < 1 ? ` opacity="${part.opacity}"` : "";
    this.painted += `<g${opacity}>`;
    if (part.shape === "path") this.#path(part, box, scale);
    else this.#area(part, box, scale);
    this.painted += "</g>";
  }

  #area(part: NativePart, box: Box, scale: number): void {
    const stroke = part.strokeWidth;
    const outer = part.shape === "ellipse" ? ellipseRadii(box) : outerRadii(part.radius, stroke);
    const outline = roundedRectangle(box, outer);
    const innerBox = inset(box, stroke);
    const inside = roundedRectangle(innerBox, innerRadii(fitted(box, outer), stroke));
    const fillBox = part.sizing === "outer" ? box : innerBox;
    if (part.fill !== undefined) {
      this.#paint(
        part.sizing === "outer" ? outline : inside,
        part.fill,
        box,
        { part: part.name, kind: "fill", shape: part.shape, strokeWidth: [0, 0, 0, 0] },
        fillBox,
      );
    }
    if (part.stroke !== undefined && stroke.some((side) => side > 0)) {
      this.#paint(
        outline + inside,
        part.stroke,
        box,
        { part: part.name, kind: "stroke", shape: part.shape, strokeWidth: scaled(stroke, scale) },
        box,
      );
    }
  }

  #path(part: NativePart, box: Box, scale: number): void {
    const place = part.mirrored
      ? `transform="translate(${box.x + box.width} ${box.y}) scale(-1 1)"`
      : `transform="translate(${box.x} ${box.y})"`;
    const d = withoutMarkup(part.d ?? "");
    if (part.fill !== undefined) {
      this.painted += `<path d="${d}" ${place} ${this.#brush(part.fill, box)}/>`;
      this.mapped += `<path d="${d}" ${place} fill="${this.#region({ part: part.name, kind: "fill", shape: part.shape, strokeWidth: [0, 0, 0, 0] })}"/>`;
    }
    if (part.stroke !== undefined && part.strokeWidth[0] > 0) {
      const attributes = `d="${d}" ${place} fill="none" stroke-width="${part.strokeWidth[0]}" stroke-linecap="round" stroke-linejoin="round"`;
      this.painted += `<path ${attributes} ${this.#brush(part.stroke, box).replaceAll("fill", "stroke")}/>`;
      this.mapped += `<path ${attributes} stroke="${this.#region({ part: part.name, kind: "stroke", shape: part.shape, strokeWidth: scaled(part.strokeWidth, scale) })}"/>`;
    }
  }

  /** Two rings in the box that FocusVisualMargin makes of the root's: the outer at its edge, the inner inside it. */
  focus(
    state: NativeState,
    first: Box | undefined,
    root: { width: number; height: number },
    thickness: FocusThickness,
    scale: number,
  ): void {
    if (!state.focus) return;
    const { outer, inner } = state.focus;
    const { margin, lines } = ringsOn(scale, state.focus.margin, thickness);
    const total = lines.outer + lines.inner;
    const begin = state.focus.margin + thickness.outer + thickness.inner;
    const box: Box = {
      x: margin,
      y: margin,
      width: root.width - 2 * margin,
      height: root.height - 2 * margin,
    };
    const part = state.parts[0];
    let radius = state.focus.radius;
    if (radius === undefined) {
      const own =
        part && first
          ? part.shape === "ellipse"
            ? first.width / 2
            : (outerRadii(part.radius, part.strokeWidth)[0]?.[0] ?? 0)
          : 0;
      radius = own > 0 ? Math.max(0, own - begin) : 0;
    }
    const ring = (from: number, width: number, colour: string, name: string): void => {
      const around = inset(box, [from, from, from, from]);
      const within = inset(around, [width, width, width, width]);
      const at = (distance: number): [number, number][] =>
        Array.from({ length: 4 }, () => [radius + total - distance, radius + total - distance]);
      const rounded = radius > 0 || state.focus?.radius !== undefined;
      const path =
        roundedRectangle(around, rounded ? at(from) : square) +
        roundedRectangle(within, rounded ? at(from + width) : square);
      this.#paint(
        path,
        colour,
        box,
        {
          part: name,
          kind: "stroke",
          shape: "rectangle",
          strokeWidth: scaled([width, width, width, width], scale),
        },
        around,
      );
    };
    ring(0, lines.outer, outer, "focus outer");
    ring(lines.outer, lines.inner, inner, "focus inner");
  }

  #paint(d: string, brush: BrushValue, box: Box, region: Region, covered: Box): void {
    if (covered.width <= 0 || covered.height <= 0) return;
    this.painted += `<path fill-rule="evenodd" d="${d}" ${this.#brush(brush, box)}/>`;
    // A brush that is fully transparent hides nothing, so on the map it may only lie where nothing else does.
    if (isTransparent(brush) && this.mapped !== "") return;
    this.mapped += `<path fill-rule="evenodd" d="${d}" fill="${this.#region(region)}"/>`;
  }

  #region(region: Region): string {
    this.regions.push(region);
    const [red, green] = mapColour(this.regions.length);
    return `rgb(${red},${green},0)`;
  }

  #brush(brush: BrushValue, box: Box): string {
    return typeof brush === "string" ? paint(brush, this.palette) : this.#gradient(brush, box);
  }

  #gradient(gradient: Gradient, box: Box): string {
    const id = `g${this.defs.length}`;
    const length = gradient.mode === "relative" ? gradient.length * box.height : gradient.length;
    const from = gradient.flipped ? box.y + box.height : box.y;
    const to = gradient.flipped ? from - length : from + length;
    const stops = gradient.stops
      .map(({ offset, colour }) => {
        const [rgb, alpha] = splitColour(colourOf(colour, this.palette));
        return `<stop offset="${offset}" stop-color="${rgb}" stop-opacity="${alpha}"/>`;
      })
      .join("");
    this.defs += `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="${from}" y2="${to}">${stops}</linearGradient>`;
    return `fill="url(#${id})"`;
  }
}

/** A region's colour on the map. Two channels, so that a blend of two regions is not taken for a third. */
function mapColour(id: number): [number, number] {
  return [id, (id * 83) % 256];
}

function regionsOf({ data }: Raster): Uint8Array {
  const regions = new Uint8Array(data.length / 4);
  for (let at = 0; at < regions.length; at++) {
    const red = data[at * 4] as number;
    const alpha = data[at * 4 + 3];
    if (alpha === 255 && data[at * 4 + 1] === mapColour(red)[1]) regions[at] = red;
    else if (alpha === 0) regions[at] = uncovered;
  }
  return regions;
}

const square: [number, number][] = [
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
];

function scaled(widths: Four, scale: number): Four {
  return widths.map((width) => width * scale) as Four;
}

function isTransparent(brush: BrushValue): boolean {
  return typeof brush === "string" && splitColour(brush)[1] === 0;
}

export function colourOf(colour: string, palette: Palette): string {
  return colour.startsWith("#") ? colour : (palette[colour] ?? "#ff00ff");
}

export function splitColour(colour: string): [string, number] {
  if (!colour.startsWith("#")) return [colour, 1];
  return [colour.slice(0, 7), colour.length > 7 ? Number.parseInt(colour.slice(7, 9), 16) / 255 : 1];
}

function paint(colour: string, palette: Palette): string {
  const [rgb, alpha] = splitColour(colourOf(colour, palette));
  return alpha === 1 ? `fill="${rgb}"` : `fill="${rgb}" fill-opacity="${alpha}"`;
}

function withoutMarkup(text: string): string {
  return text.replace(/[<>&"]/g, "");
}

function inset(box: Box, [left, top, right, bottom]: Four): Box {
  return {
    x: box.x + left,
    y: box.y + top,
    width: box.width - left - right,
    height: box.height - top - bottom,
  };
}

function ellipseRadii(box: Box): [number, number][] {
  return Array.from({ length: 4 }, () => [box.width / 2, box.height / 2]);
}

/** The stroke's outer edge: half a stroke beyond the radius of its middle. A square corner stays square. */
function outerRadii(radius: Four, [left, top, right, bottom]: Four): [number, number][] {
  const [topLeft, topRight, bottomRight, bottomLeft] = radius;
  const grow = (r: number, x: number, y: number): [number, number] => (r > 0 ? [r + x / 2, r + y / 2] : [0, 0]);
  return [
    grow(topLeft, left, top),
    grow(topRight, right, top),
    grow(bottomRight, right, bottom),
    grow(bottomLeft, left, bottom),
  ];
}

function innerRadii(outer: [number, number][], [left, top, right, bottom]: Four): [number, number][] {
  const sides: [number, number][] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  return outer.map(([x, y], corner) => {
    const [dx, dy] = sides[corner] as [number, number];
    return [Math.max(0, x - dx), Math.max(0, y - dy)];
  });
}

/** Radii that do not fit are shrunk together, as XAML and CSS both do. */
function fitted(box: Box, radii: [number, number][]): [number, number][] {
  const [tl, tr, br, bl] = radii as [[number, number], [number, number], [number, number], [number, number]];
  const factor = Math.min(
    1,
    box.width / Math.max(1e-9, tl[0] + tr[0], bl[0] + br[0]),
    box.height / Math.max(1e-9, tl[1] + bl[1], tr[1] + br[1]),
  );
  return radii.map(([x, y]) => [x * factor, y * factor]);
}

function roundedRectangle(box: Box, radii: [number, number][]): string {
  if (box.width <= 0 || box.height <= 0) return "";
  const [tl, tr, br, bl] = fitted(box, radii) as [
    [number, number],
    [number, number],
    [number, number],
    [number, number],
  ];
  const { x, y, width, height } = box;
  const arc = ([rx, ry]: [number, number], toX: number, toY: number): string =>
    rx > 0 && ry > 0 ? `A${rx} ${ry} 0 0 1 ${toX} ${toY}` : `L${toX} ${toY}`;
  return [
    `M${x + tl[0]} ${y}H${x + width - tr[0]}`,
    arc(tr, x + width, y + tr[1]),
    `V${y + height - br[1]}`,
    arc(br, x + width - br[0], y + height),
    `H${x + bl[0]}`,
    arc(bl, x, y + height - bl[1]),
    `V${y + tl[1]}`,
    arc(tl, x + tl[0], y),
    "Z",
  ].join("");
}

/** A native state as SVG: what `drawState` rasterises, without what lies behind. Lengths in epx from the root's top left. */
export interface Vector {
  defs: string;
  painted: string;
  /** What can be seen of it; the root is only a part. */
  bounds: Box;
  /** Boxes of its parts, in the state's order. */
  boxes: Box[];
}

/** @param root size of the root's border box, epx */
export function vectorOf(
  state: NativeState,
  root: { width: number; height: number },
  focus: FocusThickness,
  palette: Palette = {},
): Vector {
  const boxes = state.parts.map((part) => placeBox(part.box, root));
  const canvas = new Canvas(palette);
  for (const [index, part] of state.parts.entries()) {
    if (part.shape !== "glyph") canvas.part(part, boxes[index] as Box, 1);
  }
  if (state.focus) canvas.focus(state, boxes[0], root, focus, 1);
  return { defs: canvas.defs, painted: canvas.painted, bounds: around(state, boxes, root), boxes };
}
