import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NativeData } from "../../src/references/resolve.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { type FaultOutcome, seedFaults, tryFaults } from "../../src/visual/faults.ts";
import { themeSheets } from "../../src/visual/page.ts";
import { prepare } from "../../src/visual/run.ts";

/*
 * Mistakes seeded into the CSS of two small widgets; `npm run visual -- --faults` does it to all of them.
 */
const theme = loadTheme("windows-11");
const host = "glpi-11";
const sheets = themeSheets(theme, host);
const data = NativeData.load();
const { prepared } = prepare(theme, ["tool-tip", "breadcrumb-bar"], data);

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
}, 60_000);
afterAll(() => launched.close());

describe("seeded faults", () => {
  it("are of every kind, and each changes one thing in one of the widget's own files", () => {
    const seeded = prepared.flatMap(({ widget }) => seedFaults(sheets, widget.folder));
    expect([...new Set(seeded.map(({ kind }) => kind))].sort()).toEqual([
      "border",
      "colour",
      "length",
      "radius",
      "state",
    ]);
    for (const { sheet, css } of seeded) expect(css).not.toBe(sheets[sheet]?.css);
  });

  it("are caught by name", async () => {
    const outcomes: FaultOutcome[] = [];
    for (const entry of prepared)
      outcomes.push(...(await tryFaults(launched.browser, entry, data, { theme, host }, "light", sheets)));
    const seen = outcomes.filter(({ outcome }) => outcome !== "unseen");
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.filter(({ outcome }) => outcome === "missed").map(({ fault }) => fault.what)).toEqual([]);
    for (const { by } of seen) expect(by).toMatch(/\/.+ (surfaces|colours|boxes|text|distinct)|not laid out/);
  }, 120_000);
});
