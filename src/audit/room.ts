import type { Page } from "@playwright/test";

/*
 * Room: whether a page scrolls sideways or to nothing, and whether values and labels are shown whole. What GLPI itself
 * cuts on the same page is the measure.
 */

export interface Scrolling {
  /** CSS px the page is wider than its window. */
  sideways: number;
  /** CSS px it scrolls down although nothing stands below the window's foot. */
  idle: number;
}

/** Runs in the page, while its window is as high as a window is. */
export function scrollingOf(): Scrolling {
  const root = document.scrollingElement ?? document.documentElement;
  const excess = Math.max(0, root.scrollHeight - innerHeight);
  let lowest = 0;
  if (excess > 0) {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode() as Element | null; node; node = walker.nextNode() as Element | null) {
      const ownText = [...node.childNodes].some(
        (child) => child.nodeType === Node.TEXT_NODE && child.textContent?.trim(),
      );
      if (
        !ownText &&
        !/^(img|input|select|textarea|button|canvas|svg|video|iframe)$/i.test(node.tagName) &&
        // An icon, or a ring that turns until its list has come
        getComputedStyle(node, "::before").content === "none"
      )
        continue;
      if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      let { bottom } = node.getBoundingClientRect();
      for (let frame = node.parentElement; frame && frame !== document.body; frame = frame.parentElement) {
        const style = getComputedStyle(frame);
        if (style.position === "fixed") bottom = 0;
        if (style.overflowY !== "visible") bottom = Math.min(bottom, frame.getBoundingClientRect().bottom);
      }
      lowest = Math.max(lowest, bottom + root.scrollTop);
    }
  }
  return {
    sideways: Math.max(0, root.scrollWidth - document.documentElement.clientWidth),
    idle: excess > 0 && lowest <= innerHeight ? excess : 0,
  };
}

/** A value or label that is not shown whole. */
export interface CutValue {
  selector: string;
  text: string;
  how: "cut" | "wrapped";
  /** Whether it would fit the width of the form, card or panel it stands in. */
  fits: boolean;
}

/** Runs in the page: fields, combo boxes, labels, tiles, tabs, buttons and badges whose text is cut, ellipsed or broken. */
export function cutValues(): CutValue[] {
  const canvas = document.createElement("canvas").getContext("2d");
  const widthOf = (text: string, style: CSSStyleDeclaration): number => {
    if (!canvas) return 0;
    canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    return canvas.measureText(text).width;
  };
  const nameOf = (element: Element): string =>
    element.tagName.toLowerCase() +
    [...element.classList]
      .filter((name) => !/\d{3,}/.test(name))
      .slice(0, 4)
      .map((name) => `.${name}`)
      .join("");
  const found: CutValue[] = [];
  const put = (element: Element, text: string, how: CutValue["how"], wanted: number): void => {
    const panel = element.closest(".itil-right-side, .card, .modal-body, form, main");
    const room = (panel?.clientWidth ?? innerWidth) - 48;
    found.push({
      selector: nameOf(element),
      text: text.replace(/\s+/g, " ").trim().slice(0, 60),
      how,
      fits: wanted <= room,
    });
  };
  const shown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.getBoundingClientRect().width > 4;
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
    "input:not([type=hidden], [type=checkbox], [type=radio], [type=range], [type=color], [type=file], [type=password]), select:not([multiple])",
  )) {
    const text = field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? "") : field.value;
    if (!text.trim() || !shown(field) || field.matches(".select2-hidden-accessible")) continue;
    const style = getComputedStyle(field);
    const wanted = widthOf(text, style);
    const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    if (wanted > room + 1) put(field, text, "cut", wanted);
  }
  const oneLine =
    ".select2-selection--single .select2-selection__rendered, .nav-link, .btn, .badge, .col-form-label, .card-title, .big-number .label";
  for (const element of document.querySelectorAll(oneLine)) {
    const text = element.textContent ?? "";
    if (!text.trim() || !shown(element) || element.closest(".rich_text_container, .dropdown-menu:not(.show)")) continue;
    const style = getComputedStyle(element);
    const wanted = widthOf(text.trim(), style);
    if (style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1) {
      put(element, text, "cut", wanted);
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(element);
    const tops = new Set(
      [...range.getClientRects()].filter(({ width }) => width > 3).map(({ top }) => Math.round(top / 8)),
    );
    if (
      tops.size > 1 &&
      element.getBoundingClientRect().height > 2.4 * Number.parseFloat(style.fontSize) &&
      element.children.length === 0
    )
      put(element, text, "wrapped", wanted);
  }
  return found;
}

/** What GLPI itself does: the same page for a moment without the theme. */
export async function ofStock<T>(page: Page, measure: () => T): Promise<T> {
  const off = (disabled: boolean): Promise<void> =>
    page.evaluate((flag) => {
      for (const sheet of document.styleSheets) {
        const owner = sheet.ownerNode as Element | null;
        if (owner?.id === "fenetre-theme" || /\/fenetre\//.test(sheet.href ?? "")) sheet.disabled = flag;
      }
    }, disabled);
  await off(true);
  try {
    await page.waitForTimeout(120);
    // Playwright's types resolve promises within; these measures have none.
    return (await page.evaluate(measure)) as T;
  } finally {
    await off(false);
    await page.waitForTimeout(120);
  }
}
