// The report's page. Plain script, inlined: the report is one file that opens from disk.
(() => {
  const model = JSON.parse(document.getElementById("model").textContent);
  const all = model.parts.flatMap(({ entries, sheetWidth }, sheet) =>
    entries.map((entry) => ({ ...entry, sheet, sheetWidth })),
  );
  const view = {
    widget: "",
    filter: "",
    failing: false,
    theme: "",
    mode: "side by side",
    zoom: 2,
    at: 0.5,
    current: 0,
  };
  const viewer = globalThis.fenetreViewer(view, (values) => change(values));
  const { home, make, percent, table } = viewer;

  const themes = [...new Set(all.map((entry) => entry.theme))];
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

  const overview = () => {
    const widgets = new Map();
    for (const entry of all) {
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
      // Measured facts are a few samples: their share that differs is no share of pixels.
      if (entry.reference === "drawn") row.mismatch = Math.max(row.mismatch, entry.mismatch);
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
      table(
        ["Widget", "Comparisons", "Failing", "Worst mismatch", "Largest ΔE2000", "Largest box error, epx"],
        rows.map((row) => [
          make("td", {}, make("a", { href: `#${row.name}` }, row.name), row.native ? "" : " (styled after a relative)"),
          String(row.states),
          make("td", { class: `number ${row.failed ? "fail" : "pass"}` }, String(row.failed)),
          percent(row.mismatch),
          row.deltaE.toFixed(2),
          row.box.toFixed(2),
        ]),
        (column) => column > 0,
      ),
    );
  };

  const pictures = (entry) => {
    if (!entry.picture) return make("p", { class: "fail" }, "Nothing to show: the specimen is not laid out.");
    const { sheet, sheetWidth } = entry;
    const { x, y, width, height } = entry.picture;
    const draw = (caption, kind, sides) =>
      viewer.picture(
        caption,
        kind,
        `--x:${x};--y:${y};--w:${width};--h:${height};--sheet-width:${sheetWidth};--native:var(--native-${sheet});--ours:var(--ours-${sheet})`,
        sides.map((side) => make("i", { class: side === 0 ? "native" : "ours" })),
      );
    return make(
      "div",
      { class: "pictures" },
      viewer.pictures(["Native", "Ours"], draw, "Difference, six times as bright"),
    );
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
      table(
        ["Gate", "Part", "Native", "Ours", "Where", ""],
        [...entry.rows]
          .sort((a, b) => Number(a.pass) - Number(b.pass))
          .map((row) => [
            row.gate,
            row.part,
            make("td", {}, ...colour(row.expected)),
            make("td", {}, ...colour(row.got)),
            row.where,
            make("td", { class: row.pass ? "pass" : "fail" }, row.pass ? "same" : "differs"),
          ]),
      ),
    );

  const shown = () =>
    all
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
          make(
            "span",
            { class: "quiet" },
            `${entry.theme}${entry.direction === "rtl" ? ", right to left" : ""}, scale ${entry.scale}, ${entry.reference}`,
          ),
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

  const bar = () =>
    viewer.bar(
      view.widget
        ? make("a", { class: "btn btn-secondary", href: "#" }, "All widgets")
        : viewer.search("Find a widget"),
      viewer.failingOnly(),
      ...(view.widget
        ? [
            viewer.choice("Theme", ["", ...themes], "theme"),
            viewer.choice("View", viewer.modes, "mode"),
            viewer.choice("Zoom", viewer.zooms, "zoom"),
            view.mode === "slider" || view.mode === "onion skin" ? viewer.position() : undefined,
          ]
        : []),
    );

  const render = () => {
    const focused = document.activeElement?.getAttribute?.("type") === "search";
    viewer.settle();
    const failed = all.filter((entry) => !entry.pass).length;
    home.replaceChildren(
      make("h1", {}, view.widget || model.title),
      view.widget
        ? make("p", { class: "quiet" }, `${shown().length} comparisons, worst first`)
        : viewer.figures(
            ["Comparisons", all.length],
            ["Failing", failed],
            ["Median mismatch", percent(median(all.map((entry) => entry.mismatch)))],
            ["Widgets", new Set(all.map((entry) => entry.widget)).size],
          ),
      bar(),
      ...(view.widget ? detail() : [overview()]),
      ...(!view.widget && model.warnings.length > 0
        ? [viewer.details({ class: "panel" }, `${model.warnings.length} warnings`, model.warnings)]
        : []),
      keyHelp(),
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

  const go = (steps) => {
    const panel = viewer.step(steps, "section.panel");
    if (panel) viewer.point(panel);
  };
  const keyHelp = viewer.listen(go, [["Esc", "all widgets", () => (location.hash = "")]]);
  addEventListener("hashchange", () => change({ widget: decodeURIComponent(location.hash.slice(1)) }));
  view.widget = decodeURIComponent(location.hash.slice(1));
  render();
})();
