import { readFileSync } from "node:fs";
import { escapedJson, html, workflowMessage, workflowProperty, xml } from "../util/escape.ts";
import type { Comparison } from "./compare.ts";
import { standIn } from "./portrait.ts";
import { encodePng, type Raster } from "./raster.ts";
import type { DetailedResult, Result } from "./run.ts";

/** A result passes, fails, or would fail but for a reason that its reference states. */
export type Status = "passes" | "fails" | "excused";

/** A stated reason only excuses where something differs. */
export function statusOf({ pass, reason, failures, mismatch, budget }: Result): Status {
  if (!pass) return "fails";
  return reason !== undefined && (failures.length > 0 || mismatch > budget) ? "excused" : "passes";
}

/** Some results as the report shows them, ready to be written: encoding pictures takes its time. */
export interface ReportPart {
  /** ReportEntry[] as JSON. */
  entries: string;
  /** What people see: native and ours at the same places. */
  seen: Sheets;
  /** What is compared, of those results of which it is not the same. */
  compared: Sheets;
  /** PNG in base64, of the entries that name them. */
  captures: string[];
}

/** Two sheets of pictures: PNG, base64. */
interface Sheets {
  native: string;
  ours: string;
  /** Of either sheet, px. */
  width: number;
}

/** Everything the report shows: it is a function of this and of nothing else. */
export interface ReportModel {
  title: string;
  parts: ReportPart[];
  warnings: string[];
}

interface ReportEntry extends Omit<Result, "failures"> {
  status: Status;
  allowed: number;
  rows: Comparison[];
  /** Where its pictures lie on the sheets, px; absent where nothing could be drawn. */
  seen?: Place;
  compared?: Place;
  /** A real screenshot: which, its size in CSS px, and whose it is. */
  capture?: { at: number; width: number; height: number; source: string };
}

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

const sheetWidth = 1600;
const gap = 2;

/** Packs the pictures of the results onto sheets. */
export function reportPart(results: DetailedResult[]): ReportPart {
  const [seen, compared] = [new Packing(), new Packing()];
  const captures: string[] = [];
  const entries = results.map((detailed): ReportEntry => {
    const { expected, got, failures: _, sums: __, seen: pictures, capture, ...result } = detailed;
    const entry: ReportEntry = { ...result, status: statusOf(detailed) };
    if (pictures) entry.seen = seen.add(pictures.native, pictures.ours);
    if (expected && got && Buffer.compare(expected.data, got.data) !== 0) entry.compared = compared.add(expected, got);
    if (capture) {
      const { image, scale, source } = capture;
      entry.capture = { at: captures.length, width: image.width / scale, height: image.height / scale, source };
      captures.push(encodePng(image).toString("base64"));
    }
    return entry;
  });
  return { entries: JSON.stringify(entries), seen: seen.sheets(), compared: compared.sheets(), captures };
}

/** Pairs of pictures of one size, side by side on shelves of two sheets. */
class Packing {
  readonly #pairs: { native: Raster; ours: Raster; place: Place }[] = [];
  #x = 0;
  #y = 0;
  #shelf = 0;

  add(native: Raster, ours: Raster): Place {
    if (this.#x > 0 && this.#x + native.width > sheetWidth) {
      this.#x = 0;
      this.#y += this.#shelf + gap;
      this.#shelf = 0;
    }
    const place = { x: this.#x, y: this.#y, width: native.width, height: native.height };
    this.#x += native.width + gap;
    this.#shelf = Math.max(this.#shelf, native.height);
    this.#pairs.push({ native, ours, place });
    return place;
  }

  sheets(): Sheets {
    const height = Math.max(1, this.#y + this.#shelf);
    const width = Math.max(sheetWidth, ...this.#pairs.map(({ place }) => place.x + place.width));
    const sheet = (side: "native" | "ours"): string => {
      const whole: Raster = { width, height, data: new Uint8Array(width * height * 4) };
      for (const pair of this.#pairs) paste(whole, pair[side], pair.place.x, pair.place.y);
      return encodePng(whole).toString("base64");
    };
    return { native: sheet("native"), ours: sheet("ours"), width };
  }
}

function paste(target: Raster, source: Raster, x: number, y: number): void {
  for (let row = 0; row < source.height; row++) {
    const from = row * source.width * 4;
    target.data.set(source.data.subarray(from, from + source.width * 4), ((y + row) * target.width + x) * 4);
  }
}

/** One HTML file that needs no other; it wears no theme of ours, least of all the one it reports on. */
export function renderReport({ title, parts, warnings }: ReportModel): string {
  const beside = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
  const pictures = parts.flatMap(({ seen, compared }, index) =>
    (["native", "ours"] as const).flatMap((side) => [
      `--${side}-seen-${index}: url(data:image/png;base64,${seen[side]});`,
      `--${side}-compared-${index}: url(data:image/png;base64,${compared[side]});`,
    ]),
  );
  const data = parts.map(
    ({ entries, seen, compared, captures }) =>
      `{"seenWidth":${seen.width},"comparedWidth":${compared.width},"captures":${JSON.stringify(captures)},"entries":${entries}}`,
  );
  const json = `{"title":${JSON.stringify(title)},"standIn":${JSON.stringify(standIn)},"warnings":${JSON.stringify(warnings)},"parts":[${data.join(",")}]}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${html(title)}</title>
<style>:root { ${pictures.join("\n")} }
${beside("report.css")}</style>
</head>
<body>
<main id="report"></main>
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
