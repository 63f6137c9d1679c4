import { readFileSync } from "node:fs";
import type { Comparison } from "./compare.ts";
import { encodePng, type Raster } from "./raster.ts";
import type { DetailedResult, Result } from "./run.ts";

/** Everything the report shows, as JSON: the report is a function of this and of nothing else. */
export interface ReportModel {
  title: string;
  /** The built theme, which the report itself wears. */
  css: string;
  entries: ReportEntry[];
  sheets: { native: string; ours: string; width: number; height: number };
  warnings: string[];
}

export interface ReportEntry extends Omit<Result, "failures"> {
  rows: Comparison[];
  /** Where its two pictures lie on the sheets, px; absent where nothing could be drawn. */
  picture?: { x: number; y: number; width: number; height: number };
}

const sheetWidth = 1600;
const gap = 2;

/** Packs the pictures of all results onto two sheets, native and ours, at the same places. */
export function reportModel(
  results: DetailedResult[],
  options: Pick<ReportModel, "title" | "css" | "warnings">,
): ReportModel {
  let [x, y, shelf] = [0, 0, 0];
  const entries = results.map(({ expected, got, failures: _, ...result }): ReportEntry => {
    if (!expected || !got) return result;
    if (x > 0 && x + expected.width > sheetWidth) {
      x = 0;
      y += shelf + gap;
      shelf = 0;
    }
    const picture = { x, y, width: expected.width, height: expected.height };
    x += expected.width + gap;
    shelf = Math.max(shelf, expected.height);
    return { ...result, picture };
  });
  const height = Math.max(1, y + shelf);
  const width = Math.max(sheetWidth, ...entries.map(({ picture }) => (picture ? picture.x + picture.width : 0)));
  const sheet = (side: "expected" | "got"): string => {
    const whole: Raster = { width, height, data: new Uint8Array(width * height * 4) };
    for (const [index, entry] of entries.entries()) {
      const image = results[index]?.[side];
      if (entry.picture && image) paste(whole, image, entry.picture.x, entry.picture.y);
    }
    return encodePng(whole).toString("base64");
  };
  return { ...options, entries, sheets: { native: sheet("expected"), ours: sheet("got"), width, height } };
}

function paste(target: Raster, source: Raster, x: number, y: number): void {
  for (let row = 0; row < source.height; row++) {
    const from = row * source.width * 4;
    target.data.set(source.data.subarray(from, from + source.width * 4), ((y + row) * target.width + x) * 4);
  }
}

/** One HTML file that needs no other. */
export function renderReport(model: ReportModel): string {
  const beside = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
  const { css, sheets, ...data } = model;
  const json = JSON.stringify({ ...data, sheetWidth: sheets.width, sheetHeight: sheets.height }).replaceAll(
    "<",
    "\\u003c",
  );
  return `<!doctype html>
<html lang="en" data-glpi-theme="windows_11" data-glpi-theme-dark="0">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(model.title)}</title>
<style>${css.replaceAll("</", "<\\/")}</style>
<style>:root { --sheet-native: url(data:image/png;base64,${sheets.native}); --sheet-ours: url(data:image/png;base64,${sheets.ours}); }
${beside("report.css")}</style>
</head>
<body>
<div id="report"></div>
<noscript>This report needs JavaScript; results.json beside it holds the same figures.</noscript>
<script type="application/json" id="model">${json}</script>
<script>${beside("viewer.client.js")}
${beside("report.client.js")}</script>
</body>
</html>
`;
}

/** JUnit: one test suite a widget, one test case a state, theme and scale. */
export function renderJunit(results: Result[]): string {
  const widgets = [...new Set(results.map((result) => result.widget))];
  const suites = widgets.map((widget) => {
    const own = results.filter((result) => result.widget === widget);
    const cases = own.map((result) => {
      const name = `${result.state} ${result.theme} ${result.scale} ${result.reference}`;
      const open = `    <testcase classname="${escapeHtml(widget)}" name="${escapeHtml(name)}"`;
      if (result.pass) return `${open}/>`;
      return `${open}>\n      <failure message="${escapeHtml(describe(result))}"/>\n    </testcase>`;
    });
    const failed = own.filter((result) => !result.pass).length;
    return `  <testsuite name="${escapeHtml(widget)}" tests="${own.length}" failures="${failed}">\n${cases.join("\n")}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

/** GitHub's workflow commands, one a failing state, at the widget's reference. */
export function annotations(results: Result[], fileOf: (widget: string) => string): string[] {
  return results
    .filter((result) => !result.pass)
    .map((result) => {
      const message = `${result.state} ${result.theme}: ${describe(result)}`;
      const escaped = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
      return `::error file=${fileOf(result.widget)},title=${result.widget} is not native::${escaped}`;
    });
}

/** A failing result in one line. */
export function describe(result: Result): string {
  return result.failures
    .map(({ gate, part, expected, got, where }) => `${gate}: ${part} ${expected}, got ${got} (${where})`)
    .join("; ");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
