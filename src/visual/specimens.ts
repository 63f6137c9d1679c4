import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { relativeToProject } from "../util/paths.ts";
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
      if (!existsSync(roomFolder)) continue;
      for (const entry of readdirSync(roomFolder, { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        const folder = path.join(roomFolder, entry.name);
        const html = path.join(folder, `${entry.name}.html`);
        if (!existsSync(html)) continue;
        const reference = path.join(folder, `${entry.name}.reference.json`);
        let specimens: Specimen[];
        try {
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
          reference: existsSync(reference) ? reference : undefined,
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
  const text = readFileSync(file, "utf8");
  const shown = relativeToProject(file);
  const fragment = parseFragment(text, { sourceCodeLocationInfo: true });
  const seen = new Set<string>();
  return fragment.childNodes.flatMap((node): Specimen[] => {
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
}
