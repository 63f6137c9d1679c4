import { evaluate, figurePaths, parseExpression } from "../references/expression.ts";
import type { BrushValue, ThemeName } from "../references/facts.ts";
import { NativeData } from "../references/resolve.ts";
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
  ground: BrushValue | undefined;
  stroke: (BrushValue | null)[] | undefined;
  sizing: "inner" | "outer";
  text: BrushValue[] | undefined;
}

const transparent = "#00000000";

/** What the roles ask for, looked up in the references' own data. */
export class Native {
  readonly #data: NativeData;
  readonly #cache = new Map<string, Expected>();

  constructor(data: NativeData = NativeData.load()) {
    this.#data = data;
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
        const entry = this.#data.figure(path);
        if (!entry) throw missing(`@${path}`);
        return typeof entry.value === "number" ? entry.value : entry.value[theme];
      });
    const optional = (figure: Figure | undefined): number | undefined =>
      figure === undefined ? undefined : number(figure);
    const brush = (name: Brush): BrushValue => {
      const entry = this.#data.brush(name, null);
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
      ground: expectation.ground === undefined ? undefined : brush(expectation.ground),
      stroke: paint(expectation.stroke),
      sizing: expectation.sizing ?? "inner",
      text: expectation.text?.map(brush).filter((value) => value !== transparent),
    };
  }
}

/** Every figure path and brush name that the roles ask for, and the file that does. */
export function mentioned(): { figures: string[]; brushes: string[]; file: string } {
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
    for (const name of [
      ...(expectation.fill ?? []),
      ...(expectation.stroke ?? []),
      ...(expectation.text ?? []),
      expectation.ground ?? null,
    ])
      if (name !== null) brushes.add(name);
  };
  for (const role of roles) {
    for (const look of role.looks) {
      take(look);
      for (const state of Object.values(look.states ?? {})) take(state);
    }
  }
  return { figures: [...figures].sort(), brushes: [...brushes].sort(), file: "src/audit/roles.ts" };
}

function missing(name: string): UserError {
  return new UserError(
    `src/references/winui.json lacks ${name}`,
    "Run npx fenetre references sync with FENETRE_FACTS naming WinUI's facts",
    { file: "src/audit/roles.ts" },
  );
}
