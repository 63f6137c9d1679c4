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

/** Which selectors match anything on the page. @returns their indices */
export function alive(queries: string[]): number[] {
  return queries.flatMap((query, index) => {
    try {
      return document.querySelector(query) ? [index] : [];
    } catch {
      return [];
    }
  });
}

/** One line of text with what decides whether it can be read. */
export interface TextSeen {
  /** Index of its part. */
  part: number;
  /** Tag and classes: enough to find it again. */
  element: string;
  colour: string;
  /** Of the element and all around it. */
  opacity: number;
  large: boolean;
  /** CSS px on the page. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Visible texts of some parts; those of disabled controls are left out, as WCAG does. */
export function texts({ parts, wanted }: { parts: string; wanted: number[] }): TextSeen[] {
  const all = document.querySelectorAll(parts);
  const found: TextSeen[] = [];
  for (const index of wanted) {
    const part = all[index];
    if (!part) continue;
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !node.textContent?.trim() || /^(SCRIPT|STYLE|OPTION|NOSCRIPT)$/.test(element.tagName)) continue;
      if (element.closest(":disabled, .disabled, [aria-disabled=true], [aria-hidden=true]")) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getClientRects()[0];
      if (!box || box.width < 4 || box.height < 4) continue;
      const middle = [box.left + Math.min(box.width / 2, 40), box.top + box.height / 2] as const;
      const top = document.elementFromPoint(...middle);
      // Off the window nothing can be asked; there it is taken as seen.
      if (top && top !== element && !element.contains(top) && !top.contains(element)) continue;
      const style = getComputedStyle(element);
      let opacity = 1;
      for (let up: Element | null = element; up; up = up.parentElement) opacity *= Number(getComputedStyle(up).opacity);
      const size = Number.parseFloat(style.fontSize);
      found.push({
        part: index,
        element: `${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join("")}`,
        colour: style.color,
        opacity,
        large: size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700),
        x: box.left + scrollX,
        y: box.top + scrollY,
        width: box.width,
        height: box.height,
      });
    }
  }
  return found;
}
