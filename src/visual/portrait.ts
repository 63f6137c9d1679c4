import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inflateSync } from "node:zlib";
import { fluentIconBody } from "../build/fluent-icon.ts";
import {
  type Box,
  colourOf,
  drawPortrait,
  type Finery,
  type FocusThickness,
  type Palette,
  splitColour,
} from "../references/draw.ts";
import type { NativePart, NativeState, NativeText } from "../references/resolve.ts";
import { cachedFile } from "../util/cache.ts";
import type { CellFacts, TextFacts } from "./page.ts";
import type { Raster } from "./raster.ts";

/*
 * The native widget for people to look at: with its text, its glyphs and its shadow, which the comparison measures by
 * figures and leaves out of its drawing. Nothing is judged by it.
 */

/** The open font that stands in for Segoe UI, here as in the browser: its letters are as wide, nearly, and as high. */
export const standIn = "Open Sans";

/** Of the font, shares of its size: hhea ascender and descender. */
const ascent = 1.069;
const descent = 0.293;

/**
 * Draws a native state with what the comparison leaves out.
 * @param facts of our rendering: what a text says, and where it stands wherever WinUI's figures do not say
 * @param frame the picture's size and where the root lies in it, device px
 */
export function portray(
  native: NativeState,
  root: { width: number; height: number },
  scale: number,
  focus: FocusThickness,
  palette: Palette,
  facts: Pick<CellFacts, "text" | "texts">,
  rightToLeft: boolean,
  frame: { left: number; top: number; width: number; height: number },
): Raster {
  return drawPortrait(native, root, scale, focus, palette, frame, (boxes, size): Finery => {
    const named = Object.entries(native.texts).map(([name, text]) => [text, facts.texts[name] ?? null] as const);
    const texts = [...(native.text ? [[native.text, facts.text] as const] : []), ...named];
    return {
      below: shadowOf(native, boxes, size),
      above: [
        ...native.parts.map((part, index) => glyphOf(part, boxes[index] as Box, palette)),
        ...texts.map(([text, own]) => textOf(text, own, size, palette, rightToLeft)),
      ].join(""),
      fonts: texts.length > 0 ? fontFiles() : [],
    };
  });
}

function shadowOf({ shadow, parts }: NativeState, boxes: Box[], size: { width: number; height: number }): string {
  const box = boxes[0] ?? { x: 0, y: 0, ...size };
  const radius = parts[0]?.radius[0] ?? 0;
  return (shadow ?? [])
    .map(
      ({ y, blur, opacity }, index) =>
        `<filter id="s${index}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${blur / 2}"/></filter><rect x="${box.x}" y="${box.y + y}" width="${box.width}" height="${box.height}" rx="${radius}" fill="#000" fill-opacity="${opacity}" filter="url(#s${index})"/>`,
    )
    .join("");
}

/** A glyph in its box; one that is many times as wide as high is as many, side by side. */
function glyphOf({ shape, fill, icon, points, opacity }: NativePart, box: Box, palette: Palette): string {
  const name = icon ?? (points ? `chevron-${points}-12-regular` : undefined);
  const svg = shape === "glyph" && typeof fill === "string" && name ? fluentIconBody(name) : undefined;
  if (!svg || typeof fill !== "string") return "";
  const [, view = 12] = /viewBox="0 0 (\d+)/.exec(svg) ?? [];
  const body = svg.replace(/^<svg[^>]*>|<\/svg>$/g, "");
  const [colour, alpha] = splitColour(colourOf(fill, palette));
  const count = Math.max(1, Math.round(box.width / box.height));
  const side = box.width / count;
  return Array.from(
    { length: count },
    (_, index) =>
      `<g transform="translate(${box.x + index * side} ${box.y}) scale(${side / Number(view)})" fill="${colour}" fill-opacity="${alpha * opacity}">${body}</g>`,
  ).join("");
}

function textOf(
  text: NativeText,
  own: TextFacts | null,
  size: { width: number; height: number },
  palette: Palette,
  rightToLeft: boolean,
): string {
  // An icon of GLPI's own font is GLPI's, not the widget's.
  if (!own || text.symbol || own.lines.length === 0) return "";
  const lineHeight = text.lineHeight ?? own.lineHeight ?? text.size * (ascent + descent);
  const height = lineHeight * own.lines.length;
  const bottom = text.bottom ?? own.bottom;
  const top =
    text.top ??
    (text.bottom === undefined ? undefined : size.height - text.bottom - height) ??
    own.top ??
    (bottom === undefined ? (size.height - height) / 2 : size.height - bottom - height);
  const [start, end] = [text.left ?? own.left, text.right ?? own.right];
  const [x, anchor] =
    text.middle !== undefined
      ? [text.middle, "middle"]
      : text.left === undefined && text.right !== undefined
        ? [size.width - text.right, "end"]
        : start !== undefined
          ? [start, "start"]
          : [size.width - (end ?? 0), "end"];
  const mirrored = { start: "end", middle: "middle", end: "start" } as const;
  const [colour, alpha] = splitColour(colourOf(text.colour, palette));
  const baseline = top + (lineHeight - text.size * (ascent + descent)) / 2 + text.size * ascent;
  return own.lines
    .map(
      (line, index) =>
        `<text x="${rightToLeft ? size.width - x : x}" y="${baseline + index * lineHeight}" text-anchor="${rightToLeft ? mirrored[anchor as "start"] : anchor}" font-family="${standIn}" font-size="${text.size}" font-weight="${text.weight}" fill="${colour}" fill-opacity="${alpha * text.opacity}" xml:space="preserve">${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`,
    )
    .join("");
}

let fonts: string[] | undefined;

/** The stand-in's files, unpacked once: the drawing library reads no packed fonts. */
function fontFiles(): string[] {
  fonts ??= [400, 600].map((weight) => {
    const name = `open-sans-latin-${weight}-normal`;
    const packed = createRequire(import.meta.url).resolve(`@fontsource/open-sans/files/${name}.woff`);
    return cachedFile(`fonts/${name}.ttf`, unpacked(readFileSync(packed)));
  });
  return fonts;
}

/** A WOFF font as the OpenType font it packs (W3C WOFF 1.0, sections 3 to 5). */
export function unpacked(woff: Buffer): Buffer {
  const tables = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + tables * 16);
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  head.writeUInt16BE(tables, 4);
  const power = Math.floor(Math.log2(tables));
  head.writeUInt16BE(2 ** power * 16, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE(tables * 16 - 2 ** power * 16, 10);
  const parts = [head];
  let offset = head.length;
  for (let index = 0; index < tables; index++) {
    const entry = 44 + index * 20;
    const [from, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [number, number, number];
    const stored = woff.subarray(from, from + packed);
    const table = Buffer.alloc(Math.ceil(length / 4) * 4);
    (packed < length ? inflateSync(stored) : stored).copy(table);
    const at = 12 + index * 16;
    woff.copy(head, at, entry, entry + 4);
    woff.copy(head, at + 4, entry + 16, entry + 20);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(length, at + 12);
    parts.push(table);
    offset += table.length;
  }
  return Buffer.concat(parts);
}
