import type { Input } from "../command-line/definition.ts";
import { type GlpiTree, readGlpiTree } from "../install/glpi-tree.ts";
import { installPalettes, installPlugin, type Outcome, placeOfPlugin } from "../install/install.ts";
import { loadTheme } from "../theme/theme.ts";
import { visible } from "../util/escape.ts";
import { version } from "../util/version.ts";
import { overrides } from "./build.ts";
import type { verbs } from "./verbs.ts";

export function run({ values, operands: [glpi] }: Input<typeof verbs.install>): number {
  const tree = readGlpiTree(glpi as string);
  const context = { theme: loadTheme(values.theme, overrides(values)), version };
  sayAssumed(tree);
  const hasPlugin = values.plugin || !values.palette;
  // Of two that are asked for, neither is put in where one is refused.
  if (hasPlugin) placeOfPlugin(context, tree, values);
  if (values.palette) printOutcome(installPalettes(context, tree, values));
  if (hasPlugin) printOutcome(installPlugin(context, tree, values));
  return 0;
}

/** What of the folders is not known for certain: on stderr, before anything is done. */
export function sayAssumed({ assumed, plugins, themes }: GlpiTree): void {
  if (assumed.length === 0) return;
  for (const line of assumed) console.error(`assumed: ${visible(line)}`);
  console.error(visible(`assumed: plugins in ${plugins}, palettes in ${themes}`));
}

/** What was done, then what is left to do. */
export function printOutcome({ done, next }: Outcome): void {
  const lines = [...done, ...(next.length > 0 ? ["Next:", ...next.map((line) => `  ${line}`)] : [])];
  console.log(lines.map(visible).join("\n"));
}
