import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cutValues, scrollingOf } from "../../src/audit/room.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { openFragment } from "../helpers/fragment.ts";

/* Room: labels and values whole, whatever the width of what holds them; no page that scrolls to nothing. */

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
});
afterAll(() => launched.close());

/** A combo box with its buttons, as GLPI and select2 write it. */
const field = (label: string, value: string, buttons: number, column: number): string =>
  `<div class="form-field row col-12 mb-2"><label class="col-form-label col-xxl-${column} text-xxl-end">${label}</label><div class="col-xxl-${12 - column} field-container"><div class="btn-group btn-group-sm" style="width: 100%"><span class="select2 select2-container select2-container--default" dir="ltr" style="width: calc(100% - 1.8em - 36px)"><span class="selection"><span class="select2-selection select2-selection--single" role="combobox" tabindex="0"><span class="select2-selection__rendered" title="${value}">${value}</span><span class="select2-selection__arrow"><b></b></span></span></span></span>${`<a class="btn btn-outline-secondary" href="#"><i class="ti ti-plus"></i></a>`.repeat(buttons)}</div></div></div>`;
const form = (width: number): string =>
  `<form style="width: ${width}px"><div class="row"><div class="col-12 d-flex"><div class="row flex-row">${[
    field("Location", "Reykjavik, second floor", 3, 5),
    field("Technician in charge", "Ada Lovelace", 1, 4),
    field("State", "In use", 2, 4),
  ].join("")}</div></div></div></form>`;

describe.each(["10", "11"] as const)("on GLPI %s", (line) => {
  test.each([320, 450, 640, 900])(
    "labels and values of a form of %i px are whole",
    { timeout: 60_000 },
    async (width) => {
      const page = await openFragment(launched.browser, form(width), { line, width: 1440 });
      try {
        expect(await page.evaluate(cutValues)).toEqual([]);
        const fields = await page.evaluate(() =>
          [...document.querySelectorAll(".form-field")].map((one) => {
            const label = (one.querySelector("label") as Element).getBoundingClientRect();
            const box = (one.querySelector(".btn-group") as Element).getBoundingClientRect();
            return { isBeside: box.top < label.bottom - 4, width: Math.round(box.width) };
          }),
        );
        for (const { isBeside, width: room } of fields) expect(!isBeside || room >= 240).toBe(true);
        expect(fields.every(({ isBeside }) => isBeside)).toBe(width >= 640);
      } finally {
        await page.close();
      }
    },
  );
});

test("a value that is cut is noticed", { timeout: 60_000 }, async () => {
  const page = await openFragment(launched.browser, form(450), { line: "10", width: 1440, dressed: false });
  try {
    await page.evaluate(() => {
      const style = document.createElement("style");
      style.textContent =
        ".btn-group { display: flex } .select2-selection__rendered { display: block; overflow: hidden; white-space: nowrap } .select2-container { max-width: 90px }";
      document.head.append(style);
    });
    expect((await page.evaluate(cutValues)).map(({ how, text }) => `${how}: ${text}`)).toContain(
      "cut: Reykjavik, second floor",
    );
  } finally {
    await page.close();
  }
});

test("a chart's title heads it, and its legend stands below the drawing", { timeout: 60_000 }, async () => {
  const chart = `<div class="dashboard"><div style="width: 400px; height: 240px"><div class="card g-chart bar" style="height: 100%; display: flex; flex-direction: column"><div class="chart ct-chart" style="flex: 1; min-height: 0"><div id="drawing" style="height: 100%"></div></div><span class="main-label mt-4">Requests of each service in the past year</span><i class="main-icon ti ti-alert-circle"></i></div></div></div>`;
  const page = await openFragment(launched.browser, chart, { line: "10", width: 1440 });
  try {
    const seen = await page.evaluate(() => {
      const box = (selector: string): DOMRect => (document.querySelector(selector) as Element).getBoundingClientRect();
      const drawing = box("#drawing");
      // The script puts the legend before a drawing that is done.
      const legend = document.createElement("ul");
      legend.className = "ct-legend";
      legend.innerHTML = "<li>New</li><li>Pending</li><li>Solved</li>";
      document.querySelector(".chart")?.prepend(legend);
      return [
        box(".main-label").bottom <= drawing.top,
        box("#drawing").bottom === drawing.bottom,
        box(".ct-legend").top >= drawing.bottom,
        box(".ct-legend").bottom <= box(".g-chart").bottom,
      ];
    });
    expect(seen).toEqual([true, true, true, true]);
  } finally {
    await page.close();
  }
});

test("a page scrolls to nothing only where nothing stands below its window", { timeout: 60_000 }, async () => {
  const page = await openFragment(launched.browser, `<p>Words</p><div id="tall" style="height: 2000px"></div>`, {});
  try {
    expect((await page.evaluate(scrollingOf)).idle).toBeGreaterThan(0);
    await page.evaluate(() => {
      (document.querySelector("#tall") as Element).innerHTML = `<p style="padding-top: 1900px">Words below</p>`;
    });
    expect((await page.evaluate(scrollingOf)).idle).toBe(0);
  } finally {
    await page.close();
  }
});
