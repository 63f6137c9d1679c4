import { statSync } from "node:fs";
import path from "node:path";
import autoprefixer from "autoprefixer";
import postcss, { type AtRule, type ChildNode, type Root } from "postcss";
import nesting from "postcss-nesting";
import { accentRamp, windowsBlue } from "../theme/accent.ts";
import type { Theme } from "../theme/theme.ts";
import { quoted } from "../util/escape.ts";
import { checkName, forms, isName } from "../util/names.ts";
import { relativeToProject } from "../util/paths.ts";
import { isFolder, isNamed, readFolder } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";
import { browsers } from "./browsers.ts";
import { at, parseCss, readCss } from "./css-file.ts";
import { fluentIcon } from "./fluent-icon.ts";
import { iconFont, iconMap } from "./icon-font.ts";
import { hashOf } from "./kept.ts";
import { declarationsOf, nodesOf } from "./nodes.ts";
import { bindPlain, hasPlain, lowerPlain, type Plain } from "./plain.ts";
import { type PreparedFile, preparedFile } from "./prepared-file.ts";
import { type Adapter, bindRoles, readAdapters } from "./roles.ts";
import { schemeRules } from "./scheme.ts";
import { splitSubjects } from "./subjects.ts";
import { separateUnknown } from "./support/separate.ts";
import { checkTokens } from "./tokens.ts";

/** GLPI's lines that take CSS differently. 12 takes what 11 takes. */
export type GlpiLine = "10" | "11";

export interface CompileOptions {
  /** Leave out what is for the other line: files named `<name>.glpi-10.css` or `<name>.glpi-11.css`. Default: keep both. */
  glpi?: GlpiLine;
  /** Of the theme's modules, only these. Default: all. */
  rooms?: readonly string[];
  /** Leave native nesting as written, for where each byte counts. Default: one flat list of rules. */
  nested?: boolean;
  /** Keep what is for the entity field alone: files named `<name>.entity.css`. Default: leave them out. */
  entity?: boolean;
  /** Portals' adapters. Default: those of the theme. */
  adapters?: readonly Adapter[];
  /** Dress HTML's own elements, on all pages or on those of portals. Not with `nested`. Default: what GLPI needs. */
  plain?: Plain;
}

/**
 * The whole theme as one flat style sheet: imports inlined in the order of index.css, the accent's ramp and the scheme
 * filled in, icons inlined, nesting resolved. Selectors are as written: scoping is each target's own business.
 * Every node keeps the source it came from, so that a source map leads to the file a designer edits.
 * @throws {UserError} with file and line: a syntax error, a missing import, an unknown icon or token
 */
export function compile(theme: Theme, options: CompileOptions = {}): Root {
  const root = withoutComments(inlineImports(theme, options));
  fillAccent(root, theme);
  inlineIconFonts(root, theme);
  if (options.plain) lowerPlain(root, options.plain);
  root.append(schemeRules(theme.scheme, options.glpi, options.plain === "page"));
  checkTokens(root);
  return root;
}

/** One hash of all the files and settings that `compile` makes a style sheet of, at a fraction of its cost. */
export function sourcesOf(theme: Theme, options: CompileOptions = {}): string {
  const index = indexOf(theme);
  const files = importsOf(parseCss(index, readCss(index), "index"), index, theme, options).flatMap(
    (room) => room.files,
  );
  const settings = JSON.stringify([theme, options, readAdapters(theme), files]);
  return hashOf(settings, iconMap(theme), ...[index, ...files].map((file) => readOnce(file).css));
}

/** @throws {UserError} when no folder has one */
function indexOf(theme: Theme): string {
  const folder = theme.folders.find((candidate) => isNamed(path.join(candidate, "index.css")));
  if (folder) return path.join(folder, "index.css");
  throw new UserError("no index.css", "Extend a theme that has one, or write it: one @import a room", {
    file: relativeToProject(theme.folders.at(-1) as string),
  });
}

