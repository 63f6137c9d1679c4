import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { deserialize, serialize } from "node:v8";
import { deflateSync, inflateSync } from "node:zlib";
import { readCached, readSealed, writeCached, writeSealed } from "../util/cache.ts";
import type { Drawing } from "./draw.ts";

interface Stored {
  /** Of what draws: drawings of another are none. */
  version: string;
  drawings: Map<string, Drawing>;
}

/** Where they are kept. */
const name = "references/drawings.bin";

/** Bytes of all drawings beyond which what this run did not ask for is left out. */
const roomFor = 256 * 2 ** 20;

/** Drawings of earlier runs, by content: the state, its size and scale. One file, since there are some thousand. */
export class DrawingCache {
  readonly #file: string | undefined;
  readonly #version: string;
  readonly #known: Map<string, Drawing>;
  readonly #asked = new Set<string>();
  #isNew = false;

  /** @param file in a folder that may go at any time; default where caches are kept */
  constructor(file?: string, version = renderer()) {
    this.#file = file;
    this.#version = version;
    this.#known = read(file, version);
  }

  /** @param content everything the drawing depends on; @param draw makes it where it is not known */
  take(content: string, draw: () => Drawing): Drawing {
    const key = createHash("sha1").update(content).digest("base64");
    this.#asked.add(key);
    let drawing = this.#known.get(key);
    if (!drawing) {
      drawing = draw();
      this.#known.set(key, drawing);
      this.#isNew = true;
    }
    return drawing;
  }

  /** Keeps what was drawn for the next run. */
  save(): void {
    if (!this.#isNew) return;
    const write = (drawings: Map<string, Drawing>): Buffer =>
      serialize({ version: this.#version, drawings } satisfies Stored);
    let content = write(this.#known);
    if (content.length > roomFor) content = write(new Map([...this.#known].filter(([key]) => this.#asked.has(key))));
    // Flat surfaces: a sixtieth is left at the lowest level.
    const packed = deflateSync(content, { level: 1 });
    if (this.#file === undefined) writeCached(name, packed);
    else writeSealed(this.#file, packed);
    this.#isNew = false;
  }
}

function read(file: string | undefined, version: string): Map<string, Drawing> {
  try {
    const packed = file === undefined ? readCached(name) : readSealed(file);
    if (!packed) return new Map();
    const stored = deserialize(inflateSync(packed)) as Stored;
    if (stored.version !== version) return new Map();
    for (const { image } of stored.drawings.values()) {
      // Read in place, it may begin anywhere; its pixels are also looked at as words.
      if (image.data.byteOffset % 4 !== 0) image.data = new Uint8Array(image.data);
    }
    return stored.drawings;
  } catch {
    // Of another form: drawn anew.
    return new Map();
  }
}

/** What the pixels depend on besides the state: our own drawing, and the library that fills it. */
function renderer(): string {
  const hash = createHash("sha256").update(readFileSync(new URL("draw.ts", import.meta.url)));
  return hash
    .update(readFileSync(createRequire(import.meta.url).resolve("@resvg/resvg-js/package.json")))
    .digest("hex");
}
