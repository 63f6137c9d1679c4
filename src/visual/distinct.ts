import { groupBy } from "../util/group.ts";
import { withinBudget } from "./budgets.ts";
import { type Comparison, compareState, limits } from "./compare.ts";
import { cut, type DetailedResult, type Drafter, type Stage, type Subject } from "./run.ts";

/** A rendering that another state's reference would let pass: the comparison could not tell the two apart. */
export interface Confusion {
  subject: Subject;
  /** "variant/state" of the reference that it passes against. */
  other: string;
}

/**
 * Holds every rendering against the references of its widget's other states. Two states are only held against each
 * other where they differ natively: by pixels beyond the gates, by a glyph, or by text.
 * @param only indices of the renderings that are asked about; default: all
 */
export function confusions(
  stage: Stage,
  drafter: Drafter,
  judged: DetailedResult[],
  only?: ReadonlySet<number>,
): Confusion[] {
  const budgets = new Map(judged.map((result) => [`${result.widget} ${result.state}`, result.budget]));
  const found: Confusion[] = [];
  const groups = groupBy(stage.subjects, ({ cell }) => `${cell.widget} ${cell.variant}`);
  for (const group of groups.values()) {
    for (const subject of group) {
      if (only && !only.has(subject.index)) continue;
      for (const other of group) {
        if (other === subject || other.native.reason || subject.native.reason) continue;
        const drawing = drafter.draw(other.native, subject.facts, stage.scale, stage.palette);
        if (!drawing || drawing === subject.drawing || sameNatively(subject, other)) continue;
        const rendering =
          drawing.image.width === subject.drawing.image.width &&
          drawing.image.height === subject.drawing.image.height &&
          drawing.glyphs.length === 0
            ? subject.ours
            : cut(stage.surfaces, stage.glyphs, subject.facts, drawing, stage.origin);
        const verdict = compareState(drawing, other.native, rendering, true);
        const budget = budgets.get(`${other.cell.widget} ${other.cell.variant}/${other.cell.state}`) ?? limits.mismatch;
        if (
          verdict.rows.every((row) => row.pass) &&
          withinBudget(verdict.mismatch, budget, drawing.image.width * drawing.image.height)
        ) {
          found.push({ subject, other: `${other.cell.variant}/${other.cell.state}` });
        }
      }
    }
  }
  return found;
}

/** Share of pixels by which two native states must differ to be two. */
const leastDifference = 0.001;

/** Whether the two native states are the same to all four gates. */
function sameNatively(a: Subject, b: Subject): boolean {
  if (JSON.stringify([a.native.text, a.native.texts]) !== JSON.stringify([b.native.text, b.native.texts])) return false;
  if (JSON.stringify(a.drawing.glyphs) !== JSON.stringify(b.drawing.glyphs)) return false;
  if (a.native.width !== b.native.width || a.native.height !== b.native.height) return false;
  if (a.drawing.image.width !== b.drawing.image.width || a.drawing.image.height !== b.drawing.image.height)
    return false;
  const verdict = compareState(
    { ...b.drawing, glyphs: [] },
    { ...b.native, text: undefined, texts: {}, shadow: undefined, width: undefined, height: undefined },
    {
      surfaces: a.drawing.image,
      glyphs: undefined,
      width: 0,
      height: 0,
      text: null,
      texts: {},
      shadow: undefined,
      icons: [],
    },
    true,
  );
  return verdict.rows.every((row) => row.pass) && verdict.mismatch <= leastDifference;
}

/** A state that could be taken for another one fails. */
export function addConfusion(results: DetailedResult[], { cell }: Subject, other: string): void {
  const result = results.find(
    (entry) => entry.widget === cell.widget && entry.state === `${cell.variant}/${cell.state}`,
  );
  if (!result) return;
  const failure: Omit<Comparison, "pass"> = {
    gate: "distinct",
    part: "all",
    expected: `to differ from ${other}`,
    got: "passes against its reference",
    where: "all gates",
  };
  result.rows.push({ ...failure, pass: false });
  result.failures.push(failure);
  result.pass = false;
}
