import type { Look } from "./look.ts";

/** Runs in the page: categories, messages, and the main action of a page without a form. */
export function choices(see: Look): void {
  const { all, said, hinted, textOf, rectOf, styleOf, leaves, linkOf, within, holds, set, seen, finding } = see;
  const { form, questions, tiles, ticketLists, menu, footer, hero } = seen;
  const some = (...list: (Element | undefined)[]): Element[] =>
    list.filter((element): element is Element => element !== undefined);

  // ---- Categories: headers of an accordion, or a list of words beside what they choose from.
  const toggles = all(
    "summary, button[aria-expanded], [role='button'][aria-expanded], a[aria-expanded], [data-bs-toggle='collapse'], [data-toggle='collapse']",
  ).filter(
    (element) =>
      textOf(element).length > 1 &&
      !(element.closest("header, [role='banner']") && !element.matches("summary")) &&
      !within(element, [...tiles, ...questions, ...ticketLists]) &&
      !(form && form !== document.body && form.contains(element)) &&
      !element.matches("[aria-haspopup], [data-bs-toggle='dropdown'], [data-toggle='dropdown']"),
  );
  const frame =
    "nav, [role='navigation'], [role='menubar'], header, [role='banner'], footer, [role='contentinfo'], [role='tablist']";
  const sends = (item: Element): boolean => said("back", textOf(item)) || said("submit", textOf(item));
  /** A name on it or near it, short of what also holds the tiles. */
  const named = (parent: Element): boolean => {
    let up: Element | null = parent;
    for (let depth = 0; up && depth < 5 && !holds(up, tiles); depth++, up = up.parentElement)
      if (hinted("category", up)) return true;
    return false;
  };
  const [best] = seen.groups
    .filter(({ parent, items }) => {
      if (within(parent, [...tiles, ...ticketLists, ...some(hero, footer)])) return false;
      if (holds(parent, [...tiles, ...ticketLists, ...questions])) return false;
      if (menu && (menu.contains(parent) || parent.contains(menu))) return false;
      if (
        parent.closest(frame) &&
        !see.late(parent) &&
        !parent.closest("[role='tablist'], main nav, [role='main'] nav")
      )
        return false;
      return items.every(
        (item) =>
          linkOf(item) &&
          leaves(item).filter((leaf) => textOf(leaf).length > 1).length <= 2 &&
          textOf(linkOf(item) as Element).length < 48 &&
          rectOf(item).height < 72 &&
          all("a, button", item).length <= 1 &&
          !sends(item),
      );
    })
    .map(({ parent, items }) => ({
      items,
      score:
        (tiles.length > 0 ? 0.35 : 0) +
        (see.late(parent) && items.length >= 3 ? 0.1 : 0) +
        (items.length >= 3 ? 0.15 : 0) +
        (said("category", `${see.headingBefore(parent)} ${parent.getAttribute("aria-label") ?? ""}`) ? 0.3 : 0) +
        (named(parent) ? 0.25 : 0) -
        (items.filter((item) => /\d/.test(textOf(item))).length > items.length / 2 ? 0.3 : 0) +
        (items.some((item) => item.matches("button, [role='tab']") || item.querySelector("button, [role='tab']"))
          ? 0.2
          : 0),
    }))
    .sort((a, b) => b.score - a.score);
  if (toggles.length >= 2 && toggles.every((toggle) => toggle.tagName === toggles[0]?.tagName)) {
    set("category", toggles, toggles.length >= 3 ? 0.85 : 0.7);
    finding.evidence["an accordion of services"] = 0.6;
  } else if (best && best.score >= 0.5) {
    set(
      "category",
      best.items.map((item) => linkOf(item) as Element),
      0.3 + best.score * 0.5,
    );
    finding.evidence["categories"] = 0.5;
  }

  // ---- Messages: said so, named so, or a coloured box with a sentence.
  const busy = [...tiles, ...ticketLists, ...questions, ...some(menu, seen.search?.field)];
  const live = all(
    "[role='alert'], [role='status'], [role='log'], [aria-live='polite'], [aria-live='assertive']",
  ).filter(
    (element) =>
      textOf(element) !== "" &&
      !within(element, [...ticketLists, ...tiles]) &&
      !see.pill(element) &&
      !see.floats(element),
  );
  const boxes = all("div, p, section, aside").filter(
    (element) => element !== hero && !see.floats(element) && !holds(element, busy) && !within(element, busy),
  );
  const noticed = boxes.filter(
    (element) =>
      hinted("message", element) &&
      !live.some((other) => other.contains(element) || element.contains(other)) &&
      see.framed(element) &&
      textOf(element).length > 8 &&
      textOf(element).length < 400,
  );
  const coloured = boxes.filter((element) => {
    const rect = rectOf(element);
    return (
      see.tinted(element) &&
      styleOf(element).backgroundImage === "none" &&
      textOf(element).length > 15 &&
      textOf(element).length < 300 &&
      rect.height < 140 &&
      rect.width > 300 &&
      !some(footer, menu).includes(element) &&
      !within(element, some(hero, footer)) &&
      !element.querySelector(`${see.headings}, input, button, ul`) &&
      !see.isButton(element) &&
      !element.closest("header, nav, footer, aside")
    );
  });
  if (live.length > 0) set("message", see.outermost([...live, ...noticed]), 0.92);
  else if (noticed.length > 0) set("message", see.outermost(noticed), 0.82);
  else if (coloured.length > 0) set("message", see.outermost(coloured), 0.6);

  // ---- The main action of a page without a form: a button in words that ask for a request.
  if (finding.roles["primary-action"]) return;
  const create = all("a, button, [role='button']").filter(
    (button) =>
      see.isButton(button) &&
      see.filled(button) &&
      said("create", see.nameOf(button)) &&
      !within(button, [...tiles, ...some(menu)]),
  );
  if (create.length === 1) set("primary-action", create, 0.78);
}
