import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cachedFile, readCached, readSealed, writeCached, writeSealed } from "../../src/util/cache.ts";
import { onStep } from "../../src/util/disc.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { command } from "../helpers/command.ts";
import { temporaryTheme } from "../helpers/temporary-theme.ts";

const below = path.join(projectRoot, ".cache");
const name = `cache.test/${process.pid}.bin`;
let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(path.join(os.tmpdir(), "fenetre-cache.test-"));
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(() => {
  onStep(undefined);
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
  rmSync(path.join(below, "cache.test"), { recursive: true, force: true });
});

/** Lets nothing be written below a folder, as a full disc or a read-only checkout. */
function refuse(code: string, folder: string): void {
  onStep((_, file) => {
    if (file.startsWith(folder)) throw Object.assign(new Error(code), { code });
  });
}

describe("what is kept", () => {
  it.each([
    ["cut short", (file: string) => truncateSync(file, 1000)],
    ["emptied", (file: string) => truncateSync(file, 0)],
    ["changed in one byte", (file: string) => writeFileSync(file, flipped(readFileSync(file), 5000))],
    ["changed in its hash", (file: string) => writeFileSync(file, flipped(readFileSync(file), 3))],
    ["a folder", (file: string) => mkdirSync(gone(file))],
    ["a link", (file: string) => symlinkSync("/etc/hostname", gone(file))],
  ])("is none where it was %s", (_, damage) => {
    const file = path.join(temporary, "kept.bin");
    const content = Buffer.alloc(10_000, "content");
    expect(writeSealed(file, content)).toBe(true);
    expect(readSealed(file)?.equals(content)).toBe(true);
    damage(file);
    expect(readSealed(file)).toBeUndefined();
  });

  it.each(["EROFS", "ENOSPC", "EACCES", "ENOTDIR"])(
    "lies in a folder of one's own where the checkout says %s",
    (code) => {
      refuse(code, below);
      writeCached(name, "content");
      expect(readCached(name)?.toString()).toBe("content");
      const own = path.join(temporary, readdir(temporary));
      expect(lstatSync(own).mode & 0o777).toBe(0o700);
      expect(readFileSync(cachedFile("cache.test/font.ttf", Buffer.from("font")), "utf8")).toBe("font");
    },
  );

  it("does not lie in a folder that others may write or that is a link", () => {
    refuse("EROFS", below);
    writeCached(name, "content");
    const own = path.join(temporary, readdir(temporary));
    rmSync(own, { recursive: true });
    mkdirSync(own, { mode: 0o777 });
    writeCached(name, "content");
    expect(readCached(name)).toBeUndefined();
    rmSync(own, { recursive: true });
    mkdirSync(path.join(temporary, "elsewhere"), { mode: 0o700 });
    symlinkSync(path.join(temporary, "elsewhere"), own);
    writeCached(name, "content");
    expect(readCached(name)).toBeUndefined();
  });

  it("is nothing where nothing can be written, and the build works", async () => {
    const theme = temporaryTheme();
    onStep((_, file) => {
      if (file.startsWith(below) || /fenetre-cache-/.test(file))
        throw Object.assign(new Error("full"), { code: "ENOSPC" });
    });
    writeCached(name, "content");
    expect(readCached(name)).toBeUndefined();
    expect((await command("build", "--theme", theme.folder, "--out", path.join(temporary, "out"))).code).toBe(0);
    theme.remove();
  });
});

describe("a disc that cannot be written", () => {
  it.each([
    ["EROFS", /out cannot be written: the file system is read-only/],
    ["ENOSPC", /out cannot be written: the disc is full/],
    ["EACCES", /out cannot be written: permission denied/],
    ["EDQUOT", /out cannot be written: the quota is used up/],
  ])("%s: one line, and what was there stays", async (code, message) => {
    const theme = temporaryTheme();
    const out = path.join(temporary, "out");
    const build = (...options: string[]) => command("build", "--theme", theme.folder, "--out", out, ...options);
    await build();
    const before = readFileSync(path.join(out, "css/test.css"), "utf8");
    let steps = 0;
    onStep((operation, file) => {
      // The lock and the first files fit; what cleans up needs no room.
      if (/^(write|create|mkdir)$/.test(operation) && file.startsWith(temporary) && steps++ > 4)
        throw Object.assign(new Error(code), { code });
    });
    const { code: exit, error } = await build("--scheme", "dark");
    onStep(undefined);
    expect(error).toMatch(message);
    expect(error.split("\n")).toHaveLength(1);
    expect(exit).toBe(1);
    expect(readFileSync(path.join(out, "css/test.css"), "utf8")).toBe(before);
    theme.remove();
    expect(readdir(temporary)).toBe("out");
  });
});

const gone = (file: string): string => {
  rmSync(file);
  return file;
};

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
};

/** The names in a folder. */
const readdir = (folder: string): string => readdirSync(folder).join();
