import type { Input } from "../command-line/definition.ts";
import { readGlpiTree } from "../install/glpi-tree.ts";
import { uninstall } from "../install/install.ts";
import { loadTheme } from "../theme/theme.ts";
import { version } from "../util/version.ts";
import { printOutcome, sayAssumed } from "./install.ts";
import type { verbs } from "./verbs.ts";

export function run({ values, operands: [glpi] }: Input<typeof verbs.uninstall>): number {
  const tree = readGlpiTree(glpi as string);
  sayAssumed(tree);
  printOutcome(uninstall({ theme: loadTheme(values.theme), version }, tree, values));
  return 0;
}
