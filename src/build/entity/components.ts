import type { Container, Declaration, Root, Rule } from "postcss";
import type { Theme } from "../../theme/theme.ts";
import { groupBy } from "../../util/group.ts";
import { declarationsByPlace, type HostFacts } from "./facts.ts";
import { familyOf } from "./families.ts";

/*
 * Entity CSS leaves out whole components: half a widget is worse than GLPI's own. A component that goes leaves behind
 * what it says to correct one that stays, so that no other rule shows where its author did not mean it to.
 */

/** A widget's folder, or a file that the theme names by itself; any other file is one alone. */
export interface Component {
  /** Below the theme: "controls/button", "shell/planning.css". */
  name: string;
  /** On how many of GLPI's pages it has something to say, and on how many of those that end users meet. */
  shown: [all: number, endUser: number];
  /** `never` goes in no case, `first` before all others. */
  goes: "never" | "in turn" | "first";
}

/** One declaration of a component. */
export interface Part {
  component: string;
  /** What it speaks about. */
  family: string;
  /** Components whose rules it corrects. */
  corrects: readonly string[];
  /** Tokens of widgets that it sets, and those that it reads without a value to fall back on. */
  sets: string | undefined;
  reads: readonly string[];
}

/** A style sheet's declarations as parts of components, and the components. */
export interface Parts {
  components: Component[];
  parts: Map<Declaration, Part>;
}

/** Rooms that are no component: what all others read. */
const always = /^(tokens\/|$)/;

/** @param root as compiled, nested */
export function partsOf(root: Root, theme: Theme, usage: NonNullable<HostFacts["usage"]>): Parts {
  const nameOf = (file: string): string => componentOf(file, theme);
  const parts: Parts["parts"] = new Map();
  const components = new Map<string, Component>();
  for (const { decls, file, selector } of declarationsByPlace(root, theme)) {
    const component = nameOf(file);
    const known = components.get(component) ?? newComponent(component, theme);
    components.set(component, known);
    const shown = usage.files[file];
    // What was added since nobody has looked for: as if each page showed it, until someone has.
    const [all, endUser] = shown ?? [usage.pages, usage.endUserPages];
    known.shown = [Math.max(known.shown[0], all), Math.max(known.shown[1], endUser)];
    const corrects = usage.corrects[file]?.[selector];
    for (const decl of decls)
      parts.set(decl, {
        component,
        family: familyOf(decl.prop),
        corrects: [...new Set((corrects?.[familyOf(decl.prop)] ?? []).map(nameOf))].filter(
          (other) => other !== component,
        ),
        sets: decl.prop.startsWith("--win-") && selector !== ":root" ? decl.prop : undefined,
        reads: [...decl.value.matchAll(/var\(\s*(--win-[\w-]+)\s*\)/g)].map(([, token]) => token as string),
      });
  }
  return { components: [...components.values()], parts };
}

/** A component's name by a file below the theme. */
export function componentOf(file: string, theme: Theme): string {
  const named = [...theme.essential, ...theme.dispensable].find((name) => isIn(file, name));
  return named ?? /^controls\/[^/]+/.exec(file)?.[0] ?? file;
}

const isIn = (file: string, name: string): boolean => file === name || file.startsWith(`${name}/`);

function newComponent(name: string, theme: Theme): Component {
  const goes =
    always.test(name) || theme.essential.some((kept) => isIn(name, kept))
      ? "never"
      : theme.dispensable.some((first) => isIn(name, first))
        ? "first"
        : "in turn";
  return { name, shown: [0, 0], goes };
}

/**
 * What stays when some components go: the others' declarations; those that correct one of them, or what stays of a
 * component that goes; and whatever sets a token that is read and that nothing else sets.
 */
export function staying({ parts }: Parts, gone: ReadonlySet<string>): Set<Declaration> {
  const stay = new Set<Declaration>();
  // What still speaks, by component and by family of properties.
  const speaking = new Set<string>();
  const isNeeded = (part: Part): boolean =>
    !gone.has(part.component) ||
    part.corrects.some((other) => !gone.has(other) || speaking.has(`${other} ${part.family}`));
  for (let more = true; more; ) {
    more = false;
    for (const [decl, part] of parts) {
      if (stay.has(decl) || !isNeeded(part)) continue;
      stay.add(decl);
      if (gone.has(part.component)) speaking.add(`${part.component} ${part.family}`);
      more = true;
    }
  }
  const setters = groupBy(
    [...parts].filter(([, { sets }]) => sets !== undefined),
    ([, { sets }]) => sets as string,
  );
  const waiting = [...stay];
  for (let decl = waiting.pop(); decl; decl = waiting.pop())
    for (const token of parts.get(decl)?.reads ?? []) {
      const all = setters.get(token) ?? [];
      if (all.some(([setter]) => stay.has(setter))) continue;
      for (const [setter] of all) {
        stay.add(setter);
        waiting.push(setter);
      }
    }
  return stay;
}

/** Characters that declarations stand in, with the selectors around them: near enough in proportion to bytes at the end. */
export function charactersOf({ parts }: Parts, decls: Iterable<Declaration>): number {
  let sum = 0;
  const rules = new Set<unknown>();
  for (const decl of decls) {
    // Tokens go with what reads them.
    if (always.test(parts.get(decl)?.component ?? "")) continue;
    sum += decl.toString().length + 1;
    for (let node = decl.parent as Container | undefined; node && !rules.has(node); node = node.parent as Container) {
      rules.add(node);
      if (node.type === "rule") sum += (node as Rule).selector.length + 2;
    }
  }
  return sum;
}

/** What a component is worth to those who use GLPI: an end user's pages count twice, once as such, once as pages. */
function worthOf({ goes, shown: [all, endUser] }: Component, usage: NonNullable<HostFacts["usage"]>): number {
  const share = (count: number, of: number): number => (of === 0 ? 0 : count / of);
  return goes === "first" ? -1 : share(endUser, usage.endUserPages) + share(all, usage.pages);
}

/**
 * The order in which components go: each time the one that is worth least for the room it gives, given what has gone.
 * Dispensable ones come first.
 */
export function* inTurn(all: Parts, usage: NonNullable<HostFacts["usage"]>): Generator<Component> {
  const gone = new Set<string>();
  let now = charactersOf(all, staying(all, gone));
  const roomOf = (component: Component): number =>
    Math.max(1, now - charactersOf(all, staying(all, new Set([...gone, component.name]))));
  const price = (component: Component): number => {
    const worth = worthOf(component, usage);
    return worth < 0 ? worth : worth / roomOf(component);
  };
  const waiting = all.components
    .filter(({ goes }) => goes !== "never")
    .map((component) => ({ component, price: price(component) }));
  while (waiting.length > 0) {
    // What has gone changes what another leaves behind: the cheapest is looked at again, until it still is.
    for (let checked: unknown; ; ) {
      waiting.sort((one, other) => one.price - other.price || (one.component.name < other.component.name ? -1 : 1));
      const [first] = waiting as [{ component: Component; price: number }];
      if (checked === first) break;
      checked = first;
      first.price = price(first.component);
    }
    const { component } = waiting.shift() as { component: Component };
    gone.add(component.name);
    now = charactersOf(all, staying(all, gone));
    yield component;
  }
}
