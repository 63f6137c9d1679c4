import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { makeFolderLink } from "../util/disc.ts";
import { projectRoot } from "../util/paths.ts";
import { makeScratch } from "../util/scratch.ts";
import { UserError } from "../util/user-error.ts";

/** A revision checked out in a folder of its own. */
export interface Checkout {
  /** As it was asked for: "origin/main". */
  revision: string;
  /** Its full hash. */
  commit: string;
  folder: string;
  /** Takes the folder away, and git's note of it. */
  remove(): void;
}

/**
 * The commit that a revision names.
 * @throws {UserError} when there is none: with how to deepen a shallow clone, if it is one
 */
export function resolveCommit(tree: string, revision: string): string {
  let shallow: string;
  try {
    shallow = git(tree, "rev-parse", "--is-shallow-repository");
  } catch {
    throw new UserError("there is no git repository to compare with", "Run it in a clone, with git installed");
  }
  try {
    // What begins with a hyphen would be taken for an option.
    return git(tree, "rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`);
  } catch {
    throw new UserError(
      `there is no revision "${revision}"${shallow === "true" ? " in this shallow clone" : ""}`,
      shallow === "true"
        ? 'Deepen it: "git fetch --deepen=100 origin" or "git fetch --unshallow"; in GitHub Actions, "fetch-depth: 0" of actions/checkout'
        : "Name a branch, a tag or a commit, such as origin/main",
    );
  }
}

/**
 * Checks a revision out beside the working tree, which it leaves alone.
 * @param tree the repository
 */
export function checkOut(tree: string, revision: string): Checkout {
  const commit = resolveCommit(tree, revision);
  const scratch = makeScratch("base");
  const folder = path.join(scratch.folder, "tree");
  const remove = (): void => {
    scratch.remove();
    prune(tree);
  };
  // Of runs that were ended.
  prune(tree);
  try {
    git(tree, "worktree", "add", "--quiet", "--detach", folder, commit);
    const modules = path.join(projectRoot, "node_modules");
    if (existsSync(modules) && !existsSync(path.join(folder, "node_modules")))
      makeFolderLink(modules, path.join(folder, "node_modules"));
  } catch (error) {
    remove();
    throw new UserError(
      `${revision} cannot be checked out: ${String((error as { stderr?: string }).stderr ?? error).trim()}`,
      "See whether git worktree add works here, and whether there is room in the temporary folder",
    );
  }
  return { revision, commit, folder, remove };
}

/** Takes away git's notes of worktrees whose folder is gone. */
function prune(tree: string): void {
  try {
    git(tree, "worktree", "prune");
  } catch {
    // A repository that may not be written: such a note is in nobody's way.
  }
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}
