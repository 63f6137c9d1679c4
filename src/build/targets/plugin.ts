import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Resvg } from "@resvg/resvg-js";
import postcss, { type ChildNode, type Root } from "postcss";
import { simplifyModules } from "../../theme/simplify.ts";
import type { Theme } from "../../theme/theme.ts";
import { phpString } from "../../util/escape.ts";
import { manifestName, manifestOf } from "../../util/owned-folder.ts";
import { projectRoot } from "../../util/paths.ts";
import { type Files, tarGz, zip } from "../archive.ts";
import { type Artefact, type BuildContext, banner, bytes, fileName } from "../artefact.ts";
import { flatten, type GlpiLine, inlineIcons } from "../compile.ts";
import { compileDelivered } from "../constants.ts";
import { parseCss } from "../css-file.ts";
import { codeOf, hashOf, keptOf } from "../kept.ts";
import { minify } from "../minify.ts";
import { pluginPortals, takePlugin } from "../plugins.ts";
import { darkRoot } from "../scheme.ts";
import { boost, confineTo, raiseSpecificity } from "../scope.ts";
import { catalogues } from "./plugin-texts.ts";

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
  served.add("css/settings.css", ownSheet(context, "settings"));
  served.add("css/title-bar.css", ownSheet(context, "title-bar"));
  served.add("css/anonymous-10.css", anonymousSheet(context));
  for (const name of ["settings.js", "application.js"]) served.add(`js/${name}`, own(name));
  const setup = own("setup.php")
    .replace("'PLUGIN_FENETRE_VERSION', '0.0.0'", () => `'PLUGIN_FENETRE_VERSION', ${phpString(context.version)}`)
    .replace(
      "'PLUGIN_FENETRE_PORTALS', []",
      () => `'PLUGIN_FENETRE_PORTALS', [${pluginPortals(context.theme).map(phpString).join(", ")}]`,
    )
    .replace("'PLUGIN_FENETRE_HOMEPAGE', ''", () => `'PLUGIN_FENETRE_HOMEPAGE', ${phpString(context.homepage ?? "")}`)
    .replace("'PLUGIN_FENETRE_FILES', []", () => `'PLUGIN_FENETRE_FILES', ${served.php()}`);
  const files: Record<string, string> = {
    "setup.php": setup,
    ...Object.fromEntries(sourcesBelow("").map((name) => [name, own(name)])),
    "data/theme.json": `${JSON.stringify(themeForPhp(context.theme), undefined, 1)}\n`,
    "data/accent-ramp.json": readFileSync(path.join(projectRoot, "src/theme/accent-ramp.json"), "utf8"),
    LICENSE: readFileSync(path.join(projectRoot, "LICENSE"), "utf8"),
    // MIT asks for its notice wherever the icons go.
    "THIRD-PARTY-NOTICES.md": readFileSync(path.join(projectRoot, "THIRD-PARTY-NOTICES.md"), "utf8"),
    ...served.files,
  };
  const build = hashOf(...Object.entries(files).flat()).slice(0, 12);
  files["setup.php"] = setup.replace("'PLUGIN_FENETRE_BUILD', 'source'", `'PLUGIN_FENETRE_BUILD', '${build}'`);
  const texts = Object.entries(files).map(([name, text]) => [name, bytes(withoutReturns(text))] as const);
  const pictures = { "data/icon.png": iconPng(512), "logo.png": iconPng(logoSide) };
  const all = [...texts, ...Object.entries({ ...fonts, ...catalogues(), ...pictures })];
  // So that one that was unpacked by hand is known for ours too.
  const list = manifestOf(
    all.map(([name, content]) => ({ path: name, content })),
    "plugin",
    context.version,
  );
  return Object.fromEntries(
    [...all, [manifestName, bytes(list)] as const].map(([name, content]) => [`fenetre/${name}`, content]),
  );
}

/** Pixels of the picture in GLPI's lists of plugins: 11 takes `logo.png` of the folder, the catalogue what plugin.xml names. */
export const logoSide = 128;

/**
 * The plugin's icon as PNG: the application's while an organisation has none of its own, as GD reads no SVG, and its logo
 * in GLPI's lists.
 * @param side pixels
 */
export const iconPng = (side: number): Uint8Array =>
  new Resvg(readFileSync(path.join(projectRoot, "src/plugin/icon.svg"), "utf8"), {
    fitTo: { mode: "width", value: side },
  })
    .render()
    .asPng();

/** Folders of src/plugin that are delivered as they are. */
const delivered = ["ajax", "front", "inc", "src", "templates"];

