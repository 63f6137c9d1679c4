import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { command } from "../helpers/command.ts";
import { everythingIn } from "../helpers/killed.ts";
import { type TemporaryTheme, temporaryTheme } from "../helpers/temporary-theme.ts";

let root: string;
let theme: TemporaryTheme;
beforeAll(() => {
  theme = temporaryTheme();
});
afterAll(() => theme.remove());
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "fenetre-out-"));
  vi.stubEnv("GLPI_USER", "a");
  vi.stubEnv("GLPI_PASSWORD", "b");
  mkdirSync(path.join(root, "mine"));
  writeFileSync(path.join(root, "mine/notes.txt"), "mine");
  writeFileSync(path.join(root, "file"), "mine");
  symlinkSync("mine", path.join(root, "link"));
  mkdirSync(path.join(root, "repository/.git"), { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

/** Every verb that takes --out, so far as it gets without a page to look at. */
const verbs: string[][] = [
  ["build", "--theme", "<theme>"],
  ["audit"],
  ["audit", "merge", "x.json"],
  ["visual", "merge"],
  ["visual", "--against", "HEAD"],
  ["visual", "--against", "HEAD", "--shard", "1/2"],
  ["screenshots", "--url", "http://127.0.0.1:9"],
  ["adapter", "learn", "nothing.html"],
];

describe.each(verbs.map((verb) => [verb.join(" "), verb] as const))("fenetre %s --out", (_, verb) => {
  it.each([
    ["", /^--out is empty\. /],
    [" ", /^--out is empty\. /],
    [".", / holds the project\. | is a folder\. /],
    ["..", / holds the project\. | is a folder\. /],
    ["themes", / holds what fenetre did not make: | holds the theme\. | is a folder\. /],
    ["<root>/mine", / holds what fenetre did not make: notes\.txt\. | is a folder\. /],
    ["<root>/file", / is no folder\. | is there already\. |there is no /],
    ["<root>/link", / is a symbolic link to mine\. /],
    ["<root>/repository", / is a git repository\. | is a folder\. /],
    ["a\u001b[2Jb", /^--out holds a control character\. /],
  ])("leaves %j alone, and says so in one line", async (given, message) => {
    const before = everythingIn(root);
    const { code, error } = await command(
      ...verb.map((word) => word.replace("<theme>", theme.folder)),
      "--out",
      given.replace("<root>", root),
    );
    expect(error).toMatch(message);
    expect(error.split("\n")).toHaveLength(1);
    expect(code).toBe(1);
    expect(everythingIn(root)).toEqual(before);
  });
});

describe("fenetre entity-prune", () => {
  it("without anything to look at writes nothing", async () => {
    const { code, error } = await command("entity-prune");
    expect(error).toMatch(/^nothing to look at\. Name saved pages, /);
    expect(code).toBe(1);
  });
});
