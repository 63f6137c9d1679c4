import type { Look } from "./look.ts";

/** Runs in the page: the form that asks, its sections and questions, and what sends it. */
export function form(see: Look): void {
  const { all, visible, within, holds, commonAncestor, leaves, said, filled, framed, tinted, set, seen } = see;
  const fieldSelector =
    "input:not([type='hidden' i]):not([type='submit' i]):not([type='button' i]):not([type='reset' i]):not([type='image' i]):not([type='search' i]), select, textarea, [contenteditable='true'], [role='textbox']";
  const foreign =
    ".dropdown-menu, [role='dialog'], dialog, [class*='select2-']:not(select), thead, [class*='search-form' i], [name*='searchform' i], [class*='pager' i], [role='search']";
  seen.password = document.querySelector("input[type='password']") !== null;
  seen.bulk = document.querySelectorAll("td input[type='checkbox'], td:first-child [role='checkbox']").length;
  // Fields that are neither search nor criteria.
  const fields = [...document.querySelectorAll(fieldSelector)].filter(
    (field) =>
      !seen.searches.includes(field) &&
      !field.closest(foreign) &&
      !field.closest("form")?.matches("[method='get' i], form:not([method])[action*='search' i]") &&
      !seen.search?.field.closest("form")?.contains(field) &&
      (visible(field) || (field.parentElement && visible(field.parentElement))),
  );
  const forms = new Map<Element, Element[]>();
  for (const field of fields) {
    const box = field.closest("form, [role='form']") ?? document.body;
    forms.set(box, [...(forms.get(box) ?? []), field]);
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
    if (names.size >= 2 && (writes || sends || names.size >= 4)) return true;
    // One question by itself: with words of its own, and all that the page is about.
    return names.size === 1 && list.every(see.worded) && (writes || sends) && see.fills(box);
  };
  const [box, asked] = [...forms].filter(asks).sort((a, b) => b[1].length - a[1].length)[0] ?? [];
  seen.form = box;
  if (!box || !asked || seen.password || seen.bulk >= 5) return;
  seen.asked = asked;

  // One question: one field, or the radio buttons and check boxes of one name.
  const byName = new Map<string, Element[]>();
  asked.forEach((field, index) => {
    const name = field.matches("[type='radio' i], [type='checkbox' i]") ? field.getAttribute("name") : null;
    const key = name ? `name ${name}` : `field ${index}`;
    byName.set(key, [...(byName.get(key) ?? []), field]);
  });
  const tops = [...byName.values()].map((group) => {
    let top = commonAncestor(group) as Element;
    if (group.length > 1 && top === box) top = group[0] as Element;
    while (
      top.parentElement &&
      top.parentElement !== box &&
      box.contains(top.parentElement) &&
      asked.every((field) => group.includes(field) || !top.parentElement?.contains(field))
    )
      top = top.parentElement;
    return { top, group };
  });
  const signature = (element: Element): string => `${element.tagName}.${[...element.classList].sort()[0] ?? ""}`;
  const tally = new Map<string, number>();
  for (const { top } of tops) tally.set(signature(top), (tally.get(signature(top)) ?? 0) + 1);
  const modal = [...tally].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
  const questions: Element[] = [];
  for (const { top, group } of tops) {
    let question = top;
    if (signature(top) !== modal) {
      let inner: Element | null = commonAncestor(group) ?? null;
      while (inner && inner !== top && signature(inner) !== modal) inner = inner.parentElement;
      if (inner && signature(inner) === modal) question = inner;
    }
    // A bare field beside its label is no wrapper of a question.
    if (!question.matches(fieldSelector)) questions.push(question);
  }
  seen.questions = questions;
  const similar = (tally.get(modal) ?? 0) / tops.length;
  const buttons = all("button, input[type='submit' i], input[type='button' i], a, [role='button']", box).filter(
    (button) => see.isButton(button) && !within(button, questions),
  );

  // A section: the nearest level at which every question stands in a box with a heading or a frame of its own.
  const chains = questions.map((question) => {
    const chain: Element[] = [];
    for (let up = question.parentElement; up && up !== box && box.contains(up); up = up.parentElement) chain.push(up);
    return chain;
  });
  const titled = (element: Element): boolean => {
    if ([...element.querySelectorAll(see.headings)].some((heading) => !within(heading, questions))) return true;
    const first = leaves(element)[0];
    return first !== undefined && !within(first, questions);
  };
  const sends = buttons.filter((button) => button.matches("[type='submit'], button:not([type])"));
  const sections: Element[] = [];
  for (const wish of [titled, framed]) {
    const found = chains.map((chain) => chain.find((element) => wish(element) && !holds(element, sends)));
    if (found.length === 0 || found.filter(Boolean).length < found.length * 0.8) continue;
    sections.push(...new Set(found.filter((element): element is Element => element !== undefined)));
    break;
  }
  const single = sections.length === 0 ? commonAncestor(questions) : undefined;
  if (single && single !== box && box.contains(single) && questions.length > 1) sections.push(single);
  const outer = sections.filter((element) => !holds(element, sections));
  seen.sections = outer;
  const fieldsets = outer.every((element) => element.matches("fieldset, [role='group']"));
  set("answer-input", asked, questions.length > 0 ? 0.9 : 0.6);
  set("question", questions, 0.55 + 0.35 * similar);
  const headed = outer.every((element) => element.querySelector(see.headings) !== null);
  set("form-section", outer, fieldsets ? 0.95 : outer.length > 1 ? 0.82 : single ? 0.45 : headed ? 0.8 : 0.6);

  // What sends it is told by its type, its words, or by being the one filled button.
  const scored = buttons
    .map((button) => {
      let score = 0;
      if (button.matches("[type='submit' i]") || (button.matches("button:not([type])") && button.closest("form")))
        score += 0.5;
      if (said("submit", see.nameOf(button)) || said("create", see.nameOf(button))) score += 0.3;
      if (said("back", see.nameOf(button))) score -= 0.5;
      if (/primary|main|submit/i.test(button.getAttribute("class") ?? "")) score += 0.2;
      if (filled(button) && tinted(button)) score += 0.15;
      if (asked.every((field) => (field.compareDocumentPosition(button) & 4) !== 0)) score += 0.15;
      return { button, score };
    })
    .sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  if (first && first.score > 0.15) {
    const doubt = second && second.score > first.score - 0.15 ? 0.25 : 0;
    set("primary-action", [first.button], 0.4 + first.score * 0.45 - doubt);
    const beside = buttons.filter((button) => button !== first.button && !within(button, outer));
    let bar: Element | null = first.button.parentElement;
    if (bar && !holds(bar, asked)) {
      while (
        bar?.parentElement &&
        bar.parentElement !== box &&
        !holds(bar.parentElement, asked) &&
        beside.some((button) => !bar?.contains(button) && bar?.parentElement?.contains(button))
      )
        bar = bar.parentElement;
      if (bar && bar !== box) set("action-bar", [bar], beside.some((button) => bar?.contains(button)) ? 0.85 : 0.7);
    }
  }
  const writes = asked.some((field) => field.matches("textarea, [contenteditable='true'], [type='file' i]"));
  const worded = tops.filter(({ group }) => group.every(see.worded)).length;
  if (worded > 0 && worded >= tops.length * 0.7) {
    see.finding.evidence["a form that asks"] = tops.length >= 2 ? (writes || tops.length >= 4 ? 1.5 : 1) : 0.7;
    if (box !== document.body && see.fills(box) && first) see.finding.evidence["a page that asks"] = 0.7;
  }
}
