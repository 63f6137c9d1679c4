import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import postcss, { type AtRule, type ChildNode, type Container, type Declaration, type Root, type Rule } from "postcss";
import type { DeclarationChange, RuleChange } from "./rules.ts";

/** One thing that an author changed, as it is written: what a reviewer looks for when something moved. */
export interface Cause {
  /** Unique in a run, the same on every machine. */
  id: string;
  /** A declaration's value, a rule's selector or condition, a whole rule that came, went or moved; or what the build does. */
  kind: "declaration" | "selector" | "condition" | "added" | "removed" | "moved" | "build";
  /** `file:line`, in the base's tree where `inBase` says so. */
  place: string;
  inBase?: true;
  /** What it stands in, outermost first: conditions and selectors as written. */
  within: string[];
  /** What is said before and after; `null` where nothing is. */
  before: string | null;
  after: string | null;
}

/** A cause with the part of a changed rule that comes from it: what a page is asked about. */
export interface Effect {
  cause: Cause;
  conditions: string[];
  selector: string;
  declarations: DeclarationChange[];
}

/** The trees that the two sides' places lead into; without a base there is no difference. */
export interface Trees {
  base: string;
  ours: string;
}

/**
 * What the author changed, for what differs between two compiled style sheets. One edit may change many compiled rules,
 * as nesting and roles multiply them: what leads to the same line is one cause.
 */
export function effectsOf(changes: RuleChange[], trees: Trees): Effect[] {
  const sources = new Sources(trees);
  const causes = new Map<string, Cause>();
  const effects: Effect[] = [];
  const add = (
    cause: Omit<Cause, "id">,
    { conditions, selector }: RuleChange,
    declarations: DeclarationChange[],
  ): void => {
    const id = [cause.place, cause.kind, ...cause.within, cause.before, cause.after].join("\n");
    const known = causes.get(id) ?? { id: shortId(cause, causes), ...cause };
    causes.set(id, known);
    effects.push({ cause: known, conditions, selector, declarations });
  };
  const came = changes.filter(({ kind }) => kind === "added");
  const went = new Set(changes.filter(({ kind }) => kind === "removed"));
  for (const change of changes) {
    if (change.kind !== "changed") continue;
    const differing = change.declarations.filter(({ before, after }) => before !== after);
    if (differing.length === 0) add(sources.moved(change), change, change.declarations);
    for (const declaration of differing) add(sources.declaration(change, declaration), change, [declaration]);
  }
  for (const change of changes) if (change.kind === "moved") add(sources.moved(change), change, change.declarations);
  for (const change of came) {
    const twin = [...went].find((other) => sayTheSame(change, other) && fileOf(change.place) === fileOf(other.place));
    if (twin) went.delete(twin);
    const cause = twin ? sources.renamed(change, twin) : sources.whole(change, "added");
    add(cause, change, change.declarations);
    if (twin) add(cause, twin, twin.declarations);
  }
  for (const change of went) add(sources.whole(change, "removed"), change, change.declarations);
  return effects;
}

/** A cause in one line: "padding-inline: 11px → 12px". */
export function describeCause({ kind, before, after }: Cause): string {
  const short = (text: string | null): string =>
    text === null ? "nothing" : text.length > 90 ? `${text.slice(0, 88)}…` : text;
  if (kind === "added") return `new rule: ${short(after)}`;
  if (kind === "removed") return `rule taken away: ${short(before)}`;
  if (kind === "moved") return "stands elsewhere in the order of rules";
  const property = /^([\w-]+): /.exec(before ?? "")?.[1];
  // The property's name once, where both sides have it.
  if (kind === "declaration" && property && before && after?.startsWith(`${property}: `))
    return `${property}: ${short(before.slice(property.length + 2))} → ${short(after.slice(property.length + 2))}`;
  return `${short(before)} → ${short(after)}`;
}

/** What a cause stands in, in one line: ".btn, .btn-close { &:hover". */
export function describeWithin({ within }: Cause): string {
  return within.map((text) => (text.length > 100 ? `${text.slice(0, 98)}…` : text)).join(" { ");
}

const shortId = ({ place, kind }: Omit<Cause, "id">, causes: Map<string, Cause>): string => {
  const base = `${place} ${kind}`;
  const count = [...causes.values()].filter(({ id }) => id === base || id.startsWith(`${base} (`)).length;
  return count === 0 ? base : `${base} (${count + 1})`;
};

const fileOf = (place: string): string => place.replace(/(:\d+)+$/, "");

const sayTheSame = (a: RuleChange, b: RuleChange): boolean =>
  JSON.stringify(a.declarations.map(({ property, after }) => [property, after])) ===
  JSON.stringify(b.declarations.map(({ property, before }) => [property, before]));

interface Written {
  /** What a node stands in, outermost first. */
  chain: { text: string; line: number }[];
  node: Declaration | Rule | AtRule;
}

/** Both trees' files as their authors wrote them. */
class Sources {
  readonly #files = new Map<string, Root | undefined>();

  constructor(private readonly trees: Trees) {}

