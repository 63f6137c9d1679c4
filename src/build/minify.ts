import { Features, transform } from "lightningcss";
import { targets } from "./browsers.ts";

export interface Minified {
  css: string;
  /** A source map as JSON; only when one was given. */
  map?: string;
}

/**
 * Minifies by Lightning CSS, for the project's browsers: what they all know (light-dark(), nesting) stays.
 * @param filename shown in errors and in the source map
 * @param map the source map of `css`, to be carried on
 */
export function minify(css: string, filename: string, map?: string): Minified {
  const result = transform({
    filename,
    code: Buffer.from(css),
    minify: true,
    targets,
    // Never `(width <= 600px)`, though all our browsers know it: GLPI's strip_tags() takes it for a tag.
    include: Features.MediaRangeSyntax | Features.MediaIntervalSyntax,
    ...(map === undefined ? {} : { sourceMap: true, inputSourceMap: map }),
  });
  const text = Buffer.from(result.code).toString("utf8");
  return map === undefined ? { css: text } : { css: text, map: Buffer.from(result.map as Uint8Array).toString("utf8") };
}
