import type { Role } from "../../build/roles.ts";

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
  /** Texts that stand on every page, when there are several: the frame's, as a rule. */
  shared: string[];
}

/** Like elements under one parent. */
export interface Group {
  parent: Element;
  items: Element[];
}

/** What earlier steps saw and later ones build upon. */
export interface Seen {
  search?: { field: Element; score: number } | undefined;
  /** All fields that look like a search, the best first. */
  searches: Element[];
  password: boolean;
  /** Rows with a box to tick: a back office's. */
  bulk: number;
  /** The form that asks, the body where there is none about the questions. */
  form?: Element | undefined;
  asked: Element[];
  questions: Element[];
  sections: Element[];
  groups: Group[];
  ticketLists: Element[];
  /** Parents of the tiles. */
  grids: Element[];
  tiles: Element[];
  menu?: Element | undefined;
  footer?: Element;
  hero?: Element;
}

/** A page as the steps of `find` see it. */
export interface Look {
  input: FindInput;
  finding: Finding;
  seen: Seen;
  /** Inner width of the window, CSS px. */
  width: number;
  /** Saved without its style sheets: sizes and colours tell nothing, and nothing is sure. */
  bare: boolean;
  /** Selectors of what is drawn, and of titles. */
  graphic: string;
  headings: string;
  set(role: Role, elements: Iterable<Element>, confidence: number): void;
  said(name: string, text: string): boolean;
  hinted(name: string, element: Element): boolean;
  /** Share of an element's texts that stand on every page, 0 to 1; 0 when there is but one page. */
  sharedBy(element: Element): number;
  styleOf(element: Element): CSSStyleDeclaration;
  rectOf(element: Element): DOMRect;
  visible(element: Element): boolean;
  textOf(element: Element): string;
  /** Visible matches. */
  all(selector: string, within?: ParentNode): Element[];
  children(element: Element): Element[];
  /** Elements that hold words of their own, in order. */
  leaves(root: Element): Element[];
  /** Whether it is one of a group, or inside one. */
  within(element: Element, group: Iterable<Element>): boolean;
  /** Whether one of a group is inside it. */
  holds(element: Element, group: Iterable<Element>): boolean;
  commonAncestor(group: readonly Element[]): Element | undefined;
  filled(element: Element): boolean;
  /** Filled, bordered or raised. */
  framed(element: Element): boolean;
  /** Filled with a colour rather than a grey. */
  tinted(element: Element): boolean;
  /** A picture, by what it is or, being empty, by how it looks. */
  drawn(element: Element): boolean;
  isButton(element: Element): boolean;
  nameOf(button: Element): string;
  /** A few words on a ground of their own. */
  pill(leaf: Element): boolean;
  linkOf(item: Element): Element | undefined;
  /** 0 to 1: how far two elements are made of the same tags. */
  likeness(a: Element, b: Element): number;
  shape(element: Element): string;
  /** The short text that stands before an element, its heading. */
  headingBefore(element: Element): string;
  /** Whether it lies over the page, as consent and dialogs do. */
  floats(element: Element): boolean;
  outermost(list: Element[]): Element[];
  /** Links that stand where the content has begun, beside the tiles: they choose among these. */
  late(element: Element): boolean;
  /** The form that asks, if it is one: what stands in it is no choice of services. */
  formsOf(): Element[];
  /** Whether a field has words that ask: a label, its name, or the words before it. A placeholder alone asks nothing. */
  worded(field: Element): boolean;
  /** Whether an element is what the page is about: outside its frame there is little else to read. */
  fills(element: Element): boolean;
}

