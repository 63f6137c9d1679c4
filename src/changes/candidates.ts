import parser from "postcss-selector-parser";
import type { Effect } from "./causes.ts";
import { selectorsOf, type TokenUse } from "./rules.ts";

/**
 * Tells by names alone what a change cannot reach: where markup has no such class, attribute or element, no selector that
 * asks for one matches. What may be reached is rendered; only what cannot be is left out. Markup is what is served: our
 * specimens and fixture pages run no scripts that would make more of it.
 */
export class Candidates {
  readonly #asked: Requirement[][];

  /** @param all whether everything counts as reached: the compiler itself changed, or there is no base */
  constructor(effects: Effect[], uses: TokenUse[], all: boolean) {
    this.#asked = all
      ? [[]]
      : effects
          .filter(({ conditions }) => !conditions.some(isPaper))
          .map((effect) => requirementsOf(effect, uses))
          .filter((list) => list.length > 0);
  }

  /** Whether any change may reach what this markup makes. */
  reaches(markup: string): boolean {
    const names = new Set(markup.match(/[\w-]+/g)?.map((name) => name.toLowerCase()));
    const tokens = new Set(markup.match(/--[\w-]+/g));
    return this.#asked.some(
      (alternatives) =>
        alternatives.length === 0 ||
        alternatives.some((needed) => (needed.token ? tokens.has(needed.token) : meets(needed, names))),
    );
  }
}

/** Whether a condition only holds where nothing is rendered here. */
const isPaper = (condition: string): boolean => /^@media\s+(only\s+)?print\b(?!.*,)/.test(condition);

/** Names that must all be there, and choices of which one must be. */
interface Requirement {
  names: string[];
  choices: Requirement[][];
  /** Markup that reads this token itself. */
  token?: string;
}

const meets = ({ names, choices }: Requirement, there: Set<string>): boolean =>
  names.every((name) => there.has(name)) && choices.every((some) => some.some((choice) => meets(choice, there)));

/** Alternatives, one of which must be met; a single empty one is met by anything. */
function requirementsOf({ selector, declarations }: Effect, uses: TokenUse[]): Requirement[] {
  if (selector.startsWith("@")) return [anything];
  const tokens = declarations.map(({ property }) => property).filter((property) => property.startsWith("--"));
  const own = selectorsOf(selector).map(requirementOf);
  if (tokens.length < declarations.length) return own;
  // Tokens alone do nothing: whoever reads them does, on whatever way.
  const readers = new Set<string>();
  const open = [...tokens];
  const seen = new Set(tokens);
  for (let token = open.pop(); token !== undefined; token = open.pop()) {
    // What is not of our prefix GLPI's own style sheets read, which are not ours to search.
    if (!token.startsWith("--win-")) return own;
    for (const use of uses) {
      if (use.token !== token) continue;
      if (use.by === null) for (const reader of use.selectors) readers.add(reader);
      else if (!seen.has(use.by)) {
        seen.add(use.by);
        open.push(use.by);
      }
    }
  }
  return [
    ...[...readers].map(requirementOf),
    ...[...seen].map((token): Requirement => ({ names: [], choices: [], token })),
  ];
}

const anything: Requirement = { names: [], choices: [] };
const known = new Map<string, Requirement>();

function requirementOf(selector: string): Requirement {
  let found = known.get(selector);
  if (!found) {
    try {
      found = ofSelector(parser().astSync(selector).first);
    } catch {
      found = anything;
    }
    known.set(selector, found);
  }
  return found;
}

/** Every name that any element must have for a selector to match; what `:not()` and `:has()` ask is left out. */
function ofSelector(selector: parser.Selector): Requirement {
  const requirement: Requirement = { names: [], choices: [] };
  for (const node of selector.nodes) {
    if (node.type === "class" || node.type === "id" || node.type === "tag" || node.type === "attribute") {
      const name = (node.type === "attribute" ? node.attribute : node.value).toLowerCase();
      // An escaped name is not one word of the markup; the page's own elements are always there.
      if (/^[\w-]+$/.test(name) && !always.has(name)) requirement.names.push(name);
    } else if (node.type === "pseudo" && /^:(is|where|matches|-webkit-any)$/.test(node.value)) {
      requirement.choices.push(node.nodes.map(ofSelector));
    }
  }
  return requirement;
}

/** Elements and attributes that browser and harness give every page. */
const always = new Set(["html", "head", "body", "dir", "lang", "data-glpi-theme", "data-glpi-theme-dark"]);
