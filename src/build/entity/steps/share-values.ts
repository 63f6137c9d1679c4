import postcss, { type Root, type Rule } from "postcss";
import { groupBy } from "../../../util/group.ts";
import { declarationsOf } from "../../nodes.ts";
import { shortName } from "../short-name.ts";

/**
 * Puts values that are said often into custom properties of their own, where that is shorter: `var()` gives the very
 * same tokens. Only values that read nothing an element could say otherwise.
 * @param root minified
 * @param isRoot whether a selector is the page's root alone
 */
export function shareValues(root: Root, isRoot: (selector: string) => boolean): Root {
  const all = declarationsOf(root);
  const uses = groupBy(
    all.filter(({ parent }) => parent?.type === "rule"),
    ({ value }) => value,
  );
  const names = new Set<string>();
  const local = new Set<string>();
  let home: Rule | undefined;
  for (const decl of all) {
    const rule = decl.parent;
    const onRoot = rule?.type === "rule" && isRoot((rule as Rule).selector);
    if (decl.prop.startsWith("--")) {
      names.add(decl.prop);
      if (!onRoot) local.add(decl.prop);
      else if (rule?.parent?.type === "root") home ??= rule as Rule;
    }
  }
  if (!home) return root;
  let index = 0;
  const freeName = (): string => {
    while (names.has(shortName(index))) index++;
    return shortName(index);
  };
  for (const [value, declarations] of [...uses]
    .filter(([, same]) => same.length > 1)
    .sort(([a, m], [b, n]) => n.length * b.length - m.length * a.length)) {
    const readsLocal = [...value.matchAll(/var\((--[\w-]+)/g)].some(([, token]) => local.has(token as string));
    const name = freeName();
    const reading = `var(${name})`;
    const saved = declarations.length * (value.length - reading.length) - `${name}:${value};`.length;
    if (readsLocal || saved <= 0) continue;
    names.add(name);
    for (const decl of declarations) decl.value = reading;
    home.prepend(postcss.decl({ prop: name, value }));
  }
  return root;
}
