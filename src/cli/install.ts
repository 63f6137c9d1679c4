import type { Input } from "../command-line/definition.ts";
import { readGlpiTree } from "../install/glpi-tree.ts";
import { installPalettes, installPlugin, type Outcome } from "../install/install.ts";
import { loadTheme } from "../theme/theme.ts";
import { version } from "../util/version.ts";
import { overrides } from "./build.ts";
import type { verbs } from "./verbs.ts";

export function run({ values, operands: [glpi] }: Input<typeof verbs.install>): number {
  const tree = readGlpiTree(glpi as string);
  const context = { theme: loadTheme(values.theme, overrides(values)), version };
  if (values.palette) printOutcome(installPalettes(context, tree));
  if (values.plugin || !values.palette) printOutcome(installPlugin(context, tree));
  return 0;
}

/** What was done, then what is left to do. */
export function printOutcome({ done, next }: Outcome): void {
  console.log([...done, ...(next.length > 0 ? ["Next:", ...next.map((line) => `  ${line}`)] : [])].join("\n"));
}
