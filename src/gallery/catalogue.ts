import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { evaluate, parseExpression } from "../references/expression.ts";
import type { BrushValue, FigureEntry } from "../references/facts.ts";
import { readReference } from "../references/read.ts";
import { NativeData } from "../references/resolve.ts";
import type { Figure, ReferenceSpecification, VariantSpecification } from "../references/specification.ts";
import { budgetSchema } from "../schema/files.ts";
import { readChecked } from "../schema/read.ts";
import { relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { shownOf } from "../visual/inert.ts";
import { cellsOf, readSpecimens, type Widget } from "../visual/specimens.ts";
import { categoryOf } from "./categories.ts";
import type { Fact, GalleryVariant, GalleryWidget, Problem } from "./protocol.ts";

/** A theme's widgets as the gallery shows them. @throws {UserError} for specimens that cannot be read */
export function readCatalogue(themeFolders: string[]): GalleryWidget[] {
  const data = NativeData.load();
  return readSpecimens(themeFolders).map((widget) => describe(widget, data));
}

/** What a page shows of a user's error. */
export function problemOf(error: UserError): Problem {
  const { file, line, column } = error.place ?? {};
  return {
    problem: error.problem,
    remedy: error.remedy,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

function describe(widget: Widget, data: NativeData): GalleryWidget {
  let problem: Problem | undefined;
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problem ??= problemOf(error);
      return undefined;
    }
  };
  const specification = widget.reference
    ? attempt(() => readReference(widget.reference as string).specification)
    : undefined;
  const room = path.basename(path.dirname(widget.folder));
  const variants = new Map<string, GalleryVariant>();
  for (const cell of cellsOf(widget)) {
    let variant = variants.get(cell.variant);
    if (!variant) {
      const native = specification?.variants[cell.variant];
      variant = {
        name: cell.variant,
        cells: [],
        facts: specification && native ? variantFacts(specification, native, data) : [],
        native: native ? Object.keys(native.states) : [],
      };
      variants.set(cell.variant, variant);
    }
    variant.cells.push({
      variant: cell.variant,
      state: cell.state,
      html: cell.html,
      ...(shownOf(cell.html) === cell.html ? {} : { shown: shownOf(cell.html) }),
      frame: cell.frame,
      forced: cell.forced,
      file: cell.place.file,
      ...(cell.place.line === undefined ? {} : { line: cell.place.line }),
    });
  }
  const budget = existsSync(widget.budget) ? attempt(() => budgetFacts(widget.budget)) : undefined;
  return {
    name: widget.name,
    title: titleOf(widget.name),
    category: categoryOf(room, specification?.control ?? specification?.relative),
    ...(specification?.control ? { control: specification.control } : {}),
    ...(specification?.relative ? { relative: specification.relative } : {}),
    ...(specification?.note ? { note: specification.note } : {}),
    variants: [...variants.values()],
    files: filesOf(widget.folder),
    budget: budget ?? [],
    ...(problem ? { problem } : {}),
  };
}

/** "info-bar" is "Info bar". */
export function titleOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** CSS first: it is what a designer came for. */
function filesOf(folder: string): string[] {
  const order = [".css", ".html", ".reference.json", ".budget.json"];
  const rank = (file: string): number => order.findIndex((ending) => file.endsWith(ending));
  return readdirSync(folder)
    .filter((file) => rank(file) >= 0)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((file) => relativeToProject(path.join(folder, file)));
}

function variantFacts(specification: ReferenceSpecification, variant: VariantSpecification, data: NativeData): Fact[] {
  const facts: Fact[] = [];
  const figure = (name: string, value: Figure | undefined, unit = " epx"): void => {
    if (value === undefined) return;
    const number = numberOf(value, data);
    const paths =
      typeof value === "string" ? [...value.matchAll(/@([\w/.[\]]+)/g)].map(([, found]) => found as string) : [];
    const entry = paths[0] === undefined ? undefined : data.figure(paths[0]);
    facts.push({
      name,
      value: number === undefined ? String(value) : `${round(number)}${unit}`,
      ...(paths.length > 0 ? { key: entry?.key && paths.length === 1 ? entry.key : paths.join(", ") } : {}),
      ...sourceOf(entry, data),
    });
  };
  const brush = (name: string, key: string | null | undefined): void => {
    if (!key) return;
    const entry = data.brush(key, specification.control);
    const colours: [string, string] | undefined = entry ? [cssOf(entry.light), cssOf(entry.dark)] : undefined;
    facts.push({
      name,
      value: key.replace(/^.*\//, ""),
      key,
      ...(colours ? { colours } : {}),
      ...sourceOf(entry, data),
    });
  };
  figure("Width", variant.width);
  figure("Height", variant.height);
  for (const part of variant.parts) {
    const own = variant.parts.length > 1 ? `${part.name}: ` : "";
    const named = (what: string): string => capital(`${own}${what}`);
    figure(named("width"), part.box?.width);
    figure(named("height"), part.box?.height);
    brush(named("fill"), part.fill);
    brush(named("stroke"), part.stroke);
    if (!Array.isArray(part.strokeWidth)) figure(named("stroke width"), part.strokeWidth);
    if (!Array.isArray(part.radius)) figure(named("corner radius"), part.radius);
  }
  for (const [name, text] of Object.entries({ ...(variant.text ? { "": variant.text } : {}), ...variant.texts })) {
    const named = (what: string): string => capital(name ? `${name}: ${what}` : what);
    brush(named("text"), text.brush);
    figure(named("font size"), text.size);
    figure(named("font weight"), text.weight, "");
    figure(named("line height"), text.lineHeight);
    figure(named("text opacity"), text.opacity, "");
    figure(named("text from the left"), text.left);
    figure(named("text from the right"), text.right);
    figure(named("middle of the text from the left"), text.middle);
    figure(named("text from the top"), text.top);
    figure(named("text from the bottom"), text.bottom);
  }
  return facts;
}

function numberOf(value: Figure, data: NativeData): number | undefined {
  try {
    return evaluate(parseExpression(value), (name) => {
      const entry = data.figure(name);
      if (!entry) throw new Error(name);
      return typeof entry.value === "number" ? entry.value : entry.value.light;
    });
  } catch {
    // A path that leads nowhere: the gallery shows it as written, the comparison says what is wrong with it.
    return undefined;
  }
}

function sourceOf(
  entry: (Partial<FigureEntry> & { file?: string }) | undefined,
  data: NativeData,
): Pick<Fact, "source" | "href"> {
  if (!entry?.file) return {};
  const { repository, commit } = data.winui;
  return {
    source: `${path.posix.basename(entry.file)}${entry.line ? `:${entry.line}` : ""}`,
    ...(repository && commit
      ? { href: `https://github.com/${repository}/blob/${commit}/${entry.file}${entry.line ? `#L${entry.line}` : ""}` }
      : {}),
  };
}

function cssOf(brush: BrushValue): string {
  if (typeof brush === "string") return brush;
  const stops = brush.stops.map(({ offset, colour }) => `${colour} ${round(offset * 100)}%`).join(", ");
  return `linear-gradient(${brush.flipped ? "to top" : "to bottom"}, ${stops})`;
}

function budgetFacts(file: string): Fact[] {
  return flat(readChecked(file, budgetSchema).value, []);
}

/** Whatever the comparison writes, as lines: path and figure. */
function flat(node: unknown, names: string[]): Fact[] {
  if (typeof node !== "object" || node === null) return [{ name: names.join(" · ") || "budget", value: String(node) }];
  return Object.entries(node).flatMap(([name, value]) => (name === "$schema" ? [] : flat(value, [...names, name])));
}

const round = (value: number): number => Math.round(value * 100) / 100;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
