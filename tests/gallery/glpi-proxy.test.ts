import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseGlpiAddress, startGlpiProxy } from "../../src/gallery/glpi-proxy.ts";
import { projectRoot } from "../../src/util/paths.ts";

let folder: string;
let glpi: Server;
let origin: string;
let proxy: Awaited<ReturnType<typeof startGlpiProxy>>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-proxy-"));
  cpSync(path.join(projectRoot, "themes/windows-11"), folder, { recursive: true });
  glpi = createServer((request, response) => {
    if (request.url === "/login") {
      response.writeHead(302, {
        location: `${origin}/home`,
        "set-cookie": "glpi=1; path=/; Domain=glpi.example; Secure; HttpOnly",
      });
      return response.end();
    }
    if (request.url === "/referer") return response.end(String(request.headers.referer));
    if (request.url === "/image")
      return response.writeHead(200, { "content-type": "image/png" }).end(Buffer.from([0, 255, 128]));
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'self'",
    });
    response.end(
      `<!doctype html><html data-glpi-theme="auror"><head></head><body><a href="${origin}/front">Été</a></body></html>`,
    );
  });
  await new Promise<void>((resolve) => glpi.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(glpi.address() as AddressInfo).port}`;
  proxy = await startGlpiProxy({ theme: folder, glpi: new URL(origin), port: 0 });
});

afterAll(() => {
  proxy?.close();
  glpi?.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (where: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(new URL(where, proxy.url), { headers, redirect: "manual" });

test("pages get the theme last in their head, links stay with us, bytes stay as they are", async () => {
  const response = await get("/");
  const html = await response.text();
  expect(html).toMatch(/<link rel="stylesheet" id="fenetre-live" href="[^"]+glpi=11"><script [^>]+><\/script><\/head>/);
  expect(html).toContain(`<a href="${proxy.url}front">Été</a>`);
  expect(response.headers.get("content-security-policy")).toMatch(/script-src 'self' 'self'/);
});

test("redirects and cookies are ours", async () => {
  const response = await get("/login");
  expect(response.headers.get("location")).toBe(`${proxy.url}home`);
  expect(response.headers.get("set-cookie")).toBe("glpi=1; path=/; HttpOnly");
});

test("GLPI sees its own address as the referer, and everything else passes untouched", async () => {
  expect(await (await get("/referer", { referer: `${proxy.url}front/ticket.php` })).text()).toBe(
    `${origin}/front/ticket.php`,
  );
  expect([...new Uint8Array(await (await get("/image")).arrayBuffer())]).toEqual([0, 255, 128]);
});

test("an edit reaches open pages, and so does a mistake", async () => {
  const response = await get("/@fenetre/events?glpi=11");
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  const until = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(text)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the stream ended without ${pattern}`);
      text += decoder.decode(value, { stream: true });
    }
  };
  const file = path.join(folder, "controls/button/button.css");
  const good = readFileSync(file, "utf8");
  writeFileSync(file, `${good}\n.fresh { color: red; }`);
  await until(/\.fresh/);
  writeFileSync(file, `${good}\n.fresh { color: var(--win-nothing); }`);
  await until(/unknown token --win-nothing/);
  writeFileSync(file, good);
  await reader.cancel();
});

test("only this machine is answered, by its own name", async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    import("node:http").then(({ get: ask }) =>
      ask(proxy.url, { headers: { host: "evil.example" } }, ({ statusCode }) => resolve(statusCode)).on(
        "error",
        reject,
      ),
    );
  });
  expect(status).toBe(403);
});

test("an address that is none is the user's error", () => {
  expect(() => parseGlpiAddress("glpi")).toThrow("--glpi is not an address");
});
