import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { relativeToProject } from "./paths.ts";
import { type Place, UserError } from "./user-error.ts";

/** A JSON file, with the places of its parts. */
export interface JsonFile {
  text: string;
  tree: Node;
  /** Where a node stands, by its offset in UTF-16 units. */
  at: (offset: number) => Place;
}

/** Depth of nesting that is read: the deepest of ours has 9. Parsers call themselves once a level. */
const deepest = 64;

/**
 * @param file named in messages
 * @throws {UserError} with file, line and column, when it is not JSON
 */
export function jsonOf(text: string, file: string): JsonFile {
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
  if (first) {
    const what = printParseErrorCode(first.error)
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase();
    throw new UserError(`not valid JSON: ${what}`, "Correct the syntax here", at(first.offset));
  }
  if (!tree) throw new UserError("it is empty", "Write JSON into it", at(0));
  mustParse(text, at);
  return { text, tree, at };
}

/** The parser of places is more lenient than JSON's own, which decides. */
function mustParse(text: string, at: (offset: number) => Place): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const offset = Number(/at position (\d+)/.exec((error as Error).message)?.[1] ?? 0);
    throw new UserError("not valid JSON", "Correct the syntax here", at(offset));
  }
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
