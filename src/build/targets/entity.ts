import { readFileSync } from "node:fs";
import postcss, { type ChildNode, type Root } from "postcss";
import type { Theme } from "../../theme/theme.ts";
import { UserError } from "../../util/user-error.ts";
import { type Artefact, type BuildContext, bytes, type LeftOut } from "../artefact.ts";
import { type CompileOptions, compile, flatten, type GlpiLine, sourcesOf } from "../compile.ts";
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
import { type Fit, fitWithin } from "../fit.ts";
import {
  entityRooms,
  findFacts,
  markUse,
  readHostFacts,
  removeEmpty,
  removeRedundant,
  removeUnmatchable,
  sourceOf,
} from "../host.ts";
import { hashOf, keptOf, wholeCompiler } from "../kept.ts";
import { minify } from "../minify.ts";
import { nodesOf } from "../nodes.ts";
import { flattenWhereNeeded, wrapInBoost } from "../scope.ts";

/** Bytes of glpi_entities.custom_css_code, MySQL's `text`: one more is refused, or cut off without strict mode. */
export const entityLimit = 65_535;

/** Style sheets that fit the custom CSS field of an entity, one paste each. */
export function entity(context: BuildContext): Artefact[] {
  const place = "Administration > Entities > UI customization: paste; no file access needed";
  return (["10", "11"] as const).map((glpi) => {
    const { content, leftOut } = fittingSheet(context, glpi);
    const lines = glpi === "10" ? "GLPI 10.0" : "GLPI 11 (12 untested)";
    return {
      path: `entity/glpi-${glpi}.css`,
      content,
      limit: entityLimit,
      install: `${lines}, ${place}`,
      ...(leftOut === undefined ? {} : { leftOut }),
    };
  });
}

/** Fitting is dear: kept while neither the rules nor how they are fitted has changed. */
function fittingSheet(context: BuildContext, glpi: GlpiLine): { content: Uint8Array; leftOut?: LeftOut } {
  const name = `entity/glpi-${glpi}.css`;
  const { css, leftOut } = keptOf(
    context,
    name,
    () => inputsOf(context, glpi),
    () => fitWithin(entityLimit, nestedRules(context, glpi), name, (root) => finish(root, context, name)),
    revive,
  );
  if (leftOut.length === 0) return { content: bytes(css) };
  const groups = leftOut.map(({ file, count, size }) => ({
    file,
    shown: count < 0 ? undefined : count,
    characters: size,
  }));
  return { content: bytes(css), leftOut: { pages: readHostFacts(context.theme, glpi)?.usage?.pages ?? 0, groups } };
}

/** All that a fit depends on; the limit stands in the code. */
function inputsOf({ theme, version }: BuildContext, glpi: GlpiLine): string {
  const facts = findFacts(theme, glpi);
  return hashOf(
    wholeCompiler(),
    version,
    sourcesOf(theme, optionsFor(theme, glpi)),
    facts === undefined ? "" : readFileSync(facts),
  );
}

const optionsFor = (theme: Theme, glpi: GlpiLine): CompileOptions => ({
  glpi,
  rooms: entityRooms(theme),
  nested: true,
  entity: true,
});

const revive = ({ css, leftOut }: Fit): Fit => {
  if (typeof css !== "string" || !Array.isArray(leftOut)) throw new TypeError("this is no fit");
  return { css, leftOut };
};

/**
 * One line's sheet with everything in it, whatever its size.
 * @param standing whether it is to stand without GLPI's own style sheets, as the other artefacts do
 */
export function entityText(context: BuildContext, glpi: GlpiLine, standing = false): string {
  return finish(economise(nestedRules(context, glpi, standing)), context, `entity/glpi-${glpi}.css`);
}

function nestedRules({ theme }: BuildContext, glpi: GlpiLine, standing = false): Root {
  const root = compile(theme, { ...optionsFor(theme, glpi), entity: !standing });
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
  const isGeneral = (node: ChildNode): boolean => /\/tokens\/|\.entity\.css$/.test(sourceOf(node));
  for (const node of nodesOf(root)) {
    const isContrast =
      node.type === "atrule"
        ? node.name === "media" && /forced-colors/.test(node.params)
        : node.type === "decl" && node.prop === "forced-color-adjust";
    if (isContrast && !isGeneral(node)) node.remove();
  }
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
  for (const node of nodesOf(root)) {
    node.raws.before = "";
    node.raws.after = "";
    if (node.type === "rule" || node.type === "atrule") node.raws.between = "";
    if ("semicolon" in node.raws || node.type !== "comment") node.raws.semicolon = false;
  }
  root.raws.after = "";
  return root.toString();
}
