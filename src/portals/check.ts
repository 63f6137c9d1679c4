import type { Browser } from "@playwright/test";
import { type Adapter, type Role, roles } from "../build/roles.ts";
import { openSaved, type SavedPage } from "./saved.ts";
import { matches } from "./selectors.ts";

/** How many elements each role of each adapter matches on a page. */
export interface Checked {
  page: string;
  adapters: { portal: string; counts: Partial<Record<Role, number>> }[];
}

/** Opens saved pages, scripts and network off, and counts what adapters match. */
export async function matchesOf(
  browser: Browser,
  saved: readonly SavedPage[],
  adapters: readonly Adapter[],
): Promise<Checked[]> {
  const { context, pages } = await openSaved(browser, saved);
  try {
    const results: Checked[] = [];
    for (const [index, page] of pages.entries()) {
      const checked: Checked = { page: saved[index]?.name ?? "", adapters: [] };
      for (const adapter of adapters) {
        const own = roles.filter((role) => adapter.roles[role]?.length);
        const found = await page.evaluate(
          matches,
          own.map((role) => (adapter.roles[role] as string[]).join(", ")),
        );
        const counts = Object.fromEntries(
          own.map((role, at) => [role, (found[at] as number[]).filter((item) => item >= 0).length]),
        );
        checked.adapters.push({ portal: adapter.portal, counts });
      }
      results.push(checked);
    }
    return results;
  } finally {
    await context.close();
  }
}
