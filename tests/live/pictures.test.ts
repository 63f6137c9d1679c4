import { writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, type Locator, type Page } from "@playwright/test";
import { describe, it } from "vitest";
import { findBrowser } from "../../src/visual/browser.ts";
import { fontCss } from "../../src/visual/page.ts";
import { type LiveGlpi, signIn } from "./glpi.ts";

/*
 * Takes the pictures of docs/plugin/ in a GLPI where the plugin is enabled and nothing is set:
 * FENETRE_GLPI_URL=… FENETRE_PICTURES=docs/plugin npm test tests/live/pictures
 * Fonts of Segoe UI's metrics stand in its place, as in all pictures.
 */
const { FENETRE_GLPI_URL: url, FENETRE_PICTURES: folder } = process.env;

describe.skipIf(!url || !folder)("the pictures of docs/administrators.md", { timeout: 900_000 }, () => {
  it("are taken", async () => {
    const browser = await chromium.launch({ ...(await findBrowser())?.options });
    try {
      for (const scheme of ["light", "dark"] as const) {
        const page = await signIn(browser, { url: url as string } as LiveGlpi, "glpi", {
          viewport: { width: 1280, height: 860 },
          reducedMotion: "reduce",
          bypassCSP: true,
        });
        await page.goto(`${url}/plugins/fenetre/front/config.form.php`);
        await page.addStyleTag({ content: `${fontCss()}\n:root:not(#a#b#c#d) { color-scheme: ${scheme} !important }` });
        await page.locator('.fenetre-verdict .fenetre-badge[data-severity="good"]').waitFor();
        await page.waitForTimeout(1000);
        await keep(page, `settings-${scheme}`);
        if (scheme === "light") {
          await page.click('.fenetre-swatch[value="#8764b8"]');
          await page.click('[data-action="preview"]');
          await page.locator(".fenetre-screen iframe").nth(1).waitFor();
          for (const frame of page.frames().slice(1)) {
            await frame.waitForLoadState("load", { timeout: 120_000 });
            await frame.addStyleTag({ content: fontCss() });
          }
          await page.waitForTimeout(6000);
          await keep(page, "preview-light", page.locator(".fenetre-preview"));
          await page.locator(".fenetre-checks").evaluate((element: HTMLDetailsElement) => {
            element.open = true;
          });
          await keep(page, "is-it-on-light", page.locator(".fenetre-status"));
        }
        page.removeAllListeners("dialog");
        page.on("dialog", (dialog) => dialog.accept());
        await page.context().close();
      }
    } finally {
      await browser.close();
    }
  });

  /** Writes a WebP of the window, or of a part of it with room around. */
  async function keep(page: Page, name: string, part?: Locator): Promise<void> {
    if (part) {
      // The page scrolls in a box of its own: in a window that is high enough all of it is in sight.
      await page.setViewportSize({ width: 1280, height: 4200 });
      await page.locator(".fenetre-save").evaluate((element) => element.style.setProperty("display", "none"));
    }
    await page.waitForTimeout(1500);
    const box = await part?.boundingBox();
    const clip = box && { x: box.x - 16, y: box.y - 8, width: box.width + 32, height: box.height + 16, scale: 1 };
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send("Page.captureScreenshot", {
      format: "webp",
      quality: 80,
      ...(clip ? { clip } : {}),
    });
    writeFileSync(path.join(folder as string, `${name}.webp`), Buffer.from(data, "base64"));
  }
});
