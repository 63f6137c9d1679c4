import { type Artefact, type BuildContext, banner, bytes, fileName } from "../artefact.ts";
import type { GlpiLine } from "../compile.ts";
import { compileDelivered } from "../constants.ts";
import { minify } from "../minify.ts";
import { raiseSpecificity } from "../scope.ts";

/** Bytes of a document that GLPI takes unless Setup > General says otherwise: 1 MiB. */
export const documentLimit = 1_048_576;

/**
 * The whole theme for those who have GLPI's web interface alone: uploaded as a document of type text/css, which GLPI
 * then serves as such, and imported by one line of entity CSS, `@import "/front/document.send.php?docid=…"`. The line
 * passes GLPI's strip_tags(), and the browser asks a style sheet's type only, not whether it is sent as attachment.
 * Named .txt: GLPI takes no .css.
 */
export function document(context: BuildContext): Artefact[] {
  return (["10", "11"] as const).map((glpi) => ({
    path: `document/${fileName(context.theme)}-glpi-${glpi}.txt`,
    content: bytes(documentText(context, glpi)),
    limit: documentLimit,
    install: `${glpi === "10" ? "GLPI 10.0" : "GLPI 11 (12 untested)"}, Management > Documents, then one line of entity CSS (docs/install.md): the whole theme, no file access needed`,
  }));
}

/** One line's sheet, fonts and all: nothing in it leads to another file. */
export function documentText(context: BuildContext, glpi: GlpiLine): string {
  const rooms = context.theme.modules.filter((room) => room !== "editor");
  const root = raiseSpecificity(compileDelivered(context.theme, { glpi, rooms, plain: "portals" }));
  return banner(context) + minify(root.toString(), `document-glpi-${glpi}.css`).css;
}
