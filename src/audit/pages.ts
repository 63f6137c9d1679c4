import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import { pageListSchema } from "../schema/pages.ts";
import { readChecked } from "../schema/read.ts";
import { readFolder, requireFile } from "../util/read.ts";
import { keepSecret, withoutSecrets } from "../util/secrets.ts";
import { UserError } from "../util/user-error.ts";

/** One thing done on a page before it is examined. */
export interface Step {
  do:
    | "click"
    | "clickNav"
    | "fill"
    | "type"
    | "hover"
    | "press"
    | "check"
    | "waitFor"
    | "wait"
    | "eval"
    | "goto"
    | "scroll";
  sel?: string;
  /** Which of several, from 0; default: the first that is visible. */
  nth?: number;
  text?: string;
  key?: string;
  ms?: number;
  js?: string;
  url?: string;
  y?: number;
}

export interface PageSpecification {
  id: string;
  title?: string;
  /** Below the address of the source. */
  url: string;
  /** A key of `users`; "anonymous" for nobody; without it the user of the environment. */
  user?: string;
  steps?: Step[];
  /** What must be there for the page to be the one that was meant. */
  visible?: string[];
  /** Milliseconds of rest before the steps. */
  settle?: number;
  /** Whether the window grows to the page's height. Default: yes. */
  full?: boolean;
  viewport?: [number, number];
  /** Steps that undo what `steps` did. */
  after?: Step[];
}

export interface PageList {
  viewport?: [number, number];
  users: Record<string, [login: string, password: string]>;
  pages: PageSpecification[];
}

/** @throws {UserError} with the line, and never with what stands there, which may be a password */
export function readPageList(file: string): PageList {
  const { value } = readChecked(file, pageListSchema, { secret: true });
  for (const [, password] of Object.values(value.users ?? {})) keepSecret(password);
  for (const { steps = [], after = [] } of value.pages)
    for (const step of [...steps, ...after]) if (step.do === "fill" || step.do === "type") keepSecret(step.text);
  return { pages: value.pages, users: value.users ?? {}, ...(value.viewport ? { viewport: value.viewport } : {}) };
}

/** Saved pages (.html, .htm) of a folder and those below it. */
export function pagesOfFolder(folder: string): PageSpecification[] {
  const below = (prefix: string, depth: number): string[] =>
    readFolder(path.join(folder, prefix), { remedy: "Name a folder of saved pages" }).flatMap((entry) => {
      const name = path.posix.join(prefix, entry.name);
      // A browser saves what a page needs beside it, in "<page>_files". A link may lead back up.
      if (entry.isFolder) return depth > 20 || /_files$|^node_modules$/.test(entry.name) ? [] : below(name, depth + 1);
      return /\.html?$/i.test(entry.name) ? [name] : [];
    });
  const files = below("", 0);
  if (files.length === 0)
    throw new UserError(`"${folder}" holds no saved pages`, "Save pages as .html, complete with their style sheets");
  for (const file of files) requireFile(path.join(folder, file));
  return files.map((file) => ({
    id: file.replace(/\.html?$/i, ""),
    url: `/${file.split("/").map(encodeURIComponent).join("/")}`,
    user: "anonymous",
  }));
}

/** Until nothing more is fetched, fonts are there and scripts have had a moment. */
export async function settle(page: Page, ms: number): Promise<void> {
  await page.waitForLoadState("load").catch(() => undefined);
  await page.waitForLoadState("networkidle", { timeout: 6000 }).catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined)).catch(() => undefined);
  // What a slow server still owes: GLPI fills tabs and lists one by one, each behind a ring that turns.
  await page.waitForFunction(isFilled, undefined, { timeout: 15_000, polling: 250 }).catch(() => undefined);
  await page.waitForTimeout(ms);
}

/** Runs in the page: whether no ring turns where it can be seen. */
const isFilled = (): boolean =>
  [...document.querySelectorAll(".fa-spinner, .fa-spin, .fa-pulse, .spinner-border, .spinner-grow")].every(
    (ring) => !ring.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
  );

async function target(page: Page, step: Step): Promise<Locator> {
  const all = page.locator(step.sel ?? "body");
  if (step.nth !== undefined) return all.nth(step.nth);
  const count = Math.min(await all.count(), 40);
  for (let index = 0; index < count; index++) if (await all.nth(index).isVisible()) return all.nth(index);
  return all.first();
}

/** What a step types where a field, or its name, says that it is secret. */
const secretField = /passw|secret|token|credential|api[-_ ]?key/i;

/** What may be said of a step: what it does and to what, not what it types, runs or asks with. */
const nameOf = ({ do: what, sel, url }: Step): string =>
  `${what} ${withoutSecrets(sel ?? url?.replace(/[?#].*$/, "") ?? "")}`.trim();

