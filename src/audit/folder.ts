import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { BrowserContext } from "@playwright/test";
import { fixtureFile, fixturePages } from "./fixtures.ts";
import { type PageSpecification, pagesOfFolder } from "./pages.ts";

/*
 * A folder of pages to look at: pages that somebody saved, or fixtures, which are put together from parts.
 */

const isPutTogether = (folder: string): boolean =>
  ["content", "glpi-10"].every((part) => existsSync(path.join(folder, part)));

/** @throws {UserError} when there are none */
export const pagesIn = (folder: string): PageSpecification[] =>
  isPutTogether(folder) ? fixturePages(folder) : pagesOfFolder(folder);

/**
 * What stands at an address below a folder.
 * @param pathname percent-encoded, with a slash in front
 * @returns text of a page, or the path of another file; `undefined` when there is none
 */
export function fileIn(folder: string, pathname: string): { html: string } | { file: string } | undefined {
  const base = path.resolve(folder);
  const address = decodeURIComponent(pathname);
  if (isPutTogether(base)) return fixtureFile(address, base);
  const file = path.join(base, address);
  if (!file.startsWith(base + path.sep) || !existsSync(file) || !statSync(file).isFile()) return undefined;
  return /\.html?$/i.test(file) ? { html: readFileSync(file, "utf8") } : { file };
}

/**
 * Answers in the place of a server that has a folder's pages; nothing beyond the folder is ever asked for.
 * @param origin the address the pages are shown under
 * @param dress a page as it is sent, whether shown in a window or in a frame of another
 */
export async function serveFolder(
  context: BrowserContext,
  folder: string,
  origin: string,
  dress: (html: string, isFrame: boolean) => string,
): Promise<void> {
  await context.route(
    () => true,
    async (route, request) => {
      const url = new URL(request.url());
      if (url.origin !== origin) return route.abort();
      const found = fileIn(folder, url.pathname);
      if (!found) return route.fulfill({ status: 404, body: "" });
      if ("file" in found) return route.fulfill({ path: found.file });
      const body = dress(found.html, request.frame().parentFrame() !== null);
      return route.fulfill({ contentType: "text/html; charset=utf-8", body });
    },
  );
}
