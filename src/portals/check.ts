import type { Browser, Page } from "@playwright/test";
import { type Adapter, type Role, roles } from "../build/roles.ts";
import type { Theme } from "../theme/theme.ts";
import { bounds, faultsOf } from "./bounds.ts";
import { describeHarm, harmOf } from "./dressed.ts";
import { openSaved, type SavedPage } from "./saved.ts";
import { matches } from "./selectors.ts";

/** How many elements each role of each adapter matches on a page. */
export interface Checked {
  page: string;
  adapters: { portal: string; counts: Partial<Record<Role, number>> }[];
  /** For what an adapter fails, on this page or on all of them. */
  faults: CheckFault[];
}

export interface CheckFault {
  portal: string;
  /** A role, or "elements". */
  role: string;
  why: string;
}

/**
 * Opens saved pages, scripts and network off, counts what adapters match, and sees what is wrong with them.
 * @param judged the adapter that is meant for these pages: each of its roles must be on one, and none may be read less
 *   well with it; of others, which may be for other portals, only what lies in itself is told
 */
export async function matchesOf(
  browser: Browser,
  saved: readonly SavedPage[],
  adapters: readonly Adapter[],
  judged?: { adapter: Adapter; theme: Theme },
): Promise<Checked[]> {
  const { context, pages } = await openSaved(browser, saved);
  try {
    const results: Checked[] = [];
    for (const [index, page] of pages.entries()) {
      const checked: Checked = { page: saved[index]?.name ?? "", adapters: [], faults: [] };
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
        const selectors = Object.fromEntries(own.map((role) => [role, (adapter.roles[role] as string[]).join(", ")]));
        for (const fault of await page.evaluate(faultsOf, { roles: selectors, bounds }))
          checked.faults.push({ portal: adapter.portal, ...fault });
      }
      results.push(checked);
    }
    if (judged) await judge(pages, results, judged);
    return results;
  } finally {
    await context.close();
  }
}

/** What is wrong with the adapter that is meant for these pages. */
async function judge(
  pages: readonly Page[],
  results: Checked[],
  { adapter, theme }: { adapter: Adapter; theme: Theme },
): Promise<void> {
  const { portal } = adapter;
  const own = roles.filter((role) => adapter.roles[role]?.length);
  const countOf = (page: Checked, role: Role): number =>
    page.adapters.find((one) => one.portal === portal)?.counts[role] ?? 0;
  for (const role of own)
    if (results.every((page) => countOf(page, role) === 0))
      for (const page of results) page.faults.push({ portal, role, why: "it matches nothing on any of the pages" });
  const names = results.map(({ page }) => page);
  for (const harm of await harmOf(pages, names, theme, adapter)) {
    const page = results[names.indexOf(harm.page)];
    page?.faults.push({
      portal,
      role: harm.roles.find((role) => role !== "page") ?? "elements",
      why: describeHarm(harm),
    });
  }
}
