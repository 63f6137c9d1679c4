import { findNodeAtLocation, type Node } from "jsonc-parser";
import { readJsonObject } from "../util/json.ts";
import { type Place, UserError } from "../util/user-error.ts";
import { themeNames } from "./facts.ts";
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

const fields = {
  specification: ["$schema", "widget", "control", "relative", "note", "variants"],
  variant: ["width", "height", "on", "themes", "parts", "shadow", "text", "texts", "states", "note"],
  state: ["width", "height", "parts", "text", "texts", "focus", "focusRadius", "reason", "note"],
  part: [
    "name",
    "shape",
    "box",
    "radius",
    "fill",
    "stroke",
    "strokeWidth",
    "sizing",
    "d",
    "opacity",
    "points",
    "unmirrored",
    "note",
  ],
  box: ["left", "right", "top", "bottom", "width", "height", "center"],
  text: ["size", "weight", "lineHeight", "brush", "opacity", "left", "right", "middle", "top", "bottom", "note"],
  namedText: [
    "at",
    "symbol",
    "size",
    "weight",
    "lineHeight",
    "brush",
    "opacity",
    "left",
    "right",
    "middle",
    "top",
    "bottom",
    "note",
  ],
} as const;

const pointings = ["up", "down", "left", "right"];
const shapes = ["rectangle", "ellipse", "path", "glyph"];

/** @throws {UserError} with file and line, when it is not JSON or not of the form specification.ts gives */
export function readReference(file: string): Reference {
  const { text, tree, at } = readJsonObject(file);
  checkForm(tree, at);
  return {
    file,
    specification: JSON.parse(text) as ReferenceSpecification,
    place: (...path) => {
      for (let length = path.length; length > 0; length--) {
        const node = findNodeAtLocation(tree, path.slice(0, length));
        if (node) return at(node.offset);
      }
      return at(tree.offset);
    },
  };
}

function checkForm(tree: Node, at: (offset: number) => Place): void {
  const fail = (node: Node, problem: string, remedy: string): never => {
    throw new UserError(problem, remedy, at(node.offset));
  };
  const entries = (node: Node, kind: keyof typeof fields | undefined, what: string): Map<string, Node> => {
    if (node.type !== "object")
      fail(node, `${what} must be an object`, "Write it in braces, as src/references/specification.ts says");
    const found = new Map<string, Node>();
    for (const property of node.children ?? []) {
      const [key, value] = property.children as [Node, Node | undefined];
      const name = key.value as string;
      if (found.has(name)) fail(key, `"${name}" stands twice`, "Keep one of the two");
      if (kind && !(fields[kind] as readonly string[]).includes(name)) {
        fail(key, `unknown field "${name}" in ${what}`, `Use one of: ${fields[kind].join(", ")}`);
      }
      if (value) found.set(name, value);
    }
    return found;
  };
  const need = (node: Node, map: Map<string, Node>, names: string[], what: string): void => {
    for (const name of names) if (!map.has(name)) fail(node, `${what} has no "${name}"`, `Add it: ${name}`);
  };
  const checkBox = (node: Node): void => {
    const box = entries(node, "box", "a box");
    const center = box.get("center");
    if (center && !["x", "y", "both"].includes(center.value as string))
      fail(center, `"center" cannot be ${JSON.stringify(center.value)}`, "Use x, y or both");
  };
  const checkPart = (node: Node, whole: boolean, what: string): void => {
    const part = entries(node, "part", what);
    if (whole) need(node, part, ["name", "shape"], what);
    const shape = part.get("shape");
    if (shape && !shapes.includes(shape.value as string))
      fail(shape, `there is no shape ${JSON.stringify(shape.value)}`, `Use one of: ${shapes.join(", ")}`);
    if (whole && shape?.value === "path" && !part.has("d")) fail(node, "a path without path data", 'Add "d"');
    const sizing = part.get("sizing");
    if (sizing && !["inner", "outer"].includes(sizing.value as string))
      fail(sizing, `"sizing" cannot be ${JSON.stringify(sizing.value)}`, "Use inner or outer");
    const points = part.get("points");
    if (points && !pointings.includes(points.value as string))
      fail(points, `"points" cannot be ${JSON.stringify(points.value)}`, `Use one of: ${pointings.join(", ")}`);
    const box = part.get("box");
    if (box) checkBox(box);
  };

  const root = entries(tree, "specification", "a reference");
  need(tree, root, ["widget", "control", "variants"], "the reference");
  for (const [variantName, variantNode] of entries(root.get("variants") as Node, undefined, '"variants"')) {
    const variant = entries(variantNode, "variant", `variant "${variantName}"`);
    need(variantNode, variant, ["parts", "states"], `variant "${variantName}"`);
    const themes = variant.get("themes");
    if (themes && root.get("control")?.type !== "null")
      fail(themes, "a widget of WinUI's is compared in every theme", 'Remove "themes"');
    if (themes?.type === "array" && themes.children?.every(({ value }) => themeNames.includes(value as never)) !== true)
      fail(themes, '"themes" must list themes', `Use of: ${themeNames.join(", ")}`);
    const parts = variant.get("parts") as Node;
    if (parts.type !== "array")
      fail(parts, '"parts" must be a list', "Write it in square brackets, in the order of painting");
    const names = new Set<string>();
    for (const part of parts.children ?? []) {
      checkPart(part, true, "a part");
      const name = findNodeAtLocation(part, ["name"]) as Node;
      if (names.has(name.value)) fail(name, `two parts are called "${name.value}"`, "Give each a name of its own");
      names.add(name.value);
    }
    const text = variant.get("text");
    if (text) need(text, entries(text, "text", "a text"), ["size", "weight", "brush"], "the text");
    const texts = variant.get("texts");
    const textNames = new Set<string>();
    for (const [name, node] of texts ? entries(texts, undefined, '"texts"') : []) {
      if (name === "text") fail(node, 'another text is called "text"', 'Name what it is: "header", "shortcut" ...');
      need(node, entries(node, "namedText", `text "${name}"`), ["at", "size", "weight", "brush"], `text "${name}"`);
      textNames.add(name);
    }
    for (const [stateName, stateNode] of entries(variant.get("states") as Node, undefined, '"states"')) {
      const state = entries(stateNode, "state", `state "${stateName}"`);
      const stateText = state.get("text");
      if (stateText) entries(stateText, "text", "a text");
      const textDeltas = state.get("texts");
      for (const [name, delta] of textDeltas ? entries(textDeltas, undefined, "the texts of a state") : []) {
        if (!textNames.has(name))
          fail(delta, `variant "${variantName}" has no text "${name}"`, `Name one of: ${[...textNames].join(", ")}`);
        if (delta.type !== "null") entries(delta, "namedText", `text "${name}"`);
      }
      const deltas = state.get("parts");
      if (!deltas) continue;
      for (const [name, delta] of entries(deltas, undefined, "the parts of a state")) {
        if (!names.has(name))
          fail(delta, `variant "${variantName}" has no part "${name}"`, `Name one of: ${[...names].join(", ")}`);
        if (delta.type !== "null") checkPart(delta, false, `part "${name}"`);
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
