import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../src/util/paths.ts";
import { command } from "../helpers/command.ts";
import { temporaryTheme } from "../helpers/temporary-theme.ts";
import { listenAt, type Row, rows, type Thing } from "./table.ts";

/*
 * Every row of the table: one line on stderr with what is wrong, exit code 1, nothing on stdout, no stack, no fault of
 * ours, and the disc as it was. npm test runs every fourth row and none of the dangerous ones; npm run chaos runs all.
 */

const chaos = process.env.FENETRE_CHAOS === "1";
const isWindows = process.platform === "win32";
const isAdministrator = process.getuid?.() === 0;

const needs = (row: Row, kind: string): boolean =>
  Object.values(row.files).some((thing) => typeof thing === "object" && "kind" in thing && thing.kind === kind);
const canRun = (row: Row): boolean => {
  if (isWindows && ["pipe", "socket", "link", "locked"].some((kind) => needs(row, kind))) return false;
  return !(isAdministrator && needs(row, "locked"));
};
const runnable = rows.filter(canRun);
const skipped = rows.length - runnable.length;
if (skipped > 0) console.error(`SKIPPED: ${skipped} malformed inputs that this system or this user cannot make`);
const plain = runnable.filter((row) => !row.dangerous);
const chosen = chaos ? plain : plain.filter((_, index) => index % 4 === 0);
if (!chaos)
  console.error(
    `SKIPPED: ${runnable.length - chosen.length} of ${runnable.length} malformed inputs; npm run chaos tries all`,
  );

let scratch = "";
beforeAll(() => {
  scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-malformed-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let number = 0;

/** The row's folder, filled. @returns closes what must be closed */
async function setUp({ files }: Row): Promise<{ folder: string; close: () => Promise<void> }> {
  const folder = path.join(scratch, String(++number));
  mkdirSync(folder);
  if (Object.keys(files).some((name) => name.startsWith("theme/"))) temporaryTheme({}, path.join(folder, "theme"));
  const closing: (() => Promise<void>)[] = [];
  for (const [name, thing] of Object.entries(files)) {
    const full = path.join(folder, name);
    mkdirSync(path.dirname(full), { recursive: true });
    rmSync(full, { recursive: true, force: true });
    closing.push(...(await make(full, thing)));
  }
  return { folder, close: async () => void (await Promise.all(closing.map((close) => close()))) };
}

async function make(full: string, thing: Thing): Promise<(() => Promise<void>)[]> {
  if (typeof thing === "string" || thing instanceof Uint8Array) writeFileSync(full, thing);
  else if (thing.kind === "folder") mkdirSync(full);
  else if (thing.kind === "link") symlinkSync(thing.to, full);
  else if (thing.kind === "pipe") execFileSync("mkfifo", [full]);
  else if (thing.kind === "socket") return [await listenAt(full)];
  else if (thing.kind === "locked") {
    writeFileSync(full, thing.content);
    chmodSync(full, 0);
  }
  return [];
}

/** One hash of everything below a folder: names, kinds, contents, times of change. */
function stateOf(folder: string): string {
  const hash = createHash("sha256");
  const walk = (at: string): void => {
    for (const name of readdirSync(at).sort()) {
      const full = path.join(at, name);
      const stats = lstatSync(full);
      hash.update(`${full} ${stats.mode} ${stats.size} ${stats.isDirectory() ? "" : stats.mtimeMs}\n`);
      if (stats.isDirectory()) walk(full);
      else if (stats.isSymbolicLink()) hash.update(readlinkSync(full));
      else if (stats.isFile() && stats.size < 1e6 && stats.mode & 0o400) hash.update(readFileSync(full));
    }
  };
  walk(folder);
  return hash.digest("hex");
}

/** What a mistaken run could write into the checkout: everything but caches. */
function checkout(): string {
  const names = ["dist", "reports", "release", "docs", "themes", "tests/references", "tests/changes", "src/references"];
  return names
    .map((name) => {
      const full = path.join(projectRoot, name);
      return lstatSync(full, { throwIfNoEntry: false }) ? `${name} ${stateOf(full)}` : `${name} -`;
    })
    .join("\n");
}

interface Outcome {
  code: number | null;
  out: string;
  error: string;
}

function judge({ says, lines = 1 }: Row, { code, out, error }: Outcome): void {
  expect(error).not.toMatch(/^\s+at .+:\d+:\d+|a fault of ours|UnhandledPromise/m);
  expect(error).toMatch(says);
  expect(error).not.toContain("hunter2secret");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(error).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  expect(error.trimEnd().split("\n")).toHaveLength(lines);
  expect(out).toBe("");
  expect(code).toBe(1);
}

const argvOf = ({ argv }: Row, folder: string): string[] =>
  argv.map((argument) => (argument === "$" ? folder : argument.replace(/^\$\//, `${folder}/`)));

describe("the table", () => {
  it("has 300 rows of different names, and every verb that takes an input", () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    const verbs = new Set(rows.map(({ argv }) => argv[0]));
    for (const verb of [
      "build",
      "dev",
      "visual",
      "audit",
      "bench",
      "adapter",
      "references",
      "screenshots",
      "install",
      "uninstall",
      "doctor",
      "entity-prune",
      "completion",
    ])
      expect(verbs).toContain(verb);
  });
});

describe("malformed input", () => {
  let before = "";
  beforeAll(() => {
    before = checkout();
  });
  afterAll(() => {
    expect(checkout(), "the checkout was changed").toBe(before);
  });

  it.each(chosen.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    const { folder, close } = await setUp(row);
    const untouched = stateOf(folder);
    const old = { ...process.env };
    Object.assign(process.env, row.environment);
    try {
      judge(row, await command(...argvOf(row, folder)));
    } finally {
      for (const name of Object.keys(row.environment ?? {})) {
        if (old[name] === undefined) delete process.env[name];
        else process.env[name] = old[name];
      }
      expect(stateOf(folder)).toBe(untouched);
      await close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
});

/** Seconds that a child may take, the start of a process under load included. */
const patience = 90;

describe.runIf(chaos)("dangerous input, in a process of its own", () => {
  it.each(runnable.filter((row) => row.dangerous).map((row) => [row.name, row] as const))(
    "%s",
    async (_, row) => {
      const { folder, close } = await setUp(row);
      const untouched = stateOf(folder);
      const child = spawn(
        process.execPath,
        ["--max-old-space-size=1024", path.join(projectRoot, "scripts/fenetre.mjs"), ...argvOf(row, folder)],
        { cwd: folder, env: { ...process.env, ...row.environment }, stdio: ["ignore", "pipe", "pipe"] },
      );
      let [out, error, late] = ["", "", false];
      child.stdout.on("data", (chunk: Buffer) => void (out += chunk));
      child.stderr.on("data", (chunk: Buffer) => void (error += chunk));
      const timer = setTimeout(() => {
        late = true;
        child.kill("SIGKILL");
      }, patience * 1000);
      const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
      clearTimeout(timer);
      expect(late, "it hangs").toBe(false);
      judge(row, { code, out, error });
      expect(stateOf(folder)).toBe(untouched);
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
    (patience + 10) * 1000,
  );
});
