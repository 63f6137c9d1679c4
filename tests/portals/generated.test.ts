import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { measure, told } from "./generated/measure.ts";

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
}, 60_000);
afterAll(() => launched.close());

/** FENETRE_PORTALS="seed portals others" measures others: "9 300 100" takes some minutes. */
const [seed = 1, portals = 16, others = 8] = (process.env.FENETRE_PORTALS ?? "").split(" ").filter(Boolean).map(Number);

test(`of ${portals} generated portal pages most roles are found, and of ${others} others none is taken for one`, {
  timeout: 1_800_000,
}, async () => {
  const page = await launched.browser.newPage({ viewport: { width: 1366, height: 900 } });
  await page.addInitScript("globalThis.__name = (value) => value");
  await page.goto("about:blank");
  const result = await measure(page, seed, portals, others);
  const words = told(result);
  if (portals > 50) console.log(words);
  expect(result.found / result.present, words).toBeGreaterThanOrEqual(portals > 50 ? 0.9 : 0.8);
  expect(result.wrong.length, `${words}\n${result.wrong.join("\n")}`).toBeLessThanOrEqual(
    Math.ceil(result.given * 0.005),
  );
  expect(result.taken, words).toEqual([]);
  if (portals > 100)
    for (const [kind, share] of Object.entries(result.kinds).filter(([name]) => name.startsWith("purpose")))
      expect(share.found / share.present, kind).toBeGreaterThanOrEqual(0.75);
  await page.close();
});