  declaration(change: RuleChange, { property, before, after, place, basePlace }: DeclarationChange): Omit<Cause, "id"> {
    const now = place === null ? undefined : this.#find("ours", place);
    const then = basePlace === null ? undefined : this.#find("base", basePlace);
    const written = now ?? then;
    const compiled = (value: string | null): string | null => (value === null ? null : `${property}: ${value}`);
    const [was, is] = [then?.node, now?.node].map((node) => (node?.type === "decl" ? sayOf(node) : undefined));
    // Where both are written alike it is the build that makes another thing of them.
    const byHand = was !== is;
    return {
      kind: written && byHand ? "declaration" : "build",
      place: lineOf(place ?? basePlace ?? change.place),
      ...(place === null ? { inBase: true as const } : {}),
      within: written?.chain.map(({ text }) => text) ?? [...change.conditions, change.selector],
      before: before === null ? null : byHand ? (was ?? compiled(before)) : compiled(before),
      after: after === null ? null : byHand ? (is ?? compiled(after)) : compiled(after),
    };
  }

  moved(change: RuleChange): Omit<Cause, "id"> {
    const chain = this.#chainOf("ours", change);
    return {
      kind: "moved",
      place: lineOf(change.place),
      within: chain?.map(({ text }) => text) ?? [...change.conditions, change.selector],
      before: null,
      after: null,
    };
  }

  /** A rule that is for something else now: told by the first selector or condition that is written otherwise. */
  renamed(change: RuleChange, twin: RuleChange): Omit<Cause, "id"> {
    const now = this.#chainOf("ours", change);
    const then = this.#chainOf("base", twin);
    const at = now && then ? now.findIndex(({ text }, index) => text !== then[index]?.text) : -1;
    const [is, was] = [now?.[at], then?.[at]];
    if (now && is && was)
      return {
        kind: is.text.startsWith("@") ? "condition" : "selector",
        place: `${fileOf(change.place)}:${is.line}`,
        within: now.slice(0, at).map(({ text }) => text),
        before: was.text,
        after: is.text,
      };
    return {
      kind: "selector",
      place: lineOf(change.place),
      within: change.conditions,
      before: [...twin.conditions, twin.selector].join(" { "),
      after: [...change.conditions, change.selector].join(" { "),
    };
  }

  whole(change: RuleChange, kind: "added" | "removed"): Omit<Cause, "id"> {
    const side = kind === "added" ? "ours" : "base";
    const chain = this.#chainOf(side, change);
    const said = change.declarations.map(({ property, before, after, place, basePlace }) => {
      const node = this.#find(side, (kind === "added" ? place : basePlace) ?? "")?.node;
      return node?.type === "decl" ? sayOf(node) : [property, after ?? before].filter(Boolean).join(": ");
    });
    const text = said.join("; ");
    return {
      kind,
      place: lineOf(change.place),
      ...(kind === "removed" ? { inBase: true as const } : {}),
      within: chain?.map((link) => link.text) ?? [...change.conditions, change.selector],
      before: kind === "added" ? null : text,
      after: kind === "added" ? text : null,
    };
  }

  #chainOf(side: keyof Trees, change: RuleChange): Written["chain"] | undefined {
    for (const { place, basePlace } of change.declarations) {
      const found = this.#find(side, (side === "ours" ? place : basePlace) ?? "");
      if (found?.node.type === "decl") return found.chain;
    }
    const rule = this.#find(side, change.place);
    return rule && [...rule.chain, { text: headOf(rule.node), line: rule.node.source?.start?.line ?? 1 }];
  }

  #find(side: keyof Trees, place: string): Written | undefined {
    const [, name, line, column] = /^(.+?):(\d+):(\d+)$/.exec(place) ?? [];
    if (!name || !line || !column) return undefined;
    const root = this.#parse(path.join(this.trees[side], name));
    const node = root && nodeAt(root, Number(line), Number(column));
    if (!node) return undefined;
    const chain: Written["chain"] = [];
    for (
      let up = node.parent as Container | undefined;
      up && up.type !== "root";
      up = up.parent as Container | undefined
    )
      chain.unshift({ text: headOf(up as Rule | AtRule), line: up.source?.start?.line ?? 1 });
    return { node, chain };
  }

  #parse(file: string): Root | undefined {
    if (!this.#files.has(file)) {
      let root: Root | undefined;
      try {
        root = existsSync(file) ? postcss.parse(readFileSync(file, "utf8"), { from: file }) : undefined;
      } catch {
        // What is no style sheet says nothing of its rules.
      }
      this.#files.set(file, root);
    }
    return this.#files.get(file);
  }
}

function nodeAt(root: Root, line: number, column: number): Written["node"] | undefined {
  let found: Written["node"] | undefined;
  root.walk((node: ChildNode) => {
    const start = node.source?.start;
    if (node.type === "comment" || start?.line !== line || start.column !== column) return undefined;
    found = node as Written["node"];
    return false;
  });
  return found;
}

const flat = (text: string): string => text.replace(/\s+/g, " ").trim();

const headOf = (node: Declaration | Rule | AtRule): string =>
  node.type === "rule"
    ? flat(node.selector)
    : node.type === "atrule"
      ? flat(`@${node.name} ${node.params}`)
      : sayOf(node);

const sayOf = ({ prop, value, important }: Declaration): string =>
  flat(`${prop}: ${value}${important ? " !important" : ""}`);

/** Without its column. */
const lineOf = (place: string): string => place.replace(/^(.+:\d+):\d+$/, "$1");
