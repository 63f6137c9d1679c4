import path from "node:path";
import postcss, { type ChildNode, type Root } from "postcss";
import { UserError } from "../../util/user-error.ts";
import { type Artefact, type BuildContext, bytes } from "../artefact.ts";
import { compile, flatten, type GlpiLine } from "../compile.ts";
import { economise } from "../economy.ts";
import { minify } from "../minify.ts";
import { flattenWhereNeeded, wrapInBoost } from "../scope.ts";

/** Bytes of glpi_entities.custom_css_code, MySQL's `text`: one more is refused, or cut off without strict mode. */
export const entityLimit = 65_535;

/** Style sheets that fit the custom CSS field of an entity, one paste each. */
export function entity(context: BuildContext): Artefact[] {
  const install = "Administration > Entities > UI customization: paste; no file access needed";
  return (["10", "11"] as const).map((glpi) => ({
    path: `entity/glpi-${glpi}.css`,
    content: entitySheet(context, glpi),
    limit: entityLimit,
    install: glpi === "10" ? `GLPI 10.0, ${install}` : `GLPI 11 (12 untested), ${install}`,
  }));
}

function entitySheet(context: BuildContext, glpi: GlpiLine): Uint8Array {
  // The editor's frame is out of reach of entity CSS.
  const rooms = context.theme.modules.filter((room) => room !== "editor" && room !== "icons");
  const root = economise(flattenWhereNeeded(compile(context.theme, { glpi, rooms, nested: true }), flatten));
  const content = bytes(`/*!fenetre ${context.version}*/${finish(root, `entity/glpi-${glpi}.css`)}`);
  if (content.length > entityLimit) {
    throw new UserError(
      `entity/glpi-${glpi}.css has ${content.length} bytes, ${content.length - entityLimit} above the ${entityLimit} that GLPI's field holds`,
      `Shorten the largest, or leave out a module. Rooms: ${largest(root, roomOf, 5)}. Files: ${largest(root, fileOf, 10)}`,
    );
  }
  return content;
}

/** Minified on one line, raised above GLPI's rules, and nothing in it that GLPI's strip_tags() would cut. */
function finish(root: Root, name: string): string {
  const wrapped = wrapInBoost(postcss.parse(minify(root.toString(), name).css));
  const css = compact(wrapped).replaceAll("\n", "");
  if (css.includes("<")) {
    const start = css.indexOf("<");
    throw new UserError(
      `${name} holds a "<", from which on GLPI's strip_tags() cuts: ${css.slice(Math.max(0, start - 40), start + 20)}`,
      "Write min-width and max-width for ranges, \\3c in texts, %3C in data addresses",
    );
  }
  return css;
}

/** Without the spaces and line ends PostCSS adds for what it makes itself. */
function compact(root: Root): string {
  root.walk((node) => {
    node.raws.before = "";
    node.raws.after = "";
    if (node.type === "rule" || node.type === "atrule") node.raws.between = "";
    if ("semicolon" in node.raws || node.type !== "comment") node.raws.semicolon = false;
  });
  root.raws.after = "";
  return root.toString();
}

type Origin = (node: ChildNode) => string;

const fileOf: Origin = (node) => node.source?.input.file ?? "";
const roomOf: Origin = (node) => /themes[\\/][^\\/]+[\\/]([^\\/]+)/.exec(fileOf(node))?.[1] ?? path.dirname(fileOf(node));

/** "controls 21,034, shell 18,200": bytes of what came from one place, minified alone. */
function largest(root: Root, originOf: Origin, count: number): string {
  const parts = new Map<string, string>();
  root.each((node) => {
    const origin = originOf(node);
    if (origin) parts.set(origin, (parts.get(origin) ?? "") + node.toString());
  });
  return [...parts]
    .map(([origin, css]) => [path.basename(origin), bytes(minify(css, origin).css).length] as const)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, size]) => `${name} ${size.toLocaleString("en-GB")}`)
    .join(", ");
}
