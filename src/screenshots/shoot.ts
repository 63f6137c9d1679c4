import { existsSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { surfacesSchema } from "../schema/pages.ts";
import { readChecked } from "../schema/read.ts";
import { writeReport } from "../util/report-folder.ts";

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
  const contexts = new Map<string, BrowserContext>();
  const failed: string[] = [];
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
          pictures.push(await picture(context, surface, scheme, options, themed));
        }
        const content = await sideBySide(browser, pictures, list);
        writeReport(options.folder, [{ path: `${surface.id}-${scheme}.webp`, content }]);
      }
      options.progress(`${surface.id}: done`);
    } catch (error) {
      failed.push(surface.id);
      options.progress(`${surface.id}: failed, ${(error as Error).message.split("\n")[0]}`);
    }
  }
  for (const context of contexts.values()) await context.close();
  writeReport(options.folder, [{ path: "README.md", content: overview(list, options.folder) }]);
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

async function openContext(
  browser: Browser,
  list: SurfaceList,
  options: ShootOptions,
  user: NonNullable<Surface["user"]>,
  themed: boolean,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: list.width, height: list.height },
    reducedMotion: "reduce",
  });
  if (!themed) await context.route(/\/fenetre\//, (route) => route.abort());
  if (user === "anonymous") return context;
  const credentials = options.users[user];
  if (!credentials) throw new Error(`no login for ${user}: set GLPI_SELF_SERVICE_USER and GLPI_SELF_SERVICE_PASSWORD`);
  const page = await context.newPage();
  await page.goto(`${options.url}/index.php?noAUTO=1`);
  await page.fill("#login_name", credentials.name);
  await page.fill("input[type=password]", credentials.password);
  await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
  if ((await page.locator("#login_name").count()) > 0) throw new Error("GLPI refused the login");
  await page.close();
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
    await settle(page, surface.wait ?? 1200);
    for (const step of surface.steps ?? []) {
      if ("click" in step) await page.locator(step.click).locator("visible=true").first().click();
      else if ("hover" in step) await page.locator(step.hover).locator("visible=true").first().hover();
      else await page.fill(step.fill, step.text);
      await settle(page, 900);
    }
    return await page.screenshot();
  } finally {
    await page.close();
  }
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

/** Two pictures beside each other at half size, as WebP. */
async function sideBySide(browser: Browser, pictures: Buffer[], list: SurfaceList): Promise<Buffer> {
  const width = Math.round(list.width * 0.6);
  const page = await browser.newPage({ viewport: { width: width * 2 + 8, height: Math.round(list.height * 0.6) } });
  try {
    const images = pictures.map(
      (png) => `<img width="${width}" src="data:image/png;base64,${png.toString("base64")}">`,
    );
    await page.setContent(`<body style="margin:0;display:flex;gap:8px;background:#808080">${images.join("")}</body>`);
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 78 });
    return Buffer.from(data, "base64");
  } finally {
    await page.close();
  }
}
