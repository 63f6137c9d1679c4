/** Candidates for a selector of given elements, with what each costs: the more it rests on, the dearer. */
export interface Candidate {
  selector: string;
  cost: number;
}

/**
 * Runs in the page: selectors that match all the given elements (and perhaps others), from stable names, attributes,
 * ancestors' names and structure.
 * @param at indices into `document.querySelectorAll("*")`
 */
export function candidates(at: number[]): Candidate[] {
  const everything = document.querySelectorAll("*");
  const targets = at.map((index) => everything[index]).filter((element): element is Element => element !== undefined);
  const [first] = targets;
  if (!first) return [];
  const found = new Map<string, number>();
  const add = (selector: string, cost: number): void => {
    if (!found.has(selector) || (found.get(selector) as number) > cost) found.set(selector, cost);
  };
  const states = /^(active|show|open|on|selected|current|collapsed|disabled|focus|hover|is-.*|has-.*)$/i;
  const running = /\d{3,}/;
  // Names that say how, not what: they change with the next release's layout.
  const utility =
    /^([mp][xytrblse]?-|col(-|$)|row$|d-|flex|align-|justify-|text-|fw-|fs-|[wh]-\d|g[xy]?-|order-|border|rounded|bg-|position-|float-|container|overflow|center$|gap-|ms-|me-)/;
  const quoted = (text: string): string => JSON.stringify(text);
  const common = (list: Element[]): string[] =>
    [...(list[0]?.classList ?? [])].filter(
      (name) => !states.test(name) && list.every((element) => element.classList.contains(name)),
    );
  const same = <T>(list: Element[], read: (element: Element) => T): T | undefined => {
    const value = read(list[0] as Element);
    return list.every((element) => read(element) === value) ? value : undefined;
  };
  /** Simple selectors that all of a list share, cheapest first. */
  const simple = (list: Element[]): Candidate[] => {
    const result: Candidate[] = [];
    const tag = same(list, (element) => element.tagName.toLowerCase());
    const classes = common(list);
    for (const name of classes) {
      const cost = running.test(name) ? 0.06 : utility.test(name) ? 0.075 : 0.02;
      result.push({ selector: `.${CSS.escape(name)}`, cost });
      if (tag) result.push({ selector: `${tag}.${CSS.escape(name)}`, cost: cost + 0.01 });
    }
    for (let a = 0; a < Math.min(classes.length, 4); a++) {
      for (let b = a + 1; b < Math.min(classes.length, 5); b++)
        result.push({
          selector: `.${CSS.escape(classes[a] as string)}.${CSS.escape(classes[b] as string)}`,
          cost: utility.test(classes[a] as string) || utility.test(classes[b] as string) ? 0.08 : 0.04,
        });
    }
    // An id is one box's: of many elements it tells less than a name they share.
    if (list.length === 1 && list[0]?.id && !running.test(list[0].id))
      result.push({
        selector: `#${CSS.escape(list[0].id)}`,
        cost: /\d$/.test(list[0].id) ? 0.06 : targets.length > 1 ? 0.035 : 0.015,
      });
    for (const name of ["role", "type", "name", "method"]) {
      const value = same(list, (element) => element.getAttribute(name));
      if (value && !running.test(value) && tag)
        result.push({ selector: `${tag}[${name}=${quoted(value)}]`, cost: 0.035 });
    }
    if (same(list, (element) => element.hasAttribute("tabindex")) && tag)
      result.push({ selector: `${tag}[tabindex]`, cost: 0.05 });
    if (tag) {
      const landmark = /^(main|nav|header|footer|aside|summary|fieldset|details|form|table|tbody)$/.test(tag);
      result.push({ selector: tag, cost: landmark ? 0.03 : 0.05 });
    }
    return result;
  };
  const tails = simple(targets);
  for (const { selector, cost } of tails) add(selector, cost);
  const mixed = [...new Set(targets.map((element) => element.tagName.toLowerCase()))];
  if (mixed.length > 1 && mixed.length <= 4) {
    const shown = mixed.map((tag) => (tag === "input" ? 'input:not([type="hidden"])' : tag));
    tails.push({ selector: `:is(${mixed.join(", ")})`, cost: 0.05 });
    if (mixed.includes("input")) tails.push({ selector: `:is(${shown.join(", ")})`, cost: 0.055 });
  }
  for (const { selector, cost } of tails.slice(-2)) add(selector, cost);

  // Place among brothers and sisters, and what is inside.
  const place = (element: Element): number => {
    let nth = 1;
    for (let before = element.previousElementSibling; before; before = before.previousElementSibling)
      if (before.tagName === element.tagName) nth++;
    return nth;
  };
  const last = (element: Element): boolean => {
    for (let after = element.nextElementSibling; after; after = after.nextElementSibling)
      if (after.tagName === element.tagName) return false;
    return true;
  };
  const nth = same(targets, place);
  const placed: Candidate[] = [...tails];
  const bare = tails.filter(({ selector }) => !selector.includes(":is")).slice(0, 12);
  for (const tail of bare) {
    if (nth) placed.push({ selector: `${tail.selector}:nth-of-type(${nth})`, cost: tail.cost + 0.05 });
    if (targets.every(last)) placed.push({ selector: `${tail.selector}:last-of-type`, cost: tail.cost + 0.05 });
    for (const end of [":last-child", ":first-child"])
      if (targets.every((element) => element.matches(end)))
        placed.push({ selector: `${tail.selector}${end}`, cost: tail.cost + 0.055 });
    for (const child of [
      "h1",
      "h2",
      "h3",
      "h4",
      "legend",
      "label",
      "a",
      "button",
      "input",
      "svg",
      "img",
      "textarea",
      "table",
      "form",
    ]) {
      if (targets.every((element) => element.querySelector(`:scope > ${child}`)))
        placed.push({ selector: `${tail.selector}:has(> ${child})`, cost: tail.cost + 0.05 });
      else if (targets.every((element) => element.querySelector(child)))
        placed.push({ selector: `${tail.selector}:has(${child})`, cost: tail.cost + 0.07 });
    }
    const asks = "input:not([type='submit']), select, textarea";
    if (targets.every((element) => element.querySelector(asks)))
      placed.push({ selector: `${tail.selector}:has(${asks})`, cost: tail.cost + 0.08 });
    if (targets.every((element) => element.nextElementSibling))
      placed.push({ selector: `${tail.selector}:not(:last-child)`, cost: tail.cost + 0.085 });
    const links = targets.every((element) => element.matches("[href]"));
    if (links) placed.push({ selector: `${tail.selector}[href]`, cost: tail.cost + 0.03 });
  }
  for (const { selector, cost } of placed) add(selector, cost);

  // Ancestors' names.
  let level: Element[] = targets;
  let joint = "";
  for (let depth = 1; depth <= 5; depth++) {
    const up = level.map((element) => element.parentElement);
    if (up.some((element) => !element || element === document.documentElement)) break;
    level = [...new Set(up as Element[])];
    const heads = simple(level).slice(0, 10);
    for (const head of heads) {
      for (const tail of placed.slice(0, 40)) {
        const direct =
          depth === 1
            ? `${head.selector} > ${tail.selector}`
            : joint
              ? `${head.selector}${joint} > ${tail.selector}`
              : "";
        if (direct) add(direct, head.cost + tail.cost + depth * 0.02);
        add(`${head.selector} ${tail.selector}`, head.cost + tail.cost + depth * 0.015);
      }
    }
    const tag = same(level, (element) => element.tagName.toLowerCase());
    const nthUp = same(level, place);
    joint = tag ? ` > ${tag}${nthUp && nthUp > 1 ? `:nth-of-type(${nthUp})` : ""}${joint}` : "";
    if (!tag) break;
  }

  // An ancestor's name at whatever depth, where the targets' own depths differ.
  const above: Element[] = [];
  for (let up = first.parentElement; up && up !== document.body && above.length < 8; up = up.parentElement)
    above.push(up);
  for (const [depth, ancestor] of above.entries()) {
    for (const head of simple([ancestor]).slice(0, 8)) {
      if (!targets.every((element) => element.parentElement?.closest(head.selector))) continue;
      for (const tail of placed.slice(0, 30))
        add(`${head.selector} ${tail.selector}`, head.cost + tail.cost + 0.015 * (depth + 1));
    }
  }

  // The bare path from the body, counted where all agree.
  const paths = targets.map((element) => {
    const path: Element[] = [];
    for (let up: Element | null = element; up && up !== document.documentElement; up = up.parentElement)
      path.unshift(up);
    return path;
  });
  const length = same(targets, (element) => paths[targets.indexOf(element)]?.length);
  if (length) {
    const steps = Array.from({ length }, (_, index) => {
      const row = paths.map((path) => path[index] as Element);
      const tag = same(row, (element) => element.tagName.toLowerCase());
      const counted = same(row, place);
      const alone = row.every((element) => place(element) === 1 && last(element));
      return tag === undefined ? "*" : counted && !alone ? `${tag}:nth-of-type(${counted})` : tag;
    });
    add(steps.join(" > "), 0.16 + 0.01 * steps.length);
    // The odd one out: rows that are not the first, as where a caption stands before them.
    const least = Math.min(...targets.map(place));
    const tag = same(targets, (element) => element.tagName.toLowerCase());
    if (tag && least > 1)
      add([...steps.slice(0, -1), `${tag}:nth-of-type(n + ${least})`].join(" > "), 0.18 + 0.01 * steps.length);
  }
  return [...found]
    .map(([selector, cost]) => ({ selector, cost }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, 700);
}

/** Runs in the page: the elements that are there but not shown, as other steps and closed categories are. */
export function hidden(): number[] {
  return [...document.querySelectorAll("*")].flatMap((element, index) =>
    element.closest("body") && !element.closest("svg *, select *") && element.getClientRects().length === 0
      ? [index]
      : [],
  );
}

/** Runs in the page: what each selector matches, as indices into `document.querySelectorAll("*")`. */
export function matches(selectors: string[]): number[][] {
  const indexOf = new Map([...document.querySelectorAll("*")].map((element, index) => [element, index]));
  return selectors.map((selector) => {
    try {
      return [...document.querySelectorAll(selector)].map((element) => indexOf.get(element) as number);
    } catch {
      return [-1];
    }
  });
}
