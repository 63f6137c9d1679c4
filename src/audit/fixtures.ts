import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { projectRoot } from "../util/paths.ts";
import type { PageSpecification } from "./pages.ts";

/**
 * Our own pages in GLPI's structure, under tests/pages: a shell and a stand-in for GLPI's own style sheet for each line,
 * and contents that both lines share. A line's own whole pages stand beside its shell.
 */
export const fixtureFolder = path.join(projectRoot, "tests/pages");

const lines = ["10", "11"] as const;
const require = createRequire(import.meta.url);

/** @param base another tree's fixtures */
export function fixturePages(base = fixtureFolder): PageSpecification[] {
  const names = (folder: string): string[] =>
    (existsSync(path.join(base, folder)) ? readdirSync(path.join(base, folder)) : [])
      .filter((file) => file.endsWith(".html") && file !== "shell.html")
      .map((file) => path.basename(file, ".html"))
      .sort();
  return lines.flatMap((line) =>
    [...names(`glpi-${line}`), ...names("content")].map((name) => ({
      id: `${name}-${line}`,
      title: name,
      url: `/glpi-${line}/${name}.html`,
      user: "anonymous",
      settle: 0,
    })),
  );
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
  if (file.startsWith(base + path.sep) && isFile(file)) {
    return file.endsWith(".html") ? { html: readFileSync(file, "utf8") } : { file };
  }
  const [, line, name] = /^\/(glpi-\d+)\/([\w-]+)\.html$/.exec(address) ?? [];
  const content = path.join(base, "content", `${name}.html`);
  if (!line || !isFile(content)) return undefined;
  const shell = readFileSync(path.join(base, line, "shell.html"), "utf8");
  const html = shell.replace("{{title}}", name as string).replace("{{content}}", () => readFileSync(content, "utf8"));
  return { html };
}

const isFile = (file: string): boolean => existsSync(file) && statSync(file).isFile();
