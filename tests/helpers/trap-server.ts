import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/*
 * A server that is no GLPI, or one that somebody took over: it answers with traps at its sign-in page, and without end
 * elsewhere.
 */

export type Login = (request: IncomingMessage, response: ServerResponse) => void;

export interface TrapServer {
  address: string;
  /** Bodies that were posted to it. */
  posted: string[];
  /** How it answers at its sign-in page. */
  login: Login;
  close(): void;
}

export const html = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>x</title></head><body>${body}</body></html>`;
export const form = (action: string, more = ""): string =>
  html(
    `<form action="${action}" method="post" ${more}><input id="login_name" name="a1"><input type="password" name="b2"><input type="hidden" name="token" value="t"><button type="submit" name="submit" value="1">Sign in</button></form>`,
  );
export const page = (response: ServerResponse, body: string, headers = {}): void =>
  void response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);

/** @param other where a form would be passed on to */
export async function startTrapServer(other: string): Promise<TrapServer> {
  const posted: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://x").pathname;
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    if (request.method === "POST") {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        posted.push(body);
        if (path === "/moved") response.writeHead(307, { location: `${other}/stolen` }).end();
        else if (path === "/refused") page(response, form("/refused"));
        else
          response
            .writeHead(302, { location: "/front/central.php", "set-cookie": "session=1; path=/; HttpOnly" })
            .end();
      });
      return;
    }
    if (path === "/index.php") return trap.login(request, response);
    if (path === "/endless") {
      response.writeHead(200, { "content-type": "text/html" });
      const more = (): void => {
        while (!response.destroyed && response.write("<p>more</p>".repeat(10_000)));
        if (!response.destroyed) response.once("drain", more);
      };
      return more();
    }
    if (path === "/loop") return void response.writeHead(302, { location: `/loop?${Math.random()}` }).end();
    if (path === "/hangs")
      return page(
        response,
        html("<script>addEventListener('load', () => setTimeout(() => { for (;;); }, 50))</script>"),
      );
    if (path === "/silent") return;
    if (path === "/breaks") {
      response.writeHead(200, { "content-type": "text/html", "content-length": 99 }).write("<");
      setTimeout(() => response.destroy(), 20);
      return;
    }
    if (path === "/reloads") return page(response, html("<script>location.reload()</script>"));
    if (path === "/front/central.php")
      return page(
        response,
        html(
          `<header class="navbar"></header><nav id="navbar-menu">${Array.from({ length: 10_000 }, (_, index) => `<a href="/front/x${index}.php">x</a>`).join("")}</nav>`,
        ),
      );
    if (path === "/packed")
      return void response
        .writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" })
        .end(gzipSync(html('<button class="btn">Packed</button>')));
    page(response, html('<button class="btn">Save</button>'));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const trap: TrapServer = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    login: (_, response) => page(response, form("/front/login.php")),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return trap;
}
