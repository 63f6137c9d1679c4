import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { PNG } from "pngjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOff } from "../../src/references/evidence.ts";
import { importCapture } from "../../src/references/import.ts";
import { readPng } from "../../src/references/png.ts";
import { NativeData } from "../../src/references/resolve.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { decodePng, encodePng, type Raster } from "../../src/visual/raster.ts";
import { readSpecimens, type Widget } from "../../src/visual/specimens.ts";

const widget = readSpecimens(loadTheme("windows-11").folders).find(({ name }) => name === "button") as Widget;
const data = NativeData.load();
let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-import-"));
  target = path.join(folder, "captured");
  mkdirSync(target);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A button of 90 x `height` px at (20, 15) on #f3f3f3. */
function screenshot(height: number): Raster {
  const raster: Raster = { width: 140, height: height + 30, data: new Uint8Array(140 * (height + 30) * 4) };
  for (let y = 0; y < raster.height; y++) {
    for (let x = 0; x < raster.width; x++) {
      const inside = x >= 20 && x < 110 && y >= 15 && y < 15 + height;
      const rim = inside && (x === 20 || x === 109 || y === 15 || y === 14 + height);
      const value = rim ? 0xe5 : inside ? 0xfb : 0xf3;
      raster.data.set([value, value, value, 255], (y * raster.width + x) * 4);
    }
  }
  return raster;
}

function save(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const options = (scale = 1) => ({ widget, state: "standard/rest", theme: "light" as const, scale, folder: target });

/** A PNG of a given header; the rest is missing or made up. */
function header(change: (bytes: Buffer) => void): Buffer {
  const bytes = encodePng(screenshot(32));
  change(bytes);
  return bytes;
}

describe("import", () => {
  it("finds the widget, trims, and writes image and provenance", () => {
    const files = importCapture(save("a.png", encodePng(screenshot(32))), { ...options(), accent: "#0067C0" }, data);
    expect(files.map((file) => path.basename(file))).toEqual([
      "button--standard-rest--light--1.png",
      "button--standard-rest--light--1.json",
    ]);
    const { width, height } = readPng(files[0] as string);
    expect([width, height]).toEqual([106, 48]);
    expect(JSON.parse(readFileSync(files[1] as string, "utf8"))).toMatchObject({
      widget: "button",
      scale: 1,
      accent: "#0067C0",
      box: { x: 8, y: 8, width: 90, height: 32 },
    });
  });

  it("says which scale it probably was, and writes nothing", () => {
    const file = save("a.png", encodePng(screenshot(48)));
    expect(() => importCapture(file, options(), data)).toThrow(/48 px high.*--scale 1\.5/);
    expect(readdirSync(target)).toEqual([]);
  });

  it.each<[string, () => Uint8Array, RegExp]>([
    ["an empty file", () => new Uint8Array(), /empty/],
    ["a JPEG", () => Buffer.from("ffd8ffe000104a464946", "hex"), /JPEG/],
    ["text", () => Buffer.from("hello, world"), /no PNG/],
    ["a truncated PNG", () => encodePng(screenshot(32)).subarray(0, 120), /cut off/],
    ["a malformed PNG", () => header((bytes) => bytes.fill(0, 60, 90)), /malformed|cut off/],
    ["16 bits a channel", () => header((bytes) => bytes.writeUInt8(16, 24)), /16 bits/],
    ["30,000 px", () => header((bytes) => bytes.writeUInt32BE(30_000, 16)), /30000 x/],
    [
      "an animation",
      () => {
        const bytes = encodePng(screenshot(32));
        const chunk = Buffer.from(
          "0000000861635443000000000000000000000000".replace("6163544300000000", "6163544c00000002"),
          "hex",
        );
        return Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)]);
      },
      /animated/,
    ],
    ["one colour", () => encodePng({ width: 40, height: 40, data: new Uint8Array(6400).fill(255) }), /no widget in it/],
  ])("refuses %s and writes nothing", (_, bytes, message) => {
    const file = save("a.png", bytes());
    expect(() => importCapture(file, options(), data)).toThrow(message);
    expect(readdirSync(target)).toEqual([]);
  });

  it("refuses an unknown state, a crop outside, and a file that is not there", () => {
    const file = save("a.png", encodePng(screenshot(32)));
    expect(() => importCapture(file, { ...options(), state: "standard/nonsense" }, data)).toThrow(
      /no state "standard\/nonsense"/,
    );
    expect(() => importCapture(file, { ...options(), crop: { x: 0, y: 0, width: 500, height: 10 } }, data)).toThrow(
      /crop/,
    );
    expect(() => importCapture(path.join(folder, "none.png"), options(), data)).toThrow(/not there/);
    expect(readdirSync(target)).toEqual([]);
  });
});

describe("reading a screenshot", () => {
  it("reads fill, edges and size", () => {
    expect(readOff(screenshot(32), { x: 20, y: 15, width: 90, height: 32 }, 1)).toEqual({
      background: "#f3f3f3",
      width: 90,
      height: 32,
      colours: { fill: "#fbfbfb", top: "#e5e5e5", bottom: "#e5e5e5", side: "#e5e5e5" },
    });
  });

  it("decodes what it encodes, as a general decoder does", () => {
    const raster = screenshot(32);
    for (let at = 0; at < raster.data.length; at++) if (at % 4 !== 3) raster.data[at] = (at * 7919) % 256;
    const png = encodePng(raster);
    expect(Buffer.compare(decodePng(png).data, raster.data)).toBe(0);
    expect(Buffer.compare(PNG.sync.read(png).data, raster.data)).toBe(0);
    const filtered = PNG.sync.write(
      Object.assign(new PNG({ width: raster.width, height: raster.height }), { data: Buffer.from(raster.data) }),
    );
    expect(Buffer.compare(decodePng(filtered).data, raster.data)).toBe(0);
  });
});
