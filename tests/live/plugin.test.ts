import { readFileSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plugin } from "../../src/build/targets/plugin.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { findBrowser } from "../../src/visual/browser.ts";
import { filesOf, type LiveGlpi, liveGlpi, lookOf, removeFolder, rowsOf, signIn, unpack } from "./glpi.ts";

const found = liveGlpi();
const minutes = (count: number): number => count * 60_000;

/* The plugin's whole life in a running GLPI, as an administrator lives it: each step needs those before. */
describe.skipIf(!found)("the plugin in a running GLPI", { timeout: minutes(5) }, () => {
  const glpi = found as LiveGlpi;
  let browser: Browser;
  let admin: Page;
  let before: { files: Map<string, string>; rows: string[] };
  const settingsPage = `${glpi?.url}/plugins/fenetre/front/config.form.php`;

  beforeAll(async () => {
    const program = await findBrowser();
    browser = await chromium.launch({ ...program?.options });
    removeFolder(glpi);
    // Signing in is noted by GLPI; so is a first look at its list of plugins.
    admin = await signIn(browser, glpi, "glpi");
    for (const user of ["tech", "post-only"]) await (await signIn(browser, glpi, user)).context().close();
    await admin.goto(`${glpi.url}/front/plugin.php`);
    before = { files: filesOf(glpi), rows: rowsOf(glpi) };
  }, minutes(10));
  afterAll(async () => {
    await browser?.close();
    if (glpi) removeFolder(glpi);
  });

  /** Presses a button of ours in GLPI's list of plugins. */
  async function inList(action: string): Promise<void> {
    await admin.goto(`${glpi.url}/front/plugin.php`);
    // GLPI sends a form by script; "uninstall" stands in a dialog that a button opens.
    const link = admin
      .locator("tr", { hasText: "Fenêtre" })
      .locator(`[onclick*="submitGetLink"]:is([onclick*="'${action}'"], [onclick*='"${action}"'])`);
    await link.first().waitFor({ state: "attached" });
    // The list comes again once GLPI has done it.
    await Promise.all([
      admin.waitForResponse((response) => /\/front\/plugin\.form\.php$/.test(new URL(response.url()).pathname)),
      admin.waitForEvent("domcontentloaded"),
      link.first().evaluate((element: HTMLElement) => element.click()),
    ]);
    await admin.waitForLoadState("load");
  }

  async function save(change: () => Promise<void>): Promise<string> {
    await admin.goto(settingsPage);
    await change();
    await Promise.all([admin.waitForLoadState("load"), admin.click('.fenetre-form button[name="save"]')]);
    await admin.waitForSelector(".fenetre-settings");
    return admin
      .locator(".toast, .alert, #messages_after_redirect")
      .allInnerTexts()
      .then((texts) => texts.join(" "));
  }

  const lookFor = async (user: string, address = ""): Promise<Awaited<ReturnType<typeof lookOf>>> => {
    const page = await signIn(browser, glpi, user);
    if (address) await page.goto(glpi.url + address);
    const look = await lookOf(page);
    await page.context().close();
    return look;
  };

  const loginLook = async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${glpi.url}/index.php`);
    const look = await lookOf(page);
    await page.context().close();
    return look;
  };

  it("is installed and enabled in the browser", async () => {
    const [zip] = plugin({ theme: loadTheme("windows-11"), version: "0.1.0" });
    unpack(zip?.content as Uint8Array, glpi);
    await inList("install");
    await inList("activate");
    const look = await lookFor("tech");
    expect(look.accent).toBe("#0078d4");
    expect(look.sheets.map((name) => name.replace(/-1[01]\.css$/, ".css"))).toEqual(["css/glpi.css", "css/icons.css"]);
  });

  it("has a settings page that says it is on", async () => {
    await admin.goto(settingsPage);
    const verdict = admin.locator(".fenetre-verdict .fenetre-badge[data-severity]:not([data-severity=''])");
    await verdict.waitFor();
    expect(await verdict.getAttribute("data-severity")).toBe("good");
    expect(await admin.locator('.fenetre-check[data-severity="bad"]').count()).toBe(0);
  });

  it("takes an accent, a mode and a density, at one address that any cache may keep", async () => {
    await save(async () => {
      await admin.selectOption('[name="scheme"]', "dark");
      await admin.click('.fenetre-swatch[value="#8764b8"]');
      await admin.selectOption('[name="density"]', "compact");
    });
    const page = await signIn(browser, glpi, "tech");
    const look = await lookOf(page);
    expect(look).toMatchObject({ accent: "#8764b8", scheme: "dark" });
    expect(look.sheets.join(" ")).toMatch(/css\/compact-1[01]\.css.* front\/sheet\.php$/);
    const href = await page.locator('link[href*="front/sheet.php"]').getAttribute("href");
    const answer = await page.request.get(new URL(href as string, glpi.url).href, { headers: { cookie: "" } });
    expect(answer.headers()["cache-control"]?.split(", ").sort()).toEqual(["immutable", "max-age=31536000", "public"]);
    expect(answer.headers()["content-type"]).toContain("text/css");
    expect(answer.headers()["set-cookie"]).toBeUndefined();
    expect((await answer.body()).length).toBeLessThan(4096);
    const old = await page.request.get(new URL((href as string).replace(/content=\w+/, "content=0"), glpi.url).href);
    expect(old.headers()["cache-control"]).toContain("no-cache");
    await page.context().close();
    expect(await loginLook()).toMatchObject({ accent: "#8764b8", scheme: "dark" });
  });

  it("shows settings under edit to the administrator alone, before they are saved", async () => {
    await admin.goto(settingsPage);
    await admin.click('.fenetre-swatch[value="#e81123"]');
    await admin.click('[data-action="preview"]');
    const frame = admin.frameLocator('.fenetre-frame[data-scheme="light"] iframe');
    await frame.locator("body").waitFor();
    const address = (await admin.locator('.fenetre-frame[data-scheme="light"] iframe').getAttribute("src")) as string;
    const inFrame = admin.frames().find((one) => one.url() === address);
    await inFrame?.waitForLoadState("load");
    const seen = await inFrame?.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return [style.getPropertyValue("--win-accent-base").trim(), style.colorScheme];
    });
    expect(seen).toEqual(["#e81123", "light"]);
    // The same address in another's browser shows what is saved.
    const other = await signIn(browser, glpi, "tech");
    await other.goto(address);
    expect((await lookOf(other)).accent).toBe("#8764b8");
    await other.context().close();
    // As an end user gets it, and no trace of that in the administrator's session.
    await admin.click('.fenetre-page[data-address*="self-service"]');
    const selfService = admin.frameLocator('.fenetre-frame[data-scheme="dark"] iframe');
    await selfService.locator("body").waitFor();
    await admin.waitForTimeout(2000);
    const frameUrl = await admin.locator('.fenetre-frame[data-scheme="dark"] iframe').getAttribute("src");
    const shown = admin.frames().find((one) => one.url() === frameUrl);
    expect(shown, "the self-service page was not led elsewhere").toBeDefined();
    expect(await shown?.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
    admin.once("dialog", (dialog) => dialog.accept());
    await admin.goto(`${glpi.url}/front/central.php`);
    expect(new URL(admin.url()).pathname).toContain("central.php");
  });

  it("is for the profiles that were chosen, and for no other", async () => {
    await save(async () => {
      await admin.selectOption('[name="who"]', "profiles");
      await admin.getByLabel("Self-Service", { exact: true }).check();
    });
    expect((await lookFor("post-only")).accent).toBe("#8764b8");
    expect(await lookFor("tech")).toMatchObject({ accent: "", sheets: [] });
    // The page itself keeps its look.
    await admin.goto(settingsPage);
    expect((await lookOf(admin)).accent).toBe("#8764b8");
    await admin.goto(`${glpi.url}/front/central.php`);
    expect((await lookOf(admin)).accent).toBe("");
  });

  it("leaves it to users where it may", async () => {
    await save(async () => void (await admin.check('[name="own_choice"]')));
    const tech = await signIn(browser, glpi, "tech");
    await tech.goto(`${glpi.url}/front/preference.php?forcetab=GlpiPlugin\\Fenetre\\Choice$1`);
    await tech.locator("#fenetre-shown").waitFor();
    await tech.selectOption("#fenetre-shown", "on");
    await tech.selectOption("#fenetre-scheme", "light");
    await Promise.all([tech.waitForLoadState("load"), tech.click('.fenetre-choice button[name="save"]')]);
    await tech.goto(`${glpi.url}/front/central.php`);
    expect(await lookOf(tech)).toMatchObject({ accent: "#8764b8", scheme: "light" });
    await tech.context().close();
    // It is theirs in a new session too, and nobody else's.
    expect(await lookFor("tech")).toMatchObject({ accent: "#8764b8", scheme: "light" });
    expect((await lookFor("normal")).accent).toBe("");
  });

  it("shows the organisation's logo in its own colours", async () => {
    const picture = new PNG({ width: 200, height: 80 });
    for (let at = 0; at < picture.data.length; at += 4) picture.data.set([0, 90, 200, 255], at);
    await save(async () => {
      await admin.setInputFiles('[name="logo_light"]', {
        name: "logo.png",
        mimeType: "image/png",
        buffer: PNG.sync.write(picture),
      });
    });
    await admin.goto(settingsPage);
    await admin.waitForLoadState("networkidle");
    const shown = PNG.sync.read(await admin.locator(".sidebar .glpi-logo, .topbar .glpi-logo").first().screenshot());
    const middle = (shown.width * (shown.height >> 1) + (shown.width >> 1)) * 4;
    expect([...shown.data.subarray(middle, middle + 3)]).toEqual([0, 90, 200]);
  });

  it("refuses what is no setting, and a form without GLPI's token", async () => {
    const said = await save(async () => {
      await admin.evaluate(() => {
        const field = document.querySelector<HTMLInputElement>('[name="accent"]') as HTMLInputElement;
        field.value = "red;}";
        field.form?.setAttribute("novalidate", "");
      });
    });
    expect(said).toMatch(/Not saved/);
    expect((await lookFor("post-only")).accent).toBe("#8764b8");
    await admin.request.post(settingsPage, { form: { reset: "1" } });
    expect((await lookFor("post-only")).accent).toBe("#8764b8");
    const tech = await signIn(browser, glpi, "tech");
    const answer = await tech.goto(settingsPage);
    expect(await tech.locator(".fenetre-settings").count()).toBe(0);
    expect([200, 403]).toContain(answer?.status());
    await tech.context().close();
  });

  it("answers nobody who may not configure GLPI, and no form without its token", async () => {
    const addresses = [
      "front/config.form.php",
      "front/draft.php",
      "front/export.php",
      "ajax/preview.php",
      "ajax/ramp.php",
    ];
    const secret = /fenetre-settings|"shades"|"extends"|"token"/;
    const tech = await signIn(browser, glpi, "tech");
    const nobody = await (await browser.newContext()).newPage();
    await nobody.goto(`${glpi.url}/index.php`);
    for (const page of [tech, nobody]) {
      const token = await page
        .locator('meta[property="glpi:csrf_token"]')
        .getAttribute("content")
        .catch(() => "");
      for (const address of addresses) {
        const place = `${glpi.url}/plugins/fenetre/${address}`;
        const form = { save: "1", reset: "1", import: "1", accent: "#00ff00", _glpi_csrf_token: token ?? "" };
        for (const answer of [
          await page.request.get(place, { maxRedirects: 0 }),
          await page.request.post(place, { maxRedirects: 0, form }),
        ])
          expect([address, secret.test(await answer.text())]).toEqual([address, false]);
      }
      await page.context().close();
    }
    for (const address of ["front/config.form.php", "ajax/preview.php", "front/choice.form.php"])
      for (const _glpi_csrf_token of ["", "0".repeat(64)]) {
        const answer = await admin.request.post(`${glpi.url}/plugins/fenetre/${address}`, {
          form: { save: "1", scheme: "light", shown: "off", _glpi_csrf_token },
        });
        // GLPI 10 says so in a page, 11 by the status too.
        expect([address, secret.test(await answer.text())]).toEqual([address, false]);
      }
    expect((await lookFor("post-only")).accent).toBe("#8764b8");
  });

  it("takes no file for a logo or for settings that is none, and says why", async () => {
    const upload = async (name: string, text: string): Promise<string> =>
      save(async () => {
        await admin.setInputFiles('[name="logo_light"]', { name, mimeType: "image/png", buffer: Buffer.from(text) });
      });
    expect(await upload("logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')).toMatch(/SVG/);
    expect(await upload("logo.png", "<?php phpinfo();")).toMatch(/Not saved/);
    // What is too large is told before it is sent: a server may drop the form whole.
    await admin.goto(settingsPage);
    await admin.setInputFiles('[name="logo_light"]', {
      name: "logo.png",
      mimeType: "image/png",
      buffer: Buffer.alloc(2_200_000),
    });
    expect(await admin.locator(".fenetre-problem").first().innerText()).toMatch(/2 MB/);
    for (const text of ['{"<b>": 1}', '{"accent": 5}', "[]"]) {
      await admin.goto(settingsPage);
      await Promise.all([
        admin.waitForEvent("domcontentloaded"),
        admin.setInputFiles(".fenetre-import input[type=file]", {
          name: "theme.json",
          mimeType: "application/json",
          buffer: Buffer.from(text),
        }),
      ]);
      await admin.waitForLoadState("load");
      await admin.waitForSelector(".fenetre-settings");
      const said = await admin.locator("#messages_after_redirect, .toast").allInnerTexts();
      expect([text, said.join(" ")]).toEqual([text, expect.stringMatching(/Not imported/)]);
    }
    expect((await lookFor("post-only")).accent).toBe("#8764b8");
  });

  it("writes a theme.json that it reads again", async () => {
    await admin.goto(settingsPage);
    const [download] = await Promise.all([admin.waitForEvent("download"), admin.click('a[download="theme.json"]')]);
    const text = readFileSync(await download.path(), "utf8");
    const exported = JSON.parse(text);
    expect(exported).toMatchObject({
      accent: "#8764b8",
      scheme: "dark",
      density: "compact",
      plugin: { who: "profiles", profiles: ["Self-Service"] },
    });
    exported.accent = "#107c10";
    await admin.setInputFiles(".fenetre-import input[type=file]", {
      name: "theme.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(exported)),
    });
    await admin.waitForLoadState("load");
    await admin.waitForSelector(".fenetre-settings");
    await admin.waitForTimeout(1000);
    expect((await lookFor("post-only")).accent).toBe("#107c10");
  });

  it("offers GLPI as an application only while it is told to", async () => {
    const manifest = `${glpi.url}/plugins/fenetre/front/manifest.php`;
    expect((await admin.request.get(manifest)).status()).toBe(404);
    await save(async () => {
      await admin.check('[name="application"]');
      await admin.fill('[name="organisation"]', "Contoso & Söhne");
    });
    const user = await signIn(browser, glpi, "post-only");
    const link = user.locator('link[rel="manifest"]');
    const answer = await user.request.get(new URL((await link.getAttribute("href")) as string, glpi.url).href);
    const read = await answer.json();
    expect(read).toMatchObject({ name: "Contoso & Söhne – GLPI", display_override: ["window-controls-overlay"] });
    for (const icon of read.icons) {
      const picture = await user.request.get(new URL(icon.src, answer.url()).href);
      expect([picture.status(), picture.headers()["content-type"]]).toEqual([200, "image/png"]);
    }
    for (const shortcut of read.shortcuts) {
      const page = await user.request.get(new URL(shortcut.url, answer.url()).href);
      expect([page.status(), page.url()]).toEqual([200, expect.not.stringContaining("/go.php")]);
    }
    expect(await user.locator('meta[name="theme-color"]').getAttribute("content")).toMatch(/^rgb/);
    await user.context().close();
  });

  it("leaves no trace in pages once it is disabled, and none at all once it is uninstalled", async () => {
    await inList("unactivate");
    for (const user of ["post-only", "tech"]) expect(await lookFor(user)).toMatchObject({ accent: "", sheets: [] });
    expect(await loginLook()).toMatchObject({ accent: "", sheets: [] });
    await inList("uninstall");
    removeFolder(glpi);
    await inList("clean");
    await admin.goto(`${glpi.url}/front/central.php`);
    const files = filesOf(glpi);
    const changed = [...new Set([...files.keys(), ...before.files.keys()])].filter(
      (name) => files.get(name) !== before.files.get(name),
    );
    expect(changed).toEqual([]);
    const rows = new Set(rowsOf(glpi));
    expect(before.rows.filter((row) => !rows.has(row))).toEqual([]);
    const known = new Set(before.rows);
    expect([...rows].filter((row) => !known.has(row))).toEqual([]);
  });
});
