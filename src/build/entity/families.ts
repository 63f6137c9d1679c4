/** Shorthands, longest first: what one of their longhands says, they say too. */
const shorthands =
  /^(border-(?:(?:start|end|top|bottom)-.*)?radius|border-image|border-spacing|border-collapse|border|background|padding|margin|font|outline|overflow|mask|transition|animation|text-decoration|text-emphasis|grid|flex|list-style|columns?|inset|scroll-margin|scroll-padding|place|gap)(?=-|$)/;

const physical: [RegExp, string][] = [
  [/^border-.*radius$/, "border-radius"],
  [/^(top|right|bottom|left)$/, "inset"],
  [/^(min-|max-)?(inline-size|width)$/, "$1width"],
  [/^(min-|max-)?(block-size|height)$/, "$1height"],
  [/^(row|column)-gap$/, "gap"],
  [/^(align|justify)-(content|items|self)$/, "$1-$2"],
  [/^-webkit-/, ""],
];

/**
 * What a declaration speaks about: two of one family on one element may take something from each other, as `background`
 * takes `background-color`. A custom property is a family of its own.
 */
export function familyOf(property: string): string {
  if (property.startsWith("--")) return property;
  const plain = physical.reduce((name, [form, instead]) => name.replace(form, instead), property.toLowerCase());
  return shorthands.exec(plain)?.[1] ?? plain;
}
