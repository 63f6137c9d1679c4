import { fromJSON, type Root } from "postcss";
import { codeOf, hashOf, isKept, kept } from "./kept.ts";
import { type ChangedSelectors, changedSelectors, learnSelectors } from "./scope.ts";

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
    hashOf(
      codeOf(
        "browsers",
        "compile",
        "css-file",
        "fluent-icon",
        "nodes",
        "plain",
        "roles",
        "scope",
        "subjects",
        "support/compatibility",
        "support/features",
        "support/separate",
      ),
      css,
    ),
    () => {
      const forms = prepare();
      return { ...forms, selectors: changedSelectors(forms) };
    },
    ({ nested, flat, selectors }: { nested: object; flat: object; selectors: ChangedSelectors }) => {
      const forms = { nested: fromJSON(nested) as Root, flat: fromJSON(flat) as Root };
      learnSelectors(forms, selectors);
      return { ...forms, selectors };
    },
  );
}
