import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAdapter } from "../../src/build/roles.ts";
import { learn } from "../../src/portals/learn.ts";
import { fromMhtml, openSaved, readSaved } from "../../src/portals/saved.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { command } from "../helpers/command.ts";
import { mark, variations, vary } from "./variations.ts";

const here = path.dirname(new URL(import.meta.url).pathname);
let launched: LaunchedBrowser;
let scratch: string;
beforeAll(async () => {
  launched = await launchBrowser();
  scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-learn-"));
}, 60_000);
afterAll(async () => {
  await launched.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** The first were written before the learner; the others after it, and labelled before it saw them. */
const fixtures: Record<string, string[]> = {
  ...Object.fromEntries(
    ["tiles", "sidebar", "wizard", "cards", "plugin"].map((name) => [name, Object.keys(variations)]),
  ),
  ...Object.fromEntries(
    ["shell", "accordion", "unnamed", "single", "tables"].map((name) => [
      name,
      ["as it is", "all, in no known language"],
    ]),
  ),
};

describe.each(Object.entries(fixtures))("the portal %s", (fixture, names) => {
  test.each(names)("%s", { timeout: 60_000 }, async (name) => {
    const varied = await vary(launched.browser, fixture, variations[name] as object);
    try {
      const learnt = await learn(launched.browser, readSaved(varied.files), undefined, { unseen: true });
      expect(learnt.portal).toBe(true);
      const marks = await mark(launched.browser, varied, learnt);
      expect(marks.wrong.filter(({ confidence }) => confidence >= 0.8)).toEqual([]);
      expect(marks.found / marks.present, `missed: ${marks.missed.join(", ")}`).toBeGreaterThanOrEqual(0.85);
    } finally {
      varied.remove();
    }
  });
});

test.each(["technician-tickets", "article", "login", "blog", "manual", "tracker"])("%s is no portal", async (name) => {
  const { code, out } = await command("adapter", "learn", path.join(here, "none", `${name}.html`), "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ portal: false, roles: {} });
});

test("a learnt adapter is one that the build reads, without words, and its page shows them", {
  timeout: 120_000,
}, async () => {
  const file = path.join(scratch, "userportal.adapter.json");
  const { code, out } = await command("adapter", "learn", path.join(here, "tiles"), "--out", file);
  expect(code).toBe(0);
  expect(out).toContain("Not found: category");
  expect(readAdapter(file).roles.tile).toEqual([".up-tile"]);
  const stored = readFileSync(file, "utf8");
  for (const word of ["Camille", "Martin", "Écran", "demande", "Mot de passe"]) expect(stored).not.toContain(word);
  const page = readFileSync(path.join(scratch, "userportal.learnt.html"), "utf8");
  const line = stored.split("\n").findIndex((text) => text.includes('"tile":')) + 1;
  for (const part of [
    "home.html, dark: after",
    "form.html, 390 px wide: before",
    `userportal.adapter.json:${line}<`,
    "adapter check",
  ])
    expect(page).toContain(part);
  const checked = await command(
    "adapter",
    "check",
    path.join(here, "tiles/home.html"),
    "--adapter",
    file,
    "--no-coverage",
    "--json",
  );
  expect(JSON.parse(checked.out)[0].adapters[0].counts).toMatchObject({
    tile: 6,
    "tile-title": 6,
    search: 1,
    "ticket-card": 3,
  });
});

test("the default userportal adapter already knows a portal in GLPI's plugin conventions", async () => {
  const { out } = await command(
    "adapter",
    "check",
    path.join(here, "plugin"),
    "--adapter",
    path.join(here, "../../themes/windows-11/portals/userportal.adapter.json"),
    "--no-coverage",
    "--json",
  );
  const counts: Record<string, number>[] = JSON.parse(out).map(
    (page: { adapters: { counts: object }[] }) => page.adapters[0]?.counts,
  );
  const [form, home] = counts;
  expect(home).toMatchObject({
    page: 1,
    hero: 1,
    search: 1,
    tile: 5,
    "tile-title": 5,
    "tile-text": 5,
    "tile-icon": 5,
    category: 4,
    "ticket-list": 1,
    "ticket-card": 3,
    status: 3,
    message: 1,
  });
  expect(form).toMatchObject({
    page: 1,
    "form-section": 1,
    question: 5,
    "answer-input": 5,
    "action-bar": 1,
    "primary-action": 1,
  });
});

test("saved pages neither run scripts nor reach the network", { timeout: 60_000 }, async () => {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end("");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.on("connection", () => asked.push("connection"));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secret = path.join(scratch, "secret.css");
  writeFileSync(secret, "body { color: red }");
  const file = path.join(scratch, "hostile.html");
  writeFileSync(
    file,
    `<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0;url=http://${host}/refresh"><base href="http://${host}/"><link rel="preconnect" href="http://${host}"><link rel="dns-prefetch" href="http://${host}">
    <link rel="stylesheet" href="http://${host}/sheet.css"><link rel="stylesheet" href="file://${secret}"><style>@import "http://${host}/import.css"; body { background: url(http://${host}/background.png) }</style>
    <script>document.title = "ran"; fetch("http://${host}/fetch")</script></head>
    <body onload="document.title = 'ran'"><img src="http://${host}/image.png" onerror="document.title = 'ran'"><iframe src="http://${host}/frame"></iframe><object data="http://${host}/object"></object>
    <video src="http://${host}/video" autoplay></video><svg><script>document.title = "ran"</script></svg><a ping="http://${host}/ping" href="javascript:document.title='ran'">x</a></body></html>`,
  );
  const { context, pages } = await openSaved(launched.browser, readSaved([file]));
  await pages[0]?.waitForTimeout(300);
  expect(await pages[0]?.title()).toBe("");
  expect(asked).toEqual([]);
  await context.close();
  server.close();
});

test("MHTML: parts by address and by cid, quoted-printable and base64", async () => {
  const lines = [
    'Content-Type: multipart/related; type="text/html"; boundary="--b"',
    "",
    "----b",
    "Content-Type: text/html",
    "Content-Transfer-Encoding: quoted-printable",
    "Content-Location: https://glpi.example/portal",
    "",
    '<!DOCTYPE html><html><head><link rel=3D"stylesheet" href=3D"cid:css-1@mhtml.blink"></head><body><p id=3D"p">=C3=89t=',
    "=C3=A9</p></body></html>",
    "----b",
    "Content-Type: text/css",
    "Content-Transfer-Encoding: base64",
    "Content-ID: <css-1@mhtml.blink>",
    "",
    Buffer.from("p { color: rgb(1, 2, 3) }").toString("base64"),
    "----b--",
  ];
  const { context, pages } = await openSaved(launched.browser, [
    fromMhtml(Buffer.from(lines.join("\r\n")), "page.mhtml"),
  ]);
  const read = await pages[0]?.evaluate(() => {
    const paragraph = document.querySelector("p") as Element;
    return [paragraph.textContent, getComputedStyle(paragraph).color];
  });
  expect(read).toEqual(["Été", "rgb(1, 2, 3)"]);
  await context.close();
});

test("no file beside the saved page's own folder is read, by path or by link", { timeout: 60_000 }, async () => {
  const folder = path.join(scratch, "saved");
  mkdirSync(path.join(folder, "page_files"), { recursive: true });
  writeFileSync(path.join(scratch, "outside.css"), "p { color: rgb(1, 2, 3) }");
  symlinkSync(path.join(scratch, "outside.css"), path.join(folder, "page_files", "link.css"));
  writeFileSync(path.join(folder, "page_files", "own.css"), "p { width: 77px }");
  const sheets = ["../outside.css", "page_files/..%2f..%2foutside.css", "page_files/link.css", "page_files/own.css"];
  writeFileSync(
    path.join(folder, "page.html"),
    `<html><head>${sheets.map((href) => `<link rel="stylesheet" href="${href}">`).join("")}</head><body><p>x</p></body></html>`,
  );
  const { context, pages } = await openSaved(launched.browser, readSaved([folder]));
  const read = await pages[0]?.evaluate(() => {
    const { color, width } = getComputedStyle(document.querySelector("p") as Element);
    return [color, width];
  });
  expect(read).toEqual(["rgb(0, 0, 0)", "77px"]);
  await context.close();
});

test("pages in other encodings are read as they were written", () => {
  const html = '<html><head><meta charset="windows-1252"></head><body><p>Störung für Zoë</p></body></html>';
  const files = {
    "latin.html": Buffer.from(html, "latin1"),
    "utf16.html": Buffer.from(`\ufeff${html}`, "utf16le"),
    "utf8.html": Buffer.from(html.replace("windows-1252", "utf-8")),
  };
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(path.join(scratch, name), bytes);
    expect(readSaved([path.join(scratch, name)])[0]?.html, name).toContain("Störung für Zoë");
  }
});

test.each([
  ["no words.html", Buffer.alloc(0), /this is no web page\. Save the page/],
  ["picture.html", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /this is no web page\. Save the page/],
  ["deep.html", Buffer.from(`<html><body>${"<div>".repeat(50_000)}`), /too large to examine\. Save a page/],
  ["wide.html", Buffer.from(`<html><body>${"<p>x</p>".repeat(40_000)}`), /too large to examine\. Save a page/],
  ["cut.mhtml", Buffer.from('Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'), /holds no page\. Save it/],
  ["notes.txt", Buffer.from("hello"), /is no saved page\. Name an \.html/],
])("%s: one line, exit 1, nothing written", async (name, bytes, message) => {
  const folder = mkdtempSync(path.join(scratch, "hostile-"));
  writeFileSync(path.join(folder, name), bytes);
  const out = path.join(folder, "out", "a.adapter.json");
  const { code, error } = await command("adapter", "learn", path.join(folder, name), "--out", out);
  expect(code).toBe(1);
  expect(error).toMatch(message);
  expect(error.trim().split("\n")).toHaveLength(1);
  expect(existsSync(path.dirname(out))).toBe(false);
});

test("an adapter that is there is somebody's work", { timeout: 240_000 }, async () => {
  const file = path.join(scratch, "edited.adapter.json");
  const learn = (...options: string[]) =>
    command("adapter", "learn", path.join(here, "tiles"), "--out", file, ...options);
  expect((await learn()).code).toBe(0);
  const learnt = readFileSync(file, "utf8");
  // The same again is no loss.
  expect((await learn()).code).toBe(0);
  writeFileSync(file, "edited");
  expect((await learn()).error).toMatch(/edited\.adapter\.json is there already\. Name another file with --out, or /);
  expect(readFileSync(file, "utf8")).toBe("edited");
  expect((await learn("--force")).out).toContain("edited.adapter.json.old-1");
  expect(readFileSync(file, "utf8")).toBe(learnt);
  expect(readFileSync(`${file}.old-1`, "utf8")).toBe("edited");
});

test("errors name the file and the remedy", async () => {
  const broken = path.join(scratch, "broken.mhtml");
  writeFileSync(broken, "no mail");
  expect((await command("adapter", "learn", broken)).error).toMatch(
    /broken\.mhtml: this is no page saved as MHTML\. Save it again/,
  );
  expect((await command("adapter", "learn", path.join(scratch, "nothing.html"))).error).toMatch(
    /there is no ".*nothing\.html"\. Name a saved page/,
  );
  expect((await command("adapter", "teach")).error).toMatch(
    /there is no verb "adapter teach"\. Use one of: learn, check/,
  );
});
