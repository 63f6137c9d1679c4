import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, CDPSession, Page } from "@playwright/test";
import { limits, watchAnswers, within } from "../audit/answers.ts";
import { asksForLogin, signIn } from "../audit/sign-in.ts";
import { parseAddress } from "../util/address.ts";
import { quoted } from "../util/escape.ts";
import { relativeToProject } from "../util/paths.ts";
import { isFolder, isNamed, kinds, readBytes, readFolder } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";
import { inert } from "../visual/inert.ts";
import { typeOf, untrustedContext } from "../visual/untrusted.ts";
import { type Part, readMhtml } from "./mhtml.ts";

/** A page that somebody saved, with the files it may ask for. */
export interface SavedPage {
  /** For messages. */
  name: string;
  html: string;
  /** Where it is shown: nothing is ever asked there. */
  address: string;
  /** What lies at an address, if it was saved with the page. */
  part(address: string): Part | undefined;
}

const origin = "http://saved.fenetre.test";
/** Window a desktop user sees, CSS px. */
const viewport = { width: 1366, height: 900 };
/** Pages at most that are learnt together. */
const most = 24;
/** Larger files are no pages that somebody saved, bytes. */
const largest = 64 * 1024 * 1024;

/**
 * Reads pages saved as .html, .htm, .mhtml or .mht, and those of folders.
 * @throws {UserError} when there is nothing to read
 */
export function readSaved(paths: readonly string[]): SavedPage[] {
  const files = paths.flatMap((name) => {
    if (!isNamed(name))
      throw new UserError(`there is no ${quoted(name)}`, "Name a saved page, a folder of them, or an address");
    if (isFolder(name)) return pagesIn(name, 0);
    if (!isPage.test(name))
      throw new UserError(
        `"${name}" is no saved page`,
        "Name an .html, .htm, .mhtml or .mht file, or a folder of them",
      );
    return [name];
  });
  if (files.length === 0)
    throw new UserError(`"${paths[0]}" holds no saved pages`, "Save pages as .html or .mhtml into it");
  if (files.length > most)
    throw new UserError(
      `${files.length} pages are too many at once`,
      `Give at most ${most}: the home, a form, the list of requests`,
    );
  return files.map((file, index) => readPage(file, `${origin}/${index}/`));
}

const isPage = /\.(html?|mht|mhtml)$/i;

/** Folders in folders that are looked through; a link may lead back up. */
const deepestFolder = 12;

function pagesIn(folder: string, depth: number): string[] {
  return readFolder(folder).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    // A browser saves what a page needs beside it, in "<page>_files".
    if (entry.isFolder)
      return depth > deepestFolder || /_files$|_fichiers$|-Dateien$/.test(entry.name) ? [] : pagesIn(full, depth + 1);
    return isPage.test(entry.name) ? [full] : [];
  });
}

