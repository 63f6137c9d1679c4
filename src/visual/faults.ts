import path from "node:path";
import type { Browser } from "@playwright/test";
import type { Declaration, Rule } from "postcss";
import valueParser from "postcss-value-parser";
import type { ThemeName } from "../references/facts.ts";
import type { NativeData } from "../references/resolve.ts";
import { roundUp, withinBudget } from "./budgets.ts";
import { Comparator } from "./comparator.ts";
import { compareState, deltaE, limits } from "./compare.ts";
import { type Sheet, themeSheets } from "./page.ts";
import { decodePng, pixel, type Raster } from "./raster.ts";
import { cut, type Prepared, type RunOptions, type Subject } from "./run.ts";

export type FaultKind = "length" | "border" | "colour" | "radius" | "state";

/** A deliberate mistake in one widget's CSS. */
export interface Fault {
  kind: FaultKind;
  sheet: number;
  /** What was done: ".btn { padding-block: 5px -> 6px }" */
  what: string;
  css: string;
}

export interface FaultOutcome {
  widget: string;
  theme: ThemeName;
  fault: Omit<Fault, "css" | "sheet">;
  /** "unseen" faults change nothing that is rendered: they are none. */
  outcome: "caught" | "missed" | "unseen";
  /** The first state and gate that caught it. */
  by?: string;
}

/** Colour differences below this are not the fault that was asked for. */
const seededDeltaE = 1.5;
/** More than a level of 255, which `deltaE` takes for rounding. */
const roundingDeltaE = 0.01;
/** The same where thin text, which no pixel shows in its whole colour, or a shadow is all that differs. */
const seededTextDeltaE = 1;

const statePattern =
  /:(hover|active|focus|focus-visible|focus-within|disabled|checked|indeterminate|read-only|invalid|user-invalid)\b|\.(active|show|disabled|selected|is-invalid|checked)\b|\[(open|disabled|readonly|selected|checked|aria-\w+)/;

/** Every fault that can be seeded into the sheets of a folder. */
export function seedFaults(sheets: Sheet[], folder: string): Fault[] {
  const colours = new Set<string>();
  for (const sheet of sheets) {
    if (!/[\\/]tokens[\\/](colour|accent|elevation)\.css$/.test(sheet.file)) continue;
    for (const [, name] of sheet.css.matchAll(/(--win-(?!shadow)[\w-]+)\s*:/g)) colours.add(name as string);
  }
  return sheets.flatMap((sheet, index) =>
    sheet.file.startsWith(folder + path.sep) ? faultsOf(sheet, index, colours) : [],
  );
}

function faultsOf(sheet: Sheet, index: number, colours: Set<string>): Fault[] {
  const faults: Fault[] = [];
  const css = (): string => sheet.nodes.map(String).join("\n");
  const add = (kind: FaultKind, what: string): void => void faults.push({ kind, sheet: index, what, css: css() });
  const declaration = (decl: Declaration, kind: FaultKind, value: string): void => {
    const before = decl.value;
    decl.value = value;
    add(kind, `${selectorOf(decl)} { ${decl.prop}: ${before} -> ${value} }`);
    decl.value = before;
  };
  const visitDeclaration = (decl: Declaration): void => {
    if (/^(transition|animation|content|mask|font-family|will-change)/.test(decl.prop)) return;
    if (/^border.*radius$/.test(decl.prop)) {
      declaration(decl, "radius", radiusOff(decl.value));
      return;
    }
    for (const value of lengthsOff(decl.value)) declaration(decl, "length", value);
    if (
      /^(border(-(block|inline|top|right|bottom|left))?(-(start|end))?(-width)?|outline|box-shadow)$/.test(decl.prop) &&
      !/^(0|none)\b/.test(decl.value)
    ) {
      declaration(decl, "border", /shadow|outline/.test(decl.prop) ? "none" : "0");
    }
    const colour = colourOff(decl.value, colours);
    if (colour) declaration(decl, "colour", colour);
  };
  const visitRule = (rule: Rule): void => {
    if (!statePattern.test(rule.selector.replace(/:not\([^)]*\)/g, ""))) return;
    const { nodes } = rule;
    rule.nodes = [];
    add("state", `${short(rule.selector)} dropped`);
    rule.nodes = nodes;
  };
  for (const node of sheet.nodes) {
    // Forced colours are another theme than the one that is shot.
    if (node.type === "atrule" && /forced-colors|prefers-contrast|print/.test(node.params)) continue;
    if (node.type === "rule") {
      visitRule(node);
      node.walkDecls(visitDeclaration);
    } else if (node.type === "atrule" && !/keyframes|font-face|property/.test(node.name)) {
      node.walkRules(visitRule);
      node.walkDecls(visitDeclaration);
    }
  }
  return faults;
}

