import { markdown, markdownCode, workflowMessage, workflowProperty, xml } from "../util/escape.ts";
import { describeCause, describeWithin } from "./causes.ts";
import { describeSums, ways } from "./distance.ts";
import { groups } from "./groups.ts";
import { describeLoss } from "./losses.ts";
import { type Change, nameOf, type Results } from "./results.ts";
import { amounts, failingRows, modesOf, some } from "./table.ts";

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

/** Groups, rows of a group and losses that the summary names; the report has all. */
const most = { groups: 12, rows: 10, losses: 10 } as const;

/** What changed, what fails of it and why, for the pull request: Markdown that stands for itself. */
export function renderSummary(results: Results): string {
  const { base, changed, failures } = results;
  const failing = changed.filter(({ status }) => status === "fails");
  const compared = base.error === undefined;
  const verdict = results.pass ? "passes" : "fails";
  const lines = [`## ${results.pass ? "✅" : "❌"} The change ${verdict} against ${markdown(base.revision)}`, ""];
  if (!compared)
    lines.push(
      `The base (${base.commit.slice(0, 10)}) does not build: ${markdown(base.error as string)}`,
      "",
      "All there is now is shown instead.",
      "",
    );
  lines.push(renderSummaryLine(results));
  const towards = towardsNative(changed);
  if (towards) lines.push("", towards);
  lines.push("");
  for (const failure of failures) lines.push(`- **Fails:** ${markdown(failure)}`);
  if (failures.length > 0) lines.push("");
  const all = compared ? groups(results) : [{ cause: undefined, changes: changed, failing: failing.length }];
  const shown = all.slice(0, most.groups);
  const bad = shown.filter((group) => group.failing > 0);
  const good = shown.filter((group) => group.failing === 0);
  if (bad.length > 0) {
    lines.push("### What fails, by cause", "");
    for (const { cause, changes, failing: count } of bad) {
      lines.push(`**${causeLine(cause)}**`, "", `Moves ${amounts(changes)}, of which ${count} fail:`, "");
      lines.push("| | how many | where | why |", "| --- | ---: | --- | --- |");
      const rows = failingRows(changes);
      for (const row of rows.slice(0, most.rows)) {
        const where = [row.states.length > 0 ? some(row.states) : "", modesOf(row.modes)].filter(Boolean).join("; ");
        const others = row.others > 0 ? `; and ${row.others} other kinds of failure` : "";
        lines.push(`| ${cell(row.what)} | ${row.count} | ${cell(where)} | ${cell(row.why + others)} |`);
      }
      if (rows.length > most.rows) lines.push(`| and ${rows.length - most.rows} more | | | |`);
      lines.push("");
    }
    lines.push('Meant so? `npm run visual -- --against <revision> --accept "why"`, and commit the file it writes.', "");
  }
  const told = changed.flatMap((change) =>
    change.losses.filter(({ fails }) => !fails).map((loss) => `${nameOf(change)}: ${describeLoss(loss)}`),
  );
  if (told.length > 0) {
    lines.push("### To look at, though it does not fail", "");
    for (const text of told.slice(0, most.losses)) lines.push(`- ${markdown(text)}`);
    if (told.length > most.losses) lines.push(`- and ${told.length - most.losses} more`);
    lines.push("");
  }
  if (good.length > 0 && compared) {
    lines.push("### What else moves, and passes", "");
    for (const { cause, changes } of good)
      lines.push(`- ${causeLine(cause)}: ${amounts(changes)}, such as ${some(changes.map(nameOf).map(markdown))}`);
    lines.push("");
  }
  if (all.length > shown.length) lines.push(`And ${all.length - shown.length} more causes: the report has them.`, "");
  lines.push(...figures(results));
  return `${lines.join("\n").trimEnd()}\n`;
}

/** What came of it, in one sentence or two. */
export function renderSummaryLine({ base, changed, unchanged, failures }: Results): string {
  const whole = failures.length === 1 ? "1 more failure is" : `${failures.length} more failures are`;
  const beside = failures.length > 0 ? ` ${whole} of no single state or page.` : "";
  if (changed.length === 0)
    return `Nothing looks different: ${unchanged} widget states and pages are as they were.${beside}`;
  const count = (status: Change["status"]): number => changed.filter((change) => change.status === status).length;
  const seen = base.error === undefined ? (changed.length === 1 ? "looks different" : "look different") : "are shown";
  const moved = `${capital(amounts(changed))} ${seen}; ${unchanged} are as they were.`;
  return `${moved} Of what differs, ${count("fails")} fail, ${count("excused")} are excused and ${count("passes")} pass.${beside}`;
}

