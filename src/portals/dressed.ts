import type { Page } from "@playwright/test";
import { compile } from "../build/compile.ts";
import { type Adapter, type Role, readAdapters } from "../build/roles.ts";
import { raiseSpecificity } from "../build/scope.ts";
import { sideways, texts } from "../changes/inside.ts";
import { type Loss, losses, type Reading } from "../changes/losses.ts";
import { withContrast } from "../changes/pictures.ts";
import type { Theme } from "../theme/theme.ts";
import { decodePng } from "../visual/raster.ts";

/** How a page is looked at. */
export const modes = ["light", "dark", "narrow"] as const;
export type Mode = (typeof modes)[number];

const width: Record<Mode, number> = { light: 1366, dark: 1366, narrow: 390 };
/** Of a page at most this much is looked at, CSS px. */
const tallest = 4000;

/** What a page loses by an adapter. */
export interface Harm {
  page: string;
  mode: Mode;
  /** In words: "a text cut off “Printer” (b.name): 0 px before, 14 px now". */
  loss: Loss;
  /** Roles that dress the text or something around it, the nearest first; empty where none does. */
  roles: Role[];
}

/** The theme as GLPI shows it, with an adapter or without. */
export function sheetOf(theme: Theme, adapter?: Adapter): string {
  const known = readAdapters(theme).filter(({ portal }) => portal !== adapter?.portal);
  const root = compile(theme, {
    glpi: "11",
    rooms: theme.modules.filter((module) => module !== "icons" && module !== "editor"),
    adapters: adapter ? [...known, adapter] : known,
    plain: "plugins",
  });
  return raiseSpecificity(root).toString();
}

/** Puts a style sheet on a page in place of the last one that was put there; none: as the page came. */
export async function wear(page: Page, css: string | undefined, mode: Mode): Promise<void> {
  const scheme = `:root:not(#a#a#a#a) { color-scheme: ${mode === "dark" ? "dark" : "light"} } *, ::before, ::after { transition: none !important; animation: none !important }`;
  await page.evaluate(
    (text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [sheet];
    },
    css === undefined ? "" : `${css}\n${scheme}`,
  );
}

/** Gives the page a mode's window, as high as the page. */
export async function lookAt(page: Page, mode: Mode): Promise<void> {
  await page.setViewportSize({ width: width[mode], height: 900 });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: width[mode], height: Math.min(Math.max(height, 900), tallest) });
}

interface Seen extends Reading {
  tables: number[];
}

async function read(page: Page): Promise<Seen> {
  const seen = await page.evaluate(texts, { parts: "html", wanted: [0] });
  const picture = decodePng(await page.screenshot({ animations: "disabled", caret: "hide" }));
  return {
    texts: withContrast(seen, picture),
    sideways: await page.evaluate(sideways),
    tables: await page.evaluate(brokenLines),
  };
}

/** Runs in the page: of each table, the rows whose cells do not share one line. */
function brokenLines(): number[] {
  return [...document.querySelectorAll("table")].map(
    (table) =>
      [...table.rows].filter((row) => {
        const styles = [...row.cells].map((cell) => getComputedStyle(cell));
        const lines = styles.map(({ borderBottomWidth, borderBottomColor, display }) =>
          [borderBottomWidth, borderBottomWidth === "0px" ? "" : borderBottomColor, display].join(" "),
        );
        return new Set(lines).size > 1;
      }).length,
  );
}

/** Of what befell a text, what is harm: that a line breaks is none. */
const harmful = new Set(["gone", "cut off", "covered", "pushed out", "too faint", "scrolls sideways"]);

/** What each page reads like without an adapter, by mode: it is the same whatever the adapter is. */
export type Readings = Map<string, Seen>;

/**
 * Looks at pages without an adapter and with it, and says what can be read less well.
 * @param names of the pages
 * @param before kept from call to call
 */
export async function harmOf(
  pages: readonly Page[],
  names: readonly string[],
  theme: Theme,
  adapter: Adapter,
  before: Readings = new Map(),
  wanted: readonly Mode[] = modes,
): Promise<Harm[]> {
  const found: Harm[] = [];
  const bare = before.size === 0 ? sheetOf(theme) : "";
  const dressed = sheetOf(theme, adapter);
  const selectors = Object.fromEntries(
    Object.entries(adapter.roles).map(([role, list]) => [role, (list as string[]).join(", ")]),
  );
  for (const [index, page] of pages.entries()) {
    for (const mode of wanted) {
      const key = `${index} ${mode}`;
      if (!before.has(key)) {
        await wear(page, bare || sheetOf(theme), mode);
        await lookAt(page, mode);
        before.set(key, await read(page));
      }
      await wear(page, dressed, mode);
      await lookAt(page, mode);
      const was = before.get(key) as Seen;
      const now = await read(page);
      // Where the page is wider than its window already, what stands out of the window is no news.
      const wide = was.sideways > 1;
      const lost = losses(was, now).filter(
        ({ kind, fails }) =>
          fails && harmful.has(kind) && !(wide && (kind === "pushed out" || kind === "scrolls sideways")),
      );
      if (now.tables.some((rows, table) => rows > (was.tables[table] ?? 0))) lost.push(brokenTable);
      for (const loss of lost)
        found.push({
          page: names[index] ?? String(index),
          mode,
          loss,
          roles: (await page.evaluate(rolesAbout, { selectors, loss })) as Role[],
        });
    }
    await wear(page, undefined, "light");
    await page.setViewportSize({ width: width.light, height: 900 });
  }
  return found;
}

const brokenTable: Loss = {
  kind: "cut off",
  element: "td",
  text: "",
  count: 1,
  before: "a table's cells share one line",
  after: "they do not",
  fails: true,
  box: { x: 0, y: 0, width: 0, height: 0 },
};

/** In one line. */
export function describeHarm({ page, mode, loss }: Harm): string {
  const where = `${page}, ${mode === "narrow" ? "390 px wide" : mode}`;
  if (loss === brokenTable) return `${where}: a table's cells no longer share one line`;
  if (loss.kind === "scrolls sideways") return `${where}: the page scrolls sideways`;
  return `${where}: ${loss.count === 1 ? "a text" : `${loss.count} texts`} ${loss.kind} (${loss.element}): ${loss.before} before, ${loss.after} now`;
}

/** Runs in the page: roles that dress what stands at a loss's place, the nearest first. */
function rolesAbout({ selectors, loss }: { selectors: Record<string, string>; loss: Loss }): string[] {
  const elements: Element[] =
    loss.kind === "scrolls sideways"
      ? [...document.querySelectorAll("body *")].filter(
          (element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
        )
      : loss.text === ""
        ? [...document.querySelectorAll("td, th, tr, td *")]
        : [...document.querySelectorAll("body *")].filter((element) => {
            const { x, y, width, height } = loss.box;
            const rect = element.getBoundingClientRect();
            const [cx, cy] = [x - scrollX + width / 2, y - scrollY + height / 2];
            return rect.left <= cx && rect.right >= cx && rect.top <= cy && rect.bottom >= cy;
          });
  const near = new Map<string, number>();
  for (const element of elements) {
    const around = element.getBoundingClientRect();
    for (const [role, selector] of Object.entries(selectors)) {
      const matched = element.matches(selector);
      // What a role draws beside the text may push it: its neighbours as well, but later.
      if (!matched && !element.parentElement?.closest(selector)) continue;
      const size = matched ? around.width * around.height : 1e9;
      near.set(role, Math.min(near.get(role) ?? Number.POSITIVE_INFINITY, size));
    }
  }
  return [...near].sort((a, b) => a[1] - b[1]).map(([role]) => role);
}
