import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { removeTree } from "../util/disc.ts";
import { relativeToProject } from "../util/paths.ts";
import { kinds, readBytes } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
import { crop, encodePng, levels, pixel, type Raster, type Rectangle } from "../visual/raster.ts";
import type { Widget } from "../visual/specimens.ts";
import { ownCaptures } from "./evidence.ts";
import type { ThemeName } from "./facts.ts";
import { readPng } from "./png.ts";
import { readReference } from "./read.ts";
import { type NativeData, resolveState } from "./resolve.ts";

export interface ImportOptions {
  widget: Widget;
  /** "variant/state" */
  state: string;
  theme: ThemeName;
  scale: number;
  crop?: Rectangle;
  source?: string;
  licence?: string;
  accent?: string;
  build?: string;
  /** Where it goes; default: the repository's own captures. */
  folder?: string;
}

/** Room that is kept around the widget, epx. */
const margin = 8;

/** Height may differ from the native figure by this much, epx. */
const tolerance = 1;

/** Levels beyond which a pixel is not the background any more: what wallpaper-tinted Mica varies by. */
const backgroundLevels = 2;

/**
 * Takes a screenshot of a native widget into the repository: finds the widget, checks its height against the native
 * figure at the scale that was given, trims, and writes image and provenance.
 * @returns the two files
 * @throws {UserError} and nothing is written
 */
export function importCapture(file: string, options: ImportOptions, data: NativeData): string[] {
  const whole = readPng(file);
  const shown = relativeToProject(file);
  const { widget, state, theme, scale } = options;
  const area = options.crop ?? { x: 0, y: 0, width: whole.width, height: whole.height };
  if (
    area.width < 1 ||
    area.height < 1 ||
    area.x < 0 ||
    area.y < 0 ||
    area.x + area.width > whole.width ||
    area.y + area.height > whole.height
  ) {
    throw new UserError(
      `the crop does not lie within its ${whole.width} x ${whole.height} px`,
      "Give --crop x,y,width,height in px",
      { file: shown },
    );
  }
  if (!widget.reference)
    throw new UserError(
      `${widget.name} has no reference to check it against`,
      `Write ${widget.name}.reference.json first`,
    );
  const reference = readReference(widget.reference);
  const [variant, name] = state.split("/") as [string, string | undefined];
  const native = name === undefined ? undefined : resolveState(reference, variant, name, theme, data);
  if (!native) {
    const known = Object.entries(reference.specification.variants).flatMap(([key, { states }]) =>
      Object.keys(states).map((each) => `${key}/${each}`),
    );
    throw new UserError(`${widget.name} has no state "${state}"`, `Name one of: ${known.join(", ")}`);
  }
  const image = crop(whole, area);
  const box = findBox(image);
  if (!box)
    throw new UserError(
      "there is no widget in it: it is all one colour",
      "Crop it around the widget, with some background",
      { file: shown },
    );
  if (native.height !== undefined) {
    const high = box.height / scale;
    if (Math.abs(high - native.height) > tolerance) {
      const likely = [1, 1.25, 1.5, 1.75, 2, 2.5, 3].find(
        (other) => Math.abs(box.height / other - (native.height as number)) <= tolerance,
      );
      throw new UserError(
        `what it shows is ${box.height} px high, ${Math.round(high * 10) / 10} epx at scale ${scale}, but a native ${widget.name} is ${native.height} epx`,
        likely
          ? `Give --scale ${likely} if that was Windows' scale`
          : "Crop it to one widget with --crop x,y,width,height",
        { file: shown },
      );
    }
  }
  const room = Math.ceil(margin * scale);
  const kept: Rectangle = {
    x: Math.max(0, box.x - room),
    y: Math.max(0, box.y - room),
    width: 0,
    height: 0,
  };
  kept.width = Math.min(image.width, box.x + box.width + room) - kept.x;
  kept.height = Math.min(image.height, box.y + box.height + room) - kept.y;
  const png = encodePng(crop(image, kept));
  const folder = options.folder ?? ownCaptures;
  const base = `${widget.name}--${state.replace("/", "-")}--${theme}`;
  let number = 1;
  while (existsSync(path.join(folder, `${base}--${number}.png`))) number++;
  const target = path.join(folder, `${base}--${number}`);
  const provenance = {
    widget: widget.name,
    state,
    theme,
    scale,
    accent: options.accent ?? null,
    build: options.build ?? null,
    lossy: false,
    confidence: "high",
    box: { x: box.x - kept.x, y: box.y - kept.y, width: box.width, height: box.height },
    source: options.source ?? "own screenshot",
    licence: options.licence ?? "CC0-1.0",
    sha256Source: createHash("sha256").update(readBytes(file, kinds.picture)).digest("hex"),
    sha256: createHash("sha256").update(png).digest("hex"),
  };
  try {
    writeAtomically(`${target}.png`, png);
    writeAtomically(`${target}.json`, `${JSON.stringify(provenance, null, 2)}\n`);
  } catch (error) {
    removeTree(`${target}.png`);
    throw error;
  }
  return [`${target}.png`, `${target}.json`];
}

/** The bounds of everything that is not the background, which is the most frequent colour of the picture's rim. */
export function findBox(image: Raster): Rectangle | undefined {
  const { width, height } = image;
  const rim = new Map<number, number>();
  const count = (x: number, y: number): void => {
    const [r, g, b] = pixel(image, x, y);
    const key = (r << 16) | (g << 8) | b;
    rim.set(key, (rim.get(key) ?? 0) + 1);
  };
  for (let x = 0; x < width; x++) {
    count(x, 0);
    count(x, height - 1);
  }
  for (let y = 0; y < height; y++) {
    count(0, y);
    count(width - 1, y);
  }
  const key = [...rim].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
  const background: [number, number, number] = [key >> 16, (key >> 8) & 255, key & 255];
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (levels(pixel(image, x, y), background) <= backgroundLevels) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
