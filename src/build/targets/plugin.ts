import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import postcss, { type Root } from "postcss";
import { phpString } from "../../util/escape.ts";
import { projectRoot } from "../../util/paths.ts";
import { type Files, tarGz, zip } from "../archive.ts";
import { type Artefact, type BuildContext, banner, bytes, fileName } from "../artefact.ts";
import type { GlpiLine } from "../compile.ts";
import { compileDelivered } from "../constants.ts";
import { codeOf, hashOf, keptOf } from "../kept.ts";
import { minify } from "../minify.ts";
import { pluginPortals, takePlugin } from "../plugins.ts";
import { raiseSpecificity } from "../scope.ts";

/**
 * Archives of the GLPI plugin, byte-identical whenever the theme is. Their name says of which theme and of what content:
 * two accents of one version are two archives.
 */
export function plugin(context: BuildContext): Artefact[] {
  const files = pluginFiles(context);
  const content = hashOf(...Object.entries(files).flat()).slice(0, 8);
  const name = `plugin/fenetre-${fileName(context.theme)}-${context.version}-${content}`;
  const install = "GLPI 10.0, 11 (12 untested): unpack into plugins/, Setup > Plugins: install, enable";
  return [
    { path: `${name}.zip`, content: packed(files, zip, context), install },
    { path: `${name}.tar.gz`, content: packed(files, tarGz, context), install: "the same, for the command line" },
  ];
}

/** Compression is dear: kept while the files are the same. */
function packed(files: Files, pack: (files: Files) => Uint8Array, context: BuildContext): Uint8Array {
  const base64 = keptOf(
    context,
    `plugin ${pack.name}`,
    () => hashOf(codeOf("archive"), ...Object.entries(files).flat()),
    () => Buffer.from(pack(files)).toString("base64"),
    (stored: unknown) => {
      if (typeof stored !== "string") throw new TypeError("this is no archive");
      return stored;
    },
  );
  return Buffer.from(base64, "base64");
}

/** What stands in the archives, by path: `fenetre/setup.php` ... */
export function pluginFiles(context: BuildContext): Files {
  const own = (file: string): string => readFileSync(path.join(projectRoot, "src/plugin", file), "utf8");
  const fonts: Files = {};
  const sheets = { "10": sheetsOf(context, "10"), "11": sheetsOf(context, "11") };
  const served = new Served();
  for (const [name, css] of Object.values(sheets).flatMap(Object.entries<string>))
    served.add(`css/${name}`, withFontFiles(css, fonts));
  const editor = served.add("css/editor.css", editorSheet(context));
  served.add("js/editor.js", own("editor.js").replace("../css/editor.css", `../${editor}`));
  const files: Record<string, string> = {
    "setup.php": own("setup.php")
      .replace("'PLUGIN_FENETRE_VERSION', '0.0.0'", () => `'PLUGIN_FENETRE_VERSION', ${phpString(context.version)}`)
      .replace(
        "'PLUGIN_FENETRE_PORTALS', []",
        () => `'PLUGIN_FENETRE_PORTALS', [${pluginPortals(context.theme).map(phpString).join(", ")}]`,
      )
      .replace("'PLUGIN_FENETRE_FILES', []", () => `'PLUGIN_FENETRE_FILES', ${served.php()}`),
    "hook.php": own("hook.php"),
    "README.md": own("README.md"),
    LICENSE: readFileSync(path.join(projectRoot, "LICENSE"), "utf8"),
    // MIT asks for its notice wherever the icons go.
    "THIRD-PARTY-NOTICES.md": readFileSync(path.join(projectRoot, "THIRD-PARTY-NOTICES.md"), "utf8"),
    ...served.files,
  };
  const texts = Object.entries(files).map(([name, text]) => [name, bytes(withoutReturns(text))] as const);
  return Object.fromEntries(
    [...texts, ...Object.entries(fonts)].map(([name, content]) => [`fenetre/${name}`, content]),
  );
}

/** A checkout on Windows may have changed line ends; archives must not differ by it. */
const withoutReturns = (text: string): string => text.replaceAll("\r\n", "\n");

/**
 * What browsers are given. GLPI adds only the version to an address, archives have fixed times, and a web server answers
 * "not modified" by time and size: so the content decides the name, and a browser never shows another theme's.
 */
class Served {
  /** By path in the plugin. */
  readonly files: Record<string, string> = {};
  readonly #names: Record<string, string> = {};

  /** @param name below public/, as PHP asks for it. @returns the name it has there */
  add(name: string, content: string): string {
    const text = withoutReturns(content);
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
    const addressed = name.replace(/\.\w+$/, (ending) => `-${hash}${ending}`);
    this.files[`public/${addressed}`] = text;
    this.#names[name] = addressed;
    return addressed;
  }

  /** The names as PHP. */
  php(): string {
    return `[${Object.entries(this.#names).map(([name, addressed]) => `${phpString(name)} => ${phpString(addressed)}`)}]`;
  }
}

/**
 * Fonts out of the style sheet into files beside it, named by content: a browser fetches and keeps each once, and the
 * sheet shrinks by half. Both GLPI lines serve public/fonts beside public/css.
 */
function withFontFiles(css: string, fonts: Files): string {
  return css.replace(/url\("?data:font\/woff2;base64,([^")]+)"?\)/g, (_, base64: string) => {
    const content = Buffer.from(base64, "base64");
    const name = `icons-${createHash("sha256").update(content).digest("hex").slice(0, 12)}.woff2`;
    fonts[`public/fonts/${name}`] = content;
    return `url(../fonts/${name})`;
  });
}

/** For the frames of the text editor, which take their scheme from the page by public/js/editor.js. */
function editorSheet(context: BuildContext): string {
  const root = raiseSpecificity(compileDelivered(context.theme, { rooms: ["tokens", "editor"] }));
  root.walkDecls("color-scheme", (decl) => void decl.remove());
  return banner(context) + minify(root.toString(), "editor.css").css;
}

/**
 * The login form of 10.0 makes room for what plugins print there; ours prints a link and nothing to see
 * (plugin_fenetre_display_login), so its empty column goes.
 */
const login10 = ".page-anonymous .col-auto:has(> [data-fenetre]:only-child) { display: none; }";

/** A line's sheet, and one for each plugin whose portal it dresses: most have no such plugin. */
function sheetsOf(context: BuildContext, glpi: GlpiLine): Record<string, string> {
  const rooms = context.theme.modules.filter((room) => room !== "editor");
  const root = compileDelivered(context.theme, { glpi, rooms });
  if (glpi === "10") root.append(postcss.parse(login10));
  const sheets: Record<string, Root> = {};
  for (const key of pluginPortals(context.theme)) sheets[`portal-${key}-${glpi}.css`] = takePlugin(root, key);
  sheets[`glpi-${glpi}.css`] = root;
  return Object.fromEntries(
    Object.entries(sheets).map(([name, rules]) => [
      name,
      banner(context) + minify(raiseSpecificity(rules).toString(), name).css,
    ]),
  );
}
