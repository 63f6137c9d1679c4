import type { ThemeName } from "./facts.ts";

/**
 * What a `<widget>.reference.json` may say: the native widget, drawn from WinUI's figures, in epx (effective pixels:
 * CSS px at 100 %). It never reads the theme's tokens: figures and brushes are looked up in `winui.json` beside this file.
 */
export interface ReferenceSpecification {
  /** WinUI's name of the widget: "ToggleSwitch". */
  widget: string;
  /** The facts it draws on, `controls/<control>.json`; `null` where WinUI has no such widget. */
  control: string | null;
  /** For `control: null`: the WinUI widget it is styled after. Such a widget is checked but never counted as native. */
  relative?: string;
  /** One line on what GLPI's markup for it is. */
  note?: string;
  /** Why states may differ on screens of another scale than 1, though they agree at 1. */
  otherScales?: string;
  /** By the name the specimen's `data-variant` gives. */
  variants: Record<string, VariantSpecification>;
}

export interface VariantSpecification {
  /** Height and width of the root's border box. A width that text decides is left out. */
  width?: Figure;
  height?: Figure;
  /** What lies behind. Default: SolidBackgroundFillColorBase. */
  on?: Brush;
  /**
   * The themes it is compared in, where WinUI has no counterpart in another: its high contrast knows no severities.
   * Only without a control of WinUI's. Default: all.
   */
  themes?: ThemeName[];
  /** Painted in this order. */
  parts: PartSpecification[];
  /** The shadow that the root casts: its name among tokens.json's `shadows`. High contrast has none. */
  shadow?: string;
  text?: TextSpecification;
  /** Its other texts, by their names: "header", "shortcut" ... */
  texts?: Record<string, NamedTextSpecification>;
  /** Deltas over the above, by state; a state without any is `{}`. Names are the specimen's `data-states`. */
  states: Record<string, StateSpecification>;
}

export interface StateSpecification {
  width?: Figure;
  height?: Figure;
  /** Deltas by the part's name; `null` takes the part away. */
  parts?: Record<string, Partial<PartSpecification> | null>;
  text?: Partial<TextSpecification>;
  /** Deltas by the text's name; `null` takes the text away. */
  texts?: Record<string, Partial<NamedTextSpecification> | null>;
  /** FocusVisualMargin of the two focus rings (outer 2, inner 1), when they show. */
  focus?: Figure;
  /** Corner radius of the focus rings' inner edge, where it is not the first part's. */
  focusRadius?: Figure;
  /** Why this state may differ from native by more than the gates allow, if it does. */
  reason?: string;
}

export interface PartSpecification {
  /** "background", "track", "knob", "pill", "glyph" ... unique in the variant. */
  name: string;
  /** A glyph is not drawn: its box and colour are checked. */
  shape: "rectangle" | "ellipse" | "path" | "glyph";
  /** Where, within the root's border box; sides left out are 0, unless a size or "center" decides. */
  box?: BoxSpecification;
  /** One radius, or [top left, top right, bottom right, bottom left]. */
  radius?: Figure | [Figure, Figure, Figure, Figure];
  fill?: Brush | null;
  stroke?: Brush | null;
  /** One width, or [left, top, right, bottom] as XAML orders a Thickness. The stroke lies inside the box. */
  strokeWidth?: Figure | [Figure, Figure, Figure, Figure];
  /** BackgroundSizing: the fill ends inside the stroke ("inner", XAML's default) or runs below it ("outer"). */
  sizing?: "inner" | "outer";
  /** For a path: SVG path data in epx, relative to the part's box; stroked with `stroke`, filled with `fill`. */
  d?: string;
  opacity?: Figure;
  /** Where a glyph points, if it is a chevron or the like. */
  points?: Pointing;
  /** For pictures alone: the Fluent System Icon that shows a glyph, where it is no chevron. Nothing is judged by it. */
  icon?: string;
  /** Whether a path is drawn as it is from right to left too, as what turns is. Default: it is mirrored. */
  unmirrored?: boolean;
}

export type Pointing = "up" | "down" | "left" | "right";

export interface BoxSpecification {
  left?: Figure;
  right?: Figure;
  top?: Figure;
  bottom?: Figure;
  width?: Figure;
  height?: Figure;
  /** Centre on this axis or both; `left`/`top` then shift it. */
  center?: "x" | "y" | "both";
}

export interface TextSpecification {
  /** px */
  size: Figure;
  /** CSS weight: 400 or 600. */
  weight: Figure;
  /** px, of the published type ramp. */
  lineHeight?: Figure;
  brush: Brush;
  /** Of the text or what it stands in. Default: 1. */
  opacity?: Figure;
  /**
   * From the root's border edge at the start of lines (left, unless mirrored) to where text starts, epx. In a field that
   * centres its text, to where the room for it starts.
   */
  left?: Figure;
  /** From where text ends to the root's border edge at the end of lines, epx. */
  right?: Figure;
  /** From the root's border edge at the start of lines to the middle of a text that is centred, epx. */
  middle?: Figure;
  /** From the root's top border edge to the box of the first line, which is `lineHeight` high, epx. */
  top?: Figure;
  /** From the box of the last line to the root's bottom border edge, epx. */
  bottom?: Figure;
}

export interface NamedTextSpecification extends TextSpecification {
  /**
   * Selector of the element in the specimen whose text it is. One that ends in a pseudo-element has its type and
   * colour compared; only a placeholder's place can be measured, its field's.
   */
  at: string;
  /** A glyph of a font for icons: its family and weight are not WinUI's to say. Default: false. */
  symbol?: boolean;
}

/**
 * A number of epx; or an expression over WinUI's figures, `@<Control>/<path>` with + - * / and brackets:
 * `"@Button/figures.padding[0] + @Button/figures.borderThickness"`, `"@tokens/geometry.cornerRadius.ControlCornerRadius"`.
 * The path is that of the facts: for `controls/<Control>.json` its figures and resources, for `tokens` tokens.json's.
 * A figure object counts as its `value`. Literal numbers are for 0, counts and halves; a figure is named by its path.
 */
export type Figure = number | string;

/**
 * A WinUI resource key: first the control's own resources ("ButtonBackgroundPointerOver"), then the common brushes
 * ("TextFillColorPrimary", "ControlElevationBorderBrush"); `Other/Key` names another control's.
 */
export type Brush = string;
