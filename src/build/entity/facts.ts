import path from "node:path";
import type { AtRule, Declaration, Root, Rule } from "postcss";
import { hostFactsSchema } from "../../schema/files.ts";
import { readChecked } from "../../schema/read.ts";
import type { Theme } from "../../theme/theme.ts";
import { groupBy } from "../../util/group.ts";
import { isNamed } from "../../util/read.ts";
import type { GlpiLine } from "../compile.ts";
import { declarationsOf, sourceOf, withSlashes } from "../nodes.ts";

/*
 * What a style sheet need not say on one line of GLPI, because GLPI says it or has no such markup. Written by
 * `fenetre entity-prune` beside the theme.json, read for entity CSS alone: every other artefact is whole.
 */

/** `entity.glpi-<line>.json`. */
export interface HostFacts {
  /** Classes and elements of the theme's selectors that the line's own templates and scripts never name. */
  absent: {
    classes: string[];
    elements: string[];
    /** Custom properties of GLPI's and Tabler's that the theme sets and the line's own style sheets never read. */
    variables?: string[];
  };
  /**
   * Declarations whose removal changes no computed style: by file, by selector (outer ones first), as `property:value`.
   * What the theme no longer says so is ignored.
   */
  redundant: Record<string, Record<string, string[]>>;
  /** What GLPI's pages show of the theme. */
  usage?: {
    /** Pages looked at, and how many of them an end user meets: before login, self-service, portals. */
    pages: number;
    endUserPages: number;
    /** By file: on how many of each it has something to say. */
    files: Record<string, [all: number, endUser: number]>;
    /**
     * What a rule says that another file's rules say otherwise on the same element, and loses: by file, by selector as
     * `placeOf` writes it, by family of properties, the other files.
     */
    corrects: Record<string, Record<string, Record<string, string[]>>>;
  };
}

/** The rooms of entity CSS: neither the editor's frame nor a font file is within its reach. */
export const entityRooms = (theme: Theme): string[] =>
  theme.modules.filter((room) => room !== "editor" && room !== "icons");

export const factsFile = (glpi: GlpiLine): string => `entity.glpi-${glpi}.json`;

/**
 * The facts of the theme, or of the nearest it extends; none when there is no file.
 * @throws {UserError} with the line, when the file is not as above
 */
export function readHostFacts(theme: Theme, glpi: GlpiLine): HostFacts | undefined {
  const file = findFacts(theme, glpi);
  if (!file) return undefined;
  const { $schema: _, ...facts } = readChecked(file, hostFactsSchema).value;
  return facts;
}

/** The file of the facts. */
export function findFacts(theme: Theme, glpi: GlpiLine): string | undefined {
  return theme.folders.map((folder) => path.join(folder, factsFile(glpi))).findLast(isNamed);
}

/** Where a declaration stands: its file below the theme, and the selectors and conditions around it. */
export function placeOf(decl: Declaration, theme: Theme): { file: string; selector: string } {
  const source = sourceOf(decl);
  const folder = theme.folders.findLast((candidate) => source.startsWith(`${withSlashes(candidate)}/`));
  const outer: string[] = [];
  for (let node = decl.parent; node && node.type !== "root"; node = node.parent as typeof node) {
    const own = node.type === "rule" ? (node as Rule).selector : `@${(node as AtRule).name} ${(node as AtRule).params}`;
    outer.unshift(own.replace(/\s+/g, " "));
  }
  return { file: folder ? source.slice(folder.length + 1) : "", selector: outer.join(" | ") };
}

/** Each rule's own declarations, and where they stand. */
export function declarationsByPlace(
  root: Root,
  theme: Theme,
): { decls: Declaration[]; file: string; selector: string }[] {
  return [...groupBy(declarationsOf(root), ({ parent }) => parent).values()].map((decls) => ({
    decls,
    ...placeOf(decls[0] as Declaration, theme),
  }));
}

/** How the facts write a declaration. */
export const wordingOf = (decl: Declaration): string =>
  `${decl.prop}:${decl.value.replace(/\s+/g, " ")}${decl.important ? "!important" : ""}`;

/** Custom properties that GLPI, Tabler and Bootstrap read. */
export const hostVariable = /^--(tblr|glpi|bs)-/;
