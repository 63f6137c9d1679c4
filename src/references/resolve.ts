import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UserError } from "../util/user-error.ts";
import type { FocusThickness } from "./draw.ts";
import { ExpressionError, evaluate, figurePaths, parseExpression } from "./expression.ts";
import { type BrushEntry, type BrushValue, Facts, type FigureEntry, type ThemeName, type WinUi } from "./facts.ts";
import { mentions, type Reference } from "./read.ts";
import type {
  BoxSpecification,
  Brush,
  Figure,
  PartSpecification,
  Pointing,
  TextSpecification,
} from "./specification.ts";

/** Four of a kind, in XAML's order: sides left, top, right, bottom; corners clockwise from the top left. */
export type Four = [number, number, number, number];

/** A native state in numbers (epx) and colours: all that drawing and comparing need. */
export interface NativeState {
  width: number | undefined;
  height: number | undefined;
  /** Opaque, `#rrggbb`, or a system colour. What lies behind a translucent brush is composited already. */
  on: string[];
  parts: NativePart[];
  /** Its layers, nearest first: black, epx. `undefined` where nothing is said of it. */
  shadow: NativeShadow[] | undefined;
  text: NativeText | undefined;
  /** Its other texts, by their names. */
  texts: Record<string, NativeText>;
  focus: NativeFocus | undefined;
  reason: string | undefined;
  /** False where WinUI says nothing of it in this theme. */
  compared: boolean;
}

export interface NativePart {
  name: string;
  shape: PartSpecification["shape"];
  box: ResolvedBox;
  radius: Four;
  fill: BrushValue | undefined;
  stroke: BrushValue | undefined;
  strokeWidth: Four;
  sizing: "inner" | "outer";
  d: string | undefined;
  /** Whether a path is mirrored: from right to left, unless it turns. */
  mirrored?: boolean;
  unmirrored?: boolean;
  points?: Pointing;
  /** A Fluent System Icon, for pictures alone. */
  icon?: string;
  opacity: number;
}

export type ResolvedBox = {
  [side in Exclude<keyof BoxSpecification, "center">]?: number;
} & { center?: "x" | "y" | "both" };

export interface NativeShadow {
  y: number;
  blur: number;
  opacity: number;
}

export interface NativeText {
  size: number;
  weight: number;
  lineHeight: number | undefined;
  colour: string;
  opacity: number;
  /** As `TextSpecification` has them. */
  left: number | undefined;
  right: number | undefined;
  middle: number | undefined;
  top: number | undefined;
  bottom: number | undefined;
  /** Whether family and weight are any. */
  symbol?: boolean;
}

export interface NativeFocus {
  /** FocusVisualMargin: negative is outwards. */
  margin: number;
  radius: number | undefined;
  outer: string;
  inner: string;
}

/** Brushes every reference needs, whether or not it names them. */
export const commonBrushes = {
  on: "SolidBackgroundFillColorBase",
  focusOuter: "FocusStrokeColorOuter",
  focusInner: "FocusStrokeColorInner",
} as const;

/** The focus visual's own figures. */
const focusFigures = {
  outer: "tokens/focusVisual.primaryThicknessPx",
  inner: "tokens/focusVisual.secondaryThicknessPx",
} as const;

/**
 * The figures of a shadow's layers in a theme, as paths: nearest layer first.
 * @param known says whether there is such a figure
 */
function shadowPaths(
  name: string,
  theme: ThemeName,
  known: (path: string) => boolean,
): { y: string; blur: string; opacity: string }[] {
  const layers: { y: string; blur: string; opacity: string }[] = [];
  // An ambient and a directional one at most.
  while (layers.length < 2) {
    const layer = `tokens/shadows.${name}.${theme}.layers[${layers.length}]`;
    if (!known(`${layer}.yOffset`)) break;
    layers.push({ y: `${layer}.yOffset`, blur: `${layer}.blurRadius`, opacity: `${layer}.opacity` });
  }
  return layers;
}

/**
 * The focus rings' thickness, epx.
 * @throws {UserError} when winui.json was not synced
 */
export function focusThickness(data: NativeData): FocusThickness {
  const figure = (path: string): number => {
    const value = data.figure(path)?.value;
    if (typeof value !== "number") throw new UserError(`winui.json lacks ${path}`, "Run npx fenetre references sync");
    return value;
  };
  return { outer: figure(focusFigures.outer), inner: figure(focusFigures.inner) };
}

