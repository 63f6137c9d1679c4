import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fluentIconBody } from "../build/fluent-icon.ts";
import type { Content, Glyph } from "../references/portrait.ts";
import { projectRoot } from "../util/paths.ts";
import type { Widget } from "../visual/specimens.ts";

/** A specimen as Chromium lays it out in Open Sans: what the site cannot know without a browser. Lengths in CSS px. */
export interface MeasuredCell {
  /** The root's border box, from the frame's top left. */
  root: [x: number, y: number, width: number, height: number];
  /** How high the frame must be for what stands out of the flow. */
  room: number;
  /** How far from its start something of it can be seen. */
  reach: number;
  /** Fluent icons of the root's glyphs, in the order of the page. */
  glyphs: string[];
  /** The texts' words, by name. */
  words: Record<string, string>;
  /** What we compute: radius, border width, then by text: size, weight, line height. */
  ours: { radius: string; border: string; texts: Record<string, [size: number, weight: number, line: number | null]> };
}

export interface Measured {
  /** Of the specimens, references and style sheets of the widget that was measured. */
  hash: string;
  cells: Record<string, MeasuredCell>;
}

/** The recording, beside the pictures of the documents. */
export const measuredFile = path.join(projectRoot, "docs/site/measured.json");

/** Of what a widget's measures depend on: its own folder, and the tokens that decide sizes. */
export function hashOfWidget(widget: Widget, tokens: string): string {
  const hash = createHash("sha256").update(tokens);
  const files = [`${widget.name}.html`, `${widget.name}.css`, `${widget.name}.reference.json`];
  for (const file of files.map((name) => path.join(widget.folder, name)))
    if (existsSync(file)) hash.update(readFileSync(file, "utf8").replaceAll("\r\n", "\n"));
  return hash.digest("hex").slice(0, 16);
}

/** By the widget's name; nothing where it was never recorded. */
export function readMeasured(): Record<string, Measured> {
  return existsSync(measuredFile) ? (JSON.parse(readFileSync(measuredFile, "utf8")) as Record<string, Measured>) : {};
}

/** The token files that sizes come from, as text. */
export function sizeTokens(themeFolders: readonly string[]): string {
  return themeFolders
    .flatMap((folder) => ["tokens/type.css", "tokens/shape.css"].map((file) => path.join(folder, file)))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8").replaceAll("\r\n", "\n"))
    .join("\n");
}

/** What a specimen shows that no reference says. */
export function contentOf(known: Pick<MeasuredCell, "words" | "glyphs"> | undefined): Content {
  return {
    texts: known?.words ?? {},
    glyphs: (known?.glyphs ?? []).flatMap((name) => glyphOf(name)),
    pointing: Object.fromEntries(
      (["up", "down", "left", "right"] as const).flatMap((side) =>
        glyphOf(`chevron-${side}-12-regular`).map((glyph) => [side, glyph]),
      ),
    ),
  };
}

function glyphOf(name: string): Glyph[] {
  const svg = fluentIconBody(name);
  const d = [...(svg ?? "").matchAll(/\bd="([^"]+)"/g)].map(([, path]) => path).join(" ");
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg ?? "")?.[1]);
  return d && size ? [{ d, size }] : [];
}
