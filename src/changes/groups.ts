import type { Cause } from "./causes.ts";
import type { Change, Results } from "./results.ts";

/** Changes under the cause that moves most of them; `undefined` for those that nothing explains. */
export interface Group {
  cause: Cause | undefined;
  /** Failing first. */
  changes: Change[];
  failing: number;
}

/**
 * Each change in one group: of the causes that reach it, the one that explains most of what is left. So a token that
 * changes forty widgets is one group, and what else changed in one of them is not lost in it. Groups in which something
 * fails come first.
 */
export function groups({ changed, causes }: Pick<Results, "changed" | "causes">): Group[] {
  const found: Group[] = [];
  const add = (cause: Cause | undefined, changes: Change[]): void => {
    const failing = changes.filter(({ status }) => status === "fails");
    const others = changes.filter(({ status }) => status !== "fails");
    found.push({ cause, changes: [...failing, ...others], failing: failing.length });
  };
  let left = changed;
  while (left.length > 0) {
    const counts = new Map<string, number>();
    for (const change of left) for (const id of change.causes) counts.set(id, (counts.get(id) ?? 0) + 1);
    let best: Cause | undefined;
    for (const cause of causes) {
      const more = (counts.get(cause.id) ?? 0) - (best === undefined ? 0 : (counts.get(best.id) ?? 0));
      // What stands in a declaration's place says more than that it is gone.
      if (more > 0 || (more === 0 && best?.after === null && cause.after !== null)) best = cause;
    }
    if (best === undefined) {
      add(undefined, left);
      break;
    }
    const { id } = best;
    add(
      best,
      left.filter((change) => change.causes.includes(id)),
    );
    left = left.filter((change) => !change.causes.includes(id));
  }
  return found.sort((a, b) => Number(b.failing > 0) - Number(a.failing > 0));
}
