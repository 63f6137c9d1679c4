import { readFileSync } from "node:fs";
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
  type Server,
  type ServerResponse,
} from "node:http";
import { request as httpsRequest } from "node:https";
import type { GlpiLine } from "../build/compile.ts";
import { compileDelivered } from "../build/constants.ts";
import { raiseSpecificity } from "../build/scope.ts";
import { loadTheme, type Theme } from "../theme/theme.ts";
import { UserError } from "../util/user-error.ts";
import { guard, ownHeader } from "./guard.ts";
import { markPlaces } from "./places.ts";
import { watchFolders } from "./watch.ts";

export interface ProxyOptions {
  theme: string;
  /** Where the real GLPI is. */
  glpi: URL;
  /** 0 takes any that is free. */
  port: number;
  onProblem?: (error: UserError | undefined) => void;
  /** Opens a file of the theme for the inspector: "<file>:<line>". */
  open?: (place: string) => void;
}

const paths = {
  style: "/@fenetre/theme.css",
  script: "/@fenetre/live.js",
  events: "/@fenetre/events",
  inspector: "/@fenetre/inspector.js",
  open: "/@fenetre/open",
};

const inspectorFile = new URL("inspector.client.js", import.meta.url);

/** HTML larger than this passes as it is, bytes: GLPI's largest lists take about 4 MB. */
const mostHtml = 32 * 1024 * 1024;
/** Ms without a byte from GLPI before a request is given up: its exports take minutes. */
const patience = 300_000;
/** Open pages at most that wait for edits. */
const mostPages = 100;

/**
 * A real GLPI behind a local address, with the live theme in every page: what is edited in themes/ is seen in it. It
 * passes on whatever the browser sends, passwords too: so to one host alone, and for this machine's own pages alone.
 * @throws {UserError} when the theme cannot be read, or the port is taken
 */
export async function startGlpiProxy(options: ProxyOptions): Promise<{ url: string; close: () => void }> {
  const style = new LiveStyle(options);
  const server = createServer((request, response) => {
    if (!style.answer(request, response)) forward(request, response, options.glpi);
  });
  guard(server, { decodes: false, upgrades: false });
  const url = await listen(server, options.port).catch((error: unknown) => {
    style.close();
    throw error;
  });
  return {
    url: new URL(options.glpi.pathname, url).href,
    close: () => {
      style.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE" ? new UserError(`port ${port} is taken`, "Name another: --glpi-port 8081") : error,
      );
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : port}/`);
    });
  });
}

/** The theme for both of GLPI's lines, and the pages that wait for its next edit. */
class LiveStyle {
  readonly #pages = new Set<{ response: ServerResponse; line: GlpiLine }>();
  readonly #unwatch: () => void;
  #theme: Theme;
  #sheets = new Map<GlpiLine, string>();
  #error: UserError | undefined;

  constructor(readonly options: ProxyOptions) {
    this.#theme = loadTheme(options.theme);
    this.#unwatch = watchFolders(this.#theme.folders, (files) => {
      if (files.some((file) => /\.(css|json)$/.test(file))) this.#update();
    });
  }

  close(): void {
    this.#unwatch();
    for (const { response } of this.#pages) response.end();
  }

  #update(): void {
    try {
      this.#theme = loadTheme(this.options.theme);
      // Only for the lines that a page shows: the other is compiled when one asks.
      const lines = new Set([...this.#pages].map(({ line }) => line));
      this.#sheets = new Map([...lines].map((line) => [line, compileFor(this.#theme, line)]));
      if (this.#error) this.options.onProblem?.(undefined);
      this.#error = undefined;
    } catch (error) {
      this.#fail(error);
    }
    for (const { response, line } of this.#pages) this.#tell(response, line);
  }

  /** Keeps what is wrong, ours or the designer's: the next edit may mend it. */
  #fail(error: unknown): UserError {
    const [words] = String(error instanceof Error ? error.message : error).split("\n") as [string];
    this.#error =
      error instanceof UserError
        ? error
        : new UserError(words, "This is the compiler's fault, not the theme's: report it");
    this.options.onProblem?.(this.#error);
    return this.#error;
  }

  #tell(response: ServerResponse, line: GlpiLine): void {
    const news = this.#error ? { problem: this.#error.message } : { css: this.#sheets.get(line) };
    response.write(`data: ${JSON.stringify(news)}\n\n`);
  }

  #sheet(line: GlpiLine): string {
    const css = this.#sheets.get(line) ?? compileFor(this.#theme, line);
    this.#sheets.set(line, css);
    return css;
  }

  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const url = new URL(request.url ?? "/", "http://localhost");
    const line: GlpiLine = url.searchParams.get("glpi") === "10" ? "10" : "11";
    switch (url.pathname) {
      case paths.style:
        try {
          end(response, 200, "text/css", this.#sheet(line));
        } catch (error) {
          end(response, 200, "text/css", `/* ${this.#fail(error).message.replaceAll("*/", "* /")} */`);
        }
        return true;
      case paths.script:
        end(response, 200, "text/javascript", liveScript);
        return true;
      case paths.inspector:
        end(response, 200, "text/javascript", readFileSync(inspectorFile, "utf8"));
        return true;
      case paths.open: {
        // A header that only our own pages can send; what may be opened the gallery decides.
        if (request.method !== "POST" || request.headers[ownHeader] === undefined)
          end(response, 403, "text/plain", "only our own pages open files");
        else {
          this.options.open?.(url.searchParams.get("file") ?? "");
          end(response, 204, "text/plain", "");
        }
        return true;
      }
      case paths.events: {
        if (this.#pages.size >= mostPages) {
          end(response, 503, "text/plain", "too many pages are open");
          return true;
        }
        response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
        response.write(":\n\n");
        const page = { response, line };
        this.#pages.add(page);
        if (this.#error) this.#tell(response, line);
        request.once("close", () => this.#pages.delete(page));
        return true;
      }
      default:
        return false;
    }
  }
}

