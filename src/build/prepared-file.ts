import { fromJSON, type Root } from "postcss";
import { codeOf, hashOf, isKept, kept } from "./kept.ts";
import { learnScoped, scopedSelectors } from "./scope.ts";

/** One file of the theme as every style sheet begins with it. */
export interface PreparedFile {
  /** Checked, prefixed, its icons in it, its roles bound; nesting as written. */
  nested: Root;
  /** The same with nesting resolved. */
  flat: Root;
}

/**
 * A file prepared, from .cache when neither it nor the compiler has changed since an earlier build. What the targets
 * make of its selectors is kept with it.
 * @param content the file's own, and what its roles are bound to
 * @param prepare makes it anew
 */
export function preparedFile(
  file: string,
  [css, binding]: readonly [css: Buffer, binding: string],
  prepare: () => PreparedFile,
): PreparedFile {
  if (!isKept(file)) return prepare();
  return kept(
    `css/${hashOf(file, binding).slice(0, 24)}`,
    hashOf(codeOf("compile", "fluent-icon", "roles", "scope", "subjects"), css),
    () => {
      const { nested, flat } = prepare();
      return { nested, flat, scoped: scopedSelectors(flat) };
    },
    (stored: { nested: object; flat: object; scoped: string[][] }) => {
      const [nested, flat] = [stored.nested, stored.flat].map((root) => fromJSON(root) as Root) as [Root, Root];
      learnScoped(flat, stored.scoped);
      return { nested, flat, scoped: stored.scoped };
    },
  );
}
