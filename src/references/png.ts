import { inflateSync } from "node:zlib";
import { PNG } from "pngjs";
import { type Fail, failing, kinds, type ReadOptions, readBytes } from "../util/read.ts";
import type { Raster } from "../visual/raster.ts";

/** Longest side of a picture that is read, px. */
const longestSide = 16_384;
/** Pixels that are read at most: an 8K screen has 33 million. Decoding takes some 16 bytes for each. */
const mostPixels = 36e6;

/**
 * A picture's pixels: a PNG of 8 bits a channel that does not move. Its size is read before anything is decoded.
 * @throws {UserError} naming the file, for anything else
 */
export function readPng(file: string, options: ReadOptions = {}): Raster {
  const fail = failing(file, options);
  return pixelsOf(readBytes(file, kinds.picture, { remedy: "Name a PNG file", ...options }), fail);
}

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const otherPictures: [magic: string, what: string][] = [
  ["ffd8ff", "a JPEG, whose colours are not exact"],
  ["474946", "a GIF"],
  ["424d", "a BMP"],
  ["52494646", "a WebP"],
];

/** The pixels of a PNG that is in memory. @param fail throws what it is told */
function pixelsOf(bytes: Buffer, fail: Fail): Raster {
  if (bytes.length === 0) fail("it is empty", "Take the screenshot again");
  if (!bytes.subarray(0, 8).equals(signature)) {
    const kind = otherPictures.find(([magic]) => bytes.toString("hex", 0, 4).startsWith(magic))?.[1] ?? "no PNG";
    fail(`it is ${kind}`, "Save the screenshot as PNG");
  }
  if (bytes.length < 33 || bytes.toString("latin1", 12, 16) !== "IHDR" || bytes.readUInt32BE(8) !== 13)
    fail("it is cut off or malformed", "Take the screenshot again");
  const [width, height, depth] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[24]];
  if (width === 0 || height === 0) fail("it has no pixels", "Take the screenshot again");
  if (width > longestSide || height > longestSide)
    fail(`it is ${width} x ${height} px`, `Crop it: at most ${longestSide} px a side are read`);
  if (width * height > mostPixels)
    fail(`it is ${width} x ${height} px`, `Crop it: at most ${mostPixels / 1e6} million pixels are read`);
  if (depth === 16)
    fail("it has 16 bits a channel", "Save it with 8 bits a channel: HDR screenshots have other colours");
  mustEnd(bytes, fail);
  const bits = (channels[bytes[25] as number] ?? 4) * (depth as number);
  // Bytes of all rows, each with its filter; an interlaced picture has more rows.
  const needed =
    bytes[28] === 0 ? height * (1 + Math.ceil((width * bits) / 8)) : Math.ceil((width * height * bits) / 8);
  mustInflate(bytes, width * height, needed, fail);
  try {
    const { data } = PNG.sync.read(bytes);
    return { width, height, data };
  } catch (error) {
    return fail(`it is malformed (${(error as Error).message})`, "Take the screenshot again");
  }
}

/** Its chunks are whole, one header, no animation. */
function mustEnd(bytes: Buffer, fail: Fail): void {
  let ended = false;
  let headers = 0;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (at + 12 + length > bytes.length) break;
    if (type === "acTL") fail("it is animated", "Take a still screenshot");
    // A second header would be believed by the decoder, after the first was found small enough.
    if (type === "IHDR" && ++headers > 1) fail("it is malformed (two headers)", "Take the screenshot again");
    if (type === "IEND") ended = true;
    at += 12 + length;
  }
  if (!ended) fail("it is cut off", "Take the screenshot or copy the file again");
}

/** By a PNG's colour type: samples a pixel. */
const channels: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * The decoder bounds what it inflates of plain pictures only, not of interlaced ones, and shows black where a plain one
 * has too few bytes.
 */
function mustInflate(bytes: Buffer, pixels: number, needed: number, fail: Fail): void {
  let inflated = 0;
  const pieces: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") pieces.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  try {
    // Four channels, and for each of seven passes one byte a row.
    inflated = inflateSync(Buffer.concat(pieces), { maxOutputLength: pixels * 4 + longestSide * 14 }).length;
  } catch (error) {
    fail(`it is malformed (${(error as Error).message})`, "Take the screenshot again");
  }
  if (inflated < needed) fail("its pixels are cut off", "Take the screenshot or copy the file again");
}
