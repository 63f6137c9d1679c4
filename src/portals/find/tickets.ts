import type { Group, Look } from "./look.ts";

/** Runs in the page: lists of one's own requests, told by the status each of them shows. */
export function tickets(see: Look): void {
  const { said, hinted, textOf, rectOf, pill, leaves, linkOf, headingBefore, set, seen } = see;
  const dated =
    /\b\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\.? (jan|f[eé]v|feb|m[aä]r|avr|apr|mai|may|jui|jun|jul|ao[uû]|aug|sep|o[ck]t|nov|d[eé][cz])|\b\d{1,2}:\d{2}\b/i;
  const frame =
    "nav, [role='navigation'], [role='menubar'], header, [role='banner'], footer, [role='contentinfo'], [role='tablist']";
  const statusOf = (item: Element): { leaf: Element; score: number } | undefined =>
    leaves(item)
      .filter((leaf) => leaf !== item && !leaf.matches("a, button, h1, h2, h3, h4, time"))
      .map((leaf) => ({
        leaf,
        score: (pill(leaf) ? 0.5 : 0) + (said("status", textOf(leaf)) ? 0.5 : 0) + (hinted("status", leaf) ? 0.15 : 0),
      }))
      .filter(({ score }) => score > 0.3)
      .sort((a, b) => b.score - a.score)[0];
  /** What stands in one place of every item, of few words, and is said again: a state, in whatever language. */
  const states = (items: Element[]): { leaf: Element; score: number }[] => {
    if (items.length < 3) return [];
    const placeOf = (leaf: Element, item: Element): string => {
      let way = "";
      for (let at = leaf; at !== item && at.parentElement; at = at.parentElement) {
        let nth = 0;
        for (let before = at.previousElementSibling; before; before = before.previousElementSibling) nth++;
        way = `${at.tagName}${nth} ${way}`;
      }
      return way;
    };
    const places = new Map<string, Element[]>();
    for (const item of items)
      for (const leaf of leaves(item))
        if (
          leaf !== item &&
          !leaf.closest("a, button, h1, h2, h3, h4, h5, time") &&
          !/\d/.test(textOf(leaf)) &&
          textOf(leaf).length < 32
        )
          places.set(placeOf(leaf, item), [...(places.get(placeOf(leaf, item)) ?? []), leaf]);
    const ranked = [...places.values()]
      .filter((list) => list.length >= items.length * 0.8)
      .map((list) => {
        const different = new Set(list.map(textOf)).size;
        const again = different < list.length && different > (items.length > 5 ? 1 : 0);
        const score = (again ? 0.45 : 0.1) + (list.every(pill) ? 0.35 : 0) + (different <= 6 ? 0.1 : -0.3);
        return { list, score };
      })
      .filter(({ score }) => score > 0.4)
      .sort((a, b) => b.score - a.score);
    return (ranked[0]?.list ?? []).map((leaf) => ({ leaf, score: Math.min(0.8, ranked[0]?.score ?? 0) }));
  };
  const candidates: { group: Group; score: number; statuses: Element[]; dates: number }[] = [];
  for (const group of seen.groups) {
    const { items, parent } = group;
    const share = (test: (item: Element) => boolean): number => items.filter(test).length / items.length;
    if (
      parent.closest(frame) !== null ||
      items.some((item) => item.matches("td, th, span, dt, dd, option, p")) ||
      share((item) => textOf(item).length > 1 && textOf(item).length < 400) < 0.8 ||
      share((item) => linkOf(item) !== undefined) < 0.8
    )
      continue;
    const spoken = items.map(statusOf).filter((status) => status !== undefined);
    const told = spoken.length >= items.length * 0.8 ? spoken : states(items);
    const statuses = told.length >= items.length * 0.8 ? told : spoken;
    const dates = share((item) => item.querySelector("time") !== null || dated.test(textOf(item)));
    const mine = said("mine", headingBefore(parent));
    // Words that come again are no state where nothing is dated and none is drawn as one: a directory has such.
    if (told !== spoken && told.length > 0 && dates < 0.8 && !told.every(({ leaf }) => pill(leaf))) continue;
    if (statuses.length < items.length * 0.8 && !(dates >= 0.8 && mine)) continue;
    const stacked = items.every(
      (item, index) => index === 0 || rectOf(item).top >= rectOf(items[index - 1] as Element).bottom - 2,
    );
    const score =
      (statuses.reduce((sum, status) => sum + status.score, 0) / items.length) * 0.5 +
      (dates >= 0.8 ? 0.15 : 0) +
      (mine ? 0.25 : 0) +
      (hinted("ticket", parent) ? 0.1 : 0) +
      (stacked ? 0.1 : 0) -
      (!stacked && share((item) => [...item.querySelectorAll("*")].some(see.drawn)) >= 0.8 ? 0.2 : 0) +
      (items.every((item) => item.matches("tr")) ? 0.1 : 0);
    candidates.push({ group, score, statuses: statuses.map(({ leaf }) => leaf), dates });
  }
  // Of groups within one another the better one stands.
  const found = candidates
    .filter(({ score }) => score >= 0.25)
    .filter(
      (one) =>
        !candidates.some(
          (other) =>
            other !== one &&
            other.group.parent !== one.group.parent &&
            (other.group.parent.contains(one.group.parent) || one.group.parent.contains(other.group.parent)) &&
            (other.score > one.score || (other.score === one.score && one.group.parent.contains(other.group.parent))),
        ),
    );
  seen.ticketLists = found.map(({ group }) => group.parent.closest("table") ?? group.parent);
  if (found.length === 0 || seen.bulk >= 5) return;
  const confidence = Math.min(0.93, 0.45 + Math.max(...found.map(({ score }) => score)) * 0.5);
  set("ticket-list", seen.ticketLists, confidence);
  set(
    "ticket-card",
    found.flatMap(({ group }) => group.items),
    confidence,
  );
  set(
    "status",
    found.flatMap(({ statuses }) => statuses),
    Math.min(0.93, confidence + 0.02),
  );
  // A few words on a ground may be any label; known words of a status, or a heading, say whose list it is.
  const known = found.some(
    ({ group, statuses }) =>
      said("mine", headingBefore(group.parent)) ||
      statuses.filter((status) => said("status", textOf(status))).length >= statuses.length / 2,
  );
  see.finding.evidence[known ? "requests with their status" : "rows with a label"] = known ? 1.5 : 0.9;
  const rows = found.reduce((sum, { group }) => sum + group.items.length, 0);
  // A page of nothing but a few dated things and their states is somebody's own list. States come again; labels less.
  // In languages whose words for states are all known, what none of them is one of is no state.
  const spoken = /^(en|fr|de|es|it|pt|nl)\b/i.test(document.documentElement.lang);
  const own = found.some(
    ({ group, dates, statuses }) =>
      (!spoken || statuses.some((status) => said("status", textOf(status)))) &&
      dates >= 0.8 &&
      new Set(statuses.map(textOf)).size < statuses.length * 0.85 &&
      see.fills(group.parent),
  );
  if (rows <= 15 && seen.bulk === 0 && own) see.finding.evidence["a page of requests"] = 0.5;
}
