import { inflateSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { openFragment } from "../helpers/fragment.ts";

/*
 * Paper, with a browser's usual settings: no background graphics. What was chosen must show, so a page with a thing chosen
 * is drawn otherwise than the same page without.
 */

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
});
afterAll(() => launched.close());

/** What a printed page draws: the streams of its PDF, without what names the document. */
async function printed(page: Page, html: string): Promise<string> {
  await page.evaluate((content) => {
    (document.querySelector("main") as Element).innerHTML = content;
  }, html);
  const pdf = await page.pdf({ printBackground: false, tagged: false });
  const streams: string[] = [];
  for (let at = pdf.indexOf("stream\n"); at !== -1; at = pdf.indexOf("stream\n", at + 1)) {
    if (pdf.subarray(at - 3, at).toString("latin1") === "end") continue;
    try {
      streams.push(inflateSync(pdf.subarray(at + 7, pdf.indexOf("endstream", at))).toString("latin1"));
    } catch {
      // Not compressed, or no drawing: a font's file.
    }
  }
  return streams.filter((stream) => /\b(re|m|l)\b/.test(stream)).join("\n");
}

const pairs: [what: string, chosen: string, not: string][] = [
  [
    "a ticked check box",
    `<input class="form-check-input" type="checkbox" checked>`,
    `<input class="form-check-input" type="checkbox">`,
  ],
  ["a bare check box", `<input type="checkbox" checked>`, `<input type="checkbox">`],
  ["a radio button", `<input type="radio" checked>`, `<input type="radio">`],
  [
    "a switch",
    `<label class="form-check form-switch"><input class="form-check-input" type="checkbox" checked></label>`,
    `<label class="form-check form-switch"><input class="form-check-input" type="checkbox"></label>`,
  ],
  [
    "a bar",
    `<div class="progress"><div class="progress-bar" style="width: 70%"></div></div>`,
    `<div class="progress"><div class="progress-bar" style="width: 30%"></div></div>`,
  ],
  [
    "a choice among buttons",
    `<div class="btn-group"><input type="radio" class="btn-check" checked><label class="btn">One</label></div>`,
    `<div class="btn-group"><input type="radio" class="btn-check"><label class="btn">One</label></div>`,
  ],
  [
    "a task that is done",
    `<div class="todo-list-state"><span class="state state_2"></span></div>`,
    `<div class="todo-list-state"><span class="state state_1"></span></div>`,
  ],
  [
    "a priority's colour",
    `<div class="priority_block"><span style="background: #ff0000"></span> High</div>`,
    `<div class="priority_block"><span></span> High</div>`,
  ],
  [
    "a radio button that is not chosen",
    `<input type="radio">`,
    `<span style="display: inline-block; width: 20px; height: 20px"></span>`,
  ],
];

/** Pairs that look alike on paper. */
async function alike(mode: "light" | "dark", style: string): Promise<string[]> {
  const page = await openFragment(launched.browser, "", { mode });
  try {
    // Not addStyleTag: it waits for an event that pages without scripts never tell.
    await page.evaluate((content) => {
      document.head.append(Object.assign(document.createElement("style"), { textContent: content }));
    }, style);
    const found: string[] = [];
    for (const [what, chosen, not] of pairs) {
      const drawn = await printed(page, chosen);
      // Drawn twice alike, or any difference would do.
      expect(await printed(page, chosen)).toBe(drawn);
      if (drawn === (await printed(page, not))) found.push(what);
    }
    return found;
  } finally {
    await page.close();
  }
}

test.each(["light", "dark"] as const)(
  "what was chosen shows on paper, from a page in %s",
  { timeout: 120_000 },
  async (mode) => {
    expect(await alike(mode, "")).toEqual([]);
  },
);

test("grounds that no browser prints are missed", { timeout: 120_000 }, async () => {
  const found = await alike("light", "* { print-color-adjust: economy !important }");
  expect(found).toContain("a radio button");
});
