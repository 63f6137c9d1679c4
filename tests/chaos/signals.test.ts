import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../../src/util/paths.ts";
import { temporaryTheme } from "../helpers/temporary-theme.ts";

/*
 * Every verb that starts something, told to end while it runs: it ends soon, and nothing that it started and no file of
 * its own in the folder for temporary files is left. Linux alone tells which processes somebody started.
 */

let root: string;
let theme: { folder: string; remove: () => void };
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "fenetre-signals-"));
  theme = temporaryTheme();
  mkdirSync(path.join(root, "pages"));
  for (let page = 0; page < 20; page++)
    writeFileSync(path.join(root, "pages", `${page}.html`), `<p>${"text ".repeat(400)}</p>`.repeat(20));
});
afterAll(() => {
  theme.remove();
  rmSync(root, { recursive: true, force: true });
});

const pages = (): string => path.join(root, "pages");
const out = (): string => path.join(root, "out");

/** By verb: its arguments, and a word of the command line of what must have been started before the signal comes. */
const verbs: Record<string, [args: () => string[], started: RegExp]> = {
  audit: [() => ["audit", "--out", out()], /--headless/],
  "audit of a folder": [() => ["audit", "--folder", pages(), "--out", out()], /--headless/],
  visual: [() => ["visual", "--widget", "button"], /--headless/],
  "visual --against": [() => ["visual", "--against", "HEAD", "--out", out()], /--headless|side-worker/],
  "visual --faults": [() => ["visual", "--faults", "--widget", "button"], /--headless/],
  "bench of widgets": [() => ["bench", "--only", "widgets"], /cli\.js|--headless/],
  "bench of pages": [() => ["bench", "--only", "pages"], /--headless/],
  "bench of a list": [() => ["bench", "--only", "list"], /--headless/],
  "adapter learn": [() => ["adapter", "learn", pages(), "--json"], /--headless/],
  "adapter check": [() => ["adapter", "check", pages()], /--headless/],
  "entity-prune": [() => ["entity-prune", pages(), "--theme", theme.folder], /--headless/],
  build: [() => ["build", "--theme", theme.folder, "--out", out()], /fenetre\.mjs/],
  dev: [() => ["dev", "--port", "0", "--theme", theme.folder], /esbuild|fenetre\.mjs/],
};

/**
 * Processes whose environment says that this run started them, with their command lines. A browser's renderers write
 * over theirs; they end with the browser.
 */
function ofRun(mark: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/environ`, "latin1").includes(mark)) return [];
      const line = readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ").trim();
      return line === "" ? [] : [`${pid} ${line}`];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

const moment = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(patience: number, holds: () => boolean): Promise<boolean> {
  for (const end = Date.now() + patience; Date.now() < end; await moment(100)) if (holds()) return true;
  return holds();
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Ms until the verb has to be gone: on a machine with nothing else to do less than a second. */
const soon = Number(process.env.FENETRE_SIGNAL_PATIENCE ?? 15_000);

const cases = Object.keys(verbs).flatMap((name) =>
  (["SIGTERM", "SIGINT"] as const).map((signal) => [name, signal] as const),
);

test.runIf(process.platform === "linux").each(cases)("%s ends on %s", { timeout: 300_000 }, async (name, signal) => {
  const [args, started] = verbs[name] as (typeof verbs)[string];
  const mark = `fenetre-run-${name.replace(/\W/g, "")}-${signal}-${process.pid}`;
  const temporary = path.join(root, `temporary-${name.replace(/\W/g, "")}-${signal}`);
  mkdirSync(temporary);
  const child = spawn(process.execPath, [path.join(projectRoot, "scripts/fenetre.mjs"), ...args()], {
    cwd: projectRoot,
    env: { ...process.env, FENETRE_MARK: mark, TMPDIR: temporary },
    stdio: "ignore",
  });
  try {
    const isUp = await until(240_000, () => ended(child) || ofRun(mark).some((line) => started.test(line)));
    expect(isUp && !ended(child), "it ended before the signal").toBe(true);
    await moment(1000);
    const told = Date.now();
    child.kill(signal);
    expect(await until(soon, () => ended(child)), "it does not end").toBe(true);
    const took = Date.now() - told;
    await until(5000, () => ofRun(mark).length === 0);
    expect(ofRun(mark)).toEqual([]);
    // What tsx compiled is for the next run.
    expect(readdirSync(temporary).filter((file) => !/^tsx-\d+$/.test(file))).toEqual([]);
    console.log(`${name}, ${signal}: ended after ${took} ms`);
  } finally {
    child.kill("SIGKILL");
    for (const line of ofRun(mark)) process.kill(Number.parseInt(line, 10), "SIGKILL");
    rmSync(temporary, { recursive: true, force: true });
  }
});
