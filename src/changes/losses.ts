import type { TextSeen } from "./inside.ts";

/** What befell a text between the base and now. */
export type LossKind =
  | "gone"
  | "cut off"
  | "covered"
  | "pushed out"
  | "wrapped"
  | "too faint"
  | "fainter"
  | "scrolls sideways";

/** Texts of one element's kind that the same befell. */
export interface Loss {
  kind: LossKind;
  /** Tag and classes of the first. */
  element: string;
  /** The first such text, shortened. */
  text: string;
  /** How many such texts. */
  count: number;
  /** What was, and what is: "1 line", "2 lines"; "4.6", "3.9 of 4.5". */
  before: string;
  after: string;
  /** Whether the run fails for it; else it is told. */
  fails: boolean;
  /** Of the first, px on the page. */
  box: { x: number; y: number; width: number; height: number };
}

/** One side of a page or a specimen: its texts, each with its contrast where that can be told, and its width. */
export interface Reading {
  texts: (TextSeen & { contrast: number | undefined })[];
  /** CSS px by which the page is wider than its window. */
  sideways: number;
}

/** WCAG's limits: text, and large text. */
export const contrastLimits = { text: 4.5, large: 3 } as const;

/** Share of its contrast that a text that can still be read may lose unnoticed. */
const fading = 0.15;

/** Contrasts are told from whole pixels: what rounds to the limit meets it. */
const rounding = 0.05;

/** What can be read less well than before, the worst first. Both sides have the same elements in the same order. */
export function losses(before: Reading, after: Reading): Loss[] {
  const found = new Map<string, Loss>();
  const add = (
    kind: LossKind,
    { element, text, x, y, width, height }: TextSeen,
    was: string,
    is: string,
    fails = true,
  ): void => {
    const key = [kind, element, was, is].join("\n");
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { kind, element, text, count: 1, before: was, after: is, fails, box: { x, y, width, height } });
  };
  const old = new Map(before.texts.map((text) => [text.node, text]));
  const now = new Map(after.texts.map((text) => [text.node, text]));
  for (const was of before.texts) if (!now.has(was.node)) add("gone", was, "shown", "not shown");
  for (const is of after.texts) {
    const was = old.get(is.node);
    if (!was) {
      if (isFaint(is)) add("too faint", is, "not shown", contrastOf(is));
      continue;
    }
    if (is.cut > was.cut + 1) add("cut off", is, `${was.cut} px`, `${is.cut} px`);
    if (is.covered && !was.covered) add("covered", is, "free", `by ${is.covered}`);
    if (is.out > was.out + 1) add("pushed out", is, `${was.out} px`, `${is.out} px`);
    // A label that breaks is broken; a paragraph only runs on.
    if (is.lines > was.lines) add("wrapped", is, linesOf(was.lines), linesOf(is.lines), was.lines === 1);
    if (isFaint(is) && !isFaint(was)) add("too faint", is, contrastOf(was), contrastOf(is));
    else if (was.contrast !== undefined && is.contrast !== undefined && is.contrast < was.contrast * (1 - fading))
      add("fainter", is, contrastOf(was), contrastOf(is), isFaint(is));
  }
  if (after.sideways > before.sideways + 1)
    found.set("sideways", {
      kind: "scrolls sideways",
      element: "html",
      text: "",
      count: 1,
      before: `${before.sideways} px wider than the window`,
      after: `${after.sideways} px wider`,
      fails: true,
      box: { x: 0, y: 0, width: 0, height: 0 },
    });
  return [...found.values()].sort((a, b) => Number(b.fails) - Number(a.fails) || b.count - a.count);
}

const limitOf = ({ large }: TextSeen): number => (large ? contrastLimits.large : contrastLimits.text);

function isFaint(text: TextSeen & { contrast: number | undefined }): boolean {
  return text.contrast !== undefined && !text.inactive && text.contrast < limitOf(text) - rounding;
}

function contrastOf(text: TextSeen & { contrast: number | undefined }): string {
  return text.contrast === undefined ? "unknown" : `${text.contrast.toFixed(1)} of ${limitOf(text)}`;
}

const linesOf = (count: number): string => (count === 1 ? "1 line" : `${count} lines`);

/** A loss in one line: "12 texts cut off, the first “Printer” (td.text-truncate): 0 px before, 14 px now". */
export function describeLoss({ kind, element, text, count, before, after }: Loss): string {
  if (kind === "scrolls sideways") return `the page scrolls sideways: ${before} before, ${after} now`;
  return `${count === 1 ? "a text" : `${count} texts`} ${kind}${count === 1 ? "" : ", the first"} “${text}” (${element}): ${before} before, ${after} now`;
}