function compileFor(theme: Theme, glpi: GlpiLine): string {
  const rooms = theme.modules.filter((room) => room !== "editor");
  return raiseSpecificity(markPlaces(compileDelivered(theme, { glpi, rooms }))).toString();
}

/** Headers that are between two ends of one connection, or that we write ourselves. */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "http2-settings",
]);

/**
 * How GLPI is asked: the host is the one that was given, whatever the request says; of the request, only its path is
 * taken, and never read as an address.
 */
function upstream(glpi: URL, method: string, target: string, headers: OutgoingHttpHeaders): RequestOptions {
  return {
    protocol: glpi.protocol,
    hostname: glpi.hostname.replace(/^\[|\]$/g, ""),
    port: glpi.port || (glpi.protocol === "https:" ? 443 : 80),
    method,
    path: target,
    headers: { ...headers, host: glpi.host },
    // A connection of its own for each request: none can be mistaken for another's.
    agent: false,
    timeout: patience,
  };
}

function forward(request: IncomingMessage, response: ServerResponse, glpi: URL): void {
  const { method = "GET", url: target = "/" } = request;
  if (/^(GET|HEAD|OPTIONS)$/.test(method) && request.headers["transfer-encoding"] !== undefined) {
    end(response, 400, "text/plain", "this request cannot have a body");
    return;
  }
  const own = `http://${request.headers.host}`;
  const toGlpi = rewriter(own, glpi.origin);
  const toUs = rewriter(glpi.origin, own);
  const headers: OutgoingHttpHeaders = { ...endToEnd(request.headers), "accept-encoding": "identity" };
  if (request.headers["transfer-encoding"] !== undefined) headers["transfer-encoding"] = "chunked";
  // GLPI compares where a form came from with its own address.
  if (request.headers.origin) headers["origin"] = glpi.origin;
  if (request.headers.referer) headers["referer"] = toGlpi(request.headers.referer);
  const send = glpi.protocol === "https:" ? httpsRequest : httpRequest;
  const asked = send(upstream(glpi, method, target, headers), (answer) => {
    const passed: OutgoingHttpHeaders = endToEnd(answer.headers);
    answer.on("error", () => response.destroy());
    if (answer.headers.location) passed["location"] = toUs(answer.headers.location);
    if (answer.headers["set-cookie"]) passed["set-cookie"] = answer.headers["set-cookie"].map(cookieForUs);
    const policy = answer.headers["content-security-policy"];
    if (typeof policy === "string") passed["content-security-policy"] = policyForUs(toUs(policy));
    delete passed["strict-transport-security"];
    const status = answer.statusCode ?? 502;
    if (!answer.headers["content-type"]?.includes("text/html")) {
      response.writeHead(status, passed);
      answer.pipe(response);
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= mostHtml) return;
      answer.off("data", take).off("end", finish);
      response.writeHead(status, passed);
      for (const held of chunks.splice(0)) response.write(held);
      answer.pipe(response);
    };
    const finish = (): void => {
      // Byte by byte: whatever the page's encoding, what we change is ASCII.
      const page = Buffer.from(inject(toUs(Buffer.concat(chunks).toString("latin1"))), "latin1");
      passed["content-length"] = String(page.length);
      response.writeHead(status, passed);
      response.end(page);
    };
    answer.on("data", take).on("end", finish);
  });
  asked.on("timeout", () => asked.destroy(new Error("no answer in time")));
  asked.on("error", (error) => {
    if (!response.headersSent)
      end(response, 502, "text/plain", `GLPI does not answer at ${glpi.origin}: ${error.message}`);
    else response.destroy();
  });
  response.on("close", () => asked.destroy());
  request.pipe(asked);
}

