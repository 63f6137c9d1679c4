import type { IncomingMessage, ServerResponse } from "node:http";
import { placeOf } from "../site/layout.ts";
import type { Site } from "../site/site.ts";
import { languages } from "../site/words.ts";
import { loadTheme } from "../theme/theme.ts";

/** Below which path the site stands on the gallery's server. */
export const sitePath = "/site/";

const types: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  webp: "image/webp",
  woff2: "font/woff2",
};

/** The site's own scripts and pictures, and nothing from elsewhere. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The site beside the gallery, rendered page by page when it is asked for, from the theme as it is. */
export class LiveSite {
  #site: Promise<Site> | undefined;

  constructor(readonly theme: string) {}

  /** The theme has changed: the next page is made anew. */
  forget(): void {
    this.#site = undefined;
  }

  /** @returns whether the request was for the site */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (!pathname.startsWith(sitePath)) return false;
    const place = decodeURIComponent(pathname.slice(sitePath.length)) || "index.html";
    void this.#send(place, response).catch((error: unknown) => {
      response.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
      response.end(error instanceof Error ? error.message : String(error));
    });
    return true;
  }

  async #send(place: string, response: ServerResponse): Promise<void> {
    // Loaded when first asked for: a page of specimens needs more than the gallery does.
    this.#site ??= import("../site/site.ts").then(({ Site }) => Site.open(loadTheme(this.theme)));
    const site = await this.#site;
    const content =
      site.pages
        .flatMap((page) => languages.map((language) => ({ page, language })))
        .flatMap(({ page, language }) =>
          placeOf(page.path, language) === place ? [site.render(page, language).content] : [],
        )[0] ?? site.assets().find(({ path }) => path === place)?.content;
    const type = types[place.split(".").at(-1) ?? ""];
    if (content === undefined || !type) {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end("the site has no such page");
      return;
    }
    response.writeHead(200, { "content-type": type, "cache-control": "no-store", "content-security-policy": policy });
    response.end(content);
  }
}
