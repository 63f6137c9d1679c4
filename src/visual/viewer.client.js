// What the reports' pages share: elements, the bar, ways to look at two pictures, keys. Plain script, inlined before theirs.
/**
 * @param view what is shown: `filter`, `status`, `mode`, `zoom`, `at` (share of the slider), `keys` (whether single keys
 * work), `current` (a panel's place)
 * @param change takes new values of it over and shows them
 */
globalThis.fenetreViewer = (view, change) => {
  const html = document.documentElement;
  const home = document.getElementById("report");
  const modes = ["side by side", "slider", "onion skin", "flicker"];
  const statuses = ["fails", "excused", "passes"];
  const signs = { fails: "✗", excused: "~", passes: "✓" };
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
    const titles = head.map((name, column) =>
      name ? make("th", { scope: "col", class: kind(column) }, name) : make("td", {}),
    );
    return make(
      "div",
      // What scrolls can be scrolled by keyboard.
      { class: "scroll", tabindex: 0, role: "region", "aria-label": head.filter(Boolean).join(", ") },
      make("table", {}, make("thead", {}, make("tr", {}, titles)), make("tbody", {}, rows.map(row))),
    );
  };

  /** A status: its word, with a sign before it. */
  const status = (name) =>
    make("span", { class: `status ${name}` }, make("span", { "aria-hidden": "true" }, `${signs[name]} `), name);

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
   * Pictures in the chosen mode: each beside the next, or the first two over each other and the rest beside them.
   * @param names of the sides
   * @param draw makes one: (caption, kind, which of the sides) => element
   */
  const pictures = (names, draw) => {
    const beside = (from) => names.slice(from).map((name, index) => draw(name, "single", [index + from]));
    if (view.mode === "side by side" || names.length < 2) return beside(0);
    const [first, second] = names;
    const kinds = {
      slider: [`${first} | ${second.toLowerCase()}`, "slider"],
      "onion skin": [`${first} below, ${second.toLowerCase()} above`, "onion"],
      flicker: [`${first} and ${second.toLowerCase()} in turn`, "flicker"],
    };
    return [draw(...kinds[view.mode], [0, 1]), ...beside(2)];
  };

  const search = (what) =>
    make("input", {
      type: "search",
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
        { name: key, onchange: (event) => change({ [key]: event.target.value }) },
        values.map((value) =>
          make("option", { value, selected: String(view[key]) === String(value) }, String(value) || "all"),
        ),
      ),
    );

  const statusChoice = () => choice("Status", ["", ...statuses], "status");

  const position = () =>
    make("input", {
      type: "range",
      min: 0,
      max: 1,
      step: 0.01,
      value: view.at,
      "aria-label": "Position",
      style: "width:160px",
      oninput: (event) => html.style.setProperty("--at", (view.at = event.target.value)),
    });

  const isDark = () =>
    (html.style.colorScheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const toggleDark = () => {
    html.style.colorScheme = isDark() ? "light" : "dark";
  };

  const bar = (...parts) =>
    make(
      "div",
      { class: "bar", role: "group", "aria-label": "View" },
      ...parts,
      make("button", { type: "button", onclick: toggleDark }, "Light or dark"),
      make(
        "label",
        {},
        make("input", {
          type: "checkbox",
          checked: view.keys,
          onchange: (event) => {
            view.keys = event.target.checked;
          },
        }),
        "Single keys",
      ),
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
      ["f", "failing only", () => change({ status: view.status === "fails" ? "" : "fails" })],
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
      if (!view.keys || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.matches("input:not([type=checkbox]), select")) return;
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
    status,
    statuses,
    statusChoice,
    position,
    bar,
    settle,
    point,
    step,
    listen,
  };
};
