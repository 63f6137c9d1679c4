import type { Look } from "./look.ts";

/** Runs in the page: boxes that paint a ground about what the portal shows, and are none of its parts themselves. */
export function surfaces(see: Look): void {
  const { all, filled, holds, rectOf, set, seen, finding } = see;
  const everything = [...document.querySelectorAll("*")];
  const parts = new Set(
    Object.entries(finding.roles).flatMap(([role, found]) =>
      role === "page" || role === "answer-input" ? [] : found.at.map((index) => everything[index] as Element),
    ),
  );
  const work = [...seen.tiles, ...seen.questions, ...seen.sections, ...seen.ticketLists];
  if (work.length === 0) return;
  const found = all("main, form, div, section, article, fieldset").filter(
    (element) =>
      filled(element) &&
      !parts.has(element) &&
      holds(element, work) &&
      rectOf(element).width > see.width * 0.25 &&
      !element.closest("nav, header, footer, dialog, td"),
  );
  // One within another: the selector may be of all of them, so only the innermost that holds the most is taken.
  const outer = see.outermost(found);
  const depth = found.filter((element) => !outer.includes(element));
  set("surface", depth.length > 0 && outer.length === 1 ? see.outermost(depth) : outer, 0.78);
}
