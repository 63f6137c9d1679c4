import path from "node:path";
import { loadTheme } from "../theme/theme.ts";
import { projectRoot } from "../util/paths.ts";
import { launchBrowser } from "../visual/browser.ts";
import { Clock } from "./clock.ts";
import { fixtures, PageShow } from "./pages.ts";
import { buildSide } from "./side.ts";
import type { Inquiry } from "./widgets.ts";

export interface Growth {
  /** How many times the fixture pages were compared. */
  times: number;
  comparisons: number;
  milliseconds: number;
  /** Share of it that the browser was not waited for. */
  outside: number;
  /** Time a comparison, as a multiple of that at once the pages: 1 where the work grows as the pages do. */
  growth: number;
}

/** Pages taken, spread over all: enough to tell growth, few enough to wait for. */
const most = 8;

/**
 * How the comparison of pages grows: some fixture pages once, twice and four times over, in one browser. Milliseconds
 * tell of the machine and its load, the growth tells of us.
 * @param theme a folder's name below themes/, or a path
 * @param multiples how many times the pages are taken
 */
export async function measureGrowth(theme: string, multiples: readonly number[] = [1, 2, 4]): Promise<Growth[]> {
  const folder = path.join(projectRoot, "tests/pages");
  const all = fixtures(folder);
  const pages = all.filter((_, index) => index % Math.ceil(all.length / most) === 0);
  const side = await buildSide({
    compiler: projectRoot,
    tree: projectRoot,
    theme: loadTheme(theme).folders.at(-1) as string,
    sizes: false,
  }).side;
  const results: Growth[] = [];
  const launched = await launchBrowser();
  try {
    for (const [turn, times] of [1, ...multiples].entries()) {
      const clock = new Clock();
      const inquiry = (line: "10" | "11"): Inquiry => {
        const { pageCss } = side.sheets[line];
        return {
          // Another text with the same looks: nothing is equal before it is rendered.
          theirs: `${pageCss}\n`,
          ours: pageCss,
          questions: [],
          uses: [],
          seen: new Set(),
          clock,
        };
      };
      const show = new PageShow(launched.browser, folder, inquiry);
      const started = performance.now();
      for (let round = 0; round < times; round++) {
        for (const page of pages) await show.compare(page, ["light"]);
      }
      const milliseconds = performance.now() - started;
      await show.close();
      // The first turn warms up.
      if (turn === 0) continue;
      const comparisons = times * pages.length;
      const [first] = results;
      const growth = first ? milliseconds / comparisons / (first.milliseconds / first.comparisons) : 1;
      results.push({ times, comparisons, milliseconds, outside: 1 - clock.total / milliseconds, growth });
    }
  } finally {
    await launched.close();
  }
  return results;
}
