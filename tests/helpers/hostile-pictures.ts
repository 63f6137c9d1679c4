import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";

/* Files that are named as pictures and are none, or such as would fill the memory of whoever believed them. */

function chunk(type: string, data: Buffer, sum?: number): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(sum ?? crc32(body));
  return Buffer.concat([length, body, check]);
}

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const end = chunk("IEND", Buffer.alloc(0));

function header(width: number, height: number, depth = 8, colour = 2, interlace = 0): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, interlace], 8);
  return chunk("IHDR", data);
}

const pixels = (bytes: number): Buffer => chunk("IDAT", deflateSync(Buffer.alloc(bytes)));
const png = (...parts: Buffer[]): Buffer => Buffer.concat([signature, ...parts]);
const small = pixels(20 * 61);
const whole = png(header(20, 20), small, end);

/** By what is wrong with each. */
export const hostilePictures: Record<string, Buffer> = {
  "16,384 pixels a side": png(header(16384, 16384), pixels(16), end),
  "16,384 pixels a side, grey": png(header(16384, 16384, 8, 0), pixels(16), end),
  "16,384 pixels a side, interlaced": png(header(16384, 16384, 8, 6, 1), pixels(16), end),
  "6,001 pixels a side": png(header(6001, 6001), pixels(16), end),
  "the longest side there is": png(header(0xffffffff, 1), pixels(16), end),
  "the largest numbers there are": png(header(0x7fffffff, 0x7fffffff), pixels(16), end),
  "no width": png(header(0, 20), small, end),
  "no height": png(header(20, 0), small, end),
  "100 MB of pixels for 400": png(header(20, 20), pixels(100_000_000), end),
  "100 MB of pixels for 400, interlaced": png(header(20, 20, 8, 6, 1), pixels(100_000_000), end),
  "too few pixels": png(header(20, 20), pixels(10), end),
  "too few pixels, interlaced": png(header(20, 20, 8, 6, 1), pixels(10), end),
  "no pixels": png(header(20, 20), end),
  "pixels that do not inflate": png(header(20, 20), chunk("IDAT", Buffer.from("not zlib at all")), end),
  "a header with a wrong sum": png(chunk("IHDR", header(20, 20).subarray(8, 21), 1), small, end),
  "pixels with a wrong sum": png(header(20, 20), chunk("IDAT", deflateSync(Buffer.alloc(1220)), 1), end),
  "two headers": png(header(20, 20), header(16384, 16384), small, end),
  "a header that is too short": png(chunk("IHDR", Buffer.alloc(5)), small, end),
  "a header that is too long": png(chunk("IHDR", Buffer.alloc(400)), small, end),
  "no header": png(small, end),
  "a header after the pixels": png(small, header(20, 20), end),
  "no end": png(header(20, 20), small),
  "cut in the middle": whole.subarray(0, 45),
  "cut in the header": whole.subarray(0, 20),
  "the signature alone": signature,
  "a chunk of 4 GB": png(header(20, 20), Buffer.from([255, 255, 255, 255]), Buffer.from("IDAT"), small),
  "a chunk of 2 GB": png(header(20, 20), Buffer.from([127, 255, 255, 255]), Buffer.from("tEXt"), small),
  "an unknown depth": png(header(20, 20, 3), small, end),
  "16 bits": png(header(20, 20, 16), small, end),
  "an unknown colour": png(header(20, 20, 8, 7), small, end),
  "an unknown interlacing": png(header(20, 20, 8, 2, 9), small, end),
  "a palette that is not there": png(header(20, 20, 8, 3), pixels(20 * 21), end),
  "a filter that is not there": png(header(20, 20), chunk("IDAT", deflateSync(Buffer.alloc(1220, 9))), end),
  "one that moves": png(header(20, 20), chunk("acTL", Buffer.alloc(8)), small, end),
  nothing: Buffer.alloc(0),
  "one byte": Buffer.from([137]),
  zeros: Buffer.alloc(5000),
  "a GIF": Buffer.from("GIF89a\u0001\u0000\u0001\u0000"),
  "a JPEG": Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]),
  "a WebP": Buffer.from("RIFF\u0010\u0000\u0000\u0000WEBPVP8 "),
  "a BMP": Buffer.from("BM\u0010\u0000\u0000\u0000"),
  "an SVG": Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
  "a page": Buffer.from("<!doctype html><title>x</title>"),
  "a ZIP": Buffer.from("PK\u0003\u0004"),
};

/**
 * Writes them into a folder, and beside them what is no file at all.
 * @returns path by what is wrong
 */
export function writeHostilePictures(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  const place = (name: string): string => {
    files[name] = path.join(folder, `${Object.keys(files).length}.png`);
    return files[name];
  };
  for (const [name, bytes] of Object.entries(hostilePictures)) writeFileSync(place(name), bytes);
  mkdirSync(place("a folder"));
  symlinkSync(path.join(folder, "nowhere"), place("a link to nothing"));
  const circle = place("a link to itself");
  symlinkSync(circle, circle);
  place("what is not there");
  if (process.platform !== "win32") {
    symlinkSync("/dev/zero", place("a link to a device without end"));
    files["a device without end"] = "/dev/zero";
    const pipe = place("a pipe that nobody writes to");
    spawnSync("mkfifo", [pipe]);
  }
  return files;
}
