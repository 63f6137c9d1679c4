import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { evaluate, figurePaths, parseExpression } from "../references/expression.ts";
import {
  type BrushEntry,
  type BrushValue,
  Facts,
  type FigureEntry,
  type ThemeName,
  type WinUi,
} from "../references/facts.ts";
import type { Brush, Figure } from "../references/specification.ts";
import { UserError } from "../util/user-error.ts";
import { type Expectation, type Look, roles } from "./roles.ts";

/** A look's expectation in numbers (epx) and colours, for one theme. */
export interface Expected {
  height: number | undefined;
  minHeight: number | undefined;
  width: number | undefined;
  radius: number | "full" | undefined;
  font: { size: number; weight: number }[] | undefined;
  fill: (BrushValue | null)[] | undefined;
  stroke: (BrushValue | null)[] | undefined;
  sizing: "inner" | "outer";
  text: BrushValue[] | undefined;
}

const file = fileURLToPath(new URL("winui.json", import.meta.url));
const transparent = "#00000000";

/** The roles' own extract of WinUI's figures and brushes, in the format of the references' `winui.json`. */
export class Native {
  readonly #winui: WinUi;
  readonly #cache = new Map<string, Expected>();

  readonly #facts: Facts | undefined;

  /** @param facts what the extract lacks is taken from them: while roles are being written, before `--sync` */
  constructor(winui: WinUi, facts: Facts | undefined = undefined) {
    this.#winui = winui;
    this.#facts = facts;
  }

  /** @throws {UserError} when the extract is missing */
  static load(): Native {
    if (!existsSync(file)) {
      throw new UserError(
        "src/audit/winui.json is missing",
        "Set FENETRE_FACTS to the folder of WinUI's facts and run fenetre audit --sync",
      );
    }
    return new Native(JSON.parse(readFileSync(file, "utf8")) as WinUi, Facts.fromEnvironment());
  }

  /** What a role's look asks for in a state. */
  expected(role: number, look: number, state: string | undefined, theme: ThemeName): Expected {
    const key = [role, look, state, theme].join();
    let expected = this.#cache.get(key);
    if (!expected) {
      const rest = roles[role]?.looks[look] as Look;
      const merged: Expectation = { ...rest, ...(state === undefined ? {} : rest.states?.[state]) };
      expected = this.#resolve(merged, theme);
      this.#cache.set(key, expected);
    }
    return expected;
  }

  #resolve(expectation: Expectation, theme: ThemeName): Expected {
    const number = (figure: Figure): number =>
      evaluate(parseExpression(figure), (path) => {
        const entry = this.#winui.figures[path] ?? this.#facts?.figure(path);
        if (!entry) throw missing(`@${path}`);
        return typeof entry.value === "number" ? entry.value : entry.value[theme];
      });
    const optional = (figure: Figure | undefined): number | undefined =>
      figure === undefined ? undefined : number(figure);
    const brush = (name: Brush): BrushValue => {
      const entry = this.#winui.brushes[name] ?? this.#facts?.brush(name, null)?.entry;
      if (!entry) throw missing(name);
      return entry[theme];
    };
    const paint = (list: (Brush | null)[] | undefined): (BrushValue | null)[] | undefined =>
      list
        ?.map((name) => (name === null ? null : brush(name)))
        .map((value) => (typeof value === "string" && value.endsWith("00") && value.length === 9 ? null : value));
    return {
      height: optional(expectation.height),
      minHeight: optional(expectation.minHeight),
      width: optional(expectation.width),
      radius: expectation.radius === "full" ? "full" : optional(expectation.radius),
      font: expectation.font?.map(({ size, weight }) => ({ size: number(size), weight: number(weight) })),
      fill: paint(expectation.fill),
      stroke: paint(expectation.stroke),
      sizing: expectation.sizing ?? "inner",
      text: expectation.text?.map(brush).filter((value) => value !== transparent),
    };
  }
}

/** Every figure path and brush name that the roles ask for. */
export function mentioned(): { figures: string[]; brushes: string[] } {
  const figures = new Set<string>();
  const brushes = new Set<string>();
  const take = (expectation: Expectation): void => {
    const all = [
      expectation.height,
      expectation.minHeight,
      expectation.width,
      expectation.radius === "full" ? undefined : expectation.radius,
      ...(expectation.font ?? []).flatMap(({ size, weight }) => [size, weight]),
    ];
    for (const figure of all)
      if (figure !== undefined) for (const path of figurePaths(parseExpression(figure))) figures.add(path);
    for (const name of [...(expectation.fill ?? []), ...(expectation.stroke ?? []), ...(expectation.text ?? [])])
      if (name !== null) brushes.add(name);
  };
  for (const role of roles) {
    for (const look of role.looks) {
      take(look);
      for (const state of Object.values(look.states ?? {})) take(state);
    }
  }
  return { figures: [...figures].sort(), brushes: [...brushes].sort() };
}

/**
 * Takes over from WinUI's facts what the roles name, and nothing else.
 * @throws {UserError} when the facts know no such figure or brush
 */
export function synchronise(facts: Facts | undefined = Facts.fromEnvironment()): { figures: number; brushes: number } {
  if (!facts) throw new UserError("FENETRE_FACTS is not set", "Let it name the folder of WinUI's facts");
  const named = mentioned();
  const figures: Record<string, FigureEntry> = {};
  const brushes: Record<string, BrushEntry> = {};
  const unknown: string[] = [];
  for (const path of named.figures) {
    const entry = facts.figure(path);
    if (entry) figures[path] = entry;
    else unknown.push(`@${path}`);
  }
  for (const name of named.brushes) {
    const entry = facts.brush(name, null)?.entry;
    if (entry) brushes[name] = entry;
    else unknown.push(name);
  }
  if (unknown.length > 0)
    throw new UserError(`the facts do not know ${unknown.join(", ")}`, "Correct the names", {
      file: "src/audit/roles.ts",
    });
  const winui: WinUi = { ...facts.meta, figures, brushes };
  writeFileSync(file, `${JSON.stringify(winui, null, 2)}\n`);
  return { figures: named.figures.length, brushes: named.brushes.length };
}

function missing(name: string): UserError {
  return new UserError(
    `${name} is not among the roles' figures`,
    "Set FENETRE_FACTS to the folder of WinUI's facts and run fenetre audit --sync",
    { file: "src/audit/winui.json" },
  );
}
