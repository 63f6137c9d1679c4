import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { NativeData } from "../references/resolve.ts";
import { loadTheme } from "../theme/theme.ts";
import { makeFolder, makeFolderLink, writeNew } from "../util/disc.ts";
import { endWithUs } from "../util/ending.ts";
import { projectRoot } from "../util/paths.ts";
import { makeScratch } from "../util/scratch.ts";
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
  const { stdout } = await run([path.join(projectRoot, "scripts/fenetre.mjs"), "visual", "--theme", theme, "--json"]);
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
  const { folder, remove } = makeScratch("bench");
  try {
    const pages = chosen.map((cell) => specimenHtml([cell], sheets, "glpi-11"));
    const write = (name: string, content: string): void => writeNew(path.join(folder, name), content);
    write("pages.json", JSON.stringify(pages));
    write("options.json", JSON.stringify({ ...found?.options, args: launchArguments }));
    write("playwright.config.mjs", config);
    write("specimens.spec.mjs", tests);
    makeFolderLink(path.join(projectRoot, "node_modules"), path.join(folder, "node_modules"));
    const temporary = path.join(folder, "temporary");
    makeFolder(temporary);
    const cli = path.join(
      path.dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
      "cli.js",
    );
    const test = [cli, "test", "--config", path.join(folder, "playwright.config.mjs")];
    await run([...test, "--update-snapshots"], temporary);
    const started = performance.now();
    await run(test, temporary);
    return { comparisons: chosen.length, milliseconds: performance.now() - started };
  } finally {
    remove();
  }
}

/**
 * Runs a program of Node.js to its end. A signal ends it first, and then us.
 * @param temporary its folder for temporary files, with which goes whatever it leaves when it is ended
 * @returns what it printed
 */
function run(args: string[], temporary?: string): Promise<{ stdout: string }> {
  const env = temporary ? { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary } : process.env;
  const child = spawn(process.execPath, args, { cwd: projectRoot, env, stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => void (said[name] += text));
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const unregister = endWithUs(() => {
    child.kill("SIGINT");
    return closed;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    closed.then((status) => {
      unregister();
      if (status === 0) resolve({ stdout: said.stdout });
      else reject(new Error(`${args.join(" ")} failed:\n${said.stdout}\n${said.stderr}`));
    });
  });
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
