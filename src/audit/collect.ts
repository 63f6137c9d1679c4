import type { Look, Role } from "./roles.ts";

/** A rectangle in CSS px of the viewport. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Point = [x: number, y: number];

/** Computed colours are kept as CSS gives them: `rgb(…)`, `color(…)`, `oklch(…)`. */
export interface TextFacts {
  text: string;
  colour: string;
  /** Product of the opacity of the element and its ancestors. */
  opacity: number;
  fontSize: number;
  fontWeight: number;
  fontFamily: string;
  /** Boxes of its lines, the longest first. */
  rects: Box[];
  placeholder: boolean;
  /** A glyph that stands for a label: only its colour is asked. */
  glyph: boolean;
}

/** One visible widget or surface as it stands on the page. */
export interface Collected {
  /** Index in the page's own table, for later questions about it. */
  id: number;
  /** `undefined`: no role matches. */
  role: string | undefined;
  /** Its place in the list of roles. */
  roleIndex: number | undefined;
  /** Looks whose `where` lets them speak for this element, and the state each is in. */
  looks: { look: number; state: string | undefined }[];
  interactive: boolean;
  disabled: boolean;
  selector: string;
  /** Tag and classes without numbers: elements that are styled alike share it. */
  signature: string;
  box: Box;
  /** Corner radii in px: top left, top right, bottom right, bottom left. */
  radius: [number, number, number, number];
  /** Edges that a neighbour of a group joins: their corners are square on purpose. */
  joined: { left: boolean; right: boolean; top: boolean; bottom: boolean };
  text: TextFacts | undefined;
  clipped: boolean;
  wrapped: boolean;
  points: { fill: Point[]; behind: Point[]; top: Point[]; bottom: Point[]; above: Point[]; below: Point[] };
  /** Nothing of what is behind shows beside it: `points.behind` are from elsewhere on the same surface. */
  surrounded: boolean;
}

/** One run of text with what decides its legibility. */
export interface TextRun extends TextFacts {
  selector: string;
  disabled: boolean;
  /** Cut off by a box that does not scroll, without an ellipsis. */
  clipped: boolean;
  /** Another text runs over it. */
  overlaps: string | undefined;
}

export interface Collection {
  elements: Collected[];
  texts: TextRun[];
  /** Visible elements that are neither in `elements` nor surfaces on their own account. */
  examined: number;
}

/** Elements whose role is known, whatever else they match. */
export interface NamedElements {
  selector: string;
  /** The name of a role of roles.ts. */
  role: string;
}

export interface CollectInput {
  roles: Pick<Role, "name" | "selector" | "kind" | "singleLine">[];
  looks: { where: string | undefined; states: [name: string, when: string][] }[][];
  outside: string;
  parts: string;
  interactive: string;
  clip: number;
  named?: readonly NamedElements[];
  /** Only these elements, by id of an earlier collection on the same page: for hover and focus. */
  only?: number[];
}

export function collectInput(
  roles: readonly Role[],
  outside: string,
  parts: string,
  interactive: string,
  clip: number,
): CollectInput {
  return {
    roles: roles.map(({ name, selector, kind, singleLine }) => ({
      name,
      selector,
      kind,
      ...(singleLine ? { singleLine } : {}),
    })),
    looks: roles.map((role) =>
      role.looks.map((look: Look) => ({
        where: look.where,
        states: Object.entries(look.states ?? {}).map(([name, state]): [string, string] => [name, state.when]),
      })),
    ),
    outside,
    parts,
    interactive,
    clip,
  };
}

/**
 * Runs in the page: finds its widgets, surfaces and texts, measures them, and says where in a screenshot of the viewport
 * each is painted by itself alone. It changes nothing that stays.
 */
