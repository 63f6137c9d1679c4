// What the reports' pages share: elements, the bar, ways to look at two pictures, keys. Plain script, inlined before theirs.
/**
 * @param view what is shown: `filter`, `failing`, `theme`, `mode`, `zoom`, `at` (share of the slider), `current` (a panel's place)
 * @param change takes new values of it over and shows them
 */
globalThis.fenetreViewer = (view, change) => {
  const html = document.documentElement;
  const home = document.getElementById("report");
  const modes = ["side by side", "slider", "onion skin", "flicker"];
  const zooms = [1, 2, 3, 4, 6, 8];

  /** Makes an element: attributes, then children; strings become text. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== false && value !== undefined) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== undefined));
    return element;
  };

  const percent = (share) => (share === null ? "–" : `${(share * 100).toFixed(2)} %`);

  /** @param rows cells: what stands in them, or what `make("td")` made; numbers are set as such */
  const table = (head, rows, isNumber = () => false) => {
    const kind = (column) => (isNumber(column) ? "number" : undefined);
    const row = (cells) =>
      make(
        "tr",
        {},
        cells.map((cell, column) =>
          cell instanceof HTMLTableCellElement ? cell : make("td", { class: kind(column) }, cell),
        ),
      );
    const titles = head.map((name, column) => make("th", { scope: "col", class: kind(column) }, name));
    return make(
      "table",
      { class: "table" },
      make("thead", {}, make("tr", {}, titles)),
      make("tbody", {}, rows.map(row)),
    );
  };

  const details = (attributes, title, list) =>
    make(
      "details",
      attributes,
      make("summary", {}, title),
      make(
        "ul",
        {},
        list.map((item) => (item instanceof Element ? item : make("li", {}, item))),
      ),
    );

  const figures = (...all) =>
    make(
      "dl",
      { class: "figures" },
      all.map(([name, value, kind]) =>
        make("div", {}, make("dt", {}, name), make("dd", { class: kind }, String(value))),
      ),
    );

  /** Two pictures over each other in one box, or one alone. */
  const picture = (caption, kind, style, ...children) =>
    make(
      "figure",
      {},
      make("figcaption", {}, caption),
      make("div", { class: `picture ${kind}`, style, role: "img", "aria-label": caption }, ...children),
    );

  /**
   * The pictures in the chosen mode, and their difference.
   * @param names of the two sides
   * @param draw makes one: (caption, kind, which of the sides) => element
   */
  const pictures = ([first, second], draw, difference) => {
    const kinds = {
      "side by side": () => [draw(first, "first", [0]), draw(second, "second", [1])],
      slider: () => [draw(`${first} | ${second.toLowerCase()}`, "slider", [0, 1])],
      "onion skin": () => [draw(`${first} below, ${second.toLowerCase()} above`, "onion", [0, 1])],
      flicker: () => [draw(`${first} and ${second.toLowerCase()} in turn`, "flicker", [0, 1])],
    };
    return [...kinds[view.mode](), draw(difference, "difference", [0, 1])];
  };

  const search = (what) =>
    make("input", {
      type: "search",
      class: "form-control",
      placeholder: what,
      "aria-label": what,
      value: view.filter,
      oninput: (event) => change({ filter: event.target.value }),
    });

  const choice = (label, values, key) =>
    make(
      "label",
      {},
      label,
      make(
        "select",
        { class: "form-select", name: key, onchange: (event) => change({ [key]: event.target.value }) },
        values.map((value) =>
          make("option", { value, selected: String(view[key]) === String(value) }, String(value) || "all"),
        ),
      ),
    );

  const failingOnly = () =>
    make(
      "label",
      {},
      make("input", {
        type: "checkbox",
        class: "form-check-input",
        checked: view.failing,
        onchange: (event) => change({ failing: event.target.checked }),
      }),
      "Failing only",
    );

  const position = () =>
    make("input", {
      type: "range",
      class: "form-range",
      min: 0,
      max: 1,
      step: 0.01,
      value: view.at,
      "aria-label": "Position",
      style: "width:160px",
      oninput: (event) => html.style.setProperty("--at", (view.at = event.target.value)),
    });

  const toggleDark = () =>
    html.setAttribute("data-glpi-theme-dark", html.getAttribute("data-glpi-theme-dark") === "1" ? "0" : "1");

  const bar = (...parts) =>
    make(
      "div",
      { class: "bar", role: "toolbar", "aria-label": "View" },
      ...parts,
      make("button", { type: "button", class: "btn btn-secondary", onclick: toggleDark }, "Light or dark"),
    );

  /** What the pictures' style sheet reads. */
  const settle = () => {
    html.style.setProperty("--zoom", view.zoom);
    html.style.setProperty("--at", view.at);
  };

  /** Points to a panel. @param seen called with it before it is scrolled to */
  const point = (panel, seen = () => undefined, block = "nearest") => {
    home.querySelector("[aria-current]")?.removeAttribute("aria-current");
    panel.setAttribute("aria-current", "true");
    seen(panel);
    panel.scrollIntoView({ block });
    panel.focus({ preventScroll: true });
  };

  /** The panel so many steps on; none where there are none. */
  const step = (steps, selector) => {
    const panels = home.querySelectorAll(selector);
    if (panels.length === 0) return undefined;
    view.current = Math.max(0, Math.min(panels.length - 1, view.current + steps));
    return panels[view.current];
  };

  /** @param more keys of one report alone: key, what it does, in words */
  const listen = (go, more) => {
    const zoom = (way) => zooms[Math.max(0, Math.min(zooms.length - 1, zooms.indexOf(Number(view.zoom)) + way))];
    const keys = [
      ["j", "next", () => go(1)],
      ["k", "previous", () => go(-1)],
      ["v", "view", () => change({ mode: modes[(modes.indexOf(view.mode) + 1) % modes.length] })],
      ["+", "larger", () => change({ zoom: zoom(1) })],
      ["-", "smaller", () => change({ zoom: zoom(-1) })],
      ["f", "failing only", () => change({ failing: !view.failing })],
      ["d", "dark", toggleDark],
      [
        "/",
        "find",
        (event) => {
          event.preventDefault();
          home.querySelector("input[type=search]")?.focus();
        },
      ],
      ...more,
    ];
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=search], select")) return;
      keys.find(([key]) => key === (event.key === "Escape" ? "Esc" : event.key))?.[2](event);
    });
    return () =>
      make(
        "p",
        { class: "quiet" },
        "Keys: ",
        keys.flatMap(([key, what]) => [make("kbd", {}, key), ` ${what}  `]),
      );
  };

  return {
    home,
    html,
    modes,
    zooms,
    make,
    percent,
    table,
    details,
    figures,
    picture,
    pictures,
    search,
    choice,
    failingOnly,
    position,
    bar,
    settle,
    point,
    step,
    listen,
  };
};
