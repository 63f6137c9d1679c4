// The report's page. Plain script, inlined: the report is one file that opens from disk.
(() => {
  const model = JSON.parse(document.getElementById("model").textContent);
  const home = document.getElementById("report");
  const html = document.documentElement;
  const modes = ["side by side", "slider", "onion skin", "flicker"];
  const view = { widget: "", filter: "", failing: false, theme: "", mode: modes[0], zoom: 2, at: 0.5, current: 0 };
  html.style.setProperty("--sheet-width", model.sheetWidth);

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
  const percent = (share) => `${(share * 100).toFixed(2)} %`;
  const themes = [...new Set(model.entries.map((entry) => entry.theme))];
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

  const overview = () => {
    const widgets = new Map();
    for (const entry of model.entries) {
      const row = widgets.get(entry.widget) ?? {
        name: entry.widget,
        states: 0,
        failed: 0,
        mismatch: 0,
        deltaE: 0,
        box: 0,
        native: entry.native,
      };
      row.states++;
      row.failed += entry.pass ? 0 : 1;
      row.mismatch = Math.max(row.mismatch, entry.mismatch);
      row.deltaE = Math.max(row.deltaE, entry.maxDeltaE);
      row.box = Math.max(row.box, entry.boxError);
      widgets.set(entry.widget, row);
    }
    const rows = [...widgets.values()]
      .filter((row) => row.name.includes(view.filter) && (!view.failing || row.failed > 0))
      .sort(
        (a, b) => b.failed - a.failed || b.mismatch - a.mismatch || b.deltaE - a.deltaE || (a.name < b.name ? -1 : 1),
      );
    return make(
      "div",
      { class: "panel" },
      make(
        "table",
        { class: "table" },
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            ...["Widget", "Comparisons", "Failing", "Worst mismatch", "Largest ΔE2000", "Largest box error, epx"].map(
              (name, index) => make("th", { class: index ? "number" : undefined, scope: "col" }, name),
            ),
          ),
        ),
        make(
          "tbody",
          {},
          rows.map((row) =>
            make(
              "tr",
              {},
              make(
                "td",
                {},
                make("a", { href: `#${row.name}` }, row.name),
                row.native ? "" : " (styled after a relative)",
              ),
              make("td", { class: "number" }, String(row.states)),
              make("td", { class: `number ${row.failed ? "fail" : "pass"}` }, String(row.failed)),
              make("td", { class: "number" }, percent(row.mismatch)),
              make("td", { class: "number" }, row.deltaE.toFixed(2)),
              make("td", { class: "number" }, row.box.toFixed(2)),
            ),
          ),
        ),
      ),
    );
  };

  const shot = ({ picture }, kind) =>
    make(
      "div",
      {
        class: `shot ${kind}`,
        style: `--x:${picture.x};--y:${picture.y};--w:${picture.width};--h:${picture.height}`,
        role: "img",
        "aria-label": kind,
      },
      make("i", { class: kind === "ours" ? "ours" : "native" }),
      kind === "native" || kind === "ours" ? undefined : make("i", { class: "ours" }),
    );

  const pictures = (entry) => {
    if (!entry.picture) return make("p", { class: "fail" }, "Nothing to show: the specimen is not laid out.");
    const named = (kind, caption) => make("figure", {}, make("figcaption", {}, caption), shot(entry, kind));
    const kinds = {
      "side by side": [named("native", "Native"), named("ours", "Ours")],
      slider: [named("slider", "Native | ours")],
      "onion skin": [named("onion", "Native below, ours above")],
      flicker: [named("flicker", "Native and ours in turn")],
    };
    return make("div", { class: "pictures" }, kinds[view.mode], named("difference", "Difference, six times as bright"));
  };

  const colour = (text) => {
    const found = /#[0-9a-f]{6}/.exec(text)?.[0];
    return found ? [make("span", { class: "swatch", style: `background:${found}` }), text] : [text];
  };

  const figures = (entry) =>
    make(
      "details",
      { open: !entry.pass },
      make(
        "summary",
        {},
        `Computed against native: ${entry.rows.filter((row) => !row.pass).length} of ${entry.rows.length} differ`,
      ),
      make(
        "table",
        { class: "table" },
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            ...["Gate", "Part", "Native", "Ours", "Where", ""].map((name) => make("th", { scope: "col" }, name)),
          ),
        ),
        make(
          "tbody",
          {},
          [...entry.rows]
            .sort((a, b) => Number(a.pass) - Number(b.pass))
            .map((row) =>
              make(
                "tr",
                {},
                make("td", {}, row.gate),
                make("td", {}, row.part),
                make("td", {}, ...colour(row.expected)),
                make("td", {}, ...colour(row.got)),
                make("td", {}, row.where),
                make("td", { class: row.pass ? "pass" : "fail" }, row.pass ? "same" : "differs"),
              ),
            ),
        ),
      ),
    );

  const shown = () =>
    model.entries
      .filter(
        (entry) =>
          entry.widget === view.widget && (!view.theme || entry.theme === view.theme) && (!view.failing || !entry.pass),
      )
      .sort((a, b) => Number(a.pass) - Number(b.pass) || b.mismatch - a.mismatch);

  const detail = () =>
    shown().map((entry, index) =>
      make(
        "section",
        {
          class: "panel",
          tabindex: -1,
          "data-index": index,
          "aria-current": index === view.current ? "true" : undefined,
        },
        make(
          "header",
          {},
          make("h2", {}, entry.state),
          make("span", { class: "quiet" }, `${entry.theme}, scale ${entry.scale}, ${entry.reference}`),
          make("span", { class: entry.pass ? "pass" : "fail" }, entry.pass ? "passes" : "fails"),
          make(
            "span",
            {},
            `${percent(entry.mismatch)} of ${percent(entry.budget)}, ΔE ${entry.maxDeltaE.toFixed(2)}, box ${entry.boxError.toFixed(2)} epx`,
          ),
          entry.reason ? make("span", { class: "quiet" }, `Reason: ${entry.reason}`) : undefined,
        ),
        pictures(entry),
        figures(entry),
      ),
    );

  const choice = (label, values, key) =>
    make(
      "label",
      {},
      label,
      make(
        "select",
        { class: "form-select", onchange: (event) => change({ [key]: event.target.value }) },
        values.map((value) =>
          make("option", { value, selected: String(view[key]) === String(value) }, String(value) || "all"),
        ),
      ),
    );

  const bar = () =>
    make(
      "div",
      { class: "bar", role: "toolbar", "aria-label": "View" },
      view.widget
        ? make("a", { class: "btn btn-secondary", href: "#" }, "All widgets")
        : make("input", {
            type: "search",
            class: "form-control",
            placeholder: "Find a widget",
            "aria-label": "Find a widget",
            value: view.filter,
            oninput: (event) => change({ filter: event.target.value }),
          }),
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
      ),
      ...(view.widget
        ? [
            choice("Theme", ["", ...themes], "theme"),
            choice("View", modes, "mode"),
            choice("Zoom", [1, 2, 3, 4, 6, 8], "zoom"),
            view.mode === "slider" || view.mode === "onion skin"
              ? make("input", {
                  type: "range",
                  class: "form-range",
                  min: 0,
                  max: 1,
                  step: 0.01,
                  value: view.at,
                  "aria-label": "Position",
                  style: "width:160px",
                  oninput: (event) => html.style.setProperty("--at", (view.at = event.target.value)),
                })
              : undefined,
          ]
        : []),
      make("button", { type: "button", class: "btn btn-secondary", onclick: toggleDark }, "Light or dark"),
    );

  const toggleDark = () =>
    html.setAttribute("data-glpi-theme-dark", html.getAttribute("data-glpi-theme-dark") === "1" ? "0" : "1");

  const render = () => {
    const focused = document.activeElement?.getAttribute?.("type") === "search";
    html.style.setProperty("--zoom", view.zoom);
    html.style.setProperty("--at", view.at);
    const failed = model.entries.filter((entry) => !entry.pass).length;
    const figure = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));
    home.replaceChildren(
      make("h1", {}, view.widget || model.title),
      view.widget
        ? make("p", { class: "quiet" }, `${shown().length} comparisons, worst first`)
        : make(
            "dl",
            { class: "figures" },
            figure("Comparisons", String(model.entries.length)),
            figure("Failing", String(failed)),
            figure("Median mismatch", percent(median(model.entries.map((entry) => entry.mismatch)))),
            figure("Widgets", String(new Set(model.entries.map((entry) => entry.widget)).size)),
          ),
      bar(),
      ...(view.widget ? detail() : [overview()]),
      ...(!view.widget && model.warnings.length > 0
        ? [
            make(
              "details",
              { class: "panel" },
              make("summary", {}, `${model.warnings.length} warnings`),
              make(
                "ul",
                {},
                model.warnings.map((warning) => make("li", {}, warning)),
              ),
            ),
          ]
        : []),
      make(
        "p",
        { class: "quiet" },
        "Keys: ",
        ...[
          ["j", "next"],
          ["k", "previous"],
          ["v", "view"],
          ["+", "larger"],
          ["-", "smaller"],
          ["f", "failing only"],
          ["d", "dark"],
          ["Esc", "all widgets"],
        ].flatMap(([key, what]) => [make("kbd", {}, key), ` ${what}  `]),
      ),
    );
    if (focused) {
      const search = home.querySelector("input[type=search]");
      search?.focus();
      search?.setSelectionRange(view.filter.length, view.filter.length);
    }
  };
  const change = (values) => {
    Object.assign(view, values, { current: 0 });
    render();
  };

  const go = (step) => {
    const panels = home.querySelectorAll("section.panel");
    if (panels.length === 0) return;
    panels[view.current]?.removeAttribute("aria-current");
    view.current = Math.max(0, Math.min(panels.length - 1, view.current + step));
    panels[view.current].setAttribute("aria-current", "true");
    panels[view.current].scrollIntoView({ block: "nearest" });
    panels[view.current].focus({ preventScroll: true });
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    v: () => change({ mode: modes[(modes.indexOf(view.mode) + 1) % modes.length] }),
    "+": () => change({ zoom: Math.min(8, Number(view.zoom) + 1) }),
    "-": () => change({ zoom: Math.max(1, Number(view.zoom) - 1) }),
    f: () => change({ failing: !view.failing }),
    d: toggleDark,
    Escape: () => {
      location.hash = "";
    },
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=search], select")) return;
    keys[event.key]?.();
  });
  addEventListener("hashchange", () => change({ widget: decodeURIComponent(location.hash.slice(1)) }));
  view.widget = decodeURIComponent(location.hash.slice(1));
  render();
})();
