import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { annotations, renderJunit, renderReport, reportPart } from "../../src/visual/report.ts";
import type { DetailedResult } from "../../src/visual/run.ts";
import { axeFaults } from "../helpers/axe-faults.ts";

const image = { width: 4, height: 2, data: new Uint8Array(32).fill(255) };
const result = (values: Partial<DetailedResult> = {}): DetailedResult => ({
  widget: "button",
  state: "standard/rest",
  theme: "light",
  scale: 1,
  direction: "ltr",
  reference: "drawn",
  mismatch: 0,
  maxDeltaE: 0,
  boxError: 0,
  budget: 0.015,
  allowed: 0.02,
  sums: { epx: 0, deltaE: 0, pixels: 0 },
  pass: true,
  native: true,
  hash: "abc",
  failures: [],
  rows: [],
  expected: image,
  got: image,
  ...values,
});
const failing = result({
  state: "standard/<pressed>",
  pass: false,
  failures: [{ gate: "boxes", part: "knob", expected: "left 4", got: "left 5", where: "100 % off" }],
});

describe("the report", () => {
  const render = (): string =>
    renderReport({
      title: "A </title> & B",
      parts: [reportPart([result()]), reportPart([failing])],
      warnings: ["<b>"],
    });
  it("is the same for the same results", () => expect(render()).toBe(render()));
  it("is one file: nothing is fetched", () => expect(render()).not.toMatch(/(?:src|href)=["']https?:|@import/));
  it("lets no text out of its place", () => {
    const html = render();
    expect(html.match(/<\/title>/g)).toHaveLength(1);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html).not.toContain("<pressed>");
  });
});

describe("the report in a browser", () => {
  let launched: LaunchedBrowser;
  let folder: string;
  const address = (hash = ""): string => `${pathToFileURL(path.join(folder, "index.html")).href}${hash}`;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-report-"));
    const row = { gate: "boxes", part: "knob", expected: "left 4", got: "left 5", where: "its side" } as const;
    const excused = result({
      state: "standard/rest",
      theme: "dark",
      reason: "Chromium smooths otherwise",
      maxDeltaE: 40,
      failures: [row],
      rows: [{ ...row, pass: false }],
      seen: { native: image, ours: image },
    });
    const measured = result({
      widget: "slider",
      reference: "measured",
      rows: [{ ...row, gate: "colours", pass: true }],
      expected: undefined,
      got: undefined,
    });
    const captured = result({
      widget: "slider",
      reference: "captured",
      expected: undefined,
      got: undefined,
      capture: { image, scale: 1, source: "a screenshot" },
    });
    const html = renderReport({
      title: "Windows 11 against native widgets",
      parts: [reportPart([result({ seen: { native: image, ours: image } }), excused, failing, measured, captured])],
      warnings: [],
    });
    writeFileSync(path.join(folder, "index.html"), html);
    launched = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await launched?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("counts what is excused with its reason, and keeps it out of what passes", async () => {
    const page = await launched.browser.newPage();
    await page.goto(address());
    const cells = page.locator("tbody tr").first().locator("td");
    expect(await cells.allTextContents()).toEqual(["button", "1 ✗ fails", "1", "1", "0.00 %", "0.00", "0.00"]);
    expect(await page.locator("section li").allTextContents()).toEqual([
      "1: Chromium smooths otherwise (button standard/rest)",
    ]);
    await page.close();
  }, 60_000);

  it("is filtered by status, linked into and worked by keyboard", async () => {
    const page = await launched.browser.newPage();
    await page.goto(address("#button"));
    expect(await page.locator("article h2").allTextContents()).toEqual([
      "standard/<pressed>",
      "standard/rest",
      "standard/rest",
    ]);
    await page.selectOption("select[name=status]", "excused");
    expect(await page.locator("article").textContent()).toContain("Excused: Chromium smooths otherwise");
    await page.keyboard.press("Escape");
    await page.goto(address("#slider"));
    await page.reload();
    expect(await page.locator("article").allTextContents()).toEqual([
      expect.stringContaining("there is no picture"),
      expect.stringContaining("Windows itself: a screenshot"),
    ]);
    await page.keyboard.press("j");
    expect(await page.locator("article[aria-current]").count()).toBe(1);
    await page.close();
  }, 60_000);

  it.each(["light", "dark"] as const)(
    "axe finds nothing in %s",
    async (colorScheme) => {
      const page = await launched.browser.newPage({ colorScheme });
      for (const hash of ["", "#button"]) {
        await page.goto(address(hash));
        await page.reload();
        expect(await axeFaults(page)).toEqual([]);
      }
      await page.close();
    },
    120_000,
  );
});

describe("for machines", () => {
  it("JUnit holds each state and its reason", () => {
    const xml = renderJunit([result(), failing]);
    expect(xml).toContain('tests="2" failures="1"');
    expect(xml).toContain("boxes: knob left 4, got left 5");
    expect(xml).not.toContain("<pressed>");
  });
  it("GitHub gets one line a failing state", () =>
    expect(annotations([result(), failing], () => "button.reference.json")).toEqual([
      "::error file=button.reference.json,title=button is not native::standard/<pressed> light: boxes: knob left 4, got left 5 (100 %25 off)",
    ]));
});
