import { readFileSync } from "node:fs";
import { escapedJson, html, insideScript } from "../util/escape.ts";
import { standIn } from "../visual/portrait.ts";
import type { Assembled } from "./assemble.ts";
import { describeCause, describeWithin } from "./causes.ts";
import { describeSums, type Way, wayOf } from "./distance.ts";
import { groups } from "./groups.ts";
import { describeLoss } from "./losses.ts";
import { type Change, nameOf, type Results, type Shown } from "./results.ts";
import { renderSummaryLine } from "./summary.ts";

/** What the report's page reads: a function of the results and the pictures, and of nothing else. */
export interface ChangesModel {
  title: string;
  /** What came of it, in one sentence. */
  summary: string;
  /** The font that stands in for Segoe UI on native pictures. */
  standIn: string;
  results: Omit<Results, "changed" | "causes">;
  groups: {
    /** "padding-inline: 11px → 12px" */
    title: string;
    /** `file:line`, and what it stands in as written. */
    place: string;
    within: string;
    entries: number[];
  }[];
  entries: (Omit<Change, "losses"> & {
    name: string;
    losses: { text: string; fails: boolean }[];
    /** Which way it moved by all gates together, and by how much. */
    way?: { way: Way; sums: string };
    shown: Shown;
  })[];
}

export function changesModel({ results, shown, theme }: Pick<Assembled, "results" | "shown" | "theme">): ChangesModel {
  const { changed, causes: _, ...rest } = results;
  const index = new Map(changed.map((change, position) => [change, position]));
  const places = (changes: Change[]): number[] => changes.map((change) => index.get(change) as number);
  const compared = results.base.error === undefined;
  const all = compared ? groups(results) : [{ cause: undefined, changes: changed }];
  return {
    title: `${theme}: what changes against ${results.base.revision}`,
    summary: renderSummaryLine(results),
    standIn,
    results: rest,
    groups: all.map(({ cause, changes }) => ({
      title: cause ? describeCause(cause) : compared ? "No changed rule explains these" : "Everything there is",
      place: cause ? `${cause.place}${cause.inBase ? " of the base" : ""}` : "",
      within: cause ? describeWithin(cause) : "",
      entries: places(changes),
    })),
    entries: changed.map((change, position) => {
      const { before, after } = change;
      return {
        ...change,
        name: nameOf(change),
        losses: change.losses.map((loss) => ({ text: describeLoss(loss), fails: loss.fails })),
        ...(before && after
          ? {
              way: {
                way: wayOf(before, after),
                sums: describeSums({
                  epx: after.sums.epx - before.sums.epx,
                  deltaE: after.sums.deltaE - before.sums.deltaE,
                  pixels: after.sums.pixels - before.sums.pixels,
                }),
              },
            }
          : {}),
        shown: shown[position] as Shown,
      };
    }),
  };
}

/** One HTML file that needs no other; it wears no theme of ours, least of all the one it reports on. */
export function renderChanges(model: ChangesModel): string {
  const beside = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
  // Pictures apart: each is read when it is about to be seen.
  const pictures = model.entries.map(({ shown: { before, after, native } }) => [before, after, native]);
  const entries = model.entries.map(({ shown: { width, height, regions, native }, ...entry }) => ({
    ...entry,
    shown: { width, height, regions, hasNative: native !== null },
  }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${html(model.title)}</title>
<style>${beside("../visual/report.css")}
${beside("report.css")}</style>
</head>
<body>
<main id="report"></main>
<noscript>This report needs JavaScript; results.json beside it holds the same figures.</noscript>
<script type="application/json" id="model">${escapedJson(JSON.stringify({ ...model, entries }))}</script>
<script type="application/json" id="pictures">${insideScript(pictures)}</script>
<script>${beside("../visual/viewer.client.js")}
${beside("report.client.js")}</script>
</body>
</html>
`;
}