/** Runs in the page: what the steps ask of it. Uses nothing but its argument. */
export function look(input: FindInput): Look {
  const finding: Finding = { roles: {}, evidence: {} };
  const seen: Seen = {
    searches: [],
    password: false,
    bulk: 0,
    asked: [],
    questions: [],
    sections: [],
    groups: [],
    ticketLists: [],
    grids: [],
    tiles: [],
  };
  const bare = [...document.styleSheets].every((sheet) => {
    try {
      return sheet.cssRules.length === 0;
    } catch {
      return false;
    }
  });
  const indexOf = new Map([...document.querySelectorAll("*")].map((element, index) => [element, index]));
  const kept = <T>(read: (element: Element) => T): ((element: Element) => T) => {
    const known = new Map<Element, T>();
    return (element) => {
      if (!known.has(element)) known.set(element, read(element));
      return known.get(element) as T;
    };
  };
  const expressions = new Map<string, RegExp>();
  const expression = (source: string): RegExp => {
    const known = expressions.get(source) ?? new RegExp(source, "i");
    expressions.set(source, known);
    return known;
  };
  const said = (name: string, text: string): boolean => expression(input.words[name] as string).test(text.trim());
  const hinted = (name: string, element: Element): boolean =>
    expression(input.hints[name] as string).test(`${element.getAttribute("class") ?? ""} ${element.id}`);
  const styleOf = kept((element) => getComputedStyle(element));
  const rectOf = kept((element) => element.getBoundingClientRect());
  const visible = (element: Element): boolean =>
    rectOf(element).width > 1 && rectOf(element).height > 1 && styleOf(element).visibility !== "hidden";
  const textOf = kept((element) => (element.textContent ?? "").replace(/\s+/g, " ").trim());
  const all = (selector: string, within: ParentNode = document): Element[] =>
    [...within.querySelectorAll(selector)].filter(visible);
  const children = (element: Element): Element[] =>
    [...element.children].filter((child) => !/^(script|style|link|template|br|meta)$/i.test(child.tagName));
  const within = (element: Element, group: Iterable<Element>): boolean =>
    [...group].some((other) => other === element || other.contains(element));
  const holds = (element: Element, group: Iterable<Element>): boolean =>
    [...group].some((other) => element !== other && element.contains(other));
  const leaves = kept((root) =>
    [root, ...root.querySelectorAll("*")].filter(
      (element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && (node.nodeValue ?? "").trim() !== "") &&
        visible(element) &&
        !element.closest("script, style, svg, noscript, option"),
    ),
  );
  const shared = new Set(input.shared);
  const sharedBy = (element: Element): number => {
    if (shared.size === 0) return 0;
    const texts = leaves(element).map(textOf);
    return texts.length === 0 ? 0 : texts.filter((text) => shared.has(text)).length / texts.length;
  };
  const clear = (colour: string): boolean => colour === "transparent" || /[,/]\s*0(\.0+)?%?\)$/.test(colour);
  const filled = (element: Element): boolean =>
    !clear(styleOf(element).backgroundColor) || styleOf(element).backgroundImage !== "none";
  const framed = (element: Element): boolean => {
    const style = styleOf(element);
    const side = (name: "Top" | "Left"): boolean =>
      Number.parseFloat(style[`border${name}Width`]) > 0 && style[`border${name}Style`] !== "none";
    return filled(element) || style.boxShadow !== "none" || (side("Top") && side("Left"));
  };
  const tinted = (element: Element): boolean => {
    const { backgroundColor, backgroundImage } = styleOf(element);
    if (clear(backgroundColor)) return backgroundImage !== "none";
    const [r = 0, g = 0, b = 0] = (backgroundColor.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
    return Math.max(r, g, b) - Math.min(r, g, b) > 12;
  };
  const commonAncestor = (group: readonly Element[]): Element | undefined => {
    let ancestor: Element | null | undefined = group[0];
    while (ancestor && !group.every((element) => ancestor?.contains(element))) ancestor = ancestor.parentElement;
    return ancestor ?? undefined;
  };
  const graphic = "svg, img, i, canvas, picture, [class*='icon' i]:empty";
  const headings = "h1, h2, h3, h4, h5, h6, [role='heading'], legend";
  const drawn = (element: Element): boolean => {
    if (!visible(element)) return false;
    if (element.matches(graphic)) return textOf(element).length < 3 || element.matches("svg");
    const { width, height } = rectOf(element);
    const { maskImage } = styleOf(element);
    return (
      element.childElementCount === 0 &&
      textOf(element) === "" &&
      element.matches("span, div, b, em") &&
      width >= 12 &&
      height >= 12 &&
      Math.max(width, height) <= 96 &&
      Math.max(width, height) < 2 * Math.min(width, height) &&
      (filled(element) || (maskImage !== "none" && maskImage !== ""))
    );
  };
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
      rectOf(element).height < 80 && // a heading beside it may stretch it
      textOf(element).length < 40 &&
      children(element).every((child) => child.matches(graphic) || child.matches("span"))
    );
  };
  const nameOf = (button: Element): string =>
    button.matches("input") ? (button.getAttribute("value") ?? "") : textOf(button);
  const pill = (leaf: Element): boolean => {
    const style = styleOf(leaf);
    const text = textOf(leaf);
    return (
      text.length > 0 &&
      text.length < 32 &&
      rectOf(leaf).height < 56 && // a flex row of two lines stretches it
      filled(leaf) &&
      (style.display.includes("inline") || Number.parseFloat(style.borderTopLeftRadius) >= 3) &&
      !isButton(leaf)
    );
  };
  const clickable = "a[href], button, [role='link'], [role='button'], [onclick]";
  const linkOf = (item: Element): Element | undefined =>
    item.matches(clickable)
      ? item
      : (item.querySelector(clickable) ?? (styleOf(item).cursor === "pointer" ? item : undefined));
  const shape = (element: Element, depth = 0): string =>
    depth > 3
      ? ""
      : `${element.tagName}(${children(element)
          .filter(visible)
          .map((child) => shape(child, depth + 1))
          .join(",")})`;
  const tagsOf = kept((element) => new Set([...element.querySelectorAll("*")].map((item) => item.tagName)));
  const likeness = (a: Element, b: Element): number => {
    const [one, two] = [tagsOf(a), tagsOf(b)];
    const both = [...one].filter((tag) => two.has(tag)).length;
    return one.size + two.size === 0 ? 1 : (2 * both) / (one.size + two.size);
  };
  const headingBefore = (element: Element): string => {
    for (let up: Element | null = element; up && up !== document.body; up = up.parentElement) {
      for (let before = up.previousElementSibling; before; before = before.previousElementSibling) {
        const text = textOf(before);
        if (text !== "" && text.length < 60) return text;
        if (text !== "") break;
      }
      if (holds(up, seen.tiles)) break;
    }
    return "";
  };
  const floats = (element: Element): boolean => {
    for (let up: Element | null = element; up; up = up.parentElement)
      if (styleOf(up).position === "fixed" || up.matches("dialog, [role='dialog']")) return true;
    return false;
  };
  return {
    input,
    finding,
    seen,
    width: document.documentElement.clientWidth,
    bare,
    graphic,
    headings,
    set: (role, elements, confidence) => {
      const at = [...new Set(elements)].map((element) => indexOf.get(element) as number).sort((a, b) => a - b);
      const most = bare ? 0.75 : 0.98;
      if (at.length > 0) finding.roles[role] = { at, confidence: Math.max(0.05, Math.min(most, confidence)) };
    },
    said,
    hinted,
    sharedBy,
    styleOf,
    rectOf,
    visible,
    textOf,
    all,
    children,
    leaves,
    within,
    holds,
    commonAncestor,
    filled,
    framed,
    tinted,
    drawn,
    isButton,
    nameOf,
    pill,
    linkOf,
    likeness,
    shape,
    headingBefore,
    floats,
    late: (element) => {
      if (seen.tiles.length === 0) return false;
      const before = all("h1, header, nav, [role='banner'], [role='navigation']");
      if (seen.search) before.push(seen.search.field);
      return before.some(
        (other) =>
          (other.compareDocumentPosition(element) & 4) !== 0 &&
          !other.contains(element) &&
          !element.contains(other) &&
          !within(other, seen.tiles) &&
          !(other.matches("h1") && rectOf(other).top > rectOf(element).bottom),
      );
    },
    formsOf: () => (seen.form && seen.form !== document.body ? [seen.form] : []),
    worded: (field) => {
      if (field.closest("label") && textOf(field.closest("label") as Element) !== "") return true;
      if (field.getAttribute("aria-labelledby") || (field.getAttribute("aria-label") ?? "") !== "") return true;
      if (field.id !== "" && document.querySelector(`label[for="${CSS.escape(field.id)}"]`)) return true;
      for (let up: Element = field, depth = 0; up.parentElement && depth < 5; up = up.parentElement, depth++) {
        for (let before = up.previousElementSibling; before; before = before.previousElementSibling) {
          if (before.matches("input, select, textarea") || before.querySelector("input, select, textarea")) break;
          const text = textOf(before);
          if (text !== "" && text.length < 160) return true;
        }
        if (up.parentElement.matches("form, body, fieldset")) break;
      }
      return false;
    },
    fills: (element) => {
      const frame = "nav, header, footer, aside, [role='navigation'], [role='banner'], [role='contentinfo']";
      const words = leaves(document.body).filter(
        (leaf) => !leaf.closest(frame) && !element.contains(leaf) && !leaf.closest(headings),
      );
      const outside = words
        .filter((leaf) => !leaf.closest("a, button"))
        .reduce((sum, leaf) => sum + textOf(leaf).length, 0);
      const links = words.filter((leaf) => leaf.closest("a, button")).length;
      return outside < Math.max(260, textOf(element).length * 1.5) && links < 12;
    },
    outermost: (list) => list.filter((element) => !list.some((other) => other !== element && other.contains(element))),
  };
}
