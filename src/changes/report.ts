import { readFileSync } from "node:fs";
import { html, insideScript, insideStyle } from "../util/escape.ts";
import type { Assembled } from "./assemble.ts";
import { describeRule, groups } from "./groups.ts";
import { type Change, nameOf, type Results, type Shown } from "./results.ts";

/** What the report's page reads: a function of the results and the pictures, and of nothing else. */
export interface ChangesModel {
  title: string;
  results: Omit<Results, "changed" | "rules">;
  groups: {
    title: string;
    kind: string;
    place: string;
    declarations: Results["rules"][number]["declarations"];
    entries: number[];
  }[];
  entries: (Change & { name: string; shown: Shown })[];
}

export function changesModel({ results, shown, theme }: Pick<Assembled, "results" | "shown" | "theme">): ChangesModel {
  const { changed, rules, ...rest } = results;
  const index = new Map(changed.map((change, position) => [change, position]));
  const places = (changes: Change[]): number[] => changes.map((change) => index.get(change) as number);
  const all = results.base.error === undefined ? groups(results) : [{ rule: undefined, changes: changed }];
  return {
    title: `${theme}: what changes against ${results.base.revision}`,
    results: rest,
    groups: all.map(({ rule, changes }) => ({
      title: rule
        ? describeRule(rule)
        : results.base.error === undefined
          ? "No changed rule explains these"
          : "Everything there is",
      kind: rule?.kind ?? "",
      place: rule?.place ?? "",
      declarations: rule?.declarations ?? [],
      entries: places(changes),
    })),
    entries: changed.map((change, position) => ({ ...change, name: nameOf(change), shown: shown[position] as Shown })),
  };
}

/**
 * One HTML file that needs no other.
 * @param css the built theme, which the report itself wears
 */
export function renderChanges(model: ChangesModel, css: string): string {
  const beside = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
  // Pictures apart: each is read when it is about to be seen.
  const pictures = model.entries.map(({ shown: { before, after } }) => [before, after]);
  const entries = model.entries.map(({ shown: { before: _, after: __, ...shown }, ...entry }) => ({ ...entry, shown }));
  return `<!doctype html>
<html lang="en" data-glpi-theme="windows_11" data-glpi-theme-dark="0">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(model.title)}</title>
<style>${insideStyle(css)}</style>
<style>${beside("../visual/report.css")}
${beside("report.css")}</style>
</head>
<body>
<div id="report"></div>
<noscript>This report needs JavaScript; results.json beside it holds the same figures.</noscript>
<script type="application/json" id="model">${insideScript({ ...model, entries })}</script>
<script type="application/json" id="pictures">${insideScript(pictures)}</script>
<script>${beside("../visual/viewer.client.js")}
${beside("report.client.js")}</script>
</body>
</html>
`;
}
