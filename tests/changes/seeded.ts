import { readFileSync } from "node:fs";
import path from "node:path";
import { type Mode, modes } from "../../src/changes/results.ts";
import { projectRoot } from "../../src/util/paths.ts";

/** One small mistake as a hand makes it: a text of one of the theme's files in another's place. */
export interface Seed {
  kind: "geometry" | "colour" | "text" | "one mode";
  /** Below themes/windows-11. */
  file: string;
  find: string;
  replace: string;
  /** A widget of which a state must fail. */
  widget: string;
  /** The only modes in which it may fail. */
  only?: Mode[];
}

/** An edit that changes nothing that anyone sees. */
export interface Harmless {
  what: string;
  /** Below themes/windows-11; each text is replaced wherever it stands in that file. */
  edits: { file: string; find: string; replace: string }[];
}

const control = (name: string, file = name): string => `controls/${name}/${file}.css`;
const seed = (
  kind: Seed["kind"],
  file: string,
  find: string,
  replace: string,
  widget: string,
  only?: Mode[],
): Seed => ({
  kind,
  file,
  find,
  replace,
  widget,
  ...(only ? { only } : {}),
});

export const seeds: Seed[] = [
  // Geometry: a px more or less, a corner, an edge, a place.
  seed(
    "geometry",
    control("button"),
    "padding-inline: 11px; /* ButtonPadding */",
    "padding-inline: 12px; /* ButtonPadding */",
    "button",
  ),
  seed(
    "geometry",
    control("check-box"),
    "block-size: 20px; /* CheckBoxSize */",
    "block-size: 19px; /* CheckBoxSize */",
    "check-box",
  ),
  seed("geometry", control("check-box"), "inset-block-start: 1px;", "inset-block-start: 2px;", "check-box"),
  seed(
    "geometry",
    control("radio-button"),
    "--win-radio-button-dot-radius: 6px; /* half",
    "--win-radio-button-dot-radius: 7px; /* half",
    "radio-button",
  ),
  seed(
    "geometry",
    control("toggle-switch"),
    "--win-toggle-switch-knob-start: 24px;",
    "--win-toggle-switch-knob-start: 23px;",
    "toggle-switch",
  ),
  seed("geometry", control("toggle-switch"), "inline-size: 40px;", "inline-size: 42px;", "toggle-switch"),
  seed(
    "geometry",
    control("toggle-switch"),
    "--win-toggle-switch-knob-inline-size: 17px;",
    "--win-toggle-switch-knob-inline-size: 16px;",
    "toggle-switch",
  ),
  seed(
    "geometry",
    control("slider"),
    "block-size: 4px; /* SliderTrackThemeHeight */",
    "block-size: 5px; /* SliderTrackThemeHeight */",
    "slider",
  ),
  seed("geometry", control("slider"), "margin: -9px 0 0;", "margin: -10px 0 0;", "slider"),
  seed(
    "geometry",
    control("slider"),
    "--win-slider-inner-thumb-radius: 5.16px;",
    "--win-slider-inner-thumb-radius: 6.2px;",
    "slider",
  ),
  seed(
    "geometry",
    control("progress-bar"),
    "bottom / 100% 3px no-repeat !important;",
    "bottom / 100% 2px no-repeat !important;",
    "progress-bar",
  ),
  seed(
    "geometry",
    control("pager"),
    "min-width: 32px; /* PagerControlNumberPanelButtonWidth */",
    "min-width: 33px; /* PagerControlNumberPanelButtonWidth */",
    "pager",
  ),
  seed("geometry", control("pager"), "  height: 2px;", "  height: 3px;", "pager"),
  seed(
    "geometry",
    control("info-bar"),
    "inset-inline-start: 16px; /* InfoBarContentRootPadding */",
    "inset-inline-start: 15px; /* InfoBarContentRootPadding */",
    "info-bar",
  ),
  seed(
    "geometry",
    control("info-badge"),
    "block-size: 16px; /* InfoBadgeMaxHeight */",
    "block-size: 17px; /* InfoBadgeMaxHeight */",
    "info-badge",
  ),
  seed("geometry", control("settings-card"), "inset-inline: auto 18px;", "inset-inline: auto 20px;", "settings-card"),
  seed(
    "geometry",
    control("person-picture"),
    "--win-person-picture-size: 32px;",
    "--win-person-picture-size: 31px;",
    "person-picture",
  ),
  seed(
    "geometry",
    control("tokenizing-text-box"),
    "min-height: 32px; /* TextControlThemeMinHeight */",
    "min-height: 34px; /* TextControlThemeMinHeight */",
    "tokenizing-text-box",
  ),
  seed(
    "geometry",
    control("tool-tip"),
    "border-radius: var(--win-control-corner-radius-stroked);",
    "border-radius: var(--win-overlay-corner-radius-stroked);",
    "tool-tip",
  ),
  seed(
    "geometry",
    control("auto-suggest-box"),
    "width: 12px; /* AutoSuggestBoxIconFontSize */",
    "width: 14px; /* AutoSuggestBoxIconFontSize */",
    "auto-suggest-box",
  ),
  // Colour: the token beside the right one, a state that was forgotten, an alpha.
  seed(
    "colour",
    control("button"),
    "--win-button-fill-pointer-over: var(--win-control-fill-secondary);",
    "--win-button-fill-pointer-over: var(--win-control-fill-tertiary);",
    "button",
  ),
  seed(
    "colour",
    control("check-box"),
    "--win-check-box-fill: var(--win-accent-fill-secondary);",
    "--win-check-box-fill: var(--win-accent-fill-default);",
    "check-box",
  ),
  seed(
    "colour",
    control("check-box"),
    "--win-check-box-glyph: var(--win-text-on-accent-fill-secondary);",
    "--win-check-box-glyph: var(--win-text-on-accent-fill-primary);",
    "check-box",
  ),
  seed(
    "colour",
    control("check-box"),
    "--win-check-box-stroke: var(--win-control-strong-stroke-default);",
    "--win-check-box-stroke: var(--win-control-stroke-default);",
    "check-box",
  ),
  seed(
    "colour",
    control("radio-button"),
    "--win-radio-button-fill: var(--win-control-alt-fill-secondary);",
    "--win-radio-button-fill: var(--win-control-alt-fill-tertiary);",
    "radio-button",
  ),
  seed(
    "colour",
    control("radio-button"),
    "--win-radio-button-fill: var(--win-accent-fill-tertiary);",
    "--win-radio-button-fill: var(--win-accent-fill-secondary);",
    "radio-button",
  ),
  seed(
    "colour",
    control("toggle-switch"),
    "--win-toggle-switch-knob: var(--win-text-fill-secondary);",
    "--win-toggle-switch-knob: var(--win-text-fill-primary);",
    "toggle-switch",
  ),
  seed(
    "colour",
    control("toggle-switch"),
    "--win-toggle-switch-fill: var(--win-accent-fill-disabled);",
    "--win-toggle-switch-fill: var(--win-control-alt-fill-disabled);",
    "toggle-switch",
  ),
  seed(
    "colour",
    control("slider"),
    "--win-slider-track-fill: var(--win-control-strong-fill-default);",
    "--win-slider-track-fill: var(--win-control-strong-stroke-disabled);",
    "slider",
  ),
  seed(
    "colour",
    control("slider"),
    "--win-slider-fill: var(--win-accent-fill-tertiary);",
    "--win-slider-fill: var(--win-accent-fill-secondary);",
    "slider",
  ),
  seed(
    "colour",
    control("progress-bar"),
    "--win-progress-bar-foreground: var(--win-system-fill-caution);",
    "--win-progress-bar-foreground: var(--win-system-fill-critical);",
    "progress-bar",
  ),
  seed(
    "colour",
    control("rating-control"),
    "background: var(--win-accent-fill-default);",
    "background: var(--win-accent-fill-secondary);",
    "rating-control",
  ),
  seed(
    "colour",
    control("pager"),
    "--win-pager-button-fill-pressed: var(--win-subtle-fill-tertiary);",
    "--win-pager-button-fill-pressed: var(--win-subtle-fill-secondary);",
    "pager",
  ),
  seed(
    "colour",
    control("info-bar"),
    "--win-info-bar-fill: var(--win-system-fill-success-background);",
    "--win-info-bar-fill: var(--win-system-fill-attention-background);",
    "info-bar",
  ),
  seed(
    "colour",
    control("info-bar"),
    "--win-info-bar-icon: var(--win-system-fill-caution);",
    "--win-info-bar-icon: var(--win-system-fill-critical);",
    "info-bar",
  ),
  seed(
    "colour",
    control("info-badge"),
    "--win-info-badge-fill: var(--win-system-fill-success);",
    "--win-info-badge-fill: var(--win-system-fill-caution);",
    "info-badge",
  ),
  seed(
    "colour",
    control("settings-card"),
    "--win-card-fill: var(--win-control-fill-tertiary);",
    "--win-card-fill: var(--win-control-fill-secondary);",
    "settings-card",
  ),
  seed(
    "colour",
    control("person-picture"),
    "background-color: var(--win-control-alt-fill-quarternary) !important;",
    "background-color: var(--win-control-alt-fill-tertiary) !important;",
    "person-picture",
  ),
  seed(
    "colour",
    control("tokenizing-text-box"),
    "--win-tokenizing-text-box-border-bottom: var(--win-control-strong-stroke-default);",
    "--win-tokenizing-text-box-border-bottom: var(--win-control-stroke-default);",
    "tokenizing-text-box",
  ),
  seed(
    "colour",
    control("number-box"),
    "background: var(--win-text-fill-disabled);",
    "background: var(--win-text-fill-tertiary);",
    "number-box",
  ),
  // Text: family, size, weight, line, place, colour.
  seed(
    "text",
    control("check-box"),
    "inset-block-start: -1px; /* CheckBoxPadding",
    "inset-block-start: 0; /* CheckBoxPadding",
    "check-box",
  ),
  seed("text", control("check-box"), "font-size: var(--win-caption-font-size);", "font-size: 13px;", "check-box"),
  seed("text", control("pager"), "line-height: var(--win-body-line-height);", "line-height: 18px;", "pager"),
  seed(
    "text",
    control("pager"),
    "--win-pager-button-foreground: var(--win-text-fill-primary);",
    "--win-pager-button-foreground: var(--win-text-fill-secondary);",
    "pager",
  ),
  seed(
    "text",
    control("info-bar"),
    "font-weight: var(--win-font-weight-strong); /* InfoBarTitleFontWeight */",
    "font-weight: var(--win-font-weight-regular); /* InfoBarTitleFontWeight */",
    "info-bar",
  ),
  seed("text", control("info-bar"), "padding-inline: 46px 16px;", "padding-inline: 44px 16px;", "info-bar"),
  seed(
    "text",
    control("tool-tip"),
    "padding: 6px 9px 8px; /* ToolTipBorderPadding */",
    "padding: 7px 9px 7px; /* ToolTipBorderPadding */",
    "tool-tip",
  ),
  seed(
    "text",
    control("tool-tip"),
    "  font-family: var(--win-font-family);",
    "  font-family: var(--win-font-family-display);",
    "tool-tip",
  ),
  seed(
    "text",
    control("person-picture"),
    "calc(var(--win-person-picture-size) * 0.42)",
    "calc(var(--win-person-picture-size) * 0.4)",
    "person-picture",
  ),
  seed(
    "text",
    control("progress-bar"),
    "color: var(--win-text-fill-primary);",
    "color: var(--win-text-fill-secondary);",
    "progress-bar",
  ),
  // Only one mode shows it.
  seed(
    "one mode",
    control("toggle-switch"),
    "--win-toggle-switch-stroke: Highlight;",
    "--win-toggle-switch-stroke: HighlightText;",
    "toggle-switch",
    ["high-contrast"],
  ),
  seed(
    "one mode",
    control("check-box", "contrast"),
    "--win-check-box-glyph: ButtonFace;",
    "--win-check-box-glyph: Highlight;",
    "check-box",
    ["high-contrast"],
  ),
  seed(
    "one mode",
    control("radio-button", "system-colours"),
    "--win-radio-button-fill: HighlightText;\n      --win-radio-button-stroke: Highlight;\n    }\n\n    &:active",
    "--win-radio-button-fill: Highlight;\n      --win-radio-button-stroke: Highlight;\n    }\n\n    &:active",
    "radio-button",
    ["high-contrast"],
  ),
  seed(
    "one mode",
    control("slider"),
    "--win-slider-inner-thumb-fill: LinkText;",
    "--win-slider-inner-thumb-fill: ButtonText;",
    "slider",
    ["high-contrast"],
  ),
  seed(
    "one mode",
    control("pager"),
    "--win-pager-button-foreground-pointer-over: HighlightText;",
    "--win-pager-button-foreground-pointer-over: ButtonText;",
    "pager",
    ["high-contrast"],
  ),
  seed(
    "one mode",
    control("info-bar"),
    "--win-info-bar-stroke-thickness: 2px;",
    "--win-info-bar-stroke-thickness: 1px;",
    "info-bar",
    ["high-contrast"],
  ),
  seed("one mode", control("slider"), "--win-slider-direction: -90deg;", "--win-slider-direction: 90deg;", "slider", [
    "light rtl",
  ]),
  seed(
    "one mode",
    control("settings-card"),
    "inset-inline: auto 18px;",
    "inset: auto 18px auto auto; inset-block-start: calc(50% - 6px);",
    "settings-card",
    ["light rtl"],
  ),
  seed(
    "one mode",
    "tokens/colour.css",
    "--win-system-fill-caution: light-dark(#9d5d00, #fce100);",
    "--win-system-fill-caution: light-dark(#9d5d00, #fcc100);",
    "info-bar",
    ["dark"],
  ),
  seed(
    "one mode",
    "tokens/colour.css",
    "--win-control-alt-fill-quarternary: light-dark(#00000018, #ffffff12);",
    "--win-control-alt-fill-quarternary: light-dark(#00000018, #ffffff24);",
    "check-box",
    ["dark"],
  ),
];

