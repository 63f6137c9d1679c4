import { Command, CommanderError, Option as CommanderOption } from "commander";
import { UserError } from "../util/user-error.ts";
import type { Input, Operand, Option, Options, Verb } from "./definition.ts";
import { oneOf } from "./definition.ts";

/** What a command line asks for. */
export type Asked = { kind: "text"; text: string } | { kind: "verb"; path: string[]; verb: Verb; input: Input };

/** The whole command line, as commander knows it. */
interface Program {
  name: string;
  about: string;
  version: string;
  verbs: Readonly<Record<string, Verb>>;
}

/**
 * Reads a command line by commander. What a value must be is checked here, in one place for every verb: never empty,
 * one of its choices, within its bounds, beside the options it needs.
 * @param argv what follows the program's name
 * @throws {UserError} one line: what is wrong, and what to do
 */
export function readCommandLine(program: Program, argv: readonly string[]): Asked {
  let asked: Asked | undefined;
  const written: string[] = [];
  const root = makeProgram(program, (path, verb, values, operands) => {
    asked = { kind: "verb", path, verb, input: { values, operands } };
  });
  speak(root, (text) => void written.push(text));
  if (argv.length === 0 || (argv.length === 1 && argv[0] === "help"))
    return { kind: "text", text: root.helpInformation().trimEnd() };
  try {
    refuseSwallowed(program, argv);
    root.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "text", text: written.join("").trimEnd() };
    throw inOneLine(program, error, argv);
  }
  return asked ?? { kind: "text", text: root.helpInformation().trimEnd() };
}

/** The help of a verb, or of the program. @param width columns of the terminal */
export function helpOf(program: Program, path: readonly string[], width = 100): string {
  let command = makeProgram(program, () => undefined);
  for (const name of path) command = command.commands.find((sub) => sub.name() === name) ?? command;
  return command
    .configureHelp({ ...command.configureHelp(), helpWidth: width })
    .helpInformation()
    .trimEnd();
}

/** `--name <value>`, as help, errors and documentation show it. */
export const optionText = (name: string, { value, many }: Option<unknown>): string =>
  value === undefined ? `--${name}` : `--${name} <${value}${many === "words" ? ",…" : ""}>`;

/** `<page>`, `[file…]`. */
export const operandText = ({ name, many, optional }: Operand): string => {
  const text = `${name}${many ? "…" : ""}`;
  return optional ? `[${text}]` : `<${text}>`;
};

/** `fenetre adapter learn <page…> [options]` */
export const usageOf = (name: string, path: readonly string[], verb: Verb): string =>
  [
    name,
    ...path,
    ...(verb.abstract ? [`<${Object.keys(verb.verbs ?? {}).join("|")}>`] : (verb.operands ?? []).map(operandText)),
    ...(Object.keys(verb.options).length > 0 ? ["[options]"] : []),
  ].join(" ");

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

type Run = (path: string[], verb: Verb, values: Input["values"], operands: string[]) => void;

function makeProgram(program: Program, run: Run): Command {
  const root = new Command(program.name)
    .description(`${program.about}.`)
    .usage("<verb> [options]")
    .helpOption("-h, --help", "print this help")
    .version(`${program.name} ${program.version}`, "-V, --version", "print the version")
    .helpCommand("help [verb]", "print the help of a verb")
    .enablePositionalOptions();
  root.configureHelp({ commandUsage: usageLine(program), subcommandTerm: (command) => command.name() });
  for (const [name, verb] of Object.entries(program.verbs)) addVerb(program, root, [name], verb, run);
  return root;
}

const usageLine =
  (program: Program) =>
  (command: Command): string => {
    const path: string[] = [];
    for (let at: Command | null = command; at?.parent; at = at.parent) path.unshift(at.name());
    const verb = verbAt(program, path);
    return verb ? usageOf(program.name, path, verb) : `${program.name} <verb> [options]`;
  };

/** The verb that names lead to. */
export function verbAt(program: Pick<Program, "verbs">, path: readonly string[]): Verb | undefined {
  let verbs: Readonly<Record<string, Verb>> | undefined = program.verbs;
  let verb: Verb | undefined;
  for (const name of path) {
    verb = verbs && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    verbs = verb?.verbs;
  }
  return verb;
}

