import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { assemble } from "../../src/changes/assemble.ts";
import { writeAll } from "../../src/changes/command.ts";
import type { Part } from "../../src/changes/results.ts";
import { renderAnnotations, renderChangesJunit, renderSummary } from "../../src/changes/summary.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { encodePng } from "../../src/visual/raster.ts";
import { command } from "../helpers/command.ts";

const picture = (width: number, height: number, seed: number): string => {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at++) data[at] = (at * 31 * (seed + 1)) % 251;
  return encodePng({ width, height, data }).toString("base64");
};

/** A part with so many changes, a tenth of them failing. */
function part(count: number): Part {
  const rule = (id: string, property: string): Part["rules"][number] => ({
    id,
    kind: "changed",
    place: `themes/test/${id}.css:3`,
    selector: id,
    conditions: [],
    declarations: [{ property, before: "1px", after: "2px" }],
  });
  return {
    format: 1,
    shard: { index: 1, of: 1 },
    base: { revision: "main", commit: "0123456789abcdef0123456789abcdef01234567" },
    sides: "sides",
    theme: "Test",
    browser: "Chromium",
    changes: Array.from({ length: count }, (_, index) => ({
      kind: index % 10 === 9 ? ("page" as const) : ("widget" as const),
      id: index % 10 === 9 ? `page-${index}` : `widget-${index}`,
      state: index % 10 === 9 ? "" : "standard/rest",
      theme: index % 2 === 0 ? ("light" as const) : ("dark" as const),
      pixels: 12,
      nativeBefore: index % 10 === 9 ? null : 0.01,
      nativeAfter: index % 10 === 9 ? null : index % 10 === 0 ? 0.2 : 0.005,
      budget: index % 10 === 9 ? null : 0.015,
      rules: [index % 3 === 0 ? ".second" : ".first"],
      faintBefore: 0,
      faintAfter: 0,
      failures: [],
      shown: {
        before: picture(120, 40, index),
        after: picture(120, 40, index + 1),
        width: 120,
        height: 40,
        regions: [{ x: 4, y: 4, width: 20, height: 10 }],
      },
    })),
    unchanged: 5,
    rules: [rule(".first", "padding"), rule(".second", "margin")],
    selectors: { before: [".a", ".b"], after: [".a", ".c"], alive: [".a"] },
    sizes: { before: { "entity/glpi-11.css": 60_000 }, after: { "entity/glpi-11.css": 61_000 } },
    cost: { before: 1000, after: 1010, pages: ["ticket-11"] },
    added: [],
    removed: [],
    renamed: [],
    notes: [],
    times: { all: 1, browser: 1 },
  };
}

describe("the report of changes", () => {
  let launched: LaunchedBrowser;
  let folder: string;
  let page: Page;
  const errors: string[] = [];
  const address = (hash = ""): string => `${pathToFileURL(path.join(folder, "index.html")).href}${hash}`;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-changes-"));
    writeAll(folder, assemble([part(700)]), ":root { --win-solid-background-fill-base: #f3f3f3; }");
    launched = await launchBrowser();
    page = await launched.browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) errors.push(request.url());
    });
  }, 120_000);
  afterAll(async () => {
    await launched?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("opens 700 entries in under two seconds, in one file that asks for no other", async () => {
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const started = performance.now();
      await page.goto(address());
      await page.waitForSelector(".entry img");
      times.push(performance.now() - started);
    }
    expect(Math.min(...times)).toBeLessThan(2000);
    expect(await page.locator(".entry").count()).toBe(700);
    // Only what is near has its pictures.
    expect(await page.locator(".entry img").count()).toBeLessThan(300);
    expect(statSync(path.join(folder, "index.html")).size).toBeLessThan(40_000_000);
    expect(errors).toEqual([]);
  }, 120_000);

  it("groups by rule, and has every mode with the differing regions marked", async () => {
    await page.goto(address());
    expect(await page.locator(".group h2").allTextContents()).toEqual([
      ".first { padding: 1px → 2px }",
      ".second { margin: 1px → 2px }",
    ]);
    const first = page.locator(".entry").first();
    await first.locator(".region").first().waitFor();
    for (const [mode, kind] of [
      ["slider", "slider"],
      ["onion skin", "onion"],
      ["flicker", "flicker"],
      ["side by side", "first"],
    ] as const) {
      await page.selectOption("select[name=mode]", mode);
      await first.locator(`.picture.${kind}`).waitFor();
      expect(await first.locator(".picture.difference .region").count()).toBe(1);
    }
  }, 120_000);

  it("is worked by keyboard, filtered and linked into", async () => {
    await page.goto(address());
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    expect(await page.locator(".entry[aria-current]").count()).toBe(1);
    expect(new URL(page.url()).hash).not.toBe("");
    await page.keyboard.press("v");
    expect(await page.inputValue("select[name=mode]")).toBe("slider");
    await page.keyboard.press("f");
    expect(await page.locator(".entry").count()).toBe(70);
    await page.keyboard.press("f");
    await page.keyboard.press("/");
    await page.keyboard.type("widget-12 dark");
    const shown = await page.locator(".entry h3").allTextContents();
    expect(shown.length).toBeGreaterThan(0);
    for (const name of shown) expect(name).toMatch(/widget-12.* dark/);
    await page.goto(address("#widget-640~standard%2Frest~light"));
    await page.reload();
    expect(await page.locator(".entry[aria-current] h3").textContent()).toBe("widget-640 standard/rest light");
    expect(errors).toEqual([]);
  }, 120_000);
});

