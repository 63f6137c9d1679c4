import { readFileSync } from "node:fs";
import { PNG } from "pngjs";
import { relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import type { Raster } from "../visual/raster.ts";

/** Longest side of a screenshot that is read, px. A larger one is no screenshot, and would fill the memory. */
const largest = 16_384;

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/**
 * Reads a screenshot: a PNG of 8 bits a channel that does not move.
 * @throws {UserError} naming the file, for anything else
 */
export function readPng(file: string): Raster {
  const shown = relativeToProject(file);
  const fail = (problem: string, remedy: string): never => {
    throw new UserError(problem, remedy, { file: shown });
  };
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return fail("it cannot be read", "Name a PNG file");
  }
  if (bytes.length === 0) fail("it is empty", "Take the screenshot again");
  if (!bytes.subarray(0, 8).equals(signature)) {
    const kinds: [string, string][] = [
      ["ffd8ff", "a JPEG, whose colours are not exact"],
      ["474946", "a GIF"],
      ["424d", "a BMP"],
      ["52494646", "a WebP"],
    ];
    const kind = kinds.find(([magic]) => bytes.toString("hex", 0, 4).startsWith(magic))?.[1] ?? "no PNG";
    fail(`it is ${kind}`, "Save the screenshot as PNG");
  }
  if (bytes.length < 33 || bytes.toString("latin1", 12, 16) !== "IHDR")
    fail("it is cut off or malformed", "Take the screenshot again");
  const [width, height, depth] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[24]];
  if (width === 0 || height === 0) fail("it has no pixels", "Take the screenshot again");
  if (width > largest || height > largest)
    fail(`it is ${width} x ${height} px`, `Crop it: at most ${largest} px a side are read`);
  if (depth === 16)
    fail("it has 16 bits a channel", "Save it with 8 bits a channel: HDR screenshots have other colours");
  let ended = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (at + 12 + length > bytes.length) break;
    if (type === "acTL") fail("it is animated", "Take a still screenshot");
    if (type === "IEND") ended = true;
    at += 12 + length;
  }
  if (!ended) fail("it is cut off", "Take the screenshot or copy the file again");
  try {
    const { data } = PNG.sync.read(bytes);
    return { width, height, data };
  } catch (error) {
    return fail(`it is malformed (${(error as Error).message})`, "Take the screenshot again");
  }
}
