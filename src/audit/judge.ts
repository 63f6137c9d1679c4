import type { ThemeName } from "../references/facts.ts";
import type { Collected, TextFacts } from "./collect.ts";
import type { Expected, Native } from "./expectations.ts";
import { brushAt, difference, hex, over, type Picture, type Rgb, readColour } from "./paint.ts";
import { nativeFontFamily, roles, tolerances } from "./roles.ts";

/** One thing in which an element is not native. */
export interface Difference {
  what:
    | "role"
    | "height"
    | "width"
    | "radius"
    | "font size"
    | "font weight"
    | "font family"
    | "fill"
    | "top edge"
    | "bottom edge"
    | "text colour"
    | "clipped"
    | "wrapped";
  expected: string;
  found: string;
  /** In the unit of its tolerance: px, or CIEDE2000. */
  by: number;
}

export interface Verdict {
  element: Collected;
  /** The nearest look of its role. */
  look: string | undefined;
  state: string | undefined;
  differences: Difference[];
  /** What could not be seen, because something else covers it everywhere. */
  unseen: string[];
}

/**
 * Holds one element against its role, by computed geometry and type and by the colours of a screenshot.
 * @returns `undefined` for an element that turns out to paint nothing of its own and has no role
 */
export function judge(element: Collected, picture: Picture, native: Native, theme: ThemeName): Verdict | undefined {
  const behind = picture.mode(element.points.behind);
  const fill = picture.mode(element.points.fill);
  if (element.role === undefined) {
    if (!element.interactive) {
      const edge = picture.mode(element.points.top) ?? picture.mode(element.points.bottom);
      const differs = (colour: Rgb | undefined): boolean =>
        colour !== undefined && behind !== undefined && difference(colour, behind) > tolerances.surface;
      if (!differs(fill) && !differs(edge)) return undefined;
    }
    const found = element.interactive
      ? "an interactive element"
      : `a surface, ${fill ? hex(fill) : "?"} on ${behind ? hex(behind) : "?"}`;
    return {
      element,
      look: undefined,
      state: undefined,
      unseen: [],
      differences: [{ what: "role", expected: "a role in src/audit/roles.ts", found, by: 1 }],
    };
  }
  const role = element.roleIndex as number;
  const kind = roles[role]?.kind;
  // What paints nothing and need not is no surface; a text role without text (a link around a picture) says nothing.
  if (kind === "text" && !element.text) return undefined;
  if (
    kind === "surface" &&
    !element.interactive &&
    paintsNothing(element, picture, element.surrounded ? undefined : behind, fill)
  ) {
    const mayBeBare = element.looks.some(
      ({ look, state }) => native.expected(role, look, state, theme).fill?.includes(null) ?? true,
    );
    if (mayBeBare) return undefined;
  }
  let best: Verdict | undefined;
  for (const { look, state } of element.looks) {
    const verdict: Verdict = {
      ...against(element, picture, behind, fill, native.expected(role, look, state, theme)),
      look: roles[role]?.looks[look]?.name,
      state,
    };
    if (!best || score(verdict) < score(best)) best = verdict;
  }
  return (
    best ?? {
      element,
      look: undefined,
      state: undefined,
      unseen: [],
      differences: [{ what: "role", expected: "a look for this place", found: element.role, by: 1 }],
    }
  );
}

function paintsNothing(element: Collected, picture: Picture, behind: Rgb | undefined, fill: Rgb | undefined): boolean {
  const edges = [picture.mode(element.points.top), picture.mode(element.points.bottom)];
  return [fill, ...edges].every(
    (colour) => colour === undefined || behind === undefined || difference(colour, behind) <= tolerances.surface,
  );
}

/** Fewest differences first; between equals the one that is less far off. */
const score = (verdict: Verdict): number =>
  verdict.differences.length * 1000 + verdict.differences.reduce((sum, item) => sum + Math.min(100, item.by), 0);

