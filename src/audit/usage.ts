import type { Browser } from "@playwright/test";
import type { Declaration, Rule } from "postcss";
import parser, { type Selector } from "postcss-selector-parser";
import { compile, flatten, type GlpiLine } from "../build/compile.ts";
import { entityRooms, type HostFacts, placeOf } from "../build/host.ts";
import type { Theme } from "../theme/theme.ts";
import { untrustedContext } from "../visual/untrusted.ts";
import type { HostPage } from "./redundancy.ts";

/*
 * Counts on how many pages each of the theme's rules matches anything, whatever state it waits for: what entity CSS
 * must choose by when not everything fits.
 */

/** Rules that match on more pages than this are not worth writing down: they stay. */
const rarely = 20;

/** What a person, a script or a setting brings about: a rule that waits for it is in use. */
const states =
  /^::?(hover|active|focus|focus-visible|focus-within|disabled|enabled|checked|indeterminate|read-only|read-write|required|optional|valid|invalid|user-invalid|in-range|out-of-range|autofill|placeholder-shown|open|popover-open|modal|target|empty|dir)$/;
const stateClasses =
  /^(active|show|showing|hide|open|collapsed|collapsing|disabled|selected|checked|focus|hover|highlighted|loading|is-invalid|was-validated|navbar-collapsed|theme-dark)$/;
const stateAttributes =
  /^(aria-.*|open|disabled|readonly|checked|selected|required|dir|data-glpi-theme-dark|data-high-contrast|data-bs-theme|data-popper-placement)$/;

export class Usage {
  private readonly places: { file: string; selector: string }[] = [];
  /** By place: the selectors it is written with, states seen through. */
  private readonly selectors: string[][] = [];
  private readonly counts: number[] = [];
  /** Pages looked at. */
  pages = 0;

  constructor(theme: Theme, glpi: GlpiLine) {
    const root = compile(theme, { glpi, rooms: entityRooms(theme), nested: true, entity: true });
    const numbers = new Map<string, number>();
    root.walkDecls((decl) => {
      const place = placeOf(decl, theme);
      // The scheme's rules, which are of no file, wait for the palette a user chose.
      if (place.file === "") return;
      const key = `${place.file}\n${place.selector}`;
      let number = numbers.get(key);
      if (number === undefined) {
        number = this.places.push(place) - 1;
        this.selectors.push([]);
        this.counts.push(0);
        numbers.set(key, number);
      }
      (decl.raws as { place?: number }).place = number;
    });
    flatten(root).walkRules((rule) => {
      const first = rule.nodes.find((node): node is Declaration => node.type === "decl");
      const number = (first?.raws as { place?: number } | undefined)?.place;
      if (number !== undefined) this.selectors[number]?.push(...withoutStates(rule));
    });
  }

  /** Counts one more page. */
  async visit(browser: Browser, page: HostPage): Promise<void> {
    const context = await untrustedContext(browser);
    try {
      const tab = await context.newPage();
      // Markup alone: no style sheet changes what a selector matches.
      await tab.setContent(page.html.replace(/<(style|script)\b[\s\S]*?<\/\1>|<link\b[^>]*>/g, ""), {
        waitUntil: "domcontentloaded",
      });
      const matched = await tab.evaluate(
        (places) =>
          places.map((selectors) =>
            selectors.some((selector) => {
              try {
                return document.querySelector(selector) !== null;
              } catch {
                // One that this browser does not know may be in use in another.
                return true;
              }
            }),
          ),
        this.selectors,
      );
      this.pages++;
      matched.forEach((found, number) => {
        if (found) (this.counts[number] as number)++;
      });
    } finally {
      await context.close();
    }
  }

  /** Of the rules that match on few pages, on how many: by file, by selector as `placeOf` writes it. */
  result(): NonNullable<HostFacts["usage"]> {
    const rare: NonNullable<HostFacts["usage"]>["rare"] = {};
    this.places.forEach(({ file, selector }, number) => {
      const count = this.counts[number] as number;
      if (count > rarely) return;
      rare[file] ??= {};
      (rare[file] as Record<string, number>)[selector] = count;
    });
    return { pages: this.pages, rare };
  }
}

function withoutStates(rule: Rule): string[] {
  return parser()
    .astSync(rule.selector, { lossless: false })
    .nodes.map((selector) => {
      seeThrough(selector, false);
      return selector.toString();
    });
}

/** States become what always holds, in `:not()` what never does; pseudo-elements their element. In place. */
function seeThrough(selector: Selector, negated: boolean): void {
  const element = selector.nodes.findIndex((node) => parser.isPseudoElement(node));
  if (element !== -1) {
    for (const node of selector.nodes.slice(element)) node.remove();
    if (selector.nodes.length === 0) selector.append(parser.universal());
  }
  for (const node of [...selector.nodes]) {
    const isState =
      (node.type === "class" && stateClasses.test(node.value)) ||
      (node.type === "attribute" && stateAttributes.test(node.attribute)) ||
      (node.type === "pseudo" && states.test(node.value));
    if (isState) node.replaceWith(parser.pseudo({ value: negated ? ":not(*)" : ":is(*)" }));
    if (isState || node.type !== "pseudo") continue;
    for (const inner of node.nodes) seeThrough(inner, negated !== (node.value.toLowerCase() === ":not"));
  }
}
