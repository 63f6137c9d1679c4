import type { Evidence } from "../references/evidence.ts";
import type { NativeData } from "../references/resolve.ts";
import { groupBy } from "../util/group.ts";
import type { Screens } from "./browser.ts";
import { Comparator } from "./comparator.ts";
import { type Comparison, deltaE, over, readColour } from "./compare.ts";
import type { Sheet } from "./page.ts";
import { hex } from "./raster.ts";
import type { DetailedResult, Prepared, RunOptions, Subject } from "./run.ts";

/** What a real screenshot may differ by: its own rounding, and Windows' layout rounding at other scales. */
const evidenceLimits = { deltaE: 2, box: 1 };

/** Windows' default accent, as a control's fill in light and dark: what the theme is built with. */
const ownAccents = ["#0067c0", "#4cc2ff"];

/**
 * Holds our rendering against facts of real Windows, on the background that the screenshot had. Only lossless
 * evidence of high confidence can fail; the rest reports.
 * @returns the results, and why what was left out was left out
 */
export async function compareEvidence(
  screens: Screens,
  prepared: Prepared[],
  evidence: Evidence[],
  data: NativeData,
  options: RunOptions,
  sheets: Sheet[],
): Promise<{ results: DetailedResult[]; skipped: string[] }> {
  const skipped: string[] = [];
  const usable = evidence.flatMap((entry) => {
    const owner = prepared.find(({ widget }) => widget.name === entry.widget);
    const cell = owner?.cells.find(({ variant, state }) => `${variant}/${state}` === entry.state);
    if (!owner || !cell) return [];
    if (
      usesAccent(owner, cell.variant, cell.state, data) &&
      !(entry.accent && ownAccents.includes(entry.accent.toLowerCase()))
    ) {
      skipped.push(`${entry.widget} ${entry.state} ${entry.theme}: another accent (${entry.accent ?? "unknown"})`);
      return [];
    }
    return [{ entry, owner: { ...owner, cells: [cell] } }];
  });
  const results: DetailedResult[] = [];
  for (const [scale, ofScale] of groupBy(usable, ({ entry }) => entry.scale)) {
    const owners = ofScale.map(({ owner }) => owner);
    const backgrounds = ofScale.map(({ entry }) => entry.background);
    const comparator = await Comparator.open(await screens.browser(scale), owners, data, options, sheets);
    try {
      for (const [theme, group] of groupBy(ofScale, ({ entry }) => entry.theme)) {
        const stage = comparator.drafter.stage(await comparator.shoot(theme, scale, "ltr", backgrounds));
        for (const item of group) {
          const subject = stage.subjects.find(({ index }) => index === ofScale.indexOf(item));
          if (subject) results.push(judgeEvidence(subject, item.entry));
        }
      }
    } finally {
      await comparator.page.close();
    }
  }
  return { results, skipped };
}

function usesAccent({ reference }: Prepared, variantName: string, stateName: string, data: NativeData): boolean {
  const { control, variants } = reference.specification;
  const variant = variants[variantName];
  const deltas = variant?.states[stateName]?.parts ?? {};
  return (variant?.parts ?? []).some((rest) => {
    const delta = deltas[rest.name];
    if (delta === null) return false;
    const part = { ...rest, ...delta };
    return [part.fill, part.stroke].some((name) => name && /Accent/.test(data.brush(name, control)?.token ?? ""));
  });
}

function judgeEvidence(subject: Subject, evidence: Evidence): DetailedResult {
  const rows: Comparison[] = [];
  let [maxDeltaE, boxError] = [0, 0];
  const where = `${evidence.source} (${evidence.licence})`;
  for (const [what, expected] of Object.entries(evidence.colours)) {
    // At 125 or 150 % a stroke of 1 epx is one px in CSS and one and a half or two in XAML.
    if (!Number.isInteger(evidence.scale) && !what.endsWith("fill")) continue;
    const got = readColour(subject.drawing, subject.ours.surfaces, what);
    if (!got) continue;
    const wanted = over(expected, [0, 0, 0]);
    const distance = deltaE(wanted, got);
    maxDeltaE = Math.max(maxDeltaE, distance);
    rows.push({
      gate: "colours",
      part: what,
      expected: hex(wanted),
      got: `${hex(got)} ΔE ${distance.toFixed(2)}`,
      where,
      pass: distance <= evidenceLimits.deltaE,
    });
  }
  if (evidence.height !== undefined && subject.native.height !== undefined) {
    boxError = Math.abs(evidence.height - subject.ours.height);
    rows.push({
      gate: "boxes",
      part: "root",
      expected: `height ${round(evidence.height)}`,
      got: `height ${round(subject.ours.height)}`,
      where,
      pass: boxError <= evidenceLimits.box,
    });
  }
  const failed = rows.filter((row) => !row.pass);
  const reports = evidence.reason
    ? evidence.reason
    : evidence.lossy
      ? "lossy"
      : evidence.confidence !== "high"
        ? `${evidence.confidence} confidence`
        : undefined;
  return {
    widget: evidence.widget,
    state: evidence.state,
    theme: evidence.theme,
    scale: evidence.scale,
    direction: "ltr",
    reference: evidence.reference,
    mismatch: Number((rows.length === 0 ? 0 : failed.length / rows.length).toFixed(6)),
    maxDeltaE: Number(maxDeltaE.toFixed(3)),
    boxError: Number(boxError.toFixed(3)),
    budget: 0,
    allowed: 0,
    sums: { epx: 0, deltaE: 0, pixels: 0 },
    pass: reports !== undefined || failed.length === 0,
    native: subject.prepared.reference.specification.control !== null,
    hash: "",
    ...(reports ? { reason: `Only reports: ${reports}` } : {}),
    failures: failed.map(({ pass: _, ...failure }) => failure),
    rows,
    expected: undefined,
    got: undefined,
    ...(evidence.image ? { capture: { image: evidence.image, scale: evidence.scale, source: where } } : {}),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