/** Native nesting resolved as browsers resolve it: a parent's list becomes `:is()`. */
export function flatten(root: Root): Root {
  return postcss([nesting({ edition: "2024-02" })]).process(root, { from: undefined }).root as Root;
}

const prefixer = postcss([autoprefixer({ overrideBrowserslist: browsers, add: true, remove: false })]);

function prefix(root: Root): Root {
  return prefixer.process(root, { from: undefined }).root as Root;
}

/** The .css files that a room (a folder or a file name without its ending) brings, in order. */
function filesOf(room: string, theme: Theme, options: CompileOptions): string[] {
  const files: string[] = [];
  for (const folder of theme.folders) {
    const target = path.join(folder, room);
    if (isFolder(target)) files.push(...cssBelow(target, 0));
    else if (isNamed(`${target}.css`)) files.push(`${target}.css`);
    else if (room.endsWith(".css") && isNamed(target)) files.push(target);
  }
  return files.filter((file) => {
    if (file.endsWith(".entity.css") && !options.entity) return false;
    const line = /\.glpi-(10|11)\.css$/.exec(file)?.[1];
    if (line && options.glpi && line !== options.glpi) return false;
    if (path.basename(path.dirname(file)) === "simplify") return theme.simplify.includes(path.basename(file, ".css"));
    if (path.basename(file) === "compact.css") return theme.density === "compact";
    return true;
  });
}

/** Folders in folders that are looked through; a link may lead back up. */
const deepestFolder = 12;

function cssBelow(folder: string, depth: number): string[] {
  if (depth > deepestFolder)
    throw new UserError("folders are nested too deep here", "See whether a link leads back up", {
      file: relativeToProject(folder),
    });
  return readFolder(folder).flatMap(({ name, isFolder: holds }) => {
    const full = path.join(folder, name);
    if (!holds && !name.endsWith(".css")) return [];
    // It stands in source maps, in reports and in the facts of entity CSS.
    checkName(name, forms.below, { file: relativeToProject(folder) });
    return holds ? cssBelow(full, depth + 1) : [full];
  });
}

function inlineImports(theme: Theme, options: CompileOptions): Root {
  const index = indexOf(theme);
  const root = parseCss(index, readCss(index), "index");
  const adapters = options.adapters ? [...options.adapters] : readAdapters(theme);
  for (const { rule, files } of importsOf(root, index, theme, options))
    rule.replaceWith(...files.flatMap((file) => rulesOf(file, adapters, options)));
  return root;
}

/** Each `@import` of index.css, and the files it brings. */
function importsOf(
  root: Root,
  index: string,
  theme: Theme,
  options: CompileOptions,
): { rule: AtRule; files: string[] }[] {
  const imports = new Map<string, { rule: AtRule; files: string[] }>();
  root.walkAtRules("import", (rule) => {
    const room = /^["']([^"']+)["']$/.exec(rule.params.trim())?.[1];
    if (!room)
      throw at(
        rule,
        `@import ${rule.params} cannot be read`,
        'Write @import "<room>": a folder or a file of the theme',
      );
    if (!isName(room, forms.below)) throw at(rule, `${quoted(room)} cannot be imported`, `Use ${forms.below.rule}`);
    if (imports.has(room)) throw at(rule, `"${room}" is imported twice`, "Remove one of the two");
    const known = theme.folders.some(
      (folder) => isNamed(path.join(folder, room)) || isNamed(path.join(folder, `${room}.css`)),
    );
    if (!known)
      throw at(
        rule,
        `"${room}" is not there to import`,
        `Make ${relativeToProject(path.join(path.dirname(index), room))}, or remove the line`,
      );
    const [module] = room.split("/") as [string];
    const chosen = options.rooms?.includes(module) ?? true;
    // HTML's own elements are a page's own business where the theme is GLPI's.
    const wanted = module !== "elements" || options.plain === "page";
    const active = chosen && wanted && (theme.modules.includes(module) || module === "simplify");
    imports.set(room, { rule, files: active ? filesOf(room, theme, options) : [] });
  });
  return [...imports.values()];
}

