import type { Declaration, Root, Rule } from "postcss";
import { declarationsOf } from "./nodes.ts";

/**
 * Writes tokens that never change as what they are: `var(--win-body-font-size)` becomes `14px`. A browser reads a value
 * with `var()` anew for each style it computes, a literal once a page; on a list of 300 rows that is a tenth of what
 * the theme costs. Only tokens that one rule for `:root` says, under no condition, and that read no other which might
 * change: colours change in forced colours, durations with reduced motion. Nor images: Chromium draws one that many rules
 * name otherwise, by a hair, than one that each style reads for itself. They stay declared, for whoever reads them.
 * Changes the root in place.
 */
export function fillConstants(root: Root): Root {
  const all = declarationsOf(root);
  const constants = constantsOf(all);
  for (const decl of all)
    if (decl.value.includes("var(--win-") && !isOfRoot(decl)) decl.value = filled(decl.value, constants);
  return root;
}

/** Values by token, each without any `var()` or `url()`. */
function constantsOf(all: readonly Declaration[]): Map<string, string> {
  const declared = new Map<string, Declaration[]>();
  for (const decl of all) {
    if (!decl.prop.startsWith("--win-")) continue;
    const others = declared.get(decl.prop);
    if (others) others.push(decl);
    else declared.set(decl.prop, [decl]);
  }
  const constants = new Map<string, string>();
  const open = [...declared.values()].flatMap((same) => (same.length === 1 ? same.filter(isOfRoot) : []));
  // In the order of writing a token may stand before what it reads: again, until nothing is found any more.
  for (let found = true; found; ) {
    found = false;
    for (const { prop, value } of open) {
      if (constants.has(prop)) continue;
      const literal = filled(value.trim(), constants);
      if (/\b(var|url)\(/.test(literal)) continue;
      constants.set(prop, literal);
      found = true;
    }
  }
  return constants;
}

function isOfRoot(decl: Declaration): boolean {
  const rule = decl.parent as Rule;
  return rule.selector === ":root" && rule.parent?.type === "root" && !decl.important;
}

const filled = (value: string, constants: Map<string, string>): string =>
  value.replace(/var\((--win-[\w-]+)\)/g, (reference, token: string) => constants.get(token) ?? reference);
