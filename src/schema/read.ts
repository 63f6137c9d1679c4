import { findNodeAtLocation, type Node } from "jsonc-parser";
import type { z } from "zod";
import { quoted } from "../util/escape.ts";
import { jsonOf } from "../util/json.ts";
import { relativeToProject } from "../util/paths.ts";
import { type Kind, kinds, readText } from "../util/read.ts";
import { type Place, UserError } from "../util/user-error.ts";
import { formOf } from "./common.ts";

/** A JSON file that is as its schema says. */
export interface Checked<T> {
  value: T;
  text: string;
  /** Where a part of it stands; where there is none, what is nearest. */
  place: (...path: (string | number)[]) => Place;
}

/**
 * Reads a JSON file and holds it against its schema.
 * @param secret whether messages must not quote what stands in the file
 * @throws {UserError} with file, line and column: unreadable, no JSON, a member twice, unknown or missing, a wrong value
 */
export function readChecked<S extends z.ZodType>(
  file: string,
  schema: S,
  { kind = kinds.json, secret = false }: { kind?: Kind; secret?: boolean } = {},
): Checked<z.output<S>> {
  return check(readText(file, kind, { remedy: "Correct the path" }), file, schema, secret);
}

/**
 * JSON of any form, for what is walked and not believed.
 * @throws {UserError} with file, line and column: unreadable, or no JSON
 */
export function readJson(file: string): unknown {
  const text = readText(file, kinds.json);
  jsonOf(text, file);
  return JSON.parse(text);
}

/** As `readChecked`, of a text that is read already. @param file named in messages */
export function check<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
  secret = false,
): Checked<z.output<S>> {
  const { tree, at } = jsonOf(text, file);
  mustBePlain(tree, at);
  const place = (...path: (string | number)[]): Place => {
    for (let length = path.length; length > 0; length--) {
      const node = findNodeAtLocation(tree, path.slice(0, length));
      if (node) return at(node.offset);
    }
    return at(tree.offset);
  };
  const parsed = schema.safeParse(JSON.parse(text), { reportInput: true });
  if (parsed.success) return { value: parsed.data, text, place };
  const { problem, remedy, path, key } = explain(parsed.error.issues[0] as Issue, schema, secret);
  const node = key === undefined ? undefined : keyNode(tree, path, key);
  throw new UserError(problem, remedy, node ? at(node.offset) : place(...path));
}

/**
 * Reads the results of a run, which may be too large for places to be kept.
 * @throws {UserError} naming the file
 */
export function readResults<S extends z.ZodType>(file: string, schema: S, remedy: string): z.output<S> {
  const place = { file: relativeToProject(file) };
  const text = readText(file, kinds.results, { remedy });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError("not valid JSON", remedy, place);
  }
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const { problem, path } = explain(parsed.error.issues[0] as Issue, schema, false);
  throw new UserError(`${path.length > 0 ? `${path.join(".")}: ` : ""}${problem}`, remedy, place);
}

/** By an escape JSON can write them: U+0000, and what UTF-8 has no bytes for. Tabs and line ends are text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
const unspeakable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Cs}/u;

/**
 * No member twice, which parsers resolve each in their own way, none that names an object's prototype, and no text that
 * other languages cannot hold.
 */
function mustBePlain(node: Node, at: (offset: number) => Place): void {
  if (node.type === "string" && unspeakable.test(node.value as string))
    throw new UserError(
      "a text holds a control character or half of a character's pair",
      "Write the text without",
      at(node.offset),
    );
  const seen = new Set<string>();
  for (const child of node.children ?? []) {
    if (node.type === "object") {
      const [key, value] = child.children as [Node, Node | undefined];
      const name = key.value as string;
      if (name === "__proto__") throw new UserError('unknown field "__proto__"', "Remove it", at(key.offset));
      if (seen.has(name)) throw new UserError(`${quoted(name)} stands twice`, "Keep one of the two", at(key.offset));
      seen.add(name);
      mustBePlain(key, at);
      if (value) mustBePlain(value, at);
    } else mustBePlain(child, at);
  }
}

function keyNode(tree: Node, path: (string | number)[], key: string): Node | undefined {
  const owner = path.length === 0 ? tree : findNodeAtLocation(tree, path);
  return owner?.children?.find((property) => property.children?.[0]?.value === key)?.children?.[0];
}

type Issue = z.core.$ZodIssue;

interface Explanation {
  problem: string;
  remedy: string;
  path: (string | number)[];
  /** The member of the object at `path` that is meant, by its name. */
  key?: string;
}

