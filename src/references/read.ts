import { readChecked } from "../schema/read.ts";
import { referenceSchema } from "../schema/reference.ts";
import { quoted } from "../util/escape.ts";
import { type Place, UserError } from "../util/user-error.ts";
import type { Brush, Figure, ReferenceSpecification } from "./specification.ts";

/** A `<widget>.reference.json`, read and checked for its form; figures and brushes are not yet looked up. */
export interface Reference {
  file: string;
  specification: ReferenceSpecification;
  /** Where a part of it stands in the file. */
  place: (...path: (string | number)[]) => Place;
}

/** A figure or brush that a specification names, and where. */
export interface Mention<T> {
  value: T;
  path: (string | number)[];
}

/** @throws {UserError} with file and line, when it is not of the form that src/schema/reference.ts gives */
export function readReference(file: string): Reference {
  const { value, place } = readChecked(file, referenceSchema);
  const { $schema: _, ...specification } = value;
  checkNames(specification, place);
  return { file, specification, place };
}

/** What no schema says: each part's name is its own, and states name parts and texts that there are. */
function checkNames({ control, variants }: ReferenceSpecification, place: Reference["place"]): void {
  for (const [variant, { themes, parts, texts, states }] of Object.entries(variants)) {
    const at = (...path: (string | number)[]): Place => place("variants", variant, ...path);
    if (themes && control !== null)
      throw new UserError("a widget of WinUI's is compared in every theme", 'Remove "themes"', at("themes"));
    const names = new Set<string>();
    for (const [index, { name }] of parts.entries()) {
      if (names.has(name))
        throw new UserError(
          `two parts are called "${name}"`,
          "Give each a name of its own",
          at("parts", index, "name"),
        );
      names.add(name);
    }
    const textNames = new Set(Object.keys(texts ?? {}));
    if (textNames.has("text"))
      throw new UserError('another text is called "text"', 'Name what it is: "header", "shortcut" ...', at("texts"));
    for (const [state, { parts: deltas, texts: textDeltas }] of Object.entries(states)) {
      for (const [what, known, given] of [
        ["part", names, deltas],
        ["text", textNames, textDeltas],
      ] as const) {
        const unknown = Object.keys(given ?? {}).find((name) => !known.has(name));
        if (unknown !== undefined)
          throw new UserError(
            `variant "${variant}" has no ${what} ${quoted(unknown)}`,
            known.size > 0 ? `Name one of: ${[...known].join(", ")}` : "Remove it",
            at("states", state, `${what}s`, unknown),
          );
      }
    }
  }
}

/** Every figure and brush that a specification names, each with its place. */
export function mentions(specification: ReferenceSpecification): {
  figures: Mention<Figure>[];
  brushes: Mention<Brush>[];
  shadows: Mention<string>[];
} {
  const figures: Mention<Figure>[] = [];
  const brushes: Mention<Brush>[] = [];
  const shadows: Mention<string>[] = [];
  type Path = (string | number)[];
  const figure = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) value.forEach((item, index) => void figure(item, [...path, index]));
    else if (typeof value === "number" || typeof value === "string") figures.push({ value, path });
  };
  const brush = (value: unknown, path: Path): void => {
    if (typeof value === "string") brushes.push({ value, path });
  };
  const each = (object: object | undefined | null, names: string[], path: Path, take: typeof figure): void => {
    for (const name of names) {
      const value = (object as Record<string, unknown> | undefined)?.[name];
      if (value !== undefined && value !== null) take(value, [...path, name]);
    }
  };
  const part = (value: object | null, path: Path): void => {
    each(value, ["radius", "strokeWidth", "opacity"], path, figure);
    each(value, ["fill", "stroke"], path, brush);
    const box = (value as { box?: object } | null)?.box;
    each(box, ["left", "right", "top", "bottom", "width", "height"], [...path, "box"], figure);
  };
  const text = (value: object | undefined | null, path: Path): void => {
    each(value, ["size", "weight", "lineHeight", "opacity", "left", "right", "middle", "top", "bottom"], path, figure);
    each(value, ["brush"], path, brush);
  };
  const texts = (values: Record<string, object | null> | undefined, path: Path): void => {
    for (const [name, value] of Object.entries(values ?? {})) text(value, [...path, name]);
  };
  for (const [variantName, variant] of Object.entries(specification.variants)) {
    const path = ["variants", variantName];
    each(variant, ["width", "height"], path, figure);
    each(variant, ["on"], path, brush);
    if (variant.shadow !== undefined) shadows.push({ value: variant.shadow, path: [...path, "shadow"] });
    variant.parts.forEach((value, index) => void part(value, [...path, "parts", index]));
    text(variant.text, [...path, "text"]);
    texts(variant.texts, [...path, "texts"]);
    for (const [stateName, state] of Object.entries(variant.states)) {
      const statePath = [...path, "states", stateName];
      each(state, ["width", "height", "focus", "focusRadius"], statePath, figure);
      text(state.text, [...statePath, "text"]);
      texts(state.texts, [...statePath, "texts"]);
      for (const [name, value] of Object.entries(state.parts ?? {})) part(value, [...statePath, "parts", name]);
    }
  }
  return { figures, brushes, shadows };
}
