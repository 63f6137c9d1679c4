import type { Browser } from "@playwright/test";
import type { AtRule, Declaration, Node, Root, Rule } from "postcss";
import parser, { type Selector } from "postcss-selector-parser";
import { compile, flatten, type GlpiLine } from "../build/compile.ts";
import { entityRooms, type HostFacts, placeOf } from "../build/entity/facts.ts";
import { familyOf } from "../build/entity/families.ts";
import { declarationsOf, isKeyframe } from "../build/nodes.ts";
import { weightOf } from "../build/specificity.ts";
import type { Theme } from "../theme/theme.ts";
import { untrustedContext } from "../visual/untrusted.ts";
import type { HostPage } from "./redundancy.ts";

/*
 * On how many of GLPI's pages each file of the theme has something to say, and which rules correct another file's: what
 * entity CSS must choose by when not everything fits. Whatever state a rule waits for.
 */

/** What a person, a script or a setting brings about: a rule that waits for it is in use. */
const states =
  /^::?(hover|active|focus|focus-visible|focus-within|disabled|enabled|checked|indeterminate|read-only|read-write|required|optional|valid|invalid|user-invalid|in-range|out-of-range|autofill|placeholder-shown|open|popover-open|modal|target|empty|dir)$/;
const stateClasses =
  /^(active|show|showing|hide|open|collapsed|collapsing|disabled|selected|checked|focus|hover|highlighted|loading|is-invalid|was-validated|navbar-collapsed|theme-dark)$/;
const stateAttributes =
  /^(aria-.*|open|disabled|readonly|checked|selected|required|dir|data-glpi-theme-dark|data-high-contrast|data-bs-theme|data-popper-placement)$/;

/** One flat selector as a page is asked for it. */
interface Asked {
  /** Without states and pseudo-element. */
  selector: string;
  /** The pseudo-element it stands for, or "". */
  part: string;
  /** Specificity in one figure. */
  weight: number;
  /** In which of the rules it stands. */
  rule: number;
}

/** One flat rule: where it was written, and what it speaks about. */
interface Spoken {
  place: { file: string; selector: string };
  /** By family, whether one declaration of it is important. */
  families: Record<string, boolean>;
}

/** What a page answers: rules that match something, and which rule takes a family from which other. */
interface Answer {
  matched: number[];
  corrections: [winner: number, loser: number, family: string][];
}

export class Usage {
  private readonly rules: Spoken[] = [];
  private readonly asked: Asked[] = [];
  /** By file, pages that it has something to say on: all, and those that end users meet. */
  private readonly files = new Map<string, [all: number, endUser: number]>();
  private readonly corrections = new Set<string>();
  private pages = 0;
  private endUserPages = 0;

  constructor(theme: Theme, glpi: GlpiLine) {
    const root = compile(theme, { glpi, rooms: entityRooms(theme), nested: true, entity: true });
    for (const decl of declarationsOf(root)) (decl.raws as { place?: Spoken["place"] }).place = placeOf(decl, theme);
    for (const rule of styleRules(flatten(root))) this.ask(rule);
  }

  private ask(rule: Rule): void {
    const said = rule.nodes.filter((node): node is Declaration => node.type === "decl");
    const place = (said[0]?.raws as { place?: Spoken["place"] } | undefined)?.place;
    // The scheme's rules, which are of no file, wait for the palette a user chose.
    if (!place?.file) return;
    const families: Spoken["families"] = {};
    for (const { prop, important } of said) families[familyOf(prop)] ||= important === true;
    const number = this.rules.push({ place, families }) - 1;
    for (const selector of parser().astSync(rule.selector, { lossless: false }).nodes) {
      const weight = weightOf(selector);
      const part = partOf(selector);
      seeThrough(selector, false);
      this.asked.push({ selector: selector.toString(), part, weight, rule: number });
    }
  }

  /**
   * Looks at one more page.
   * @param counts who meets it: an end user too; someone; or no one, as it is no page of GLPI's
   */
  async visit(browser: Browser, page: HostPage, counts: "end user" | "someone" | "no one"): Promise<void> {
    const context = await untrustedContext(browser);
    try {
      const tab = await context.newPage();
      // Markup alone: no style sheet changes what a selector matches.
      await tab.setContent(page.html.replace(/<(style|script)\b[\s\S]*?<\/\1>|<link\b[^>]*>/g, ""), {
        waitUntil: "domcontentloaded",
      });
      const families = this.rules.map((rule) => rule.families);
      this.note(await tab.evaluate(look, { asked: this.asked, families }), counts);
    } finally {
      await context.close();
    }
  }

