import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cutRings } from "../../src/audit/rings.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { openFragment } from "../helpers/fragment.ts";

/* Rings of what has the keyboard's focus: whole, whatever box holds them. */

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
});
afterAll(() => launched.close());

/** What may have the focus in boxes that scroll or cut. */
const held = `
<div class="itil-right-side" style="overflow: auto; max-height: 150px; width: 300px"><div class="accordion"><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button" type="button"><span class="item-title">Ticket</span></button></h2><div class="accordion-collapse collapse show"><div class="accordion-body">Fields</div></div></div><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" type="button"><span class="item-title">Actors</span></button></h2></div></div></div>
<p>By <span class="badge user-select-auto text-wrap d-inline-block"><a href="#">Anna Gray</a></span> <span class="badge bg-secondary-lt"><a href="#">11</a></span> <span class="text-truncate d-inline-block"><a href="#">A link that may be cut</a></span></p>
<div class="table-responsive" style="width: 300px"><table class="table"><tbody><tr><td><a href="#">First</a></td></tr><tr><td><a class="btn" href="#">Last</a></td></tr></tbody></table></div>`;

/** Cut rings of everything that may have the focus in a page's content. */
async function examined(html: string, mode: "light" | "dark"): Promise<string[]> {
  const page = await openFragment(launched.browser, html, { mode });
  try {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("DOM.enable");
    await cdp.send("CSS.enable");
    await cdp.send("DOM.getDocument", { depth: 0 });
    const count = await page.evaluate(() => {
      const elements = [...document.querySelectorAll("main :is(a, button, input)")];
      (window as unknown as { fenetreElements: Element[] }).fenetreElements = elements;
      return elements.length;
    });
    const found = await cutRings(page, cdp, [...Array(count).keys()]);
    return found.map(({ selector, edges }) => `${selector}: ${edges.join(", ")}`);
  } finally {
    await page.close();
  }
}

describe.each(["light", "dark"] as const)("in %s", (mode) => {
  test("the ring of what has the focus is whole in boxes that scroll or cut", { timeout: 120_000 }, async () => {
    expect(await examined(held, mode)).toEqual([]);
  });
});

test("a ring that a box cuts is noticed, and at which edges", { timeout: 120_000 }, async () => {
  const cutting = `<div style="overflow: hidden; width: 200px"><button class="btn w-100" type="button">Cut at three edges</button><div style="height: 20px"></div></div>`;
  expect(await examined(cutting, "light")).toEqual(["div > button.btn: top, left, right"]);
});
