import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fromJSON, type Root } from "postcss";
import { projectRoot } from "../util/paths.ts";
import { writeAtomically } from "../util/write.ts";

/** One file of the theme as every style sheet begins with it. */
export interface PreparedFile {
  /** Checked, prefixed, its roles bound; nesting as written. */
  nested: Root;
  /** The same with nesting resolved. */
  flat: Root;
}

/**
 * A file prepared, from .cache when neither it nor the compiler has changed since an earlier build.
 * @param content the file's own, and what its roles are bound to
 * @param prepare makes it anew
 */
export function preparedFile(
  file: string,
  [css, binding]: readonly [css: Buffer, binding: string],
  prepare: () => PreparedFile,
): PreparedFile {
  // Of a theme elsewhere, which may be gone tomorrow, nothing is kept here.
  if (path.relative(projectRoot, file).startsWith("..")) return prepare();
  const name = createHash("sha256").update(`${file}\n${binding}`).digest("hex").slice(0, 24);
  const kept = path.join(projectRoot, ".cache/css", `${name}.json`);
  const key = createHash("sha256").update(compiler()).update(css).digest("hex");
  const known = read(kept, key);
  if (known) return known;
  const made = prepare();
  writeAtomically(kept, JSON.stringify({ key, ...made }));
  return made;
}

function read(kept: string, key: string): PreparedFile | undefined {
  if (!existsSync(kept)) return undefined;
  try {
    const stored = JSON.parse(readFileSync(kept, "utf8")) as { key: string; nested: object; flat: object };
    if (stored.key !== key) return undefined;
    return { nested: fromJSON(stored.nested) as Root, flat: fromJSON(stored.flat) as Root };
  } catch {
    // Cut short, or of another form: made anew.
    return undefined;
  }
}

let ownHash: string | undefined;

/** What the outcome depends on besides the file: our steps, the libraries they call, the browsers they are for. */
function compiler(): string {
  if (ownHash === undefined) {
    const hash = createHash("sha256");
    for (const part of [
      "src/build/compile.ts",
      "src/build/roles.ts",
      "src/build/subjects.ts",
      "package.json",
      "package-lock.json",
    ])
      hash.update(readFileSync(path.join(projectRoot, part)));
    ownHash = hash.digest("hex");
  }
  return ownHash;
}
