import { drawState } from "../references/draw.ts";
import type { ThemeName } from "../references/facts.ts";
import { type Reference, readReference } from "../references/read.ts";
import { focusThickness, NativeData, resolveState } from "../references/resolve.ts";
import { encodePng } from "../visual/raster.ts";
import { readSpecimens } from "../visual/specimens.ts";

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

/** Draws native widgets from their references. What it has read it keeps: make a new one when the theme changed. */
export class NativePainter {
  readonly #data = NativeData.load();
  readonly #files: Map<string, string | undefined>;
  readonly #references = new Map<string, Reference>();

  constructor(themeFolders: string[]) {
    this.#files = new Map(readSpecimens(themeFolders).map(({ name, reference }) => [name, reference]));
  }

  /**
   * A state, in the size that ours has.
   * @returns `undefined` when the reference does not speak of it
   * @throws {UserError} for a reference that cannot be read
   */
  draw(request: NativeRequest): NativePicture | undefined {
    const file = this.#files.get(request.widget);
    if (!file) return undefined;
    const reference = this.#references.get(file) ?? readReference(file);
    this.#references.set(file, reference);
    const state = resolveState(reference, request.variant, request.state, request.theme, this.#data);
    if (!state) return undefined;
    const focus = focusThickness(this.#data);
    const drawing = drawState(
      state,
      { width: request.width, height: request.height },
      request.scale,
      focus,
      request.palette,
    );
    return { png: encodePng(drawing.image), left: drawing.left, top: drawing.top };
  }
}
