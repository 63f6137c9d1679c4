import postcss, { type Root } from "postcss";
import { isKeyframe } from "../build/nodes.ts";
import { relativeToProject } from "../util/paths.ts";

/** What each rule of the theme carries for the inspector: where it stands, as a string. */
export const placeProperty = "--fenetre-at";

/**
 * Writes on each rule where a designer finds it. Changes the root in place.
 * @param file and line of the root's own first line, where its nodes do not know
 */
export function markPlaces(root: Root, origin?: { file: string; line: number }): Root {
  root.walkRules((rule) => {
    if (isKeyframe(rule) || rule.nodes.length === 0) return;
    const { input, start } = rule.source ?? {};
    const file = origin?.file ?? (input?.file ? relativeToProject(input.file) : undefined);
    if (!file || !start) return;
    const line = origin ? origin.line + start.line - 1 : start.line;
    rule.prepend(postcss.decl({ prop: placeProperty, value: JSON.stringify(`${file}:${line}`) }));
  });
  return root;
}