interface Read {
  /** When the file was read: its time and size then. */
  stamp: string;
  css: Buffer;
  hasRoles: boolean;
  hasPlain: boolean;
  /** By what its roles are bound to; one entry for a file without. */
  prepared: Map<string, PreparedFile>;
}

const files = new Map<string, Read>();

/** A file as it is now. */
function readOnce(file: string): Read {
  const found = statSync(file, { throwIfNoEntry: false });
  const stamp = `${found?.mtimeMs} ${found?.size}`;
  let read = files.get(file);
  if (read?.stamp !== stamp) {
    const css = readCss(file);
    read = { stamp, css, hasRoles: css.includes(":role("), hasPlain: hasPlain(css), prepared: new Map() };
    files.set(file, read);
  }
  return read;
}

/**
 * A file's rules for one style sheet. A build compiles the theme some eight times, so what depends on the file alone
 * is done once and cloned: reading, checking, prefixing, binding roles and flattening.
 */
function rulesOf(file: string, adapters: Adapter[], options: CompileOptions): ChildNode[] {
  const read = readOnce(file);
  const { css, hasRoles, prepared } = read;
  const plain = read.hasPlain ? options.plain : undefined;
  const bound = [options.glpi ?? "all", adapters, ...(plain ? [plain] : [])];
  const binding = hasRoles || plain ? JSON.stringify(bound) : "";
  let entry = prepared.get(binding);
  if (!entry) {
    entry = preparedFile(file, [css, binding], () => {
      const nested = inlineIcons(prefix(withoutComments(parseCss(file, css))));
      if (hasRoles) bindRoles(nested, adapters, options.glpi);
      if (read.hasPlain) bindPlain(nested, plain, adapters);
      separateUnknown(nested);
      return { nested, flat: separateUnknown(splitSubjects(flatten(nested.clone()))) };
    });
    prepared.set(binding, entry);
  }
  return (options.nested ? entry.nested : entry.flat).clone().nodes;
}

/** Windows' own ramp stands in tokens/accent.css; any other accent's is computed. */
function fillAccent(root: Root, theme: Theme): void {
  if (theme.accent.toLowerCase() === windowsBlue) return;
  const ramp = accentRamp(theme.accent);
  const byToken: Record<string, string> = {
    "--win-accent-base": ramp.base,
    "--win-accent-light-1": ramp.light1,
    "--win-accent-light-2": ramp.light2,
    "--win-accent-light-3": ramp.light3,
    "--win-accent-dark-1": ramp.dark1,
    "--win-accent-dark-2": ramp.dark2,
    "--win-accent-dark-3": ramp.dark3,
  };
  for (const decl of declarationsOf(root)) decl.value = byToken[decl.prop] ?? decl.value;
}

/** `icon-font(set)` is a font of all the theme maps. */
function inlineIconFonts(root: Root, theme: Theme): void {
  for (const decl of declarationsOf(root)) {
    if (decl.value.startsWith("icon-font("))
      decl.value = decl.value.replace(/icon-font\(([^)]*)\)/, (_, set: string) => iconFont(theme, set.trim()));
  }
}

/** `fluent(name)` is one icon. */
export function inlineIcons(root: Root): Root {
  root.walkDecls((decl) => {
    if (!decl.value.includes("fluent(")) return;
    decl.value = decl.value.replace(/fluent\(([^)]*)\)/g, (_, name: string) => {
      const icon = fluentIcon(name.trim());
      if (!icon)
        throw at(
          decl,
          `there is no icon "${name.trim()}"`,
          "Take a name from Fluent System Icons, such as checkmark-12-regular",
        );
      return icon;
    });
  });
  return root;
}

function withoutComments(root: Root): Root {
  for (const node of nodesOf(root)) if (node.type === "comment") node.remove();
  return root;
}
