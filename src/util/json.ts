import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { relativeToProject } from "./paths.ts";
import { type Kind, kinds, readText } from "./read.ts";
import { type Place, UserError } from "./user-error.ts";

/** A JSON file that holds one object, with the places of its parts. */
export interface JsonFile {
  text: string;
  tree: Node;
  /** Where a node stands, by its offset in UTF-16 units. */
  at: (offset: number) => Place;
}

/** Depth of nesting that is read: the deepest of ours has 9. Parsers call themselves once a level. */
const deepest = 64;

/** @throws {UserError} with file, line and column, when it cannot be read, is not JSON or not an object */
export function readJsonObject(file: string, kind: Kind = kinds.json): JsonFile {
  return jsonObject(readText(file, kind), file);
}

/**
 * @param file named in messages
 * @throws {UserError} with file, line and column, when it is not JSON or not an object
 */
export function jsonObject(text: string, file: string): JsonFile {
  const shown = relativeToProject(file);
  const at = (offset: number): Place => {
    const before = text.slice(0, offset).split("\n");
    return { file: shown, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const tooDeep = nestedDeeper(text, deepest);
  if (tooDeep !== undefined) throw new UserError(`nested more than ${deepest} deep`, "Write it flatter", at(tooDeep));
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [first] = errors;
  if (first || tree?.type !== "object") {
    const what = first
      ? printParseErrorCode(first.error)
          .replace(/([a-z])([A-Z])/g, "$1 $2")
          .toLowerCase()
      : "expected an object";
    throw new UserError(`not valid JSON: ${what}`, "Correct the syntax here", at(first?.offset ?? tree?.offset ?? 0));
  }
  return { text, tree, at };
}

/** Offset of the first bracket that is nested deeper than that. */
function nestedDeeper(text: string, limit: number): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[[{]|[\]}]/g)) {
    if (token === "[" || token === "{") {
      if (++depth > limit) return index;
    } else if (token === "]" || token === "}") depth--;
  }
  return undefined;
}
