import { UserError } from "../util/user-error.ts";

/**
 * One option of a verb. The table of them (`src/cli/verbs.ts`) feeds the parser, `--help`, the completion of shells and
 * docs/commands.md.
 */
export interface Option<T> {
  /** What it does, one sentence without the final stop. */
  about: string;
  /** What the value is, as it stands between the angle brackets. Left out for a switch. */
  value?: string;
  /** Whether it may be given several times; with "words", several values may also be separated by commas. */
  many?: "words" | "times";
  /** The only values it takes. */
  choices?: readonly string[];
  /** What a shell completes it with. */
  names?: "file" | "folder" | "theme";
  /** The variable of the environment that is read when the option is not given. */
  variable?: string;
  /** Options of the same verb without which it means nothing. */
  needs?: readonly string[];
  /** Options of the same verb that it cannot stand beside. */
  excludes?: readonly string[];
  /** The value when it is not given. */
  fallback: T;
  /**
   * @param text never empty
   * @param option as typed, `--port`
   * @throws {UserError}
   */
  read?: (text: string, option: string) => unknown;
}

/** What follows the options. */
export interface Operand {
  /** As it stands between the brackets. */
  name: string;
  about: string;
  many?: boolean;
  optional?: boolean;
  names?: "file" | "folder";
}

// biome-ignore lint/suspicious/noExplicitAny: options of one verb have values of many types
export type Options = Readonly<Record<string, Option<any>>>;

export interface Verb {
  /** What it does, for the list of verbs: one clause without the final stop, beginning in lower case. */
  about: string;
  /** What else to know: sentences. */
  more?: string;
  operands?: readonly Operand[];
  options: Options;
  /** Verbs of its own, as in `fenetre adapter learn`. */
  verbs?: Readonly<Record<string, Verb>>;
  /** Whether it does nothing without one of its own verbs. */
  abstract?: boolean;
  /** Command lines without `fenetre`, and what they do. */
  examples?: readonly (readonly [line: string, does: string])[];
  /** Whether ESC ends it, as Ctrl+C does: what runs for longer than a moment. */
  long?: boolean;
}

type ValuesOf<O extends Options> = { [K in keyof O]: O[K] extends Option<infer T> ? T : never };

/** What a verb is run with. */
export interface Input<V extends Verb = Verb> {
  values: ValuesOf<V["options"]>;
  operands: string[];
}

/** A switch: off unless given. */
export const flag = (about: string, rest: Pick<Option<boolean>, "needs" | "excludes"> = {}): Option<boolean> => ({
  about,
  fallback: false,
  ...rest,
});

type Rest = Pick<Option<unknown>, "needs" | "excludes" | "names" | "variable" | "choices">;

/** An option with a text as its value. */
export const text = (value: string, about: string, rest: Rest = {}): Option<string | undefined> => ({
  about,
  value,
  fallback: undefined,
  ...rest,
});

/** The same, with what it is when it is not given. */
export const textOr = (value: string, fallback: string, about: string, rest: Rest = {}): Option<string> => ({
  about,
  value,
  fallback,
  ...rest,
});

/** A file or a folder to write or to read. */
export const file = (about: string, rest: Rest = {}): Option<string | undefined> =>
  text("file", about, { names: "file", ...rest });
export const folder = (about: string, rest: Rest = {}): Option<string | undefined> =>
  text("folder", about, { names: "folder", ...rest });

/** One of a few words. */
export const choice = <T extends string>(
  value: string,
  choices: readonly T[],
  about: string,
  rest: Rest = {},
): Option<T | undefined> => ({ about, value, choices, fallback: undefined, ...rest });

export const choiceOr = <T extends string>(
  value: string,
  choices: readonly T[],
  fallback: T,
  about: string,
): Option<T> => ({ about, value, choices, fallback });

/** Several words: separated by commas, or the option given several times. None of them twice. */
export const list = <T extends string = string>(
  value: string,
  about: string,
  rest: Omit<Rest, "choices"> & { choices?: readonly T[] } = {},
): Option<T[] | undefined> => ({ about, value, many: "words", fallback: undefined, ...rest });

/** Given once for each value, which may hold commas: paths. */
export const each = (value: string, about: string, rest: Rest = {}): Option<string[] | undefined> => ({
  about,
  value,
  many: "times",
  fallback: undefined,
  ...rest,
});

export const listOr = <T extends string>(
  value: string,
  choices: readonly T[],
  fallback: readonly T[],
  about: string,
): Option<T[]> => ({ about, value, many: "words", choices, fallback: [...fallback] });

interface Bounds {
  least: number;
  most?: number;
  whole?: boolean;
}

/** A figure within bounds. @param value its unit is part of it: "px", "seconds" */
export const figure = (value: string, bounds: Bounds, about: string, rest: Rest = {}): Option<number | undefined> => ({
  about,
  value,
  fallback: undefined,
  read: readFigure(bounds),
  ...rest,
});

export const figureOr = (value: string, fallback: number, bounds: Bounds, about: string): Option<number> => ({
  about,
  value,
  fallback,
  read: readFigure(bounds),
});

function readFigure({ least, most, whole = false }: Bounds) {
  return (text: string, option: string): number => {
    const value = Number(text);
    const fits = Number.isFinite(value) && value >= least && value <= (most ?? Number.POSITIVE_INFINITY);
    if (fits && (!whole || Number.isInteger(value))) return value;
    const range = most === undefined ? `from ${least}` : `from ${least} to ${most}`;
    throw new UserError(`${option} cannot be "${text}"`, `Give a ${whole ? "whole " : ""}number ${range}`);
  };
}

/** A value in a notation of its own. @throws what `read` throws */
export const parsed = <T>(
  value: string,
  about: string,
  read: (text: string, option: string) => T,
  rest: Rest = {},
): Option<T | undefined> => ({ about, value, fallback: undefined, read, ...rest });

/** For `Array.map`: what one word of a list must be. */
export function oneOf<T extends string>(option: string, given: string, choices: readonly T[]): T {
  if ((choices as readonly string[]).includes(given)) return given as T;
  throw new UserError(`${option} cannot be "${given}"`, `Use one of: ${choices.join(", ")}`);
}
