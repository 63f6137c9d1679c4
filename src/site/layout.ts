import path from "node:path";
import { html } from "../util/escape.ts";
import { type Language, languages, say, type Word } from "./words.ts";

/** A page of the site, in every language. */
export interface Page {
  /** Below the language's folder: "install/index.html". */
  path: string;
  title: Record<Language, string>;
  /** Its title in the menu, where that is shorter. */
  short?: Record<Language, string>;
  /** Where it stands in the menu; a page without is reached from another. */
  group?: Word;
  /** The page it belongs to, in the menu: of pages that are not there themselves. */
  parent?: string;
  /** What stands between the title and the end, and whether the title is part of it. */
  body(context: PageContext): string;
  /** Whether the body brings its own h1. */
  ownTitle?: boolean;
  /** Scripts of its own, by the name of the entry. */
  scripts?: string[];
  /** Rules of its own. */
  css?: string;
  /** The language its text is kept in, where that is one for all. */
  only?: Language;
}

export interface PageContext {
  language: Language;
  say(word: Word): string;
  /** The address of another page or of an asset, from this page. @param target below the language's folder; "/assets/…" is the site's */
  to(target: string): string;
  /** The names of assets by what they are made from. */
  asset(name: string): string;
}

/** Where a page lies on the site. */
export const placeOf = (page: string, language: Language): string => (language === "en" ? page : `${language}/${page}`);

/** A relative address: the site works below any folder, and from a disc. */
export function relative(from: string, to: string): string {
  const [file = "", anchor] = to.split("#");
  const address = file === "" ? "" : path.posix.relative(path.posix.dirname(from), file) || path.posix.basename(file);
  return anchor === undefined ? address : `${address}#${anchor}`;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%230078d4' d='M1 1h6.5v6.5H1zM8.5 1H15v6.5H8.5zM1 8.5h6.5V15H1zM8.5 8.5H15V15H8.5z'/%3E%3C/svg%3E";

const groups: Word[] = ["start", "design", "glpi", "build", "help"];

/** The whole document around a page's body. @param sheets addresses of its style sheets, in order */
export function documentOf(
  page: Page,
  pages: readonly Page[],
  context: PageContext,
  body: string,
  sheets: readonly string[],
  scripts: readonly string[],
): string {
  const { language, say: word } = context;
  const title = page.title[language];
  const own = placeOf(page.path, language);
  const name = word("siteName");
  const menu = groups
    .map((group) => {
      const members = pages.filter((candidate) => candidate.group === group);
      const items = members.map((candidate) => {
        const current = candidate.path === page.path ? "page" : candidate.path === page.parent ? "true" : undefined;
        return `<li><a class="s-nav-item" href="${context.to(candidate.path)}"${current ? ` aria-current="${current}"` : ""}>${html((candidate.short ?? candidate.title)[language])}</a></li>`;
      });
      return `<li><span class="s-nav-group">${html(word(group))}</span><ul>${items.join("")}</ul></li>`;
    })
    .join("");
  const others = languages
    .filter((other) => other !== language)
    .map(
      (other) =>
        `<a class="s-title-link" lang="${other}" hreflang="${other}" href="${relative(own, placeOf(page.path, other))}">${html(say("otherLanguage", language))}</a>`,
    )
    .join("");
  const schemes = (["schemeAuto", "schemeLight", "schemeDark"] as const)
    .map((scheme, index) => `<option value="${["", "light", "dark"][index]}">${html(word(scheme))}</option>`)
    .join("");
  const content = page.only && page.only !== language ? `<div lang="${page.only}">${body}</div>` : body;
  const notice = page.only && page.only !== language ? `<p class="s-secondary">${html(word("inEnglish"))}</p>` : "";
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${html(`${title} – ${word("tagline")}`)}">
<title>${html(title === name ? `${name} – ${word("tagline")}` : `${title} – ${name}`)}</title>
<link rel="icon" href="${icon}">
${languages.map((each) => `<link rel="alternate" hreflang="${each}" href="${relative(own, placeOf(page.path, each))}">`).join("\n")}
${sheets.map((sheet) => `<link rel="stylesheet" href="${sheet}">`).join("\n")}
${scripts.map((script) => `<script defer src="${script}"></script>`).join("\n")}
</head>
<body class="s-page">
<a class="s-skip" href="#s-content">${html(word("skip"))}</a>
<header class="s-title-bar">
<a class="s-menu" href="#s-nav"><span class="s-icon s-icon-menu" aria-hidden="true"></span><span class="s-hidden">${html(word("menu"))}</span></a>
<a class="s-brand" href="${context.to("index.html")}"><span class="s-app-icon" aria-hidden="true"></span>${html(name)}</a>
<span class="s-space"></span>
<label class="s-scheme s-script"><span class="s-hidden">${html(word("scheme"))}</span><select class="form-select form-select-sm" id="s-scheme">${schemes}</select></label>
${others}
</header>
<div class="s-window">
<nav class="s-nav" id="s-nav" aria-label="${html(word("navigation"))}"><a class="s-close" href="#s-content"><span class="s-icon s-icon-close" aria-hidden="true"></span><span class="s-hidden">${html(word("close"))}</span></a><ul>${menu}</ul></nav>
<main class="s-layer" id="s-content" tabindex="-1">
<div class="s-content">
${page.ownTitle ? "" : `<h1 class="s-title">${html(title)}</h1>`}${notice}
${content}
<footer class="s-footer">${html(word("madeFrom"))}</footer>
</div>
</main>
</div>
</body>
</html>
`;
}
