import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/*
 * What stands before everything that a server on this machine answers. Such a server is reached by every page that the
 * same browser shows, whoever wrote it: an image, a form or a script of another site can send requests here, with the
 * cookies of this address, and a name of its own can be made to lead here. So: our own name, our own pages, plain paths.
 */

/** Header that only our own pages can send: another site's script would have to ask first, and is refused. */
export const ownHeader = "x-fenetre";

export interface GuardOptions {
  /** Whether paths must be well-formed UTF-8 when decoded. What is passed on to another server need not be. */
  decodes: boolean;
  /** Whether web sockets are answered; where there are none, every upgrade is refused. */
  upgrades: boolean;
  /** Put on every answer unless its own listener says otherwise. */
  headers?: Record<string, string>;
}

/** Why a request is refused: status and a few words for whoever made it. */
export type Refusal = [status: number, words: string];

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Bytes of a request line; GLPI's longest saved searches take about 4,000. */
const longest = 16_384;

/**
 * Why this request is none of ours, or `undefined`.
 * @param port the port it came to
 */
export function refusalOf(
  { method, url, headers, rawHeaders }: Pick<IncomingMessage, "method" | "url" | "headers" | "rawHeaders">,
  port: number | undefined,
  { decodes }: Pick<GuardOptions, "decodes">,
): Refusal | undefined {
  const times = (name: string): number =>
    rawHeaders.filter((item, index) => index % 2 === 0 && item.toLowerCase() === name).length;
  const hosts = ["127.0.0.1", "localhost"].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  // A name of another site may lead to this machine: only our own is answered.
  if (times("host") !== 1 || !hosts.includes(headers.host ?? "")) return [403, "loopback only, by its own name"];
  const own = `http://${headers.host}`;
  if (times("origin") > 1 || (headers.origin !== undefined && headers.origin !== own))
    return [403, "not for pages of another origin"];
  const site = headers["sec-fetch-site"];
  // "none" is an address that a person typed or opened; a link elsewhere is told to be opened by hand.
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return [403, "not for pages of another site: open this address by itself"];
  // Browsers that say no more than where a request comes from.
  if (site === undefined && headers.referer !== undefined && !headers.referer.startsWith(`${own}/`))
    return [403, "not for pages of another site: open this address by itself"];
  if (!methods.has(method ?? "")) return [405, "no such method here"];
  const target = url ?? "";
  if (target.length > longest) return [414, "this address is too long"];
  if (!isPlainPath(target)) return [400, "only a path is answered"];
  if (decodes && !isDecodable(target)) return [400, "this path is not well-formed"];
  return undefined;
}

/** Whether a request's target is a path on this server, and can be read as nothing else: no host, no scheme. */
export function isPlainPath(target: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a request line may hold none
  return /^\/(?![/\\])[^\\\u0000-\u0020\u007f]*$/.test(target);
}

function isDecodable(target: string): boolean {
  try {
    return !decodeURIComponent(target).includes("\0");
  } catch {
    return false;
  }
}

/**
 * Puts the guard before all listeners a server has, and makes sure that nothing a request does ends the process: what a
 * listener throws is answered with 500, what is no HTTP with 400.
 */
export function guard(server: Server, options: GuardOptions): void {
  const listeners = server.listeners("request") as ((request: IncomingMessage, response: ServerResponse) => unknown)[];
  const upgrades = server.listeners("upgrade") as ((
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ) => unknown)[];
  server.removeAllListeners("request");
  server.removeAllListeners("upgrade");
  server.maxHeadersCount = 200;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    // A connection that breaks off is no event of ours.
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value);
    const refusal = refusalOf(request, request.socket.localPort, options);
    if (refusal) return refuse(response, refusal);
    for (const listener of listeners) {
      try {
        Promise.resolve(listener.call(server, request, response)).catch(() => fail(response));
      } catch {
        fail(response);
      }
    }
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const refusal =
      refusalOf(request, request.socket.localPort, options) ??
      // A page's script says where it comes from; what says nothing is no page of ours.
      (options.upgrades && request.headers.origin === undefined ? ([403, "no origin"] satisfies Refusal) : undefined) ??
      (options.upgrades ? undefined : ([400, "no upgrades here"] satisfies Refusal));
    if (refusal) return shut(socket, refusal);
    try {
      for (const listener of upgrades) listener.call(server, request, socket, head);
    } catch {
      socket.destroy();
    }
  });
  server.on("connect", (_, socket: Duplex) => {
    socket.on("error", () => socket.destroy());
    shut(socket, [405, "this is no proxy for other hosts"]);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else shut(socket, error.code === "HPE_HEADER_OVERFLOW" ? [431, "these headers are too large"] : [400, "no HTTP"]);
  });
}

function refuse(response: ServerResponse, [status, words]: Refusal): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    connection: "close",
  });
  response.end(`${words}\n`);
}

function fail(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) response.destroy();
  else refuse(response, [500, "this could not be answered"]);
}

function shut(socket: Duplex, [status, words]: Refusal): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: text/plain\r\ncontent-length: ${words.length}\r\nconnection: close\r\n\r\n${words}`,
    () => socket.destroy(),
  );
}
