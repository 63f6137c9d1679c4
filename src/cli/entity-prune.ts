import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import parser from "postcss-selector-parser";
import { fixtureContent, fixturePages } from "../audit/fixtures.ts";
import {
  baseName,
  type HostPage,
  ownPages,
  plainBody,
  Redundancy,
  specimenBody,
  withBody,
  withSheets,
} from "../audit/redundancy.ts";
import { Usage } from "../audit/usage.ts";
import { compile, type GlpiLine } from "../build/compile.ts";
import { entityRooms, factsFile, type HostFacts, hostVariable, readHostFacts } from "../build/entity/facts.ts";
import type { Input } from "../command-line/definition.ts";
import { textOf } from "../portals/saved.ts";
import { loadTheme, type Theme } from "../theme/theme.ts";
import { parseAddress } from "../util/address.ts";
import { askFor } from "../util/ask.ts";
import { relativeToProject } from "../util/paths.ts";
import { kinds, readBytes } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
import { launchBrowser } from "../visual/browser.ts";
import { inert } from "../visual/inert.ts";
import type { verbs } from "./verbs.ts";

export async function run({ values, operands }: Input<(typeof verbs)["entity-prune"]>): Promise<number> {
  const { glpi, known: room } = values;
  if (operands.length === 0 && room === undefined && values.sources === undefined)
    throw new UserError("nothing to look at", "Name saved pages, or --known or --sources");
  const theme = loadTheme(values.theme);
  if (room !== undefined && !theme.folders.some((folder) => existsSync(path.join(folder, room))))
    throw new UserError(`the theme has no folder "${room}"`, 'Name one below the theme, as "shell", or "." for all');
  const known = readHostFacts(theme, glpi);
  const absent = values.sources
    ? absentIn(theme, glpi, values.sources)
    : (known?.absent ?? { classes: [], elements: [] });
  const out = path.join(theme.folders.at(-1) as string, factsFile(glpi));
  let counted = known?.usage;
  const write = (redundant: HostFacts["redundant"]): void => {
    writeAtomically(out, `${JSON.stringify({ absent, usage: counted, redundant }, null, 1)}\n`);
  };
  if (operands.length === 0 && values.known === undefined) {
    write(known?.redundant ?? {});
  } else {
    const hosts =
      operands.length > 0 ? await hostPages(operands, values.address, theme, glpi, !values["usage-only"]) : [];
    const pages = [...hosts, ...(await ownPages(theme, glpi))];
    if (hosts.length > 0) {
      // Specimens and plain pages hold everything, however rarely GLPI shows it: they are not counted, but they show
      // which rules correct others.
      const counting = new Usage(theme, glpi);
      const { browser, close } = await launchBrowser();
      try {
        for (const [index, page] of pages.entries()) {
          const isOwn = page.thorough === true || !hosts.includes(page);
          const isEndUser = (values["end-user"] ?? []).some((beginning) => page.name.startsWith(beginning));
          await counting.visit(browser, page, isOwn ? "no one" : isEndUser ? "end user" : "someone");
          if (index % 20 === 19) console.log(`${index + 1} of ${pages.length} pages looked at`);
        }
      } finally {
        await close();
      }
      counted = counting.result();
      console.log(`rules looked for on ${counted.pages} pages, ${counted.endUserPages} of them an end user's`);
      write(known?.redundant ?? {});
      if (values["usage-only"]) return 0;
    }
    const redundancy = new Redundancy(theme, glpi, absent);
    if (values.known) redundancy.limitTo(known?.redundant ?? {}, values.known);
    const { browser, close } = await launchBrowser();
    try {
      console.log(`${redundancy.size} declarations to try on ${pages.length} pages`);
      // What is put back for one page may be seen on another: those that needed something are looked at again.
      let rest = pages;
      for (let pass = 1; rest.length > 0 && pass <= 4; pass++) {
        let restored = 0;
        const queue = [...rest];
        const work = async (): Promise<void> => {
          for (let page = queue.shift(); page; page = queue.shift()) {
            const count = await redundancy.check(browser, page);
            restored += count;
            console.log(`${pass} ${page.name}: ${count} needed, ${redundancy.size} left`);
            write(redundancy.result());
          }
        };
        await Promise.all([work(), work()]);
        rest = restored > 0 ? pages : [];
      }
    } finally {
      await close();
    }
  }
  console.log(`${relativeToProject(out)} written`);
  return 0;
}

/**
 * Classes and elements of the theme's selectors that no template and no script of GLPI names, and variables that no
 * style sheet of its reads.
 */
