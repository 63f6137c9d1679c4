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
import { axeFaults } from "../helpers/axe-faults.ts";
import { command } from "../helpers/command.ts";
import { cause, emptyPart, judgement } from "./parts.ts";

const picture = (width: number, height: number, seed: number): string => {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at++) data[at] = (at * 31 * (seed + 1)) % 251;
  return encodePng({ width, height, data }).toString("base64");
};

/** A part with so many changes: a tenth of them pages, a tenth of them failing, one of them excused. */
function part(count: number): Part {
  return emptyPart({
    changes: Array.from({ length: count }, (_, index): Part["changes"][number] => {
      const isPage = index % 10 === 9;
      return {
        kind: isPage ? "page" : "widget",
        id: isPage ? `page-${index}` : `widget-${index}`,
        state: isPage ? "" : "standard/rest",
        mode: index % 2 === 0 ? "light" : "dark",
        pixels: 12,
        before: isPage ? null : judgement(),
        after: isPage
          ? null
          : index === 1
            ? judgement(0, { reason: "WinUI's own <reason>" })
            : judgement(index % 10 === 0 ? 1 : 0),
        losses: [],
        causes: [`themes/test/${index % 3 === 0 ? "second" : "first"}.css:3 declaration`],
        shown: {
          before: picture(120, 40, index),
          after: picture(120, 40, index + 1),
          native: isPage ? null : picture(120, 40, index + 2),
          width: 120,
          height: 40,
          regions: [{ x: 4, y: 4, width: 20, height: 10 }],
        },
      };
    }),
    unchanged: 5,
    causes: [cause("first", 3, ["padding", "1px", "2px"]), cause("second", 3, ["margin", "1px", "2px"])],
    sizes: { before: { "entity/glpi-11.css": 60_000 }, after: { "entity/glpi-11.css": 61_000 } },
    cost: { before: 1000, after: 1010, pages: ["ticket-11"] },
  });
}

describe("the report of changes", () => {
  let launched: LaunchedBrowser;
  let folder: string;
  let page: Page;
  const errors: string[] = [];
  const address = (hash = ""): string => `${pathToFileURL(path.join(folder, "index.html")).href}${hash}`;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-changes-"));
    writeAll(folder, assemble([part(700)]));
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
    expect(await page.locator(".group h2").allTextContents()).toEqual(["padding: 1px → 2px", "margin: 1px → 2px"]);
    expect(await page.locator(".group .cause").first().textContent()).toContain("themes/test/first.css:3");
    const first = page.locator(".entry").first();
    await first.locator(".region").first().waitFor();
    for (const [mode, kind] of [
      ["slider", "slider"],
      ["onion skin", "onion"],
      ["flicker", "flicker"],
      ["side by side", "single"],
    ] as const) {
      await page.selectOption("select[name=mode]", mode);
      await first.locator(`.picture.${kind}`).first().waitFor();
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
    await page.selectOption("select[name=status]", "excused");
    expect(await page.locator(".entry h3").allTextContents()).toEqual(["widget-1 standard/rest dark"]);
    expect(await page.locator(".entry").textContent()).toContain("Excused: WinUI's own <reason>");
    await page.selectOption("select[name=status]", "");
    await page.keyboard.press("Tab");
    await page.getByLabel("Single keys").uncheck();
    await page.keyboard.press("f");
    expect(await page.locator(".entry").count()).toBe(700);
    await page.getByLabel("Single keys").check();
    await page.keyboard.press("/");
    await page.keyboard.type("widget-12 dark");
    const shown = await page.locator(".entry h3").allTextContents();
    expect(shown.length).toBeGreaterThan(0);
    for (const name of shown) expect(name).toMatch(/widget-12.* dark/);
    await page.goto(address("#widget-640~standard%2Frest~light"));
    await page.reload();
    expect(await page.locator(".entry[aria-current] h3").textContent()).toBe("widget-640 standard/rest light");
    await page.goto(address("#status=fails"));
    await page.reload();
    expect(await page.locator(".entry").count()).toBe(70);
    expect(errors).toEqual([]);
  }, 120_000);

  it.each(["light", "dark"] as const)(
    "axe finds nothing in %s",
    async (colorScheme) => {
      const own = await launched.browser.newPage({ viewport: { width: 1000, height: 800 }, colorScheme });
      await own.goto(address("#status=fails"));
      await own.waitForSelector(".entry img");
      expect(await axeFaults(own)).toEqual([]);
      await own.close();
    },
    120_000,
  );

  it("wears nothing of ours", () => {
    const html = readFileSync(path.join(folder, "index.html"), "utf8");
    expect(html).not.toMatch(/--win-|--tblr-|data-glpi/);
  });
});

describe("what goes to the pull request", () => {
  const { results } = assemble([part(20)]);

  it("is a verdict, what fails, what changed by rule, and figures", () => {
    const summary = renderSummary(results);
    expect(summary).toContain("## ❌ The change fails against main");
    expect(summary).toContain("18 widget states and 2 pages look different; 5 are as they were");
    expect(summary).toContain("Of what differs, 2 fail, 1 are excused and 17 pass");
    expect(summary).toContain("2 farther (+2.00 epx), 16 as far as before");
    expect(summary).toContain("**`padding: 1px → 2px` at themes/test/first.css:3, in `.first`**");
    expect(summary).toContain(
      "| widget-10 | 1 | standard/rest; light | is not native: text: text left 12, got left 13 |",
    );
    expect(summary).toContain("| bytes of entity/glpi-11.css | 60000 | 61000 | +1000 |");
    // As GitHub shows it, no text of ours is markup.
    expect(summary).toContain("WinUI's own \\<reason\\>");
  });

  it("marks the line that is to blame", () => {
    expect(renderAnnotations(results).filter((line) => line.startsWith("::error"))).toEqual([
      "::error file=themes/test/second.css,line=3,title=widget-0 standard/rest light::is not native: text: text left 12, got left 13",
      "::error file=themes/test/first.css,line=3,title=widget-10 standard/rest light::is not native: text: text left 12, got left 13",
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
    expect(out).toContain("::error file=themes/test/second.css,line=3");
    const written = JSON.parse(readFileSync(path.join(folder, "out/results.json"), "utf8"));
    expect(written).toEqual(JSON.parse(JSON.stringify(assemble([whole]).results)));
    expect(readFileSync(summaryFile, "utf8")).toBe(readFileSync(path.join(folder, "out/summary.md"), "utf8"));
    rmSync(path.join(folder, "shard-2-of-2.json"));
    expect((await command("visual", "merge", folder)).error).toMatch(/part 2 of 2 is missing/);
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);
});
