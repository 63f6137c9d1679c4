import { type ParseArgsConfig, parseArgs } from "node:util";
import { UserError } from "./user-error.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>;

/**
 * `--name value`, `--name=value` and positionals, by node's own parser.
 * @param usage shown as the remedy when an option is unknown or lacks its value
 * @throws {UserError}
 */
export function parseOptions<T extends Options>(args: string[], options: T, usage: string): Parsed<T> {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true }) as Parsed<T>;
  } catch (error) {
    const [problem] = (error as Error).message.split(/\.\s|\n/);
    throw new UserError((problem as string).replace(/\.$/, "").replace(/^Unknown/, "unknown"), `Usage: ${usage}`);
  }
}