function against(
  element: Collected,
  picture: Picture,
  behind: Rgb | undefined,
  fill: Rgb | undefined,
  expected: Expected,
): Omit<Verdict, "look" | "state"> {
  const differences: Difference[] = [];
  const unseen: string[] = [];
  const { box } = element;
  const px = (value: number): string => `${Math.round(value * 10) / 10} px`;
  const measure = (
    what: "height" | "width" | "font size" | "font weight",
    want: number,
    have: number,
    tolerance: number,
    unit = px,
  ): void => {
    if (Math.abs(have - want) > tolerance)
      differences.push({ what, expected: unit(want), found: unit(have), by: Math.abs(have - want) });
  };
  if (expected.height !== undefined) measure("height", expected.height, box.height, tolerances.height);
  if (expected.minHeight !== undefined && box.height < expected.minHeight - tolerances.height) {
    differences.push({
      what: "height",
      expected: `at least ${px(expected.minHeight)}`,
      found: px(box.height),
      by: expected.minHeight - box.height,
    });
  }
  if (expected.width !== undefined) measure("width", expected.width, box.width, tolerances.width);
  if (expected.radius !== undefined) judgeRadius(element, expected.radius, picture, behind, differences);
  judgeType(element.text, expected, differences);

  // Fill: what the brush makes of what is behind.
  if (expected.fill) {
    if (!fill) unseen.push("fill");
    else {
      const ground = expected.ground === undefined ? undefined : brushAt(expected.ground, box.height / 2, box.height);
      const below = ground && behind ? over(ground, behind) : behind;
      const wants = expected.fill.map((brush) => {
        const colour = brush === null ? undefined : brushAt(brush, box.height / 2, box.height);
        if (!colour) return behind;
        if (colour[3] > 0.995) return over(colour, fill);
        return below && over(colour, below);
      });
      paintDifference("fill", wants, fill, tolerances.fill, differences, unseen);
    }
  }
  if (expected.stroke) {
    for (const side of ["top", "bottom"] as const) {
      const row = picture.mode(element.points[side]);
      if (!row || (side === "top" ? element.joined.top : element.joined.bottom)) {
        unseen.push(`${side} edge`);
        continue;
      }
      const below = expected.sizing === "outer" ? (fill ?? behind) : behind;
      const beside = picture.mode(side === "top" ? element.points.above : element.points.below);
      const wants = expected.stroke.flatMap((brush) => {
        if (brush === null) return [fill];
        const colour = brushAt(brush, side === "top" ? 0.5 : box.height - 0.5, box.height);
        if (!colour) return [];
        if (colour[3] > 0.995) return [over(colour, row)];
        return [below, expected.sizing === "outer" ? undefined : beside].map(
          (ground) => ground && over(colour, ground),
        );
      });
      paintDifference(`${side} edge`, wants, row, tolerances.edge, differences, unseen);
    }
  }
  if (expected.text && element.text) {
    const painted = textColour(element.text, picture);
    if (!painted) unseen.push("text colour");
    else {
      const wants = expected.text.map((brush) => {
        const colour = brushAt(brush, box.height / 2, box.height);
        return colour && over(colour, painted.background);
      });
      paintDifference("text colour", wants, painted.colour, tolerances.text, differences, unseen);
    }
  }
  if (element.clipped)
    differences.push({ what: "clipped", expected: "the whole label", found: element.text?.text ?? "cut off", by: 1 });
  if (element.wrapped)
    differences.push({ what: "wrapped", expected: "one line", found: element.text?.text ?? "several lines", by: 1 });
  return { element, differences, unseen };
}