describe("what goes to the pull request", () => {
  const { results } = assemble([part(20)]);

  it("is a verdict, what fails, what changed by rule, and figures", () => {
    const summary = renderSummary(results);
    expect(summary).toContain("## ❌ What changes against main");
    expect(summary).toContain("**18 widget states and 2 pages changed**, 5 unchanged");
    expect(summary).toContain("16 closer, 2 farther");
    expect(summary).toContain("moves away from native: 1.00 % before, 20.00 % now, at most 1.50 %");
    expect(summary).toContain("| bytes of entity/glpi-11.css | 60000 | 61000 | +1000 |");
  });

  it("marks the rule that is to blame", () => {
    expect(renderAnnotations(results).filter((line) => line.startsWith("::error"))).toEqual([
      "::error file=themes/test/.second.css,line=3,title=widget-0 standard/rest light::moves away from native: 1.00 %25 before, 20.00 %25 now, at most 1.50 %25",
      "::error file=themes/test/.first.css,line=3,title=widget-10 standard/rest light::moves away from native: 1.00 %25 before, 20.00 %25 now, at most 1.50 %25",
    ]);
  });

  it("is a test case a change", () => {
    expect(renderChangesJunit(results)).toContain('tests="21" failures="2"');
  });
});

describe("fenetre visual merge", () => {
  it("makes one report of all shards, and fails as one run would", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-merge-"));
    const whole = part(20);
    for (const index of [1, 2]) {
      const changes = whole.changes.filter((_, position) => position % 2 === index - 1);
      const shard = { ...whole, shard: { index, of: 2 }, changes, unchanged: index + 1 };
      writeFileSync(path.join(folder, `shard-${index}-of-2.json`), JSON.stringify(shard));
    }
    const summaryFile = path.join(folder, "step.md");
    vi.stubEnv("GITHUB_STEP_SUMMARY", summaryFile);
    vi.stubEnv("GITHUB_ACTIONS", "true");
    const { code, out } = await command("visual", "merge", folder, "--out", path.join(folder, "out"));
    vi.unstubAllEnvs();
    expect(code).toBe(1);
    expect(out).toContain("::error file=themes/test/.second.css,line=3");
    const written = JSON.parse(readFileSync(path.join(folder, "out/results.json"), "utf8"));
    expect(written).toEqual(JSON.parse(JSON.stringify(assemble([whole]).results)));
    expect(readFileSync(summaryFile, "utf8")).toBe(readFileSync(path.join(folder, "out/summary.md"), "utf8"));
    rmSync(path.join(folder, "shard-2-of-2.json"));
    expect((await command("visual", "merge", folder)).error).toMatch(/part 2 of 2 is missing/);
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);
});