/** A mistake of which no widget's reference speaks. */
export interface Slip extends Pick<Seed, "file" | "find" | "replace"> {
  what: string;
  /** Widgets and pages that suffice to see it; without it, all. */
  only?: string[];
}

export const slips: Slip[] = [
  {
    what: "a surface's stroke",
    only: ["ticket-11"],
    file: "shell/timeline.css",
    find: "border: var(--win-stroke-thickness) solid var(--win-card-stroke-default);",
    replace: "border: 2px solid var(--win-card-stroke-default);",
  },
  {
    what: "a surface's rule that is gone",
    only: ["ticket-11"],
    file: "shell/timeline.css",
    find: "    background: var(--win-card-background-fill-default) padding-box;\n",
    replace: "",
  },
  { what: "paper alone", file: "shell/print.css", find: "color-scheme: light;", replace: "color-scheme: dark;" },
  {
    what: "a layer",
    file: control("button", "button-group"),
    find: "z-index: 5;",
    replace: "z-index: 0;",
    only: ["button"],
  },
  {
    what: "a movement",
    only: ["progress-bar"],
    file: control("progress-bar"),
    find: "animation: win-progress-bar var(--win-progress-loop-animation-duration) linear infinite;",
    replace: "animation: win-progress-bar var(--win-progress-loop-animation-duration) ease 1;",
  },
  {
    what: "keyframes",
    only: ["progress-bar"],
    file: control("progress-bar"),
    find: "    inset-inline-start: -60%;",
    replace: "    inset-inline-start: 60%;",
  },
  {
    what: "how long something moves",
    only: ["toggle-switch"],
    file: "tokens/motion.css",
    find: "--win-control-fast-animation-duration: 167ms;",
    replace: "--win-control-fast-animation-duration: 1670ms;",
  },
  {
    what: "a glyph",
    only: ["check-box"],
    file: "tokens/glyphs.css",
    find: "--win-glyph-accept: fluent(checkmark-12-regular);",
    replace: "--win-glyph-accept: fluent(dismiss-12-regular);",
  },
  {
    what: "a focus ring that is gone",
    only: ["button"],
    file: control("button"),
    find: "    outline: var(--win-focus-stroke-outer-thickness) solid var(--win-focus-stroke-outer);\n",
    replace: "",
  },
];

