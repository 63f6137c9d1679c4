import path from "node:path";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { quoted, visible } from "../util/escape.ts";
import { checkName, forms } from "../util/names.ts";
import { relativeToProject } from "../util/paths.ts";
import { isFolder, isNamed, kinds, readFolder, readText } from "../util/read.ts";
import { type Place, UserError } from "../util/user-error.ts";

/** A widget's folder in the theme, and what stands in it. */
export interface Widget {
  /** The folder's name: "check-box". */
  name: string;
  folder: string;
  specimens: Specimen[];
  /** Absolute paths; `reference` is undefined while nobody has written it. */
  reference: string | undefined;
  budget: string;
}

/** One `<template>` of a widget's specimens. */
export interface Specimen {
  widget: string;
  variant: string;
  states: string[];
  /** GLPI's markup, as it stands in the file. */
  html: string;
  /** Width of the box it stands in, epx. */
  frame: number;
  place: Place;
}

/** One state of one variant of one widget: what gallery and comparison show. */
export interface Cell {
  widget: string;
  variant: string;
  state: string;
  html: string;
  frame: number;
  /** Pseudo-classes to force on the root or on the elements with `data-force`, without colons. */
  forced: string[];
  place: Place;
  /** Selectors of texts that are measured beside the first, by the texts' names. */
  texts?: Record<string, string>;
  /** Whether the root's shadow is measured. */
  shadow?: boolean;
}

/** Width of a specimen's box where the template says nothing, epx. */
export const defaultFrame = 280;

const rooms = ["controls", "shell", "portals"];

/**
 * The widgets of a theme: every folder `<room>/<widget>/` with a `<widget>.html`. A later folder of the theme's chain
 * replaces an earlier one's specimens of the same name.
 * @param report takes the errors, and the widgets that have them are left out; default: the first is thrown
 * @throws {UserError} with file and line, for a template that lacks its names
 */