function addVerb(program: Program, parent: Command, path: string[], verb: Verb, run: Run): void {
  const command = parent
    .command(path.at(-1) as string)
    .summary(verb.about)
    .description([`${capital(verb.about)}.`, verb.more].filter(Boolean).join("\n\n"))
    .helpOption("-h, --help", "print this help")
    .allowExcessArguments(false)
    .enablePositionalOptions()
    .configureHelp({ commandUsage: usageLine(program), subcommandTerm: (sub) => sub.name() })
    .copyInheritedSettings(parent)
    .helpCommand(false);
  for (const operand of verb.operands ?? []) command.argument(operandText(operand).replace("…", "..."), operand.about);
  for (const [name, option] of Object.entries(verb.options)) command.addOption(commanderOption(name, option));
  if (verb.examples)
    command.addHelpText(
      "after",
      ["", "Examples:", ...verb.examples.map(([line, does]) => `  ${program.name} ${line}\n      ${does}`)].join("\n"),
    );
  for (const [name, own] of Object.entries(verb.verbs ?? {})) addVerb(program, command, [...path, name], own, run);
  if (verb.abstract)
    command.argument("[verb]").action((name: string | undefined) => {
      const names = Object.keys(verb.verbs ?? {}).join(", ");
      throw name === undefined
        ? new UserError(`${program.name} ${path.join(" ")} needs to know what to do`, `Use one of: ${names}`)
        : new UserError(`there is no verb "${path.join(" ")} ${name}"`, `Use one of: ${names}`);
    });
  else
    command.action(() => {
      const misplaced =
        parent.parent &&
        Object.keys(verbAt(program, path.slice(0, -1))?.options ?? {}).find(
          (name) => parent.getOptionValueSource(attributeOf(parent, name)) === "cli",
        );
      if (misplaced)
        throw new UserError(`--${misplaced} stands before "${path.at(-1)}"`, `Write it after "${path.at(-1)}"`);
      const { args } = command;
      const empty = args.findIndex((operand) => operand.trim() === "");
      if (empty >= 0) {
        const operand = verb.operands?.[Math.min(empty, (verb.operands?.length ?? 1) - 1)];
        throw new UserError(
          `${operandText(operand as Operand)} is empty`,
          operand?.optional ? "Name it, or leave it out" : "Name it",
        );
      }
      run(path, verb, valuesOf(command, verb.options), args);
    });
}

function commanderOption(name: string, option: Option<unknown>): CommanderOption {
  const notes = [
    option.choices ? `one of: ${option.choices.join(", ")}` : "",
    option.many === "times" ? "may be given several times" : "",
    fallbackText(option),
    option.variable ? `or ${option.variable} in the environment` : "",
  ].filter(Boolean);
  const made = new CommanderOption(
    optionText(name, option),
    `${option.about}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`,
  );
  // Each time it is given is kept: the last one counts, or all of them.
  return option.value === undefined
    ? made
    : made.argParser((value: string, earlier: string[] | undefined) => [...(earlier ?? []), value]);
}

/** "default: windows-11", or nothing. */
export function fallbackText({ value, fallback }: Option<unknown>): string {
  if (value === undefined || fallback === undefined) return "";
  return `default: ${Array.isArray(fallback) ? fallback.join(",") : String(fallback)}`;
}

function valuesOf(command: Command, options: Options): Input["values"] {
  const given = new Set<string>();
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const raw = command.getOptionValue(attributeOf(command, name));
    if (option.value === undefined) {
      // commander takes `--no-states` for "states, off".
      values[name] = raw === !name.startsWith("no-");
      if (values[name]) given.add(name);
      continue;
    }
    const variable = option.variable ? process.env[option.variable] : undefined;
    const texts = (raw as string[] | undefined) ?? (variable ? [variable] : undefined);
    if (texts && raw !== undefined) given.add(name);
    values[name] = texts ? readValue(`--${name}`, option, texts) : option.fallback;
  }
  for (const name of given) {
    for (const other of options[name]?.excludes ?? [])
      if (given.has(other)) throw new UserError(`--${name} and --${other} exclude each other`, "Give one of them");
    for (const other of options[name]?.needs ?? [])
      if (!given.has(other)) throw new UserError(`--${name} means nothing without --${other}`, `Give --${other} too`);
  }
  return values;
}

const attributeOf = (command: Command, name: string): string =>
  (command.options.find(({ long }) => long === `--${name}`) as CommanderOption).attributeName();