const moved = (file: string, first: string, second: string): Harmless["edits"][number] => ({
  file,
  find: `${first}\n  ${second}`,
  replace: `${second}\n  ${first}`,
});

export const harmless: Harmless[] = [
  // Comments.
  {
    what: "a comment more",
    edits: [{ file: control("button"), find: "  gap: 8px;", replace: "  /* Between icon and text. */\n  gap: 8px;" }],
  },
  { what: "a comment less", edits: [{ file: control("slider"), find: " /* SliderTrackThemeHeight */", replace: "" }] },
  {
    what: "another comment at the head",
    edits: [{ file: control("tool-tip"), find: "No tail.", replace: "It has no tail." }],
  },
  {
    what: "a comment between selectors",
    edits: [{ file: control("info-bar"), find: ".alert-title,\n", replace: ".alert-title, /* the first line */\n" }],
  },
  {
    what: "blank lines",
    edits: [{ file: control("pager"), find: "  position: relative;\n", replace: "\n\n  position: relative;\n\n" }],
  },
  // Order.
  {
    what: "two declarations in another order",
    edits: [moved(control("pager"), "align-items: center;", "justify-content: center;")],
  },
  {
    what: "two tokens in another order",
    edits: [
      moved(
        control("check-box"),
        "--win-check-box-fill: var(--win-control-alt-fill-secondary);",
        "--win-check-box-stroke: var(--win-control-strong-stroke-default);",
      ),
    ],
  },
  {
    what: "selectors of a list in another order",
    edits: [{ file: control("tool-tip"), find: ".tooltip-inner,\n.qtip {", replace: ".qtip,\n.tooltip-inner {" }],
  },
  {
    what: "two rules that do not meet in another order",
    edits: [
      {
        file: control("info-bar"),
        find: ".alert-success {\n  --win-info-bar-fill: var(--win-system-fill-success-background);\n  --win-info-bar-icon: var(--win-system-fill-success);\n  --win-info-bar-glyph: var(--win-glyph-accept);\n  --win-info-bar-glyph-angle: 0deg;\n}\n\n.alert-warning {\n  --win-info-bar-fill: var(--win-system-fill-caution-background);\n  --win-info-bar-icon: var(--win-system-fill-caution);\n  --win-info-bar-glyph-angle: 0deg;\n}\n",
        replace:
          ".alert-warning {\n  --win-info-bar-fill: var(--win-system-fill-caution-background);\n  --win-info-bar-icon: var(--win-system-fill-caution);\n  --win-info-bar-glyph-angle: 0deg;\n}\n\n.alert-success {\n  --win-info-bar-fill: var(--win-system-fill-success-background);\n  --win-info-bar-icon: var(--win-system-fill-success);\n  --win-info-bar-glyph: var(--win-glyph-accept);\n  --win-info-bar-glyph-angle: 0deg;\n}\n",
      },
    ],
  },
  {
    what: "states of a nested rule in another order",
    edits: [
      {
        file: control("rating-control"),
        find: "inline-size: 16px;\n    block-size: 16px;",
        replace: "block-size: 16px;\n    inline-size: 16px;",
      },
    ],
  },
  // Names.
  {
    what: "a widget's token renamed",
    edits: [
      { file: control("slider"), find: "--win-slider-outer-thumb-fill", replace: "--win-slider-thumb-outer-fill" },
    ],
  },
  {
    what: "another token renamed",
    edits: [
      { file: control("person-picture"), find: "--win-person-picture-size", replace: "--win-person-picture-side" },
    ],
  },
  {
    what: "a token renamed in two blocks",
    edits: [{ file: control("pager"), find: "--win-pager-button-indicator", replace: "--win-pager-button-line" }],
  },
  {
    what: "keyframes renamed",
    edits: [{ file: control("progress-bar"), find: "win-progress-bar ", replace: "win-progress-bar-run " }],
  },
  // The same, written otherwise.
  {
    what: "a rule split in two",
    edits: [
      {
        file: control("tool-tip"),
        find: "  text-align: start;\n}\n\n.qtip {",
        replace: "}\n\n.tooltip-inner,\n.qtip {\n  text-align: start;\n}\n\n.qtip {",
      },
    ],
  },
  {
    what: "a list split in two rules",
    edits: [
      {
        file: control("info-badge"),
        find: ".nav-link .badge,\n.badge:is(.badge-dot, .badge-notification) {\n  display: inline-flex;\n  align-items: center;\n  justify-content: center;\n}",
        replace:
          ".nav-link .badge {\n  display: inline-flex;\n  align-items: center;\n  justify-content: center;\n}\n\n.badge:is(.badge-dot, .badge-notification) {\n  display: inline-flex;\n  align-items: center;\n  justify-content: center;\n}",
      },
    ],
  },
  {
    what: "a shorthand written out",
    edits: [
      {
        file: control("pager"),
        find: "inset-inline: 0;\n  height: 2px;",
        replace: "inset-inline-start: 0;\n  inset-inline-end: 0;\n  height: 2px;",
      },
    ],
  },
  {
    what: "a nested rule written flat",
    edits: [
      {
        file: control("tool-tip"),
        find: "  .tooltip-arrow {\n    display: none;\n  }\n}",
        replace: "}\n\n.tooltip .tooltip-arrow {\n  display: none;\n}",
      },
    ],
  },
  {
    what: "a colour's other notation",
    edits: [
      {
        file: "tokens/colour.css",
        find: "--win-system-fill-caution: light-dark(#9d5d00, #fce100);",
        replace: "--win-system-fill-caution: light-dark(#9D5D00FF, #FCE100);",
      },
    ],
  },
  {
    what: "a length's other notation",
    edits: [{ file: control("slider"), find: "padding: 0;\n  border: 0;", replace: "padding: 0px;\n  border: 0;" }],
  },
];

/** The theme's files with an edit made, by their path below the project. @throws when a text is not there */
export function edited(edits: { file: string; find: string; replace: string }[], once = false): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { file, find, replace } of edits) {
    const name = `themes/windows-11/${file}`;
    const text = files[name] ?? readFileSync(path.join(projectRoot, name), "utf8");
    if (!text.includes(find)) throw new Error(`${name} has no ${JSON.stringify(find)}`);
    files[name] = once ? text.replace(find, () => replace) : text.replaceAll(find, replace);
  }
  return files;
}

/** Modes of which a mistake of one mode is none of the others. */
export const othersThan = (only: Mode[]): Mode[] => modes.filter((mode) => !only.includes(mode));