function paintDifference(
  what: "fill" | "top edge" | "bottom edge" | "text colour",
  wants: (Rgb | undefined)[],
  found: Rgb,
  tolerance: number,
  differences: Difference[],
  unseen: string[],
): void {
  const known = wants.filter((want) => want !== undefined);
  if (known.length === 0) {
    unseen.push(what);
    return;
  }
  const nearest = known.map((want) => ({ want, by: difference(want, found) })).sort((a, b) => a.by - b.by)[0] as {
    want: Rgb;
    by: number;
  };
  if (nearest.by > tolerance)
    differences.push({ what, expected: hex(nearest.want), found: hex(found), by: nearest.by });
}

function judgeRadius(
  element: Collected,
  expected: number | "full",
  picture: Picture,
  behind: Rgb | undefined,
  differences: Difference[],
): void {
  const { box, joined } = element;
  const limit = Math.min(box.width, box.height) / 2;
  const want = Math.min(expected === "full" ? limit : expected, limit);
  const square = [
    joined.left || joined.top,
    joined.right || joined.top,
    joined.right || joined.bottom,
    joined.left || joined.bottom,
  ];
  const worst = element.radius
    .map((have, index) => {
      const shown = Math.min(have, limit);
      const off = Math.abs(shown - want);
      return square[index] ? Math.min(off, shown) : off;
    })
    .reduce((a, b) => Math.max(a, b));
  // A circle may be painted by a gradient: then what is behind shows in the corners of the box.
  const corner = picture.at(box.x + Math.min(limit, 10) * 0.2, box.y + Math.min(limit, 10) * 0.2);
  const round = expected === "full" && corner && behind && difference(corner, behind) <= tolerances.edge;
  if (worst > tolerances.radius && !round) {
    differences.push({
      what: "radius",
      expected: `${Math.round(want * 10) / 10} px`,
      found: element.radius.map((value) => Math.round(value * 10) / 10).join(" "),
      by: worst,
    });
  }
}

function judgeType(text: TextFacts | undefined, expected: Expected, differences: Difference[]): void {
  if (!text || text.glyph || !expected.font) return;
  const nearest = expected.font
    .map((pair) => ({ pair, off: Math.abs(pair.size - text.fontSize) * 100 + Math.abs(pair.weight - text.fontWeight) }))
    .sort((a, b) => a.off - b.off)[0];
  if (!nearest) return;
  const { size, weight } = nearest.pair;
  if (Math.abs(size - text.fontSize) > tolerances.fontSize)
    differences.push({
      what: "font size",
      expected: `${size} px`,
      found: `${text.fontSize} px`,
      by: Math.abs(size - text.fontSize),
    });
  if (Math.abs(weight - text.fontWeight) > tolerances.fontWeight)
    differences.push({
      what: "font weight",
      expected: String(weight),
      found: String(text.fontWeight),
      by: Math.abs(weight - text.fontWeight) / 100,
    });
  const [family] = text.fontFamily.split(",") as [string];
  if (!nativeFontFamily.test(family.trim()))
    differences.push({ what: "font family", expected: "Segoe UI Variable", found: family.trim(), by: 1 });
}

/**
 * The colour text is painted with: the computed one over what is behind, where the picture bears it out; otherwise the
 * strongest colour that stands there.
 */
export function textColour(
  text: TextFacts,
  picture: Picture,
): { colour: Rgb; background: Rgb; share: number } | undefined {
  const [line] = text.rects;
  if (!line) return undefined;
  // A little air around the line, so that the background is in the majority even behind bold letters.
  const background = picture.background({ x: line.x - 1, y: line.y, width: line.width + 2, height: line.height });
  const computed = readColour(text.colour);
  if (!background || !computed) return undefined;
  const colour = over([computed[0], computed[1], computed[2], computed[3] * text.opacity], background.colour);
  if (difference(colour, background.colour) < 3)
    return { colour, background: background.colour, share: background.share };
  const { reached, extreme } = picture.textShare(line, background.colour, colour);
  const believed = reached > 0.35 || line.width < 6;
  return { colour: believed ? colour : extreme, background: background.colour, share: background.share };
}
