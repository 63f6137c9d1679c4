import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { unzipSync } from "fflate";

/**
 * A GLPI that this suite may change, told by the environment:
 * - FENETRE_GLPI_URL: its address, without a slash at the end;
 * - FENETRE_GLPI_TREE: its folder on this machine, where the archive is unpacked as a user would;
 * - FENETRE_GLPI_DUMP: a command that prints its whole database as SQL, one row a line;
 * Users are those of every new GLPI: glpi, tech, post-only.
 */
export interface LiveGlpi {
  url: string;
  tree: string;
  dump: string;
}

/** What the environment names, or undefined; who tests without it is told. */
export function liveGlpi(): LiveGlpi | undefined {
  const { FENETRE_GLPI_URL: url, FENETRE_GLPI_TREE: tree, FENETRE_GLPI_DUMP: dump } = process.env;
  if (url && tree && dump) return { url, tree, dump };
  console.warn("SKIPPED: the plugin in a running GLPI: no FENETRE_GLPI_URL, FENETRE_GLPI_TREE and FENETRE_GLPI_DUMP.");
  return undefined;
}

/** Unpacks the archive into plugins/, as its README says. */
export function unpack(zip: Uint8Array, glpi: LiveGlpi): void {
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    if (name.endsWith("/")) continue;
    const file = path.join(glpi.tree, "plugins", name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

export const removeFolder = (glpi: LiveGlpi): void =>
  rmSync(path.join(glpi.tree, "plugins/fenetre"), { recursive: true, force: true });

/** Files of a tree by size and time of writing; what GLPI itself writes as it runs is left out: sessions, caches, logs, locks. */
export function filesOf(glpi: LiveGlpi): Map<string, string> {
  const own = /^files\/(_cache|_sessions|_log|_cron|_lock|_tmp|_graphs)\//;
  const files = readdirSync(glpi.tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(glpi.tree, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .filter((name) => !own.test(name));
  return new Map(
    files.map((name) => {
      const { size, mtimeMs } = statSync(path.join(glpi.tree, name));
      return [name, `${size} ${mtimeMs}`];
    }),
  );
}

/** Tables and rows of the database, but for what GLPI notes of any use: its log, tasks, who was last here. */
export function rowsOf(glpi: LiveGlpi): string[] {
  const [program, ...args] = glpi.dump.split(" ") as [string, ...string[]];
  const sql = execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  return sql.split("\n").filter((line) => {
    const table = /^INSERT INTO `(\w+)`/.exec(line)?.[1];
    if (table === undefined) return line.startsWith("CREATE TABLE");
    return !/^glpi_(logs|events|crontasks|crontasklogs|queued\w+|users|configs_cache|savedsearches\w*)$/.test(table);
  });
}

/** A page of one's own: cookies, cache and all. */
export async function signIn(browser: Browser, glpi: LiveGlpi, user: string, options = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${glpi.url}/index.php`);
  await page.fill("#login_name", user);
  await page.fill('input[type="password"]', user === "post-only" ? "postonly" : user);
  await Promise.all([
    page.waitForURL((url) => !/index\.php$/.test(url.pathname), { waitUntil: "domcontentloaded" }),
    page.click('button[type="submit"]'),
  ]);
  return page;
}

/** What a page looks like, as far as settings change it. */
export interface Look {
  /** Links of ours. */
  sheets: string[];
  /** The accent's base, or empty where the page is GLPI's own. */
  accent: string;
  scheme: string;
  /** Of a button of GLPI's own, where there is one. */
  ground: string;
}

export const lookOf = (page: Page): Promise<Look> =>
  page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return {
      sheets: [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')]
        .map((link) => new URL(link.href).pathname.replace(/-[0-9a-f]{12}\.css$/, ".css"))
        .filter((name) => name.includes("/fenetre/"))
        .map((name) => name.replace(/^.*\/fenetre\/(public\/)?/, "")),
      accent: style.getPropertyValue("--win-accent-base").trim(),
      scheme: style.colorScheme,
      ground: getComputedStyle(document.body).backgroundColor,
    };
  });