export function collect(input: CollectInput): Collection {
  const page = window as unknown as { fenetreElements?: Element[]; fenetreIds?: WeakMap<Element, number> };
  page.fenetreElements ??= [];
  page.fenetreIds ??= new WeakMap();
  const known = page.fenetreElements;
  const ids = page.fenetreIds;
  const idOf = (element: Element): number => {
    let id = ids.get(element);
    if (id === undefined) {
      id = known.push(element) - 1;
      ids.set(element, id);
    }
    return id;
  };
  // Elements that take no pointer are painted all the same, and must be found by elementsFromPoint.
  const reveal = document.createElement("style");
  reveal.textContent = "*, *::before, *::after { pointer-events: auto !important; }";
  document.head.append(reveal);

  const width = innerWidth;
  const height = innerHeight;
  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element): CSSStyleDeclaration => {
    let style = styles.get(element);
    if (!style) styles.set(element, (style = getComputedStyle(element)));
    return style;
  };
  const transparent = (colour: string): boolean => colour === "transparent" || /[,/]\s*0(\.0+)?%?\)$/.test(colour);
  const opacities = new Map<Element, number>();
  const opacityOf = (element: Element | null): number => {
    if (!element) return 1;
    let opacity = opacities.get(element);
    if (opacity === undefined) {
      opacity = Number(styleOf(element).opacity) * opacityOf(element.parentElement);
      opacities.set(element, opacity);
    }
    return opacity;
  };
  const replaced = /^(img|svg|canvas|video|iframe|embed|object|input|select|textarea|progress|meter)$/i;
  const painted = new Map<Element, boolean>();
  /** Whether it puts any colour of its own on the screen besides text. */
  const paints = (element: Element): boolean => {
    let result = painted.get(element);
    if (result !== undefined) return result;
    const style = styleOf(element);
    const border = (["Top", "Right", "Bottom", "Left"] as const).some(
      (side) =>
        Number.parseFloat(style[`border${side}Width`]) > 0 &&
        style[`border${side}Style`] !== "none" &&
        !transparent(style[`border${side}Color`]),
    );
    result =
      opacityOf(element) > 0 &&
      style.visibility === "visible" &&
      (!transparent(style.backgroundColor) ||
        style.backgroundImage !== "none" ||
        border ||
        // Bootstrap tints table cells by a shadow inside them.
        style.boxShadow.includes("inset") ||
        replaced.test(element.tagName));
    painted.set(element, result);
    return result;
  };
  const rects = new Map<Element, DOMRect>();
  const rectOf = (element: Element): DOMRect => {
    let rect = rects.get(element);
    if (!rect) rects.set(element, (rect = element.getBoundingClientRect()));
    return rect;
  };
  const visible = (element: Element): boolean => {
    const rect = rectOf(element);
    if (
      rect.width < 1 ||
      rect.height < 1 ||
      rect.right <= 0 ||
      rect.bottom <= 0 ||
      rect.left >= width ||
      rect.top >= height
    )
      return false;
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && opacityOf(element) > 0.01;
  };
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height;
  /** A form whose field is called "contains" hides its own method. */
  const holds = (outer: Element, inner: Element): boolean => Node.prototype.contains.call(outer, inner);
  const stacks = new Map<number, Element[]>();
  const stackAt = (x: number, y: number): Element[] => {
    const key = Math.floor(x) * 100_000 + Math.floor(y);
    let stack = stacks.get(key);
    if (!stack) stacks.set(key, (stack = document.elementsFromPoint(x, y)));
    return stack;
  };

  // Where text stands: buckets of 64 px, so that a sample never falls on a letter.
  const buckets = new Map<number, DOMRect[]>();
  const bucket = (x: number, y: number): number => Math.floor(x / 64) * 10_000 + Math.floor(y / 64);
  const onText = (x: number, y: number): boolean =>
    (buckets.get(bucket(x, y)) ?? []).some(
      (rect) => x >= rect.left - 2 && x <= rect.right + 2 && y >= rect.top - 1 && y <= rect.bottom + 1,
    );
  const outsideOf = (element: Element): boolean => element.closest(input.outside) !== null;
  const runs: { node: Text; element: Element; rects: DOMRect[] }[] = [];
  const textsOf = new Map<Element, { node: Text; rects: DOMRect[] }[]>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const element = node.parentElement;
    if (!element || !node.data.trim() || /^(script|style|noscript|template|option|title)$/i.test(element.tagName))
      continue;
    // Text for screen readers alone stands in a box of one pixel.
    if (!visible(element) || rectOf(element).width < 2 || rectOf(element).height < 2) continue;
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1);
    if (lines.length === 0) continue;
    for (const rect of lines) {
      for (let x = Math.floor(rect.left / 64); x <= Math.floor(rect.right / 64); x++) {
        for (let y = Math.floor(rect.top / 64); y <= Math.floor(rect.bottom / 64); y++) {
          const key = x * 10_000 + y;
          const list = buckets.get(key);
          if (list) list.push(rect);
          else buckets.set(key, [rect]);
        }
      }
    }
    runs.push({ node, element, rects: lines });
    const own = textsOf.get(element);
    if (own) own.push({ node, rects: lines });
    else textsOf.set(element, [{ node, rects: lines }]);
  }

  /** The element alone colours this point: nothing above it, no letter, no child that paints. */
  const bare = (element: Element, x: number, y: number): boolean => {
    if (!inside(x, y) || onText(x, y)) return false;
    for (const hit of stackAt(x, y)) {
      if (hit === element) return true;
      if (paints(hit)) return false;
    }
    return false;
  };
  const shown = (element: Element, x: number, y: number): boolean => {
    if (!inside(x, y)) return false;
    for (const hit of stackAt(x, y)) {
      if (hit === element || holds(element, hit)) return true;
      if (paints(hit)) return false;
    }
    return false;
  };
  /** The nearest ancestor that has a fill. */
  const groundOf = (element: Element): Element => {
    let ground = element.parentElement;
    while (ground && transparent(styleOf(ground).backgroundColor) && styleOf(ground).backgroundImage === "none")
      ground = ground.parentElement;
    return ground ?? document.documentElement;
  };
  const behindAt = (element: Element, x: number, y: number): boolean => {
    if (!inside(x, y) || onText(x, y)) return false;
    for (const hit of stackAt(x, y)) {
      if (hit === element || holds(element, hit)) return false;
      // Beyond the surface the element lies on, something else is behind.
      if (holds(hit, element)) {
        const ground = groundOf(element);
        const style = styleOf(ground);
        const frame = rectOf(ground);
        // Not on its border either.
        return (
          stackAt(x, y).includes(ground) &&
          x > frame.left + Number.parseFloat(style.borderLeftWidth) &&
          x < frame.right - Number.parseFloat(style.borderRightWidth) &&
          y > frame.top + Number.parseFloat(style.borderTopWidth) &&
          y < frame.bottom - Number.parseFloat(style.borderBottomWidth)
        );
      }
      if (paints(hit)) return false;
    }
    return false;
  };

  /** Points of the surface an element lies on, where everything beside the element paints, as between the cells of a table. */
  const groundPoints = (element: Element): Point[] => {
    const ground = groundOf(element);
    const frame = rectOf(ground);
    const filled = (hit: Element): boolean => {
      const style = styleOf(hit);
      return (
        !transparent(style.backgroundColor) ||
        style.backgroundImage !== "none" ||
        style.boxShadow.includes("inset") ||
        replaced.test(hit.tagName)
      );
    };
    const free = (x: number, y: number): boolean => {
      if (!inside(x, y) || onText(x, y)) return false;
      for (const hit of stackAt(x, y)) {
        const rect = rectOf(hit);
        // On no border of its own either.
        if (Math.min(x - rect.left, rect.right - x, y - rect.top, rect.bottom - y) < 4) return false;
        if (hit === ground) return true;
        if (filled(hit)) return false;
      }
      return false;
    };
    const points: Point[] = [];
    for (const fx of [0.02, 0.98, 0.5, 0.3, 0.7]) {
      for (const fy of [0.02, 0.98, 0.5, 0.3, 0.7, 0.15, 0.85]) {
        const [x, y] = [frame.left + frame.width * fx, frame.top + frame.height * fy];
        if (points.length < 5 && free(x, y)) points.push([x, y]);
      }
    }
    return points;
  };
  /** Something else lies over an end of a line of text, as a popup does. */
  const covered = (element: Element, rect: DOMRect): boolean =>
    [rect.left + 2, rect.right - 2].some((x) => {
      const y = rect.top + rect.height / 2;
      if (!inside(x, y)) return false;
      for (const hit of stackAt(x, y)) {
        if (hit === element || holds(element, hit) || holds(hit, element)) return false;
        if (paints(hit)) return true;
      }
      return false;
    });

  const selectorOf = (element: Element): string => {
    const names: string[] = [];
    let current: Element | null = element;
    while (current && current !== document.body && names.length < 4) {
      const stable = [...current.classList].filter((name) => !/\d{3,}/.test(name)).slice(0, 4);
      const id = current.id && !/\d{3,}/.test(current.id) ? `#${CSS.escape(current.id)}` : "";
      const type = current.getAttribute("type");
      const name = current.getAttribute("name");
      const plain = `${current.tagName.toLowerCase()}${id}${stable.map((item) => `.${CSS.escape(item)}`).join("")}`;
      names.unshift(
        plain +
          (/^(input|button)$/i.test(current.tagName) && type ? `[type=${type}]` : "") +
          (!id && name && !/\d{3,}/.test(name) && current === element ? `[name="${name}"]` : ""),
      );
      if (id) break;
      current = current.parentElement;
    }
    return names.join(" > ");
  };
  const signatureOf = (element: Element): string =>
    `${element.tagName.toLowerCase()}${element.getAttribute("type") ? `[${element.getAttribute("type")}]` : ""}${[
      ...element.classList,
    ]
      .filter((name) => !/\d{2,}/.test(name))
      .map((name) => `.${name}`)
      .join("")}`;
  const box = (rect: DOMRect): Box => ({ x: rect.left, y: rect.top, width: rect.width, height: rect.height });
  const disabledOf = (element: Element): boolean =>
    element.closest(
      ":disabled, .disabled, [aria-disabled=true], .select2-container--disabled, .tox-tbtn--disabled, .flatpickr-disabled",
    ) !== null ||
    element.matches(".form-field:has(> .field-container > :disabled) > label") ||
    (element.closest("label")?.control?.matches(":disabled") ?? false);
  const factsOf = (element: Element, lines: DOMRect[], text: string): TextFacts => {
    const style = styleOf(element);
    const fill = style.webkitTextFillColor;
    return {
      text: text.replace(/\s+/g, " ").trim().slice(0, 80),
      colour: fill && fill !== style.color ? fill : style.color,
      opacity: opacityOf(element),
      fontSize: Number.parseFloat(style.fontSize),
      fontWeight: Number(style.fontWeight),
      fontFamily: style.fontFamily,
      rects: [...lines]
        .filter((line) => !covered(element, line))
        .sort((a, b) => b.width - a.width)
        .slice(0, 4)
        .map(box),
      placeholder: false,
      glyph: false,
    };
  };
  const iconFont = /tabler-icons|Font ?Awesome|fontello|glpi-icons|FontAwesome/i;
  /** Values of fields are text that no text node holds. */
  const fieldText = (element: Element): TextFacts | undefined => {
    if (
      !(
        element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement
      )
    )
      return undefined;
    if (element instanceof HTMLInputElement && /^(checkbox|radio|range|color|image|file)$/.test(element.type))
      return undefined;
    const value = element instanceof HTMLSelectElement ? (element.selectedOptions[0]?.text ?? "") : element.value;
    const placeholder = value === "" && !(element instanceof HTMLSelectElement) ? element.placeholder : "";
    if (!value.trim() && !placeholder.trim()) return undefined;
    const style = styleOf(element);
    const rect = rectOf(element);
    const left = rect.left + Number.parseFloat(style.borderLeftWidth) + Number.parseFloat(style.paddingLeft);
    const right = rect.right - Number.parseFloat(style.borderRightWidth) - Number.parseFloat(style.paddingRight);
    const top = rect.top + Number.parseFloat(style.borderTopWidth) + Number.parseFloat(style.paddingTop);
    const bottom = rect.bottom - Number.parseFloat(style.borderBottomWidth) - Number.parseFloat(style.paddingBottom);
    const facts = factsOf(
      element,
      [new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top))],
      value || placeholder,
    );
    if (!placeholder) return facts;
    const own = getComputedStyle(element, "::placeholder");
    return { ...facts, colour: own.color, opacity: facts.opacity * Number(own.opacity), placeholder: true };
  };

  /** The icon of an element that has no words: drawn by a pseudo-element of an icon font, or by a mask. */
  const glyphOf = (element: Element): TextFacts | undefined => {
    for (const icon of element.matches("i, span.fa, span.ti") ? [element] : element.querySelectorAll("i")) {
      const rect = rectOf(icon);
      if (rect.width < 4 || !visible(icon)) continue;
      let owner: Element | null = icon;
      while (owner && owner !== element && !roleOf.has(owner)) owner = owner.parentElement;
      if (owner !== element) continue;
      const before = getComputedStyle(icon, "::before");
      if (before.content === "none" || before.content === "normal") continue;
      const colour = before.maskImage !== "none" ? before.backgroundColor : before.color;
      return { ...factsOf(icon, [rect], before.content), colour, glyph: true };
    }
    return undefined;
  };

  // Roles: the first that matches.
  const roleOf = new Map<Element, number>();
  for (const { selector, role } of input.named ?? []) {
    const index = input.roles.findIndex(({ name }) => name === role);
    for (const element of document.querySelectorAll(selector)) if (index !== -1) roleOf.set(element, index);
  }
  input.roles.forEach((role, index) => {
    for (const element of document.querySelectorAll(role.selector))
      if (!roleOf.has(element)) roleOf.set(element, index);
  });
  const partSet = new Set(document.querySelectorAll(input.parts));
  const interactiveSet = new Set(document.querySelectorAll(input.interactive));

  const onlySet = input.only && new Set(input.only.map((id) => known[id]));
  const elements: Collected[] = [];
  let examined = 0;
  const candidates = onlySet
    ? [...onlySet].filter((element) => element?.isConnected)
    : [document.body, ...document.body.querySelectorAll("*")];
  for (const element of candidates as Element[]) {
    if (/^(script|style|template|br|option|optgroup|link|noscript)$/i.test(element.tagName)) continue;
    const role = roleOf.get(element);
    const isPart = partSet.has(element);
    const isInteractive = interactiveSet.has(element) && !isPart;
    const style = styleOf(element);
    if (role === undefined && !isInteractive && (isPart || !paints(element))) continue;
    if (isPart && (role === undefined || input.roles[role]?.kind !== "control")) continue;
    if (element.matches(input.outside) || outsideOf(element)) continue;
    if (!visible(element)) continue;
    const rect = rectOf(element);
    const native = role === undefined ? undefined : input.roles[role];
    // A surface that paints nothing and was not asked to paint is no surface; a control always is one.
    const small = rect.width < 8 || rect.height < 8;
    if (role === undefined && !isInteractive && small) continue;
    examined++;
    const grid: Point[] = [];
    for (const fx of [0.5, 0.25, 0.75, 0.12, 0.88])
      for (const fy of [0.5, 0.25, 0.75]) grid.push([rect.left + rect.width * fx, rect.top + rect.height * fy]);
    if (!grid.some(([x, y]) => shown(element, x, y))) continue;

    const borders = [style.borderTopWidth, style.borderBottomWidth, style.borderLeftWidth, style.borderRightWidth].map(
      (value) => Number.parseFloat(value),
    ) as [number, number, number, number];
    const fillPoints: Point[] = [];
    const inset = { x: borders[2] + 2, y: borders[0] + 2, right: borders[3] + 2, bottom: borders[1] + 2 };
    const curve = Math.min(
      rect.width / 2,
      rect.height / 2,
      Math.max(
        ...[
          style.borderTopLeftRadius,
          style.borderTopRightRadius,
          style.borderBottomLeftRadius,
          style.borderBottomRightRadius,
        ].map(Number.parseFloat),
      ),
    );
    /** Within the rounded corners too. */
    const within = (x: number, y: number): boolean => {
      const dx = curve - Math.min(x - rect.left, rect.right - x);
      const dy = curve - Math.min(y - rect.top, rect.bottom - y);
      return dx <= 0 || dy <= 0 || Math.hypot(dx, dy) < curve - 1;
    };
    const tryFill = (x: number, y: number): void => {
      if (fillPoints.length < 7 && within(x, y) && bare(element, x, y)) fillPoints.push([x, y]);
    };
    for (const [x, y] of grid) tryFill(x, y);
    if (fillPoints.length < 5) {
      // Along the inner rim, where padding usually leaves the fill to itself.
      for (const f of [0.08, 0.3, 0.5, 0.7, 0.92]) {
        tryFill(rect.left + rect.width * f, rect.top + inset.y);
        tryFill(rect.left + rect.width * f, rect.bottom - inset.bottom);
        tryFill(rect.left + inset.x + 2, rect.top + rect.height * f);
        tryFill(rect.right - inset.right - 2, rect.top + rect.height * f);
      }
    }
    const behind: Point[] = [];
    for (const distance of [2, 5]) {
      for (const f of [0.5, 0.15, 0.85]) {
        for (const [x, y] of [
          [rect.left + rect.width * f, rect.top - distance],
          [rect.left + rect.width * f, rect.bottom + distance],
          [rect.left - distance, rect.top + rect.height * f],
          [rect.right + distance, rect.top + rect.height * f],
        ] as Point[]) {
          if (behind.length < 5 && behindAt(element, x, y)) behind.push([x, y]);
        }
      }
    }
    const surrounded = behind.length === 0;
    if (surrounded) behind.push(...groundPoints(element));
    // It covers all of its ground and paints nothing: what shows is the ground.
    const paintsItself =
      !transparent(style.backgroundColor) || style.backgroundImage !== "none" || style.boxShadow.includes("inset");
    if (behind.length === 0 && !paintsItself) behind.push(...fillPoints);
    const clearBorder = style.backgroundClip === "padding-box" && borders[0] > 0 && transparent(style.borderTopColor);
    // Between the corners: on their curve an edge is blended with what is behind.
    const edge = (y: number): Point[] =>
      [0.5, 0.3, 0.7, 0.2, 0.8]
        .map((f): Point => [rect.left + rect.width * f, y])
        .filter(
          ([x], index) =>
            // A circle has no straight edge.
            ((index === 0 && curve <= 6) ||
              (rect.width - 2 * curve >= 2 && x >= rect.left + curve && x <= rect.right - curve)) &&
            bare(element, x, y),
        )
        .slice(0, 3);

    // A control's label: its own text, not that of widgets inside it.
    let text = fieldText(element);
    let label: DOMRect[] = [];
    const labelOwner: { owner: Element; lines: DOMRect[] }[] = [];
    if (!text && native) {
      const visit = (node: Element): void => {
        for (const run of textsOf.get(node) ?? []) {
          if (iconFont.test(styleOf(node).fontFamily)) continue;
          label = label.concat(run.rects);
          labelOwner.push({ owner: node, lines: run.rects });
          if (!text) text = factsOf(node, run.rects, run.node.data);
        }
        for (const child of node.children) {
          const childRole = roleOf.get(child);
          const cell =
            native.name === "ListViewItem" && childRole !== undefined && input.roles[childRole]?.name === "ListCell";
          if (childRole !== undefined && !cell && !(native.kind === "control" && partSet.has(child))) continue;
          if (
            native.kind !== "control" &&
            native.name !== "InfoBar" &&
            native.name !== "InfoBadge" &&
            native.kind !== "text"
          )
            continue;
          visit(child);
        }
      };
      visit(element);
      if (!text && native.kind !== "surface") text = glyphOf(element);
    }
    let clipped = false;
    let wrapped = false;
    if (native?.kind === "control" && label.length > 0) {
      const left = Math.min(...label.map((line) => line.left));
      const right = Math.max(...label.map((line) => line.right));
      const top = Math.min(...label.map((line) => line.top));
      const bottom = Math.max(...label.map((line) => line.bottom));
      wrapped =
        native.singleLine === true &&
        new Set(label.filter((line) => line.width > 3).map((line) => Math.round(line.top / 6))).size > 1 &&
        bottom - top > 30;
      const outsideBox =
        left < rect.left - input.clip ||
        right > rect.right + input.clip ||
        top < rect.top - 4 ||
        bottom > rect.bottom + 4;
      const cuts = ({ owner, lines }: { owner: Element; lines: DOMRect[] }): boolean => {
        const right = Math.max(...lines.map((line) => line.right));
        const bottom = Math.max(...lines.map((line) => line.bottom));
        for (let box: Element | null = owner; box; box = box === element ? null : box.parentElement) {
          const own = styleOf(box);
          if (own.overflowX === "visible" && own.overflowY === "visible") continue;
          const frame = rectOf(box);
          const allowed = own.textOverflow === "ellipsis";
          if ((right > frame.right + input.clip && !allowed) || bottom > frame.bottom + 4) return true;
        }
        return false;
      };
      clipped = (outsideBox && native.singleLine === true) || labelOwner.some(cuts);
    }
    if (element instanceof HTMLInputElement && text && /^(submit|button|reset)$/.test(element.type))
      clipped = element.scrollWidth > element.clientWidth + 1;

    const group = element.parentElement?.closest(".btn-group, .input-group, .fc-button-group, .pagination");
    const joined = { left: false, right: false, top: false, bottom: false };
    if (group) {
      const frame = rectOf(group);
      joined.left = rect.left > frame.left + 2;
      joined.right = rect.right < frame.right - 2;
    }
    elements.push({
      id: idOf(element),
      role: native?.name,
      roleIndex: role,
      looks: (role === undefined ? [] : (input.looks[role] ?? [])).flatMap((look, index) => {
        if (look.where !== undefined && !element.matches(look.where)) return [];
        const state = look.states.find(([, when]) => element.matches(when));
        return [{ look: index, state: state?.[0] }];
      }),
      interactive: isInteractive,
      disabled: disabledOf(element),
      selector: selectorOf(element),
      signature: signatureOf(element),
      box: box(rect),
      radius: [
        style.borderTopLeftRadius,
        style.borderTopRightRadius,
        style.borderBottomRightRadius,
        style.borderBottomLeftRadius,
      ].map((value) => {
        // A clear border around a clipped fill: the corners of the fill are what is seen.
        const px = Math.max(0, Number.parseFloat(value) - (clearBorder ? borders[0] : 0));
        return value.endsWith("%") ? (px / 100) * Math.min(rect.width, rect.height) : px;
      }) as [number, number, number, number],
      joined,
      text,
      clipped,
      wrapped,
      surrounded,
      points: {
        fill: fillPoints,
        behind,
        top: edge(Math.round(rect.top) + 0.5),
        bottom: edge(Math.round(rect.bottom) - 0.5),
        // Right outside: a flyout's translucent edge lies on the flyout's own shadow.
        above: [0.5, 0.3, 0.7]
          .map((f): Point => [rect.left + rect.width * f, Math.round(rect.top) - 0.5])
          .filter(([x, y]) => behindAt(element, x, y)),
        below: [0.5, 0.3, 0.7]
          .map((f): Point => [rect.left + rect.width * f, Math.round(rect.bottom) + 0.5])
          .filter(([x, y]) => behindAt(element, x, y)),
      },
    });
  }

  // Texts, for legibility.
  const texts: TextRun[] = [];
  const push = (element: Element, facts: TextFacts, clipped: boolean, overlaps: string | undefined): void => {
    texts.push({ ...facts, selector: selectorOf(element), disabled: disabledOf(element), clipped, overlaps });
  };
  const top = (element: Element, rect: DOMRect): boolean => {
    const x = Math.min(rect.right - 1, Math.max(rect.left + 1, rect.left + rect.width / 2));
    const y = rect.top + rect.height / 2;
    if (!inside(x, y)) return false;
    for (const hit of stackAt(x, y)) {
      if (hit === element || holds(element, hit)) return true;
      // What an ancestor shows instead has been scrolled out of view.
      if (holds(hit, element)) return styleOf(element).display === "contents";
      if (paints(hit)) return false;
    }
    return false;
  };
  const claimed: { rect: DOMRect; element: Element; text: string }[] = [];
  const claims = new Map<number, number[]>();
  for (const { node, element, rects: lines } of runs) {
    if (onlySet && ![...onlySet].some((one) => one && holds(one, element))) continue;
    if (element.closest("svg, canvas")) continue;
    const seen = lines.filter((rect) => top(element, rect));
    if (seen.length === 0) continue;
    const icon = iconFont.test(styleOf(element).fontFamily);
    let clipped = false;
    if (!icon) {
      const right = Math.max(...seen.map((rect) => rect.right));
      const bottom = Math.max(...seen.map((rect) => rect.bottom));
      for (let frame: Element | null = element; frame && frame !== document.body; frame = frame.parentElement) {
        const style = styleOf(frame);
        if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;
        const bounds = rectOf(frame);
        if (style.overflowX !== "visible" && right > bounds.right + input.clip && style.textOverflow !== "ellipsis")
          clipped = true;
        if (style.overflowY !== "visible" && bottom > bounds.bottom + 5 && style.webkitLineClamp === "none")
          clipped = true;
        if (style.position === "fixed") break;
      }
    }
    let overlaps: string | undefined;
    const words = node.data.replace(/\s+/g, " ").trim();
    if (!icon && !onlySet) {
      // What an ellipsis hides runs over nothing.
      const shownAt = seen.map((rect) => {
        let { left, right } = rect;
        for (let frame: Element | null = element, level = 0; frame && level < 4; frame = frame.parentElement, level++) {
          if (styleOf(frame).overflowX === "visible") continue;
          left = Math.max(left, rectOf(frame).left);
          right = Math.min(right, rectOf(frame).right);
        }
        return new DOMRect(left, rect.top, Math.max(0, right - left), rect.height);
      });
      for (const rect of shownAt) {
        for (let x = Math.floor(rect.left / 64); x <= Math.floor(rect.right / 64) && !overlaps; x++) {
          for (const index of claims.get(x * 10_000 + Math.floor((rect.top + rect.height / 2) / 64)) ?? []) {
            const other = claimed[index];
            if (!other || other.element === element || holds(other.element, element) || holds(element, other.element))
              continue;
            const dx = Math.min(rect.right, other.rect.right) - Math.max(rect.left, other.rect.left);
            const dy = Math.min(rect.bottom, other.rect.bottom) - Math.max(rect.top, other.rect.top);
            if (dx > 3 && dy > Math.min(rect.height, other.rect.height) * 0.4) overlaps = other.text;
          }
        }
      }
      for (const rect of shownAt) {
        const index = claimed.push({ rect, element, text: words.slice(0, 40) }) - 1;
        for (let x = Math.floor(rect.left / 64); x <= Math.floor(rect.right / 64); x++) {
          const key = x * 10_000 + Math.floor((rect.top + rect.height / 2) / 64);
          const list = claims.get(key);
          if (list) list.push(index);
          else claims.set(key, [index]);
        }
      }
    }
    if (!icon) push(element, factsOf(element, seen, words), clipped, overlaps);
  }
  for (const field of document.querySelectorAll("input, textarea, select")) {
    if (onlySet && !onlySet.has(field)) continue;
    if (!visible(field) || field.matches(input.outside) || outsideOf(field)) continue;
    const facts = fieldText(field);
    const rect = rectOf(field);
    if (facts && top(field, rect)) push(field, facts, false, undefined);
  }
  reveal.remove();
  return { elements, texts, examined };
}
