import { createHash } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { diagnoseAddress } from "../../src/doctor/address.ts";

type Route = (response: ServerResponse) => void;

let server: Server | undefined;
afterEach(() => void server?.closeAllConnections());
afterEach(() => void server?.close());

/** A server that answers these paths, and 404 to all others. @returns its address, with a slash */
async function serve(routes: Record<string, Route>): Promise<string> {
  const listening = createServer((request, response) => {
    const route = routes[request.url ?? ""];
    if (route) route(response);
    else response.writeHead(404, { "content-type": "text/html" }).end("not here");
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
}

const html =
  (head: string, headers: Record<string, string> = {}): Route =>
  (response) =>
    response
      .writeHead(200, { "content-type": "text/html", ...headers })
      .end(`<!doctype html><html><head>${head}</head><body><form><input name="login_name"></form></body></html>`);

const css =
  (text: string, headers: Record<string, string> = {}): Route =>
  (response) =>
    response.writeHead(200, { "content-type": "text/css", ...headers }).end(text);

const link = (href: string): string => `<link rel="stylesheet" href="${href}">`;
const ours = "/*! Windows 11 for GLPI, fenetre 1.0.0, GPL-3.0-or-later */\n:root{--x:1}";
const hash = createHash("sha256").update(ours).digest("hex").slice(0, 12);

/** What was found, as `check: level`. */
const found = async (address: string): Promise<string[]> =>
  (await diagnoseAddress(address)).findings.map(({ check, level }) => `${check}: ${level}`);

describe("fenetre doctor <address>", () => {
  it("finds nothing amiss where the theme arrives whole", async () => {
    const address = await serve({
      "/": html(link(`/plugins/fenetre/css/glpi-11-${hash}.css?v=1`)),
      [`/plugins/fenetre/css/glpi-11-${hash}.css?v=1`]: css(ours),
    });
    expect(await found(address)).toEqual(["is-it-on: note"]);
  });

  const sheet = `/plugins/fenetre/css/glpi-11-${hash}.css`;
  it.each<[string, Record<string, Route>, string[]]>([
    ["a page of errors", { "/": (response) => response.writeHead(500).end("oops") }, ["answers: error"]],
    ["no theme", { "/": html("") }, ["is-it-on: warning"]],
    ["a missing sheet", { "/": html(link(sheet)) }, ["sheets-arrive: error", "is-it-on: note"]],
    [
      "a page in a sheet's place",
      {
        "/": html(link(sheet)),
        [sheet]: (response) => response.writeHead(200, { "content-type": "text/html" }).end("x"),
      },
      ["sheets-arrive: error", "sheets-intact: error", "is-it-on: note"],
    ],
    [
      "a palette that GLPI could not compile",
      { "/": html(link("/front/css.php?file=mine")), "/front/css.php?file=mine": css("") },
      ["sheets-arrive: error", "is-it-on: warning"],
    ],
    [
      "a proxy that minifies",
      { "/": html(link(sheet)), [sheet]: css(ours.replace(/\s+/g, " "), { via: "1.1 cache" }) },
      ["sheets-intact: error", "is-it-on: note"],
    ],
    [
      "a cache that serves the old one",
      {
        "/": html(link("/plugins/fenetre/public/css/glpi-10.css?v=2.0.0")),
        "/plugins/fenetre/public/css/glpi-10.css?v=2.0.0": css(ours, { age: "86400" }),
      },
      ["sheets-fresh: error", "is-it-on: note"],
    ],
    [
      "a foreign host",
      { "/": html(link("https://other.example/x.css")) },
      ["proxy-path: warning", "is-it-on: warning"],
    ],
    [
      "a policy without inline styles",
      { "/": html("", { "content-security-policy": "default-src 'self'" }) },
      ["policy: error", "is-it-on: warning"],
    ],
    [
      "a policy for another host alone",
      {
        "/": html("", { "content-security-policy": "style-src https://cdn.example 'unsafe-inline'; font-src https:" }),
      },
      ["policy: error", "policy: warning", "is-it-on: warning"],
    ],
    [
      "entity CSS that is cut",
      { "/": html(`<style>${ours.slice(0, -1)}</style>`) },
      ["entity-css: error", "is-it-on: note"],
    ],
    [
      "another theming plugin",
      { "/": html(link("/plugins/mod/x.css")), "/plugins/mod/x.css": css("a{}") },
      ["other-themes: warning", "is-it-on: warning"],
    ],
    ["two ways at once", { "/": html(`${link(sheet)}<style>${ours}</style>`), [sheet]: css(ours) }, ["is-it-on: note"]],
  ])("recognises %s", async (_, routes, expected) => {
    expect(await found(await serve(routes))).toEqual(expected);
  });

  it("sees that GLPI lies under a folder of which its links know nothing", async () => {
    const address = await serve({ "/glpi/": html(link("/plugins/fenetre/x.css")) });
    expect(await found(`${address}glpi`)).toContain("proxy-path: error");
  });

  it.each<[string, Record<string, Route>, RegExp]>([
    ["what is no GLPI", { "/": css("x") }, /no sign-in page of GLPI/],
    [
      "another host",
      { "/": (response) => response.writeHead(302, { location: "http://other.example/" }).end() },
      /leads to another host, other\.example/,
    ],
    [
      "redirects without end",
      { "/": (response) => response.writeHead(302, { location: "/" }).end() },
      /from page to page without end/,
    ],
  ])("refuses %s in one line", async (_, routes, message) => {
    await expect(diagnoseAddress(await serve(routes))).rejects.toThrow(message);
  });

  it("takes no more than its bound of an answer that does not end", async () => {
    const address = await serve({
      "/": html(link("/endless.css")),
      "/endless.css": (response) => {
        response.writeHead(200, { "content-type": "text/css" });
        const more = (): void => {
          while (!response.destroyed && response.write("a".repeat(65_536))) {}
        };
        response.on("drain", more);
        more();
      },
    });
    expect(await found(address)).toContain("sheets-arrive: warning");
  });

  it.each(["nothing", "ftp://a.example/", "http://user:secret@a.example/"])(
    "refuses the address %s",
    async (address) => {
      const error = await diagnoseAddress(address).catch((reason: Error) => reason);
      expect(error).toMatchObject({ name: "UserError" });
      expect((error as Error).message.includes("secret")).toBe(false);
    },
  );
});
