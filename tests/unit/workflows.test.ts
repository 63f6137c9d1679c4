import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../src/util/paths.ts";
import { commandsOf, readJobs } from "../helpers/workflows.ts";

const jobs = readJobs();
const scripts = Object.keys(
  (JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8")) as { scripts: object }).scripts,
);

/** Actions that only bring files or keep them: whatever else a job does is a command that runs anywhere. */
const allowed = ["checkout", "setup-node", "cache", "upload-artifact", "download-artifact"];

describe("the workflows", () => {
  it.each(jobs.map((job) => [job.name, job] as const))(
    "of %s use actions only for files, each pinned",
    (_, { steps }) => {
      for (const { uses } of steps) {
        if (uses === undefined) continue;
        const [, action, commit] = /^actions\/([\w-]+)@(\w+)$/.exec(uses) ?? [];
        expect(allowed, uses).toContain(action);
        expect(commit, uses).toMatch(/^[0-9a-f]{40}$/);
      }
    },
  );

  it.each(jobs.map((job) => [job.name, job] as const))("of %s name scripts that there are", (_, job) => {
    for (const { run = "" } of commandsOf(job)) {
      for (const [, name] of run.matchAll(/\bnpm run ([\w-]+)/g)) expect(scripts).toContain(name);
    }
  });

  it
    .skipIf(process.platform === "win32")
    .each(
      jobs.flatMap((job) => commandsOf(job).map((step, index) => [`${job.name}, command ${index + 1}`, step] as const)),
    )("of %s are what a shell takes", (_, { run = "" }) => {
    // What GitHub puts in is one word.
    const text = run.replace(/\$\{\{.*?\}\}/g, "word");
    const { status, stderr } = spawnSync("bash", ["-n", "-c", text], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  const runOn = (trigger: string): string[] =>
    jobs
      .filter(({ triggers }) => trigger in triggers && !(triggers[trigger] as { paths?: unknown } | null)?.paths)
      .flatMap((job) => commandsOf(job).map(({ run = "" }) => run));

  it("compare with native and with the base on each pull request", () => {
    const commands = runOn("pull_request");
    expect(commands).toContain("npm run visual");
    expect(commands).toContainEqual(expect.stringMatching(/^npm run visual -- --against "\$BASE"$/));
    expect(commands).toContain("npm test");
  });

  it("seed faults every week", () => {
    const weekly = jobs.filter(({ triggers }) =>
      (triggers["schedule"] as { cron: string }[] | undefined)?.some(({ cron }) => /^\d+ \d+ \* \* \d$/.test(cron)),
    );
    expect(weekly.flatMap((job) => commandsOf(job).map(({ run }) => run))).toContain("npm run visual -- --faults");
  });

  it("keep the reports of what they ran", () => {
    for (const job of jobs) {
      const kept = job.steps
        .filter(({ uses }) => uses?.includes("upload-artifact"))
        .map((step) => String(step.with?.["path"]));
      for (const { run = "" } of commandsOf(job)) {
        const report = /--against/.test(run)
          ? "reports/changes"
          : /^npm run visual/.test(run)
            ? "reports/native"
            : undefined;
        if (report)
          expect(
            kept.some((place) => report.startsWith(place) || place.startsWith(report)),
            job.name,
          ).toBe(true);
      }
    }
  });

  it("verify a release's sums in the folder that is released, file by file, before it is", () => {
    const release = jobs.find(({ name }) => name === "ci.yml release");
    const [verify, publish] = ["sha256sum -c SHA256SUMS", "gh release create"].map(
      (text) => release?.steps.findIndex(({ run }) => run?.includes(text)) ?? -1,
    ) as [number, number];
    expect(verify).toBeGreaterThan(-1);
    expect(publish).toBeGreaterThan(verify);
    expect(release?.steps[publish]?.run).toContain(`${release?.steps[verify]?.["working-directory"]}/*`);
    expect(release?.needs).toEqual(["linux", "windows"]);
  });

  it("start only on paths that there are", () => {
    for (const { triggers, file } of jobs) {
      for (const place of (triggers["pull_request"] as { paths?: string[] } | null)?.paths ?? []) {
        const root = place.replace(/\/\*.*$/, "");
        expect(existsSync(path.join(projectRoot, root)), `${file}: ${place}`).toBe(true);
      }
    }
  });
});
