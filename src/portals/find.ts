import type { Role } from "../build/roles.ts";

/** Elements of one role on one page, as indices into `document.querySelectorAll("*")`. */
export interface Found {
  at: number[];
  /** 0 to 1: how sure this page alone makes us. */
  confidence: number;
}

export interface Finding {
  roles: Partial<Record<Role, Found>>;
  /** What speaks for (positive) and against (negative) the page being one of a portal's. */
  evidence: Record<string, number>;
}

export interface FindInput {
  words: Record<string, string>;
  hints: Record<string, string>;
}

/**
 * Runs in the page: finds the likely elements of each role from structure, native elements, ARIA, looks and position;
 * words and class names only ever raise a confidence. It changes nothing.
 */
export function find(input: FindInput): Finding {
  const said = (name: string, text: string): boolean => new RegExp(input.words[name] as string, "i").test(text.trim());
  const everything = [...document.querySelectorAll("*")];
  const indexOf = new Map(everything.map((element, index) => [element, index]));
  const width = document.documentElement.clientWidth;
  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element): CSSStyleDeclaration => {
    let style = styles.get(element);
    if (!style) {
      style = getComputedStyle(element);
      styles.set(element, style);
    }
    return style;
  };
  const rects = new Map<Element, DOMRect>();
  const rectOf = (element: Element): DOMRect => {
    let rect = rects.get(element);
    if (!rect) {
      rect = element.getBoundingClientRect();
      rects.set(element, rect);
    }
    return rect;
  };
  const visible = (element: Element): boolean =>
    rectOf(element).width > 1 && rectOf(element).height > 1 && styleOf(element).visibility !== "hidden";
  const textOf = (element: Element): string => (element.textContent ?? "").replace(/\s+/g, " ").trim();
  const all = (selector: string, within: ParentNode = document): Element[] =>
    [...within.querySelectorAll(selector)].filter(visible);
  const children = (element: Element): Element[] =>
    [...element.children].filter((child) => !/^(script|style|link|template|br|meta)$/i.test(child.tagName));
  const within = (element: Element, group: Iterable<Element>): boolean =>
    [...group].some((other) => other === element || other.contains(element));
  const holds = (element: Element, group: Iterable<Element>): boolean =>
    [...group].some((other) => element !== other && element.contains(other));
  const hinted = (name: string, element: Element): boolean =>
    new RegExp(input.hints[name] as string, "i").test(`${element.getAttribute("class") ?? ""} ${element.id}`);
  const clear = (colour: string): boolean => colour === "transparent" || /[,/]\s*0(\.0+)?%?\)$/.test(colour);
  const filled = (element: Element): boolean =>
    !clear(styleOf(element).backgroundColor) || styleOf(element).backgroundImage !== "none";
  const framed = (element: Element): boolean => {
    const style = styleOf(element);
    const side = (name: "Top" | "Left"): boolean =>
      Number.parseFloat(style[`border${name}Width`]) > 0 && style[`border${name}Style`] !== "none";
    return filled(element) || style.boxShadow !== "none" || (side("Top") && side("Left"));
  };
  const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const tinted = (element: Element): boolean => {
    if (clear(styleOf(element).backgroundColor)) return styleOf(element).backgroundImage !== "none";
    const [r = 0, g = 0, b = 0] = channels(styleOf(element).backgroundColor);
    return Math.max(r, g, b) - Math.min(r, g, b) > 12;
  };
  const commonAncestor = (group: Element[]): Element | undefined => {
    let ancestor: Element | null | undefined = group[0];
    while (ancestor && !group.every((element) => ancestor?.contains(element))) ancestor = ancestor.parentElement;
    return ancestor ?? undefined;
  };
  /** Elements that hold words of their own, in order. */
  const leaves = (root: Element): Element[] =>
    [root, ...root.querySelectorAll("*")].filter(
      (element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && (node.nodeValue ?? "").trim() !== "") &&
        visible(element) &&
        !element.closest("script, style, svg, noscript, option"),
    );
  const pictograph = /^\p{Extended_Pictographic}/u;
  const graphic = "svg, img, i, canvas, picture, [class*='icon' i]:empty";
  const headings = "h1, h2, h3, h4, h5, h6, [role='heading'], legend";
  const roles: Finding["roles"] = {};
  const evidence: Finding["evidence"] = {};
  const set = (role: Role, elements: Iterable<Element>, confidence: number): void => {
    const at = [...new Set(elements)].map((element) => indexOf.get(element) as number).sort((a, b) => a - b);
    if (at.length > 0) roles[role] = { at, confidence: Math.max(0.05, Math.min(0.98, confidence)) };
  };

  // ---- Search: the field people type a question into.
  const textFields = all(
    "input:not([type]), input[type='text' i], input[type='search' i], [role='searchbox'], [role='combobox']:is(input)",
  );
  // The search of a drop-down list is a part of that widget.
  const searches = textFields
    .filter(
      (field) =>
        !field.closest(
          "[class*='select2'], [role='listbox'], [aria-controls*='select2'], table, [data-criteria], .dropdown-menu",
        ),
    )
    .map((field) => {
      const form = field.closest("form");
      // A label may float above its field as a placeholder does.
      const label =
        form && form.querySelectorAll("label").length === 1 ? textOf(form.querySelector("label") as Element) : "";
      const own = `${field.getAttribute("placeholder") ?? ""} ${field.getAttribute("aria-label") ?? ""} ${field.getAttribute("title") ?? ""} ${label}`;
      const names = `${field.getAttribute("name") ?? ""} ${field.id} ${field.getAttribute("class") ?? ""}`;
      const lonely =
        (form ?? field.parentElement?.parentElement ?? field).querySelectorAll(
          "input:not([type='hidden' i]):not([type='submit' i]), select, textarea",
        ).length <= 1;
      let score = 0;
      if (field.matches("[type='search' i], [role='searchbox']")) score += 0.6;
      if (field.closest("[role='search'], search")) score += 0.5;
      if (said("search", own)) score += 0.5;
      if (/search|query|keyword|recherche|(^|\s)q(\s|$)/i.test(names)) score += 0.25;
      if (form && /search|find/i.test(form.getAttribute("action") ?? "")) score += 0.2;
      if (lonely && (own.trim() !== "" || field.matches("[type='search' i]"))) score += 0.35;
      if (rectOf(field).top < 420) score += 0.1;
      if (!lonely) score -= 0.4;
      if (field.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`) && !said("search", own))
        score -= 0.2;
      if (form?.method === "post" && !lonely) score -= 0.5;
      return { field, score };
    })
    .filter(({ score }) => score >= 0.4)
    .sort((a, b) => b.score - a.score);
  const inChrome = (element: Element): boolean =>
    element.closest("header, nav, [role='banner'], [role='navigation']") !== null;
  const content = searches.filter(({ field }) => !inChrome(field));
  const search = (content.length > 0 ? content : searches)[0];
  if (search) set("search", [search.field], 0.42 + search.score * 0.45);
  const searchForm = search?.field.closest("form");

  // ---- The form that asks: fields that are neither search nor criteria.
  const fieldSelector =
    "input:not([type='hidden' i]):not([type='submit' i]):not([type='button' i]):not([type='reset' i]):not([type='image' i]):not([type='search' i]), select, textarea, [contenteditable='true'], [role='textbox']";
  const excluded = new Set(searches.map(({ field }) => field));
  const fields = [...document.querySelectorAll(fieldSelector)].filter(
    (field) =>
      !excluded.has(field) &&
      !field.closest(
        ".dropdown-menu, [role='dialog'], dialog, [class*='select2-']:not(select), thead, [class*='search-form' i], [name*='searchform' i], [class*='pager' i]",
      ) &&
      !field.closest("form")?.matches("[method='get' i], form:not([method])[action*='search' i]") &&
      !searchForm?.contains(field) &&
      field.closest("table thead, [role='search']") === null &&
      (visible(field) || (field.parentElement && visible(field.parentElement))),
  );
  const forms = new Map<Element, Element[]>();
  for (const field of fields) {
    const form = field.closest("form, [role='form']") ?? document.body;
    forms.set(form, [...(forms.get(form) ?? []), field]);
  }
  // Two switches beside a list ask nothing: there must be something to send, to write, or to answer.
  const asks = ([box, list]: [Element, Element[]]): boolean => {
    const names = new Set(
      list.map((field) =>
        field.matches("[type='radio' i], [type='checkbox' i]") ? (field.getAttribute("name") ?? field) : field,
      ),
    );
    const sends =
      box !== document.body && box.querySelector("button:not([type='button' i]), input[type='submit' i]") !== null;
    const writes = list.some((field) =>
      field.matches("textarea, [contenteditable='true'], [type='file' i], [type='date' i], [type='tel' i]"),
    );
    return names.size >= 2 && (writes || (sends && names.size >= 2) || names.size >= 4);
  };
  const [form, asked] = [...forms].filter(asks).sort((a, b) => b[1].length - a[1].length)[0] ?? [];
  const password = document.querySelector("input[type='password']") !== null;
  const bulk = document.querySelectorAll("td input[type='checkbox'], td:first-child [role='checkbox']").length;
  const questions: Element[] = [];
  const sections: Element[] = [];
  const isButton = (element: Element): boolean => {
    if (
      element.matches("button, input[type='submit' i], input[type='button' i], input[type='image' i], [role='button']")
    )
      return true;
    const style = styleOf(element);
    return (
      element.matches("a") &&
      Number.parseFloat(style.paddingLeft) >= 8 &&
      Number.parseFloat(style.paddingTop) >= 4 &&
      framed(element) &&
      rectOf(element).height < 64 &&
      textOf(element).length < 40 &&
      children(element).every((child) => child.matches(graphic) || child.matches("span"))
    );
  };
  const nameOf = (button: Element): string =>
    button.matches("input") ? (button.getAttribute("value") ?? "") : textOf(button);
  if (form && asked && !password && bulk < 5) {
    // One field, or the radio buttons and check boxes of one name.
    const groups = new Map<string, Element[]>();
    asked.forEach((field, index) => {
      const name = field.matches("[type='radio' i], [type='checkbox' i]") ? field.getAttribute("name") : null;
      const key = name ? `name ${name}` : `field ${index}`;
      groups.set(key, [...(groups.get(key) ?? []), field]);
    });
    const tops = [...groups.values()].map((group) => {
      let top = commonAncestor(group) as Element;
      if (group.length > 1 && top === form) top = group[0] as Element;
      while (
        top.parentElement &&
        top.parentElement !== form &&
        form.contains(top.parentElement) &&
        asked.every((field) => group.includes(field) || !top.parentElement?.contains(field))
      )
        top = top.parentElement;
      return { top, group };
    });
    const signature = (element: Element): string => `${element.tagName}.${[...element.classList].sort()[0] ?? ""}`;
    const tally = new Map<string, number>();
    for (const { top } of tops) tally.set(signature(top), (tally.get(signature(top)) ?? 0) + 1);
    const modal = [...tally].sort((a, b) => b[1] - a[1])[0]?.[0];
    for (const { top, group } of tops) {
      let question = top;
      if (signature(top) !== modal) {
        let inner: Element | null = commonAncestor(group) ?? null;
        while (inner && inner !== top && signature(inner) !== modal) inner = inner.parentElement;
        if (inner && signature(inner) === modal) question = inner;
      }
      // A bare field beside its label is no wrapper of a question.
      if (question.matches(fieldSelector)) continue;
      questions.push(question);
    }
    const similar = (tally.get(modal ?? "") ?? 0) / tops.length;
    const buttons = [...all("button, input[type='submit' i], input[type='button' i], a, [role='button']", form)].filter(
      (button) => isButton(button) && !within(button, questions),
    );
    // The nearest level at which every question stands in a box with a heading or a frame of its own.
    const chains = questions.map((question) => {
      const chain: Element[] = [];
      for (let up = question.parentElement; up && up !== form && form.contains(up); up = up.parentElement)
        chain.push(up);
      return chain;
    });
    const titled = (box: Element): boolean => {
      if ([...box.querySelectorAll(headings)].some((heading) => !within(heading, questions))) return true;
      const first = leaves(box)[0];
      return first !== undefined && !within(first, questions);
    };
    const depths = Math.max(0, ...chains.map((chain) => chain.length));
    for (const wish of [titled, framed]) {
      if (sections.length > 0) break;
      const found = chains.map((chain) =>
        chain.find(
          (box) =>
            wish(box) &&
            !buttons.some((button) => box.contains(button) && button.matches("[type='submit'], button:not([type])")),
        ),
      );
      if (depths > 0 && found.length > 0 && found.filter(Boolean).length >= found.length * 0.8)
        sections.push(...new Set(found.filter((box): box is Element => box !== undefined)));
    }
    const single = sections.length === 0 ? commonAncestor(questions) : undefined;
    if (single && single !== form && form.contains(single) && questions.length > 1) sections.push(single);
    const outer = sections.filter((box) => !holds(box, sections));
    const fieldsets = outer.every((box) => box.matches("fieldset, [role='group']"));
    set("answer-input", asked, questions.length > 0 ? 0.9 : 0.6);
    set("question", questions, 0.55 + 0.35 * similar);
    set("form-section", outer, outer.length > 1 ? (fieldsets ? 0.95 : 0.82) : single ? 0.45 : 0.6);

    // Submit: told by its type, its words, or by being the one filled button.
    const scored = buttons
      .map((button) => {
        let score = 0;
        if (button.matches("[type='submit' i]") || (button.matches("button:not([type])") && button.closest("form")))
          score += 0.5;
        if (said("submit", nameOf(button)) || said("create", nameOf(button))) score += 0.3;
        if (said("back", nameOf(button))) score -= 0.5;
        if (/primary|main|submit/i.test(button.getAttribute("class") ?? "")) score += 0.2;
        if (filled(button) && tinted(button)) score += 0.15;
        if (asked.every((field) => (field.compareDocumentPosition(button) & 4) !== 0)) score += 0.15;
        return { button, score };
      })
      .sort((a, b) => b.score - a.score);
    const [first, second] = scored;
    if (first && first.score > 0.15) {
      set(
        "primary-action",
        [first.button],
        0.4 + first.score * 0.45 - (second && second.score > first.score - 0.15 ? 0.25 : 0),
      );
      const last = buttons.filter((button) => !within(button, outer));
      let bar: Element | null = first.button.parentElement;
      const beside = last.filter((button) => button !== first.button);
      if (bar && !holds(bar, asked)) {
        while (
          bar?.parentElement &&
          bar.parentElement !== form &&
          !holds(bar.parentElement, asked) &&
          beside.some((button) => !bar?.contains(button) && bar?.parentElement?.contains(button))
        )
          bar = bar.parentElement;
        if (bar && bar !== form) set("action-bar", [bar], beside.some((button) => bar?.contains(button)) ? 0.85 : 0.7);
      }
    }
    if (questions.length >= 2)
      evidence["a form that asks"] = asked.some((field) => field.matches("textarea, [contenteditable='true']"))
        ? 1.5
        : 1;
  }

  // ---- Groups of like siblings: tiles, requests, categories.
  const shape = (element: Element, depth = 0): string =>
    depth > 3
      ? ""
      : `${element.tagName}(${children(element)
          .filter(visible)
          .map((child) => shape(child, depth + 1))
          .join(",")})`;
  const likeness = (a: Element, b: Element): number => {
    const one = new Set([...a.querySelectorAll("*")].map((item) => item.tagName));
    const two = new Set([...b.querySelectorAll("*")].map((item) => item.tagName));
    const both = [...one].filter((tag) => two.has(tag)).length;
    return one.size + two.size === 0 ? 1 : (2 * both) / (one.size + two.size);
  };
  interface Group {
    parent: Element;
    items: Element[];
  }
  const groups: Group[] = [];
  for (const parent of all("body *")) {
    if (
      parent.closest("svg, select, thead, tfoot, head") ||
      (form && asked && form !== document.body && form.contains(parent) && holds(form, questions))
    )
      continue;
    const list = children(parent).filter(visible);
    if (list.length < 2) continue;
    const kinds = new Map<string, Element[]>();
    for (const child of list) {
      const key = `${child.tagName} ${[...child.classList].sort()[0] ?? ""}`;
      kinds.set(key, [...(kinds.get(key) ?? []), child]);
    }
    for (const items of kinds.values()) {
      const [lead] = items;
      if (!lead || items.length < 2 || (items.length === 2 && shape(lead) !== shape(items[1] as Element))) continue;
      if (items.filter((item) => likeness(lead, item) > 0.6).length >= items.length * 0.8)
        groups.push({ parent, items });
    }
  }
  const linkOf = (item: Element): Element | undefined =>
    item.matches("a[href], button, [role='link'], [role='button'], [onclick]")
      ? item
      : (item.querySelector("a[href], button, [role='link'], [role='button'], [onclick]") ??
        (styleOf(item).cursor === "pointer" ? item : undefined));
  /** The box itself within wrappers of columns and list items. */
  const boxOf = (item: Element): Element => {
    const whole = textOf(item);
    const chain: Element[] = [item];
    for (let box = item; ; ) {
      const only = children(box).filter((child) => visible(child));
      if (
        only.length !== 1 ||
        textOf(only[0] as Element) !== whole ||
        leaves(only[0] as Element).includes(only[0] as Element)
      )
        break;
      box = only[0] as Element;
      chain.push(box);
    }
    // The column's own child may be the card and the link in one.
    return (
      chain.find((box) => framed(box)) ??
      chain.find((box) => box.matches("a, button, [role='link'], [role='button']")) ??
      item
    );
  };
  const dated =
    /\b\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\.? (jan|f[eé]v|feb|m[aä]r|avr|apr|mai|may|jui|jun|jul|ao[uû]|aug|sep|o[ck]t|nov|d[eé][cz])|\b\d{1,2}:\d{2}\b/i;
  const pill = (leaf: Element): boolean => {
    const style = styleOf(leaf);
    const text = textOf(leaf);
    return (
      text.length > 0 &&
      text.length < 32 &&
      rectOf(leaf).height < 40 &&
      filled(leaf) &&
      (style.display.includes("inline") || Number.parseFloat(style.borderTopLeftRadius) >= 3) &&
      !isButton(leaf)
    );
  };
  const statusOf = (item: Element): { leaf: Element; score: number } | undefined =>
    leaves(item)
      .filter((leaf) => leaf !== item && !leaf.matches("a, button, h1, h2, h3, h4, time"))
      .map((leaf) => ({
        leaf,
        score: (pill(leaf) ? 0.5 : 0) + (said("status", textOf(leaf)) ? 0.5 : 0) + (hinted("status", leaf) ? 0.15 : 0),
      }))
      .filter(({ score }) => score > 0.3)
      .sort((a, b) => b.score - a.score)[0];
  const menuLike = (element: Element): boolean =>
    element.closest(
      "nav, [role='navigation'], [role='menubar'], header, [role='banner'], footer, [role='contentinfo'], [role='tablist']",
    ) !== null;

  const ticketGroups: { group: Group; score: number; statuses: Element[] }[] = [];
  const tileGroups: { group: Group; boxes: Element[]; score: number }[] = [];
  const headingBefore = (element: Element): string => {
    for (let up: Element | null = element; up && up !== document.body; up = up.parentElement) {
      for (let before = up.previousElementSibling; before; before = before.previousElementSibling) {
        const text = textOf(before);
        if (text !== "" && text.length < 60) return text;
        if (text !== "") break;
      }
      if (
        holds(
          up,
          tileGroups.flatMap(({ boxes }) => boxes),
        )
      )
        break;
    }
    return "";
  };
  for (const group of groups) {
    const { items, parent } = group;
    const cells = items.map((item) => ({ item, box: boxOf(item) }));
    const rowsOfTable = items.every((item) => item.matches("tr"));
    const linked = cells.filter(({ item }) => linkOf(item) !== undefined).length / items.length;
    const statuses = cells.map(({ item }) => statusOf(item)).filter((status) => status !== undefined);
    const dates =
      cells.filter(({ item }) => item.querySelector("time") !== null || dated.test(textOf(item))).length / items.length;
    const titles =
      cells.filter(({ item }) => textOf(item).length > 5 && textOf(item).length < 400).length / items.length;
    if (menuLike(parent) || titles < 0.8) continue;
    const stacked = items.every(
      (item, index) => index === 0 || rectOf(item).top >= rectOf(items[index - 1] as Element).bottom - 2,
    );
    const share = statuses.length / items.length;
    if (
      (share >= 0.8 || (dates >= 0.8 && said("mine", headingBefore(parent)))) &&
      linked >= 0.8 &&
      !items.some((item) => item.matches("td, th, span"))
    ) {
      const strength = statuses.reduce((sum, { score }) => sum + score, 0) / items.length;
      const score =
        strength * 0.5 +
        (dates >= 0.8 ? 0.15 : 0) +
        (said("mine", headingBefore(parent)) ? 0.25 : 0) +
        (hinted("ticket", parent) ? 0.1 : 0) +
        (stacked ? 0.1 : 0) +
        (rowsOfTable ? 0.1 : 0);
      ticketGroups.push({ group, score, statuses: statuses.map(({ leaf }) => leaf) });
      continue;
    }
    if (rowsOfTable || items.some((item) => item.matches("td, th, dt, dd, option, details, form, fieldset"))) continue;
    const boxes = cells.map(({ box }) => box);
    const size =
      boxes.filter((box) => rectOf(box).width >= 110 && rectOf(box).height >= 48 && rectOf(box).height <= 420).length /
      items.length;
    const icons = boxes.filter((box) => box.querySelector(graphic) !== null).length / items.length;
    const texts = boxes.map((box) => leaves(box).filter((leaf) => textOf(leaf).length > 1).length);
    const described = texts.filter((count) => count >= 2).length / items.length;
    const cards = boxes.filter(framed).length / items.length;
    const nested = boxes.some(
      (box) =>
        box.querySelectorAll("a[href], button").length > 3 ||
        box.querySelector("input, select, textarea, table") !== null,
    );
    if (size < 0.8 || linked < 0.8 || nested || (icons < 0.6 && described < 0.6)) continue;
    const sideBySide = items.some(
      (item, index) => index > 0 && Math.abs(rectOf(item).top - rectOf(items[0] as Element).top) < 4,
    );
    const score =
      icons * 0.25 +
      described * 0.2 +
      cards * 0.2 +
      (sideBySide ? 0.15 : 0) +
      (items.length >= 3 ? 0.12 : 0) +
      (boxes.every((box) => box.matches("a, button, [role='link']")) ? 0.08 : 0) +
      (boxes.every((box) => hinted("tile", box)) ? 0.08 : 0);
    if (score >= 0.45) tileGroups.push({ group, boxes, score });
  }
  // Of groups within one another the better one stands.
  const apart = <T extends { group: Group; score: number }>(list: T[]): T[] =>
    list.filter(
      (one) =>
        !list.some(
          (other) =>
            other !== one &&
            (other.group.parent.contains(one.group.parent) || one.group.parent.contains(other.group.parent)) &&
            other.group.parent !== one.group.parent &&
            (other.score > one.score || (other.score === one.score && one.group.parent.contains(other.group.parent))),
        ),
    );
  const tickets = apart(ticketGroups).filter(({ score }) => score >= 0.3);
  const ticketBest = Math.max(0, ...tickets.map(({ score }) => score));
  const ticketLists = tickets.map(({ group }) => group.parent.closest("table") ?? group.parent);
  if (tickets.length > 0 && bulk < 5) {
    const confidence = Math.min(0.93, 0.45 + ticketBest * 0.5);
    set("ticket-list", ticketLists, confidence);
    set(
      "ticket-card",
      tickets.flatMap(({ group }) => group.items),
      confidence,
    );
    set(
      "status",
      tickets.flatMap(({ statuses }) => statuses),
      Math.min(0.93, confidence + 0.02),
    );
    evidence["requests with their status"] = 1.5;
  }
  const tiles = apart(tileGroups).filter(({ group }) => !within(group.parent, ticketLists));
  const tileBest = Math.max(0, ...tiles.map(({ score }) => score));
  const bestTiles = tiles.find(({ score }) => score === tileBest);
  // Further grids are of the same tiles; other cards, news for instance, are built differently.
  const alike = (boxes: Element[]): boolean => {
    const [one, other] = [boxes[0], bestTiles?.boxes[0]];
    return (
      one !== undefined &&
      other !== undefined &&
      one.tagName === other.tagName &&
      likeness(one, other) > 0.75 &&
      (one.classList[0] === other.classList[0] || shape(one) === shape(other))
    );
  };
  const chosen = tiles.filter(
    ({ score, group, boxes }) => score > tileBest - 0.25 && group.items.length >= 2 && alike(boxes),
  );
  const tileBoxes = chosen.flatMap(({ boxes }) => boxes);
  if (tileBoxes.length >= 3 || (tileBoxes.length === 2 && tileBest > 0.75)) {
    set(
      "tiles",
      chosen.map(({ group }) => group.parent),
      0.35 + tileBest * 0.55,
    );
    set("tile", tileBoxes, 0.35 + tileBest * 0.55);
    const titles: Element[] = [];
    const texts: Element[] = [];
    const icons: Element[] = [];
    for (const box of tileBoxes) {
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
        (leaf.closest(headings) ? 6 : 0) +
        (leaf.matches("a, a *") && !box.matches("a, a *") ? 4 : 0);
      const ordered = [...own].sort((a, b) => weight(b) - weight(a));
      const lead = ordered[0];
      const title = lead && box.contains(lead.closest(headings) ?? box) ? (lead.closest(headings) ?? lead) : lead;
      if (title && title !== box) titles.push(title);
      const rest = own.filter(
        (leaf) => title && leaf !== title && !title.contains(leaf) && !/^\d+$/.test(textOf(leaf)),
      );
      const words = rest.sort((a, b) => textOf(b).length - textOf(a).length)[0];
      if (words && words !== box) texts.push(words);
      const drawn = [...box.querySelectorAll(graphic)].find(
        (item) => visible(item) && (textOf(item).length < 3 || item.matches("svg")),
      );
      const emblem = leaves(box).find((leaf) => leaf !== box && pictograph.test(textOf(leaf)));
      const icon = drawn ?? emblem;
      if (icon) icons.push(icon);
    }
    const count = tileBoxes.length;
    if (titles.length >= count * 0.8) set("tile-title", titles, 0.4 + tileBest * 0.5);
    if (texts.length >= count * 0.6) set("tile-text", texts, 0.36 + tileBest * 0.5);
    if (icons.length >= count * 0.6) set("tile-icon", icons, 0.4 + tileBest * 0.5);
    evidence["tiles"] = 0.5 + tileBest * 1.6;
  }

  // ---- Menu.
  const navigation = all("nav, [role='navigation'], [role='menubar'], [role='menu']").filter(
    (nav) =>
      !/breadcrumb|pagin|fil d.ariane/i.test(
        `${nav.getAttribute("class")} ${nav.getAttribute("aria-label")} ${nav.firstElementChild?.getAttribute("class")}`,
      ) && nav.querySelectorAll("a, button, summary").length >= 2,
  );
  const shortLinks = (element: Element): Element[] =>
    all("a[href], a[onclick], button", element).filter((link) => textOf(link).length > 1 && textOf(link).length < 40);
  const menuScore = (element: Element): number => {
    const links = shortLinks(element);
    const rect = rectOf(element);
    const known = links.filter(
      (link) => said("home", textOf(link)) || said("mine", textOf(link)) || said("create", textOf(link)),
    ).length;
    const current = element.querySelector("[aria-current], .active, .current, .selected") ? 0.1 : 0;
    return (
      Math.min(0.3, links.length * 0.06) +
      Math.min(0.3, known * 0.15) +
      (rect.top < 120 ? 0.15 : 0) +
      (rect.height < 120 || rect.width < 340 ? 0.15 : 0) +
      current -
      (element.closest("footer, [role='contentinfo']") ? 0.6 : 0)
    );
  };
  let menu: Element | undefined;
  if (navigation.length > 0) {
    const outer = navigation.filter((nav) => !navigation.some((other) => other !== nav && other.contains(nav)));
    const ranked = outer.map((nav) => ({ nav, score: menuScore(nav) })).sort((a, b) => b.score - a.score);
    menu = ranked[0]?.nav;
    if (menu) set("menu", [menu], 0.72 + (ranked[0]?.score ?? 0) * 0.25 - (outer.length > 1 ? 0.1 : 0));
  } else {
    const candidates = all("body *").filter((element) => {
      if (
        within(element, tileBoxes) ||
        (form && form !== document.body && form.contains(element)) ||
        within(element, ticketLists) ||
        element.matches("a, button, table, table *, p, h1, h2, h3, svg *, footer, footer *")
      )
        return false;
      const links = shortLinks(element);
      if (
        links.length < 2 ||
        element.querySelector(`${headings}, table, textarea, select`) ||
        holds(element, tileBoxes)
      )
        return false;
      // The tightest box about the links, most of whose words are theirs.
      if (
        children(element).some(
          (child) => shortLinks(child).length === links.length && textOf(child).length >= textOf(element).length * 0.8,
        )
      )
        return false;
      return (
        links.reduce((sum, link) => sum + textOf(link).length, 0) >= textOf(element).length * 0.6 &&
        links.every((link) => link.matches("a"))
      );
    });
    const ranked = candidates
      .map((element) => ({
        element,
        score: menuScore(element) + (/nav|menu/i.test(`${element.getAttribute("class")} ${element.id}`) ? 0.15 : 0),
      }))
      .sort((a, b) => b.score - a.score);
    const best = ranked[0];
    if (best && best.score >= 0.4) {
      menu = best.element;
      set("menu", [menu], Math.min(0.85, 0.35 + best.score * 0.55));
    }
  }

  // ---- Footer: said so, or the outermost box at an edge of the page with a few words and no work in it.
  const busy = [...tileBoxes, ...ticketLists, ...questions, ...(menu ? [menu] : []), ...(search ? [search.field] : [])];
  const footers = all("footer, [role='contentinfo']").filter(
    (element) =>
      !element.closest("article, section, dialog, [role='dialog'], .card, blockquote") &&
      !holds(element, busy) &&
      !within(element, busy),
  );
  let footer: Element | undefined = footers.at(-1);
  if (footer) set("footer", [footer], 0.95);
  else {
    const wide = all("body *").filter((element) => {
      const rect = rectOf(element);
      const text = textOf(element);
      return (
        text.length > 3 &&
        text.length < 400 &&
        rect.height < 260 &&
        rect.width > width * 0.5 &&
        !holds(element, busy) &&
        !within(element, busy) &&
        !element.querySelector(`${headings}, input, select, textarea, table, img[width]`) &&
        !element.matches(headings) &&
        element.parentElement !== null &&
        element.parentElement.getBoundingClientRect().width >= rect.width - 1
      );
    });
    const outermost = wide.filter((element) => !wide.some((other) => other !== element && other.contains(element)));
    const bottom = Math.max(...all("body *").map((element) => rectOf(element).bottom));
    const ranked = outermost
      .map((element) => ({
        element,
        score:
          (said("legal", textOf(element)) ? 0.35 : 0) +
          (hinted("footer", element) ? 0.35 : 0) +
          (Math.abs(rectOf(element).bottom - bottom) < 24 ? 0.3 : 0) +
          (rectOf(element).width > width * 0.9 ? 0.1 : 0) +
          (Number.parseFloat(styleOf(element).fontSize) < 14 ? 0.1 : 0) -
          (element.closest("main, [role='main'], form") ? 0.4 : 0),
      }))
      .sort((a, b) => b.score - a.score);
    if (ranked[0] && ranked[0].score >= 0.4) {
      footer = ranked[0].element;
      set("footer", [footer], Math.min(0.82, 0.3 + ranked[0].score * 0.6));
    }
  }

  // ---- Hero: the largest words, as far up as nothing else joins them.
  const big = leaves(document.body)
    .filter(
      (leaf) =>
        !within(leaf, [
          ...tileBoxes,
          ...ticketLists,
          ...questions,
          ...(menu ? [menu] : []),
          ...(footer ? [footer] : []),
        ]) &&
        textOf(leaf).length > 3 &&
        !leaf.closest("button, a"),
    )
    .map((leaf) => ({
      leaf,
      size:
        Number.parseFloat(styleOf(leaf).fontSize) +
        (leaf.closest("h1") ? 4 : 0) +
        (said("greeting", textOf(leaf)) ? 12 : 0),
    }))
    .sort((a, b) => b.size - a.size);
  let hero: Element | undefined;
  for (const { leaf } of big.slice(0, 3)) {
    let box: Element = leaf;
    const others = [...tileBoxes, ...ticketLists, ...questions, ...(menu ? [menu] : []), ...(footer ? [footer] : [])];
    while (
      box.parentElement &&
      box.parentElement !== document.body &&
      !box.parentElement.matches("main, [role='main'], body") &&
      !holds(box.parentElement, others)
    )
      box = box.parentElement;
    if (box === leaf && !(filled(box) && said("greeting", textOf(box)))) continue;
    const rect = rectOf(box);
    if (
      rect.width < width * 0.4 ||
      rect.height < 50 ||
      rect.height > 700 ||
      textOf(box).length > 500 ||
      box.matches("p, li, aside, aside *")
    )
      continue;
    let score = 0;
    if (search && box.contains(search.field)) score += 0.35;
    if (said("greeting", textOf(leaf)) || said("greeting", textOf(box))) score += 0.3;
    if (framed(box) || [...box.children].some((child) => filled(child) && rectOf(child).width > rect.width * 0.9))
      score += 0.2;
    if (hinted("hero", box)) score += 0.2;
    if (Number.parseFloat(styleOf(leaf).fontSize) >= 24) score += 0.1;
    if (tileBoxes.length > 0)
      score +=
        leaf.closest("h1") &&
        leaves(box).length > 1 &&
        box.parentElement?.matches("body *") &&
        tileBoxes.every((tile) => (box.compareDocumentPosition(tile) & 4) !== 0)
          ? 0.25
          : 0.1;
    if (questions.length > 0 || password) score -= 0.4;
    if (score >= 0.35) {
      hero = box;
      set("hero", [box], 0.42 + score * 0.5);
      if (said("greeting", textOf(box))) evidence["a greeting"] = 0.75;
      break;
    }
  }

  // ---- Categories: headers of an accordion, or a list of words beside what they choose from.
  const toggles = all(
    "summary, button[aria-expanded], [role='button'][aria-expanded], a[aria-expanded], [data-bs-toggle='collapse'], [data-toggle='collapse']",
  ).filter(
    (element) =>
      textOf(element).length > 1 &&
      !(element.closest("header, [role='banner']") && !element.matches("summary")) &&
      !within(element, [...tileBoxes, ...questions, ...ticketLists]) &&
      !(form && form !== document.body && form.contains(element)) &&
      !element.matches("[aria-haspopup], [data-bs-toggle='dropdown'], [data-toggle='dropdown']"),
  );
  const usable = groups.filter(({ parent, items }) => {
    if (
      within(parent, [...tileBoxes, ...ticketLists, ...(hero ? [hero] : []), ...(footer ? [footer] : [])]) ||
      holds(parent, [...tileBoxes, ...ticketLists, ...questions])
    )
      return false;
    if (menu && (menu === parent || menu.contains(parent) || parent.contains(menu))) return false;
    if (menuLike(parent) && !parent.closest("[role='tablist'], main nav, [role='main'] nav")) return false;
    return (
      items.length >= 2 &&
      items.every(
        (item) =>
          linkOf(item) &&
          leaves(item).filter((leaf) => textOf(leaf).length > 1).length <= 2 &&
          textOf(linkOf(item) as Element).length < 48 &&
          rectOf(item).height < 72 &&
          all("a, button", item).length <= 1 &&
          !isSubmitRow(item),
      )
    );
  });
  function isSubmitRow(item: Element): boolean {
    return said("back", textOf(item)) || said("submit", textOf(item));
  }
  /** A name on it or near it, short of what also holds the tiles. */
  function named(parent: Element): boolean {
    let up: Element | null = parent;
    for (let depth = 0; up && depth < 5 && !holds(up, tileBoxes); depth++, up = up.parentElement)
      if (hinted("category", up)) return true;
    return false;
  }
  const categoryGroups = usable
    .map((group) => {
      const { parent, items } = group;
      const score =
        (tileBoxes.length > 0 ? 0.35 : 0) +
        (items.length >= 3 ? 0.15 : 0) +
        (said("category", `${headingBefore(parent)} ${parent.getAttribute("aria-label") ?? ""}`) ? 0.3 : 0) +
        (named(parent) ? 0.25 : 0) -
        (items.filter((item) => /\d/.test(textOf(item))).length > items.length / 2 ? 0.3 : 0) +
        (items.some((item) => item.matches("button, [role='tab']") || item.querySelector("button, [role='tab']"))
          ? 0.2
          : 0);
      return { group, score };
    })
    .sort((a, b) => b.score - a.score);
  const category = categoryGroups[0];
  if (toggles.length >= 2 && toggles.every((toggle) => toggle.tagName === toggles[0]?.tagName)) {
    set("category", toggles, toggles.length >= 3 ? 0.85 : 0.7);
    evidence["an accordion of services"] = 1;
  } else if (category && category.score >= 0.5) {
    set(
      "category",
      category.group.items.map((item) => linkOf(item) as Element),
      0.3 + category.score * 0.5,
    );
    evidence["categories"] = 0.5;
  }

  // ---- Messages.
  /** Consent and the like lie over the page, not in it. */
  const floats = (element: Element): boolean => {
    for (let up: Element | null = element; up; up = up.parentElement)
      if (styleOf(up).position === "fixed" || up.matches("dialog, [role='dialog']")) return true;
    return false;
  };
  const live = all(
    "[role='alert'], [role='status'], [role='log'], [aria-live='polite'], [aria-live='assertive']",
  ).filter(
    (element) =>
      textOf(element) !== "" && !within(element, [...ticketLists, ...tileBoxes]) && !pill(element) && !floats(element),
  );
  const noticed = all("div, p, section, aside").filter(
    (element) =>
      hinted("message", element) &&
      !floats(element) &&
      !live.some((other) => other === element || other.contains(element) || element.contains(other)) &&
      framed(element) &&
      textOf(element).length > 8 &&
      textOf(element).length < 400 &&
      !holds(element, busy) &&
      !within(element, busy) &&
      element !== hero,
  );
  const coloured = all("div, p, section, aside").filter((element) => {
    const rect = rectOf(element);
    const text = textOf(element);
    return (
      tinted(element) &&
      !floats(element) &&
      styleOf(element).backgroundImage === "none" &&
      text.length > 15 &&
      text.length < 300 &&
      rect.height < 140 &&
      rect.width > 300 &&
      element !== hero &&
      element !== footer &&
      element !== menu &&
      !holds(element, busy) &&
      !within(element, [...busy, ...(hero ? [hero] : []), ...(footer ? [footer] : [])]) &&
      !element.querySelector(`${headings}, input, button, ul`) &&
      !isButton(element) &&
      !element.closest("header, nav, footer, aside")
    );
  });
  const outermostOf = (list: Element[]): Element[] =>
    list.filter((element) => !list.some((other) => other !== element && other.contains(element)));
  if (live.length > 0) set("message", outermostOf([...live, ...noticed]), 0.92);
  else if (noticed.length > 0) set("message", outermostOf(noticed), 0.82);
  else if (coloured.length > 0) set("message", outermostOf(coloured), 0.6);

  // ---- The main action of a page without a form: a button in words that ask for a request.
  if (!roles["primary-action"]) {
    const create = all("a, button, [role='button']").filter(
      (button) =>
        isButton(button) &&
        filled(button) &&
        said("create", nameOf(button)) &&
        !within(button, [...tileBoxes, ...(menu ? [menu] : [])]),
    );
    if (create.length === 1) set("primary-action", create, 0.78);
  }

  // ---- The page: said so, or all the content up to where the frame begins.
  const mains = all("main, [role='main'], #page");
  const frame = [menu, footer].filter((element): element is Element => element !== undefined);
  const [main] = mains.filter(
    (element) =>
      !mains.some((other) => other !== element && element.contains(other) && !element.matches("main, [role='main']")),
  );
  if (main) set("page", [main], mains.length === 1 ? 0.93 : 0.75);
  else {
    const work = [
      ...chosen.map(({ group }) => group.parent),
      ...ticketLists,
      ...(questions.length > 0 && form ? [form] : []),
    ];
    let box = commonAncestor(work.filter((element) => element !== document.body));
    while (box?.parentElement && box.parentElement !== document.body && !holds(box.parentElement, frame))
      box = box.parentElement;
    if (box && box !== document.body) set("page", [box], frame.length > 0 ? 0.74 : 0.5);
  }

  // ---- For and against.
  if (search) evidence["a search"] = Math.min(1, 0.3 + search.score * 0.5) * (hero?.contains(search.field) ? 1.6 : 0.7);
  const spoken = all("a, button, h1, h2, h3, h4").map(textOf);
  if (spoken.some((text) => text.length < 48 && said("mine", text))) evidence["own requests are named"] = 1;
  if (spoken.some((text) => text.length < 48 && said("create", text))) evidence["asking is named"] = 0.75;
  if (password) evidence["a password is asked"] = -6;
  if (bulk >= 5) evidence["rows to tick for bulk actions"] = -5;
  const prose = all("p").filter(
    (paragraph) => textOf(paragraph).length > 90 && !within(paragraph, [...tileBoxes, ...questions]),
  ).length;
  if (prose >= 4 || (document.querySelector("article") && prose >= 2)) evidence["prose"] = -2.5;
  const prices = (document.body.innerText.match(/[€$£]\s?\d|\d\s?[€$£]/g) ?? []).length;
  if (prices >= 3) evidence["prices"] = -3;
  const largest = Math.max(
    0,
    ...[...document.querySelectorAll("nav, aside, header, [role='navigation'], [class*='navbar' i]")].map(
      (element) => element.querySelectorAll("a").length,
    ),
  );
  if (largest > 35) evidence["a menu of a back office"] = -2.5;
  if (
    document.querySelector(
      "input[name='globalsearch'], a[href*='/front/central.php'], a[href*='/front/config.form.php']",
    )
  )
    evidence["GLPI's technician interface"] = -4;
  if (
    document.querySelector(
      "body.helpdesk, a[href*='/helpdesk.public.php'], a[href$='/Helpdesk'], a[href*='/ServiceCatalog']",
    )
  )
    evidence["GLPI's self-service interface"] = 1;
  return { roles, evidence };
}