/** @throws with the step's number and Playwright's first line, never with what was typed */
export async function runSteps(page: Page, steps: readonly Step[], origin: string): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await runStep(page, step, origin);
    } catch (error) {
      // What a script throws may quote the script.
      const [words = ""] = step.do === "eval" ? ["its script failed"] : (error as Error).message.split("\n");
      const reason = [step.text, step.key, step.js, step.url]
        .filter((part) => part !== undefined && part !== "")
        .reduce((text: string, part) => text.replaceAll(part as string, "…"), words);
      throw new Error(withoutSecrets(`step ${index + 1} (${nameOf(step)}): ${reason}`));
    }
  }
}

/** What is typed into a password field is as secret as the password itself, wherever the page shows it again. */
async function keepTyped(field: Locator, { sel = "", text }: Step): Promise<void> {
  const type = await field
    .first()
    .getAttribute("type", { timeout: 2000 })
    .catch(() => null);
  if (type?.toLowerCase() === "password" || secretField.test(sel)) keepSecret(text);
}

async function runStep(page: Page, step: Step, origin: string): Promise<void> {
  const limit = { timeout: 8000 };
  switch (step.do) {
    case "click":
      return (await target(page, step)).click(limit);
    case "clickNav":
      await Promise.all([
        page.waitForNavigation({ waitUntil: "load", timeout: 30_000 }),
        (await target(page, step)).click(limit),
      ]);
      return settle(page, 500);
    case "fill":
      await keepTyped(await target(page, step), step);
      return (await target(page, step)).fill(step.text ?? "", limit);
    case "type":
      if (step.sel) await (await target(page, step)).click(limit);
      await keepTyped(page.locator(":focus"), step);
      return page.keyboard.type(step.text ?? "");
    case "hover":
      return (await target(page, step)).hover(limit);
    case "press":
      return page.keyboard.press(step.key ?? step.text ?? "Tab");
    case "check":
      return (await target(page, step)).check({ ...limit, force: true });
    case "waitFor":
      await page.waitForSelector(step.sel ?? "body", limit);
      return;
    case "wait":
      return page.waitForTimeout(step.ms ?? 500);
    case "eval":
      await page.evaluate(step.js ?? "");
      return;
    case "goto":
      await page.goto(origin + (step.url ?? "/"), { waitUntil: "load", timeout: 60_000 });
      return settle(page, 500);
    case "scroll":
      if (step.sel) return (await target(page, step)).scrollIntoViewIfNeeded(limit);
      await page.evaluate((y) => window.scrollTo(0, y), step.y ?? 0);
      return;
    default:
      throw new Error(`there is no step "${String(step.do)}"`);
  }
}

/** GLPI's session remembers the last tab and the number of rows: ask for the first tab and 20 rows unless the address says otherwise. */
export function fresh(url: string): string {
  const form = /^\/front\/(\w+)\.form\.php\?(?=.*\bid=\d)/.exec(url)?.[1];
  if (form && !url.includes("forcetab=")) {
    const type = form === "knowbaseitem" ? "KnowbaseItem" : form.charAt(0).toUpperCase() + form.slice(1);
    return `${url}&forcetab=${type}$main`;
  }
  if (/^\/front\/ticket\.php/.test(url) && !url.includes("glpilist_limit"))
    return `${url}${url.includes("?") ? "&" : "?"}glpilist_limit=20`;
  return url;
}

/** Addresses of the menu's entries, for GLPI's own pages and every plugin's. */
export async function crawlMenu(page: Page, origin: string, most: number): Promise<PageSpecification[]> {
  const found = await page.evaluate(
    (limit) =>
      [...document.querySelectorAll<HTMLAnchorElement>("#navbar-menu a[href], aside a[href], .topbar a[href]")]
        .slice(0, limit)
        .map((link) => ({
          href: link.href.slice(0, 2000),
          title: (link.textContent ?? "").slice(0, 200).replace(/\s+/g, " ").trim(),
        })),
    most,
  );
  const pages = new Map<string, PageSpecification>();
  for (const { href, title } of found) {
    if (!URL.canParse(href, origin)) continue;
    const address = new URL(href, origin);
    if (
      address.origin !== new URL(origin).origin ||
      /logout|\.(pdf|zip|csv)$/i.test(address.pathname) ||
      // Links that change the session or the data are not for looking.
      /newprofile|active_entity|is_recursive|impersonate|delete|purge|restore|debug/i.test(address.search) ||
      address.pathname === "/"
    )
      continue;
    const url = address.pathname + address.search;
    const id = url
      .replace(/^\/(front\/)?/, "")
      .replace(/\.php/g, "")
      .replace(/[^\w]+/g, "-")
      .replace(/^-|-$/g, "");
    if (!pages.has(url)) pages.set(url, { id, title: title || id, url });
  }
  return [...pages.values()];
}
