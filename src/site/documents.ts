import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../util/paths.ts";
import type { Page, PageContext } from "./layout.ts";
import { renderMarkdown } from "./markdown.ts";
import { type Language, languages, type Word } from "./words.ts";

/** A document of the repository that is a page of the site. Its French stands beside it: `<name>.fr.md`. */
interface Document {
  /** Without its ending, from the project's root. */
  file: string;
  slug: string;
  group: Word;
  /** What the menu calls it, where its title is a sentence. */
  short?: Record<Language, string>;
  /** Kept in one language on purpose. */
  only?: Language;
}

/** The documents, in the menu's order. */
export const documents: Document[] = [
  { file: "docs/install", slug: "install", group: "start" },
  {
    file: "docs/your-page",
    slug: "your-page",
    group: "start",
    short: { en: "Your own page", fr: "Votre propre page" },
  },
  { file: "docs/theming", slug: "theming", group: "start" },
  { file: "docs/portals", slug: "portals", group: "glpi", short: { en: "Portals", fr: "Portails" } },
  { file: "docs/writing-a-widget", slug: "writing-a-widget", group: "build" },
  { file: "docs/checks", slug: "checks", group: "build" },
  { file: "docs/commands", slug: "commands", group: "build" },
  {
    file: "docs/architecture",
    slug: "architecture",
    group: "build",
    short: { en: "Architecture", fr: "Architecture" },
  },
  // Figures of the last measurements, written where they are measured.
  {
    file: "docs/fidelity",
    slug: "fidelity",
    group: "build",
    only: "en",
    short: { en: "How near to native", fr: "Proximité du natif" },
  },
  {
    file: "docs/audit",
    slug: "audit",
    group: "build",
    only: "en",
    short: { en: "Audit of GLPI", fr: "Audit de GLPI" },
  },
  { file: "docs/troubleshooting", slug: "troubleshooting", group: "help" },
  { file: "docs/browsers", slug: "browsers", group: "help" },
  { file: "docs/security", slug: "security", group: "help" },
  // The file of record.
  {
    file: "CHANGELOG",
    slug: "changelog",
    group: "help",
    only: "en",
    short: { en: "Changelog", fr: "Journal des modifications" },
  },
];

/** The file of a document in a language. */
export const fileOf = ({ file, only }: Document, language: Language): string =>
  path.join(projectRoot, `${file}${language === "en" || only === "en" ? "" : `.${language}`}.md`);

/** Files that a language lacks. */
export function missingDocuments(): string[] {
  return documents.flatMap((document) =>
    languages.map((language) => fileOf(document, language)).filter((file) => !existsSync(file)),
  );
}

/** Pages of the documents. @param picture the asset of an image of the repository, by its path from the root */
export function documentPages(picture: (file: string) => string | undefined): Page[] {
  return documents
    .filter((document) => languages.every((language) => existsSync(fileOf(document, language))))
    .map((document) => {
      const title = Object.fromEntries(
        languages.map((language) => [
          language,
          renderMarkdown(readFileSync(fileOf(document, language), "utf8"), none).title,
        ]),
      ) as Record<Language, string>;
      return {
        path: `${document.slug}/index.html`,
        title,
        group: document.group,
        ...(document.short ? { short: document.short } : {}),
        ...(document.only ? { only: document.only } : {}),
        body: (context) => render(fileOf(document, context.language), context, picture),
      };
    });
}

const none = { link: () => undefined, image: () => undefined, copy: "" };

/** A document's own addresses are those of the repository: relative to its file. */
export function render(file: string, context: PageContext, picture: (file: string) => string | undefined): string {
  const within = (address: string): string =>
    path
      .relative(projectRoot, path.resolve(path.dirname(file), address))
      .split(path.sep)
      .join("/");
  return renderMarkdown(readFileSync(file, "utf8").replaceAll("\r\n", "\n"), {
    copy: context.say("copy"),
    link: (address) => {
      const [name = "", anchor] = address.split("#");
      const target = within(name).replace(/(\.fr)?\.md$/, "");
      const page = pageOf(target);
      return page === undefined ? undefined : context.to(anchor === undefined ? page : `${page}#${anchor}`);
    },
    image: (address) => {
      const asset = picture(within(address));
      return asset === undefined ? undefined : context.to(asset);
    },
  }).body;
}

/** The site's page of a file or folder of the repository. */
function pageOf(target: string): string | undefined {
  const document = documents.find(({ file }) => file === target);
  if (document) return `${document.slug}/index.html`;
  const others: Record<string, string> = {
    README: "index.html",
    "docs/screenshots": "surfaces/index.html",
    "docs/screenshots/README": "surfaces/index.html",
    "themes/windows-11/simplify": "simplify/index.html",
    "themes/windows-11/controls": "widgets/index.html",
    CONTRIBUTING: "writing-a-widget/index.html",
  };
  return others[target];
}
