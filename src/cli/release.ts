import { readFileSync } from "node:fs";
import path from "node:path";
import { buildArtefacts } from "../build/build.ts";
import type { Input } from "../command-line/definition.ts";
import { makeRelease } from "../release/make.ts";
import { loadTheme } from "../theme/theme.ts";
import { checkedFolder } from "../util/owned-folder.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { bold, dim, startProgress, table } from "../util/terminal.ts";
import type { verbs } from "./verbs.ts";

export function run({ values }: Input<typeof verbs.release>): number {
  const folder = values.out === undefined ? path.join(projectRoot, "release") : checkedFolder("--out", values.out);
  const progress = startProgress();
  const { files, without, unchecked } = makeRelease({
    folder,
    repository: values.repository,
    checks: !values["no-checks"],
    build: (homepage) => buildArtefacts(loadTheme("windows-11"), undefined, undefined, homepage),
    changelog: () => readFileSync(path.join(projectRoot, "CHANGELOG.md"), "utf8"),
    step: (what) => progress.step(what),
  });
  progress.end();
  const rows = files.map(({ name, content, use }) => [name, content.length.toLocaleString("en-GB"), use]);
  const [head, ...body] = table([["file", "bytes", "use"], ...rows], [1]).split("\n");
  console.log([bold(head as string), ...body].join("\n"));
  for (const line of without) console.log(`\n${line}`);
  if (unchecked) console.log("\nThe checks were not run: --no-checks.");
  console.log(dim(`\nReleased into ${relativeToProject(folder)}; verify with: sha256sum -c SHA256SUMS`));
  return 0;
}