function selectorOf(decl: Declaration): string {
  return decl.parent?.type === "rule" ? short((decl.parent as Rule).selector) : "";
}

function short(selector: string): string {
  const plain = selector.replaceAll(":not(#fenetre#fenetre#fenetre)", "").replace(/\s+/g, " ");
  return plain.length > 80 ? `${plain.slice(0, 77)}...` : plain;
}

/** The value with each of its lengths one px longer, one at a time. */
function lengthsOff(value: string): string[] {
  const parsed = valueParser(value);
  const lengths: valueParser.WordNode[] = [];
  parsed.walk((node) => {
    if (node.type === "function" && node.value === "url") return false;
    if (node.type === "word" && /^-?[\d.]+px$/.test(node.value)) lengths.push(node);
    return undefined;
  });
  return lengths.map((node) => {
    const before = node.value;
    node.value = `${Number.parseFloat(before) + 1}px`;
    const changed = parsed.toString();
    node.value = before;
    return changed;
  });
}

function radiusOff(value: string): string {
  const parsed = valueParser(value);
  for (const node of parsed.nodes) {
    if (node.type === "space" || node.type === "div") continue;
    const text = valueParser.stringify(node);
    Object.assign(node, { type: "word", value: text === "0" ? "2px" : `calc(${text} + 2px)` });
  }
  return parsed.toString();
}

/**
 * Its first colour token a little darker and less transparent: ΔE 2 or more where it is painted. What is transparent
 * white would stay unseen on a light ground, so that there the darker the more transparent it is; the dark theme's
 * black can only get lighter.
 */
function colourOff(value: string, colours: Set<string>): string | undefined {
  const token = [...value.matchAll(/var\((--win-[\w-]+)\)/g)].find(([, name]) => colours.has(name as string))?.[0];
  if (!token) return undefined;
  const off = (lightness: string): string => `oklab(from ${token} calc(${lightness}) a b / min(1, alpha * 1.2 + 0.04))`;
  return value.replace(
    token,
    `light-dark(${off("l - 0.04 - 0.5 * (1 - alpha)")}, ${off("l + clamp(-0.04, (0.1 - l) * 100, 0.18)")})`,
  );
}

/**
 * Seeds every fault into a widget, one at a time, and sees whether the comparison notices.
 * @param sheets the theme, compiled: the same for every widget
 */
