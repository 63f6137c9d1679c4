import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { readSurfaces } from "../screenshots/shoot.ts";
import type { Theme } from "../theme/theme.ts";
import { html } from "../util/escape.ts";
import type { NewFile } from "../util/owned-folder.ts";
import { projectRoot } from "../util/paths.ts";
import { type BuiltClient, buildClient } from "./client.ts";
import { documentPages } from "./documents.ts";
import { homePage } from "./home.ts";
import { documentOf, type Page, type PageContext, placeOf, relative } from "./layout.ts";
import { SiteTheme, vocabularyOf } from "./theme-sheet.ts";
import { accentsPage, comparison, densityPage, readTokens, simplifyPage, tokensPage } from "./token-pages.ts";
import { widgetPages } from "./widget-pages.ts";
import { type Language, languages, say, surfaceWords } from "./words.ts";

const require = createRequire(import.meta.url);

/** Files of the site that pages name: by their content, so that a browser may keep them for ever. */
class Assets {
  readonly files = new Map<string, Uint8Array | string>();

  /** @returns the file's place on the site */
  add(name: string, content: Uint8Array | string): string {
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
    const { name: stem, ext } = path.posix.parse(name);
    const place = `assets/${stem}-${hash}${ext}`;
    this.files.set(place, content);
    return place;
  }
}

/** Every page of the site in every language, and what they name. The same sources make the same bytes. */
export async function buildSite(theme: Theme, client?: BuiltClient): Promise<NewFile[]> {
  const site = await Site.open(theme, client);
  return [...site.pages.flatMap((page) => languages.map((language) => site.render(page, language))), ...site.assets()];
}

/** The site in parts, for a server that renders what is asked for. */
export class Site {
  readonly #assets = new Assets();
  readonly #pictures = new Map<string, string | undefined>();
  readonly pages: Page[];

  private constructor(
    theme: Theme,
    readonly sheet: SiteTheme,
    readonly client: BuiltClient,
  ) {
    const picture = (file: string): string | undefined => this.#picture(file);
    const tokens = readTokens(this.sheet);
    this.pages = [
      homePage(picture),
      ...documentPages(picture),
      ...widgetPages(theme, new Set(tokens.map(({ name }) => name))),
      tokensPage(tokens),
      accentsPage(),
      densityPage(theme),
      ...surfacePages(picture),
      simplifyPage(theme, (name) => picture(`docs/site/simplify-${name}.webp`)),
    ];
  }

  static async open(theme: Theme, client?: BuiltClient): Promise<Site> {
    return new Site(theme, new SiteTheme(theme), client ?? (await buildClient()));
  }

  assets(): NewFile[] {
    return [...this.#assets.files].map(([place, content]) => ({ path: place, content }));
  }

  /** An image of the repository as an asset; nothing where it is not there. */
  #picture(file: string): string | undefined {
    if (!this.#pictures.has(file)) {
      const full = path.join(projectRoot, file);
      const place = existsSync(full) ? this.#assets.add(path.basename(file), readFileSync(full)) : undefined;
      this.#pictures.set(file, place && `/${place}`);
    }
    return this.#pictures.get(file);
  }

  render(page: Page, language: Language): NewFile {
    const own = placeOf(page.path, language);
    const context: PageContext = {
      language,
      say: (word) => say(word, language),
      to: (target) =>
        relative(
          own,
          target.startsWith("/")
            ? target.slice(1)
            : target.startsWith("#")
              ? `${own}${target}`
              : placeOf(target, language),
        ),
      asset: (name) => name,
    };
    const body = page.body(context);
    const font = this.#assets.add(
      "open-sans.woff2",
      readFileSync(require.resolve("@fontsource-variable/open-sans/files/open-sans-latin-wght-normal.woff2")),
    );
    const ownCss = `${this.client.css}${page.css ?? ""}`;
    const scripts = ["site", ...(page.scripts ?? [])].map((name) =>
      this.#assets.add(`${name}.js`, this.client.scripts[name] as string),
    );
    const draft = documentOf(page, this.pages, context, body, [], []);
    const themed = this.sheet.for(vocabularyOf(draft, ownCss));
    const face = `@font-face{font-family:"Open Sans";font-weight:300 800;font-display:swap;src:url(${path.posix.basename(font)}) format("woff2")}`;
    const sheet = this.#assets.add("page.css", `${face}${themed}${ownCss}`);
    const document = documentOf(
      page,
      this.pages,
      context,
      body,
      [relative(own, sheet)],
      scripts.map((script) => relative(own, script)),
    );
    return { path: own, content: document };
  }
}

/** The page of all surfaces, and one each. */
function surfacePages(picture: (file: string) => string | undefined): Page[] {
  const list = readSurfaces(path.join(projectRoot, "docs/screenshots/pages.json"));
  const shown = list.pages.filter(({ id }) => existsSync(path.join(projectRoot, `docs/screenshots/${id}-light.webp`)));
  const address = (id: string): string => `surfaces/${id}/index.html`;
  const titleOf = (surface: (typeof shown)[number], language: Language): string =>
    language === "fr" ? (surfaceWords[surface.id] ?? surface.title) : surface.title;
  return [
    {
      path: "surfaces/index.html",
      title: { en: say("surfaces", "en"), fr: say("surfaces", "fr") },
      group: "glpi",
      body: ({ say: word, to, language }) =>
        `<p class="s-lead">${html(word("surfacesIntro"))}</p><ul class="s-cards">${shown
          .map(
            (surface) =>
              `<li><a class="s-card-link" href="${to(address(surface.id))}">${html(titleOf(surface, language))}</a></li>`,
          )
          .join("")}</ul>`,
    },
    ...shown.map(
      (surface, index): Page => ({
        path: address(surface.id),
        title: { en: titleOf(surface, "en"), fr: titleOf(surface, "fr") },
        parent: "surfaces/index.html",
        body: ({ say: word, to, language }) => {
          const [before, after] = [shown[index - 1], shown[index + 1]];
          const one = (scheme: string): string | undefined => picture(`docs/screenshots/${surface.id}-${scheme}.webp`);
          const [light, dark] = [one("light"), one("dark")];
          const alt = `${titleOf(surface, language)}: ${word("before")}, ${word("after")}`;
          return [
            `<p class="s-lead">${html(word("compareBoth"))}</p>`,
            light ? comparison(to(light), alt, word("slider"), dark && to(dark)) : "",
            `<nav class="s-pager" aria-label="${html(word("surfaces"))}">${before ? `<a rel="prev" href="${to(address(before.id))}">${html(`${word("previous")}: ${titleOf(before, language)}`)}</a>` : ""}${after ? `<a rel="next" href="${to(address(after.id))}">${html(`${word("next")}: ${titleOf(after, language)}`)}</a>` : ""}</nav>`,
          ].join("\n");
        },
      }),
    ),
  ];
}
