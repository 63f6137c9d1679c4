import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseGlpiAddress, policyForUs, startGlpiProxy } from "../../src/gallery/glpi-proxy.ts";
import { startGallery } from "../../src/gallery/server.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { listenBeside, type Neighbour, raw, statusOf } from "../helpers/neighbour.ts";
import { type TemporaryTheme, temporaryTheme } from "../helpers/temporary-theme.ts";

/*
 * Requests of other sites, to other hosts, and of no kind at all: to the gallery and to the proxy before a GLPI, with a
 * listener beside them that must see nothing. Raw sockets, since no client would send most of them.
 */

let scratch: string;
let theme: TemporaryTheme;
let glpi: Server;
/** Request lines that reached GLPI. */
const asked: string[] = [];
let beside: Neighbour;
let gallery: Awaited<ReturnType<typeof startGallery>>;
let proxy: Awaited<ReturnType<typeof startGlpiProxy>>;
const ports = { gallery: 0, proxy: 0, glpi: 0 };
/** Written by what stands for the designer's editor: its arguments. */
let opened: string;
const editor = process.env.LAUNCH_EDITOR;

beforeAll(async () => {
  scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-guard-"));
  theme = temporaryTheme({}, path.join(scratch, "theme"));
  opened = path.join(scratch, "opened");
  writeFileSync(path.join(scratch, "editor"), `#!/bin/sh\necho "$@" >> '${opened}'\n`);
  chmodSync(path.join(scratch, "editor"), 0o755);
  process.env.LAUNCH_EDITOR = path.join(scratch, "editor");
  writeFileSync(path.join(scratch, "beside.css"), "");
  symlinkSync(path.join(scratch, "beside.css"), path.join(theme.folder, "controls/button/link.css"));
  beside = await listenBeside();
  glpi = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.host}`);
    if (request.url === "/away")
      return response.writeHead(302, { location: `http://127.0.0.1:${beside.port}/x` }).end();
    if (request.url === "/breaks") {
      response.writeHead(200, { "content-type": "text/html", "content-length": 1000 });
      response.write("<html>");
      return setTimeout(() => response.destroy(), 20);
    }
    request.resume().on("end", () => response.end("glpi"));
  });
  await new Promise<void>((resolve) => glpi.listen(0, "127.0.0.1", resolve));
  ports.glpi = (glpi.address() as AddressInfo).port;
  gallery = await startGallery({ theme: theme.folder, port: 0 });
  ports.gallery = Number(new URL(gallery.url).port);
  proxy = await startGlpiProxy({ theme: theme.folder, glpi: new URL(`http://127.0.0.1:${ports.glpi}`), port: 0 });
  ports.proxy = Number(new URL(proxy.url).port);
});

