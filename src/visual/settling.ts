import {
  drawImage,
  type FocusThickness,
  type Nudges,
  type Offset,
  type Palette,
  placeBox,
} from "../references/draw.ts";
import type { Four, NativePart, NativeState } from "../references/resolve.ts";
import type { Raster } from "./raster.ts";

/*
 * Screens of 125 and 150 %: what is 7 epx from an edge is 8.75 device px from it, and is drawn at 8 or at 9. Which of
 * the two depends on what else was rounded on the way there, in XAML as in CSS, and no figure of WinUI says it. So the
 * reference is drawn with each part on those of its two nearest device pixels that ours has; all else must agree.
 */

const none: Four = [0, 0, 0, 0];
const steps = [-1, 0, 1];

/**
 * Which device pixels the parts' edges lie on, of those beside their own.
 * @param size the root's, device px
 * @param ours the same section of our rendering
 * @returns nothing where every part is best where it is; what is no straight edge may be smoothed instead
 */
export function settle(
  native: NativeState,
  size: { width: number; height: number },
  scale: number,
  focus: FocusThickness,
  palette: Palette,
  offset: Offset,
  ours: Raster,
): Nudges | undefined {
  const nudges: (Four | "smoothed" | undefined)[] = [];
  const distance = (): number => {
    const { data, width, height } = drawImage(native, size, scale, focus, palette, offset, nudges);
    return width === ours.width && height === ours.height ? difference(data, ours.data) : Infinity;
  };
  const before = distance();
  let best = before;
  for (const [index, part] of native.parts.entries()) {
    if (!mayMove(part, size, scale)) continue;
    nudges[index] = "smoothed";
    const smoothed = distance();
    nudges[index] = undefined;
    for (const [first, second] of [
      [0, 2],
      [1, 3],
    ] as const) {
      const own = placed(nudges[index]);
      let kept: Four = own;
      for (const start of steps) {
        for (const end of steps) {
          if (start === 0 && end === 0) continue;
          const tried: Four = [...own];
          tried[first] = start;
          tried[second] = end;
          nudges[index] = tried;
          const found = distance();
          if (found < best) [best, kept] = [found, tried];
        }
      }
      nudges[index] = kept;
    }
    if (smoothed < best) [best, nudges[index]] = [smoothed, "smoothed"];
  }
  return best < before ? nudges : undefined;
}

const placed = (nudge: Four | "smoothed" | undefined): Four => (nudge === "smoothed" ? none : (nudge ?? none));

/** Whether a part may lie on another device pixel: not what fills the root, whose edges are known. */
function mayMove({ shape, box }: NativePart, size: { width: number; height: number }, scale: number): boolean {
  if (shape !== "rectangle" && shape !== "ellipse") return false;
  const root = { width: size.width / scale, height: size.height / scale };
  const { x, y, width, height } = placeBox(box, root);
  return !(x === 0 && y === 0 && width === root.width && height === root.height);
}

function difference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += Math.abs((a[at] as number) - (b[at] as number));
  return sum;
}
