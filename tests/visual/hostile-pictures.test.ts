import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPng } from "../../src/references/png.ts";
import { UserError } from "../../src/util/user-error.ts";
import { command } from "../helpers/command.ts";
import { writeHostilePictures } from "../helpers/hostile-pictures.ts";

let scratch: string;
let files: Record<string, string>;

beforeAll(() => {
  scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-pictures-"));
  files = writeHostilePictures(scratch);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("a picture that is none, or too much, is refused in a line before it costs memory", () => {
  const before = process.memoryUsage().rss;
  const taken: string[] = [];
  for (const [name, file] of Object.entries(files)) {
    try {
      readPng(file);
      taken.push(name);
    } catch (error) {
      expect(error, name).toBeInstanceOf(UserError);
      expect((error as UserError).message, name).not.toContain("\n");
    }
  }
  expect(taken).toEqual([]);
  expect(Object.keys(files).length).toBeGreaterThan(40);
  // Bytes. One of 16,384 x 16,384 used to take 3.2 GB.
  expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
});

test("the verb that takes pictures says the same, and writes nothing", { timeout: 60_000 }, async () => {
  const few = [
    "16,384 pixels a side",
    "a device without end",
    "a pipe that nobody writes to",
    "a folder",
    "a GIF",
    "cut in the middle",
    "a link to nothing",
  ];
  for (const name of few) {
    const file = files[name];
    if (file === undefined) continue;
    const taken = [
      "references",
      "import",
      file,
      "--widget",
      "button",
      "--state",
      "standard/rest",
      "--theme",
      "light",
      "--scale",
      "1",
    ];
    const { code, error } = await command(...taken);
    expect(code, name).toBe(1);
    expect(error.trim().split("\n"), name).toHaveLength(1);
  }
  expect(readdirSync(scratch).filter((name) => name.endsWith(".json"))).toEqual([]);
});
