import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { NativeData } from "../references/resolve.ts";
import { loadTheme } from "../theme/theme.ts";
import { projectRoot } from "../util/paths.ts";
import { findBrowser, launchArguments } from "./browser.ts";
import { specimenHtml, themeSheets } from "./page.ts";
import { prepare } from "./run.ts";

export interface Throughput {
  /** Comparisons, and milliseconds from the start of the process to its end, the browser's start among them. */
  ours: { comparisons: number; milliseconds: number };
  theirs: { comparisons: number; milliseconds: number };
  /** How many times the comparisons a second. */
  ratio: number;
}

/** Tests that are timed: the runner's own start is shared by them all, as it would be by more. */
const sample = 24;

/**
 * The whole comparison against one toHaveScreenshot test a specimen, each with a browser of its own, as Playwright's
 * runner runs them on two workers. Its screenshots are made first, so that the timed run only compares.
 * @param theme a folder's name below themes/
 * @throws {Error} when either fails to run
 */
export async function measureThroughput(theme: string): Promise<Throughput> {
  const theirs = await timeRunner(theme);
  const started = performance.now();
  const { stdout } = run([path.join(projectRoot, "scripts/fenetre.mjs"), "visual", "--theme", theme, "--json"]);
  const milliseconds = performance.now() - started;
  const { comparisons } = JSON.parse(stdout) as { comparisons: number };
  const ours = { comparisons, milliseconds };
  const rate = (side: Throughput["ours"]): number => side.comparisons / side.milliseconds;
  return { ours, theirs, ratio: rate(ours) / rate(theirs) };
}

async function timeRunner(name: string): Promise<Throughput["theirs"]> {
  const theme = loadTheme(name);
  const sheets = themeSheets(theme, "glpi-11");
  const cells = prepare(theme, undefined, NativeData.load()).prepared.flatMap((entry) => entry.cells);
  const every = Math.max(1, Math.floor(cells.length / sample));
  const chosen = cells.filter((_, index) => index % every === 0).slice(0, sample);
  const found = await findBrowser();
  const cache = path.join(projectRoot, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "fenetre-bench-"));
  try {
    const pages = chosen.map((cell) => specimenHtml([cell], sheets, "glpi-11"));
    writeFileSync(path.join(folder, "pages.json"), JSON.stringify(pages));
    writeFileSync(path.join(folder, "options.json"), JSON.stringify({ ...found?.options, args: launchArguments }));
    writeFileSync(path.join(folder, "playwright.config.mjs"), config);
    writeFileSync(path.join(folder, "specimens.spec.mjs"), tests);
    const cli = path.join(
      path.dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
      "cli.js",
    );
    const test = [cli, "test", "--config", path.join(folder, "playwright.config.mjs")];
    run([...test, "--update-snapshots"]);
    const started = performance.now();
    run(test);
    return { comparisons: chosen.length, milliseconds: performance.now() - started };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: string[]): { stdout: string } {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: projectRoot,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  return { stdout };
}

const config = `export default { testDir: ".", outputDir: "results", workers: 2, fullyParallel: true, reporter: "line", timeout: 120000 };
`;

const tests = `import { readFileSync } from "node:fs";
import { chromium, expect, test } from "@playwright/test";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const options = read("options.json");
for (const [index, html] of read("pages.json").entries()) {
  test("specimen " + index, async () => {
    const browser = await chromium.launch(options);
    try {
      const page = await browser.newPage();
      await page.setContent(html);
      await expect(page.locator("fenetre-cell")).toHaveScreenshot("specimen-" + index + ".png");
    } finally {
      await browser.close();
    }
  });
}
`;