const winUiFile = fileURLToPath(new URL("winui.json", import.meta.url));

/** The references' own data; what it lacks is taken from the facts of FENETRE_FACTS, if the environment names them. */
export class NativeData {
  readonly #facts: Facts | undefined;
  /** What had to be taken from the facts because winui.json lacks it. */
  readonly missing = new Set<string>();

  constructor(
    readonly winui: WinUi,
    facts: Facts | undefined = undefined,
  ) {
    this.#facts = facts;
  }

  static load(): NativeData {
    const winui = existsSync(winUiFile)
      ? (JSON.parse(readFileSync(winUiFile, "utf8")) as WinUi)
      : { repository: "", commit: "", licence: "", figures: {}, brushes: {} };
    return new NativeData(winui, Facts.fromEnvironment());
  }

  figure(path: string): FigureEntry | undefined {
    const own = this.winui.figures[path];
    if (own) return own;
    const found = this.#facts?.figure(path);
    if (found) this.missing.add(`@${path}`);
    return found;
  }

  brush(name: string, control: string | null): BrushEntry | undefined {
    const slash = name.includes("/");
    const own =
      (control && !slash ? this.winui.brushes[`${control}/${name}`] : undefined) ??
      this.winui.brushes[slash ? name : `tokens/${name}`];
    if (own) return own;
    const found = this.#facts?.brush(name, control)?.entry;
    if (found) this.missing.add(name);
    return found;
  }

  get canLookUp(): boolean {
    return this.#facts !== undefined;
  }
}

/**
 * What `references sync` writes: the figures and brushes that these references and the audit's roles name, from the facts.
 * @param asked what is named elsewhere: figures by their path, brushes as `<Control>/<key>` or `tokens/<key>`
 */
