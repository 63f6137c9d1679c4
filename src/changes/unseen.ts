import { type Cause, describeCause, describeWithin, type Effect } from "./causes.ts";

/*
 * What changes and no picture shows: a rule for something that no specimen and no page has, such as paper or a pointer
 * over a tab; or a property that no still picture can show. A reviewer who sees no picture of it must be told.
 */

/** Properties of which a still picture of a page shows nothing, and those of movement, which pictures stop. */
const unpictured =
  /^(z-index|cursor|pointer-events|user-select|touch-action|will-change|caret-color|resize|scroll-(?!bar)[\w-]+|overscroll-[\w-]+|transition(-[\w-]+)?|animation(-[\w-]+)?|view-transition-name)$/;

/** A token's value that says how long or how something moves. */
const movement = /^(-?[\d.]+m?s|cubic-bezier\(.*\)|steps\(.*\)|linear\(.*\)|ease(-in|-out|-in-out)?)$/;

/** Whether what an effect changes is all of the kind that no picture shows. */
function isUnpictured({ selector, declarations }: Effect): boolean {
  if (/^@keyframes\b/.test(selector)) return true;
  return (
    declarations.length > 0 &&
    declarations.every(({ property, before, after }) =>
      property.startsWith("--")
        ? [before, after].some((value) => value !== null && movement.test(value.trim()))
        : unpictured.test(property),
    )
  );
}

/** Whether keyframes of one name say something else: of at-rules the whole content is one declaration. */
function movesOtherwise({ selector, declarations }: Effect): boolean {
  return (
    /^@keyframes\b/.test(selector) &&
    declarations.some(({ before, after }) => before !== null && after !== null && before !== after)
  );
}

/** Ids of causes of which no picture can show anything. */
export function unpicturedCauses(effects: Effect[]): string[] {
  const renames = renamesIn(effects);
  const ids = [...new Set(effects.map(({ cause }) => cause.id))];
  return ids.filter((id) => {
    const own = effects.filter(({ cause }) => cause.id === id);
    return (
      own.every(isUnpictured) && own.some((effect) => movesOtherwise(effect) || saysOtherwise(effect.cause, renames))
    );
  });
}

/** Ids of causes that say something else than before to something that is not among what was asked. */
export function unreachedCauses(effects: Effect[], reached: ReadonlySet<number>): string[] {
  const renames = renamesIn(effects);
  const met = new Set(effects.flatMap(({ cause }, index) => (reached.has(index) ? [cause.id] : [])));
  const others = effects.filter(({ cause }) => !met.has(cause.id) && saysOtherwise(cause, renames));
  return [...new Set(others.map(({ cause }) => cause.id))];
}

interface Renames {
  /** Of tokens and keyframes that say what they said under another name. */
  old: Map<string, string>;
  fresh: Set<string>;
}

/** Another name alone is no change. */
function renamesIn(effects: Effect[]): Renames {
  const old = new Map<string, string>();
  const fresh = new Set<string>();
  const add = (from: string, to: string): void => {
    old.set(from, to);
    fresh.add(to);
  };
  for (const { cause } of effects) {
    const [was, is] = [cause.before, cause.after].map((text) => /^@keyframes (\S+)$/.exec(text ?? "")?.[1]);
    if (was && is) add(was, is);
  }
  const tokens = (side: "before" | "after", other: "before" | "after"): { name: string; value: string }[] =>
    effects.flatMap(({ declarations }) =>
      declarations.flatMap((declaration) => {
        const { property, [side]: value } = declaration;
        return property.startsWith("--") && value !== null && declaration[other] === null
          ? [{ name: property, value }]
          : [];
      }),
    );
  const come = tokens("after", "before");
  for (const { name, value } of tokens("before", "after")) {
    const match = come.find((one) => one.value === value && !fresh.has(one.name));
    if (match && !old.has(name)) add(name, match.name);
  }
  return { old, fresh };
}

/** Whether a cause is more than the same written otherwise. */
function saysOtherwise({ kind, before, after }: Cause, { old, fresh }: Renames): boolean {
  if (kind === "moved" || kind === "build") return false;
  const token = /^(--[\w-]+): [^;]*$/.exec(before ?? after ?? "")?.[1];
  if (after === null) return !(token && old.has(token));
  if (before === null) return !(token && fresh.has(token));
  return plain(before.replace(/[\w-]+/g, (word) => old.get(word) ?? word)) !== plain(after);
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/\b0(px|em|rem|%)(?![\w.])/g, "0");

/** Why a cause's effect is unknown, in one sentence. */
export function describeUnseen(cause: Cause, why: "unreached" | "unpictured"): string {
  const within = describeWithin(cause);
  const what = `${cause.place} ${describeCause(cause)}${within ? ` in ${within}` : ""}`;
  return why === "unreached"
    ? `${what}: no specimen and no page has what this is for, so that nobody saw what it does`
    : `${what}: no picture can show what this does`;
}
