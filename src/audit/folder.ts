import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions } from "@playwright/test";
import { textOf } from "../portals/saved.ts";
import { isFile, kinds, readBytes } from "../util/read.ts";
import { inert } from "../visual/inert.ts";
import { typeOf, untrustedContext } from "../visual/untrusted.ts";
import { fixtureFile, fixtureFolder, fixturePages } from "./fixtures.ts";
import { type PageSpecification, pagesOfFolder } from "./pages.ts";

/*
 * A folder of pages to look at: pages that somebody saved, or fixtures, which are put together from parts.
 */

const isPutTogether = (folder: string): boolean =>
  ["content", "glpi-10"].every((part) => existsSync(path.join(folder, part)));

/** @throws {UserError} when there are none */
export const pagesIn = (folder: string): PageSpecification[] =>
  isPutTogether(folder) ? fixturePages(folder) : pagesOfFolder(folder);

/** Pages as they may be opened: a run asks for each several times. */
const cleaned = new Map<string, string>();

function inertOf(html: string, name: string): string {
  let page = cleaned.get(html);
  if (page === undefined) cleaned.set(html, (page = inert(html, undefined, name)));
  return page;
}

/**
 * What stands at an address below a folder. A page comes without anything that acts: `inert`.
 * @param pathname percent-encoded, with a slash in front
 * @returns text of a page, or the path of another file; `undefined` when there is none
 * @throws {UserError} for a page that is too large
 */
export function fileIn(folder: string, pathname: string): { html: string } | { file: string } | undefined {
  const base = path.resolve(folder);
  const address = decoded(pathname);
  if (address === undefined) return undefined;
  if (isPutTogether(base)) {
    const found = fixtureFile(address, base);
    // Our own are as much ours as src/ is; another folder's may be anyone's.
    const isOurs = base === path.resolve(fixtureFolder);
    return found && "html" in found && !isOurs ? { html: inertOf(found.html, address) } : found;
  }
  const file = path.join(base, address);
  if (!isFile(file)) return undefined;
  // By its real path: a link in the folder may lead out of it.
  const real = realpathSync(file);
  if (!real.startsWith(realpathSync(base) + path.sep)) return undefined;
  return isPage.test(file) ? { html: inertOf(readPage(file), address) } : { file: real };
}

const isPage = /\.html?$/i;
const readPage = (file: string): string => textOf(readBytes(file, kinds.savedPage), file);

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

/**
 * A context in which a folder's pages are shown, and nothing beyond the folder is ever asked for.
 * @param origin the address the pages are shown under
 * @param dress a page as it is sent, whether shown in a window or in a frame of another
 */
export function folderContext(
  browser: Browser,
  options: BrowserContextOptions,
  folder: string,
  origin: string,
  dress: (html: string, isFrame: boolean) => string,
): Promise<BrowserContext> {
  return untrustedContext(browser, options, (address, isFrame) => {
    const url = new URL(address);
    const found = url.origin === origin ? fileIn(folder, url.pathname) : undefined;
    if (!found) return undefined;
    if ("html" in found) return { type: "text/html; charset=utf-8", body: dress(found.html, isFrame) };
    const type = typeOf(found.file);
    return type === undefined ? undefined : { type, body: readBytes(found.file, kinds.savedPage) };
  });
}