export async function tryFaults(
  browser: Browser,
  prepared: Prepared,
  data: NativeData,
  options: RunOptions,
  theme: ThemeName,
  sheets: Sheet[] = themeSheets(options.theme, options.host),
): Promise<FaultOutcome[]> {
  const comparator = await Comparator.open(browser, [prepared], data, options, sheets);
  try {
    const shots = await comparator.shoot(theme, 1);
    const stage = comparator.drafter.stage(shots);
    // With text, glyphs and shadows: what a user sees.
    const seen = await comparator.page.capture("whole");
    const wholeBefore = decodePng(seen);
    const before = stage.subjects.map((subject) => ({ subject, ...gates(subject, 1) }));
    const budgets = before.map(({ mismatch }) => roundUp(mismatch));
    const outcomes: FaultOutcome[] = [];
    for (const { sheet, css, ...fault } of seedFaults(sheets, prepared.widget.folder)) {
      await comparator.page.replaceSheet(sheet, css);
      const shot = await comparator.page.capture("whole");
      const after = comparator.drafter.stage(await comparator.reshoot(shots));
      const wholeAfter = shot.equals(seen) ? wholeBefore : decodePng(shot);
      const outcome: FaultOutcome = { widget: prepared.widget.name, theme, fault, outcome: "unseen" };
      for (const [index, subject] of after.subjects.entries()) {
        const old = before.find((entry) => entry.subject.index === subject.index);
        if (!old) continue;
        const wholes = [
          [wholeBefore, old.subject],
          [wholeAfter, subject],
        ] as const;
        const [was, is] = wholes.map(([raster, { facts, drawing }]) => cut(raster, undefined, facts, drawing).surfaces);
        const colour = fault.kind === "colour";
        if (!isChanged(old.subject, subject, colour) && !differ(was, is, colour ? seededTextDeltaE : roundingDeltaE))
          continue;
        if (outcome.outcome === "unseen") outcome.outcome = "missed";
        const now = gates(subject, budgets[index] ?? limits.mismatch);
        const news = now.failed.find((name) => !old.failed.includes(name));
        if (!news) continue;
        outcome.outcome = "caught";
        outcome.by = `${subject.cell.variant}/${subject.cell.state} ${news}`;
        break;
      }
      if (after.subjects.length < stage.subjects.length)
        Object.assign(outcome, { outcome: "caught", by: "not laid out" });
      outcomes.push(outcome);
      await comparator.page.replaceSheet(sheet, (sheets[sheet] as Sheet).css);
    }
    return outcomes;
  } finally {
    await comparator.page.close();
  }
}

function gates(subject: Subject, budget: number): { failed: string[]; mismatch: number } {
  const verdict = compareState(subject.drawing, subject.native, subject.ours);
  const failed = verdict.rows.filter((row) => !row.pass).map((row) => `${row.gate}: ${row.part} ${row.where}`);
  const { width, height } = subject.drawing.image;
  if (!withinBudget(verdict.mismatch, budget, width * height)) failed.push("surfaces");
  return { failed, mismatch: verdict.mismatch };
}

/** Whether anything is rendered or computed differently; for a colour, by enough to be the fault that was meant. */
function isChanged(before: Subject, after: Subject, colour: boolean): boolean {
  const facts = ({ native, ours }: Subject): string => {
    const { width, height, shadow, text, texts, icons, surfaces, glyphs } = ours;
    // An icon's own element counts where the theme paints no glyph in its place.
    const painted = !glyphs || Buffer.compare(surfaces.data, glyphs.data) !== 0;
    return JSON.stringify([width, height, shadow, native.text && text, texts, !painted && icons]);
  };
  if (facts(before) !== facts(after)) return true;
  const by = colour ? seededDeltaE : roundingDeltaE;
  return differ(before.ours.surfaces, after.ours.surfaces, by) || differ(before.ours.glyphs, after.ours.glyphs, by);
}

function differ(a: Raster | undefined, b: Raster | undefined, by: number): boolean {
  if (!a || !b) return false;
  if (a.width !== b.width || a.height !== b.height) return true;
  if (Buffer.compare(a.data, b.data) === 0) return false;
  for (let at = 0; at < a.width * a.height; at++) {
    const x = at % a.width;
    const y = (at - x) / a.width;
    if (
      a.data[at * 4] === b.data[at * 4] &&
      a.data[at * 4 + 1] === b.data[at * 4 + 1] &&
      a.data[at * 4 + 2] === b.data[at * 4 + 2]
    )
      continue;
    if (deltaE(pixel(a, x, y), pixel(b, x, y)) >= by) return true;
  }
  return false;
}
