/*
 * Which line of the theme decides how an element looks. Runs in the gallery and in a GLPI behind the live proxy, so it is
 * plain JavaScript without imports. The servers mark each rule of the theme with its place: `--fenetre-at: "file:line"`.
 */

const mark = "--fenetre-at";

/** Every style rule of sheets, in the order of the cascade, whose conditions hold. */
function rulesOf(sheets) {
  const found = [];
  const walk = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSStyleRule) found.push(rule);
      else if (rule instanceof CSSMediaRule ? matchMedia(rule.conditionText).matches : "cssRules" in rule)
        if (!(rule instanceof CSSKeyframesRule)) walk(rule.cssRules);
    }
  };
  for (const sheet of sheets) {
    try {
      walk(sheet.cssRules);
    } catch {
      // A sheet of another origin does not show its rules.
    }
  }
  return found;
}

/** Selectors of a list, at its outer commas. */
function selectorsOf(list) {
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < list.length; at++) {
    if ("([".includes(list[at])) depth++;
    else if (")]".includes(list[at])) depth--;
    else if (list[at] === "," && depth === 0) {
      parts.push(list.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, list.slice(from)].map((part) => part.trim());
}

/** Ids, classes and types of a selector, as CSS weighs them. */
export function weightOf(selector) {
  const weight = [0, 0, 0];
  const add = (other) => other.forEach((count, index) => void (weight[index] += count));
  let rest = "";
  for (let at = 0; at < selector.length; ) {
    const functional = /^:(is|not|has|where|nth-child|nth-last-child|-webkit-any)\(/.exec(selector.slice(at));
    if (!functional) {
      rest += selector[at++];
      continue;
    }
    let depth = 1;
    let end = at + functional[0].length;
    for (; end < selector.length && depth > 0; end++) {
      if (selector[end] === "(") depth++;
      else if (selector[end] === ")") depth--;
    }
    const inner = selector.slice(at + functional[0].length, end - 1);
    if (functional[1].startsWith("nth")) weight[1]++;
    else if (functional[1] !== "where")
      add(
        selectorsOf(inner)
          .map(weightOf)
          .sort((a, b) => compare(b, a))[0] ?? [0, 0, 0],
      );
    at = end;
    rest += " ";
  }
  rest = rest.replace(/::[\w-]+(\([^)]*\))?/g, () => {
    weight[2]++;
    return " ";
  });
  weight[0] += rest.match(/#[\w-]+/g)?.length ?? 0;
  weight[1] += rest.match(/\.[\w-]+|\[[^\]]*\]|:[a-z-]+/gi)?.length ?? 0;
  weight[2] += rest.replace(/\[[^\]]*\]|[.#:][\w-]+/g, " ").match(/[a-z][\w-]*/gi)?.length ?? 0;
  return weight;
}

const compare = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/**
 * For each property that a rule sets on an element: the declaration that wins, and where it stands.
 * @param pseudo "", "::before" or "::after"
 */
export function winnersOf(element, sheets, pseudo = "") {
  const winners = new Map();
  for (const [order, rule] of rulesOf(sheets).entries()) {
    let best;
    for (const selector of selectorsOf(rule.selectorText)) {
      const own = /::(before|after)$/.exec(selector)?.[0] ?? "";
      if (own !== pseudo) continue;
      const subject = own ? selector.slice(0, -own.length) : selector;
      try {
        if (!element.matches(subject || "*")) continue;
      } catch {
        continue;
      }
      const weight = weightOf(selector);
      if (!best || compare(weight, best) > 0) best = weight;
    }
    if (!best) continue;
    const place = rule.style.getPropertyValue(mark).replace(/^\s*"|"\s*$/g, "");
    for (const property of rule.style) {
      if (property === mark) continue;
      const important = rule.style.getPropertyPriority(property) === "important";
      const known = winners.get(property);
      if (
        known &&
        ((known.important && !important) || (known.important === important && compare(best, known.weight) < 0))
      )
        continue;
      winners.set(property, {
        written: written(rule, property),
        value: written(rule, property)[1],
        important,
        weight: best,
        order,
        place,
        selector: rule.selectorText,
      });
    }
  }
  return winners;
}

/** `background: var(--x)` is told by its shorthand: what each longhand is, nobody can say before it is computed. */
function written(rule, property) {
  const value = rule.style.getPropertyValue(property);
  if (value !== "") return [property, value];
  const text = rule.style.cssText;
  for (let name = property; name.includes("-"); ) {
    name = name.slice(0, name.lastIndexOf("-"));
    const own = rule.style.getPropertyValue(name);
    if (own !== "" && text.includes(`${name}:`)) return [name, own];
  }
  return [property, value];
}

const panelStyle =
  "position:fixed;inset:auto 12px 12px auto;z-index:2147483646;box-sizing:border-box;width:min(520px,calc(100vw - 24px));max-height:60vh;overflow:auto;padding:12px 16px;border:1px solid #0003;border-radius:8px;background:Canvas;color:CanvasText;font:13px/18px 'Segoe UI',system-ui,sans-serif;box-shadow:0 8px 16px #0003;text-align:start;direction:ltr";

/**
 * Points at elements until Escape is pressed; a click keeps one and shows what decides it.
 * @param options.sheets gives the sheets that an element is styled by
 * @param options.open opens a file of the theme at a line
 * @param options.within says whether an element may be looked at
 * @param options.ended called when it is over
 */
export function startInspector({ sheets, open, within = () => true, ended = () => undefined }) {
  const frame = document.createElement("div");
  frame.style.cssText =
    "position:fixed;z-index:2147483645;pointer-events:none;outline:2px solid #0078d4;background:#0078d422";
  const panel = document.createElement("div");
  panel.style.cssText = panelStyle;
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "Inspector");
  panel.textContent = "Point at an element and click it. Escape ends.";
  document.body.append(frame, panel);
  const targetOf = (event) => {
    const [target] = event.composedPath();
    return target instanceof Element && !panel.contains(target) && within(target) ? target : undefined;
  };
  const onMove = (event) => {
    const target = targetOf(event);
    if (!target) return;
    const box = target.getBoundingClientRect();
    Object.assign(frame.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
  };
  const onClick = (event) => {
    const target = targetOf(event);
    if (!target) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show(target);
  };
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    event.stopImmediatePropagation();
    end();
  };
  const end = () => {
    removeEventListener("pointermove", onMove, true);
    removeEventListener("click", onClick, true);
    removeEventListener("keydown", onKey, true);
    frame.remove();
    panel.remove();
    ended();
  };
  function show(element) {
    panel.replaceChildren();
    const title = document.createElement("strong");
    title.textContent = `<${element.localName}${[...element.classList].map((name) => `.${name}`).join("")}>`;
    panel.append(title);
    for (const pseudo of ["", "::before", "::after"]) {
      const computed = getComputedStyle(element, pseudo || undefined);
      if (pseudo && /^(none|normal)$/.test(computed.content)) continue;
      const list = document.createElement("dl");
      list.style.cssText = "margin:8px 0;display:grid;grid-template-columns:auto 1fr;gap:2px 12px";
      const shown = new Set();
      for (const [, winner] of [...winnersOf(element, sheets(element), pseudo)].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const [property] = winner.written;
        const key = `${property} ${winner.order}`;
        if (shown.has(key)) continue;
        shown.add(key);
        const term = document.createElement("dt");
        term.textContent = `${pseudo}${pseudo ? " " : ""}${property}`;
        const description = document.createElement("dd");
        description.style.margin = "0";
        const tokens = [...winner.value.matchAll(/var\(\s*(--[\w-]+)/g)].map(
          ([, name]) => `${name}: ${computed.getPropertyValue(name).trim()}`,
        );
        description.append(`${winner.value}${winner.important ? " !important" : ""}`);
        if (tokens.length > 0) {
          const small = document.createElement("div");
          small.style.opacity = "0.7";
          small.textContent = tokens.join("; ");
          description.append(small);
        }
        const [, file, line] = /^(.*):(\d+)$/.exec(winner.place) ?? [];
        if (file) {
          const button = document.createElement("button");
          button.type = "button";
          button.style.cssText =
            "display:block;padding:0;border:0;background:none;color:LinkText;font:inherit;text-decoration:underline;cursor:pointer;text-align:start";
          button.textContent = winner.place;
          button.addEventListener("click", () => open(file, Number(line)));
          description.append(button);
        } else {
          const small = document.createElement("div");
          small.style.opacity = "0.7";
          small.textContent = `not the theme's: ${winner.selector}`;
          description.append(small);
        }
        list.append(term, description);
      }
      panel.append(list);
    }
  }
  addEventListener("pointermove", onMove, true);
  addEventListener("click", onClick, true);
  addEventListener("keydown", onKey, true);
  return end;
}
