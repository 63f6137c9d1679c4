import type { Direction } from "../references/resolve.ts";
import { budgetSchema } from "../schema/files.ts";
import { readChecked } from "../schema/read.ts";
import { isNamed, kinds, readText } from "../util/read.ts";
import { writeAtomically } from "../util/write.ts";

/** Allowed mismatch by "variant/state", then by theme ("light"; "light@2" at another scale than 1; "light rtl"). */
export type Budgets = Record<string, Record<string, number>>;

/** One measurement that a budget may follow. */
export interface Measured {
  state: string;
  theme: string;
  scale: number;
  direction: Direction;
  mismatch: number;
  /** Whether it may have a budget at all: it passes every other gate, or has a stated reason. */
  acceptable: boolean;
}

export function budgetKey(theme: string, scale: number, direction: Direction): string {
  return `${theme}${scale === 1 ? "" : `@${scale}`}${direction === "ltr" ? "" : ` ${direction}`}`;
}

/** Budgets are kept to a hundredth of a percent, rounded up. */
export function roundUp(mismatch: number): number {
  return Math.ceil(mismatch * 10_000 - 1e-9) / 10_000;
}

/** Pixels beyond a budget that are no regression: a round edge falls differently where its cell moves on the page. */
const slack = 2;

/** @param pixels the size of what was compared */
export function withinBudget(mismatch: number, budget: number, pixels: number): boolean {
  return mismatch <= allowance(budget, pixels);
}

/** What a budget lets pass in all, the pixels of an edge that falls differently included. */
export function allowance(budget: number, pixels: number): number {
  return budget + slack / pixels;
}

/** None where there is no such file. @throws {UserError} with the line, for a file that is not as above */
export function readBudgets(file: string): Budgets {
  if (!isNamed(file)) return {};
  const { $schema: _, ...budgets } = readChecked(file, budgetSchema).value;
  return budgets as Budgets;
}

/**
 * Budgets after a run: lower where less was measured, new where there was none, never higher; those of states that are
 * gone are dropped.
 * @param known every state and theme there is, as "variant/state" and budget key; others that were not measured stay
 */
export function lowered(before: Budgets, measured: Measured[], known: (state: string) => boolean): Budgets {
  const after: Budgets = {};
  for (const [state, themes] of Object.entries(before)) if (known(state)) after[state] = { ...themes };
  for (const { state, theme, scale, direction, mismatch, acceptable } of measured) {
    const key = budgetKey(theme, scale, direction);
    const old = after[state]?.[key];
    const now = roundUp(mismatch);
    if (old === undefined ? acceptable : now < old) after[state] = { ...after[state], [key]: now };
  }
  return after;
}

/** Writes it with sorted keys, one state a line; @returns whether anything changed. */
export function writeBudgets(file: string, budgets: Budgets): boolean {
  const lines = Object.keys(budgets)
    .sort()
    .map((state) => {
      const themes = Object.entries(budgets[state] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
      return `  ${JSON.stringify(state)}: { ${themes.map(([theme, value]) => `${JSON.stringify(theme)}: ${value}`).join(", ")} }`;
    });
  const text = `{\n${lines.join(",\n")}\n}\n`;
  if (isNamed(file) && readText(file, kinds.json) === text) return false;
  if (lines.length === 0) return false;
  writeAtomically(file, text);
  return true;
}
