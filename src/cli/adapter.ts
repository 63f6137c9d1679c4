import path from "node:path";
import { share, total } from "../audit/results.ts";
import { Audit, atRest } from "../audit/run.ts";
import { type Adapter, type Role, readAdapter, readAdapters, roles } from "../build/roles.ts";
import type { Input } from "../command-line/definition.ts";
import { matchesOf } from "../portals/check.ts";
import { adapterOf, type Learnt, learn } from "../portals/learn.ts";
import { resultPage } from "../portals/result.ts";
import { fetchPages, readSaved, type SavedPage } from "../portals/saved.ts";
import { loadTheme } from "../theme/theme.ts";
import { parseAddress } from "../util/address.ts";
import { makeFolders, writeNew } from "../util/disc.ts";
import { quoted, shellWord } from "../util/escape.ts";
import { checkedFile, writeFiles } from "../util/owned-folder.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { isNamed, kinds, readBytes, readText } from "../util/read.ts";
import { makeScratch } from "../util/scratch.ts";
import { dim, table } from "../util/terminal.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
import { launchBrowser } from "../visual/browser.ts";
import type { verbs } from "./verbs.ts";

/** From here a role may be taken as it stands. */
const sure = 0.8;

export async function runLearn({ values, operands }: Input<typeof verbs.adapter.verbs.learn>): Promise<number> {
  const { name, json, force } = values;
  const out = checkedFile("--out", values.out ?? path.join(projectRoot, "reports/portals", `${name}.adapter.json`));
  const sources = sourcesOf(operands);
  const { browser, close } = await launchBrowser({ network: sources.addresses.length > 0 });
  try {
    const learnt = await learn(browser, await pagesOf(browser, sources), loadTheme("windows-11"), {
      shown: !json || values.out !== undefined,
    });
    const { portal, roles: found, dropped } = learnt;
    if (json) console.log(JSON.stringify({ portal, roles: found, ...(portal ? { dropped } : {}) }, null, 2));
    if (learnt.portal && (!json || values.out)) write(learnt, name, out, { talk: !json, force });
    else if (!json) console.log(noPortal(learnt));
    return learnt.portal || json ? 0 : 1;
  } finally {
    await close();
  }
}

export async function runCheck({ values, operands }: Input<typeof verbs.adapter.verbs.check>): Promise<number> {
  const chosen = values.adapter === undefined ? undefined : [adapterAt(values.adapter)];
  const sources = sourcesOf(operands);
  const theme = loadTheme(values.theme);
  const adapters = chosen ?? readAdapters(theme);
  const { browser, close } = await launchBrowser({ network: sources.addresses.length > 0 });
  try {
    const pages = await pagesOf(browser, sources);
    const [own] = chosen ?? [];
    const results = await matchesOf(browser, pages, adapters, own ? { adapter: own, theme } : undefined);
    const native = values["no-coverage"]
      ? undefined
      : await coverageOf(browser, pages, theme, values.adapter, adapters);
    if (values.json)
      console.log(
        JSON.stringify(
          results.map((page, index) => ({ ...page, ...(native ? { coverage: native[index] } : {}) })),
          null,
          2,
        ),
      );
    else {
      for (const [index, page] of results.entries()) {
        console.log(page.page);
        for (const { portal, counts } of page.adapters) {
          const here = Object.entries(counts).filter(([, count]) => count > 0);
          if (here.length === 0) {
            console.log(dim(`  ${portal}: nothing here`));
            continue;
          }
          console.log(
            table(
              here.map(([role, count]) => [`  ${portal}`, role, String(count)]),
              [2],
            ),
          );
          const missing = Object.keys(counts).filter((role) => counts[role as Role] === 0);
          if (missing.length > 0) console.log(dim(`  ${portal}: not here: ${missing.join(", ")}`));
        }
        for (const { portal, role, why } of page.faults) console.log(`  ${portal}: ${role}: ${why}`);
        if (native?.[index] !== undefined) console.log(`  native coverage ${(native[index] * 100).toFixed(1)} %`);
      }
    }
    if (own && results.some(({ faults }) => faults.length > 0)) return 1;
    return results.some((page) => page.adapters.some(({ counts }) => Object.values(counts).some((count) => count > 0)))
      ? 0
      : 1;
  } finally {
    await close();
  }
}

function adapterAt(file: string): Adapter {
  if (!isNamed(file)) throw new UserError(`there is no adapter ${quoted(file)}`, "Name an .adapter.json file");
  return readAdapter(path.resolve(file));
}

/** Saved pages, read before a browser is started, and the addresses that are left for it. */
interface Sources {
  saved: SavedPage[];
  addresses: string[];
}

function sourcesOf(named: string[]): Sources {
  const addresses = named.filter((source) => /^https?:/i.test(source));
  for (const address of addresses) parseAddress(address, "the page");
  const files = named.filter((source) => !addresses.includes(source));
  return { saved: files.length > 0 ? readSaved(files) : [], addresses };
}

const pagesOf = async (
  browser: Parameters<typeof fetchPages>[0],
  { saved, addresses }: Sources,
): Promise<SavedPage[]> => [...saved, ...(addresses.length > 0 ? await fetchPages(browser, addresses) : [])];

