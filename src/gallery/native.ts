import { drawState } from "../references/draw.ts";
import type { ThemeName } from "../references/facts.ts";
import { readReference } from "../references/read.ts";
import { focusFigures, NativeData, resolveState } from "../references/resolve.ts";
import { readSpecimens } from "../visual/specimens.ts";
import { encodePng } from "../visual/raster.ts";

export interface NativeRequest {
  widget: string;
  variant: string;
  state: string;
  theme: ThemeName;
  /** Of the root's border box, device px. */
  width: number;
  height: number;
  /** Device px a epx. */
  scale: number;
  /** Forced colours: what each system colour is. */
  palette: Record<string, string>;
}

export interface NativePicture {
  png: Buffer;
  /** Where the root's top left lies in it, device px. */
  left: number;
  top: number;
}

/**
 * The native widget, drawn from its reference in the size that ours has.
 * @returns `undefined` when the reference does not speak of that state
 * @throws {UserError} for a reference that cannot be read
 */
export function drawNative(themeFolders: string[], request: NativeRequest): NativePicture | undefined {
  const widget = readSpecimens(themeFolders).find(({ name }) => name === request.widget);
  if (!widget?.reference) return undefined;
  const data = NativeData.load();
  const state = resolveState(readReference(widget.reference), request.variant, request.state, request.theme, data);
  if (!state) return undefined;
  const thickness = (path: string): number => {
    const value = data.figure(path)?.value;
    return typeof value === "number" ? value : (value?.[request.theme] ?? 0);
  };
  const focus = { outer: thickness(focusFigures.outer), inner: thickness(focusFigures.inner) };
  const drawing = drawState(state, { width: request.width, height: request.height }, request.scale, focus, request.palette);
  return { png: encodePng(drawing.image), left: drawing.left, top: drawing.top };
}
