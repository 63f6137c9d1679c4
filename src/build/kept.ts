import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readCached, writeCached } from "../util/cache.ts";
import { projectRoot } from "../util/paths.ts";
import type { BuildContext } from "./artefact.ts";

/*
 * What a build made and the next one need not make again: kept under .cache with a hash of all it was made from, and
 * taken from there only while that is the same.
 */

/**
 * An outcome as kept, or made anew.
 * @param name where it is kept, `folder/name` below .cache: a new outcome replaces the old one
 * @param inputs a hash of all it depends on
 * @param make what JSON can hold
 * @param revive what `make` gave, from its JSON; fails where that is of another form
 */
export function kept<T>(name: string, inputs: string, make: () => T, revive: (stored: never) => T): T {
  const file = `${name}.json`;
  const known = read(file, inputs, revive);
  if (known !== undefined) return known;
  const outcome = make();
  writeCached(file, JSON.stringify({ inputs, outcome }));
  return outcome;
}

/** The same for a step of a whole theme; nothing is kept of one elsewhere, which may be gone tomorrow. */
export function keptOf<T>(
  { theme, version }: BuildContext,
  step: string,
  inputs: () => string,
  make: () => T,
  revive: (stored: never) => T,
): T {
  if (!theme.folders.every(isKept)) return make();
  const place = hashOf(JSON.stringify(theme), version, step).slice(0, 24);
  return kept(`${step.replace(/\W.*/, "")}/${place}`, inputs(), make, revive);
}

function read<T>(file: string, inputs: string, revive: (stored: never) => T): T | undefined {
  const content = readCached(file);
  if (!content) return undefined;
  try {
    const stored = JSON.parse(content.toString("utf8")) as { inputs: string; outcome: never };
    return stored.inputs === inputs ? revive(stored.outcome) : undefined;
  } catch {
    // Of another form: made anew.
    return undefined;
  }
}

/** Whether a file or folder is the project's. */
export function isKept(place: string): boolean {
  const relative = path.relative(projectRoot, place);
  // Of another drive there is no relative path.
  return !relative.startsWith("..") && !path.isAbsolute(relative);
}

/** One hash of several parts, each told from the next. */
export function hashOf(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest("hex");
}

const codes = new Map<string, string>();

/**
 * What an outcome depends on besides its input: our steps, the libraries they call, the browsers they are for.
 * @param steps files of the checkout
 */
function codeOfFiles(steps: readonly string[]): string {
  const key = steps.join();
  let code = codes.get(key);
  if (code === undefined) {
    const files = [...steps, "package.json", "package-lock.json"];
    code = hashOf(...files.map((file) => readFileSync(path.join(projectRoot, file))));
    codes.set(key, code);
  }
  return code;
}

/** @param steps files of src/build, without their ending */
export const codeOf = (...steps: string[]): string => codeOfFiles(steps.map((step) => `src/build/${step}.ts`));

/** The same for what nearly every step has a part in. */
export const wholeCompiler = (): string =>
  codeOfFiles(
    [
      "src/build",
      "src/build/entity",
      "src/build/entity/steps",
      "src/build/support",
      "src/build/targets",
      "src/theme",
      "src/util",
    ].flatMap((folder) =>
      readdirSync(path.join(projectRoot, folder))
        .filter((file) => file.endsWith(".ts"))
        .sort()
        .map((file) => `${folder}/${file}`),
    ),
  );
