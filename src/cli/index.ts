import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UserError } from "../util/user-error.ts";

/** A verb of the command line: one file in this folder. */
export interface Verb {
  /** One line for the list of verbs. */
  summary: string;
  /**
   * @param args what follows the verb
   * @returns the exit code
   * @throws {UserError} printed as one line, exit code 1
   */
  run(args: string[]): Promise<number>;
}

const folder = path.dirname(fileURLToPath(import.meta.url));

/** Names of all verbs, sorted. */
export function verbNames(): string[] {
  return readdirSync(folder)
    .filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== "index.ts")
    .map((file) => path.basename(file, ".ts"))
    .sort();
}

/** Runs one verb. @returns the exit code: 0, or 1 after a message on stderr */
export async function main(argv: string[]): Promise<number> {
  const [name, ...args] = argv;
  try {
    if (name === undefined || name === "help" || name === "--help" || name === "-h") {
      await printVerbs();
      return 0;
    }
    if (!verbNames().includes(name)) {
      throw new UserError(`there is no verb "${name}"`, `Use one of: ${verbNames().join(", ")}`);
    }
    return await (await loadVerb(name)).run(args);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function loadVerb(name: string): Promise<Verb> {
  return (await import(pathToFileURL(path.join(folder, `${name}.ts`)).href)) as Verb;
}

async function printVerbs(): Promise<void> {
  const names = verbNames();
  const width = Math.max(...names.map((name) => name.length));
  const lines = await Promise.all(names.map(async (name) => `  ${name.padEnd(width)}  ${(await loadVerb(name)).summary}`));
  console.log(["fenetre <verb> [options]", "", ...lines].join("\n"));
}
