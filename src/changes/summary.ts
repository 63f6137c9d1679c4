import { markdown, markdownCode, workflowMessage, workflowProperty, xml } from "../util/escape.ts";
import { describeRule, groups } from "./groups.ts";
import { type Change, nameOf, type Results } from "./results.ts";

const share = (value: number | null): string => (value === null ? "–" : `${(value * 100).toFixed(2)} %`);
const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

/** Entries of a group that the summary names; the report has all. */
const named = 12;

/** What changed and whether it is more native, for the pull request: Markdown. */
export function renderSummary(results: Results): string {
  const { base, changed, unchanged, failures } = results;
  const lines = [`## ${results.pass ? "✅" : "❌"} What changes against ${markdown(base.revision)}`, ""];
  if (base.error !== undefined)
    lines.push(
      `The base (${base.commit.slice(0, 10)}) does not build: ${markdown(base.error)}`,
      "",
      "All there is now is shown instead.",
      "",
    );
  const count = (kind: Change["kind"]): number => changed.filter((change) => change.kind === kind).length;
  lines.push(
    `**${count("widget")} widget states and ${count("page")} pages ${base.error === undefined ? "changed" : "shown"}**, ${unchanged} unchanged.`,
  );
  const compared = changed.filter(({ nativeBefore, nativeAfter }) => nativeBefore !== null && nativeAfter !== null);
  const closer = compared.filter((change) => (change.nativeAfter as number) < (change.nativeBefore as number)).length;
  const farther = compared.filter((change) => (change.nativeAfter as number) > (change.nativeBefore as number)).length;
  if (compared.length > 0)
    lines.push(
      `Towards native: ${closer} closer, ${farther} farther, ${compared.length - closer - farther} as far as before.`,
    );
  lines.push("");
  const failing = changed.filter((change) => change.failures.length > 0);
  if (failing.length + failures.length > 0) {
    lines.push("### Fails", "");
    for (const failure of failures) lines.push(`- ${markdown(failure)}`);
    for (const change of failing.slice(0, 30))
      lines.push(`- **${markdown(nameOf(change))}**: ${markdown(change.failures.join("; "))}`);
    if (failing.length > 30) lines.push(`- and ${failing.length - 30} more`);
    lines.push(
      "",
      'Meant so? `npm run visual -- --against <revision> --accept "why"`, and commit the file it writes.',
      "",
    );
  }
  if (changed.length > 0 && base.error === undefined) {
    lines.push("### By rule", "");
    for (const { rule, changes } of groups(results).slice(0, 30)) {
      lines.push(
        `- ${rule ? `${markdownCode(describeRule(rule))} (${markdown(rule.place)})` : "no changed rule"}: ${changes.length}`,
      );
      const names = changes.slice(0, named).map((change) => {
        const native =
          change.nativeAfter === null ? "" : ` (${share(change.nativeBefore)} → ${share(change.nativeAfter)})`;
        return `${markdown(nameOf(change))}${native}`;
      });
      if (changes.length > named) names.push(`and ${changes.length - named} more`);
      lines.push(`  ${names.join(", ")}`);
    }
    lines.push("");
  }
  lines.push("| | before | after | |", "| --- | ---: | ---: | ---: |");
  const row = (name: string, before: number | null, after: number | null): void => {
    const change = before !== null && after !== null ? signed(after - before) : "";
    lines.push(`| ${name} | ${before ?? "–"} | ${after ?? "–"} | ${change} |`);
  };
  for (const { artefact, before, after } of results.bytes) row(`bytes of ${artefact}`, before, after);
  row("selectors that match nothing", base.error === undefined ? results.dead.before : null, results.dead.after);
  row("texts too faint, where something changed", results.contrast.before, results.contrast.after);
  if (results.cost) row("selectors held against elements", results.cost.before, results.cost.after);
  lines.push("");
  for (const [title, names] of [
    ["New", results.added],
    ["Gone", results.removed],
    ["Renamed", results.renamed.map(({ from, to }) => `${from} → ${to}`)],
    ["Accepted", changed.filter(({ accepted }) => accepted).map((change) => `${nameOf(change)}: ${change.accepted}`)],
    ["Notes", results.notes],
  ] as const) {
    if (names.length > 0)
      lines.push(
        `${title}: ${names.slice(0, 20).map(markdown).join(", ")}${names.length > 20 ? ` and ${names.length - 20} more` : ""}`,
        "",
      );
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

/** GitHub's workflow commands: errors at the rule that causes them, and a notice a rule that changes something. */
export function renderAnnotations(results: Results): string[] {
  const at = (place: string | undefined): string => {
    const [, file, line] = /^(.+):(\d+)$/.exec(place ?? "") ?? [];
    return file ? `file=${workflowProperty(file)},line=${line},` : "";
  };
  const ruleOf = new Map(results.rules.map((rule) => [rule.id, rule]));
  const errors = results.changed
    .filter(({ failures }) => failures.length > 0)
    .map((change) => {
      const place = ruleOf.get(change.rules[0] ?? "")?.place;
      return `::error ${at(place)}title=${workflowProperty(nameOf(change))}::${workflowMessage(change.failures.join("; "))}`;
    });
  const whole = results.failures.map((failure) => `::error title=What changes::${workflowMessage(failure)}`);
  const notices = groups(results).flatMap(({ rule, changes }) => {
    if (!rule) return [];
    const names = changes.slice(0, named).map(nameOf).join(", ");
    return [
      `::notice ${at(rule.place)}title=${workflowProperty(`Changes ${changes.length}`)}::${workflowMessage(`${names}${changes.length > named ? " …" : ""}`)}`,
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
