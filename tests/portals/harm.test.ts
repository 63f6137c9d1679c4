import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bounds, faultsOf } from "../../src/portals/bounds.ts";
import { learn } from "../../src/portals/learn.ts";
import { lineOf, resultPage } from "../../src/portals/result.ts";
import { readSaved } from "../../src/portals/saved.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { command } from "../helpers/command.ts";

let launched: LaunchedBrowser;
let scratch: string;
beforeAll(async () => {
  launched = await launchBrowser();
  scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-harm-"));
}, 60_000);
afterAll(async () => {
  await launched.close();
  rmSync(scratch, { recursive: true, force: true });
});

test("a role lies neither in itself, nor on too much, nor on what already is a widget", async () => {
  const page = await launched.browser.newPage();
  await page.addInitScript("globalThis.__name = (value) => value");
  await page.goto("about:blank");
  await page.setContent(
    `<div class="a"><div class="a"><input class="b"></div></div><table><tr><td class="c">New</td></tr></table><p class="d">1</p><p class="d">2</p><i class="e">fine</i>`,
  );
  const roles = { "form-section": ".a", tile: ".b", status: ".c", page: ".d", "tile-icon": ".e" };
  const faults = await page.evaluate(faultsOf, { roles, bounds });
  expect(Object.fromEntries(faults.map(({ role, why }) => [role, why]))).toEqual({
    "form-section": "1 of its 2 elements lie within others of it",
    tile: "it matches <input>, which has a look of its own",
    status: "it matches <td>, which has a look of its own",
    page: "it matches 2 elements; a page has 1 at most",
  });
  await page.close();
});

/** Tiles of one row of 40 px whose words would stand in two lines, and are hidden below it, once they are SettingsCards. */
const cutting = `<!doctype html><html lang="en"><head><style>
.grid { display: flex; gap: 8px } .svc { display: block; width: 150px; height: 50px; overflow: hidden; border: 1px solid #ccc; color: #111 }
.svc b { display: block } .svc small { display: block; font-size: 12px; line-height: 14px }</style></head><body><main><h1>Hello, how can we help?</h1><div class="grid">
${["Laptop", "Printer", "Access", "Badge"].map((name, index) => `<a class="svc" href="/s/${index}"><b>${name}</b><small>What you may ask us for</small></a>`).join("")}</div></main></body></html>`;

test("a role whose dressing cuts a text is left out, with the reason", { timeout: 180_000 }, async () => {
  const file = path.join(scratch, "cutting.html");
  writeFileSync(file, cutting);
  const { roles, dropped } = await learn(launched.browser, readSaved([file]));
  const [first] = dropped.filter(({ why }) => /cut off/.test(why));
  expect(first?.why).toMatch(/cutting\.html, .*: (a text|\d texts) cut off/);
  expect(roles[first?.role as keyof typeof roles]).toBeUndefined();
});

test("adapter check fails for what matches nothing, lies in itself, or cuts a text", { timeout: 240_000 }, async () => {
  const file = path.join(scratch, "check.html");
  writeFileSync(file, cutting);
  const adapter = path.join(scratch, "bad.adapter.json");
  const check = async (roles: object) => {
    writeFileSync(adapter, JSON.stringify({ portal: "bad", assumptions: [], roles }));
    const { code, out } = await command("adapter", "check", file, "--adapter", adapter, "--no-coverage", "--json");
    const [page] = JSON.parse(out) as { faults: { role: string; why: string }[] }[];
    return { code, faults: page?.faults.map(({ role, why }) => `${role}: ${why.replace(/^.*?: /, "")}`) };
  };
  expect(await check({ search: [".nowhere"] })).toEqual({
    code: 1,
    faults: ["search: it matches nothing on any of the pages"],
  });
  expect((await check({ tile: [".svc"] })).faults?.join()).toMatch(/^tile: .*cut off/);
  expect(await check({ page: ["main"] })).toEqual({ code: 0, faults: [] });
});

test("the page of what was learnt escapes whatever pages say", () => {
  const picture = Buffer.from("x");
  const shots = { light: picture, dark: picture, narrow: picture };
  const bad = `"><script>alert(1)</script>`;
  const page = resultPage(
    {
      portal: true,
      roles: { tile: { selector: `[title='${bad}']`, confidence: 0.9 } },
      evidence: {},
      dropped: [{ role: "status", selector: bad, confidence: 0.4, why: bad }],
      shown: [
        {
          name: bad,
          before: shots,
          after: shots,
          width: 1,
          height: 1,
          boxes: [{ role: "tile", text: bad, x: 0, y: 0, width: 9, height: 9 }],
        },
      ],
    },
    { file: bad, adapter: `{\n  "roles": {\n    "tile": ["a"]\n  }\n}`, next: bad },
  );
  expect(page).not.toContain("<script");
  expect(lineOf(`{\n  "roles": {\n    "tile": ["a"]\n  }\n}`, "tile")).toBe(3);
  expect(readFileSync(new URL("../../src/portals/result.ts", import.meta.url), "utf8")).toContain(
    "content-security-policy",
  );
});
