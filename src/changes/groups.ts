import type { Change, Results } from "./results.ts";
import type { RuleChange } from "./rules.ts";

/** Changes under the rule that causes most of them; `undefined` for those that no rule explains. */
export interface Group {
  rule: RuleChange | undefined;
  changes: Change[];
}

/**
 * Each change in one group: of the rules that reach it, the one that explains most of what is left. So a token that
 * changes forty widgets is one group, and what else changed in one of them is not lost in it.
 */
export function groups({ changed, rules }: Pick<Results, "changed" | "rules">): Group[] {
  const found: Group[] = [];
  let left = changed;
  while (left.length > 0) {
    const counts = new Map<string, number>();
    for (const change of left) for (const id of change.rules) counts.set(id, (counts.get(id) ?? 0) + 1);
    let best: string | undefined;
    for (const { id } of rules)
      if ((counts.get(id) ?? 0) > (best === undefined ? 0 : (counts.get(best) ?? 0))) best = id;
    if (best === undefined) {
      found.unshift({ rule: undefined, changes: left });
      break;
    }
    const id = best;
    found.push({
      rule: rules.find((rule) => rule.id === id),
      changes: left.filter((change) => change.rules.includes(id)),
    });
    left = left.filter((change) => !change.rules.includes(id));
  }
  return found;
}

/** A changed rule in one line: "--win-accent: #005fb8 → #005fb9", or its selector where more than one thing changed. */
export function describeRule({ kind, selector, declarations }: RuleChange): string {
  const [only] = declarations;
  const short = (text: string | null): string =>
    text === null ? "nothing" : text.length > 60 ? `${text.slice(0, 57)}…` : text;
  if (kind !== "changed") return `${selector} (${kind})`;
  if (declarations.length === 1 && only) {
    const what = `${only.property}: ${short(only.before)} → ${short(only.after)}`;
    return only.property.startsWith("--") && selector === ":root" ? what : `${selector} { ${what} }`;
  }
  return `${selector} (${declarations.length} declarations)`;
}
