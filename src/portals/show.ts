import type { Page } from "@playwright/test";
import type { Theme } from "../theme/theme.ts";
import { lookAt, type Mode, modes, sheetOf, wear } from "./dressed.ts";
import { adapterOf, type Learnt } from "./learn.ts";

/** One page as it came and as the theme dresses it with what was learnt. */
export interface PageShown {
  name: string;
  /** JPEG, by mode. */
  before: Record<Mode, Buffer>;
  after: Record<Mode, Buffer>;
  /** CSS px of the picture in light, on which the boxes lie. */
  width: number;
  height: number;
  boxes: Box[];
}

/** Where an element of a role stands, and its first words. */
export interface Box {
  role: string;
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Boxes of one role that are drawn on one page. */
const mostBoxes = 60;

/** Pictures of pages before and after, and where the roles' elements stand. The pages are left as they came. */
export async function showPages(
  pages: readonly Page[],
  names: readonly string[],
  theme: Theme,
  learnt: Learnt,
): Promise<PageShown[]> {
  const css = sheetOf(theme, adapterOf(learnt, "learnt"));
  const selectors = Object.fromEntries(Object.entries(learnt.roles).map(([role, { selector }]) => [role, selector]));
  const shown: PageShown[] = [];
  for (const [index, page] of pages.entries()) {
    const [before, after] = [{} as Record<Mode, Buffer>, {} as Record<Mode, Buffer>];
    let boxes: Box[] = [];
    let size = { width: 0, height: 0 };
    for (const mode of modes) {
      await wear(page, undefined, mode);
      await lookAt(page, mode);
      before[mode] = await picture(page);
      await wear(page, css, mode);
      await lookAt(page, mode);
      after[mode] = await picture(page);
      if (mode !== "light") continue;
      boxes = await page.evaluate(boxesOf, { selectors, most: mostBoxes });
      size = page.viewportSize() ?? size;
    }
    await wear(page, undefined, "light");
    shown.push({ name: names[index] ?? String(index), before, after, ...size, boxes });
  }
  return shown;
}

const picture = (page: Page): Promise<Buffer> =>
  page.screenshot({ type: "jpeg", quality: 70, animations: "disabled", caret: "hide" });

/** Runs in the page. */
function boxesOf({ selectors, most }: { selectors: Record<string, string>; most: number }): Box[] {
  return Object.entries(selectors).flatMap(([role, selector]) =>
    [...document.querySelectorAll(selector)].slice(0, most).flatMap((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      if (width < 2 || height < 2) return [];
      const words = element.matches("input, select, textarea")
        ? (element.getAttribute("placeholder") ?? element.getAttribute("value") ?? element.getAttribute("name") ?? "")
        : (element.textContent ?? "");
      const text = words.replace(/\s+/g, " ").trim().slice(0, 60);
      return [{ role, text, x: left + scrollX, y: top + scrollY, width, height }];
    }),
  );
}
