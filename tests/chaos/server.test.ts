import { afterAll, beforeAll, expect, test } from "vitest";
import { Audit, type AuditOptions, atRest } from "../../src/audit/run.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { startTrapServer, type TrapServer } from "../helpers/trap-server.ts";

let launched: LaunchedBrowser;
let server: TrapServer;

beforeAll(async () => {
  server = await startTrapServer("http://127.0.0.1:9");
  launched = await launchBrowser({ network: true });
});
afterAll(async () => {
  await launched?.close();
  server?.close();
});

test("whatever a server sends ends in a line, and the run goes on", { timeout: 600_000 }, async () => {
  const lines: string[] = [];
  const paths = ["endless", "loop", "hangs", "silent", "breaks", "reloads", "packed", "plain"];
  const options: AuditOptions = {
    ...atRest,
    theme: loadTheme("windows-11"),
    list: { users: {}, pages: paths.map((id) => ({ id, url: `/${id}`, user: "anonymous", settle: 0 })) },
    source: { url: server.address },
    width: 800,
    limits: { document: 2_000_000, load: 15_000, whole: 40_000 },
    progress: (line) => void lines.push(line),
  };
  const { pages } = await new Audit(launched.browser, options).run();
  const errors = Object.fromEntries(pages.map(({ id, error }) => [id, error]));
  expect(errors["endless"]).toMatch(/a page is larger than 1.9 MB/);
  expect(errors["loop"]).toMatch(/ERR_TOO_MANY_REDIRECTS/);
  expect(errors["hangs"]).toMatch(/takes longer than 40 s|Timeout/);
  expect(errors["silent"]).toMatch(/Timeout 15000ms/);
  expect(errors["breaks"]).toMatch(/broke off after 1 of 99 bytes/);
  expect(errors["packed"]).toBeUndefined();
  expect(errors["plain"]).toBeUndefined();
  expect(pages.at(-1)?.roles["Button"] ?? pages.at(-1)?.roles).not.toEqual({});
  expect(lines).toHaveLength(paths.length);
  expect(lines.join("\n")).not.toContain("    at ");
});

test("ten thousand links are so many as were asked for", { timeout: 60_000 }, async () => {
  process.env.GLPI_USER = "anna";
  process.env.GLPI_PASSWORD = "a long secret";
  const lines: string[] = [];
  try {
    const audit = new Audit(launched.browser, {
      ...atRest,
      theme: undefined,
      list: { users: {}, pages: [] },
      source: { url: server.address },
      width: 800,
      crawl: true,
      limit: 2,
      progress: (line) => void lines.push(line),
    });
    const { pages } = await audit.run();
    expect(pages).toHaveLength(2);
    expect(lines[0]).toBe("2000 links, of which the first 2 are examined");
  } finally {
    delete process.env.GLPI_USER;
    delete process.env.GLPI_PASSWORD;
  }
});
