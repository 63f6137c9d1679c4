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
import {
  entityRooms,
  markUse,
  readHostFacts,
  removeEmpty,
  removeRedundant,
  removeUnmatchable,
  type Use,
  useOf,
} from "../host.ts";
import { minify } from "../minify.ts";
import { flattenWhereNeeded, wrapInBoost } from "../scope.ts";

/** Bytes of glpi_entities.custom_css_code, MySQL's `text`: one more is refused, or cut off without strict mode. */
export const entityLimit = 65_535;

/** Style sheets that fit the custom CSS field of an entity, one paste each. */
export function entity(context: BuildContext): Artefact[] {
  const place = "Administration > Entities > UI customization: paste; no file access needed";
  return (["10", "11"] as const).map((glpi) => {
    const { content, note } = fittingSheet(context, glpi);
    const lines = glpi === "10" ? "GLPI 10.0" : "GLPI 11 (12 untested)";
    return {
      path: `entity/glpi-${glpi}.css`,
      content,
      limit: entityLimit,
      install: `${lines}, ${place}`,
      ...(note === undefined ? {} : { note }),
    };
  });
}

/**
 * The sheet with as much as fits: what GLPI's pages show least goes first, by file, and only as much as must.
 * @throws {UserError} when even the rest is too large, with the largest rooms and files
 */
function fittingSheet(context: BuildContext, glpi: GlpiLine): { content: Uint8Array; note?: string } {
  const name = `entity/glpi-${glpi}.css`;
  const rules = nestedRules(context, glpi);
  const leftOut: UseGroup[] = [];
  let waiting: UseGroup[] | undefined;
  let last: { size: number; left: number; measured: boolean } | undefined;
  // Selectors and tokens go with what used them: how much more than its own characters, the first step tells.
  let yielding = 1.5;
  for (;;) {
    const root = economise(rules.clone());
    const estimate = waiting ? 0 : root.toString().length * typicalShrinkage;
    waiting ??= groupsByUse(root);
    // The last steps are dear: not for a sheet that is known to be far too large.
    const isFar = waiting.length > 0 && estimate > entityLimit * 1.2;
    const content = isFar ? undefined : bytes(finish(root, context, name));
    const size = content?.length ?? estimate;
    let excess = size - entityLimit;
    if (content && excess <= 0)
      return { content, ...(leftOut.length > 0 ? { note: noteOn(leftOut, glpi, context) } : {}) };
    if (waiting.length === 0)
      throw new UserError(
        `${name} has ${size} bytes, ${excess} above the ${entityLimit} that GLPI's field holds`,
        `Shorten the largest. Rooms: ${largest(root, roomOf, 5)}. Files: ${largest(root, fileOf, 10)}`,
      );
    if (last?.measured) yielding = (last.size - size) / last.left;
    last = { size, left: 0, measured: content !== undefined };
    const going = new Set<string>();
    while (excess > 0 && waiting.length > 0) {
      const group = nextToGo(waiting, excess / yielding);
      waiting.splice(waiting.indexOf(group), 1);
      leftOut.push(group);
      going.add(group.key);
      last.left += group.size;
      excess -= group.size * yielding;
    }
    rules.walkDecls((decl) => {
      const use = useOf(decl);
      if (use && going.has(keyOf(use))) decl.remove();
    });
    removeEmpty(rules);
  }
}

/** Bytes at the end for each character before the last steps, about. */
const typicalShrinkage = 0.7;

/** One file's rules that match on equally few of GLPI's pages. */
interface UseGroup extends Use {
  key: string;
  /** Characters. */
  size: number;
}

/** Pages more that a smaller group may show on to go before a larger one, where it is enough. */
const nearlyAsRare = 2;

/** The least used; or of those used nearly as little the smallest that makes room enough. */
function nextToGo(waiting: UseGroup[], wanted: number): UseGroup {
  const first = waiting[0] as UseGroup;
  return waiting.reduce(
    (best, group) =>
      group.count <= first.count + nearlyAsRare && group.size >= wanted && group.size < best.size ? group : best,
    first,
  );
}

const keyOf = ({ file, count }: Use): string => `${count} ${file}`;

/** What may go, the least used first, of equals the largest. */
function groupsByUse(root: Root): UseGroup[] {
  const groups = new Map<string, UseGroup>();
  root.walkDecls((decl) => {
    const use = useOf(decl);
    if (!use) return;
    const key = keyOf(use);
    const group = groups.get(key) ?? { ...use, key, size: 0 };
    groups.set(key, group);
    group.size += decl.toString().length;
  });
  return [...groups.values()].sort((a, b) => a.count - b.count || b.size - a.size || (a.file < b.file ? -1 : 1));
}

/** "Of 92 pages looked at, the rules left out match nothing (controls/menu-bar, …) or on one page only (…)". */
function noteOn(leftOut: UseGroup[], glpi: GlpiLine, { theme }: BuildContext): string {
  const named = (count: number): string =>
    leftOut
      .filter((group) => group.count === count)
      .map(({ file }) => file.replace(/\.css$/, "").replace(/.*\//, ""))
      .sort()
      .join(", ");
  const counts = [...new Set(leftOut.map(({ count }) => count))].filter((count) => count >= 0);
  const parts = counts.map((count) => `${count === 0 ? "none" : count}: ${named(count)}`);
  const first = named(-1);
  return (
    `entity/glpi-${glpi}.css holds all but ${first ? `${first} and ` : ""}the least shown rules, for want of room. Of ${readHostFacts(theme, glpi)?.usage?.pages} pages of GLPI ${glpi} ` +
    `looked at, those left out match on ${parts.join("; on ")}`
  );
}

/**
 * One line's sheet with everything in it, whatever its size.
 * @param standing whether it is to stand without GLPI's own style sheets, as the other artefacts do
 */
export function entityText(context: BuildContext, glpi: GlpiLine, standing = false): string {
  return finish(economise(nestedRules(context, glpi, standing)), context, `entity/glpi-${glpi}.css`);
}

function nestedRules({ theme }: BuildContext, glpi: GlpiLine, standing = false): Root {
  const root = compile(theme, { glpi, rooms: entityRooms(theme), nested: true, entity: !standing });
  if (!standing) {
    withoutOwnContrast(root);
    const facts = readHostFacts(theme, glpi);
    if (facts) {
      markUse(root, theme, facts);
      removeUnmatchable(removeRedundant(root, theme, facts), facts);
    }
  }
  return shortenIcons(shortenProperties(flattenWhereNeeded(root, flatten)));
}

/** Without each widget's own block for forced colours: `shell/forced-colours.entity.css` stands for them all. */
function withoutOwnContrast(root: Root): Root {
  const isGeneral = (node: ChildNode): boolean => /\/tokens\/|\.entity\.css$/.test(fileOf(node));
  root.walkAtRules("media", (rule) => {
    if (/forced-colors/.test(rule.params) && !isGeneral(rule)) rule.remove();
  });
  root.walkDecls("forced-color-adjust", (decl) => {
    if (!isGeneral(decl)) decl.remove();
  });
  removeEmpty(root);
  return root;
}

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
