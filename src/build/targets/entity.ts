import { readFileSync } from "node:fs";
import type { Theme } from "../../theme/theme.ts";
import { UserError } from "../../util/user-error.ts";
import { type Artefact, type BuildContext, bytes, type LeftOut } from "../artefact.ts";
import { type CompileOptions, compile, type GlpiLine, sourcesOf } from "../compile.ts";
import { entityRooms, findFacts, readHostFacts } from "../entity/facts.ts";
import { applySteps, type Left, steps } from "../entity/steps.ts";
import { hashOf, keptOf, wholeCompiler } from "../kept.ts";

/** Bytes of glpi_entities.custom_css_code, MySQL's `text`: one more is refused, or cut off without strict mode. */
export const entityLimit = 65_535;

/** Style sheets that fit the custom CSS field of an entity, one paste each. */
export function entity(context: BuildContext): Artefact[] {
  const place = "Administration > Entities > UI customization: paste; no file access needed";
  return (["10", "11"] as const).map((glpi) => {
    const { css, leftOut } = fittingSheet(context, glpi);
    const { pages = 0, endUserPages = 0 } = readHostFacts(context.theme, glpi)?.usage ?? {};
    const lines = glpi === "10" ? "GLPI 10.0" : "GLPI 11 (12 untested)";
    return {
      path: nameOf(glpi),
      content: bytes(css),
      limit: entityLimit,
      install: `${lines}, ${place}`,
      ...(leftOut.length === 0 ? {} : { leftOut: { pages, endUserPages, components: leftOut } }),
    };
  });
}

interface Sheet {
  css: string;
  leftOut: LeftOut["components"];
}

/** Choosing what fits is dear: kept while neither the rules nor how they are fitted has changed. */
function fittingSheet(context: BuildContext, glpi: GlpiLine): Sheet {
  return keptOf(
    context,
    nameOf(glpi),
    () => inputsOf(context, glpi),
    () => sheetOf(context, glpi, { limit: entityLimit }),
    ({ css, leftOut }: Sheet) => {
      if (typeof css !== "string" || !Array.isArray(leftOut)) throw new TypeError("this is no sheet");
      return { css, leftOut };
    },
  );
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

const nameOf = (glpi: GlpiLine): string => `entity/glpi-${glpi}.css`;

/**
 * One line's sheet with everything in it, whatever its size.
 * @param isStanding whether it is to stand without GLPI's own style sheets, as the other artefacts do
 */
export const entityText = (context: BuildContext, glpi: GlpiLine, isStanding = false): string =>
  sheetOf(context, glpi, { isStanding }).css;

/** What each step leaves of one line's sheet, in their order. */
export function explainEntity(context: BuildContext, glpi: GlpiLine): Left[] {
  const left: Left[] = [];
  sheetOf(context, glpi, { limit: entityLimit, note: (one) => void left.push(one) });
  return left;
}

function sheetOf(
  { theme, version }: BuildContext,
  glpi: GlpiLine,
  { limit, isStanding = false, note }: { limit?: number; isStanding?: boolean; note?: (left: Left) => void },
): Sheet {
  const name = nameOf(glpi);
  const rules = compile(theme, { ...optionsFor(theme, glpi), entity: !isStanding });
  let leftOut: Sheet["leftOut"] = [];
  const context = {
    theme,
    version,
    facts: readHostFacts(theme, glpi),
    name,
    limit,
    leaveOut: (components: Sheet["leftOut"]) => void (leftOut = components),
  };
  const wanted = steps.filter(({ besideGlpi }) => !isStanding || !besideGlpi);
  const css = applySteps(wanted, rules, context, note).toString().replaceAll("\n", "");
  checkTags(css, name);
  return { css, leftOut };
}

/** @throws {UserError} when GLPI would cut the sheet */
function checkTags(css: string, name: string): void {
  const start = css.indexOf("<");
  if (start !== -1)
    throw new UserError(
      `${name} holds a "<", from which on GLPI's strip_tags() cuts: ${css.slice(Math.max(0, start - 40), start + 20)}`,
      "Write min-width and max-width for ranges, \\3c in texts, %3C in data addresses",
    );
}
