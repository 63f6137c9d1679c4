import { readFileSync } from "node:fs";
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { relativeToProject } from "./paths.ts";
import { type Place, UserError } from "./user-error.ts";

/** A JSON file that holds one object, with the places of its parts. */
export interface JsonFile {
  text: string;
  tree: Node;
  /** Where a node stands, by its offset in UTF-16 units. */
  at: (offset: number) => Place;
}

/** @throws {UserError} with file, line and column, when it is not JSON or not an object */
export function readJsonObject(file: string): JsonFile {
  const text = readFileSync(file, "utf8");
  const shown = relativeToProject(file);
  const at = (offset: number): Place => {
    const before = text.slice(0, offset).split("\n");
    return { file: shown, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [first] = errors;
  if (first || tree?.type !== "object") {
    const what = first
      ? printParseErrorCode(first.error)
          .replace(/([a-z])([A-Z])/g, "$1 $2")
          .toLowerCase()
      : "expected an object";
    throw new UserError(`not valid JSON: ${what}`, "Correct the syntax here", at(first?.offset ?? 0));
  }
  return { text, tree, at };
}