export function collect(
  references: Reference[],
  facts: Facts,
  asked: { figures: string[]; brushes: string[]; file: string } = { figures: [], brushes: [], file: "" },
): { winui: WinUi; errors: UserError[] } {
  const figures: Record<string, FigureEntry> = {};
  const brushes: Record<string, BrushEntry> = {};
  const errors: UserError[] = [];
  const common = (key: string): void => {
    const found = facts.brush(key, null);
    if (found) brushes[found.name] = found.entry;
  };
  for (const key of Object.values(commonBrushes)) common(key);
  for (const path of Object.values(focusFigures)) figures[path] = facts.figure(path) as FigureEntry;
  for (const reference of references) {
    const { control } = reference.specification;
    const named = mentions(reference.specification);
    try {
      if (control && !facts.hasControl(control)) {
        throw new UserError(
          `the facts know no control "${control}"`,
          "Name a file of controls/, or null",
          reference.place("control"),
        );
      }
      for (const { value, path } of named.figures) {
        for (const figurePath of pathsOf(value, reference, path)) {
          const entry = facts.figure(figurePath);
          if (!entry) throw unknownFigure(figurePath, reference, path);
          figures[figurePath] = entry;
        }
      }
      for (const { value, path } of named.shadows) {
        for (const theme of ["light", "dark"] as const) {
          const layers = shadowPaths(value, theme, (layer) => facts.figure(layer) !== undefined);
          if (layers.length === 0) throw unknownFigure(`tokens/shadows.${value}`, reference, path);
          for (const layer of layers.flatMap((each) => Object.values(each)))
            figures[layer] = facts.figure(layer) as FigureEntry;
        }
      }
      for (const { value, path } of named.brushes) {
        const found = facts.brush(value, control);
        if (!found) throw unknownBrush(value, reference, path);
        brushes[found.name] = found.entry;
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push(error);
    }
  }
  for (const path of asked.figures) {
    const entry = facts.figure(path);
    if (entry) figures[path] = entry;
    else errors.push(new UserError(`unknown figure @${path}`, "Name a path of the facts", { file: asked.file }));
  }
  for (const name of asked.brushes) {
    const found = facts.brush(name, null);
    if (found) brushes[found.name] = found.entry;
    else errors.push(new UserError(`unknown brush ${name}`, "Name Control/Key or tokens/Key", { file: asked.file }));
  }
  const sorted = <T>(table: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    winui: {
      ...facts.meta,
      figures: sorted(figures),
      brushes: sorted(brushes),
    },
    errors,
  };
}

function pathsOf(figure: Figure, reference: Reference, path: (string | number)[]): string[] {
  try {
    return figurePaths(parseExpression(figure));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new UserError(error.message, 'Write it as "@Control/path + 1"', reference.place(...path));
  }
}

function unknownFigure(figure: string, reference: Reference, path: (string | number)[], synced = true): UserError {
  const remedy = synced
    ? "Name a path of the facts: controls/<Control>.json below its name, tokens.json below tokens"
    : "Run npx fenetre references sync with FENETRE_FACTS naming WinUI's facts";
  return new UserError(`unknown figure @${figure}`, remedy, reference.place(...path));
}

function unknownBrush(brush: string, reference: Reference, path: (string | number)[], synced = true): UserError {
  const remedy = synced
    ? "Name a resource key of the control, a common brush, or Other/Key"
    : "Run npx fenetre references sync with FENETRE_FACTS naming WinUI's facts";
  return new UserError(`unknown brush ${brush}`, remedy, reference.place(...path));
}

/**
 * One state of one variant in numbers and colours.
 * @throws {UserError} at the line of a figure or brush that is not known
 */
export function resolveState(
  reference: Reference,
  variantName: string,
  stateName: string,
  theme: ThemeName,
  data: NativeData,
): NativeState | undefined {
  const { specification } = reference;
  const variant = specification.variants[variantName];
  const state = variant?.states[stateName];
  if (!variant || !state) return undefined;
  const variantPath = ["variants", variantName];
  const statePath = [...variantPath, "states", stateName];
  type Path = (string | number)[];

  const number = (figure: Figure, path: Path): number => {
    try {
      const value = evaluate(parseExpression(figure), (figurePath) => {
        const entry = data.figure(figurePath);
        if (!entry) throw unknownFigure(figurePath, reference, path, data.canLookUp);
        return typeof entry.value === "number" ? entry.value : entry.value[theme];
      });
      if (!Number.isFinite(value)) throw new ExpressionError(`the figure "${figure}" is not a finite number`);
      return value;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new UserError(error.message, 'Write it as "@Control/path + 1"', reference.place(...path));
    }
  };
  const brush = (name: Brush, path: Path): BrushValue => {
    const entry = data.brush(name, specification.control);
    if (!entry) throw unknownBrush(name, reference, path, data.canLookUp);
    return entry[theme];
  };
  const flat = (name: Brush, path: Path): string => {
    const value = brush(name, path);
    return typeof value === "string" ? value : (value.stops.at(-1)?.colour ?? "#00000000");
  };
  const four = (value: Figure | [Figure, Figure, Figure, Figure] | undefined, path: Path): Four => {
    if (value === undefined) return [0, 0, 0, 0];
    if (!Array.isArray(value)) {
      const single = number(value, path);
      return [single, single, single, single];
    }
    return value.map((item, index) => number(item, [...path, index])) as Four;
  };
  const boxOf = (box: BoxSpecification | undefined, path: Path): ResolvedBox => {
    const resolved: ResolvedBox = {};
    for (const [side, value] of Object.entries(box ?? {})) {
      if (side === "center") resolved.center = value as "x" | "y" | "both";
      else resolved[side as "left"] = number(value as Figure, [...path, side]);
    }
    return resolved;
  };

  const parts = variant.parts.flatMap((rest, index): NativePart[] => {
    const delta = state.parts?.[rest.name];
    if (delta === null) return [];
    const part = { ...rest, ...delta };
    const path = (field: string): Path =>
      delta && field in delta ? [...statePath, "parts", rest.name, field] : [...variantPath, "parts", index, field];
    const paint = (field: "fill" | "stroke"): BrushValue | undefined => {
      const name = part[field];
      return name === null || name === undefined ? undefined : brush(name, path(field));
    };
    return [
      {
        name: part.name,
        shape: part.shape,
        box: boxOf(part.box, path("box")),
        radius: four(part.radius, path("radius")),
        fill: paint("fill"),
        stroke: paint("stroke"),
        strokeWidth: four(part.strokeWidth, path("strokeWidth")),
        sizing: part.sizing ?? "inner",
        d: part.d,
        opacity: part.opacity === undefined ? 1 : number(part.opacity, path("opacity")),
        ...(part.unmirrored ? { unmirrored: true } : {}),
        ...(part.points ? { points: part.points } : {}),
        ...(part.icon ? { icon: part.icon } : {}),
      },
    ];
  });

  const textOf = (
    whole: TextSpecification,
    delta: Partial<TextSpecification> | undefined,
    where: string[],
  ): NativeText => {
    const text = { ...whole, ...delta };
    const path = (field: string): Path => [...(delta && field in delta ? statePath : variantPath), ...where, field];
    const optional = (
      field: "lineHeight" | "opacity" | "left" | "right" | "middle" | "top" | "bottom",
    ): number | undefined => (text[field] === undefined ? undefined : number(text[field], path(field)));
    return {
      size: number(text.size, path("size")),
      weight: number(text.weight, path("weight")),
      lineHeight: optional("lineHeight"),
      colour: flat(text.brush, path("brush")),
      opacity: optional("opacity") ?? 1,
      left: optional("left"),
      right: optional("right"),
      middle: optional("middle"),
      top: optional("top"),
      bottom: optional("bottom"),
    };
  };
  const texts = Object.entries(variant.texts ?? {}).flatMap(([name, whole]): [string, NativeText][] => {
    const delta = state.texts?.[name];
    return delta === null
      ? []
      : [[name, { ...textOf(whole, delta, ["texts", name]), ...(whole.symbol ? { symbol: true } : {}) }]];
  });

  const shadowOf = (name: string): NativeShadow[] => {
    if (theme === "high-contrast") return [];
    const path = [...variantPath, "shadow"];
    const layers = shadowPaths(name, theme, (layer) => data.figure(layer) !== undefined);
    if (layers.length === 0) throw unknownFigure(`tokens/shadows.${name}`, reference, path, data.canLookUp);
    return layers.map(({ y, blur, opacity }) => ({
      y: number(`@${y}`, path),
      blur: number(`@${blur}`, path),
      opacity: number(`@${opacity}`, path),
    }));
  };

  const size = (field: "width" | "height"): number | undefined => {
    if (state[field] !== undefined) return number(state[field], [...statePath, field]);
    return variant[field] === undefined ? undefined : number(variant[field], [...variantPath, field]);
  };
  const base = flat(commonBrushes.on, []);
  return {
    width: size("width"),
    height: size("height"),
    on: variant.on ? [base, flat(variant.on, [...variantPath, "on"])] : [base],
    parts,
    shadow: variant.shadow === undefined ? undefined : shadowOf(variant.shadow),
    text: variant.text && textOf(variant.text, state.text, ["text"]),
    texts: Object.fromEntries(texts),
    focus:
      state.focus === undefined
        ? undefined
        : {
            margin: number(state.focus, [...statePath, "focus"]),
            radius:
              state.focusRadius === undefined ? undefined : number(state.focusRadius, [...statePath, "focusRadius"]),
            outer: flat(commonBrushes.focusOuter, []),
            inner: flat(commonBrushes.focusInner, []),
          },
    reason: state.reason,
    compared: variant.themes?.includes(theme) ?? true,
  };
}

/** Writing directions, as CSS names them. */
export const directions = ["ltr", "rtl"] as const;
export type Direction = (typeof directions)[number];

/** The state as XAML lays it out with FlowDirection RightToLeft: mirrored, but for glyphs, which are only placed. */
export function mirrored(state: NativeState): NativeState {
  return {
    ...state,
    parts: state.parts.map((part) => {
      const { left, right, ...box } = part.box;
      const points = part.points === "left" ? "right" : part.points === "right" ? "left" : part.points;
      const [topLeft, topRight, bottomRight, bottomLeft] = part.radius;
      const [start, top, end, bottom] = part.strokeWidth;
      // What only has a width stands at the start.
      const atStart = box.width !== undefined && right === undefined && box.center !== "x" && box.center !== "both";
      const newRight = left ?? (atStart ? 0 : undefined);
      const newLeft = box.width !== undefined && left !== undefined && box.center === undefined ? undefined : right;
      return {
        ...part,
        box: {
          ...box,
          ...(newLeft === undefined ? {} : { left: newLeft }),
          ...(newRight === undefined ? {} : { right: newRight }),
        },
        radius: [topRight, topLeft, bottomLeft, bottomRight],
        strokeWidth: [end, top, start, bottom],
        mirrored: !part.unmirrored,
        ...(points ? { points } : {}),
      };
    }),
  };
}