/** Every state that native has something to say to, by the way it moved: all gates together, each measure named. */
function towardsNative(changed: Change[]): string | undefined {
  const { closer, farther, both, "as far": same } = ways(changed);
  if (closer.count + farther.count + both.count + same.count === 0) return undefined;
  const part = (count: number, what: string, sums: string): string => (count > 0 ? `${count} ${what}${sums}` : "");
  const said = [
    part(closer.count, "closer", ` (${describeSums(closer.sums)})`),
    part(farther.count, "farther", ` (${describeSums(farther.sums)})`),
    part(both.count, "closer in one measure and farther in another", ` (${describeSums(both.sums)})`),
    part(same.count, "as far as before", ""),
  ].filter(Boolean);
  return `Widget states against native, by all gates together: ${said.join(", ")}.`;
}

function causeLine(cause: Parameters<typeof describeCause>[0] | undefined): string {
  if (!cause) return "No changed rule explains these";
  const within = describeWithin(cause);
  return `${markdownCode(describeCause(cause))} at ${markdown(cause.place)}${cause.inBase ? " of the base" : ""}${within ? `, in ${markdownCode(within)}` : ""}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Markdown for a table's cell. */
const cell = (text: string): string => markdown(text).replaceAll("\n", " ");

function figures({ bytes, cost, added, removed, renamed, changed, notes }: Results): string[] {
  const lines: string[] = [];
  const rows: string[] = [];
  const row = (name: string, before: number | null, after: number | null): void => {
    if (before === after) return;
    const change = before !== null && after !== null ? signed(after - before) : "";
    rows.push(`| ${name} | ${before ?? "–"} | ${after ?? "–"} | ${change} |`);
  };
  for (const { artefact, before, after } of bytes) row(`bytes of ${artefact}`, before, after);
  if (cost) row("selectors held against elements", cost.before, cost.after);
  if (rows.length > 0) lines.push("| | before | after | |", "| --- | ---: | ---: | ---: |", ...rows, "");
  const excused = new Map<string, string[]>();
  for (const change of changed)
    if (change.status === "excused" && change.reason)
      excused.set(change.reason, [...(excused.get(change.reason) ?? []), nameOf(change)]);
  for (const [title, names] of [
    ["New", added],
    ["Gone", removed],
    ["Renamed", renamed.map(({ from, to }) => `${from} → ${to}`)],
    ["Excused", [...excused].map(([reason, list]) => `${some(list)}: ${reason}`)],
    ["Notes", notes],
  ] as const) {
    if (names.length > 0)
      lines.push(
        `${title}: ${names.slice(0, 20).map(markdown).join(", ")}${names.length > 20 ? ` and ${names.length - 20} more` : ""}`,
        "",
      );
  }
  return lines;
}

/** GitHub's workflow commands: errors at the rule that causes them, and a notice a rule that changes something. */
export function renderAnnotations(results: Results): string[] {
  const at = (place: string | undefined): string => {
    const [, file, line] = /^(.+):(\d+)$/.exec(place ?? "") ?? [];
    return file ? `file=${workflowProperty(file)},line=${line},` : "";
  };
  const causeOf = new Map(results.causes.map((cause) => [cause.id, cause]));
  const errors = results.changed
    .filter(({ status }) => status === "fails")
    .map((change) => {
      const cause = causeOf.get(change.causes[0] ?? "");
      const place = cause?.inBase ? undefined : cause?.place;
      return `::error ${at(place)}title=${workflowProperty(nameOf(change))}::${workflowMessage(change.failures.join("; "))}`;
    });
  const whole = results.failures.map((failure) => `::error title=What changes::${workflowMessage(failure)}`);
  const notices = groups(results).flatMap(({ cause, changes }) => {
    if (!cause || cause.inBase) return [];
    return [
      `::notice ${at(cause.place)}title=${workflowProperty(`Changes ${changes.length}`)}::${workflowMessage(some(changes.map(nameOf), 12))}`,
    ];
  });
  return [...whole, ...errors, ...notices];
}

/** JUnit: a test case a change, one for what is unchanged, one for the bars. */
export function renderChangesJunit(results: Results): string {
  const testcase = (group: string, name: string, failures: string[]): string => {
    const open = `    <testcase classname="${xml(group)}" name="${xml(name)}"`;
    return failures.length === 0
      ? `${open}/>`
      : `${open}>\n      <failure message="${xml(failures.join("; "))}"/>\n    </testcase>`;
  };
  const cases = [
    testcase("bars", "bytes, cost and accepted changes", results.failures),
    ...results.changed.map((change) =>
      testcase(change.kind === "page" ? "pages" : change.id, nameOf(change), change.failures),
    ),
  ];
  const failed =
    results.changed.filter(({ failures }) => failures.length > 0).length + (results.failures.length > 0 ? 1 : 0);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="changes" tests="${cases.length}" failures="${failed}">
${cases.join("\n")}
  </testsuite>
</testsuites>
`;
}