function readValue(option: string, { value, many, choices, read }: Option<unknown>, texts: string[]): unknown {
  const empty = texts.some((text) => text.trim() === "");
  if (empty) throw new UserError(`${option} is empty`, `Give it a <${value}>, or leave it out`);
  const one = (text: string): unknown => {
    if (choices) return oneOf(option, text, choices);
    return read ? read(text, option) : text;
  };
  if (!many) return one(texts.at(-1) as string);
  const words = texts
    .flatMap((text) => (many === "words" ? text.split(",") : [text]))
    .map((word) => word.trim())
    .filter(Boolean);
  if (words.length === 0) throw new UserError(`${option} is empty`, `Give it a <${value}>, or leave it out`);
  const twice = words.find((word, index) => words.indexOf(word) !== index);
  if (twice) throw new UserError(`${option} names "${twice}" twice`, "Name it once");
  return words.map(one);
}

/** commander would take `--json` for the value in `--out --json`. */
function refuseSwallowed({ verbs }: Program, argv: readonly string[]): void {
  const path: string[] = [];
  for (const word of argv) {
    if (!verbAt({ verbs }, [...path, word])) break;
    path.push(word);
  }
  const verb = verbAt({ verbs }, path);
  const end = argv.indexOf("--");
  for (const [index, word] of argv.slice(0, end < 0 ? undefined : end).entries()) {
    const option = verb?.options[word.replace(/^--/, "")];
    const next = argv[index + 1];
    if (word.startsWith("--") && option?.value !== undefined && next !== undefined && /^--?[a-z]/i.test(next))
      throw new UserError(
        `${word} lacks its <${option.value}>`,
        `Give it before ${next}; a value that begins with a hyphen is written ${word}=${next}`,
      );
  }
}

/** Commander's own errors in our form. */
function inOneLine(program: Program, error: CommanderError, argv: readonly string[]): UserError {
  const [problem = "", hint] = error.message.replace(/^error: /, "").split("\n");
  const path = argv.filter((_, index) => verbAt(program, argv.slice(0, index + 1)));
  const verb = verbAt(program, path);
  const own = verb ? [program.name, ...path].join(" ") : program.name;
  const meant = /\(Did you mean (.*)\?\)/.exec(hint ?? "")?.[1];
  const help = `See ${own} --help`;
  switch (error.code) {
    case "commander.unknownCommand": {
      const name = /'(.*)'/.exec(problem)?.[1] ?? "";
      const names = Object.keys(verb?.verbs ?? program.verbs);
      return new UserError(
        `there is no verb "${[...path, name].join(" ")}"`,
        meant ? `Did you mean ${meant}? See ${program.name} --help` : `Use one of: ${names.join(", ")}`,
      );
    }
    case "commander.unknownOption":
      return new UserError(
        problem.replace(/'(.*)'/, `"$1"`),
        verb ? `${meant ? `Did you mean ${meant}? ` : ""}${help}` : help,
      );
    case "commander.excessArguments": {
      const extra = extraOperand(argv, path, verb);
      return new UserError(`"${extra}" is one too many`, `Usage: ${usageOf(program.name, path, verb as Verb)}`);
    }
    case "commander.missingArgument":
      return new UserError(
        `${[program.name, ...path].join(" ")} lacks ${operandText(verb?.operands?.[0] as Operand)}`,
        `Usage: ${usageOf(program.name, path, verb as Verb)}`,
      );
    case "commander.optionMissingArgument": {
      const name = /'--([\w-]+)/.exec(problem)?.[1] ?? "";
      return new UserError(`--${name} lacks its <${verb?.options[name]?.value}>`, help);
    }
    default:
      return new UserError(problem, help);
  }
}

/** The first word that is neither a verb, an option, an option's value nor an operand that is asked for. */
function extraOperand(argv: readonly string[], path: readonly string[], verb: Verb | undefined): string {
  const words: string[] = [];
  for (let index = path.length; index < argv.length; index++) {
    const word = argv[index] as string;
    if (!word.startsWith("-")) words.push(word);
    else if (!word.includes("=") && verb?.options[word.slice(2)]?.value !== undefined) index++;
  }
  return words[verb?.operands?.length ?? 0] ?? words.at(-1) ?? "";
}

function speak(command: Command, write: (text: string) => void): void {
  command
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: write,
      writeErr: () => undefined,
      getOutHelpWidth: () => process.stdout.columns ?? 100,
      getOutHasColors: () => false,
    });
  for (const sub of command.commands) speak(sub, write);
}
