import path from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions } from "@playwright/test";

/*
 * Where every page is opened that somebody else wrote: saved pages, pages of folders, specimens of a theme. None of it
 * runs, and none of it has a network of any kind; each of the locks below holds without the others.
 */

/** What stands at an address. */
export interface Answer {
  type: string;
  body: string | Buffer;
}

const types: Record<string, string> = {
  ".css": "text/css",
  ".gif": "image/gif",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** The type of a file that a page may show; `undefined` for one that it has no use for. */
export const typeOf = (file: string): string | undefined => types[path.extname(file).toLowerCase()];

/** What a page may load: style sheets, pictures and fonts, of those that are answered. */
export const policy = [
  "default-src 'none'",
  "style-src * data: 'unsafe-inline'",
  "img-src * data:",
  "font-src * data:",
  "frame-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
].join("; ");

/** Headers of every page. */
export const pageHeaders: Record<string, string> = {
  "content-security-policy": policy,
  "x-dns-prefetch-control": "off",
  "referrer-policy": "no-referrer",
};

/** A proxy that is not there: what goes around everything else ends here. The port is "discard"; nobody listens to it. */
const nowhere = { server: "http://127.0.0.1:9", bypass: "<-loopback>" };

/**
 * A context whose pages run no script, ask nobody, and see what is answered here alone.
 * @param answer what stands at an address; without it, no address is answered
 * @param options of the window
 */
export async function untrustedContext(
  browser: Browser,
  options: BrowserContextOptions = {},
  answer?: (url: string, isFrame: boolean) => Answer | undefined,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...options,
    ...sealed,
    offline: true,
    proxy: nowhere,
  });
  await context.addInitScript(transpilerHelper);
  await context.route("**/*", (route, request) => {
    const isPage = request.resourceType() === "document";
    let found: Answer | undefined;
    try {
      const isFrame = isPage && request.frame().parentFrame() !== null;
      found = answer?.(request.url(), isFrame);
    } catch {
      // A file that went meanwhile, an address that is none.
    }
    // "No content" leaves a page where it is; an error would put the browser's own page in its place.
    if (!found) return isPage ? route.fulfill({ status: 204 }) : route.abort("blockedbyclient");
    return route.fulfill({
      body: found.body,
      contentType: found.type,
      headers: { "access-control-allow-origin": "*", "x-content-type-options": "nosniff", ...pageHeaders },
    });
  });
  // Nobody speaks for a socket: a page that could open one gets none.
  await context.routeWebSocket(/.*/, (socket) => void socket.close());
  context.on("page", (page) => void page.on("download", (download) => void download.cancel().catch(() => undefined)));
  return context;
}

/** What holds for every context of such pages, whoever answers. */
export const sealed = {
  javaScriptEnabled: false,
  serviceWorkers: "block",
  acceptDownloads: false,
  permissions: [],
} satisfies BrowserContextOptions;

/** The transpiler names functions by a helper that pages do not have. */
export const transpilerHelper = "globalThis.__name = (value) => value;";