/** What PHP and Twig need as it is written, by path below src/plugin. setup.php is filled in, scripts are served. */
function sourcesBelow(folder: string): string[] {
  return readdirSync(path.join(projectRoot, "src/plugin", folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return folder || delivered.includes(entry.name) ? sourcesBelow(name) : [];
    return folder || ["hook.php", "README.md"].includes(name) ? [name] : [];
  });
}

/** What PHP must know of the theme: what holds while nothing is set, what can be chosen, how its rules are written. */
function themeForPhp(theme: Theme): Record<string, unknown> {
  return {
    name: theme.name,
    key: theme.key,
    accent: theme.accent.toLowerCase(),
    scheme: theme.scheme,
    density: theme.density,
    simplify: theme.simplify,
    icons: theme.modules.includes("icons"),
    plugin: theme.plugin,
    modules: simplifyModules(theme),
    dark: { "10": darkRoot("10"), "11": darkRoot("11") },
    boost,
  };
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
const login10 = ".page-anonymous .col-auto:has(> [data-fenetre]):not(:has(> :not([data-fenetre]))) { display: none; }";

/**
 * A line's sheets: what every page links; and what a page links where the settings say so, told apart by the file each
 * rule comes from: compact density, icons, each simplify module. One more for each plugin whose portal the theme
 * dresses: most have no such plugin.
 */
function sheetsOf(context: BuildContext, glpi: GlpiLine): Record<string, string> {
  const { theme } = context;
  const modules = simplifyModules(theme).map(({ name }) => name);
  const rooms = [...theme.modules.filter((room) => room !== "editor"), "simplify"];
  const everything = compileDelivered(
    { ...theme, density: "compact", simplify: modules },
    { glpi, rooms, plain: "plugins" },
  );
  const sheets: Record<string, Root> = {};
  const take = (name: string, isOf: (file: string) => boolean): void => {
    const taken = postcss.root();
    for (const node of [...everything.nodes]) if (isOf(fileOf(node))) taken.append(node.remove());
    sheets[`${name}-${glpi}.css`] = taken;
  };
  take("compact", (file) => path.basename(file) === "compact.css");
  take("icons", (file) => path.basename(path.dirname(file)) === "icons");
  for (const name of modules) take(`simplify-${name}`, (file) => file.endsWith(`/simplify/${name}.css`));
  if (glpi === "10") everything.append(postcss.parse(login10));
  for (const key of pluginPortals(theme)) sheets[`portal-${key}-${glpi}.css`] = takePlugin(everything, key);
  sheets[`glpi-${glpi}.css`] = everything;
  return Object.fromEntries(
    Object.entries(sheets).map(([name, rules]) => [
      name,
      banner(context) + minify(raiseSpecificity(rules).toString(), name).css,
    ]),
  );
}

/** Where a rule comes from, with slashes; empty for what the build itself writes. */
const fileOf = (node: ChildNode): string => (node.source?.input.file ?? "").replaceAll(path.sep, "/");

/** A sheet of the plugin's own: the settings page's widgets, the application's title bar. */
function ownSheet(context: BuildContext, name: string): string {
  const file = path.join(projectRoot, "src/plugin", `${name}.css`);
  const root = raiseSpecificity(flatten(inlineIcons(parseCss(file))));
  root.walkComments((comment) => void comment.remove());
  return banner(context) + minify(root.toString(), `${name}.css`).css;
}

/** What the pages before login of GLPI 10.0 are made of. */
const anonymous =
  /\/(tokens|controls\/(button|text-box|text-box-validation|password-box|card|check-box|combo-box|combo-box-popup|hyperlink-button|info-bar|header-text|rich-edit-box|file-picker))\/|\/shell\/(base|login|text|page|narrow|legacy\.glpi-10|variables\.glpi-10)\.css$/;

/**
 * For the pages before login of GLPI 10.0 that no plugin's hook reaches: entity CSS imports it. It holds on such pages
 * alone, as entity CSS stands on every page.
 */
function anonymousSheet(context: BuildContext): string {
  const rooms = ["tokens", "controls", "shell"].filter((room) => context.theme.modules.includes(room));
  const root = compileDelivered(context.theme, { glpi: "10", rooms });
  for (const node of [...root.nodes]) if (fileOf(node) && !anonymous.test(fileOf(node))) node.remove();
  return banner(context) + minify(confineTo(root, ":has(> .welcome-anonymous)").toString(), "anonymous-10.css").css;
}
