import path from "node:path";
import type { ChildNode, Root } from "postcss";
import type { Theme } from "../../../theme/theme.ts";
import { UserError } from "../../../util/user-error.ts";
import { bytes } from "../../artefact.ts";
import { minify } from "../../minify.ts";
import { declarationsOf, removeEmpty, sourceOf } from "../../nodes.ts";
import { byWorth, type Component, partsOf, staying } from "../components.ts";
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
  if (sizeOf(rules.clone()) <= limit) return { rules, leftOut: [] };
  const parts = usage && partsOf(rules, theme, usage);
  const order = parts && usage ? byWorth(parts.components, usage) : [];
  const without = (gone: readonly Component[]): Root =>
    parts ? only(rules, staying(parts, new Set(gone.map((component) => component.name)))) : rules.clone();
  const sizeWithout = (gone: readonly Component[]): number => sizeOf(without(gone));
  // The fewest that must go, in their order: more gone is never larger, near enough.
  let tooFew = 0;
  let enough = order.length;
  const least = sizeWithout(order);
  if (least > limit) throw tooLarge(without(order), least, limit, name);
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (sizeWithout(order.slice(0, middle)) <= limit) enough = middle;
    else tooFew = middle;
  }
  // What went with them and still has room comes back, what is met most first.
  let gone = order.slice(0, enough);
  let room = limit - sizeWithout(gone);
  const sizes = new Map<string, number>();
  for (const [decl, { component }] of parts?.parts ?? [])
    sizes.set(component, (sizes.get(component) ?? 0) + decl.toString().length);
  for (const component of gone.filter(({ goes }) => goes !== "first").reverse()) {
    // Each try costs as much as a whole sheet: not for what is plainly too large.
    if ((sizes.get(component.name) ?? 0) * typicalShrinkage > room) continue;
    const fewer = gone.filter((other) => other !== component);
    const left = limit - sizeWithout(fewer);
    if (left >= 0) [gone, room] = [fewer, left];
  }
  return { rules: without(gone), leftOut: gone.map((component) => ({ name: component.name, shown: component.shown })) };
}

/** Bytes at the end for each character of a component's declarations, at least: their selectors come on top. */
const typicalShrinkage = 0.6;

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
