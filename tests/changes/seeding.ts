import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { assemble } from "../../src/changes/assemble.ts";
import { groups } from "../../src/changes/groups.ts";
import type { Results } from "../../src/changes/results.ts";
import { compareRevisions } from "../../src/changes/run.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { edited, type Harmless, othersThan, type Seed, type Slip } from "./seeded.ts";

/** A repository with this project's themes and pages, committed once, in which mistakes are made one at a time. */
export class Nursery {
  private constructor(private readonly folder: string) {}

  static make(): Nursery {
    // Below .cache: there the build keeps what it need not make again.
    const cache = path.join(projectRoot, ".cache");
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(path.join(cache, "nursery-"));
    for (const name of ["themes", "tests/pages"])
      cpSync(path.join(projectRoot, name), path.join(folder, name), { recursive: true });
    const nursery = new Nursery(folder);
    nursery.#git("init", "--quiet", "--initial-branch=main");
    nursery.#git("add", ".");
    nursery.#git("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message=Base");
    return nursery;
  }

  #git(...args: string[]): void {
    execFileSync("git", args, { cwd: this.folder, stdio: ["ignore", "ignore", "pipe"] });
  }

  /** What the comparison with the base says to some files. @param only names of widgets and pages */
  async results(files: Record<string, string>, only?: string[]): Promise<Results> {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(this.folder, name), text);
    try {
      const part = await compareRevisions({
        revision: "HEAD",
        theme: "windows-11",
        tree: this.folder,
        bytes: false,
        keepBase: true,
        ...(only ? { only } : {}),
      });
      return assemble([part]).results;
    } finally {
      this.#git("checkout", "--quiet", "--", ".");
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What is wrong with what the comparison says to a mistake; nothing when it is caught as it should be. */
export function objectionsTo({ widget, file, replace, only }: Seed, results: Results): string[] {
  const objections: string[] = [];
  const [first] = groups(results);
  if (results.pass) objections.push("the check passes");
  const failing = (first?.changes ?? []).filter(
    ({ status, kind, id }) => status === "fails" && kind === "widget" && id === widget,
  );
  if (failing.length === 0) objections.push(`no state of ${widget} fails in the first group`);
  const { cause } = first ?? {};
  if (!cause?.place.startsWith(`themes/windows-11/${file}:`)) objections.push(`the first group is of ${cause?.place}`);
  // The edited line, as it is written now: "inline-size: 42px;" is the declaration "inline-size: 42px".
  const written = replace
    .replace(/\/\*.*?\*\//g, "")
    .split(/[;\n]/)
    .map((text) => text.trim())
    .filter(Boolean);
  if (cause && !written.some((text) => cause.after?.includes(text) || text.includes(cause.after ?? "\n")))
    objections.push(`the first group's cause is "${cause.after}"`);
  const others = only ? othersThan(only) : [];
  const elsewhere = results.changed.filter(
    ({ status, kind, mode }) => status === "fails" && kind === "widget" && others.includes(mode),
  );
  if (elsewhere.length > 0) objections.push(`${elsewhere.length} states fail in other modes`);
  return objections;
}

/** The same of a mistake of which no reference speaks: it fails by its file, first of all. */
export function objectionsToSlip({ file }: Slip, results: Results): string[] {
  if (results.pass) return ["the check passes"];
  const [first] = groups(results);
  const named = [...results.failures, first && first.failing > 0 ? (first.cause?.place ?? "") : ""];
  return named.some((text) => text.startsWith(`themes/windows-11/${file}:`))
    ? []
    : [`it is not named: ${named.filter(Boolean).join("; ")}`];
}

/** The same of an edit that changes nothing. */
export function objectionsToHarmless(results: Results): string[] {
  const objections: string[] = [];
  if (!results.pass) objections.push("the check fails");
  if (results.changed.length > 0)
    objections.push(
      `${results.changed.length} changes are reported, such as ${results.changed[0]?.id} ${results.changed[0]?.state}`,
    );
  if (results.failures.length > 0) objections.push(...results.failures);
  return objections;
}

export const filesOf = (seed: Pick<Seed, "file" | "find" | "replace">): Record<string, string> => edited([seed], true);
export const filesOfHarmless = ({ edits }: Harmless): Record<string, string> => edited(edits);
