import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { assemble } from "../../src/changes/assemble.ts";
import type { Part, Results } from "../../src/changes/results.ts";
import { compareRevisions } from "../../src/changes/run.ts";
import { manifestWith } from "../helpers/temporary-theme.ts";

/** A repository of its own with a small theme, its specimens and pages, committed once. */
export interface Repository {
  folder: string;
  /** Writes files of the working tree; `null` removes one. */
  write(files: Record<string, string | null>): void;
  git(...args: string[]): string;
  /** The working tree as committed. */
  restore(): void;
  compare(options?: { shard?: { index: number; of: number }; revision?: string }): Promise<Part>;
  results(): Promise<Results>;
  remove(): void;
}

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en" data-glpi-theme="auror" data-glpi-theme-dark="0"><head><title>${title}</title></head><body>${body}</body></html>`;

export const theme = "themes/test";

const specimen = (markup: string, states: string): string =>
  `<template data-variant="standard" data-states="${states}">${markup}</template>\n`;

export const files: Record<string, string> = {
  [`${theme}/theme.json`]: manifestWith({}),
  [`${theme}/index.css`]: '@import "tokens";\n@import "controls";\n',
  [`${theme}/tokens/colour.css`]: `:root {
  --win-ink: light-dark(#111, #eee);
  --win-mark: light-dark(#0067c0, #4cc2ff);
  --win-field: var(--win-mark);
}
`,
  [`${theme}/controls/button/button.css`]: `.btn {
  color: var(--win-ink);
  background: #8886;
  border: 1px solid #8888;

  &:hover {
    background: #8888;
  }

  &:active {
    background: #888a;
  }
}
`,
  [`${theme}/controls/button/button.html`]: specimen(
    '<button type="button" class="btn">Save</button>',
    "rest pointer-over pressed",
  ),
  [`${theme}/controls/mark/mark.css`]: ".mark {\n  outline: 3px solid var(--win-field);\n}\n",
  [`${theme}/controls/mark/mark.html`]: specimen('<span class="mark">Mark</span>', "rest pointer-over"),
  "tests/pages/form.html": page("Form", '<button type="button" class="btn">Send</button>'),
  "tests/pages/list.html": page("List", '<p>Some <span class="mark">marked</span> text</p>'),
  "tests/pages/plain.html": page("Plain", "<p>Nothing of ours</p>"),
};

export function repository(): Repository {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), "fenetre-repository-"));
  const write = (changes: Record<string, string | null>): void => {
    for (const [name, content] of Object.entries(changes)) {
      const file = path.join(folder, name);
      if (content === null) rmSync(file, { force: true });
      else {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
  };
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  write(files);
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message=Base");
  const compare: Repository["compare"] = ({ revision = "HEAD", shard } = {}) =>
    compareRevisions({ revision, theme: "test", tree: folder, ...(shard ? { shard } : {}) });
  return {
    folder,
    write,
    git,
    restore: () => {
      git("checkout", "--quiet", "--", ".");
      git("clean", "--quiet", "--force", "-d");
    },
    compare,
    results: async () => assemble([await compare()]).results,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What changed, as "mark standard/rest light". */
export const names = ({ changed }: Pick<Results, "changed">): string[] =>
  changed.map(({ id, state, mode }) => [id, state, mode].filter(Boolean).join(" "));
