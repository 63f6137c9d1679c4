import { z } from "zod";
import { fluentIconBody } from "../build/fluent-icon.ts";
import { themeNames } from "../references/facts.ts";
import { forms } from "../util/names.ts";
import { $schema, name, selector, text } from "./common.ts";

const figure = z
  .union([z.number().min(-10_000).max(10_000), text(2000)])
  .meta({ description: "epx, or an expression over WinUI's figures: @Button/figures.borderThickness * 2" });
const brush = text(200).meta({
  description: "A WinUI resource key: ButtonBackgroundPointerOver, TextFillColorPrimary",
});
const note = text(2000).exactOptional();
const four = z.union([figure, z.tuple([figure, figure, figure, figure])]);

const box = z.strictObject({
  left: figure.exactOptional(),
  right: figure.exactOptional(),
  top: figure.exactOptional(),
  bottom: figure.exactOptional(),
  width: figure.exactOptional(),
  height: figure.exactOptional(),
  center: z.enum(["x", "y", "both"]).exactOptional(),
});

const partFields = {
  box: box.exactOptional(),
  radius: four.exactOptional(),
  fill: brush.nullable().exactOptional(),
  stroke: brush.nullable().exactOptional(),
  strokeWidth: four.exactOptional(),
  sizing: z.enum(["inner", "outer"]).exactOptional(),
  d: text(20_000).exactOptional(),
  opacity: figure.exactOptional(),
  points: z.enum(["up", "down", "left", "right"]).exactOptional(),
  icon: text(60)
    .refine((name) => fluentIconBody(name) !== undefined, { error: "no such icon among Fluent System Icons" })
    .exactOptional(),
  unmirrored: z.boolean().exactOptional(),
  note,
};
const partName = text(60);
const shape = z.enum(["rectangle", "ellipse", "path", "glyph"]);
const part = z
  .strictObject({ name: partName, shape, ...partFields })
  .refine((value) => value.shape !== "path" || value.d !== undefined, {
    params: { problem: "a path without path data", remedy: 'Add "d"' },
  });
const partDelta = z.strictObject({ name: partName.exactOptional(), shape: shape.exactOptional(), ...partFields });

const textFields = {
  size: figure,
  weight: figure,
  lineHeight: figure.exactOptional(),
  brush,
  opacity: figure.exactOptional(),
  left: figure.exactOptional(),
  right: figure.exactOptional(),
  middle: figure.exactOptional(),
  top: figure.exactOptional(),
  bottom: figure.exactOptional(),
  note,
};
const someTextFields = {
  ...textFields,
  size: figure.exactOptional(),
  weight: figure.exactOptional(),
  brush: brush.exactOptional(),
};
const namedText = z.strictObject({ at: selector, symbol: z.boolean().exactOptional(), ...textFields });
const namedTextDelta = z.strictObject({
  at: selector.exactOptional(),
  symbol: z.boolean().exactOptional(),
  ...someTextFields,
});

const state = z.strictObject({
  width: figure.exactOptional(),
  height: figure.exactOptional(),
  parts: z.record(partName, partDelta.nullable()).exactOptional(),
  text: z.strictObject(someTextFields).exactOptional(),
  texts: z.record(partName, namedTextDelta.nullable()).exactOptional(),
  focus: figure.exactOptional(),
  focusRadius: figure.exactOptional(),
  reason: text(2000).exactOptional(),
  note,
});

const variant = z.strictObject({
  width: figure.exactOptional(),
  height: figure.exactOptional(),
  on: brush.exactOptional(),
  themes: z.array(z.enum(themeNames)).max(3).exactOptional(),
  parts: z.array(part).max(100),
  shadow: text(100).exactOptional(),
  text: z.strictObject(textFields).exactOptional(),
  texts: z.record(partName, namedText).exactOptional(),
  states: z.record(name(forms.widget), state),
  note,
});

/** `<widget>.reference.json`; src/references/specification.ts says what each member means. */
export const referenceSchema = z
  .strictObject({
    $schema,
    widget: text(80),
    control: text(80).nullable(),
    relative: text(80).exactOptional(),
    note,
    otherScales: text(200).exactOptional(),
    variants: z.record(name(forms.widget), variant),
  })
  .meta({ title: "The native widget that a widget must match" });
