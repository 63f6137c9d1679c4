import type { Question, TokenUse } from "./rules.ts";

/*
 * What runs in the browser's page: each function stands for itself and sees nothing of this module.
 */

export interface ReachInput {
  /** A selector for the parts to be told apart, such as the specimens' cells. */
  parts: string;
  /** Indices of the parts that are asked about. */
  wanted: number[];
  questions: Question[];
  uses: TokenUse[];
}

/**
 * Which changes reach which parts: a rule that matches an element there, or a token that is read there, on whatever
 * way through other tokens and through GLPI's own rules. Forced states count, since `matches()` knows them.
 * @returns for each wanted part the indices of the changes
 */
export function reach({ parts, wanted, questions, uses }: ReachInput): number[][] {
  const applies = (condition: string): boolean => {
    const [, name, text] = /^@(\w+)\s*(.*)$/.exec(condition) ?? [];
    if (name === "media") return matchMedia(text as string).matches;
    if (name === "supports") return CSS.supports(text as string);
    return true;
  };
  // Tokens that GLPI's own rules read.
  const readers = new Map<string, { by: string | null; selectors: string[] }[]>();
  const note = (token: string, by: string | null, selectors: string[]): void => {
    const list = readers.get(token);
    if (list) list.push({ by, selectors });
    else readers.set(token, [{ by, selectors }]);
  };
  for (const { token, by, selectors } of uses) note(token, by, selectors);
  if (questions.some(({ tokens }) => tokens.length > 0)) {
    const visit = (rules: CSSRuleList): void => {
      for (const rule of rules) {
        if (
          rule instanceof CSSStyleRule &&
          rule.cssText.includes("var(--") &&
          !rule.selectorText.includes("#fenetre")
        ) {
          for (const declaration of rule.style.cssText.split(/;\s*/)) {
            const at = declaration.indexOf(":");
            const name = declaration.slice(0, at).trim();
            for (const [, token] of declaration.slice(at).matchAll(/var\(\s*(--[\w-]+)/g))
              note(token as string, name.startsWith("--") ? name : null, [
                rule.selectorText.replace(/::?(before|after|placeholder|marker|-[\w-]+|file-selector-button)\b/g, "") ||
                  "*",
              ]);
          }
        }
        if ("cssRules" in rule) visit((rule as CSSGroupingRule).cssRules);
      }
    };
    for (const sheet of document.styleSheets) {
      try {
        visit(sheet.cssRules);
      } catch {
        // Another origin's sheet does not say what it holds.
      }
    }
  }
  const usersOf = (tokens: string[]): string[] => {
    const seen = new Set(tokens);
    const open = [...tokens];
    const selectors = new Set<string>();
    for (let token = open.pop(); token !== undefined; token = open.pop()) {
      for (const reader of readers.get(token) ?? []) {
        if (reader.by === null) for (const selector of reader.selectors) selectors.add(selector);
        else if (!seen.has(reader.by)) {
          seen.add(reader.by);
          open.push(reader.by);
        }
      }
    }
    return [...selectors];
  };
  const prepared = questions.map((question) => ({
    ...question,
    active: question.conditions.every(applies),
    users: question.tokens.length > 0 ? usersOf(question.tokens) : [],
  }));
  const has = (part: Element, selector: string, above: boolean): boolean => {
    try {
      if (part.querySelector(selector) || part.matches(selector)) return true;
      return above && part.parentElement?.closest(selector) != null;
    } catch {
      return false;
    }
  };
  const all = document.querySelectorAll(parts);
  return wanted.map((index) => {
    const part = all[index];
    if (!part) return [];
    return prepared.flatMap(({ active, selectors, direct, users }, number) => {
      if (!active) return [];
      if (selectors === null) return [number];
      // What stands above hands its tokens and its inherited properties down.
      if (!selectors.some((selector) => has(part, selector, true))) return [];
      if (direct || users.some((selector) => has(part, selector, false))) return [number];
      return [];
    });
  });
}

/** One text with what decides whether it can be read. */
export interface TextSeen {
  /** Index of its part. */
  part: number;
  /** Which of the part's text nodes: the same on both sides. */
  node: number;
  /** Tag and classes: enough to find it again. */
  element: string;
  /** Its first words. */
  text: string;
  colour: string;
  /** Of the element and all around it. */
  opacity: number;
  large: boolean;
  /** Of a disabled control: WCAG asks nothing of its contrast. */
  inactive: boolean;
  /** Lines it stands on. */
  lines: number;
  /** CSS px of it that a box around it hides. */
  cut: number;
  /** CSS px by which it stands out of the window or of the box it is painted on. */
  out: number;
  /** What lies over it, if anything does. */
  covered: string | undefined;
  /** Of its first line, CSS px on the page. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Texts that are shown in some parts. */
export function texts({ parts, wanted }: { parts: string; wanted: number[] }): TextSeen[] {
  interface Surroundings {
    opacity: number;
    large: boolean;
    colour: string;
    inactive: boolean;
    shown: boolean;
    /** What hides what stands out of it, CSS px in the window. */
    clip: { left: number; top: number; right: number; bottom: number };
    /** Nearest box that is painted. */
    box: DOMRect | undefined;
    scrolls: boolean;
  }
  const known = new Map<Element, Surroundings>();
  const transparent = /^(transparent|rgba\([^)]*, 0\))$/;
  const paints = (style: CSSStyleDeclaration): boolean =>
    !transparent.test(style.backgroundColor) ||
    style.backgroundImage !== "none" ||
    Number.parseFloat(style.borderTopWidth) + Number.parseFloat(style.borderLeftWidth) > 0;
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join("")}`;
  const surroundingsOf = (element: Element): Surroundings => {
    const seen = known.get(element);
    if (seen) return seen;
    const style = getComputedStyle(element);
    let opacity = 1;
    const clip = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
    let box: DOMRect | undefined;
    let scrolls = false;
    // What is placed absolutely is hidden by what it is placed in alone.
    let escaping = false;
    const ends = { x: false, y: false };
    for (let up: Element | null = element; up; up = up.parentElement) {
      const own = up === element ? style : getComputedStyle(up);
      opacity *= Number(own.opacity);
      const isRoot = up === document.documentElement || up === document.body;
      if (escaping && own.position === "static") continue;
      escaping = false;
      const inline = own.display === "inline" || own.display === "contents";
      if (!inline && !isRoot) {
        const rect = up.getBoundingClientRect();
        if (!box && paints(own)) box = rect;
        for (const [axis, overflow, start, end] of [
          ["x", own.overflowX, "left", "right"],
          ["y", own.overflowY, "top", "bottom"],
        ] as const) {
          if (overflow === "auto" || overflow === "scroll") {
            ends[axis] = true;
            scrolls = true;
          } else if ((overflow === "hidden" || overflow === "clip") && !ends[axis]) {
            clip[start] = Math.max(clip[start], rect[start]);
            clip[end] = Math.min(clip[end], rect[end]);
          }
        }
      }
      if (own.position === "absolute") escaping = true;
      if (own.position === "fixed") {
        for (let above = up.parentElement; above; above = above.parentElement)
          opacity *= Number(getComputedStyle(above).opacity);
        break;
      }
    }
    const size = Number.parseFloat(style.fontSize);
    const surroundings: Surroundings = {
      opacity,
      large: size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700),
      colour: style.color,
      inactive: element.closest(":disabled, .disabled, [aria-disabled=true], [aria-hidden=true]") !== null,
      shown: element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
      clip,
      box,
      scrolls,
    };
    known.set(element, surroundings);
    return surroundings;
  };
  /** The element that lies over a point of a text, if it is none of the text's own and paints something. */
  const over = (element: Element, x: number, y: number): string | undefined => {
    // Off the window nothing can be asked; there it is taken as seen.
    const top = document.elementFromPoint(x, y);
    if (!top || top === element || element.contains(top) || top.contains(element)) return undefined;
    for (let up: Element | null = top; up && !up.contains(element); up = up.parentElement)
      if (paints(getComputedStyle(up))) return nameOf(top);
    return undefined;
  };
  const all = document.querySelectorAll(parts);
  const width = document.documentElement.clientWidth;
  const found: TextSeen[] = [];
  for (const index of wanted) {
    const part = all[index];
    if (!part) continue;
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    let count = -1;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      count++;
      const element = node.parentElement;
      const text = node.textContent?.trim().replace(/\s+/g, " ");
      if (!element || !text || /^(SCRIPT|STYLE|OPTION|NOSCRIPT|TEXTAREA|TITLE)$/.test(element.tagName)) continue;
      const around = surroundingsOf(element);
      if (!around.shown) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0);
      const [first] = rects;
      if (!first || first.width < 4 || first.height < 4) continue;
      const { clip, box } = around;
      const lines = new Set(rects.map((rect) => Math.round(rect.top / 4)));
      let [cut, out] = [0, 0];
      for (const rect of rects) {
        cut = Math.max(
          cut,
          clip.left - rect.left,
          rect.right - clip.right,
          // Above and below its letters a line is empty.
          clip.top - rect.top - rect.height / 6,
          rect.bottom - clip.bottom - rect.height / 6,
        );
        if (!around.scrolls) out = Math.max(out, rect.right - width, -rect.left);
        if (box) out = Math.max(out, box.left - rect.left, rect.right - box.right);
        if (box) out = Math.max(out, box.top - rect.top - rect.height / 6, rect.bottom - box.bottom - rect.height / 6);
      }
      // All of it hidden on purpose, as for screen readers.
      if (clip.right - clip.left < 2 || clip.bottom - clip.top < 2) continue;
      const y = first.top + first.height / 2;
      const points = [first.left + 2, first.left + first.width / 2, first.right - 2];
      const coverers = points.map((x) => over(element, x, y));
      found.push({
        part: index,
        node: count,
        element: nameOf(element),
        text: text.length > 40 ? `${text.slice(0, 39)}…` : text,
        colour: around.colour,
        opacity: around.opacity,
        large: around.large,
        inactive: around.inactive,
        lines: Math.min(lines.size, rects.length),
        cut: Math.round(Math.max(0, cut)),
        out: cut > 0 ? 0 : Math.round(Math.max(0, out)),
        covered: coverers.find(Boolean),
        x: first.left + scrollX,
        y: first.top + scrollY,
        width: first.width,
        height: first.height,
      });
    }
  }
  return found;
}

/** CSS px by which the page is wider than its window. */
export function sideways(): number {
  const { scrollWidth, clientWidth } = document.documentElement;
  return Math.max(0, scrollWidth - clientWidth);
}
