import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { onStep } from "../../src/util/disc.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { forgetSwept } from "../../src/util/write.ts";
import { command } from "../helpers/command.ts";
import { everythingIn } from "../helpers/killed.ts";
import { temporaryTheme } from "../helpers/temporary-theme.ts";

/*
 * The command line itself, ended by SIGKILL at each of its steps on the disc, in a process of its own. Each time the
 * place holds what it held or what it was to hold, and the same command run once more leaves nothing else behind.
 */

const child = path.join(projectRoot, "tests/chaos/step-child.ts");
let root: string;
let theme: { folder: string; remove: () => void };
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "fenetre-kills-"));
  theme = temporaryTheme();
});
afterAll(() => {
  theme.remove();
  rmSync(root, { recursive: true, force: true });
});

const at = (place: string, args: string[]): string[] => args.map((word) => word.replace("<place>", place));

/** Runs it to its end, here. @returns its steps on the disc, and what it said */
async function run(place: string, args: string[]): Promise<{ steps: number; error: string }> {
  let steps = 0;
  forgetSwept();
  onStep(() => void steps++);
  try {
    const { error } = await command(...at(place, args));
    return { steps, error };
  } finally {
    onStep(undefined);
  }
}

/** Runs it in a process that is killed before a step. @returns the signal that ended it */
function killed(place: string, step: number, args: string[]): string | null {
  return spawnSync(process.execPath, ["--import", "tsx", child, String(step), ...at(place, args)], { cwd: projectRoot })
    .signal;
}

/** For a quick look: every so many steps only. */
const stride = Number(process.env.FENETRE_KILLS_STRIDE ?? 1);

/** As much of a GLPI as installing looks at. */
function glpi(place: string): void {
  for (const folder of ["version", "plugins", "marketplace", "files/_themes"])
    mkdirSync(path.join(place, folder), { recursive: true });
  writeFileSync(path.join(place, "version/11.0.6"), "");
}

const args = (verb: string, ...more: string[]): string[] => [verb, "<place>", "--theme", theme.folder, ...more];
const build = (...more: string[]): string[] => ["build", "--theme", theme.folder, "--out", "<place>/out", ...more];
const plugin = "plugins/fenetre";

interface Case {
  /** What makes the state of before. */
  before: (place: string) => unknown;
  args: () => string[];
  /** The folder or files that are old or new, each whole. */
  whole: string[];
}

const cases: Record<string, Case> = {
  "build, nothing there": { before: () => undefined, args: () => build(), whole: ["out"] },
  "build, an earlier one there": {
    before: (place) => run(place, build()),
    args: () => build("--scheme", "dark"),
    whole: ["out"],
  },
  install: { before: glpi, args: () => args("install"), whole: [plugin] },
  upgrade: {
    before: async (place) => {
      glpi(place);
      await run(place, args("install"));
      writeFileSync(path.join(place, plugin, "added.css"), "an administrator's");
    },
    args: () => args("install", "--scheme", "dark"),
    whole: [plugin],
  },
  uninstall: {
    before: async (place) => {
      glpi(place);
      await run(place, args("install"));
    },
    args: () => args("uninstall"),
    whole: [plugin],
  },
  "uninstall, something added": {
    before: async (place) => {
      glpi(place);
      await run(place, args("install"));
      writeFileSync(path.join(place, plugin, "added.css"), "an administrator's");
    },
    args: () => args("uninstall"),
    whole: [plugin],
  },
  "upgrade of palettes": {
    before: async (place) => {
      glpi(place);
      await run(place, args("install", "--palette"));
    },
    args: () => args("install", "--palette", "--scheme", "dark"),
    whole: ["files/_themes/test.scss", "files/_themes/test_dark.scss"],
  },
};

/** What stands in a place, as a text; nothing where nothing does. */
const seen = (place: string, name: string): string => {
  const all = Object.entries(everythingIn(place)).filter(
    ([file]) => file === name || file.startsWith(`${name}${path.sep}`),
  );
  return JSON.stringify(all);
};

/** Ms for all kills of a case: each takes some seconds on a busy machine. */
const patience = 7_200_000;

it.each(Object.keys(cases))("%s, killed at every step", { timeout: patience }, async (title) => {
  const { before, args: line, whole } = cases[title] as Case;
  // Folders of its own: a case that took too long goes on beside the next.
  const own = mkdtempSync(path.join(root, "case-"));
  const [kept, place] = [path.join(own, "kept"), path.join(own, "place")];
  const reset = (): void => {
    rmSync(place, { recursive: true, force: true });
    cpSync(kept, place, { recursive: true, preserveTimestamps: true });
  };
  mkdirSync(kept);
  await before(kept);
  reset();
  const old = whole.map((name) => seen(place, name));
  // The first run fills caches, which those that are killed find filled: its steps are more than theirs.
  await run(place, line());
  reset();
  const { steps } = await run(place, line());
  const fresh = whole.map((name) => seen(place, name));
  const after = everythingIn(place);
  expect(steps).toBeGreaterThan(5);
  const wrong: string[] = [];
  for (let step = 0; step < steps; step += stride) {
    reset();
    if (killed(place, step, line()) !== "SIGKILL") wrong.push(`step ${step}: was not killed`);
    whole.forEach((name, index) => {
      const now = seen(place, name);
      if (now !== old[index] && now !== fresh[index]) wrong.push(`step ${step}: ${name} is neither old nor new`);
    });
    // Of an uninstall that had nothing left to do but clean, the next says that there is nothing.
    const { error } = await run(place, line());
    if (error !== "" && !/nothing of fenetre is installed/.test(error)) wrong.push(`step ${step}: ${error}`);
    if (JSON.stringify(everythingIn(place)) !== JSON.stringify(after))
      wrong.push(`step ${step}: the next run left ${readdirSync(place, { recursive: true }).join(", ")}`);
  }
  console.log(`${title}: ${steps} steps`);
  expect(wrong).toEqual([]);
});
