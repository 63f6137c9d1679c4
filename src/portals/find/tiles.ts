import type { Group, Look } from "./look.ts";

/** Runs in the page: the grid of services, and what a tile is made of. */
export function tiles(see: Look): void {
  const { hinted, textOf, rectOf, styleOf, pill, leaves, linkOf, children, visible, framed, drawn, within, set, seen } =
    see;
  const pictograph = /^\p{Extended_Pictographic}/u;
  const frame =
    "nav, [role='navigation'], [role='menubar'], header, [role='banner'], footer, [role='contentinfo'], [role='tablist']";
  const pictureOf = (box: Element): Element | undefined =>
    [...box.querySelectorAll("*")].find((item) => !item.parentElement?.closest("svg") && drawn(item)) ??
    leaves(box).find((leaf) => leaf !== box && pictograph.test(textOf(leaf)));
  /** The box itself within wrappers of columns and list items. */
  const boxOf = (item: Element): Element => {
    const whole = textOf(item);
    const chain: Element[] = [item];
    for (let box = item; ; ) {
      const [only, ...others] = children(box).filter(visible);
      if (!only || others.length > 0 || textOf(only) !== whole || leaves(only).includes(only)) break;
      box = only;
      chain.push(box);
    }
    const clickable = (box: Element): boolean => box.matches("a, button, [role='link'], [role='button']");
    // The column's own child may be the card and the link in one; a cell or list item is a place, not the card.
    return (
      chain.find((box) => framed(box) && !(box.matches("td, li") && chain.some(clickable))) ??
      chain.find(clickable) ??
      item
    );
  };
  const candidates: { group: Group; boxes: Element[]; score: number }[] = [];
  for (const group of seen.groups) {
    const { items, parent } = group;
    const share = (test: (item: Element) => boolean, of: Element[] = items): number =>
      of.filter(test).length / of.length;
    if (
      parent.closest(frame) !== null ||
      within(parent, seen.ticketLists) ||
      items.some((item) => item.matches("tr, th, dt, dd, option, details, form, fieldset")) ||
      share((item) => textOf(item).length > 1 && textOf(item).length < 400) < 0.8 ||
      share((item) => linkOf(item) !== undefined) < 0.8
    )
      continue;
    const boxes = items.map(boxOf);
    const size = share((box) => {
      const { width, height } = rectOf(box);
      return see.bare ? width >= 40 : width >= 110 && height >= 48 && height <= 420;
    }, boxes);
    const icons = share((box) => pictureOf(box) !== undefined, boxes);
    const described = share((box) => leaves(box).filter((leaf) => textOf(leaf).length > 1).length >= 2, boxes);
    const nested = boxes.some(
      (box) =>
        box.querySelectorAll("a[href], button").length > 3 ||
        box.querySelector("input, select, textarea, table") !== null,
    );
    if (size < 0.8 || nested) continue;
    const brief = icons < 0.6 && described < 0.6;
    const sideBySide = items.some(
      (item, index) => index > 0 && Math.abs(rectOf(item).top - rectOf(items[0] as Element).top) < 4,
    );
    // A title alone makes a tile where it is drawn as one: a box for each, of one width, in the content.
    if (brief) {
      const widths = boxes.map((box) => rectOf(box).width);
      const alike = Math.max(...widths) - Math.min(...widths) < 4;
      const lined = boxes.every((box) => framed(box) || Number.parseFloat(styleOf(box).borderBottomWidth) > 0);
      if (items.length < 3 || !alike || !(lined || see.bare) || within(parent, see.formsOf()) || seen.password)
        continue;
    }
    const score =
      (brief ? 0.12 : 0) +
      icons * 0.25 +
      described * 0.2 +
      share(framed, boxes) * 0.2 +
      (sideBySide ? 0.15 : 0) +
      (items.length >= 3 ? 0.12 : 0) +
      (boxes.every((box) => box.matches("a, button, [role='link'], [role='button']")) ? 0.08 : 0) +
      (boxes.every((box) => hinted("tile", box)) ? 0.08 : 0);
    if (score >= (see.bare ? 0.35 : 0.45)) candidates.push({ group, boxes, score });
  }
  // Of groups within one another the better one stands.
  const apart = candidates.filter(
    (one) =>
      !candidates.some(
        (other) =>
          other !== one &&
          other.group.parent !== one.group.parent &&
          (other.group.parent.contains(one.group.parent) || one.group.parent.contains(other.group.parent)) &&
          (other.score > one.score || (other.score === one.score && one.group.parent.contains(other.group.parent))),
      ),
  );
  const top = Math.max(0, ...apart.map(({ score }) => score));
  const best = apart.find(({ score }) => score === top)?.boxes[0];
  // Further grids are of the same tiles; other cards, news for instance, are built differently.
  const chosen = apart.filter(
    ({ score, boxes: [one] }) =>
      one !== undefined &&
      best !== undefined &&
      score > top - 0.25 &&
      one.tagName === best.tagName &&
      see.likeness(one, best) > 0.75 &&
      (one.classList[0] === best.classList[0] || see.shape(one) === see.shape(best)),
  );
  const boxes = chosen.flatMap((group) => group.boxes);
  if (boxes.length < 3 && !(boxes.length === 2 && top > 0.75)) return;
  seen.grids = chosen.map(({ group }) => group.parent);
  seen.tiles = boxes;
  // Of a grid's nested boxes several are as good an answer, and of a text's lines too.
  const unsure = (confidence: number): number => Math.min(0.79, confidence);
  set("tiles", seen.grids, unsure(0.35 + top * 0.55));
  set("tile", boxes, 0.35 + top * 0.55);
  const parts = boxes.map((box) => {
    const own = leaves(box).filter(
      (leaf) =>
        textOf(leaf).length > 1 &&
        !pictograph.test(textOf(leaf)) &&
        !pill(leaf) &&
        [box, null].includes(leaf.closest("button")),
    );
    const weight = (leaf: Element): number =>
      Number.parseFloat(styleOf(leaf).fontSize) +
      (Number(styleOf(leaf).fontWeight) >= 600 ? 3 : 0) +
      (leaf.closest(see.headings) ? 6 : 0) +
      (styleOf(leaf).color === styleOf(box).color ? 1.5 : 0) + // descriptions are the quieter ones
      (leaf.matches("a, a *") && !box.matches("a, a *") ? 4 : 0);
    const [lead, next] = [...own].sort((a, b) => weight(b) - weight(a) || textOf(a).length - textOf(b).length);
    const clear = lead !== undefined && (next === undefined || weight(lead) > weight(next));
    const heading = lead?.closest(see.headings);
    const title = heading && box.contains(heading) ? heading : lead;
    const text = own
      .filter((leaf) => title && leaf !== title && !title.contains(leaf) && !/^\d+$/.test(textOf(leaf)))
      .sort((a, b) => textOf(b).length - textOf(a).length)[0];
    return {
      title: title === box ? undefined : title,
      text: text === box ? undefined : text,
      icon: pictureOf(box),
      clear,
    };
  });
  const those = (part: "title" | "text" | "icon"): Element[] => parts.flatMap((of) => of[part] ?? []);
  if (those("title").length >= boxes.length * 0.8) {
    const confidence = 0.4 + top * 0.5;
    set("tile-title", those("title"), parts.every(({ clear }) => clear) ? confidence : unsure(confidence));
  }
  if (those("text").length >= boxes.length * 0.6) set("tile-text", those("text"), unsure(0.36 + top * 0.5));
  if (those("icon").length >= boxes.length * 0.6) set("tile-icon", those("icon"), 0.4 + top * 0.5);
  see.finding.evidence["tiles"] = 0.5 + top * 1.6;
}
