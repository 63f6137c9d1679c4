import type { ThemeName } from "../references/facts.ts";
import { portraitOf } from "../references/portrait.ts";
import { type Reference, readReference } from "../references/read.ts";
import { focusThickness, NativeData, type NativeState, resolveState } from "../references/resolve.ts";
import { contentOf, readMeasured } from "../site/measured.ts";
import { accentRamp, windowsBlue, windowsRamp } from "../theme/accent.ts";
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
  /** `#rrggbb`, in the place of Windows' blue. */
  accent?: string | undefined;
}

/** Draws native widgets from their references. What it has read it keeps: make a new one when the theme changed. */
export class NativePainter {
  readonly #data = NativeData.load();
  readonly #files: Map<string, string | undefined>;
  readonly #references = new Map<string, Reference>();
  readonly #measured = readMeasured();
  #drawn = 0;

  constructor(themeFolders: string[]) {
    this.#files = new Map(readSpecimens(themeFolders).map(({ name, reference }) => [name, reference]));
  }

  /**
   * A state, in the size that ours has, with words and glyphs: those that the site's recording knows of the specimen.
   * @returns markup; `undefined` when the reference does not speak of it
   * @throws {UserError} for a reference that cannot be read
   */
  portrait(request: NativeRequest): string | undefined {
    const state = this.#stateOf(request);
    if (!state) return undefined;
    const known = this.#measured[request.widget]?.cells[`${request.variant}/${request.state}`];
    const size = { width: request.width / request.scale, height: request.height / request.scale };
    const content = contentOf(known);
    return portraitOf(state, size, focusThickness(this.#data), content, `n${this.#drawn++}-`, request.palette);
  }

  #stateOf(request: NativeRequest): NativeState | undefined {
    const file = this.#files.get(request.widget);
    if (!file) return undefined;
    const reference = this.#references.get(file) ?? readReference(file);
    this.#references.set(file, reference);
    const state = resolveState(reference, request.variant, request.state, request.theme, this.#data);
    return state && request.accent ? withAccent(state, request.accent) : state;
  }
}

/** The state with another accent: each of the blue's seven shades is the same shade of the other colour. */
function withAccent(state: NativeState, accent: string): NativeState {
  if (accent.toLowerCase() === windowsBlue) return state;
  const ramp = accentRamp(accent);
  let text = JSON.stringify(state);
  const shades = Object.entries(windowsRamp) as [keyof typeof ramp, string][];
  // By way of names, so that no shade is taken for another that was put in its place.
  for (const [name, colour] of shades) text = text.replace(new RegExp(colour, "gi"), `@${name}@`);
  for (const [name] of shades) text = text.replaceAll(`@${name}@`, ramp[name]);
  return JSON.parse(text) as NativeState;
}