  private note({ matched, corrections }: Answer, counts: "end user" | "someone" | "no one"): void {
    const fileOf = (rule: number): string => (this.rules[rule] as Spoken).place.file;
    for (const [winner, loser, family] of corrections) {
      const { file, selector } = (this.rules[winner] as Spoken).place;
      if (file !== fileOf(loser)) this.corrections.add(JSON.stringify([file, selector, family, fileOf(loser)]));
    }
    if (counts === "no one") return;
    this.pages++;
    if (counts === "end user") this.endUserPages++;
    for (const file of new Set(matched.map(fileOf))) {
      const [all, endUser] = this.files.get(file) ?? [0, 0];
      this.files.set(file, [all + 1, endUser + (counts === "end user" ? 1 : 0)]);
    }
  }

  /** What was seen, in an order that does not depend on that of the pages. */
  result(): NonNullable<HostFacts["usage"]> {
    const files: NonNullable<HostFacts["usage"]>["files"] = {};
    for (const file of [...new Set(this.rules.map(({ place }) => place.file))].sort())
      files[file] = this.files.get(file) ?? [0, 0];
    const corrects: NonNullable<HostFacts["usage"]>["corrects"] = {};
    for (const key of [...this.corrections].sort()) {
      const [file, selector, family, other] = JSON.parse(key) as [string, string, string, string];
      corrects[file] ??= {};
      const rules = corrects[file] as Record<string, Record<string, string[]>>;
      rules[selector] ??= {};
      const families = rules[selector] as Record<string, string[]>;
      families[family] ??= [];
      (families[family] as string[]).push(other);
    }
    return { pages: this.pages, endUserPages: this.endUserPages, files, corrects };
  }
}

/** All but keyframes, and what is said for paper alone: it takes nothing from what is said for the screen. */
function styleRules(root: Root): Rule[] {
  const rules: Rule[] = [];
  root.walkRules((rule) => {
    if (!isKeyframe(rule) && !isForPaper(rule)) rules.push(rule);
  });
  return rules;
}

function isForPaper(rule: Rule): boolean {
  for (let node: Node["parent"] | undefined = rule.parent; node; node = node.parent)
    if (
      node.type === "atrule" &&
      (node as unknown as AtRule).name === "media" &&
      /\bprint\b/.test((node as unknown as AtRule).params)
    )
      return true;
  return false;
}

/** The pseudo-element that a selector stands for: "::before". */
function partOf(selector: Selector): string {
  const index = selector.nodes.findIndex((node) => parser.isPseudoElement(node));
  if (index === -1) return "";
  return selector.nodes
    .slice(index)
    .filter((node) => parser.isPseudoElement(node))
    .map((node) => String(node.value).replace(/^:(?=\w)/, "::"))
    .join("");
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

/** Runs inside a page: which rules match, and what they take from each other. */
function look({ asked, families }: { asked: Asked[]; families: Spoken["families"][] }): Answer {
  const matched = new Set<number>();
  const onElement = new Map<Element, number[]>();
  asked.forEach(({ selector, rule }, index) => {
    let found: Iterable<Element> = [];
    try {
      found = document.querySelectorAll(selector);
    } catch {
      // One that this browser does not know may be in use in another.
      matched.add(rule);
    }
    for (const element of found) {
      matched.add(rule);
      const all = onElement.get(element);
      if (all) all.push(index);
      else onElement.set(element, [index]);
    }
  });
  const seen = new Set<string>();
  const corrections = new Map<string, [number, number, string]>();
  for (const indexes of onElement.values()) {
    // Most rows of a table are alike.
    const key = indexes.join(" ");
    if (seen.has(key)) continue;
    seen.add(key);
    const said = new Map<string, { rule: number; weight: number }[]>();
    for (const index of indexes) {
      const { part, rule, weight } = asked[index] as Asked;
      for (const [family, important] of Object.entries(families[rule] as Record<string, boolean>)) {
        const topic = `${part} ${family}`;
        const speakers = said.get(topic) ?? [];
        said.set(topic, speakers);
        speakers.push({ rule, weight: weight + (important ? 1e9 : 0) });
      }
    }
    for (const [topic, speakers] of said) {
      const family = topic.slice(topic.lastIndexOf(" ") + 1);
      speakers.sort((one, other) => one.weight - other.weight || one.rule - other.rule);
      speakers.forEach((winner, place) => {
        for (const loser of speakers.slice(0, place))
          if (winner.rule !== loser.rule)
            corrections.set(`${winner.rule} ${loser.rule} ${family}`, [winner.rule, loser.rule, family]);
      });
    }
  }
  return { matched: [...matched], corrections: [...corrections.values()] };
}
