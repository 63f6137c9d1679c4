import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Drawing, drawState } from "../../src/references/draw.ts";
import { DrawingCache } from "../../src/references/drawing-cache.ts";
import { readReference } from "../../src/references/read.ts";
import { NativeData, resolveState } from "../../src/references/resolve.ts";
import { projectRoot } from "../../src/util/paths.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-drawings-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reference = readReference(path.join(projectRoot, "themes/windows-11/controls/button/button.reference.json"));
const draw = (state: string): Drawing => {
  const native = resolveState(reference, "standard", state, "light", NativeData.load());
  if (!native) throw new Error(`no state ${state}`);
  return drawState(native, { width: 100, height: 32 }, 1, { outer: 2, inner: 1 });
};

describe("drawings of earlier runs", () => {
  const file = (): string => path.join(folder, "below", "drawings.bin");
  const never = (): Drawing => {
    throw new Error("drawn again");
  };
  const keep = (): { rest: Drawing; over: Drawing } => {
    const cache = new DrawingCache(file(), "1");
    const drawings = {
      rest: cache.take("rest", () => draw("rest")),
      over: cache.take("over", () => draw("pointer-over")),
    };
    cache.save();
    return drawings;
  };

  it("are taken as they were drawn, pixel by pixel", () => {
    const { rest, over } = keep();
    const cache = new DrawingCache(file(), "1");
    for (const [name, drawn] of Object.entries({ rest, over })) {
      const taken = cache.take(name, never);
      expect(Buffer.compare(taken.image.data, drawn.image.data)).toBe(0);
      expect(taken.image.data.byteOffset % 4).toBe(0);
      expect([...taken.solid]).toEqual([...drawn.solid]);
      expect({ ...taken, image: 0, visible: 0, solid: 0 }).toEqual({ ...drawn, image: 0, visible: 0, solid: 0 });
    }
    // What states of one geometry share, they share still.
    expect(rest.visible).toBe(over.visible);
    expect(cache.take("rest", never).visible).toBe(cache.take("over", never).visible);
  });

  it("are drawn again by another renderer, and where the file is cut short or none", () => {
    keep();
    expect(() => new DrawingCache(file(), "2").take("rest", never)).toThrow("drawn again");
    truncateSync(file(), 1000);
    expect(() => new DrawingCache(file(), "1").take("rest", never)).toThrow("drawn again");
    writeFileSync(file(), "no such thing");
    expect(() => new DrawingCache(file(), "1").take("rest", never)).toThrow("drawn again");
  });

  it("are written once", () => {
    keep();
    const before = readFileSync(file());
    const cache = new DrawingCache(file(), "1");
    cache.take("rest", never);
    writeFileSync(file(), "as it was left");
    cache.save();
    expect(readFileSync(file(), "utf8")).toBe("as it was left");
    expect(before.length).toBeGreaterThan(1000);
  });
});
