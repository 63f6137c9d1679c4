import path from "node:path";
import type { ChildNode, Root } from "postcss";
import { UserError } from "../util/user-error.ts";
import { bytes } from "./artefact.ts";
import { economise } from "./economy.ts";
import { removeEmpty, sourceOf, type Use, useOf } from "./host.ts";
import { minify } from "./minify.ts";
import { declarationsOf } from "./nodes.ts";

/** A sheet that fits, and what it lacks. */
export interface Fit {
  css: string;
  leftOut: (Use & { size: number })[];
}

/**
 * A sheet with as much as fits: what GLPI's pages show least goes first, by file, and only as much as must.
 * @param limit bytes
 * @param rules as `markUse` marked them; what goes is removed from them
 * @param name shown in errors
 * @param finish the steps after `economise`
 * @throws {UserError} when even the rest is too large, with the largest rooms and files
 */
export function fitWithin(limit: number, rules: Root, name: string, finish: (root: Root) => string): Fit {
  const leftOut: UseGroup[] = [];
  let waiting: UseGroup[] | undefined;
  let last: { size: number; left: number; measured: boolean } | undefined;
  // Bytes saved for each character removed, measured from the second round on: selectors and tokens go with what used them.
  let savedEach = 1.5;
  for (;;) {
    const root = economise(rules.clone());
    const estimate = waiting ? 0 : root.toString().length * typicalShrinkage;
    waiting ??= groupsByUse(root);
    // The last steps are dear: not for a sheet that is known to be far too large.
    const isFar = waiting.length > 0 && estimate > limit * 1.2;
    const css = isFar ? undefined : finish(root);
    const size = css === undefined ? estimate : bytes(css).length;
    let excess = size - limit;
    if (css !== undefined && excess <= 0)
      return { css, leftOut: leftOut.map(({ file, count, size }) => ({ file, count, size })) };
    if (waiting.length === 0)
      throw new UserError(
        `${name} has ${size} bytes, ${excess} above the ${limit} that GLPI's field holds`,
        `Shorten the largest. Rooms: ${largest(root, roomOf, 5)}. Files: ${largest(root, sourceOf, 10)}`,
      );
    if (last?.measured) savedEach = (last.size - size) / last.left;
    last = { size, left: 0, measured: css !== undefined };
    const going = new Set<string>();
    while (excess > 0 && waiting.length > 0) {
      const group = nextToGo(waiting, excess / savedEach);
      waiting.splice(waiting.indexOf(group), 1);
      leftOut.push(group);
      going.add(group.key);
      last.left += group.size;
      excess -= group.size * savedEach;
    }
    for (const decl of declarationsOf(rules)) {
      const use = useOf(decl);
      if (use && going.has(keyOf(use))) decl.remove();
    }
    removeEmpty(rules);
  }
}

/** Bytes at the end for each character before the last steps, about. */
const typicalShrinkage = 0.7;

/** One file's rules that match on equally few of GLPI's pages. */
interface UseGroup extends Use {
  key: string;
  /** Characters. */
  size: number;
}

/** Pages more that a smaller group may show on to go before a larger one, where it is enough. */
const nearlyAsRare = 2;

/** The least used; or of those used nearly as little the smallest that makes room enough. */
function nextToGo(waiting: UseGroup[], wanted: number): UseGroup {
  const first = waiting[0] as UseGroup;
  return waiting.reduce(
    (best, group) =>
      group.count <= first.count + nearlyAsRare && group.size >= wanted && group.size < best.size ? group : best,
    first,
  );
}

const keyOf = ({ file, count }: Use): string => `${count} ${file}`;

/** What may go, the least used first, of equals the largest. */
function groupsByUse(root: Root): UseGroup[] {
  const groups = new Map<string, UseGroup>();
  for (const decl of declarationsOf(root)) {
    const use = useOf(decl);
    if (!use) continue;
    const key = keyOf(use);
    const group = groups.get(key) ?? { ...use, key, size: 0 };
    groups.set(key, group);
    group.size += decl.toString().length;
  }
  return [...groups.values()].sort((a, b) => a.count - b.count || b.size - a.size || (a.file < b.file ? -1 : 1));
}

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
