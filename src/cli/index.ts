import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Input, Verb } from "../command-line/definition.ts";
import { type Asked, readCommandLine } from "../command-line/parse.ts";
import { codeOf, refusalOf } from "../util/disc.ts";
import { isEnding, untilTheEnd } from "../util/ending.ts";
import { visible } from "../util/escape.ts";
import { describeFault, ourFault } from "../util/fault.ts";
import { coverOutput, withoutSecrets } from "../util/secrets.ts";
import { endOnEscape, visibleStyled } from "../util/terminal.ts";
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

/**
 * Runs one verb.
 * @returns the exit code: 0, or 1 after a message on stderr, or 70 after one that says that the fault is ours
 */
export async function main(argv: string[]): Promise<number> {
  coverOutput();
  const restore = guardConsole();
  try {
    const asked = readCommandLine(program, argv);
    if (asked.kind === "text") {
      console.log(asked.text);
      return 0;
    }
    return await run(asked);
  } catch (error) {
    // What breaks because everything is being closed is no fault; the process ends in a moment.
    if (isEnding()) return await untilTheEnd();
    return tell(error, argv);
  } finally {
    restore();
  }
}

/** Says what went wrong, in one line on stderr. @returns the exit code */
export function tell(error: unknown, argv: readonly string[]): number {
  const refused = codeOf(error) === "ENOENT" ? undefined : refusalOf(error);
  const known = error instanceof UserError ? error : (refused ?? noAnswerIn(error));
  if (known) {
    console.error(visible(known.message));
    return 1;
  }
  // Options and operands may hold addresses with passwords: the verb says enough.
  const verb = argv.slice(0, 2).filter((word) => /^[a-z][a-z-]*$/.test(word));
  console.error(describeFault(error, verb.join(" ")));
  return ourFault;
}

/** What a browser says of an address that does not answer, as one line; `undefined` for any other error. */
function noAnswerIn(error: unknown): UserError | undefined {
  const message = error instanceof Error ? error.message : "";
  const [, code, address = "the address"] = /\bnet::(ERR_\w+)(?: at (\S+))?/.exec(message) ?? [];
  const [, patience] = /^page\.goto: Timeout (\d+)ms exceeded/.exec(message) ?? [];
  const remedy = "See whether GLPI runs there";
  if (code) return new UserError(`${withoutSecrets(address).split("?")[0]} does not answer (${code})`, remedy);
  return patience ? new UserError(`a page does not answer within ${Number(patience) / 1000} s`, remedy) : undefined;
}

/** Whatever is printed while a verb runs moves no cursor, hides nothing and colours nothing but by our own styles. */
function guardConsole(): () => void {
  const { log, error, warn, info } = console;
  const shown = (part: unknown): unknown => (typeof part === "string" ? visibleStyled(part) : part);
  console.log = (...parts: unknown[]) => log.apply(console, parts.map(shown));
  console.info = (...parts: unknown[]) => info.apply(console, parts.map(shown));
  console.warn = (...parts: unknown[]) => warn.apply(console, parts.map(shown));
  console.error = (...parts: unknown[]) => error.apply(console, parts.map(shown));
  return () => Object.assign(console, { log, error, warn, info });
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
