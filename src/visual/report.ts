import { readFileSync } from "node:fs";
import { escapedJson, html, insideStyle, workflowMessage, workflowProperty, xml } from "../util/escape.ts";
import type { Comparison } from "./compare.ts";
import { encodePng, type Raster } from "./raster.ts";
import type { DetailedResult, Result } from "./run.ts";

/** Some results as the report shows them, ready to be written: encoding pictures takes its time. */
export interface ReportPart {
  /** ReportEntry[] as JSON. */
  entries: string;
  /** Two sheets of their pictures, native and ours at the same places: PNG, base64. */
  native: string;
  ours: string;
  /** Of either sheet, px. */
  width: number;
}

/** Everything the report shows: it is a function of this and of nothing else. */
export interface ReportModel {
  title: string;
  /** The built theme, which the report itself wears. */
  css: string;
  parts: ReportPart[];
  warnings: string[];
}

interface ReportEntry extends Omit<Result, "failures"> {
  rows: Comparison[];
  /** Where its two pictures lie on the sheets, px; absent where nothing could be drawn. */
  picture?: { x: number; y: number; width: number; height: number };
}

const sheetWidth = 1600;
const gap = 2;

/** Packs the pictures of the results onto two sheets. */
export function reportPart(results: DetailedResult[]): ReportPart {
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
  return { entries: JSON.stringify(entries), native: sheet("expected"), ours: sheet("got"), width };
}

function paste(target: Raster, source: Raster, x: number, y: number): void {
  for (let row = 0; row < source.height; row++) {
    const from = row * source.width * 4;
    target.data.set(source.data.subarray(from, from + source.width * 4), ((y + row) * target.width + x) * 4);
  }
}

/** One HTML file that needs no other. */
export function renderReport({ title, css, parts, warnings }: ReportModel): string {
  const beside = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
  const pictures = parts.flatMap(({ native, ours }, index) => [
    `--native-${index}: url(data:image/png;base64,${native});`,
    `--ours-${index}: url(data:image/png;base64,${ours});`,
  ]);
  const data = parts.map(({ entries, width }) => `{"sheetWidth":${width},"entries":${entries}}`);
  const json = `{"title":${JSON.stringify(title)},"warnings":${JSON.stringify(warnings)},"parts":[${data.join(",")}]}`;
  return `<!doctype html>
<html lang="en" data-glpi-theme="windows_11" data-glpi-theme-dark="0">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title>
<style>${insideStyle(css)}</style>
<style>:root { ${pictures.join("\n")} }
${beside("report.css")}</style>
</head>
<body>
<div id="report"></div>
<noscript>This report needs JavaScript; results.json beside it holds the same figures.</noscript>
<script type="application/json" id="model">${escapedJson(json)}</script>
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
      const open = `    <testcase classname="${xml(widget)}" name="${xml(name)}"`;
      if (result.pass) return `${open}/>`;
      return `${open}>\n      <failure message="${xml(describe(result))}"/>\n    </testcase>`;
    });
    const failed = own.filter((result) => !result.pass).length;
    return `  <testsuite name="${xml(widget)}" tests="${own.length}" failures="${failed}">\n${cases.join("\n")}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

/** GitHub's workflow commands, one a failing state, at the widget's reference. */
export function annotations(results: Result[], fileOf: (widget: string) => string): string[] {
  return results
    .filter((result) => !result.pass)
    .map((result) => {
      const message = `${result.state} ${result.theme}: ${describe(result)}`;
      const [file, title] = [fileOf(result.widget), `${result.widget} is not native`].map(workflowProperty);
      return `::error file=${file},title=${title}::${workflowMessage(message)}`;
    });
}

/** A failing result in one line. */
export function describe(result: Result): string {
  return result.failures
    .map(({ gate, part, expected, got, where }) => `${gate}: ${part} ${expected}, got ${got} (${where})`)
    .join("; ");
}
