import { completionOf } from "../command-line/completion.ts";
import type { Input } from "../command-line/definition.ts";
import { themeNames } from "../theme/theme.ts";
import { program } from "./index.ts";
import type { verbs } from "./verbs.ts";

/** Prints the script. */
export function run({ operands: [shell] }: Input<typeof verbs.completion>): number {
  console.log(completionOf(shell as string, program.name, program.verbs, themeNames()));
  return 0;
}