/** An issue of the validator's in our words. */
function explain(issue: Issue, schema: z.ZodType, secret: boolean): Explanation {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  const found = { path };
  const shown = secret ? "this" : show(issue.input);
  const last = path.at(-1);
  // What it is called: "modules", or of a list's entry the list's name.
  const title = typeof last === "number" ? `an entry of ${quoted(String(path.at(-2) ?? "the list"))}` : last;
  const named = title === undefined ? "the file" : typeof last === "number" ? title : quoted(title);
  switch (issue.code) {
    case "unrecognized_keys": {
      const [key = ""] = issue.keys;
      const known = membersAt(schema, path);
      const where = path.length > 0 ? ` in ${named}` : "";
      return {
        ...found,
        key,
        problem: `unknown field ${quoted(key)}${where}`,
        remedy: known.length > 0 ? `Use one of: ${known.join(", ")}` : "Remove it",
      };
    }
    case "invalid_type": {
      const what = types[issue.expected] ?? { an: `a ${issue.expected}`, how: "Correct it" };
      if (issue.input === undefined)
        return { path: path.slice(0, -1), problem: `${named} is missing`, remedy: `Add it: ${what.an}` };
      return { ...found, problem: `${named} must be ${what.an}, not ${kindOf(issue.input)}`, remedy: what.how };
    }
    case "invalid_value": {
      const values = issue.values.map(String);
      if (issue.input === undefined)
        return { path: path.slice(0, -1), problem: `${named} is missing`, remedy: `Use one of: ${values.join(", ")}` };
      return {
        ...found,
        problem: `${named} cannot be ${shown}`,
        remedy: `Use ${values.length > 1 ? "one of: " : ""}${values.join(", ")}`,
      };
    }
    case "invalid_key": {
      const inner = explain({ ...(issue.issues[0] as Issue), path: [], input: last } as Issue, schema, secret);
      return { ...inner, path: path.slice(0, -1), key: String(last) };
    }
    case "invalid_format": {
      const form = formOf.get(issue.message);
      if (form) return { ...found, problem: `${shown} cannot be ${form.what}`, remedy: `Use ${form.rule}` };
      return { ...found, problem: `${named} cannot be ${shown}`, remedy: "Correct it here" };
    }
    case "too_small": {
      if (issue.origin === "string") return { ...found, problem: `${named} is empty`, remedy: "Write something" };
      return { ...found, ...amount(issue.origin, named, issue.minimum, "at least") };
    }
    case "too_big": {
      if (issue.origin === "string")
        return {
          ...found,
          problem: `${named} is too long`,
          remedy: `Use at most ${issue.maximum} characters`,
        };
      return { ...found, ...amount(issue.origin, named, issue.maximum, "at most") };
    }
    case "invalid_union": {
      // The branch that comes farthest says what was meant.
      const branches = issue.errors.map((list) => list[0]).filter((one) => one !== undefined);
      const deepest = branches.reduce<Issue | undefined>(
        (best, one) => (best === undefined || one.path.length > best.path.length ? one : best),
        undefined,
      );
      if (!deepest) return { ...found, problem: `${named} cannot be ${shown}`, remedy: "Correct it here" };
      return explain({ ...deepest, path: [...path, ...deepest.path] } as Issue, schema, secret);
    }
    case "custom": {
      const { problem, remedy, what } = (issue.params ?? {}) as { problem?: string; remedy?: string; what?: string };
      return {
        ...found,
        problem: problem
          ? `${problem}${typeof last === "number" ? ` in ${quoted(String(path.at(-2)))}` : ""}`
          : `${shown} is not ${what ?? "allowed here"}`,
        remedy: remedy ?? "Correct it here",
      };
    }
    default:
      return { ...found, problem: `${named} cannot be ${shown}`, remedy: "Correct it here" };
  }
}

const types: Record<string, { an: string; how: string }> = {
  string: { an: "a text", how: "Put it in quotes" },
  number: { an: "a number", how: "Write a number without quotes" },
  int: { an: "a whole number", how: "Write a whole number without quotes" },
  boolean: { an: "true or false", how: "Write it without quotes" },
  array: { an: "a list", how: 'Write it as ["…", "…"]' },
  tuple: { an: "a list", how: "Write it in square brackets" },
  object: { an: "an object", how: "Write it in braces" },
  record: { an: "an object", how: "Write it in braces" },
  null: { an: "null", how: "Write null" },
};

function amount(
  origin: string,
  named: string,
  limit: number | bigint,
  how: string,
): { problem: string; remedy: string } {
  if (origin === "array" || origin === "set")
    return { problem: `${named} must hold ${how} ${limit}`, remedy: "Add or remove some" };
  return { problem: `${named} must be ${how} ${limit}`, remedy: "Correct the number" };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "boolean") return String(value);
  return { string: "a text", number: "a number", object: "an object" }[typeof value as string] ?? typeof value;
}

const show = (value: unknown): string =>
  typeof value === "string"
    ? quoted(value)
    : typeof value === "object" && value !== null
      ? kindOf(value)
      : String(value);

/** Names of the members that the schema knows at a path. */
function membersAt(schema: z.core.$ZodType, path: readonly (string | number)[]): string[] {
  const def = schema._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
  const inner = (def.innerType ?? def.in) as z.core.$ZodType | undefined;
  if (inner) return membersAt(inner, path);
  if (def.options) {
    return [...new Set((def.options as z.core.$ZodType[]).flatMap((option) => membersAt(option, path)))];
  }
  const [first, ...rest] = path;
  if (def.type === "object") {
    const shape = def.shape as Record<string, z.core.$ZodType>;
    if (first === undefined) return Object.keys(shape);
    const member = Object.hasOwn(shape, first) ? shape[first] : undefined;
    return member ? membersAt(member, rest) : [];
  }
  if (first === undefined) return [];
  if (def.type === "record") return membersAt(def.valueType as z.core.$ZodType, rest);
  if (def.type === "array") return membersAt(def.element as z.core.$ZodType, rest);
  return [];
}
