import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGlpiProxy } from "../../src/gallery/glpi-proxy.ts";
import { startGallery } from "../../src/gallery/server.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { listenBeside, type Neighbour } from "../helpers/neighbour.ts";
import { type TemporaryTheme, temporaryTheme } from "../helpers/temporary-theme.ts";

/*
 * A page of another origin in a real browser, which asks the gallery and the proxy before a GLPI in every way that a
 * page has. It reads nothing, reaches nobody, opens no file, and both answer their own pages afterwards.
 */

let scratch: string;
let theme: TemporaryTheme;
let evil: Server;
let glpi: Server;
let beside: Neighbour;
let gallery: Awaited<ReturnType<typeof startGallery>>;
let proxy: Awaited<ReturnType<typeof startGlpiProxy>>;
let launched: LaunchedBrowser;
const asked: string[] = [];
const editor = process.env.LAUNCH_EDITOR;
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => void server.listen(0, "127.0.0.1", () => resolve()));

beforeAll(async () => {
  scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-other-"));
  theme = temporaryTheme({}, path.join(scratch, "theme"));
  writeFileSync(path.join(scratch, "editor"), `#!/bin/sh\necho "$@" >> '${path.join(scratch, "opened")}'\n`);
  chmodSync(path.join(scratch, "editor"), 0o755);
  process.env.LAUNCH_EDITOR = path.join(scratch, "editor");
  beside = await listenBeside();
  evil = createServer((_, response) => response.setHeader("content-type", "text/html").end("<!doctype html><p>evil"));
  await listen(evil);
  glpi = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader("set-cookie", "glpi_session=secret; path=/").setHeader("content-type", "text/html");
    response.end("<!doctype html><title>GLPI</title><p>ticket");
  });
  await listen(glpi);
  gallery = await startGallery({ theme: theme.folder, port: 0 });
  proxy = await startGlpiProxy({
    theme: theme.folder,
    glpi: new URL(`http://127.0.0.1:${portOf(glpi)}`),
    port: 0,
  });
  launched = await launchBrowser();
});
afterAll(async () => {
  if (editor === undefined) delete process.env.LAUNCH_EDITOR;
  else process.env.LAUNCH_EDITOR = editor;
  await launched?.close();
  proxy?.close();
  await gallery?.server.close();
  for (const server of [glpi, evil]) {
    server?.closeAllConnections();
    server?.close();
  }
  await beside?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Runs in the page of the other origin: every way to ask, each with what came of it that must not. */
async function askInEveryWay({ target, paths }: { target: string; paths: string[] }): Promise<string[]> {
  const got: string[] = [];
  const waits: Promise<unknown>[] = [];
  const soon = (way: string, ask: (done: (what?: string) => void) => void): void => {
    waits.push(
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 6000);
        const done = (what?: string): void => {
          clearTimeout(timer);
          if (what !== undefined) got.push(`${way}: ${what}`);
          resolve();
        };
        try {
          ask(done);
        } catch {
          done();
        }
      }),
    );
  };
  const element = (way: string, tag: string, set: Record<string, string>, url: string): void =>
    soon(`${way} ${url}`, (done) => {
      const node = document.createElement(tag);
      node.onload = () => done(tag === "iframe" || tag === "object" ? undefined : "loaded");
      node.onerror = () => done();
      for (const [name, value] of Object.entries(set)) node.setAttribute(name, value);
      document.body.append(node);
      if (tag === "iframe" || tag === "object") setTimeout(done, 3000);
    });
  for (const below of paths) {
    const url = target + below;
    element("image", "img", { src: url }, url);
    element("script", "script", { src: url }, url);
    element("module", "script", { src: url, type: "module" }, url);
    element("sheet", "link", { rel: "stylesheet", href: url }, url);
    element("frame", "iframe", { src: url }, url);
    element("object", "object", { data: url }, url);
    element("sound", "audio", { src: url, autoplay: "" }, url);
    for (const [way, options] of [
      ["fetch", {}],
      ["fetch with cookies", { credentials: "include" }],
      ["fetch with our header", { headers: { "x-fenetre": "1" } }],
      ["fetch by POST", { method: "POST", body: "a=b", headers: { "content-type": "text/plain" } }],
      ["fetch by PUT", { method: "PUT", body: "a" }],
    ] as [string, RequestInit][])
      soon(
        `${way} ${url}`,
        (done) =>
          void fetch(url, options).then(
            (answer) => done(`read ${answer.status}`),
            () => done(),
          ),
      );
    soon(
      `blind fetch ${url}`,
      (done) =>
        void fetch(url, { mode: "no-cors", credentials: "include" }).then(
          () => done(),
          () => done(),
        ),
    );
    soon(`events ${url}`, (done) => {
      const source = new EventSource(url);
      source.onopen = () => done("open");
      source.onerror = () => done();
    });
    for (const protocols of [[], ["vite-hmr"], ["vite-ping"]])
      soon(`socket ${protocols} ${url}`, (done) => {
        const socket = new WebSocket(url.replace("http", "ws"), protocols);
        socket.onopen = () => done("open");
        socket.onerror = () => done();
      });
    for (const method of ["GET", "POST"])
      soon(`form ${method} ${url}`, (done) => {
        const frame = document.createElement("iframe");
        frame.name = `f${Math.random()}`;
        const form = document.createElement("form");
        form.action = url;
        form.method = method;
        form.target = frame.name;
        form.innerHTML = '<input name="file" value="/etc/passwd">';
        document.body.append(frame, form);
        form.submit();
        setTimeout(() => {
          let read: string | undefined;
          try {
            const text = frame.contentDocument?.body?.textContent;
            if (text) read = `read ${text.slice(0, 40)}`;
          } catch {
            // As it must be.
          }
          done(read);
        }, 3000);
      });
    navigator.sendBeacon(url, "a");
    soon(
      `import ${url}`,
      (done) =>
        void import(/* @vite-ignore */ url).then(
          () => done("ran"),
          () => done(),
        ),
    );
    soon(`worker ${url}`, (done) => {
      const blob = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(url)}); postMessage("ran")`]));
      const worker = new Worker(blob);
      worker.onmessage = () => done("ran");
      worker.onerror = () => done();
    });
  }
  await Promise.all(waits);
  return got;
}

test("reads nothing, reaches nobody and opens nothing", { timeout: 400_000 }, async () => {
  const context = await launched.browser.newContext();
  // Somebody is signed in at the GLPI behind the proxy.
  const own = await context.newPage();
  await own.goto(proxy.url);
  expect(await own.title()).toBe("GLPI");
  asked.length = 0;
  const page = await context.newPage();
  // By another name of this machine: another site; by another port: the same site, another origin.
  for (const host of ["localhost", "127.0.0.1"]) {
    await page.goto(`http://${host}:${portOf(evil)}/`);
    for (const [server, paths] of [
      [
        gallery.url,
        [
          "",
          "/",
          `/${"127.0.0.1"}:${beside.port}/x`,
          "__open-in-editor?file=/etc/passwd",
          `__open-in-editor?file=${encodeURIComponent(path.join(theme.folder, "controls/button/button.css"))}`,
          "@vite/client",
          "@fs/etc/passwd",
          "@fenetre/state",
        ],
      ],
      [
        proxy.url.replace(/\/?$/, "/"),
        ["", "/", `/127.0.0.1:${beside.port}/x`, "front/ticket.form.php?id=1", "front/logout.php", "../x"],
      ],
    ] as [string, string[]][])
      expect(await page.evaluate(askInEveryWay, { target: server, paths }), `${host} asks ${server}`).toEqual([]);
  }
  expect(asked).toEqual([]);
  expect(beside.seen).toEqual([]);
  expect(existsSync(path.join(scratch, "opened"))).toBe(false);
  // Both still answer whoever opens their address.
  expect((await fetch(gallery.url)).status).toBe(200);
  await own.reload();
  expect(await own.title()).toBe("GLPI");
  await context.close();
});
