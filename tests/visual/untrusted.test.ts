import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderContext } from "../../src/audit/folder.ts";
import { openSaved, readSaved } from "../../src/portals/saved.ts";
import { UserError } from "../../src/util/user-error.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { inert, inertFragment, shownOf } from "../../src/visual/inert.ts";
import { untrustedContext } from "../../src/visual/untrusted.ts";
import { hostilePage, hostilePages } from "../helpers/hostile-pages.ts";
import { listenBeside, type Neighbour } from "../helpers/neighbour.ts";

const names = Object.keys(hostilePages);
let launched: LaunchedBrowser;
let beside: Neighbour;
let host: string;
let scratch: string;

beforeAll(async () => {
  scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-untrusted-"));
  beside = await listenBeside();
  host = `127.0.0.1:${beside.port}`;
  launched = await launchBrowser();
});
afterAll(async () => {
  await launched?.close();
  await beside?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Opens one page after the other in one window. @returns the names of those that ran or asked */
async function busy(page: Page, addresses: [name: string, address: string][]): Promise<string[]> {
  const found: string[] = [];
  for (const [name, address] of addresses) {
    const seen = beside.seen.length;
    await page.goto(address, { waitUntil: "load", timeout: 3000 }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 25));
    const title = await page.title();
    if (title === "ran" || page.url() !== address || beside.seen.length > seen)
      found.push(`${name}: ${[title, page.url(), ...beside.seen.slice(seen)].join(" ")}`);
  }
  return found;
}

test("the listener hears a page that is not sealed", async () => {
  const context = await launched.browser.newContext();
  const page = await context.newPage();
  await page.setContent(hostilePage("a script", host));
  await page.setContent(hostilePage("WebRTC", host));
  await expect.poll(() => beside.seen.some((line) => line.startsWith("TCP"))).toBe(true);
  await context.close();
  beside.seen.length = 0;
});

test(`${names.length} hostile pages as they are: none runs, none asks anybody`, { timeout: 120_000 }, async () => {
  const origin = "http://pages.fenetre.test";
  const context = await untrustedContext(launched.browser, {}, (url) => {
    const name = names[Number(new URL(url).pathname.slice(1))];
    return name === undefined ? undefined : { type: "text/html; charset=utf-8", body: hostilePage(name, host) };
  });
  const page = await context.newPage();
  expect(
    await busy(
      page,
      names.map((name, index) => [name, `${origin}/${index}`]),
    ),
  ).toEqual([]);
  expect(context.pages()).toHaveLength(1);
  await context.close();
  expect(beside.seen).toEqual([]);
});

test(`what is left of ${names.length} hostile pages runs nothing, with scripts on`, { timeout: 120_000 }, async () => {
  // No other lock: a browser as anyone has it, whose requests are answered here.
  const asked: string[] = [];
  const context = await launched.browser.newContext();
  const pages = names.map((name) => inert(hostilePage(name, host)));
  await context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    const html = url.host === "pages.fenetre.test" ? pages[Number(url.pathname.slice(1))] : undefined;
    if (html !== undefined) return route.fulfill({ body: html, contentType: "text/html; charset=utf-8" });
    asked.push(`${route.request().resourceType()} ${url.pathname}`);
    return route.abort();
  });
  const page = await context.newPage();
  const found = await busy(
    page,
    names.map((name, index) => [name, `http://pages.fenetre.test/${index}`]),
  );
  expect(found).toEqual([]);
  // Pictures, style sheets and fonts are the other locks' business; nothing else is asked for.
  expect(asked.filter((line) => !/^(image|stylesheet|font) /.test(line) && !line.endsWith("/favicon.ico"))).toEqual([]);
  await context.close();
});

test("markup comes out as what a browser reads, and reads the same again", () => {
  for (const name of names) {
    const once = inert(hostilePage(name, host));
    expect(inert(once), name).toBe(once);
    expect(once, name).toContain("<h1>Page</h1>");
    expect(once, name).not.toMatch(/<script|<math|<foreignObject|<noscript|javascript:|http-equiv|\son[a-z]+="[^"]/i);
  }
  expect(inertFragment('<a onclick="x()" href="#">y</a>')).toBe('<a href="#" onclick="">y</a>');
  const plain = '<div class="btn"  data-x=1><input disabled></div>';
  expect(shownOf(plain)).toBe(plain);
});

test("a page without end is refused in one line", () => {
  expect(() => inert("<div>".repeat(1000))).toThrow(UserError);
});

test("saved pages and folders of pages go through both", { timeout: 60_000 }, async () => {
  const few = [
    "a script",
    "a glyph within mathematics",
    "a web socket",
    "a redirection",
    "hints to connect",
    "a frame from elsewhere",
  ];
  for (const [index, name] of few.entries())
    writeFileSync(path.join(scratch, `${index}.html`), hostilePage(name, host));
  const saved = await openSaved(launched.browser, readSaved([scratch]));
  for (const page of saved.pages) expect(await page.title()).toBe("still");
  await saved.context.close();
  const origin = "http://folder.fenetre.test";
  const context = await folderContext(launched.browser, {}, scratch, origin, (html) => html);
  const page = await context.newPage();
  expect(
    await busy(
      page,
      few.map((name, index) => [name, `${origin}/${index}.html`]),
    ),
  ).toEqual([]);
  expect(await page.content()).not.toContain("<script");
  await context.close();
  expect(beside.seen).toEqual([]);
});
