import type { Look } from "./look.ts";

/** Runs in the page: groups of like siblings, out of which tiles, requests and categories are chosen. */
export function groups({ all, visible, children, holds, likeness, shape, rectOf, seen }: Look): void {
  const kindOf = (element: Element): string => `${element.tagName} ${[...element.classList].sort()[0] ?? ""}`;
  const add = (parent: Element, list: Element[]): void => {
    const kinds = new Map<string, Element[]>();
    for (const child of list) kinds.set(kindOf(child), [...(kinds.get(kindOf(child)) ?? []), child]);
    // The chosen one of a row carries a name of its own.
    const [most] = [...kinds.values()].sort((a, b) => b.length - a.length);
    for (const [key, [odd, ...rest]] of kinds) {
      if (!most || most.length < 2 || !odd || rest.length > 0 || most.includes(odd)) continue;
      const [one] = most as [Element];
      if (odd.tagName !== one.tagName || shape(odd) !== shape(one)) continue;
      if (Math.abs(rectOf(odd).height - rectOf(one).height) > 6) continue;
      kinds.delete(key);
      most.push(odd);
    }
    for (const found of kinds.values()) {
      const items = list.filter((child) => found.includes(child));
      const [lead] = items;
      if (!lead || items.length < 2 || (items.length === 2 && shape(lead) !== shape(items[1] as Element))) continue;
      if (items.filter((item) => likeness(lead, item) > 0.6).length >= items.length * 0.8)
        seen.groups.push({ parent, items });
    }
  };
  const inForm = (parent: Element): boolean =>
    seen.form !== undefined &&
    seen.form !== document.body &&
    seen.form.contains(parent) &&
    holds(seen.form, seen.questions);
  for (const parent of all("body *")) {
    if (parent.closest("svg, select, thead, tfoot, head") || inForm(parent)) continue;
    // A table without headers is a grid: its cells are siblings across rows.
    if (parent.matches("table")) {
      if (parent.querySelector("th") === null) add(parent, all(":scope > tbody > tr > td, :scope > tr > td", parent));
    } else if (!parent.matches("tr")) add(parent, children(parent).filter(visible));
  }
}
