import path from "node:path";
import type { ChildNode, Declaration, Root } from "postcss";
import type { Theme } from "../../../theme/theme.ts";
import { UserError } from "../../../util/user-error.ts";
import { bytes } from "../../artefact.ts";
import { minify } from "../../minify.ts";
import { declarationsOf, removeEmpty, sourceOf } from "../../nodes.ts";
import { type Component, charactersOf, inTurn, partsOf, staying } from "../components.ts";
import type { HostFacts } from "../facts.ts";

/** Rules that fit, and the components they lack. */
export interface Choice {
  rules: Root;
  leftOut: Pick<Component, "name" | "shown">[];
}

/**
 * As many components as fit, those that are met most: whole ones, and of the others what corrects these.
 * @param rules as compiled, nested; stay as they are
 * @param limit bytes of what `finish` makes
 * @param name shown in errors
 * @param usage what GLPI's pages show; without, nothing can be chosen
 * @param finish makes the text of rules, changing them
 * @throws {UserError} when even the rest is too large, with the largest rooms and files
 */
export function chooseComponents(
  rules: Root,
  limit: number,
  name: string,
  theme: Theme,
  usage: HostFacts["usage"],
  finish: (root: Root) => string,
): Choice {
  const sizeOf = (root: Root): number => bytes(finish(root)).length;
  let size = sizeOf(rules.clone());
  if (size <= limit) return { rules, leftOut: [] };
  if (!usage) throw tooLarge(rules, size, limit, name);
  const parts = partsOf(rules, theme, usage);
  const without = (gone: readonly Component[]): Set<Declaration> =>
    staying(parts, new Set(gone.map((component) => component.name)));
  const sizeWithout = (gone: readonly Component[]): number => sizeOf(only(rules, without(gone)));
  let gone: Component[] = [];
  let characters = charactersOf(parts, without(gone));
  for (const component of inTurn(parts, usage)) {
    if (size <= limit) break;
    gone.push(component);
    // A sheet is dear to make: only when it should fit.
    const left = charactersOf(parts, without(gone));
    if ((left / characters) * size > limit * slack) continue;
    size = sizeWithout(gone);
    characters = left;
  }
  if (size > limit) size = sizeWithout(gone);
  if (size > limit) {
    const rest = only(rules, without(gone));
    throw tooLarge(rest, size, limit, name);
  }
  // What went with them and still has room comes back, what went last first.
  let tries = 0;
  for (const component of gone.filter(({ goes }) => goes !== "first").reverse()) {
    if (limit - size < smallest || tries === mostTries) break;
    const fewer = gone.filter((other) => other !== component);
    if ((charactersOf(parts, without(fewer)) / characters) * size > limit * slack) continue;
    tries++;
    const fuller = sizeWithout(fewer);
    if (fuller > limit) continue;
    [gone, size, characters] = [fewer, fuller, charactersOf(parts, without(fewer))];
  }
  const leftOut = gone.map((component) => ({ name: component.name, shown: component.shown }));
  return { rules: only(rules, without(gone)), leftOut };
}

/** Bytes below which no component has room. */
const smallest = 100;

/** How many components are tried in what room is left. */
const mostTries = 6;

/** How far an estimate may be above the limit for what it tells of to be tried. */
const slack = 1.01;

/** A copy with these declarations alone. */
function only(rules: Root, stay: ReadonlySet<ChildNode>): Root {
  const copy = rules.clone();
  const copies = declarationsOf(copy);
  for (const [index, decl] of declarationsOf(rules).entries()) if (!stay.has(decl)) copies[index]?.remove();
  removeEmpty(copy);
  return copy;
}

const tooLarge = (rest: Root, size: number, limit: number, name: string): UserError =>
  new UserError(
    `${name} has ${size} bytes, ${size - limit} above the ${limit} that GLPI's field holds`,
    `Shorten the largest. Rooms: ${largest(rest, roomOf, 5)}. Files: ${largest(rest, sourceOf, 10)}`,
  );

type Origin = (node: ChildNode) => string | undefined;

const roomOf = (node: ChildNode): string | undefined => /themes\/[^/]+\/([^/]+)/.exec(sourceOf(node))?.[1];

/** Bytes of what came from one place, minified alone. */
function sizesOf(root: Root, originOf: Origin): Map<string, number> {
  const parts = new Map<string, string>();
  root.each((node) => {
    const origin = originOf(node);
    if (origin) parts.set(origin, (parts.get(origin) ?? "") + node.toString());
  });
  return new Map([...parts].map(([origin, css]) => [origin, bytes(minify(css, origin).css).length]));
}

/** "controls 21,034, shell 18,200". */
function largest(root: Root, originOf: Origin, count: number): string {
  return [...sizesOf(root, originOf)]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([origin, size]) => `${path.basename(origin)} ${size.toLocaleString("en-GB")}`)
    .join(", ");
}