function readPage(file: string, base: string): SavedPage {
  const name = relativeToProject(path.resolve(file));
  const bytes = readBytes(file, kinds.savedPage);
  if (/\.(mht|mhtml)$/i.test(file)) return fromMhtml(bytes, name, base);
  const folder = realpathSync(path.dirname(path.resolve(file)));
  return {
    name,
    html: inert(textOf(bytes, name), (url) => url, name),
    address: base,
    part: (address) => {
      if (!address.startsWith(base)) return undefined;
      const relative = decodePath(address.slice(base.length).replace(/[?#].*$/, ""));
      const target = path.resolve(folder, relative);
      // A page may not read what lies beside its own folder.
      if (!target.startsWith(folder + path.sep)) return undefined;
      const type = typeOf(target);
      if (!type || !existsSync(target) || !realpathSync(target).startsWith(folder + path.sep)) return undefined;
      const file = statSync(target);
      return file.isFile() && file.size <= largest ? { type, body: readFileSync(target) } : undefined;
    },
  };
}

/**
 * A page's text, by its byte order mark, its own word for its encoding, or as UTF-8.
 * @throws {UserError} when it is none
 */
export function textOf(bytes: Buffer, file: string, said?: string): string {
  const mark = bytes.subarray(0, 2).toString("hex");
  const own = /<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)/i.exec(bytes.subarray(0, 4096).toString("latin1"))?.[1];
  const encoding = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : (said ?? own ?? "utf-8");
  let text: string;
  try {
    text = new TextDecoder(encoding).decode(bytes);
  } catch {
    text = bytes.toString("utf8");
  }
  if (!/<[a-z!][^>]*>/i.test(text.slice(0, 65_536)) || text.slice(0, 1024).includes("\0"))
    throw new UserError("this is no web page", "Save the page from the browser, complete or as a single file", {
      file,
    });
  return text;
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param base an address of its own for the page */
export function fromMhtml(bytes: Buffer, name: string, base = `${origin}/0/`): SavedPage {
  const { html, charset, parts } = readMhtml(bytes, name);
  // Chromium keeps inline style sheets as cid: addresses, which no page served over HTTP may ask for.
  const local = (url: string): string => (url.startsWith("cid:") ? `${base}cid/${encodeURIComponent(url)}` : url);
  return {
    name,
    html: inert(textOf(html, name, charset), local, name),
    address: base,
    part: (address) => {
      const own = address.startsWith(`${base}cid/`) ? decodePath(address.slice(`${base}cid/`.length)) : address;
      const part = parts.get(own);
      if (part?.type !== "text/css") return part;
      return { ...part, body: Buffer.from(part.body.toString("utf8").replace(/cid:[^\s"')]+/g, local)) };
    },
  };
}

/**
 * Opens saved pages with scripts off and no network: only what was saved with a page reaches it.
 */
export async function openSaved(
  browser: Browser,
  pages: readonly SavedPage[],
): Promise<{ context: BrowserContext; pages: Page[] }> {
  const context = await untrustedContext(browser, { viewport, reducedMotion: "reduce" }, (address) => {
    const page = pages.find((item) => address === item.address);
    if (page) return { type: "text/html; charset=utf-8", body: page.html };
    for (const item of pages) {
      const part = item.part(address);
      if (part) return part;
    }
    return undefined;
  });
  const opened: Page[] = [];
  for (const page of pages) {
    const tab = await context.newPage();
    await tab.goto(page.address, { waitUntil: "load", timeout: 20_000 }).catch(() => {
      throw new UserError(
        "this page could not be laid out",
        "Save it again from the browser, complete with its style sheets",
        { file: page.name },
      );
    });
    opened.push(tab);
  }
  return { context, pages: opened };
}

/**
 * A page of a running GLPI, taken as the browser itself would save it. Here scripts run, since GLPI draws with them;
 * what is learnt is then opened without, as any saved page.
 * @param address may hold `user:password@`; else FENETRE_USER and FENETRE_PASSWORD are used, if given
 * @throws {UserError} when it cannot be reached or the login fails
 */
export async function fetchPages(browser: Browser, addresses: readonly string[]): Promise<SavedPage[]> {
  const saved: SavedPage[] = [];
  /** Of each origin, what its users are signed in with. */
  const contexts = new Map<string, BrowserContext>();
  try {
    for (const [index, address] of addresses.entries()) {
      const { url, origin: host, ...given } = parseAddress(address, "the address");
      const user = given.user ?? process.env.FENETRE_USER;
      const password = given.password ?? process.env.FENETRE_PASSWORD;
      const shown = url.replace(/\?.*$/, "");
      const who = `${host}${user ?? ""}`;
      const visit = async (context: BrowserContext): Promise<{ data: string } | "login"> => {
        const tab = await context.newPage();
        try {
          const cdp = await context.newCDPSession(tab);
          const { exceeded } = await watchAnswers(cdp, host, limits, (html) => html);
          return await within(limits.whole, takeSnapshot(tab, cdp, url, shown), exceeded);
        } finally {
          await within(5000, tab.close()).catch(() => undefined);
        }
      };
      let context = contexts.get(who);
      if (!context) contexts.set(who, (context = await browser.newContext(live)));
      let taken = await visit(context);
      if (taken === "login") {
        if (!user || password === undefined)
          throw new UserError(
            `${shown} asks for a login`,
            "Write user:password@ before the host, or set FENETRE_USER and FENETRE_PASSWORD",
          );
        const cookies = await signIn(browser, glpiOf(url), { user, password }, `the user for ${shown}`);
        await context.close();
        contexts.set(who, (context = await browser.newContext({ ...live, storageState: { cookies, origins: [] } })));
        taken = await visit(context);
        if (taken === "login") throw new UserError(`${shown} refused the login`, "Check user and password");
      }
      saved.push(fromMhtml(Buffer.from(taken.data, "latin1"), shown, `${origin}/live-${index}/`));
    }
  } finally {
    for (const context of contexts.values()) await context.close().catch(() => undefined);
  }
  return saved;
}

const live = { viewport, serviceWorkers: "block", acceptDownloads: false } as const;

/** Where the GLPI lies that a page belongs to: its pages stand in these folders below it. */
function glpiOf(url: string): string {
  const { origin: host, pathname } = new URL(url);
  const [, base = ""] =
    /^(.*?)\/(front|plugins|marketplace|index\.php|Helpdesk|Form|ajax|public)(\/|$)/.exec(pathname) ?? [];
  return host + base;
}

/** A page as the browser itself would save it, once its scripts have drawn it; "login" when it asks who one is. */
async function takeSnapshot(
  tab: Page,
  cdp: CDPSession,
  url: string,
  shown: string,
): Promise<{ data: string } | "login"> {
  const answer = await tab.goto(url, { waitUntil: "load", timeout: 30_000 }).catch(() => null);
  if (!answer) throw new UserError(`${shown} does not answer`, "See whether GLPI runs there");
  if (await asksForLogin(tab)) return "login";
  await tab.waitForTimeout(800);
  const { data } = (await cdp.send("Page.captureSnapshot", { format: "mhtml" })) as { data: string };
  return { data };
}