export function readSpecimens(themeFolders: string[], report?: (error: UserError) => void): Widget[] {
  const widgets = new Map<string, Widget>();
  for (const themeFolder of themeFolders) {
    for (const room of rooms) {
      const roomFolder = path.join(themeFolder, room);
      if (!isFolder(roomFolder)) continue;
      for (const entry of readFolder(roomFolder)) {
        if (!entry.isFolder) continue;
        const folder = path.join(roomFolder, entry.name);
        const html = path.join(folder, `${entry.name}.html`);
        if (!isNamed(html)) continue;
        const reference = path.join(folder, `${entry.name}.reference.json`);
        let specimens: Specimen[];
        try {
          checkName(entry.name, forms.widget, { file: relativeToProject(folder) });
          specimens = readFile(html, entry.name);
        } catch (error) {
          if (!report || !(error instanceof UserError)) throw error;
          report(error);
          continue;
        }
        widgets.set(entry.name, {
          name: entry.name,
          folder,
          specimens,
          reference: isNamed(reference) ? reference : undefined,
          budget: path.join(folder, `${entry.name}.budget.json`),
        });
      }
    }
  }
  return [...widgets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The pseudo-classes that a state's name asks for: its last word decides. */
export function forcedPseudoClasses(state: string): string[] {
  if (/(^|-)pointer-over$/.test(state)) return ["hover"];
  if (/(^|-)pressed$/.test(state)) return ["hover", "active"];
  if (/(^|-)focused$/.test(state)) return ["focus", "focus-visible"];
  return [];
}

/** Every state of every variant, in the order of the file. */
export function cellsOf(widget: Widget): Cell[] {
  return widget.specimens.flatMap(({ states, html, frame, variant, place }) =>
    states.map((state) => ({
      widget: widget.name,
      variant,
      state,
      html,
      frame,
      forced: forcedPseudoClasses(state),
      place,
    })),
  );
}

function readFile(file: string, widget: string): Specimen[] {
  const text = readText(file, kinds.html);
  const shown = relativeToProject(file);
  const fragment = parseFragment(text, {
    sourceCodeLocationInfo: true,
    // What is cut off within a tag or a comment is dropped by HTML's rules, and would be missed by nobody.
    onParseError: ({ code, startLine, startCol }) => {
      if (code.startsWith("eof-in-"))
        throw new UserError(`it ends within ${code.slice("eof-in-".length).replaceAll("-", " ")}`, "Write the rest", {
          file: shown,
          line: startLine,
          column: startCol,
        });
    },
  });
  const seen = new Set<string>();
  mustBeStill(fragment, shown);
  const specimens = fragment.childNodes.flatMap((node): Specimen[] => {
    if (
      node.nodeName === "#comment" ||
      (node.nodeName === "#text" && (node as DefaultTreeAdapterTypes.TextNode).value.trim() === "")
    )
      return [];
    const location = (node as DefaultTreeAdapterTypes.Element).sourceCodeLocation;
    const place: Place = {
      file: shown,
      line: location?.startLine,
      column: location?.startCol,
    };
    if (node.nodeName !== "template") {
      throw new UserError(
        "only <template> elements may stand here",
        'Wrap it: <template data-variant="standard" data-states="rest">',
        place,
      );
    }
    const template = node as DefaultTreeAdapterTypes.Template;
    const attribute = (name: string): string | undefined =>
      template.attrs.find((attr) => attr.name === name)?.value.trim();
    const variant = attribute("data-variant");
    const states = attribute("data-states")?.split(/\s+/).filter(Boolean);
    if (!variant)
      throw new UserError("a template without data-variant", 'Name the variant: data-variant="standard"', place);
    if (!states?.length)
      throw new UserError("a template without data-states", 'Name its states: data-states="rest pointer-over"', place);
    for (const name of [variant, ...states]) checkName(name, forms.widget, place);
    for (const state of states) {
      const key = `${variant}/${state}`;
      if (seen.has(key)) throw new UserError(`the state ${key} stands twice`, "Take one of the two away", place);
      seen.add(key);
    }
    const frameText = attribute("data-frame");
    const frame = frameText === undefined ? defaultFrame : Number(frameText);
    if (!(frame > 0 && frame <= 1600))
      throw new UserError(`data-frame="${frameText}" is not a width`, "Give epx between 1 and 1600", place);
    const start = location as NonNullable<DefaultTreeAdapterTypes.Template["sourceCodeLocation"]>;
    if (!start.startTag || !start.endTag)
      throw new UserError("a template that is not closed", "Close it with </template>", place);
    const html = text.slice(start.startTag.endOffset, start.endTag.startOffset).trim();
    if (!html) throw new UserError("an empty template", "Put GLPI's markup for the widget into it", place);
    return [{ widget, variant, states, html, frame, place }];
  });
  if (specimens.length === 0)
    throw new UserError("it shows nothing", 'Write <template data-variant="standard" data-states="rest">', {
      file: shown,
    });
  return specimens;
}

type Parent = DefaultTreeAdapterTypes.ParentNode;

/** Elements and texts of a file of specimens, and how deep they stand: several times what the largest of ours has. */
const mostNodes = 20_000;
const deepest = 100;

/** Elements that run something, fetch a page or change how the rest is read. */
const acting =
  /^(script|iframe|frame|frameset|object|embed|applet|portal|base|meta|link|style|title|noscript|plaintext|xmp|animate|set|foreignobject)$/i;
/** Attributes that hold an address to go to or to fetch. */
const addressed = /^(href|src|action|formaction|data|poster|background|ping|srcset|srcdoc|xlink:href)$/i;

/**
 * Specimens are shown in the gallery and rendered in browsers: they are markup alone.
 * @throws {UserError} at an element or an attribute that acts, or that fetches something from elsewhere
 */
function mustBeStill(fragment: Parent, file: string): void {
  let count = 0;
  let level: Parent[] = [fragment];
  for (let depth = 0; level.length > 0; depth++) {
    const next: Parent[] = [];
    for (const parent of level) {
      for (const node of parent.childNodes) {
        if (++count > mostNodes || depth > deepest)
          throw new UserError("these specimens are too large", "Show each state once", { file });
        if (!("tagName" in node)) continue;
        mustNotAct(node, file);
        next.push(node);
        if ("content" in node) next.push((node as DefaultTreeAdapterTypes.Template).content);
      }
    }
    level = next;
  }
}

function mustNotAct(element: DefaultTreeAdapterTypes.Element, file: string): void {
  const location = element.sourceCodeLocation;
  const fail = (problem: string, remedy: string): never => {
    throw new UserError(problem, remedy, { file, line: location?.startLine, column: location?.startCol });
  };
  const tag = element.tagName;
  if (acting.test(tag)) fail(`<${tag}> cannot stand in a specimen`, "Show the markup that it makes");
  for (const { name, value } of element.attrs) {
    // GLPI writes handlers on some elements and styles by them; an empty one does nothing.
    if (/^on/i.test(name) && value.trim() !== "")
      fail(`${quoted(name)} runs script`, `Write it empty: ${visible(name)}=""`);
    const fetched = name === "style" ? fetchedBy(value) : undefined;
    if (fetched !== undefined) fail(`"style" leads to ${quoted(fetched, 60)}`, "Write data:image/, or no image");
    if (addressed.test(name) && !isHarmless(value))
      fail(`${quoted(name)} leads to ${quoted(value, 60)}`, 'Write an address within the page ("#"), or data:image/');
  }
}

/** What an inline style asks for elsewhere. */
function fetchedBy(style: string): string | undefined {
  const written = style.replace(/\\([0-9a-f]{1,6}) ?/gi, (_, code: string) => {
    const point = Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : "_";
  });
  const all = written.matchAll(/(?:url|src|image|image-set)\(\s*(?:"([^"]*)"|'([^']*)'|([^)]*))/gi);
  return [...all].map(([, a, b, c]) => a ?? b ?? c ?? "").find((address) => !isHarmless(address));
}

/** An address that neither leaves the page nor runs anything. */
function isHarmless(address: string): boolean {
  // Browsers drop white space and control characters in front of and inside a scheme.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is dropped.
  const plain = address.replace(/[\u0000-\u0020]+/g, "");
  if (/^data:image\/(png|gif|jpeg|webp|svg\+xml)[;,]/i.test(plain)) return true;
  return !/^[a-z][a-z0-9+.-]*:|^[/\\]{2}/i.test(plain);
}
