import { type Change, type Mode, modes } from "./results.ts";

/** Failing changes of one widget, or pages that fail alike. */
export interface Row {
  /** "button", or a page's name; with how many pages more. */
  what: string;
  count: number;
  /** States of the widget; empty for pages. */
  states: string[];
  modes: Mode[];
  /** The failure that most of them have, and how many kinds there are besides. */
  why: string;
  others: number;
}

/** What fails, one row a widget, and one for pages of which the same is to be said; most first. */
export function failingRows(changed: Change[]): Row[] {
  const groups = new Map<string, Change[]>();
  for (const change of changed) {
    if (change.status !== "fails") continue;
    const key = change.kind === "widget" ? `widget ${change.id}` : `page ${change.failures[0]}`;
    const list = groups.get(key);
    if (list) list.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()]
    .map((list): Row => {
      const counts = new Map<string, number>();
      for (const failure of list.flatMap(({ failures }) => failures))
        counts.set(failure, (counts.get(failure) ?? 0) + 1);
      const [first = ["", 0]] = [...counts].sort((a, b) => b[1] - a[1]);
      const isWidget = list[0]?.kind === "widget";
      const pages = [...new Set(list.map(({ id }) => id))];
      return {
        what: isWidget
          ? (pages[0] as string)
          : pages.length === 1
            ? `page ${pages[0]}`
            : `page ${pages[0]} and ${pages.length - 1} more`,
        count: list.length,
        states: isWidget ? [...new Set(list.map(({ state }) => state))] : [],
        modes: modes.filter((mode) => list.some((change) => change.mode === mode)),
        why: first[0],
        others: counts.size - 1,
      };
    })
    .sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1));
}

/** "standard/rest, standard/pressed and 4 more" */
export function some(names: string[], most = 3): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

/** "light, dark": all four are "every mode". */
export const modesOf = (list: Mode[]): string => (list.length === modes.length ? "every mode" : list.join(", "));

/** "12 widget states and 1 page"; what there is none of is left out. */
export function amounts(changed: Pick<Change, "kind">[]): string {
  const widgets = changed.filter(({ kind }) => kind === "widget").length;
  const pages = changed.length - widgets;
  const said = [
    widgets > 0 ? `${widgets} widget state${widgets === 1 ? "" : "s"}` : "",
    pages > 0 ? `${pages} page${pages === 1 ? "" : "s"}` : "",
  ].filter(Boolean);
  return said.join(" and ") || "nothing";
}
