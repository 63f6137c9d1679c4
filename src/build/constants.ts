import type { Root } from "postcss";
import type { Theme } from "../theme/theme.ts";
import { type CompileOptions, compile } from "./compile.ts";
import { declaredTokens, isPlainlyOnRoot, writtenOut } from "./custom-properties.ts";
import { declarationsOf } from "./nodes.ts";

/** A theme compiled as it is delivered: constants written out. What it is judged by is made so too. */
export const compileDelivered = (theme: Theme, options?: CompileOptions): Root =>
  fillConstants(compile(theme, options));

/**
 * Writes tokens that never change as what they are: `var(--win-body-font-size)` becomes `14px`. A browser reads a value
 * with `var()` anew for each style it computes, a literal once a page; on a list of 300 rows that is a tenth of what
 * the theme costs. Only tokens that one rule for `:root` says, under no condition, and that read no other which might
 * change: colours change in forced colours, durations with reduced motion. Images stay tokens too: an image address
 * written into each rule changes how Chromium smooths its edges. The tokens stay declared, for whoever reads them.
 * Changes the root in place.
 */
export function fillConstants(root: Root): Root {
  const constants = constantsOf(root);
  for (const decl of declarationsOf(root)) if (!isPlainlyOnRoot(decl)) decl.value = writtenOut(decl.value, constants);
  return root;
}

/** Values by token, each without any `var()` or `url()`. */
function constantsOf(root: Root): Map<string, string> {
  const constants = new Map<string, string>();
  const open = [...declaredTokens(root).values()].flatMap((same) =>
    same.length === 1 ? same.filter(isPlainlyOnRoot) : [],
  );
  // In the order of writing a token may stand before what it reads: again, until nothing is found any more.
  for (let found = true; found; ) {
    found = false;
    for (const { prop, value } of open) {
      if (constants.has(prop)) continue;
      const literal = writtenOut(value.trim(), constants);
      if (/\b(var|url)\(/.test(literal)) continue;
      constants.set(prop, literal);
      found = true;
    }
  }
  return constants;
}
