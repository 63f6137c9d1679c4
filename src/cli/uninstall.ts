import { version } from "../build/browsers.ts";
import { readGlpiTree } from "../install/glpi-tree.ts";
import { uninstall } from "../install/install.ts";
import { loadTheme } from "../theme/theme.ts";
import { parseOptions } from "../util/options.ts";
import { UserError } from "../util/user-error.ts";
import { printOutcome } from "./install.ts";

export const summary = "take out what install put into a GLPI";

const usage = "fenetre uninstall <folder of GLPI> [--theme <name>]";

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, { theme: { type: "string", default: "windows-11" } }, usage);
  if (positionals.length !== 1) throw new UserError("name one GLPI", `Usage: ${usage}`);
  printOutcome(uninstall({ theme: loadTheme(values.theme), version }, readGlpiTree(positionals[0] as string)));
  return 0;
}
