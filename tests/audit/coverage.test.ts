import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Root } from "postcss";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixtureFolder } from "../../src/audit/fixtures.ts";
import { pagesIn } from "../../src/audit/folder.ts";
import type { Count } from "../../src/audit/results.ts";
import { Audit, atRest, type Findings } from "../../src/audit/run.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
});
afterAll(() => launched?.close());

async function audit(
  page: string,
  theme: "windows-11" | "none",
  alter?: (root: Root) => void,
  folder = fixtureFolder,
): Promise<Findings> {
  const run = new Audit(launched.browser, {
    ...atRest,
    theme: theme === "none" ? undefined : loadTheme(theme),
    list: { users: {}, pages: pagesIn(folder) },
    source: { folder },
    width: 1440,
    only: [page],
    progress: () => undefined,
    ...(alter ? { alter } : {}),
  });
  return run.run();
}

const counts = (findings: Findings): { [role: string]: Count } => findings.pages[0]?.roles ?? {};
const native = (findings: Findings): number =>
  Object.values(counts(findings)).reduce((sum, count) => sum + count.native, 0);
const without = (folder: string) => (root: Root) =>
  root.walkRules((rule) => {
    if (rule.source?.input.file?.replaceAll("\\", "/").includes(folder)) rule.remove();
  });

// Controls whose CSS no other role leans on: the switch, for one, takes its looks from the check box too.
test.each([
  ["popups-10", "info-bar", "InfoBar", { all: 2, native: 2 }, { all: 2, native: 0 }],
  // A page's name among the breadcrumbs stays native by what it inherits; its two links do not.
  ["item-form-10", "breadcrumb-bar", "BreadcrumbBarItem", { all: 4, native: 4 }, { all: 4, native: 2 }],
])(
  "on %s, coverage falls by what %s draws, and by nothing else",
  { timeout: 300_000 },
  async (page, folder, role, before, after) => {
    const whole = await audit(page, "windows-11");
    const lacking = await audit(page, "windows-11", without(`/controls/${folder}/`));
    expect(counts(whole)[role]).toEqual(before);
    expect(counts(lacking)[role]).toEqual(after);
    const others = (findings: Findings) => ({ ...counts(findings), [role]: undefined });
    expect(others(lacking)).toEqual(others(whole));
    expect(native(whole) - native(lacking)).toBe(before.native - after.native);
  },
);

test("an interactive element or a surface without a role counts as failing, on saved pages too", {
  timeout: 300_000,
}, async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-audit-"));
  const box = "width: 120px; height: 40px; margin: 20px";
  writeFileSync(
    path.join(folder, "saved.html"),
    `<!doctype html><html lang="en"><body><div role="slider" style="${box}"></div><section style="${box}; background: #f0f"></section><section style="${box}"></section></body></html>`,
  );
  const findings = await audit("saved", "windows-11", undefined, folder);
  rmSync(folder, { recursive: true });
  expect(counts(findings)["(no role)"]).toEqual({ all: 2, native: 0 });
});

test("stock GLPI is hardly native, and each fault says what decided it", { timeout: 300_000 }, async () => {
  const stock = await audit("item-form-10", "none");
  const all = Object.values(counts(stock)).reduce((sum, count) => sum + count.all, 0);
  expect(native(stock) / all).toBeLessThan(0.12);
  const tab = stock.offenders.find(({ role }) => role === "VerticalTab");
  expect(tab?.winners["text colour"]).toContain("#tabspanel");
  expect(tab?.crop).toBeTruthy();
});
