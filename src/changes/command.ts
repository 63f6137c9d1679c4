import { appendFileSync } from "node:fs";
import path from "node:path";
import { readResults } from "../schema/read.ts";
import { partSchema } from "../schema/results.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { readFolder } from "../util/read.ts";
import { reportFolder, writeReport } from "../util/report-folder.ts";
import { dim, green, red, table } from "../util/terminal.ts";
import { acceptAll, acceptedFile, ownAcceptances } from "./accepted.ts";
import { type Assembled, assemble } from "./assemble.ts";
import { describeCause } from "./causes.ts";
import { groups } from "./groups.ts";
import { changesModel, renderChanges } from "./report.ts";
import { nameOf, type Part, type Results } from "./results.ts";
import { compareRevisions } from "./run.ts";
import { renderAnnotations, renderChangesJunit, renderSummary, renderSummaryLine } from "./summary.ts";
import { failingRows, modesOf, some } from "./table.ts";

/** What `fenetre visual --against` takes. */
interface ChangesInput {
  values: {
    accept: string | undefined;
    shard: { index: number; of: number } | undefined;
    only: string[] | undefined;
    theme: string;
    out: string | undefined;
    json: boolean;
  };
}

/** What `fenetre visual merge` takes: the shards' files or folders that hold them. */
interface MergeInput {
  values: Pick<ChangesInput["values"], "accept" | "theme" | "out" | "json">;
  operands: string[];
}

/** Makes one result of the shards. @returns 0 when nothing fails, 1 otherwise */
export function mergeChanges({ values, operands }: MergeInput): number {
  const out = reportFolder("changes", values.out);
  return finish(readParts(operands.length > 0 ? operands : [out]), out, values.accept, values.json);
}

/** @returns 0 when nothing fails, 1 otherwise */
export async function runChanges({ values }: ChangesInput, revision: string): Promise<number> {
  const out = reportFolder("changes", values.out);
  const { shard, only } = values;
  const started = performance.now();
  const part = await compareRevisions({
    revision,
    theme: values.theme,
    ...(shard ? { shard } : {}),
    ...(only ? { only } : {}),
    progress: (line) => console.error(dim(line, process.stderr)),
  });
  if (shard) {
    const file = path.join(out, `shard-${shard.index}-of-${shard.of}.json`);
    writeReport(out, [{ path: path.basename(file), content: `${JSON.stringify(part)}\n` }]);
    console.log(`${part.changes.length} changed, ${part.unchanged} unchanged: ${relativeToProject(file)}`);
    return 0;
  }
  const outside = 1 - part.times.browser / Math.max(1, performance.now() - started);
  console.error(
    dim(`${(part.times.all / 1000).toFixed(1)} s, ${(outside * 100).toFixed(0)} % of it outside the browser`),
  );
  return finish([part], out, values.accept, values.json, only !== undefined);
}

/** Judges, accepts, writes and prints. */
function finish(parts: Part[], out: string, why: string | undefined, json: boolean, partial = false): number {
  const commit = parts[0]?.base.commit ?? "";
  const acceptances = commit ? ownAcceptances(projectRoot, commit) : [];
  const judge = (): Assembled => {
    const own = commit ? ownAcceptances(projectRoot, commit) : [];
    // Of what was left out nobody can say whether it still applies.
    const known = partial
      ? own.filter(({ key }) => parts.some(({ changes }) => changes.some((change) => nameOf(change) === key)))
      : own;
    return assemble(parts, known);
  };
  let assembled = judge();
  if (why !== undefined) {
    const { stale } = assembled;
    const still = acceptances.filter((one) => !stale.some(({ key, rules }) => key === one.key && rules === one.rules));
    const count = acceptAll(projectRoot, assembled, still, why);
    console.error(`${count} accepted in ${acceptedFile}: commit it with the change`);
    assembled = judge();
  }
  const { results } = assembled;
  writeAll(out, assembled);
  for (const line of process.env.GITHUB_ACTIONS ? renderAnnotations(results) : []) console.log(line);
  const summaryFile = process.env.GITHUB_STEP_SUMMARY;
  if (summaryFile) appendFileSync(summaryFile, renderSummary(results));
  if (json) console.log(JSON.stringify(results, null, 1));
  else print(results, path.join(out, "index.html"));
  return results.pass ? 0 : 1;
}

/** One table of what fails, the verdict, and last where the report is. */
function print(results: Results, report: string): void {
  for (const failure of results.failures) console.log(red(failure));
  const rows = groups(results).flatMap(({ cause, changes, failing }) =>
    failing === 0
      ? []
      : failingRows(changes).map((row, index) => [
          index > 0 ? "" : cause ? `${cause.place} ${describeCause(cause)}` : "no changed rule",
          row.what,
          String(row.count),
          [row.states.length > 0 ? some(row.states, 2) : "", modesOf(row.modes)].filter(Boolean).join("; "),
          row.why + (row.others > 0 ? `; ${row.others} other kinds` : ""),
        ]),
  );
  if (rows.length > 0) console.log(`${table([["cause", "what", "fail", "where", "why"], ...rows], [2])}\n`);
  if (results.base.error !== undefined) console.log(`the base does not build: ${results.base.error}`);
  console.log(`${results.pass ? green("passes") : red("fails")}: ${renderSummaryLine(results)}`);
  console.log(relativeToProject(report));
}

/** Everything a run leaves behind: results.json, index.html, summary.md, junit.xml. */
export function writeAll(out: string, assembled: Assembled): void {
  const { results } = assembled;
  writeReport(out, [
    { path: "results.json", content: `${JSON.stringify(results, null, 1)}\n` },
    { path: "summary.md", content: renderSummary(results) },
    { path: "junit.xml", content: renderChangesJunit(results) },
    { path: "index.html", content: renderChanges(changesModel(assembled)) },
  ]);
}

function readParts(places: string[]): Part[] {
  const remedy = "Name the shards' files, or the folder that holds them";
  const files = places.flatMap((place) => {
    if (place.endsWith(".json")) return [place];
    return shardsBelow(place, remedy, 0);
  });
  return files.map((file) => readResults(file, partSchema, "Run fenetre visual --against <revision> --shard i/n anew"));
}

/** CI unpacks each machine's files into a folder of its own. */
function shardsBelow(folder: string, remedy: string, depth: number): string[] {
  return readFolder(folder, { remedy }).flatMap(({ name, isFolder }) => {
    const full = path.join(folder, name);
    if (isFolder) return depth < 8 ? shardsBelow(full, remedy, depth + 1) : [];
    return /^shard-\d+-of-\d+\.json$/.test(name) ? [full] : [];
  });
}
