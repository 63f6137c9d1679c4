import type { CDPSession, Page } from "@playwright/test";
import type { Box } from "./collect.ts";
import { difference, over, Picture, type Rgb, readColour } from "./paint.ts";
import { nodeOf } from "./rules.ts";

export type Edge = "top" | "right" | "bottom" | "left";

/** The ring that an element's style asks for while it has the keyboard's focus. */
export interface Ring {
  /** Index in the page's table of elements. */
  id: number;
  selector: string;
  /** Border box in CSS px of the viewport. */
  box: Box;
  /** Outline, CSS px. */
  width: number;
  offset: number;
  /** As CSS gives it. */
  colour: string;
  /** Of the border box's corners, CSS px: a ring is judged between them. */
  radius: number;
}

/** CIEDE2000 within which a pixel has the ring's colour: its edges are smoothed. */
const sameColour = 12;
/** Share of an edge that must be there: another ring may cross it. */
const whole = 0.8;

/**
 * Runs in the page: rings of elements of its table `fenetreElements`, whose focus somebody forces meanwhile. Boxes in
 * several lines, and what has no outline, have none.
 */
export function ringsOf(ids: readonly number[]): Ring[] {
  const known = (window as unknown as { fenetreElements?: Element[] }).fenetreElements ?? [];
  const nameOf = (element: Element): string => {
    const stable = [...element.classList].filter((name) => !/\d{3,}/.test(name)).slice(0, 4);
    return element.tagName.toLowerCase() + stable.map((name) => `.${CSS.escape(name)}`).join("");
  };
  return ids.flatMap((id) => {
    const element = known[id];
    if (!element?.isConnected || element.getClientRects().length !== 1) return [];
    const style = getComputedStyle(element);
    const width = Number.parseFloat(style.outlineWidth);
    if (style.outlineStyle === "none" || style.outlineStyle === "auto" || !(width > 0)) return [];
    const { x, y, width: inline, height } = element.getBoundingClientRect();
    const parent = element.parentElement;
    return [
      {
        id,
        selector: (parent ? `${nameOf(parent)} > ` : "") + nameOf(element),
        box: { x, y, width: inline, height },
        width,
        offset: Number.parseFloat(style.outlineOffset),
        colour: style.outlineColor,
        radius: Math.min(
          Math.max(Number.parseFloat(style.borderTopLeftRadius), Number.parseFloat(style.borderBottomRightRadius)),
          inline / 2,
          height / 2,
        ),
      },
    ];
  });
}

/** Edges of a ring that a screenshot of the viewport does not show. */
export function missingEdges(ring: Ring, picture: Picture): Edge[] {
  const colour = readColour(ring.colour);
  if (!colour) return [];
  const grounds: Rgb[] = [
    [255, 255, 255],
    [32, 32, 32],
  ];
  const wanted = grounds.map((ground) => over(colour, ground));
  const { box, width, offset } = ring;
  const out = offset + width / 2;
  const corner = Math.max(ring.radius, 4);
  const seen = (points: readonly (readonly [number, number])[]): boolean => {
    const hits = points.filter(([x, y]) => {
      const pixel = picture.at(x, y);
      return pixel !== undefined && wanted.some((want) => difference(pixel, want) <= sameColour);
    });
    return hits.length >= points.length * whole;
  };
  const along = (from: number, length: number): number[] =>
    Array.from({ length: 15 }, (_, index) => from + corner + ((length - 2 * corner) * (index + 0.5)) / 15);
  // A stroke of two pixels may begin at half of one: either row will do.
  const either = (line: (at: number) => [number, number][], at: number): boolean =>
    seen(line(at)) || seen(line(at - width / 2 + 0.25)) || seen(line(at + width / 2 - 0.25));
  const across = (at: number): [number, number][] => along(box.x, box.width).map((x) => [x, at]);
  const down = (at: number): [number, number][] => along(box.y, box.height).map((y) => [at, y]);
  const edges: [Edge, boolean][] = [
    ["top", either(across, box.y - out)],
    ["bottom", either(across, box.y + box.height + out)],
    ["left", either(down, box.x - out)],
    ["right", either(down, box.x + box.width + out)],
  ];
  return edges.flatMap(([edge, there]) => (there ? [] : [edge]));
}

export interface CutRing {
  selector: string;
  edges: Edge[];
}

const focused = ["focus", "focus-visible", "focus-within"];

/**
 * Looks at elements one by one, scrolled to as the keyboard would, each with the focus forced.
 * @param ids of the page's table of elements
 */
export async function cutRings(page: Page, cdp: CDPSession, ids: readonly number[]): Promise<CutRing[]> {
  const found: CutRing[] = [];
  for (const id of ids) {
    const nodeId = await nodeOf(cdp, `window.fenetreElements[${id}]`);
    if (nodeId === undefined) continue;
    const force = (forcedPseudoClasses: string[]): Promise<unknown> =>
      cdp.send("CSS.forcePseudoState", { nodeId, forcedPseudoClasses }).catch(() => undefined);
    await force(focused);
    try {
      const ring = await ringAt(page, id);
      if (!ring) continue;
      const edges = missingEdges(ring, new Picture(await page.screenshot({ animations: "disabled", caret: "hide" })));
      if (edges.length > 0) found.push({ selector: ring.selector, edges });
    } finally {
      await force([]);
    }
  }
  return found;
}

async function ringAt(page: Page, id: number): Promise<Ring | undefined> {
  await page.evaluate((which) => {
    const element = (window as unknown as { fenetreElements?: Element[] }).fenetreElements?.[which];
    element?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  }, id);
  await page.waitForTimeout(60);
  return (await page.evaluate(ringsOf, [id]))[0];
}
