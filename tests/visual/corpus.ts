import { type Drawing, drawState } from "../../src/references/draw.ts";
import type { Four, NativePart, NativeState } from "../../src/references/resolve.ts";
import type { Rendering } from "../../src/visual/compare.ts";

/** Small native states made in code, and renderings of them with one thing changed: what must match and what must not. */

export const focusThickness = { outer: 2, inner: 1 };

const all = (value: number): Four => [value, value, value, value];

export function part(values: Partial<NativePart> = {}): NativePart {
  return {
    name: "background",
    shape: "rectangle",
    box: {},
    radius: all(4),
    fill: "#ffffffb3",
    stroke: {
      mode: "absolute",
      flipped: true,
      length: 3,
      stops: [
        { offset: 0.33, colour: "#00000029" },
        { offset: 1, colour: "#0000000f" },
      ],
    },
    strokeWidth: all(1),
    sizing: "inner",
    d: undefined,
    opacity: 1,
    ...values,
  };
}

export function state(values: Partial<NativeState> = {}): NativeState {
  return {
    width: undefined,
    height: 32,
    on: ["#f3f3f3"],
    parts: [part()],
    shadow: undefined,
    text: undefined,
    texts: {},
    focus: undefined,
    reason: undefined,
    compared: true,
    ...values,
  };
}

/** WinUI's ToggleSwitch, on, with a knob. */
export const toggle = (knob: Partial<NativePart> = {}): NativeState =>
  state({
    height: 20,
    width: 40,
    parts: [
      part({ name: "track", radius: all(10), fill: "#0067c0", stroke: "#0067c0" }),
      part({
        name: "knob",
        shape: "ellipse",
        box: { right: 4, width: 12, height: 12, center: "y" },
        fill: "#ffffff",
        stroke: undefined,
        strokeWidth: all(0),
        ...knob,
      }),
    ],
  });

/** NavigationViewItem, selected, with its pill. */
export const navigation = (pill: NativePart | undefined, fill = "#00000009"): NativeState =>
  state({
    height: 36,
    parts: [part({ fill, stroke: undefined, strokeWidth: all(0) }), ...(pill ? [pill] : [])],
  });

export const pill = (values: Partial<NativePart> = {}): NativePart =>
  part({
    name: "pill",
    box: { left: 0, width: 3, height: 16, center: "y" },
    radius: all(1.5),
    fill: "#0067c0",
    stroke: undefined,
    strokeWidth: all(0),
    ...values,
  });

export interface Pair {
  name: string;
  native: NativeState;
  /** What ours looks like. */
  ours: NativeState;
  /** Size of our root, epx; default the native one's. */
  size?: { width: number; height: number };
  matches: boolean;
}

const dark = { on: ["#202020"] };
const darkButton = (values: Partial<NativePart> = {}): NativeState =>
  state({
    ...dark,
    parts: [
      part({
        fill: "#ffffff0f",
        stroke: {
          mode: "absolute",
          flipped: false,
          length: 3,
          stops: [
            { offset: 0.33, colour: "#ffffff18" },
            { offset: 1, colour: "#ffffff12" },
          ],
        },
        ...values,
      }),
    ],
  });

/** Two fields that adjoin, each with square corners where they do. */
const joined = (inner: number): NativeState =>
  state({
    parts: [
      part({ name: "field", box: { right: 40 }, radius: [4, inner, inner, 4] }),
      part({ name: "button", box: { left: 56 }, radius: [inner, 4, 4, inner] }),
    ],
  });

/** A tab with feet of 4 epx, in a colour few levels off what it stands on. */
const tab = (d: string): NativeState =>
  state({
    on: ["#dadada"],
    parts: [
      part({
        name: "sheet",
        shape: "path",
        d,
        fill: "#f9f9f9",
        stroke: undefined,
        strokeWidth: all(0),
        box: { left: 4 },
      }),
    ],
  });
const foot = "M-4 32A4 4 0 0 0 0 28V8A8 8 0 0 1 8 0H84V32Z";

/** The elevation's gradient in light. @param length epx */
const elevation = (length: number): NonNullable<NativePart["stroke"]> => ({
  mode: "absolute",
  flipped: true,
  length,
  stops: [
    { offset: 0.33, colour: "#00000029" },
    { offset: 1, colour: "#0000000f" },
  ],
});

