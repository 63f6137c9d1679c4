import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { projectRoot } from "../../src/util/paths.ts";

/** A step of a job as it is written. */
export interface Step {
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  env?: Record<string, string>;
  with?: Record<string, string | number>;
  "working-directory"?: string;
  "continue-on-error"?: boolean;
}

export interface Job {
  /** `<file> <job>` */
  name: string;
  file: string;
  /** What the workflow runs on: `pull_request`, `schedule` … */
  triggers: Record<string, unknown>;
  system: string;
  /** Whether it needs containers beside it. */
  hasServices: boolean;
  needs: string[];
  steps: Step[];
}

const folder = path.join(projectRoot, ".github/workflows");

/** Every job of every workflow, in the files' order. */
export function readJobs(): Job[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .flatMap((file) => {
      const workflow = parse(readFileSync(path.join(folder, file), "utf8")) as {
        on: Record<string, unknown>;
        jobs: Record<string, { "runs-on": string; services?: object; needs?: string | string[]; steps: Step[] }>;
      };
      return Object.entries(workflow.jobs).map(([name, job]) => ({
        name: `${file} ${name}`,
        file,
        triggers: workflow.on,
        system: job["runs-on"],
        hasServices: job.services !== undefined,
        needs: [job.needs ?? []].flat(),
        steps: job.steps,
      }));
    });
}

/** The commands of a job, in its order. */
export const commandsOf = ({ steps }: Job): Step[] => steps.filter(({ run }) => run !== undefined);
