import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Artefact } from "../build/artefact.ts";
import { bytes } from "../build/artefact.ts";
import { replaceFolder } from "../util/owned-folder.ts";
import { projectRoot } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { version } from "../util/version.ts";
import { notesOf } from "./changelog.ts";
import { pluginXml } from "./plugin-xml.ts";
import { type ReleaseFile, releaseFiles } from "./release.ts";

/** How a release is made. */
export interface Making {
  folder: string;
  /** Address of the repository, for plugin.xml; else the one that git or a forge's runner knows. */
  repository: string | undefined;
  /** Whether the project's checks are run first. */
  checks: boolean;
  /** @param homepage the repository's address, if it is known */
  build: (homepage: string | undefined) => Artefact[];
  changelog: () => string;
  step: (what: string) => void;
}

/** What was made, and what could not be, one sentence each. */
export interface Made {
  files: ReleaseFile[];
  without: string[];
  unchecked: boolean;
}

/**
 * Makes a release of the revision that is checked out, into one flat folder.
 * @throws {UserError} when the tree is not clean, the changelog does not say what is released, the tag of this version is
 * another revision's, a check fails, or two builds differ; nothing is written then
 */
export function makeRelease({ folder, repository, checks, build, changelog, step }: Making): Made {
  const commit = cleanRevision();
  const notes = notesOf(changelog(), version);
  refuseOtherTag(commit);
  if (checks) {
    step("running the checks");
    runChecks();
  }
  step("building");
  const address = repository ?? knownRepository();
  const artefacts = build(address);
  const archive = path.basename(artefacts.find(({ path: name }) => name.endsWith(".tar.gz"))?.path ?? "");
  const own = (file: string): Uint8Array => readFileSync(path.join(projectRoot, file));
  const beside: ReleaseFile[] = [
    { name: "LICENSE", content: own("LICENSE"), use: "GPL-3.0-or-later" },
    {
      name: "THIRD-PARTY-NOTICES.md",
      content: own("THIRD-PARTY-NOTICES.md"),
      use: "licences of WinUI and Fluent System Icons",
    },
  ];
  if (address) {
    const entry = { version, glpi: ["~10.0.0", "~11.0.0"], repository: address, archive, screenshots };
    beside.push({
      name: "plugin.xml",
      content: bytes(pluginXml(entry)),
      use: "the plugin's entry in GLPI's catalogue",
    });
  }
  const files = releaseFiles({ artefacts, version, commit, notes, beside });
  replaceFolder(
    folder,
    files.map(({ name, content }) => ({ path: name, content })),
    { what: "release", version },
  );
  return {
    files,
    without: address
      ? []
      : ["plugin.xml is not among them: it needs the repository's public address. Give it: --repository https://…"],
    unchecked: !checks,
  };
}

/** Pictures that show the plugin in GLPI's catalogue. */
const screenshots = ["docs/screenshots/ticket-light.webp", "docs/screenshots/ticket-list-dark.webp"];

const git = (...args: string[]): string =>
  execFileSync("git", args, { cwd: projectRoot, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

/** The revision checked out, 40 hexadecimal digits. @throws {UserError} when anything is changed beside it */
function cleanRevision(): string {
  let changed: string;
  try {
    changed = git("status", "--porcelain", "-z").replace(/\0$/, "");
  } catch {
    throw new UserError("there is no git repository to release from", "Run it in a clone, with git installed");
  }
  if (changed !== "") {
    const [first, ...rest] = changed.split("\0");
    const more = rest.length;
    throw new UserError(
      `the tree is not clean: ${first?.replace(/^[ MADRCU?!]{1,2} /, "")}${more > 0 ? ` and ${more} more` : ""}`,
      "Commit what belongs to the release, and remove the rest",
    );
  }
  return git("rev-parse", "HEAD");
}

function refuseOtherTag(commit: string): void {
  let tagged: string;
  try {
    tagged = git("rev-parse", "--verify", "--quiet", `refs/tags/v${version}^{commit}`);
  } catch {
    // Not tagged yet: a release is made, looked at, and tagged then.
    return;
  }
  if (tagged !== commit) {
    throw new UserError(
      `v${version} was released already, from ${tagged.slice(0, 10)}`,
      "Set the next version in package.json, and say in the changelog what is new",
    );
  }
}

/** Runs `npm test` as anybody would. */
function runChecks(): void {
  const { status } = spawnSync(process.execPath, [path.join(projectRoot, "scripts/test.mjs")], {
    cwd: projectRoot,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new UserError("a check fails, so nothing is released", "Run npm test and mend what it names");
}

/** The public address of this repository: a forge's runner says it, or the remote `origin`. */
function knownRepository(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
  if (server && name) return `${server}/${name}`;
  try {
    const origin = git("remote", "get-url", "origin").replace(/\.git$/, "");
    const [, host, place] = /^(?:git@|ssh:\/\/git@)([\w.-]+)[:/](.+)$/.exec(origin) ?? [];
    const address = host ? `https://${host}/${place}` : origin;
    return /^https:\/\/[^@\s]+$/.test(address) ? address : undefined;
  } catch {
    return undefined;
  }
}
