// The page of the report of changes. Plain script, inlined: the report is one file that opens from disk.
(() => {
  const model = JSON.parse(document.getElementById("model").textContent);
  const home = document.getElementById("report");
  const html = document.documentElement;
  const modes = ["side by side", "slider", "onion skin", "flicker"];
  const view = { filter: "", failing: false, kind: "", theme: "", mode: modes[0], zoom: 1, at: 0.5, current: -1 };
  let pictures;

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
  const slug = (name) => encodeURIComponent(name.replaceAll(" ", "~"));

  const image = (index, side) => {
    pictures ??= JSON.parse(document.getElementById("pictures").textContent);
    const data = pictures[index][side];
    return data === null
      ? undefined
      : make("img", { alt: side === 0 ? "before" : "after", src: `data:image/png;base64,${data}` });
  };

  const fill = (panel) => {
    const index = Number(panel.dataset.entry);
    const { shown } = model.entries[index];
    const picture = (kind, sides, ...more) =>
      make(
        "div",
        { class: `picture ${kind}`, style: `--w:${shown.width};--h:${shown.height}`, role: "img", "aria-label": kind },
        sides.map((side) => image(index, side)),
        more,
      );
    const named = (caption, ...rest) => make("figure", {}, make("figcaption", {}, caption), picture(...rest));
    const regions = shown.regions.map(({ x, y, width, height }) =>
      make("div", { class: "region", style: `--x:${x};--y:${y};--w:${width};--h:${height}` }),
    );
    const kinds = {
      "side by side": () => [named("Before", "before", [0]), named("After", "after", [1])],
      slider: () => [named("Before | after", "slider", [0, 1])],
      "onion skin": () => [named("Before below, after above", "onion", [0, 1])],
      flicker: () => [named("Before and after in turn", "flicker", [0, 1])],
    };
    const hasBase = model.results.base.error === undefined;
    panel
      .querySelector(".pictures")
      .replaceChildren(
        ...(hasBase
          ? [
              ...kinds[view.mode](),
              named(`Difference, ${shown.regions.length} regions`, "difference", [0, 1], ...regions),
            ]
          : [named("Now", "after", [1])]),
      );
    panel.dataset.filled = view.mode;
  };

  // Seven hundred entries have their pictures when they come near, not all at once.
  const observer = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen)
        if (isIntersecting && target.dataset.filled !== view.mode) fill(target);
    },
    { rootMargin: "400px" },
  );

  const shows = (entry) =>
    (!view.failing || entry.failures.length > 0) &&
    (!view.kind || entry.kind === view.kind) &&
    (!view.theme || entry.theme === view.theme) &&
    view.filter
      .toLowerCase()
      .split(/\s+/)
      .every(
        (word) =>
          entry.name.toLowerCase().includes(word) || entry.rules.some((rule) => rule.toLowerCase().includes(word)),
      );

  const nativeText = ({ nativeBefore, nativeAfter, budget }) => {
    if (nativeAfter === null) return undefined;
    const way =
      nativeBefore === null || nativeBefore === nativeAfter ? "" : nativeAfter < nativeBefore ? "pass" : "fail";
    return make(
      "span",
      { class: way || "quiet" },
      `from native ${percent(nativeBefore)} → ${percent(nativeAfter)}, at most ${percent(budget)}`,
    );
  };

  const panelOf = (index) => {
    const entry = model.entries[index];
    const { shown } = entry;
    const panel = make(
      "section",
      { class: "panel entry", tabindex: -1, "data-entry": index, id: `entry-${index}` },
      make(
        "header",
        {},
        make("h3", {}, make("a", { href: `#${slug(entry.name)}` }, entry.name)),
        entry.new ? make("span", { class: "quiet" }, "new") : undefined,
        entry.pixels === null ? undefined : make("span", { class: "quiet" }, `${entry.pixels} px differ`),
        nativeText(entry),
        entry.accepted ? make("span", { class: "quiet" }, `accepted: ${entry.accepted}`) : undefined,
        ...entry.failures.map((failure) => make("span", { class: "fail" }, failure)),
      ),
      entry.rules.length > 1 ? make("p", { class: "quiet" }, `Rules: ${entry.rules.join("; ")}`) : undefined,
      make("div", { class: "pictures", style: `min-height:${(shown.height + 20) * view.zoom}px` }),
    );
    observer.observe(panel);
    return panel;
  };

  const table = (head, rows) =>
    make(
      "table",
      { class: "table" },
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          head.map((name, column) => make("th", { scope: "col", class: column ? "number" : undefined }, name)),
        ),
      ),
      make(
        "tbody",
        {},
        rows.map((row) =>
          make(
            "tr",
            {},
            row.map((cell, column) => make("td", { class: column ? "number" : undefined }, String(cell ?? "–"))),
          ),
        ),
      ),
    );

  const bytes = () => {
    const { bytes: sizes, dead, contrast, cost } = model.results;
    const change = (before, after) =>
      before === null || after === null ? "" : after > before ? `+${after - before}` : String(after - before);
    const row = (name, before, after) => [name, before, after, change(before, after)];
    return make(
      "div",
      { class: "panel" },
      table(
        ["", "Before", "After", "Change"],
        [
          ...sizes.map(({ artefact, before, after }) => row(`Bytes of ${artefact}`, before, after)),
          row("Selectors that match nothing", dead.before, dead.after),
          row("Texts too faint, where something changed", contrast.before, contrast.after),
          ...(cost ? [row(`Selectors held against elements (${cost.pages.join(", ")})`, cost.before, cost.after)] : []),
        ],
      ),
      dead.added.length > 0
        ? make(
            "details",
            {},
            make("summary", {}, `${dead.added.length} selectors came that match nothing`),
            make(
              "ul",
              {},
              dead.added.map((text) => make("li", {}, text)),
            ),
          )
        : undefined,
    );
  };

  const names = (title, list) =>
    list.length === 0
      ? undefined
      : make(
          "details",
          { class: "panel" },
          make("summary", {}, `${title}: ${list.length}`),
          make(
            "ul",
            {},
            list.map((text) => make("li", {}, text)),
          ),
        );

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

  const toggleDark = () =>
    html.setAttribute("data-glpi-theme-dark", html.getAttribute("data-glpi-theme-dark") === "1" ? "0" : "1");

  const bar = () =>
    make(
      "div",
      { class: "bar", role: "toolbar", "aria-label": "View" },
      make("input", {
        type: "search",
        class: "form-control",
        placeholder: "Find a widget, page or rule",
        "aria-label": "Find a widget, page or rule",
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
      choice("Kind", ["", "widget", "page"], "kind"),
      choice("Theme", ["", "light", "dark"], "theme"),
      choice("View", modes, "mode"),
      choice("Zoom", [1, 2, 3, 4, 6, 8], "zoom"),
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
      }),
      make("button", { type: "button", class: "btn btn-secondary", onclick: toggleDark }, "Light or dark"),
    );

  const declaration = ({ property, before, after }) =>
    make("li", {}, make("code", {}, `${property}: ${before ?? "nothing"} → ${after ?? "nothing"}`));

  const list = make("div");
  const fillList = () => {
    observer.disconnect();
    html.style.setProperty("--zoom", view.zoom);
    html.style.setProperty("--at", view.at);
    const sections = model.groups.flatMap((group) => {
      const entries = group.entries.filter((index) => shows(model.entries[index]));
      if (entries.length === 0) return [];
      return [
        make(
          "section",
          { class: "group" },
          make(
            "header",
            {},
            make("h2", {}, group.title),
            make(
              "span",
              { class: "quiet" },
              `${group.place} ${group.kind}: ${entries.length} ${entries.length === 1 ? "change" : "changes"}`,
            ),
            group.declarations.length > 0
              ? make(
                  "details",
                  {},
                  make("summary", {}, "What it says"),
                  make("ul", {}, group.declarations.slice(0, 40).map(declaration)),
                )
              : undefined,
          ),
          entries.map(panelOf),
        ),
      ];
    });
    list.replaceChildren(
      ...(sections.length > 0
        ? sections
        : [
            make(
              "p",
              { class: "quiet" },
              model.entries.length === 0 ? "Nothing changed." : "Nothing of this name changed.",
            ),
          ]),
    );
  };

  const render = () => {
    const { base, unchanged, pass, failures, added, removed, renamed, notes } = model.results;
    const count = (kind) => String(model.entries.filter((entry) => entry.kind === kind).length);
    const figure = (name, value, kind) => make("div", {}, make("dt", {}, name), make("dd", { class: kind }, value));
    home.replaceChildren(
      make("h1", {}, model.title),
      make(
        "p",
        { class: "quiet" },
        base.error === undefined
          ? base.commit
          : `The base ${base.commit} does not build: ${base.error}. All there is now is shown.`,
      ),
      make(
        "dl",
        { class: "figures" },
        figure("Verdict", pass ? "passes" : "fails", pass ? "pass" : "fail"),
        figure("Widget states", count("widget")),
        figure("Pages", count("page")),
        figure("Unchanged", String(unchanged)),
        figure("Failing", String(model.entries.filter((entry) => entry.failures.length > 0).length)),
      ),
      ...failures.map((failure) => make("p", { class: "fail" }, failure)),
      bytes(),
      ...[
        names("New", added),
        names("Gone", removed),
        names(
          "Renamed",
          renamed.map(({ from, to }) => `${from} → ${to}`),
        ),
        names("Notes", notes),
      ].filter(Boolean),
      bar(),
      list,
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
          ["/", "find"],
        ].flatMap(([key, what]) => [make("kbd", {}, key), ` ${what}  `]),
      ),
    );
    fillList();
  };

  const change = (values) => {
    Object.assign(view, values, { current: -1 });
    for (const [key, value] of Object.entries(view)) {
      const select = home.querySelector(`select[name=${key}]`);
      if (select && select.value !== String(value)) select.value = String(value);
    }
    const failing = home.querySelector("input[type=checkbox]");
    if (failing) failing.checked = view.failing;
    fillList();
  };

  const point = (panel) => {
    home.querySelector("[aria-current]")?.removeAttribute("aria-current");
    panel.setAttribute("aria-current", "true");
    if (panel.dataset.filled !== view.mode) fill(panel);
    panel.scrollIntoView({ block: "nearest" });
    panel.focus({ preventScroll: true });
  };
  const go = (step) => {
    const panels = home.querySelectorAll(".entry");
    if (panels.length === 0) return;
    view.current = Math.max(0, Math.min(panels.length - 1, view.current + step));
    point(panels[view.current]);
    history.replaceState(null, "", `#${slug(model.entries[Number(panels[view.current].dataset.entry)].name)}`);
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    v: () => change({ mode: modes[(modes.indexOf(view.mode) + 1) % modes.length] }),
    "+": () => change({ zoom: Math.min(8, Number(view.zoom) + 1) }),
    "-": () => change({ zoom: Math.max(1, Number(view.zoom) - 1) }),
    f: () => change({ failing: !view.failing }),
    d: toggleDark,
    "/": (event) => {
      event.preventDefault();
      home.querySelector("input[type=search]").focus();
    },
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=search], select")) return;
    keys[event.key]?.(event);
  });
  const follow = () => {
    const wanted = decodeURIComponent(location.hash.slice(1)).replaceAll("~", " ");
    if (!wanted) return;
    const index = model.entries.findIndex((entry) => entry.name === wanted);
    if (index < 0) return;
    if (!shows(model.entries[index])) change({ filter: "", failing: false, kind: "", theme: "" });
    const panels = [...home.querySelectorAll(".entry")];
    view.current = panels.findIndex((panel) => Number(panel.dataset.entry) === index);
    point(panels[view.current]);
    panels[view.current].scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", follow);
  render();
  follow();
})();
