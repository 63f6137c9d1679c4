import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { request as httpsRequest } from "node:https";
import type { GlpiLine } from "../build/compile.ts";
import { compileDelivered } from "../build/constants.ts";
import { raiseSpecificity } from "../build/scope.ts";
import { loadTheme, type Theme } from "../theme/theme.ts";
import { UserError } from "../util/user-error.ts";
import { watchFolders } from "./watch.ts";

export interface ProxyOptions {
  theme: string;
  /** Where the real GLPI is. */
  glpi: URL;
  /** 0 takes any that is free. */
  port: number;
  onProblem?: (error: UserError | undefined) => void;
}

const paths = { style: "/@fenetre/theme.css", script: "/@fenetre/live.js", events: "/@fenetre/events" };

/**
 * A real GLPI behind a local address, with the live theme in every page: what is edited in themes/ is seen in it. Only
 * this machine can reach it, since it passes on whatever the browser sends, passwords too.
 * @throws {UserError} when the theme cannot be read, or the port is taken
 */
export async function startGlpiProxy(options: ProxyOptions): Promise<{ url: string; close: () => void }> {
  const style = new LiveStyle(options);
  const server = createServer((request, response) => {
    // A page elsewhere could let its own name lead here: only our own name is answered.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ""))
      return end(response, 403, "text/plain", "loopback only");
    if (!style.answer(request, response)) forward(request, response, options.glpi);
  });
  const url = await listen(server, options.port);
  return {
    url,
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
      if (!(error instanceof UserError)) throw error;
      this.#error = error;
      this.options.onProblem?.(error);
    }
    for (const { response, line } of this.#pages) this.#tell(response, line);
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
          if (!(error instanceof UserError)) throw error;
          this.#error = error;
          this.options.onProblem?.(error);
          end(response, 200, "text/css", `/* ${error.message.replaceAll("*/", "")} */`);
        }
        return true;
      case paths.script:
        end(response, 200, "text/javascript", liveScript);
        return true;
      case paths.events: {
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
  return raiseSpecificity(compileDelivered(theme, { glpi, rooms })).toString();
}

function forward(request: IncomingMessage, response: ServerResponse, glpi: URL): void {
  const own = `http://${request.headers.host}`;
  const toGlpi = (text: string): string => text.replaceAll(own, glpi.origin);
  const toUs = (text: string): string => text.replaceAll(glpi.origin, own);
  const headers = { ...request.headers, host: glpi.host, "accept-encoding": "identity" };
  // GLPI compares where a form came from with its own address.
  if (headers.origin) headers.origin = toGlpi(headers.origin);
  if (headers.referer) headers.referer = toGlpi(headers.referer);
  const send = glpi.protocol === "https:" ? httpsRequest : httpRequest;
  const upstream = send(
    new URL(request.url ?? "/", glpi.origin),
    { method: request.method ?? "GET", headers },
    (answer) => {
      const passed = { ...answer.headers };
      if (passed.location) passed.location = toUs(passed.location);
      if (passed["set-cookie"]) passed["set-cookie"] = passed["set-cookie"].map(cookieForUs);
      delete passed["content-security-policy"];
      delete passed["strict-transport-security"];
      if (!passed["content-type"]?.includes("text/html")) {
        response.writeHead(answer.statusCode ?? 502, passed);
        answer.pipe(response);
        return;
      }
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        // Byte by byte: whatever the page's encoding, what we change is ASCII.
        const page = Buffer.from(inject(toUs(Buffer.concat(chunks).toString("latin1"))), "latin1");
        delete passed["transfer-encoding"];
        passed["content-length"] = String(page.length);
        response.writeHead(answer.statusCode ?? 502, passed);
        response.end(page);
      });
    },
  );
  upstream.on("error", (error) => {
    if (!response.headersSent)
      end(response, 502, "text/plain", `GLPI does not answer at ${glpi.origin}: ${error.message}`);
    else response.destroy();
  });
  request.pipe(upstream);
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
  const link = document.getElementById("fenetre-live");
  const style = document.createElement("style");
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
    style.textContent = css;
    if (link.isConnected) link.replaceWith(style);
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
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UserError(`--glpi: "${text}" is not an address`, "Write it as http://127.0.0.1:8010");
}
