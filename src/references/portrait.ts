import { html } from "../util/escape.ts";
import { type FocusThickness, type Palette, vectorOf } from "./draw.ts";
import type { NativeState, NativeText } from "./resolve.ts";
import type { Pointing } from "./specification.ts";

/** Windows 11's own, else an open font of its metrics. */
const family =
  '"Segoe UI Variable Text", "Segoe UI Variable", "Segoe UI", "Open Sans Variable", "Open Sans", sans-serif';

/** What a state shows that no reference says: the words, and which glyph. */
export interface Content {
  /** By the text's name; "" is the first. */
  texts: Record<string, string>;
  /** In the order of the state's glyphs. */
  glyphs: Glyph[];
  /** Chevrons, for glyphs that point somewhere. */
  pointing?: Partial<Record<Pointing, Glyph>>;
}

/** SVG path data in a square. */
export interface Glyph {
  d: string;
  size: number;
}

const px = (value: number): string => `${Math.round(value * 100) / 100}px`;

/**
 * A native state as a person would recognise it: surfaces, shadow, glyphs and texts, each where and in what the
 * reference says, as HTML that needs no style sheet. The comparison draws the same surfaces; words come from the
 * specimen.
 * @param root size of the root's border box, epx
 * @param id unique on the page: gradients are named after it
 */
export function portraitOf(
  state: NativeState,
  root: { width: number; height: number },
  focus: FocusThickness,
  content: Content,
  id: string,
  palette: Palette = {},
): string {
  const { defs, painted, bounds, boxes } = vectorOf(state, root, focus, palette);
  const named = (svg: string): string => svg.replace(/id="g/g, `id="${id}g`).replace(/url\(#g/g, `url(#${id}g`);
  const shadow = state.shadow?.map(
    ({ y, blur, opacity }) => `drop-shadow(0 ${y}px ${blur / 2}px rgb(0 0 0 / ${opacity}))`,
  );
  let glyph = 0;
  const glyphs = state.parts.flatMap((part, index) => {
    if (part.shape !== "glyph" || typeof part.fill !== "string") return [];
    const named = part.points ? content.pointing?.[part.points] : undefined;
    const drawn = named ?? content.glyphs[Math.min(glyph, content.glyphs.length - 1)];
    glyph++;
    const box = boxes[index];
    if (!drawn || !box) return [];
    const scale = Math.min(box.width, box.height) / drawn.size;
    const [x, y] = [box.x + (box.width - drawn.size * scale) / 2, box.y + (box.height - drawn.size * scale) / 2];
    return [
      `<path d="${drawn.d}" transform="translate(${round(x)} ${round(y)}) scale(${round(scale)})" fill="${colourOf(part.fill, palette)}"/>`,
    ];
  });
  const view = [-bounds.x, -bounds.y].map((value) => Math.ceil(Math.max(0, value)) + 4) as [number, number];
  const size = {
    width: Math.ceil(Math.max(root.width, bounds.x + bounds.width)) + view[0] + 4,
    height: Math.ceil(Math.max(root.height, bounds.y + bounds.height)) + view[1] + 4,
  };
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false" width="${size.width}" height="${size.height}" viewBox="${-view[0]} ${-view[1]} ${size.width} ${size.height}" ` +
    `style="position:absolute;left:${px(-view[0])};top:${px(-view[1])};overflow:visible${shadow ? `;filter:${shadow.join(" ")}` : ""}">` +
    `${defs ? `<defs>${named(defs)}</defs>` : ""}${named(painted)}${glyphs.join("")}</svg>`;
  const texts = [["", state.text] as const, ...Object.entries(state.texts)].flatMap(([name, text]) => {
    const words = content.texts[name];
    return text && words ? [textOf(text, words, root, palette)] : [];
  });
  return `<span class="s-portrait" style="position:relative;display:block;width:${px(root.width)};height:${px(root.height)}">${svg}${texts.join("")}</span>`;
}

function textOf(text: NativeText, words: string, root: { width: number; height: number }, palette: Palette): string {
  const line = text.lineHeight ?? Math.round(text.size * 1.36);
  const at: string[] = [];
  if (text.middle !== undefined) at.push(`left:${px(text.middle)}`, "transform:translateX(-50%)", "white-space:nowrap");
  else if (text.left !== undefined) {
    at.push(`left:${px(text.left)}`);
    const room = root.width - text.left - (text.right ?? 0);
    // A label beside its box lies outside the root.
    at.push(room > text.size ? `width:${px(room)}` : "white-space:nowrap");
  } else if (text.right !== undefined) at.push(`right:${px(text.right)}`, "white-space:nowrap");
  else at.push("left:50%", "transform:translateX(-50%)", "white-space:nowrap");
  if (text.top !== undefined) at.push(`top:${px(text.top)}`);
  else if (text.bottom !== undefined) at.push(`bottom:${px(text.bottom)}`);
  else at.push(`top:${px((root.height - line) / 2)}`);
  const look = `font:${text.weight} ${px(text.size)}/${px(line)} ${family};color:${colourOf(text.colour, palette)}${text.opacity < 1 ? `;opacity:${text.opacity}` : ""}`;
  return `<span style="position:absolute;${at.join(";")};${html(look)}">${html(words)}</span>`;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
const colourOf = (colour: string, palette: Palette): string =>
  colour.startsWith("#") ? colour : (palette[colour] ?? colour);
