import path from "node:path";
import { share, total } from "../audit/results.ts";
import { Audit, atRest } from "../audit/run.ts";
import { type Adapter, type Role, readAdapter, readAdapters, roles } from "../build/roles.ts";
import type { Input } from "../command-line/definition.ts";
import { matchesOf } from "../portals/check.ts";
import { type Learnt, learn } from "../portals/learn.ts";
import { fetchPages, readSaved, type SavedPage } from "../portals/saved.ts";
import { loadTheme } from "../theme/theme.ts";
import { parseAddress } from "../util/address.ts";
import { makeFolders, writeNew } from "../util/disc.ts";
import { quoted } from "../util/escape.ts";
import { checkedFile, writeFiles } from "../util/owned-folder.ts";
import { relativeToProject } from "../util/paths.ts";
import { isNamed, kinds, readBytes } from "../util/read.ts";
import { makeScratch } from "../util/scratch.ts";
import { dim, table } from "../util/terminal.ts";
import { UserError } from "../util/user-error.ts";
import { launchBrowser } from "../visual/browser.ts";
import type { verbs } from "./verbs.ts";

/** From here a role may be taken as it stands. */
const sure = 0.8;

export async function runLearn({ values, operands }: Input<typeof verbs.adapter.verbs.learn>): Promise<number> {
  const { name, json, force } = values;
  const out = checkedFile("--out", values.out ?? `${name}.adapter.json`);
  const sources = sourcesOf(operands);
  const { browser, close } = await launchBrowser({ network: sources.addresses.length > 0 });
  try {
    const learnt = await learn(browser, await pagesOf(browser, sources));
    if (json) console.log(JSON.stringify({ portal: learnt.portal, roles: learnt.roles }, null, 2));
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
    const results = await matchesOf(browser, pages, adapters);
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
        if (native?.[index] !== undefined) console.log(`  native coverage ${(native[index] * 100).toFixed(1)} %`);
      }
    }
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

/** The adapter, and beside it one picture a page. */
function write(learnt: Learnt, name: string, file: string, { talk, force }: { talk: boolean; force: boolean }): void {
  const known = roles.filter((role) => learnt.roles[role]);
  const adapter: Adapter & { confidence: Partial<Record<Role, number>> } = {
    portal: name,
    assumptions: ["learnt from saved pages: see the pictures beside this file; roles below 0.8 need a look"],
    roles: Object.fromEntries(known.map((role) => [role, [learnt.roles[role]?.selector as string]])),
    confidence: Object.fromEntries(known.map((role) => [role, learnt.roles[role]?.confidence as number])),
  };
  const stem = file.replace(/(\.adapter)?\.json$/, "");
  const kept = writeFiles(
    [
      ...learnt.pictures.map(({ svg }, index) => ({ path: `${stem}.${index + 1}.svg`, content: svg })),
      { path: file, content: `${JSON.stringify(adapter, null, 2)}\n` },
    ],
    force,
  );
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
  const missing = roles.filter((role) => !learnt.roles[role]);
  if (doubtful.length > 0) console.log(`Have a look at: ${doubtful.join(", ")}`);
  if (missing.length > 0) console.log(`Not found: ${missing.join(", ")}`);
  console.log(dim(`${relativeToProject(file)}, pictures ${relativeToProject(stem)}.1.svg and following`));
}

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
