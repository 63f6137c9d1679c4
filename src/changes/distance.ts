import type { Sums } from "../visual/compare.ts";
import type { Change, Judgement } from "./results.ts";

/** Deviations below this are how renderers round: an edge falls differently where its cell moves on the page. */
const noise = { epx: 0.05, deltaE: 0.05, pixels: 2 } as const;

const measures = ["epx", "deltaE", "pixels"] as const satisfies (keyof Sums)[];

/** "both" where one measure says closer and another farther. */
export type Way = "closer" | "farther" | "both" | "as far";

/** Which way a state moved: by the sums of all gates, and by how many of its comparisons fail. */
export function wayOf(before: Judgement, after: Judgement): Way {
  const steps = [
    ...measures.map((name) => step(after.sums[name] - before.sums[name], noise[name])),
    step(after.failures.length - before.failures.length, 0),
  ];
  const [closer, farther] = [steps.includes(-1), steps.includes(1)];
  return closer && farther ? "both" : closer ? "closer" : farther ? "farther" : "as far";
}

const step = (difference: number, least: number): -1 | 0 | 1 => (difference > least ? 1 : difference < -least ? -1 : 0);

/** Whether any measure got worse. */
export function farther(before: Judgement, after: Judgement): boolean {
  return ["farther", "both"].includes(wayOf(before, after));
}

/** The changes that native has something to say to, by the way they moved, with what all gates add up to. */
export function ways(changed: Pick<Change, "before" | "after">[]): Record<Way, { count: number; sums: Sums }> {
  const none = (): { count: number; sums: Sums } => ({ count: 0, sums: { epx: 0, deltaE: 0, pixels: 0 } });
  const all: Record<Way, { count: number; sums: Sums }> = {
    closer: none(),
    farther: none(),
    both: none(),
    "as far": none(),
  };
  for (const { before, after } of changed) {
    if (!before || !after) continue;
    const entry = all[wayOf(before, after)];
    entry.count++;
    for (const name of measures) entry.sums[name] += after.sums[name] - before.sums[name];
  }
  return all;
}

/** Sums in words: "+1.20 epx, −0.40 ΔE, +12 px"; differences that are none are left out. */
export function describeSums({ epx, deltaE, pixels }: Sums): string {
  const signed = (value: number, digits: number, unit: string): string[] => {
    const text = Math.abs(value).toFixed(digits);
    return Number(text) === 0 ? [] : [`${value < 0 ? "−" : "+"}${text} ${unit}`];
  };
  return [...signed(epx, 2, "epx"), ...signed(deltaE, 2, "ΔE"), ...signed(pixels, 0, "px")].join(", ") || "nothing";
}
