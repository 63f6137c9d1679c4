import { existsSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { limits, within } from "../audit/answers.ts";
import { signIn } from "../audit/sign-in.ts";
import { surfacesSchema } from "../schema/pages.ts";
import { readChecked } from "../schema/read.ts";
import { writeReport } from "../util/report-folder.ts";
import { withoutSecrets } from "../util/secrets.ts";
import { UserError } from "../util/user-error.ts";
import { fontCss } from "../visual/page.ts";
import { hashOfPicture, readTaken, type ThemeState, takenFile, withPictures } from "./taken.ts";

/** One surface to picture; the list stands in docs/screenshots/pages.json. */
export interface Surface {
  id: string;
  /** What it shows, a few words. */
  title: string;
  /** Below the address of the GLPI. */
  path: string;
  /** Who looks; default "technician". */
  user?: "technician" | "self-service" | "anonymous";
  /** What to do before the picture. */
  steps?: ({ click: string } | { hover: string } | { fill: string; text: string })[];
  /** Extra time to settle, ms: charts draw themselves in. */
  wait?: number;
}

export interface SurfaceList {
  /** Size of the window, CSS px. */
  width: number;
  height: number;
  pages: Surface[];
}

export interface Credentials {
  name: string;
  password: string;
}

export interface ShootOptions {
  /** The GLPI's address, without the final slash. */
  url: string;
  users: { technician: Credentials; "self-service"?: Credentials };
  /** Where to put `<id>-<light|dark>.webp`, the same page before and after. */
  folder: string;
  /** Only these ids. */
  only?: string[];
  /** CSS to inject at the plugin's place instead of relying on an installed plugin. */
  css?: string;
  /** The theme that the GLPI is said to wear: recorded beside the pictures. */
  sheet?: ThemeState;
  progress: (line: string) => void;
}

/** @throws {UserError} when the list is not there or not of this form */
export function readSurfaces(file: string): SurfaceList {
  const { $schema: _, $comment: __, ...list } = readChecked(file, surfacesSchema).value;
  return list;
}

/**
 * Pictures each surface before (the plugin's style sheets held back) and after, light and dark, side by side in one
 * WebP. Dark is GLPI's own dark palette, put on the page in the browser: nothing is changed in the GLPI.
 * @returns the ids of pages that failed
 */
export async function shoot(browser: Browser, list: SurfaceList, options: ShootOptions): Promise<string[]> {
  await checkDress(browser, list, options);
  const contexts = new Map<string, BrowserContext>();
  const failed: string[] = [];
  const sheet = options.sheet;
  const pictured: Record<string, string> = {};
  for (const surface of list.pages.filter((page) => !options.only || options.only.includes(page.id))) {
    try {
      for (const scheme of ["light", "dark"] as const) {
        const pictures: Buffer[] = [];
        for (const themed of [false, true]) {
          const user = surface.user ?? "technician";
          const key = `${user} ${themed}`;
          let context = contexts.get(key);
          if (!context) {
            context = await openContext(browser, list, options, user, themed);
            contexts.set(key, context);
          }
          pictures.push(await within(limits.whole, picture(context, surface, scheme, options, themed)));
        }
        if (pictures[0]?.equals(pictures[1] as Buffer)) throw new Error("both halves are the same");
        const content = await sideBySide(browser, pictures, list);
        pictured[`${surface.id}-${scheme}.webp`] = hashOfPicture(content);
        writeReport(options.folder, [{ path: `${surface.id}-${scheme}.webp`, content }]);
      }
      options.progress(`${surface.id}: done`);
    } catch (error) {
      failed.push(surface.id);
      options.progress(`${surface.id}: failed, ${withoutSecrets((error as Error).message).split("\n")[0]}`);
    }
  }
  for (const context of contexts.values()) await context.close();
  writeReport(options.folder, [
    { path: "README.md", content: overview(list, options.folder) },
    ...(sheet
      ? [
          {
            path: takenFile,
            content: `${JSON.stringify(withPictures(readTaken(options.folder), sheet, pictured), null, 1)}\n`,
          },
        ]
      : []),
  ]);
  return failed;
}

/** The page that shows all pictures in the folder, in the list's order. */
function overview(list: SurfaceList, folder: string): string {
  const cell = ({ id, title }: Surface, scheme: string): string => `![${title}, ${scheme}](${id}-${scheme}.webp)`;
  const rows = list.pages
    .filter(({ id }) => existsSync(path.join(folder, `${id}-light.webp`)))
    .flatMap((surface) => [
      `## ${surface.title}`,
      `| light | dark |\n| --- | --- |\n| ${cell(surface, "light")} | ${cell(surface, "dark")} |`,
    ]);
  return `${["# Before and after", "Each left as GLPI comes, right with Fenêtre. Made by `npx fenetre screenshots`, which writes this page.", ...rows].join("\n\n")}\n`;
}

/**
 * Refuses a GLPI that does not wear the theme: its pictures would be two equal halves.
 * @throws {UserError}
 */
async function checkDress(browser: Browser, list: SurfaceList, options: ShootOptions): Promise<void> {
  if (options.css) return;
  const context = await openContext(browser, list, options, "anonymous", true);
  try {
    const page = await context.newPage();
    await page.goto(`${options.url}/index.php?noAUTO=1`, { waitUntil: "load" });
    const token = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue("--win-text-fill-primary").trim(),
    );
    if (token === "")
      throw new UserError(
        `${options.url} does not wear the theme`,
        "Install the plugin there and enable it: fenetre doctor tells what is missing",
      );
  } finally {
    await context.close();
  }
}

