import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UserError } from "../util/user-error.ts";

/** A verb of the command line: one file in this folder. */
export interface Verb {
  /** One line for the list of verbs: a plain text in double quotes, since it is read from the source. */
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
      printVerbs();
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

function printVerbs(): void {
  const names = verbNames();
  const width = Math.max(...names.map((name) => name.length));
  console.log(
    ["fenetre <verb> [options]", "", ...names.map((name) => `  ${name.padEnd(width)}  ${summaryOf(name)}`)].join("\n"),
  );
}

/** Read, not imported: a list of verbs need not load browsers and compilers. */
function summaryOf(name: string): string {
  return /^export const summary = "(.*)";$/m.exec(readFileSync(path.join(folder, `${name}.ts`), "utf8"))?.[1] ?? "";
}
