import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Input, Verb } from "../command-line/definition.ts";
import { type Asked, readCommandLine } from "../command-line/parse.ts";
import { endOnEscape } from "../util/terminal.ts";
import { UserError } from "../util/user-error.ts";
import { version } from "../util/version.ts";
import { verbs } from "./verbs.ts";

const folder = path.dirname(fileURLToPath(import.meta.url));

/** The command line as a whole: what help, completion and documentation are made from. */
export const program = {
  name: "fenetre",
  about: "Makes GLPI look and behave like native Windows 11",
  version,
  verbs: verbs as Readonly<Record<string, Verb>>,
};

/** Names of all verbs, sorted. */
export const verbNames = (): string[] => Object.keys(verbs).sort();

/** Runs one verb. @returns the exit code: 0, or 1 after a message on stderr */
export async function main(argv: string[]): Promise<number> {
  try {
    const asked = readCommandLine(program, argv);
    if (asked.kind === "text") {
      console.log(asked.text);
      return 0;
    }
    return await run(asked);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function run({ path: names, verb, input }: Extract<Asked, { kind: "verb" }>): Promise<number> {
  const { file, name } = implementationOf(names);
  // Loaded only now: most verbs load browsers and compilers.
  const module = (await import(pathToFileURL(file).href)) as Record<string, (input: Input) => Promise<number> | number>;
  const restore = verb.long ? endOnEscape() : () => undefined;
  try {
    return await (module[name] as (input: Input) => Promise<number>)(input);
  } finally {
    restore();
  }
}

/** `adapter learn` is `runLearn` of adapter.ts. */
export function implementationOf([verb = "", own]: readonly string[]): { file: string; name: string } {
  const capital = own === undefined ? "" : own.charAt(0).toUpperCase() + own.slice(1);
  return { file: path.join(folder, `${verb}.ts`), name: `run${capital}` };
}
