import type { Look } from "./look.ts";

/** Runs in the page: menu, footer, hero, and the page between them. */
export function frame(see: Look): void {
  const {
    all,
    said,
    hinted,
    sharedBy,
    textOf,
    rectOf,
    styleOf,
    leaves,
    children,
    within,
    holds,
    filled,
    framed,
    width,
    headings,
    set,
    seen,
  } = see;
  const { form, questions, tiles, ticketLists } = seen;

  // ---- Menu.
  const shortLinks = (element: Element): Element[] =>
    all("a[href], a[onclick], button", element).filter((link) => textOf(link).length > 1 && textOf(link).length < 40);
  const depthOf = (element: Element): number => {
    let depth = 0;
    for (let up = element.parentElement; up; up = up.parentElement) depth++;
    return depth;
  };
  /** Links that lead where a portal's own menu does. */
  const knownOf = (element: Element): number =>
    shortLinks(element).filter((link) => ["home", "mine", "create"].some((name) => said(name, textOf(link)))).length;
  /** What stands at the page's end is no menu, unless its words say so. */
  const tooLate = (element: Element): boolean => see.late(element) && knownOf(element) < 2;
  const scoreOf = (element: Element): number => {
    const links = shortLinks(element);
    const { top, height, width: wide } = rectOf(element);
    const known = knownOf(element);
    return (
      Math.min(0.3, links.length * 0.06) +
      Math.min(0.3, known * 0.15) +
      (top < 120 ? 0.15 : 0) +
      (height < 120 || wide < 340 ? 0.15 : 0) +
      (sharedBy(element) > 0.8 ? 0.15 : 0) +
      // Links of one row, without the product's name beside them.
      (new Set(links.map(depthOf)).size === 1 ? 0.12 : 0) -
      (element.querySelector("input") ? 0.1 : 0) +
      (element.querySelector("[aria-current], .active, .current, .selected") ? 0.1 : 0) -
      (element.closest("footer, [role='contentinfo']") ? 0.6 : 0)
    );
  };
  const navigation = all("nav, [role='navigation'], [role='menubar'], [role='menu']").filter(
    (nav) =>
      !/breadcrumb|pagin|fil d.ariane/i.test(
        `${nav.getAttribute("class")} ${nav.getAttribute("aria-label")} ${nav.firstElementChild?.getAttribute("class")}`,
      ) &&
      nav.querySelectorAll("a, button, summary").length >= 2 &&
      !tooLate(nav),
  );
  if (navigation.length > 0) {
    const outer = see.outermost(navigation);
    const [best] = outer.map((nav) => ({ nav, score: scoreOf(nav) })).sort((a, b) => b.score - a.score);
    seen.menu = best?.nav;
    if (best) set("menu", [best.nav], 0.72 + best.score * 0.25 - (outer.length > 1 ? 0.1 : 0));
  } else {
    const candidates = all("body *").filter((element) => {
      if (
        within(element, tiles) ||
        (form && form !== document.body && form.contains(element)) ||
        within(element, ticketLists) ||
        tooLate(element) ||
        element.matches("a, button, table, table *, p, h1, h2, h3, svg *, footer, footer *")
      )
        return false;
      const links = shortLinks(element);
      if (links.length < 2 || element.querySelector(`${headings}, table, textarea, select`) || holds(element, tiles))
        return false;
      // The tightest box about the links, most of whose words are theirs.
      if (children(element).some((child) => shortLinks(child).length === links.length)) return false;
      return (
        links.reduce((sum, link) => sum + textOf(link).length, 0) >= textOf(element).length * 0.6 &&
        links.every((link) => link.matches("a"))
      );
    });
    const [best] = candidates
      .map((element) => ({
        element,
        score: scoreOf(element) + (/nav|menu/i.test(`${element.getAttribute("class")} ${element.id}`) ? 0.15 : 0),
      }))
      .sort((a, b) => b.score - a.score);
    if (best && best.score >= 0.4) {
      seen.menu = best.element;
      set("menu", [best.element], Math.min(0.85, 0.35 + best.score * 0.55));
    }
  }

  // ---- Footer: said so, or the outermost box at an edge of the page with a few words and no work in it.
  const work = [...tiles, ...ticketLists, ...questions, ...(seen.menu ? [seen.menu] : [])];
  const busy = [...work, ...(seen.search ? [seen.search.field] : [])];
  const footer = all("footer, [role='contentinfo']")
    .filter(
      (element) =>
        !element.closest("form, article, section, dialog, [role='dialog'], .card, blockquote") &&
        !holds(element, busy) &&
        !within(element, busy),
    )
    .at(-1);
  if (footer) {
    seen.footer = footer;
    set("footer", [footer], 0.95);
  } else {
    const bottom = Math.max(...all("body *").map((element) => rectOf(element).bottom));
    const wide = all("body *").filter((element) => {
      const text = textOf(element);
      return (
        text.length > 3 &&
        text.length < 400 &&
        rectOf(element).height < 260 &&
        rectOf(element).width > width * 0.5 &&
        !holds(element, busy) &&
        !within(element, busy) &&
        !element.querySelector(`${headings}, input, select, textarea, table, img[width]`) &&
        !element.matches(headings) &&
        element.parentElement !== null &&
        rectOf(element.parentElement).width >= rectOf(element).width - 1
      );
    });
    const [best] = see
      .outermost(wide)
      .map((element) => ({
        element,
        score:
          (said("legal", textOf(element)) ? 0.35 : 0) +
          (hinted("footer", element) ? 0.35 : 0) +
          (Math.abs(rectOf(element).bottom - bottom) < 24 ? 0.3 : 0) +
          (sharedBy(element) > 0.8 ? 0.2 : 0) +
          (rectOf(element).width > width * 0.9 ? 0.1 : 0) +
          (Number.parseFloat(styleOf(element).fontSize) < 14 ? 0.1 : 0) -
          (element.closest("main, [role='main'], form") ? 0.4 : 0),
      }))
      .sort((a, b) => b.score - a.score);
    if (best && best.score >= 0.4) {
      seen.footer = best.element;
      set("footer", [best.element], Math.min(0.82, 0.3 + best.score * 0.6));
    }
  }

  // ---- Hero: the largest words, as far up as nothing else joins them.
  const others = [...work, ...(seen.footer ? [seen.footer] : [])];
  const big = leaves(document.body)
    .filter((leaf) => !within(leaf, others) && textOf(leaf).length > 3 && !leaf.closest("button, a"))
    .map((leaf) => ({
      leaf,
      size:
        Number.parseFloat(styleOf(leaf).fontSize) +
        (leaf.closest("h1") ? 4 : 0) +
        (said("greeting", textOf(leaf)) ? 12 : 0),
    }))
    .sort((a, b) => b.size - a.size);
  for (const { leaf } of big.slice(0, 3)) {
    let box: Element = leaf;
    while (
      box.parentElement &&
      box.parentElement !== document.body &&
      !box.parentElement.matches("main, [role='main'], body") &&
      !holds(box.parentElement, others)
    )
      box = box.parentElement;
    if (box === leaf && !(filled(box) && said("greeting", textOf(box)))) continue;
    const rect = rectOf(box);
    const greets = said("greeting", textOf(leaf)) || said("greeting", textOf(box));
    if (
      rect.width < width * (greets ? 0.15 : 0.4) ||
      rect.height < 50 ||
      rect.height > 700 ||
      textOf(box).length > 500 ||
      box.matches("p, li, aside, aside *")
    )
      continue;
    const before = tiles.length > 0 && tiles.every((tile) => (box.compareDocumentPosition(tile) & 4) !== 0);
    let score = 0;
    if (seen.search && box.contains(seen.search.field)) score += 0.35;
    if (greets) score += 0.3;
    if (framed(box) || [...box.children].some((child) => filled(child) && rectOf(child).width > rect.width * 0.9))
      score += 0.2;
    if (hinted("hero", box)) score += 0.2;
    if (Number.parseFloat(styleOf(leaf).fontSize) >= 24) score += 0.1;
    if (tiles.length > 0) score += leaf.closest("h1") && leaves(box).length > 1 && before ? 0.25 : 0.1;
    if (questions.length > 0 || seen.password) score -= 0.4;
    if (score < 0.35) continue;
    seen.hero = box;
    set("hero", [box], 0.42 + score * 0.5);
    if (said("greeting", textOf(box))) see.finding.evidence["a greeting"] = 0.75;
    break;
  }

  // ---- The page: said so, or all the content up to where the frame begins.
  const mains = all("main, [role='main'], #page");
  const [main] = mains.filter(
    (element) =>
      !mains.some((other) => other !== element && element.contains(other) && !element.matches("main, [role='main']")),
  );
  if (main) set("page", [main], mains.length === 1 ? 0.93 : 0.75);
  else {
    const edges = [seen.menu, seen.footer].filter((element): element is Element => element !== undefined);
    const content = [...seen.grids, ...ticketLists, ...(questions.length > 0 && form ? [form] : [])];
    let box = see.commonAncestor(content.filter((element) => element !== document.body));
    while (box?.parentElement && box.parentElement !== document.body && !holds(box.parentElement, edges))
      box = box.parentElement;
    if (box && box !== document.body) set("page", [box], edges.length > 0 ? 0.74 : 0.5);
  }
}
