import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { mo, po } from "gettext-parser";
import { simplifyModules } from "../../theme/simplify.ts";
import { loadTheme } from "../../theme/theme.ts";
import { projectRoot } from "../../util/paths.ts";
import type { Files } from "../archive.ts";

const sources = path.join(projectRoot, "src/plugin");
const locales = path.join(sources, "locales");

/** The languages the plugin speaks, as GLPI names their catalogues. */
export const languages = ["en_GB", "fr_FR"] as const;

/** locales/ as the plugin has it: each catalogue as written and as GLPI reads it. */
export function catalogues(): Files {
  const files: Record<string, Uint8Array> = {
    "locales/fenetre.pot": readFileSync(path.join(locales, "fenetre.pot")),
  };
  for (const language of languages) {
    const text = readFileSync(path.join(locales, `${language}.po`));
    files[`locales/${language}.po`] = text;
    files[`locales/${language}.mo`] = mo.compile(po.parse(text));
  }
  return files;
}

/** A text of the plugin's that can be translated, and where it is said. */
export interface Message {
  text: string;
  /** The form for several, where there is one. */
  plural?: string;
  /** Paths below src/plugin, or the theme's. */
  places: string[];
}

/** All texts that PHP, Twig and the theme's simplify modules say, by text. */
export function messages(): Message[] {
  const found = new Map<string, Message>();
  const add = (text: string, place: string, plural?: string): void => {
    const message = found.get(text) ?? { text, places: [], ...(plural === undefined ? {} : { plural }) };
    if (!message.places.includes(place)) message.places.push(place);
    found.set(text, message);
  };
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll(path.sep, "/"))
    .filter((name) => /\.(php|twig)$/.test(name));
  for (const file of files.sort()) {
    const code = readFileSync(path.join(sources, file), "utf8");
    for (const [, text] of code.matchAll(/\b__s?\(\s*'((?:[^'\\]|\\.)*)'\s*,\s*'fenetre'\s*\)/g))
      add(unquoted(text as string), file);
    for (const [, one, many] of code.matchAll(
      /\b_n\(\s*'((?:[^'\\]|\\.)*)'\s*,\s*'((?:[^'\\]|\\.)*)'\s*,[^;]*?'fenetre'\s*\)/g,
    ))
      add(unquoted(one as string), file, unquoted(many as string));
  }
  for (const { name, sentence } of simplifyModules(loadTheme("windows-11")))
    add(sentence, `themes/windows-11/simplify/${name}.css`);
  return [...found.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
}

const unquoted = (text: string): string => text.replace(/\\(.)/g, "$1");

/** fenetre.pot as it should be. */
export function template(): string {
  const entries = messages().map(({ text, plural, places }) => [
    text,
    {
      msgid: text,
      ...(plural === undefined ? {} : { msgid_plural: plural }),
      msgstr: plural === undefined ? [""] : ["", ""],
      comments: { reference: places.join("\n"), translator: "", extracted: "", flag: "", previous: "" },
    },
  ]);
  const compiled = po.compile(
    {
      charset: "utf-8",
      headers: { "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit" },
      translations: { "": Object.fromEntries(entries) },
    },
    { foldLength: 0 },
  );
  return `${compiled.toString("utf8").trimEnd()}\n`;
}
