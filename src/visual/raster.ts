import { deflateSync, inflateSync } from "node:zlib";
import { PNG } from "pngjs";

/** Pixels, RGBA, 8 bits a channel, row by row from the top. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Rgb = [number, number, number];

/** A copy of a part; what lies outside is transparent black. */
export function crop(source: Raster, { x, y, width, height }: Rectangle): Raster {
  const data = new Uint8Array(width * height * 4);
  const fromX = Math.max(0, x);
  const toX = Math.min(source.width, x + width);
  if (toX > fromX) {
    for (let row = Math.max(0, y); row < Math.min(source.height, y + height); row++) {
      const from = (row * source.width + fromX) * 4;
      data.set(source.data.subarray(from, from + (toX - fromX) * 4), ((row - y) * width + fromX - x) * 4);
    }
  }
  return { width, height, data };
}

export function pixel(raster: Raster, x: number, y: number): Rgb {
  const at = (y * raster.width + x) * 4;
  return [raster.data[at] as number, raster.data[at + 1] as number, raster.data[at + 2] as number];
}

/** Largest difference of a channel, levels of 255. */
export function levels(a: Rgb, b: Rgb): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
}

export function hex([r, g, b]: Rgb): string {
  return `#${[r, g, b].map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** An opaque PNG. Every row is filtered against the one above: flat surfaces then compress to almost nothing. */
export function encodePng({ width, height, data }: Raster): Buffer {
  const stride = width * 3 + 1;
  const raw = Buffer.alloc(stride * height);
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  for (let y = 0; y < height; y++) {
    let to = y * stride;
    raw[to++] = 2;
    let at = y * width;
    for (let x = 0; x < width; x++, at++, to += 3) {
      const above = at - width;
      if (y > 0 && pixels[at] === pixels[above]) continue;
      for (let channel = 0; channel < 3; channel++) {
        raw[to + channel] = (data[at * 4 + channel] as number) - (y > 0 ? (data[above * 4 + channel] as number) : 0);
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw, { level: 3 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (crcTable[(value ^ byte) & 255] as number);
  return (value ^ 0xffffffff) >>> 0;
}

/**
 * Decodes what the browser sends: 8 bits, RGB or RGBA, not interlaced. Several times faster than a general decoder,
 * and decoding is most of a comparison's time. Anything else goes to pngjs.
 */
export function decodePng(bytes: Uint8Array): Raster {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = png[25] === 6 ? 4 : png[25] === 2 ? 3 : 0;
  if (png[24] !== 8 || channels === 0 || png[28] !== 0) {
    const { data, ...size } = PNG.sync.read(png);
    return { width: size.width, height: size.height, data };
  }
  const pieces: Buffer[] = [];
  for (let at = 8; at + 8 <= png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") pieces.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const stride = width * channels;
  const raw = inflateSync(Buffer.concat(pieces));
  unfilter(raw, height, stride, channels);
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    let from = y * (stride + 1) + 1;
    let to = y * width * 4;
    if (channels === 4) {
      data.set(raw.subarray(from, from + stride), to);
      continue;
    }
    for (let x = 0; x < width; x++) {
      data[to++] = raw[from++] as number;
      data[to++] = raw[from++] as number;
      data[to++] = raw[from++] as number;
      data[to++] = 255;
    }
  }
  return { width, height, data };
}

function unfilter(raw: Uint8Array, height: number, stride: number, channels: number): void {
  for (let y = 0; y < height; y++) {
    const row = y * (stride + 1) + 1;
    const above = row - stride - 1;
    const filter = raw[row - 1];
    if (filter === 0) continue;
    // The two that flat surfaces get, without a test a byte.
    if (filter === 1) {
      for (let at = row + channels; at < row + stride; at++) {
        raw[at] = (raw[at] as number) + (raw[at - channels] as number);
      }
      continue;
    }
    if (filter === 2) {
      for (let x = 0; y > 0 && x < stride; x++) raw[row + x] = (raw[row + x] as number) + (raw[above + x] as number);
      continue;
    }
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? (raw[row + x - channels] as number) : 0;
      const up = y > 0 ? (raw[above + x] as number) : 0;
      const value = raw[row + x] as number;
      if (filter === 3) raw[row + x] = value + ((left + up) >> 1);
      else {
        const corner = x >= channels && y > 0 ? (raw[above + x - channels] as number) : 0;
        const estimate = left + up - corner;
        const toLeft = Math.abs(estimate - left);
        const toUp = Math.abs(estimate - up);
        const toCorner = Math.abs(estimate - corner);
        raw[row + x] = value + (toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
      }
    }
  }
}