afterAll(async () => {
  if (editor === undefined) delete process.env.LAUNCH_EDITOR;
  else process.env.LAUNCH_EDITOR = editor;
  proxy?.close();
  glpi?.closeAllConnections();
  glpi?.close();
  await gallery?.server.close();
  await beside?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Lines of a request, `{own}` and `{other}` standing for the server's own host and the listener's. */
type Hostile = [name: string, ...lines: string[]];
const own = "Host: {own}";

/** Refused by both servers: the status, then the request. */
const refused: [status: number, ...Hostile][] = [
  [400, "two slashes", "GET //{other}/x HTTP/1.1", own],
  [400, "two slashes alone", "GET // HTTP/1.1", own],
  [400, "three slashes", "GET ///{other}/x HTTP/1.1", own],
  [400, "the absolute form", "GET http://{other}/x HTTP/1.1", own],
  [400, "the absolute form of its own address", "GET http://{own}/ HTTP/1.1", own],
  [400, "the absolute form with a user", "GET http://{own}@{other}/x HTTP/1.1", own],
  [400, "another scheme", "GET file:///etc/passwd HTTP/1.1", own],
  [400, "a scheme without slashes", "GET http:{other}/x HTTP/1.1", own],
  [400, "slash and backslash", "GET /\\{other}/x HTTP/1.1", own],
  [400, "backslash and slash", "GET \\/{other}/x HTTP/1.1", own],
  [400, "a backslash further on", "GET /x/..\\..\\{other} HTTP/1.1", own],
  [400, "a user before the host", "GET @{other}/x HTTP/1.1", own],
  [400, "a tab before the slashes", "GET /\t/{other}/x HTTP/1.1", own],
  [400, "a null byte", "GET /\u0000/{other}/x HTTP/1.1", own],
  [400, "no path", "GET ?x=//{other}/ HTTP/1.1", own],
  [400, "an asterisk", "OPTIONS * HTTP/1.1", own],
  [405, "a tunnel", "CONNECT {other} HTTP/1.1", "Host: {other}"],
  [405, "a tunnel under its own name", "CONNECT {other} HTTP/1.1", own],
  [405, "an echo", "TRACE / HTTP/1.1", own],
  [403, "another host's name", "GET / HTTP/1.1", "Host: evil.example"],
  [403, "the listener's name", "GET / HTTP/1.1", "Host: {other}"],
  [403, "its own name without the port", "GET / HTTP/1.1", "Host: localhost"],
  [403, "its own name and a longer one", "GET / HTTP/1.1", "Host: {own}.evil.example"],
  [403, "its own name as a user", "GET / HTTP/1.1", "Host: {own}@{other}"],
  [403, "a name that resolves to this machine", "GET / HTTP/1.1", "Host: 127.0.0.1.nip.io:{port}"],
  [403, "another way to write this machine", "GET / HTTP/1.1", "Host: 2130706433:{port}"],
  [400, "no name", "GET / HTTP/1.1"],
  [403, "no name, before HTTP/1.1", "GET / HTTP/1.0"],
  [403, "two names", "GET / HTTP/1.1", own, "Host: {other}"],
  [403, "a page of another site", "GET / HTTP/1.1", own, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"],
  [403, "a page of another port", "GET / HTTP/1.1", own, "Sec-Fetch-Site: same-site"],
  [403, "a script of another site", "GET / HTTP/1.1", own, "Origin: https://evil.example"],
  [403, "a script in a sandbox", "POST / HTTP/1.1", own, "Origin: null", "Content-Length: 0"],
  [403, "a script of another port", "GET / HTTP/1.1", own, "Origin: http://{other}"],
  [403, "a script of its own host over https", "GET / HTTP/1.1", own, "Origin: https://{own}"],
  [403, "two origins", "GET / HTTP/1.1", own, "Origin: http://{own}", "Origin: https://evil.example"],
  [
    403,
    "a preflight",
    "OPTIONS / HTTP/1.1",
    own,
    "Origin: https://evil.example",
    "Access-Control-Request-Method: POST",
  ],
  [403, "an image of an old browser", "GET / HTTP/1.1", own, "Referer: https://evil.example/page"],
  [403, "a referrer that begins alike", "GET / HTTP/1.1", own, "Referer: http://{own}.evil.example/"],
  [403, "a form of another site", "POST / HTTP/1.1", own, "Origin: https://evil.example", "Content-Length: 0"],
  [400, "both lengths", "POST / HTTP/1.1", own, "Content-Length: 4", "Transfer-Encoding: chunked", "", "0"],
  [400, "no HTTP at all", "hello"],
  [400, "a TLS greeting", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"],
  [400, "HTTP/2", "PRI * HTTP/2.0", "", "SM"],
  [
    431,
    "headers without end",
    "GET / HTTP/1.1",
    own,
    ...Array.from({ length: 40 }, (_, i) => `X-${i}: ${"x".repeat(900)}`),
  ],
  [
    403,
    "a web socket of another site",
    "GET / HTTP/1.1",
    own,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    "Origin: https://evil.example",
  ],
];

/** Answered by the gallery alone, as the given status. */
const atGallery: [status: number, ...Hostile][] = [
  [400, "a percent sign alone", "GET /% HTTP/1.1", own],
  [400, "half a character", "GET /%c3 HTTP/1.1", own],
  [400, "an overlong slash", "GET /%c0%af%c0%af{other} HTTP/1.1", own],
  [400, "a null byte, encoded", "GET /%00 HTTP/1.1", own],
  [403, "any file, as Vite serves files", "GET /@fs/etc/passwd HTTP/1.1", own],
  [403, "any file, by way of an allowed folder", `GET /@fs${projectRoot}src/gallery/../../package.json HTTP/1.1`, own],
  [403, "any file, raw", "GET /@fs/etc/passwd?raw HTTP/1.1", own],
  [403, "any file, as a module", "GET /@fs/etc/passwd?import&raw?? HTTP/1.1", own],
  [404, "a file above the page", "GET /@fenetre/source?file=../../etc/passwd HTTP/1.1", own],
  [403, "the editor, without our page", "GET /__open-in-editor?file={theme}/theme.json HTTP/1.1", own],
  [
    403,
    "the editor, from another site",
    "GET /__open-in-editor?file={theme}/theme.json HTTP/1.1",
    own,
    "X-Fenetre: 1",
    "Sec-Fetch-Site: cross-site",
  ],
  [403, "the editor, any file", "GET /__open-in-editor?file=/etc/passwd HTTP/1.1", own, "X-Fenetre: 1"],
  [
    403,
    "the editor, out of the theme",
    "GET /__open-in-editor?file={theme}/../beside.css HTTP/1.1",
    own,
    "X-Fenetre: 1",
  ],
  [
    403,
    "the editor, a link out of the theme",
    "GET /__open-in-editor?file={theme}/controls/button/link.css HTTP/1.1",
    own,
    "X-Fenetre: 1",
  ],
  [403, "the editor, a folder", "GET /__open-in-editor?file={theme}/tokens HTTP/1.1", own, "X-Fenetre: 1"],
  [403, "the editor, no file", "GET /__open-in-editor HTTP/1.1", own, "X-Fenetre: 1"],
  [
    403,
    "a web socket without a page",
    "GET / HTTP/1.1",
    own,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
  ],
  [422, "a picture of any size", "GET /@fenetre/native?widget=button&width=4000&height=4000&scale=4 HTTP/1.1", own],
];

/** Reach GLPI, as paths on it, and nothing else. */
const atGlpi: [name: string, target: string][] = [
  ["encoded slashes", "/%2f%2f{other}/x"],
  ["an encoded backslash", "/%5c{other}/x"],
  ["a user further on", "/@{other}/x"],
  ["steps upwards", "/a/../..//{other}/x"],
  ["an address as a value", "/x?to=http://{other}/"],
  ["half a character", "/%c3"],
];

const written = (server: "gallery" | "proxy", lines: string[]): Buffer => {
  const text = `${lines.join("\r\n")}\r\n\r\n`
    .replaceAll("{own}", `127.0.0.1:${ports[server]}`)
    .replaceAll("{other}", `127.0.0.1:${beside.port}`)
    .replaceAll("{port}", String(ports[server]))
    .replaceAll("{theme}", theme.folder);
  return Buffer.from(text, "latin1");
};

const lives = async (): Promise<void> => {
  expect(
    statusOf(await raw(ports.gallery, written("gallery", ["GET /@fenetre/state HTTP/1.1", own, "Connection: close"]))),
  ).toBe(200);
  expect(statusOf(await raw(ports.proxy, written("proxy", ["GET /lives HTTP/1.1", own, "Connection: close"])))).toBe(
    200,
  );
};

test.each(["gallery", "proxy"] as const)(
  "the %s refuses other sites, other hosts and what is no request",
  async (server) => {
    const before = asked.length;
    const statuses = await Promise.all(
      refused.map(
        async ([, name, ...lines]) => `${statusOf(await raw(ports[server], written(server, lines)))} ${name}`,
      ),
    );
    expect(statuses).toEqual(refused.map(([status, name]) => `${status} ${name}`));
    expect(asked.slice(before)).toEqual([]);
    expect(beside.seen).toEqual([]);
    await lives();
  },
);

test("the gallery serves no other file, opens no other file, and draws no other size", async () => {
  const statuses = await Promise.all(
    atGallery.map(
      async ([, name, ...lines]) => `${statusOf(await raw(ports.gallery, written("gallery", lines)))} ${name}`,
    ),
  );
  expect(statuses).toEqual(atGallery.map(([status, name]) => `${status} ${name}`));
  expect(existsSync(opened)).toBe(false);
  expect(beside.seen).toEqual([]);
  await lives();
});

test("the gallery's own page opens a file of the theme", async () => {
  const file = path.join(theme.folder, "theme.json");
  const response = await fetch(`${gallery.url}__open-in-editor?file=${encodeURIComponent(`${file}:3:1`)}`, {
    headers: { "x-fenetre": "1", "sec-fetch-site": "same-origin" },
  });
  expect(response.status).toBe(200);
  await expect.poll(() => existsSync(opened) && readFileSync(opened, "utf8")).toContain(file);
});

test("no answer of the gallery's may be read by another origin, and none runs what is not its own", async () => {
  const { headers } = await fetch(gallery.url);
  expect(headers.get("access-control-allow-origin")).toBeNull();
  expect(headers.get("content-security-policy")).toMatch(
    /default-src 'none'; script-src 'nonce-[\w-]{20,}' 'strict-dynamic';/,
  );
  expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
});

test("paths of every kind reach GLPI and nobody else", async () => {
  for (const [name, target] of atGlpi) {
    const before = asked.length;
    await raw(
      ports.proxy,
      written("proxy", [`GET ${target} HTTP/1.1`, own, "X-Forwarded-Host: {other}", "Connection: close"]),
    );
    const path = target.replace("{other}", `127.0.0.1:${beside.port}`);
    expect(asked.slice(before), name).toEqual([`GET ${path} 127.0.0.1:${ports.glpi}`]);
  }
  expect(beside.seen).toEqual([]);
});

test("one request is one request: nothing in a body becomes another", async () => {
  const inner = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
  const chunked = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
  const before = asked.length;
  const send = (lines: string[], body: string): Promise<string> =>
    raw(ports.proxy, Buffer.concat([written("proxy", lines), Buffer.from(body)]));
  expect(statusOf(await send(["GET /a HTTP/1.1", own, "Transfer-Encoding: chunked"], chunked))).toBe(400);
  expect(statusOf(await send(["POST /b HTTP/1.1", own, "Transfer-Encoding: chunked"], chunked))).toBe(200);
  expect(statusOf(await send(["POST /c HTTP/1.1", own, "Transfer-Encoding: xchunked"], inner))).toBe(400);
  expect(
    statusOf(
      await send(
        ["POST /d HTTP/1.1", own, `Content-Length: ${inner.length}`, "Connection: content-length, close"],
        inner,
      ),
    ),
  ).toBe(200);
  expect(statusOf(await send(["DELETE /e HTTP/1.1", own, "Transfer-Encoding: chunked"], chunked))).toBe(200);
  expect(asked.slice(before).map((line) => line.split(" ")[1])).toEqual(["/b", "/d", "/e"]);
});

test("a redirection is the browser's to follow, and GLPI's breaking off ends only its answer", async () => {
  const away = await raw(ports.proxy, written("proxy", ["GET /away HTTP/1.1", own, "Connection: close"]));
  expect(away).toContain(`location: http://127.0.0.1:${beside.port}/x`);
  await raw(ports.proxy, written("proxy", ["GET /breaks HTTP/1.1", own]));
  // A browser that leaves in the middle of a request.
  await raw(ports.proxy, written("proxy", ["POST /x HTTP/1.1", own, "Content-Length: 100000"]), 50);
  expect(beside.seen).toEqual([]);
  await lives();
});

test("a policy of GLPI's stays, and lets the theme through", () => {
  expect(policyForUs("default-src 'none'; img-src *; upgrade-insecure-requests")).toBe(
    "default-src 'none'; img-src *; script-src 'self'; style-src 'self'; connect-src 'self'",
  );
  expect(policyForUs("script-src 'unsafe-inline'")).toBe("script-src 'unsafe-inline' 'self'");
  expect(policyForUs("frame-ancestors 'self'")).toBe("frame-ancestors 'self'");
});

test("an address with a password in it is refused without being repeated", () => {
  expect(() => parseGlpiAddress("http://anna:secret@glpi.example")).toThrow(/^--glpi holds a user or a password/);
});