async function openContext(
  browser: Browser,
  list: SurfaceList,
  options: ShootOptions,
  user: NonNullable<Surface["user"]>,
  themed: boolean,
): Promise<BrowserContext> {
  const credentials = user === "anonymous" ? undefined : options.users[user];
  if (user !== "anonymous" && !credentials)
    throw new Error(`no login for ${user}: set GLPI_SELF_SERVICE_USER and GLPI_SELF_SERVICE_PASSWORD`);
  const cookies = credentials
    ? await signIn(browser, options.url, { user: credentials.name, password: credentials.password }, `the ${user}`)
    : [];
  const context = await browser.newContext({
    viewport: { width: list.width, height: list.height },
    reducedMotion: "reduce",
    // A font of Segoe UI's metrics is put in its place below.
    bypassCSP: true,
    storageState: { cookies, origins: [] },
    serviceWorkers: "block",
    acceptDownloads: false,
  });
  context.setDefaultTimeout(limits.load);
  if (!themed) await context.route(/\/fenetre\//, (route) => route.abort());
  return context;
}

async function picture(
  context: BrowserContext,
  surface: Surface,
  scheme: "light" | "dark",
  options: ShootOptions,
  themed: boolean,
): Promise<Buffer> {
  const page = await context.newPage();
  try {
    await page.goto(options.url + surface.path, { waitUntil: "load" });
    if (scheme === "dark") await putOnDarkPalette(page);
    if (themed && options.css) await page.addStyleTag({ content: options.css });
    await page.addStyleTag({ content: fontCss() });
    await settle(page, surface.wait ?? 1200);
    for (const step of surface.steps ?? []) {
      if ("click" in step) await page.locator(step.click).locator("visible=true").first().click();
      else if ("hover" in step) await page.locator(step.hover).locator("visible=true").first().hover();
      else await page.fill(step.fill, step.text);
      await settle(page, 900);
    }
    return await stillPicture(page);
  } finally {
    // A page whose script never ends may never say that it is closed.
    await within(5000, page.close()).catch(() => undefined);
  }
}

/** Ms that charts and numbers are given to stand still. */
const longestMotion = 12_000;

/** What GLPI shows while a part of a page is still on its way. */
const waitings = ".spinner-border, .spinner-grow, .fa-spin, .ti-loader, .ti-loader-2, .loading, [aria-busy=true]";

/**
 * The first picture that is the same as the one before it, of a page that waits for nothing.
 * @throws when nothing stands still
 */
async function stillPicture(page: Page): Promise<Buffer> {
  await page.waitForFunction(
    (selector) =>
      ![...document.querySelectorAll<HTMLElement>(selector)].some((element) => element.checkVisibility?.() ?? false),
    waitings,
    { timeout: 60_000 },
  );
  const until = Date.now() + longestMotion;
  let before = await page.screenshot({ animations: "disabled", caret: "hide" });
  while (Date.now() < until) {
    await page.waitForTimeout(400);
    const now = await page.screenshot({ animations: "disabled", caret: "hide" });
    if (now.equals(before)) return now;
    before = now;
  }
  throw new Error(`it still moves after ${longestMotion / 1000} s`);
}

/** GLPI 11 reads two attributes; GLPI 10 links one compiled palette. */
async function putOnDarkPalette(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const root = document.documentElement;
    if (root.dataset.glpiTheme) {
      root.dataset.glpiTheme = "auror_dark";
      root.dataset.glpiThemeDark = "1";
      return;
    }
    const link = document.querySelector<HTMLLinkElement>('link[href*="palettes_"], link[href*="palettes/"]');
    if (!link) return;
    const loaded = new Promise((resolve) => link.addEventListener("load", resolve, { once: true }));
    link.href = link.href.replace(/(palettes[_/])\w+?(\.min)?(\.s?css)/, "$1auror_dark$2$3");
    await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 5000))]);
  });
}

async function settle(page: Page, ms: number): Promise<void> {
  await page.waitForLoadState("networkidle", { timeout: 8000 }).catch(() => {});
  await page.waitForTimeout(ms);
}

/** Two pictures beside each other at their own size, as WebP. */
async function sideBySide(browser: Browser, pictures: Buffer[], list: SurfaceList): Promise<Buffer> {
  const { width } = list;
  const page = await browser.newPage({ viewport: { width: width * 2 + 8, height: list.height } });
  try {
    const images = pictures.map(
      (png) => `<img width="${width}" src="data:image/png;base64,${png.toString("base64")}">`,
    );
    await page.setContent(`<body style="margin:0;display:flex;gap:8px;background:#808080">${images.join("")}</body>`);
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 60 });
    return Buffer.from(data, "base64");
  } finally {
    await page.close();
  }
}