/** A pale disc in a ring that is nowhere a whole pixel wide. */
const disc = (values: Partial<NativePart> = {}): NativeState =>
  state({
    width: 32,
    parts: [part({ name: "ellipse", shape: "ellipse", fill: "#00000018", stroke: "#0000000f", ...values })],
  });

/** A dialog's command space over a paler layer, of which a corner shows only what its own radius leaves. */
const commands = (radius: number): NativeState =>
  state({
    width: 96,
    height: 40,
    parts: [
      part({ radius: all(8), fill: "#fbfbfb", stroke: "#00000033" }),
      part({
        name: "commands",
        box: { left: 1, right: 1, top: 1, bottom: 1 },
        radius: all(radius),
        fill: "#f3f3f3",
        stroke: undefined,
        strokeWidth: all(0),
      }),
    ],
  });

/** FIDELITY's list of what a threshold of 0.1 does not see, and what no gate may trip over. */
export const pairs: Pair[] = [
  { name: "a button and itself", native: state(), ours: state(), matches: true },
  {
    name: "one level of 255, which renderers round differently",
    native: state(),
    ours: state({ parts: [part({ fill: "#ffffffb0" })] }),
    matches: true,
  },
  {
    name: "half an epx of radius less",
    native: state(),
    ours: state({ parts: [part({ radius: all(3.5) })] }),
    matches: true,
  },
  { name: "a dark button deleted", native: darkButton(), ours: state({ ...dark, parts: [] }), matches: false },
  {
    name: "pointer over instead of rest, light",
    native: state(),
    ours: state({ parts: [part({ fill: "#f9f9f980" })] }),
    matches: false,
  },
  {
    name: "pointer over instead of rest, dark",
    native: darkButton(),
    ours: darkButton({ fill: "#ffffff15" }),
    matches: false,
  },
  {
    name: "the dark elevation edge missing",
    native: darkButton(),
    ours: darkButton({ stroke: "#ffffff12" }),
    matches: false,
  },
  {
    name: "the light elevation edge missing",
    native: state(),
    ours: state({ parts: [part({ stroke: "#0000000f" })] }),
    matches: false,
  },
  {
    name: "another accent",
    native: toggle(),
    ours: state({
      ...toggle(),
      parts: [
        part({ name: "track", radius: all(10), fill: "#0078d4", stroke: "#0078d4" }),
        toggle().parts[1] as NativePart,
      ],
    }),
    matches: false,
  },
  {
    name: "the navigation pill one epx longer at one end",
    native: navigation(pill()),
    ours: navigation(pill({ box: { left: 0, width: 3, height: 17, top: 10 } })),
    matches: false,
  },
  {
    name: "the navigation pill with square ends",
    native: navigation(pill()),
    ours: navigation(pill({ radius: all(0) })),
    matches: false,
  },
  {
    name: "a notch of two epx in a straight edge, in a colour few levels off",
    native: state({ parts: [part({ fill: "#ffffffb3", stroke: undefined })] }),
    ours: state({
      parts: [
        part({ fill: "#ffffffb3", stroke: undefined }),
        part({
          name: "notch",
          box: { left: 48, width: 2, height: 2, top: 1 },
          radius: all(0),
          fill: "#f3f3f3",
          stroke: undefined,
          strokeWidth: all(0),
        }),
      ],
    }),
    matches: false,
  },
  { name: "the navigation pill removed", native: navigation(pill()), ours: navigation(undefined), matches: false },
  {
    name: "the navigation pill one epx to the right",
    native: navigation(pill()),
    ours: navigation(pill({ box: { left: 1, width: 3, height: 16, center: "y" } })),
    matches: false,
  },
  {
    name: "navigation, .0353 against .0235",
    native: navigation(pill()),
    ours: navigation(pill(), "#00000006"),
    matches: false,
  },
  {
    name: "a knob one epx too large",
    native: toggle(),
    ours: toggle({ box: { right: 3.5, width: 13, height: 13, center: "y" } }),
    matches: false,
  },
  {
    name: "a knob one epx too far",
    native: toggle(),
    ours: toggle({ box: { right: 5, width: 12, height: 12, center: "y" } }),
    matches: false,
  },
  {
    name: "a border of 2 epx",
    native: state(),
    ours: state({ parts: [part({ strokeWidth: all(2) })] }),
    matches: false,
  },
  {
    name: "no border",
    native: state(),
    ours: state({ parts: [part({ stroke: undefined, strokeWidth: all(0) })] }),
    matches: false,
  },
  { name: "a radius of 6", native: state(), ours: state({ parts: [part({ radius: all(6) })] }), matches: false },
  { name: "a pale ring and itself", native: disc(), ours: disc(), matches: true },
  { name: "a pale ring a level off", native: disc(), ours: disc({ stroke: "#00000010" }), matches: true },
  {
    name: "a disc without its pale ring",
    native: disc(),
    ours: disc({ stroke: undefined, strokeWidth: all(0) }),
    matches: false,
  },
  {
    name: "a ring whose gradient ends an epx further up",
    native: disc({ fill: "#ffffff", stroke: elevation(3) }),
    ours: disc({ fill: "#ffffff", stroke: elevation(4.5) }),
    matches: false,
  },
  { name: "a layer hidden below another", native: commands(7.5), ours: commands(7.5), matches: true },
  { name: "slivers of a layer that should be hidden", native: commands(7.5), ours: commands(9.5), matches: false },
  { name: "two fields that adjoin", native: joined(0), ours: joined(0), matches: true },
  { name: "their joint rounded by 2", native: joined(0), ours: joined(2), matches: false },
  {
    name: "a foot half an epx larger",
    native: tab(foot),
    ours: tab(foot.replace("M-4 32A4 4 0 0 0 0 28", "M-4.5 32A4.5 4.5 0 0 0 0 27.5")),
    matches: true,
  },
  {
    name: "a foot one epx smaller",
    native: tab(foot),
    ours: tab(foot.replace("M-4 32A4 4 0 0 0 0 28", "M-2.5 32A2.5 2.5 0 0 0 0 29.5")),
    matches: false,
  },
  { name: "no foot", native: tab(foot), ours: tab(foot.replace("M-4 32A4 4 0 0 0 0 28", "M0 32")), matches: false },
  { name: "square corners", native: state(), ours: state({ parts: [part({ radius: all(0) })] }), matches: false },
  {
    name: "one epx too high",
    native: state(),
    ours: state({ height: 33 }),
    size: { width: 96, height: 33 },
    matches: false,
  },
  {
    name: "the focus rings missing",
    native: state({ focus: { margin: -3, radius: undefined, outer: "#000000e4", inner: "#ffffffb3" } }),
    ours: state(),
    matches: false,
  },
  {
    name: "one focus ring instead of two",
    native: state({ focus: { margin: -3, radius: undefined, outer: "#000000e4", inner: "#ffffffb3" } }),
    ours: state({ focus: { margin: -3, radius: undefined, outer: "#000000e4", inner: "#000000e4" } }),
    matches: false,
  },
  {
    name: "the fill below the stroke instead of inside it",
    native: state(),
    ours: state({ parts: [part({ sizing: "outer" })] }),
    matches: false,
  },
];

/** Draws our side as if the browser had, at the native drawing's size. */
export function rendering(ours: NativeState, native: Drawing, size: { width: number; height: number }): Rendering {
  const drawn = drawState(ours, size, 1, focusThickness);
  const data = new Uint8Array(native.image.data.length);
  const dx = drawn.left - native.left;
  const dy = drawn.top - native.top;
  for (let y = 0; y < native.image.height; y++) {
    for (let x = 0; x < native.image.width; x++) {
      const fromX = Math.min(drawn.image.width - 1, Math.max(0, x + dx));
      const fromY = Math.min(drawn.image.height - 1, Math.max(0, y + dy));
      const from = (fromY * drawn.image.width + fromX) * 4;
      data.set(drawn.image.data.subarray(from, from + 4), (y * native.image.width + x) * 4);
    }
  }
  return {
    surfaces: { ...native.image, data },
    glyphs: undefined,
    ...size,
    shadow: undefined,
    text: null,
    texts: {},
    icons: [],
  };
}
