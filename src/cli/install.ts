import { version } from "../build/browsers.ts";
import { readGlpiTree } from "../install/glpi-tree.ts";
import { installPalettes, installPlugin, type Outcome } from "../install/install.ts";
import { loadTheme } from "../theme/theme.ts";
import { parseOptions } from "../util/options.ts";
import { UserError } from "../util/user-error.ts";
import { overrides, themeOptions } from "./build.ts";

export const summary = "put the plugin or the palettes into a GLPI on this machine";

const usage =
  "fenetre install <folder of GLPI> [--plugin] [--palette] [--theme <name>] [--accent <#RRGGBB>] [--scheme <scheme>]";

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    { ...themeOptions, plugin: { type: "boolean" }, palette: { type: "boolean" } },
    usage,
  );
  if (positionals.length !== 1) throw new UserError("name one GLPI", `Usage: ${usage}`);
  const tree = readGlpiTree(positionals[0] as string);
  const context = { theme: loadTheme(values.theme, overrides(values)), version };
  if (values.palette) printOutcome(installPalettes(context, tree));
  if (values.plugin || !values.palette) printOutcome(installPlugin(context, tree));
  return 0;
}

/** What was done, then what is left to do. */
export function printOutcome({ done, next }: Outcome): void {
  console.log([...done, ...(next.length > 0 ? ["Next:", ...next.map((line) => `  ${line}`)] : [])].join("\n"));
}
