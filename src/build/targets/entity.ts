import path from "node:path";
import postcss, { type ChildNode, type Root } from "postcss";
import { UserError } from "../../util/user-error.ts";
import { type Artefact, type BuildContext, bytes } from "../artefact.ts";
import { compile, flatten, type GlpiLine } from "../compile.ts";
import {
  groupSelectors,
  joinConditions,
  joinEqualRules,
  shareValues,
  shortenIcons,
  shortenProperties,
  tightenValues,
} from "../condense.ts";
import { economise } from "../economy.ts";
import { readHostFacts, removeRedundant, removeUnmatchable } from "../host.ts";
import { minify } from "../minify.ts";
import { flattenWhereNeeded, wrapInBoost } from "../scope.ts";

/** Bytes of glpi_entities.custom_css_code, MySQL's `text`: one more is refused, or cut off without strict mode. */
export const entityLimit = 65_535;

/** Style sheets that fit the custom CSS field of an entity, one paste each. */
export function entity(context: BuildContext): Artefact[] {
  const place = "Administration > Entities > UI customization: paste; no file access needed";
  // What does not fit on one line of GLPI hardly fits on the other: its list is where the second begins.
  let leftOut: string[] = [];
  return (["10", "11"] as const).map((glpi) => {
    const sheet = fittingSheet(context, glpi, leftOut);
    const { content } = sheet;
    leftOut = sheet.leftOut;
    const lines = glpi === "10" ? "GLPI 10.0" : "GLPI 11 (12 untested)";
    const note = `The whole theme does not fit entity CSS. Left out for GLPI ${glpi}: ${leftOut.join(", ")}`;
    return {
      path: `entity/glpi-${glpi}.css`,
      content,
      limit: entityLimit,
      install: `${lines}, ${place}`,
      ...(leftOut.length > 0 ? { note } : {}),
    };
  });
}

/**
 * The sheet with as much as fits: the theme names what goes first, and only as much goes as must.
 * @param first what is left out from the start
 * @throws {UserError} when even the rest is too large, with the largest rooms and files
 */
function fittingSheet(
  context: BuildContext,
  glpi: GlpiLine,
  first: string[],
): { content: Uint8Array; leftOut: string[] } {
  const { expendable } = context.theme;
  const rules = nestedRules(context, glpi);
  let leftOut = first;
  for (;;) {
    const kept = rules.clone();
    for (const node of [...kept.nodes]) if (leftOut.some((name) => isBelow(name, fileOf(node)))) node.remove();
    const root = economised(kept);
    const css = finish(root, context, `entity/glpi-${glpi}.css`);
    const content = bytes(css);
    const excess = content.length - entityLimit;
    if (excess <= 0) return { content, leftOut };
    const sizes = sizesOf(root, (node) =>
      expendable.find((name) => !leftOut.includes(name) && isBelow(name, fileOf(node))),
    );
    let freed = 0;
    const next = expendable
      .filter((name) => !leftOut.includes(name))
      .filter((name) => {
        if (freed > excess) return false;
        freed += sizes.get(name) ?? 0;
        return true;
      });
    if (next.length === 0) {
      throw new UserError(
        `entity/glpi-${glpi}.css has ${content.length} bytes, ${excess} above the ${entityLimit} that GLPI's field holds`,
        `Shorten the largest, or name some as "expendable" in theme.json. Rooms: ${largest(root, roomOf, 5)}. Files: ${largest(root, fileOf, 10)}`,
      );
    }
    leftOut = [...leftOut, ...next];
  }
}

/**
 * One line's sheet with everything in it, whatever its size.
 * @param standing whether it is to stand without GLPI's own style sheets, as the other artefacts do
 */
export function entityText(context: BuildContext, glpi: GlpiLine, standing = false): string {
  return finish(economised(nestedRules(context, glpi, standing)), context, `entity/glpi-${glpi}.css`);
}

function nestedRules(context: BuildContext, glpi: GlpiLine, standing = false): Root {
  const { theme } = context;
  // Neither the editor's frame nor a font file is within reach of entity CSS.
  const rooms = theme.modules.filter((room) => room !== "editor" && room !== "icons");
  const root = compile(theme, { glpi, rooms, nested: true });
  const facts = standing ? undefined : readHostFacts(theme, glpi);
  if (facts) removeUnmatchable(removeRedundant(root, theme, facts), facts);
  return flattenWhereNeeded(root, flatten);
}

const economised = (root: Root): Root => economise(shortenIcons(shortenProperties(root)));

/** Whether a file is a theme's `controls/slider`, or in that folder. */
const isBelow = (name: string, file: string): boolean => file.endsWith(`/${name}`) || file.includes(`/${name}/`);

/** Minified on one line, raised above GLPI's rules, and nothing in it that GLPI's strip_tags() would cut. */
function finish(root: Root, context: BuildContext, name: string): string {
  const minified = joinConditions(tightenValues(postcss.parse(minify(root.toString(), name).css)));
  joinEqualRules(minified);
  shareValues(minified, (selector) => selector === ":root");
  groupSelectors(minified);
  const wrapped = wrapInBoost(minified);
  // In a text, as `syntax: "<angle>"`, an escape says the same.
  const css = compact(wrapped)
    .replaceAll("\n", "")
    .replace(/"(?:[^"\\]|\\.)*"/g, (text) => text.replaceAll("<", "\\3c "));
  if (css.includes("<")) {
    const start = css.indexOf("<");
    throw new UserError(
      `${name} holds a "<", from which on GLPI's strip_tags() cuts: ${css.slice(Math.max(0, start - 40), start + 20)}`,
      "Write min-width and max-width for ranges, \\3c in texts, %3C in data addresses",
    );
  }
  return `/*!fenetre ${context.version}*/${css}`;
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

type Origin = (node: ChildNode) => string | undefined;

const files = new WeakMap<object, string>();

/** With forward slashes; asked for every rule, of which there are some thousand in a hundred files. */
function fileOf(node: ChildNode): string {
  const input = node.source?.input;
  if (!input) return "";
  let file = files.get(input);
  if (file === undefined) {
    file = (input.file ?? "").split(path.sep).join("/");
    files.set(input, file);
  }
  return file;
}

const roomOf = (node: ChildNode): string | undefined => /themes\/[^/]+\/([^/]+)/.exec(fileOf(node))?.[1];

/** Bytes of what came from one place, minified alone. */
function sizesOf(root: Root, originOf: Origin): Map<string, number> {
  const parts = new Map<string, string>();
  root.each((node) => {
    const origin = originOf(node);
    if (origin) parts.set(origin, (parts.get(origin) ?? "") + node.toString());
  });
  return new Map([...parts].map(([origin, css]) => [origin, bytes(minify(css, origin).css).length]));
}

/** "controls 21,034, shell 18,200". */
function largest(root: Root, originOf: Origin, count: number): string {
  return [...sizesOf(root, originOf)]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([origin, size]) => `${path.basename(origin)} ${size.toLocaleString("en-GB")}`)
    .join(", ");
}