function absentIn(theme: Theme, glpi: GlpiLine, folders: readonly string[]): HostFacts["absent"] {
  const words = new Set<string>();
  const elements = new Set<string>();
  const beginnings = new Set<string>();
  const read = new Set<string>();
  for (const folder of folders) {
    if (!existsSync(folder)) throw new UserError(`there is no folder "${folder}"`, "Name a GLPI's folder");
    for (const file of sourcesBelow(folder)) {
      const text = readBytes(file, kinds.source).toString("utf8");
      for (const [variable] of text.matchAll(/--(?:tblr|glpi|bs)-[\w-]+(?!\s*:)\b/g)) read.add(variable);
      if (/\.s?css$/.test(file)) continue;
      for (const [word] of text.matchAll(/[A-Za-z_][\w-]*/g)) words.add(word);
      for (const [, name] of text.matchAll(/<([a-z][a-z0-9]*)/g)) elements.add(name as string);
      for (const [, name] of text.matchAll(/createElement\(\s*["'`](\w+)/g))
        elements.add((name as string).toLowerCase());
      // "btn-" before what is filled in.
      for (const [, start] of text.matchAll(/([A-Za-z][\w-]*-)(?=\{\{|["'`]\s*[.+~]|\$|<\?|["'`]\s*%\})/g))
        beginnings.add(start as string);
    }
  }
  const classes = new Set<string>();
  const tags = new Set<string>();
  const set = new Set<string>();
  const root = compile(theme, { glpi, rooms: entityRooms(theme) });
  root.walkDecls((decl) => {
    if (hostVariable.test(decl.prop)) set.add(decl.prop);
    for (const [variable] of decl.value.matchAll(/--(?:tblr|glpi|bs)-[\w-]+/g)) read.add(variable);
  });
  root.walkRules((rule) => {
    parser((selectors) => {
      selectors.walkClasses((node) => void classes.add(node.value));
      selectors.walkTags((node) => void tags.add(node.value.toLowerCase()));
    }).processSync(rule.selector);
  });
  const isBegun = (name: string): boolean =>
    [...name.matchAll(/-/g)].some(({ index }) => beginnings.has(name.slice(0, (index as number) + 1)));
  return {
    classes: [...classes].filter((name) => !words.has(name) && !isBegun(name)).sort(),
    elements: [...tags].filter((name) => rare.has(name) && !elements.has(name)).sort(),
    variables: [...set].filter((name) => !read.has(name)).sort(),
  };
}

/** Elements that browsers style and few authors use; the others come in by what people write. */
const rare = new Set(["dialog", "meter", "details", "summary", "progress", "datalist", "output"]);

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    // Locales and data say words, not classes; files/ is what users made; vendor/ draws no pages.
    if (entry.isDirectory())
      return /^(tests|locales|files|\.git|vendor|fenetre|install|node_modules)$/.test(entry.name)
        ? []
        : sourcesBelow(full);
    return /\.(php|twig|js|vue|html|css|scss)$/.test(entry.name) ? [full] : [];
  });
}

/** What matches does not depend on how it looks. */
const withoutSheets = (html: string): string => html.replace(/<style\b[\s\S]*?<\/style>|<link\b[^>]*>/gi, "");

/** @param isDressed whether with GLPI's own style sheets, fetched and written into each page */
async function hostPages(
  sources: readonly string[],
  address: string,
  theme: Theme,
  glpi: GlpiLine,
  isDressed: boolean,
): Promise<HostPage[]> {
  const files = sources.flatMap((source) =>
    existsSync(source) && statSync(source).isDirectory()
      ? readdirSync(source)
          .filter((name) => name.endsWith(".html"))
          .sort()
          .map((name) => path.join(source, name))
      : [source],
  );
  const sheets = new Map<string, Promise<string>>();
  const pages: HostPage[] = [];
  for (const file of files) {
    const isUrl = /^https?:/.test(file);
    const place = isUrl ? parseAddress(file, "the page").url : parseAddress(address, "--address").url;
    const { origin } = new URL(place);
    const html = isUrl ? await askFor(place, origin) : textOf(readBytes(file, kinds.savedPage), file);
    if (html === undefined) throw new UserError(`${place} does not answer`, "See whether GLPI runs there");
    const said = /<base href="([^"]+)"/.exec(html)?.[1];
    const base =
      said !== undefined && URL.canParse(said, place) ? new URL(said, place).href : `${place}${isUrl ? "" : "/"}`;
    // A page that was saved may name any address: the GLPI that was named is asked, and nobody else.
    const sheet = (url: string): Promise<string> => {
      const text = sheets.get(url) ?? askFor(url, origin).then((found) => found ?? "");
      sheets.set(url, text);
      return text;
    };
    const still = inert(html, undefined, file);
    pages.push({ name: baseName(file), html: isDressed ? await withSheets(still, base, sheet) : withoutSheets(still) });
  }
  const [first] = pages;
  if (!first) throw new UserError("no page to look at", "Name saved pages, their folder or addresses");
  const richest = pages.reduce((best, page) => (styleCount(page) > styleCount(best) ? page : best), first);
  return [
    ...pages,
    withBody(richest, "specimens", specimenBody(theme)),
    withBody(richest, "plain", plainBody()),
    ...fixturePages()
      .filter(({ url }) => url.startsWith(`/glpi-${glpi}/`))
      .map(({ title, url }) => withBody(richest, `content ${title}`, fixtureContent(url))),
  ];
}

const styleCount = (page: HostPage): number => page.html.split("<style").length;
