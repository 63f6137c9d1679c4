import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { projectRoot } from "../util/paths.ts";
import { isFile, kinds, readText } from "../util/read.ts";
import type { PageSpecification } from "./pages.ts";
import { fill, type Values } from "./template.ts";

/**
 * Our own pages in GLPI's structure, under tests/pages: contents, the shells around them and the parts they share, each
 * once for all lines of GLPI, and per line a stand-in for GLPI's own style sheet.
 */
export const fixtureFolder = path.join(projectRoot, "tests/pages");

const lines = ["10", "11"] as const;
const require = createRequire(import.meta.url);

/**
 * A content begins with a comment: what it shows, then what is not as usual:
 * `lines: 11` (default both), `shell: helpdesk` (default central), `window: 390x844`, and values for its shell.
 */
interface Content {
  values: Values;
  html: string;
}

const cache = new Map<string, string | undefined>();

/** A shell or a part of a tree's fixtures, by its name: nothing that lies elsewhere. */
const partOf = (base: string, folder: "parts" | "shells", name: string): string | undefined =>
  /^[\w-]+$/.test(name) ? textOf(path.join(base, folder, `${name}.html`)) : undefined;

/** Read once: a run makes each page several times. */
function textOf(file: string): string | undefined {
  if (!cache.has(file)) cache.set(file, isFile(file) ? readText(file, kinds.html) : undefined);
  return cache.get(file);
}

function contentOf(base: string, name: string): Content | undefined {
  const text = textOf(path.join(base, "content", `${name}.html`));
  if (text === undefined) return undefined;
  const [comment = "", said = ""] = /^<!--([\s\S]*?)-->\s*/.exec(text) ?? [];
  const values = Object.fromEntries([...said.matchAll(/^([a-z]+): *(.*?) *$/gm)].map(([, key, value]) => [key, value]));
  return { values, html: text.slice(comment.length) };
}

/** @param base another tree's fixtures */
export function fixturePages(base = fixtureFolder): PageSpecification[] {
  const folder = path.join(base, "content");
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(".html") && isFile(path.join(folder, file)))
        .map((file) => path.basename(file, ".html"))
        .sort()
    : [];
  return lines.flatMap((line) =>
    names.flatMap((name): PageSpecification[] => {
      const { values } = contentOf(base, name) as Content;
      if (!(values["lines"] ?? "10 11").split(" ").includes(line)) return [];
      const [width, height] = values["window"]?.split("x").map(Number) ?? [];
      return [
        {
          id: `${name}-${line}`,
          title: name,
          url: `/glpi-${line}/${name}.html`,
          user: "anonymous",
          settle: 0,
          ...(width && height ? { viewport: [width, height] } : {}),
        },
      ];
    }),
  );
}

/**
 * Markup that no page of GLPI's shows at rest, asked only for what the theme's rules match: pages in the manner of
 * portals, and parts that plugins write by hand.
 */
export function furtherMarkup(): string[] {
  const folder = path.join(projectRoot, "tests/portals");
  const portals = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".html"))
        .map((file) => path.join(folder, file))
    : [];
  return [...portals.sort(), path.join(fixtureFolder, "parts.html")]
    .filter(isFile)
    .map((file) => readText(file, kinds.html));
}

/**
 * A file of the fixtures by its address: a page put together, a style sheet, or a file of an npm package under
 * `/packages/`.
 * @param base another tree's fixtures
 * @returns text of a page, or the path of a file; `undefined` when there is none
 */
export function fixtureFile(address: string, base = fixtureFolder): { html: string } | { file: string } | undefined {
  const packaged = /^\/packages\/((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(address);
  if (packaged) {
    // Found as Node.js finds packages, wherever they are installed; their own "exports" hide style sheets.
    const [, name, inside] = packaged as unknown as [string, string, string];
    const home = require.resolve
      .paths(name)
      ?.map((folder) => path.join(folder, name))
      .find(existsSync);
    const file = home && path.join(home, inside);
    return file && isFile(file) && file.startsWith(home + path.sep) ? { file } : undefined;
  }
  const file = path.join(base, address);
  if (file.startsWith(base + path.sep) && isFile(file)) return { file };
  const page = putTogether(address, base);
  return page && { html: page.html };
}

/**
 * A page's content without its shell.
 * @throws when there is no such page
 */
export function fixtureContent(address: string): string {
  const page = putTogether(address, fixtureFolder);
  if (!page) throw new Error(`there is no fixture at ${address}`);
  return page.content;
}

/**
 * Any markup as a page's content in the central shell.
 * @param line of GLPI
 */
export function fixtureWith(content: string, line: "10" | "11"): string {
  const part = (wanted: string): string | undefined => partOf(fixtureFolder, "parts", wanted);
  const shell = partOf(fixtureFolder, "shells", "central") as string;
  return fill(shell, { title: "fragment", [line]: "", content }, part);
}

function putTogether(address: string, base: string): { html: string; content: string } | undefined {
  const [, line, name] = /^\/glpi-(\d+)\/([\w-]+)\.html$/.exec(address) ?? [];
  const found = line && name ? contentOf(base, name) : undefined;
  if (!found) return undefined;
  const part = (wanted: string): string | undefined => partOf(base, "parts", wanted);
  const shell = partOf(base, "shells", found.values["shell"] ?? "central");
  // Another tree's fixtures may be built otherwise: what cannot be put together is not there.
  if (shell === undefined) return undefined;
  const values = { title: name as string, ...found.values, [line as string]: "" };
  const content = fill(found.html, values, part);
  return { html: fill(shell, { ...values, content }, part), content };
}
