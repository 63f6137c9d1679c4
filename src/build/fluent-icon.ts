import { createRequire } from "node:module";

interface IconSet {
  icons: Record<string, { body: string; width?: number; height?: number }>;
  width?: number;
  height?: number;
}

let icons: IconSet | undefined;

/**
 * A Fluent System Icon (MIT, Microsoft) as an `<svg>` document: black on nothing.
 * @param name as the icon set has it: `checkmark-12-regular`
 * @returns `undefined` when there is no such icon
 */
export function fluentIconBody(name: string): string | undefined {
  icons ??= createRequire(import.meta.url)("@iconify-json/fluent/icons.json") as IconSet;
  const icon = Object.hasOwn(icons.icons, name) ? icons.icons[name] : undefined;
  if (!icon) return undefined;
  const width = icon.width ?? icons.width ?? 16;
  const height = icon.height ?? icons.height ?? 16;
  const body = icon.body.replaceAll(' fill="currentColor"', "");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${body}</svg>`;
}

/**
 * The same as a quoted data address for `mask`: `<` and `#` escaped, since GLPI passes an entity's CSS through
 * strip_tags().
 */
export function fluentIcon(name: string): string | undefined {
  const svg = fluentIconBody(name);
  if (!svg) return undefined;
  const escaped = svg
    .replaceAll('"', "'")
    .replaceAll("%", "%25")
    .replaceAll("#", "%23")
    .replaceAll("<", "%3C")
    .replaceAll(">", "%3E");
  return `url("data:image/svg+xml,${escaped}")`;
}
