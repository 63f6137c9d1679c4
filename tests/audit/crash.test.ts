import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pagesOfFolder } from "../../src/audit/pages.ts";
import { Audit, type AuditOptions, atRest } from "../../src/audit/run.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-audit-"));
const launched: LaunchedBrowser[] = [];
const launch = async (): Promise<Browser> => {
  launched.push(await launchBrowser());
  return (launched.at(-1) as LaunchedBrowser).browser;
};

beforeAll(() => {
  for (const name of ["a", "b", "c"])
    writeFileSync(
      path.join(folder, `${name}.html`),
      `<!doctype html><html lang="en"><body><button>${name}</button></body></html>`,
    );
});
afterAll(async () => {
  for (const { close } of launched) await close();
  rmSync(folder, { recursive: true });
});

/** The operating system ends the browser's main process, as when memory runs out. */
async function kill(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  for (const { type, id } of processInfo) if (type === "browser") process.kill(id, "SIGKILL");
}

test("a page that takes the browser with it does not end the run", { timeout: 120_000 }, async () => {
  const first = await launch();
  const options: AuditOptions = {
    ...atRest,
    theme: undefined,
    // Long enough on the second page for the browser to be killed on it.
    list: {
      users: {},
      pages: pagesOfFolder(folder).map((page) => (page.id === "b" ? { ...page, settle: 60_000 } : page)),
    },
    source: { folder },
    width: 1440,
    relaunch: launch,
    progress: (line) => {
      if (/^1\/3/.test(line)) setTimeout(() => void kill(first), 1500);
    },
  };
  const { pages } = await new Audit(first, options).run();
  expect(first.isConnected()).toBe(false);
  expect(launched).toHaveLength(2);
  expect(pages.map(({ id, error }) => [id, error])).toEqual([
    ["a", undefined],
    ["b", expect.stringMatching(/^the browser crashed/)],
    ["c", undefined],
  ]);
  expect(pages[2]?.roles).toEqual(pages[0]?.roles);
});