/** Without what concerns one connection only, by name or because "Connection" names it. */
function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = new Set((headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.has(name)));
}

/** One origin in another's place, as it is written in markup and in JSON: not where it is but the start of a longer name. */
function rewriter(from: string, to: string): (text: string) => string {
  const slashed = (text: string): string => text.replaceAll("/", "\\/");
  const pattern = (text: string): RegExp =>
    new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w.:@-])`, "g");
  return (text) => text.replace(pattern(from), () => to).replace(pattern(slashed(from)), () => slashed(to));
}

/** A policy of GLPI's that lets our script, style sheet and stream of edits through, and is as strict as before otherwise. */
export function policyForUs(policy: string): string {
  const directives = policy
    .split(";")
    .map((directive) => directive.trim())
    .filter(Boolean);
  const find = (name: string): string | undefined =>
    directives.find((directive) => directive.split(/\s/)[0]?.toLowerCase() === name);
  const fallback = find("default-src")?.split(/\s+/).slice(1).join(" ");
  for (const name of ["script-src", "style-src", "connect-src"]) {
    const known = find(name);
    const sources = known?.split(/\s+/).slice(1).join(" ") ?? fallback;
    if (sources === undefined) continue;
    const widened = `${name} ${sources === "'none'" ? "" : `${sources} `}'self'`;
    if (known === undefined) directives.push(widened);
    else directives[directives.indexOf(known)] = widened;
  }
  return directives.filter((directive) => !/^upgrade-insecure-requests$/i.test(directive)).join("; ");
}

/** A cookie for the real host is none of ours, and ours is not https. */
const cookieForUs = (cookie: string): string =>
  cookie
    .split(";")
    .filter((part) => !/^\s*(domain=|secure\s*$)/i.test(part))
    .join(";")
    .replace(/samesite=none/i, "SameSite=Lax");

/** The theme, last in the head, as GLPI puts an entity's style. GLPI 11 names its palette on the page's root, 10 does not. */
function inject(html: string): string {
  const line: GlpiLine = /<html[^>]*\sdata-glpi-theme/.test(html) ? "11" : "10";
  const tags = `<link rel="stylesheet" id="fenetre-live" href="${paths.style}?glpi=${line}"><script src="${paths.script}" defer></script>`;
  return html.replace(/<\/head>/i, (head) => `${tags}${head}`);
}

/** In the page: the new style in place of the old, or a line that says what is wrong. */
const liveScript = `{
  // Ctrl+Alt+I shows which line of the theme decides an element.
  const inspect = async () => {
    const { startInspector } = await import("${paths.inspector}");
    startInspector({
      sheets: () => [...document.styleSheets, ...document.adoptedStyleSheets],
      open: (file, line) => fetch("${paths.open}?file=" + encodeURIComponent(file + ":" + line), { method: "POST", headers: { "${ownHeader}": "1" } }),
    });
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.altKey && event.code === "KeyI") inspect();
  });
  const link = document.getElementById("fenetre-live");
  // Not subject to a page's policy, as an element would be; its rules come after those of all elements.
  const style = new CSSStyleSheet();
  const notice = document.createElement("div");
  notice.setAttribute("role", "alert");
  notice.style.cssText = "position:fixed;inset:auto 16px 16px;z-index:2147483647;padding:12px 16px;border-radius:4px;background:#fde7e9;color:#1b1b1b;font:14px/20px 'Segoe UI',sans-serif;box-shadow:0 8px 16px #00000024";
  new EventSource("${paths.events}" + new URL(link.href).search).onmessage = ({ data }) => {
    const { css, problem } = JSON.parse(data);
    if (problem) {
      notice.textContent = problem;
      document.body.append(notice);
      return;
    }
    notice.remove();
    style.replaceSync(css);
    if (link.isConnected) {
      link.remove();
      document.adoptedStyleSheets.push(style);
    }
  };
}
`;

function end(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
  response.end(body);
}

/**
 * The address of a GLPI, as the command line has it.
 * @throws {UserError} for what is none
 */
export function parseGlpiAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UserError("--glpi is not an address", "Write it as http://127.0.0.1:8010");
  if (url.username || url.password)
    throw new UserError("--glpi holds a user or a password", "Leave them out: sign in in the browser");
  return url;
}
