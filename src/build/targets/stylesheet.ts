import path from "node:path";
import { html } from "../../util/escape.ts";
import { projectRoot } from "../../util/paths.ts";
import { isNamed, kinds, readText } from "../../util/read.ts";
import { type Artefact, type BuildContext, banner, bytes, fileName } from "../artefact.ts";
import { compileDelivered } from "../constants.ts";
import { minify } from "../minify.ts";
import { raiseSpecificity } from "../scope.ts";

/** The plain style sheet for every line of GLPI, to be read and to be served, each with its source map. */
export function stylesheet(context: BuildContext): Artefact[] {
  const name = fileName(context.theme);
  const root = raiseSpecificity(compileDelivered(context.theme, { plain: "page" }));
  // Sources in the map are relative to where the sheet will stand, so that a map read from dist/ leads into themes/.
  const place = path.join(projectRoot, "dist/css", `${name}.css`);
  const plain = root.toResult({
    from: undefined,
    to: place,
    map: { inline: false, annotation: false, sourcesContent: true },
  });
  const map = plain.map.toString();
  const minified = minify(plain.css, `${name}.css`, map);
  const linked = (css: string, file: string): Uint8Array =>
    bytes(`${banner(context)}${css.trimEnd()}\n/*# sourceMappingURL=${file}.map */\n`);
  return [
    {
      path: `css/${name}.css`,
      content: linked(plain.css, `${name}.css`),
      install: "any page: <link rel=stylesheet>; readable",
    },
    { path: `css/${name}.css.map`, content: bytes(afterBanner(map)) },
    {
      path: `css/${name}.min.css`,
      content: linked(minified.css, `${name}.min.css`),
      install: "any page: <link rel=stylesheet>",
    },
    { path: `css/${name}.min.css.map`, content: bytes(afterBanner(minified.map as string)) },
    ...plainPage(context.theme.folders, name),
  ];
}

/** All of HTML's own elements without a class, beside the style sheet that dresses them. */
function plainPage(folders: readonly string[], name: string): Artefact[] {
  const file = folders.map((folder) => path.join(folder, "elements/plain.html")).findLast((one) => isNamed(one));
  if (!file) return [];
  const page = readText(file, kinds.html).replace('href="windows-11.min.css"', () => `href="${html(name)}.min.css"`);
  return [
    { path: "css/plain.html", content: bytes(page), install: "open it: every element that the style sheet dresses" },
  ];
}

/** The banner is one line above everything the map speaks of: in a map's mappings, one empty line. */
function afterBanner(map: string): string {
  const parsed = JSON.parse(map) as { mappings: string };
  return JSON.stringify({ ...parsed, mappings: `;${parsed.mappings}` });
}
