import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { projectRoot } from "../../src/util/paths.ts";
import { commandsOf, type Job, readJobs, type Step } from "../helpers/workflows.ts";

/**
 * Each job's commands as GitHub would run them: in a fresh clone of what is committed, in the job's order, with its
 * environment. Not run: what needs Windows, or containers beside it. `gh`, the one program that GitHub alone answers,
 * is a script that writes down what it was asked.
 *
 * FENETRE_JOBS names some of them: "changes.yml changes".
 */
const wanted = process.env.FENETRE_JOBS?.split(",").map((name) => name.trim());
const jobs = readJobs().filter(
  ({ name, system, hasServices }) => /^ubuntu/.test(system) && !hasServices && (!wanted || wanted.includes(name)),
);

let home: string | undefined;
afterEach(() => {
  if (home) rmSync(home, { recursive: true, force: true });
  home = undefined;
});

const git = (cwd: string, ...args: string[]): string => execFileSync("git", args, { cwd, encoding: "utf8" }).trim();

it.skipIf(process.platform !== "linux").each(jobs.map((job) => [job.name, job] as const))(
  "%s runs in a fresh clone",
  (_, job) => {
    home = mkdtempSync(path.join(os.tmpdir(), "fenetre-workflow-"));
    const clone = path.join(home, "clone");
    git(projectRoot, "clone", "--quiet", projectRoot, clone);
    // What `npm ci` would bring: the same packages, without a registry.
    symlinkSync(path.join(projectRoot, "node_modules"), path.join(clone, "node_modules"));
    const asked = path.join(home, "gh.txt");
    const bin = path.join(home, "bin");
    mkdirSync(bin);
    writeFileSync(path.join(bin, "gh"), `#!/bin/sh\necho "$@" >> "${asked}"\n`);
    chmodSync(path.join(bin, "gh"), 0o755);
    const said: string[] = [];
    for (const step of commandsOf(job)) {
      const { status, stdout, stderr } = runStep(step, job, clone, home, bin);
      said.push(`$ ${step.run}\n${stdout}${stderr}`);
      expect(status, said.join("\n")).toBe(0);
    }
    const publishes = commandsOf(job).filter(({ run = "" }) => /\bgh \w/.test(run));
    expect(existsSync(asked) ? readFileSync(asked, "utf8").trim().split("\n").length : 0).toBe(publishes.length);
  },
  3_600_000,
);

/** GitHub's own shell, environment and files. */
function runStep(step: Step, job: Job, clone: string, home: string, bin: string) {
  const base = git(clone, "rev-parse", "HEAD");
  const values: Record<string, string> = {
    "github.event.pull_request.base.sha": base,
    "github.event.pull_request.number": "1",
    "github.token": "none",
    "github.ref_name": `v${(JSON.parse(readFileSync(path.join(clone, "package.json"), "utf8")) as { version: string }).version}`,
  };
  const filled = (text: string): string =>
    text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, name: string) => values[name] ?? "unknown");
  const summary = path.join(home, "summary.md");
  appendFileSync(summary, "");
  return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", filled(step.run ?? "")], {
    cwd: path.join(clone, step["working-directory"] ?? "."),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: home,
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_REPOSITORY: "example/fenetre",
      ...Object.fromEntries(Object.entries(step.env ?? {}).map(([key, text]) => [key, filled(String(text))])),
      JOB: job.name,
    },
  });
}