function noPortal({ evidence }: Learnt): string {
  const against = Object.entries(evidence)
    .filter(([, weight]) => weight < 0)
    .map(([name]) => name);
  return [
    "This is no page of a self-service portal, or too little of one.",
    against.length > 0
      ? `Against it: ${against.join(", ")}.`
      : "Nothing of it was found: tiles, own requests, a search, a form that asks.",
    "Give the portal's home, one of its forms and the list of requests together.",
  ].join("\n");
}

/** The adapter, and beside it one page that shows what it does. */
function write(learnt: Learnt, name: string, file: string, { talk, force }: { talk: boolean; force: boolean }): void {
  const known = roles.filter((role) => learnt.roles[role]);
  const adapter = `${JSON.stringify(adapterOf(learnt, name), null, 2)}\n`;
  const page = `${file.replace(/(\.adapter)?\.json$/, "")}.learnt.html`;
  const shown = relativeToProject(file);
  const next = `npx fenetre adapter check <the same pages> --adapter ${shellWord(shown)}`;
  // The page is ours and can be made again: only what somebody put in its place is kept.
  const ours = isNamed(page) && readText(page, kinds.results).startsWith(ofLearnt);
  const result = { path: page, content: resultPage(learnt, { file: shown, adapter, next }) };
  const kept = writeFiles([...(ours ? [] : [result]), { path: file, content: adapter }], force);
  if (ours) writeAtomically(result.path, result.content);
  if (!talk) return;
  console.log(
    table(
      known.map((role) => [
        role,
        (learnt.roles[role]?.confidence ?? 0).toFixed(2),
        learnt.roles[role]?.selector as string,
      ]),
    ),
  );
  for (const old of kept) console.log(`kept as it was: ${relativeToProject(old)}`);
  const doubtful = known.filter((role) => (learnt.roles[role]?.confidence ?? 0) < sure);
  const missing = roles.filter((role) => !learnt.roles[role] && !learnt.dropped.some((one) => one.role === role));
  if (doubtful.length > 0) console.log(`Have a look at: ${doubtful.join(", ")}`);
  for (const { role, why } of learnt.dropped) console.log(`Left out: ${role}: ${why}`);
  if (missing.length > 0) console.log(`Not found: ${missing.join(", ")}`);
  console.log(dim(`${shown}; before and after: ${relativeToProject(page)}`));
  console.log(dim(`Next: ${next}`));
}

const ofLearnt = "<!doctype html>\n<!-- fenetre: what was learnt of a portal -->";

/** What the audit holds a portal's parts against: the widgets that portals/roles.css makes of them. */
const widgets: Partial<Record<Role, string>> = {
  search: "AutoSuggestBox",
  tile: "SettingsCard",
  category: "NavigationViewItem",
  "form-section": "Card",
  "ticket-list": "Card",
  "primary-action": "AccentButton",
  "ticket-card": "ListViewItem",
  status: "InfoBadge",
  message: "InfoBar",
};

/**
 * Native coverage of pages as the theme dresses them, 0 to 1. They are laid out from copies without scripts.
 * @param adapter a file that joins the theme's own adapters
 */
async function coverageOf(
  browser: Parameters<typeof fetchPages>[0],
  pages: readonly SavedPage[],
  theme: ReturnType<typeof loadTheme>,
  adapter: string | undefined,
  adapters: readonly Adapter[],
): Promise<number[]> {
  const { folder, remove } = makeScratch("check");
  try {
    const own = path.join(folder, "theme");
    if (adapter !== undefined) {
      makeFolders(path.join(own, "portals"));
      const name = `${path.basename(adapter).replace(/(\.adapter)?\.json$/, "")}.adapter.json`;
      writeNew(path.join(own, "portals", name), readBytes(adapter, kinds.json));
    }
    pages.forEach((page, index) => {
      writeNew(path.join(folder, `${index}.html`), withSheets(page));
    });
    const audit = new Audit(browser, {
      ...atRest,
      theme: adapter === undefined ? theme : { ...theme, folders: [...theme.folders, own] },
      list: {
        users: {},
        pages: pages.map((_, index) => ({ id: String(index), url: `/${index}.html`, user: "anonymous" })),
      },
      source: { folder },
      width: 1366,
      named: adapters.flatMap((known) =>
        Object.entries(widgets).flatMap(([role, widget]) =>
          (known.roles[role as Role] ?? []).map((selector) => ({ selector, role: widget })),
        ),
      ),
      progress: () => undefined,
    });
    const { pages: results } = await audit.run();
    return results.map((page) => share(total(page)));
  } finally {
    remove();
  }
}

/** The page with the style sheets that were saved with it written into it. */
function withSheets(page: SavedPage): string {
  return page.html.replace(/<link\b[^>]*>/gi, (link) => {
    const href = /\bhref="([^"]*)"/i.exec(link)?.[1]?.replaceAll("&amp;", "&");
    if (!href || !/stylesheet/i.test(link) || !URL.canParse(href, page.address)) return "";
    const part = page.part(new URL(href, page.address).href);
    return part ? `<style>${part.body.toString("utf8").replaceAll("</style", "")}</style>` : "";
  });
}
