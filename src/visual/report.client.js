// The report's page. Plain script, inlined: the report is one file that opens from disk.
(() => {
  const model = JSON.parse(document.getElementById("model").textContent);
  const all = model.parts.flatMap(({ entries, seenWidth, comparedWidth, captures }, sheet) =>
    entries.map((entry) => ({ ...entry, sheet, seenWidth, comparedWidth, captures })),
  );
  const view = {
    widget: "",
    filter: "",
    status: "",
    theme: "",
    mode: "side by side",
    zoom: 2,
    at: 0.5,
    keys: true,
    current: 0,
  };
  const viewer = globalThis.fenetreViewer(view, (values) => change(values));
  const { home, make, percent, table } = viewer;

  const themes = [...new Set(all.map((entry) => entry.theme))];
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const of = (entries, status) => entries.filter((entry) => entry.status === status);
  const modeOf = ({ theme, direction, scale }) =>
    `${theme}${direction === "rtl" ? ", right to left" : ""}${scale === 1 ? "" : `, scale ${scale}`}`;

  /** The widgets; the worst of what passes is told apart from what is excused. */
  const overview = () => {
    const widgets = new Map();
    for (const entry of all) widgets.set(entry.widget, [...(widgets.get(entry.widget) ?? []), entry]);
    const largest = (entries, name) => Math.max(0, ...entries.map((entry) => entry[name]));
    const rows = [...widgets]
      .filter(([name, entries]) => name.includes(view.filter) && (!view.status || of(entries, view.status).length > 0))
      .map(([name, entries]) => {
        // Measured facts are a few samples: their share that differs is no share of pixels.
        const passing = of(entries, "passes").filter(({ reference }) => reference === "drawn");
        return { name, entries, passing, failed: of(entries, "fails").length };
      })
      .sort(
        (a, b) =>
          b.failed - a.failed ||
          largest(b.passing, "mismatch") - largest(a.passing, "mismatch") ||
          (a.name < b.name ? -1 : 1),
      );
    return table(
      [
        "Widget",
        "Fail",
        "Excused",
        "Pass",
        "Of what passes: worst mismatch",
        "largest ΔE2000",
        "largest edge error, epx",
      ],
      rows.map(({ name, entries, passing, failed }) => [
        make("td", {}, make("a", { href: `#${name}` }, name), entries[0].native ? "" : " (styled after a relative)"),
        make("td", { class: "number" }, failed > 0 ? [`${failed} `, viewer.status("fails")] : "0"),
        String(of(entries, "excused").length),
        String(of(entries, "passes").length),
        percent(largest(passing, "mismatch")),
        largest(passing, "maxDeltaE").toFixed(2),
        largest(passing, "boxError").toFixed(2),
      ]),
      (column) => column > 0,
    );
  };

  /** Reasons with how many comparisons each excuses. */
  const excuses = () => {
    const reasons = new Map();
    for (const entry of of(all, "excused")) {
      const name = `${entry.widget} ${entry.state}`;
      const known = reasons.get(entry.reason) ?? { count: 0, names: new Set() };
      known.count++;
      known.names.add(name);
      reasons.set(entry.reason, known);
    }
    if (reasons.size === 0) return undefined;
    return make(
      "section",
      {},
      make("h2", {}, `Excused: ${of(all, "excused").length}`),
      make(
        "ul",
        {},
        [...reasons].map(([reason, { count, names }]) =>
          make(
            "li",
            {},
            `${count}: ${reason} (${[...names].slice(0, 3).join(", ")}${names.size > 3 ? ` and ${names.size - 3} more states` : ""})`,
          ),
        ),
      ),
    );
  };

  const layer = (entry, side, kind, place) =>
    make("i", {
      style: `--x:${place.x};--y:${place.y};--sheet-width:${entry[`${kind}Width`]};--sheet:var(--${side}-${kind}-${entry.sheet})`,
    });

  const capture = (entry) => {
    const { at, width, height, source } = entry.capture;
    return viewer.picture(
      `Windows itself: ${source}`,
      "single",
      `--w:${width};--h:${height}`,
      make("img", { alt: "", src: `data:image/png;base64,${entry.captures[at]}` }),
    );
  };

  /** Real screenshots of the same state, wherever they are held against it. */
  const capturesOf = ({ widget, state, theme }) =>
    all.filter((other) => other.capture && other.widget === widget && other.state === state && other.theme === theme);

  const pictures = (entry) => {
    const { seen, compared } = entry;
    const drawn = [];
    if (seen) {
      const sides = ["native", "ours"];
      const draw = (caption, kind, wanted) =>
        viewer.picture(
          caption,
          kind,
          `--w:${seen.width};--h:${seen.height}`,
          wanted.map((side) => layer(entry, sides[side], "seen", seen)),
        );
      drawn.push(...viewer.pictures([`Native, drawn; text in ${model.standIn} for Segoe UI`, "Ours"], draw));
    }
    if (compared)
      drawn.push(
        viewer.picture(
          "Difference of the surfaces, six times as bright",
          "difference bright",
          `--w:${compared.width};--h:${compared.height}`,
          layer(entry, "native", "compared", compared),
          layer(entry, "ours", "compared", compared),
        ),
      );
    const real = entry.reference === "drawn" ? capturesOf(entry) : entry.capture ? [entry] : [];
    drawn.push(...real.map(capture));
    if (drawn.length === 0)
      return make(
        "p",
        { class: "quiet" },
        entry.reference === "drawn"
          ? "The specimen is not laid out: there is nothing to draw."
          : "Figures read off a screenshot that is not kept here: there is no picture.",
      );
    return make(
      "div",
      { class: "pictures", tabindex: 0, role: "group", "aria-label": `Pictures of ${entry.state}, ${modeOf(entry)}` },
      drawn,
    );
  };

  const colour = (text) => {
    const found = /#[0-9a-f]{6}/.exec(text)?.[0];
    return found ? [make("span", { class: "swatch", style: `background:${found}` }), text] : [text];
  };

  const figures = (entry) => {
    const differ = entry.rows.filter((row) => !row.pass).length;
    return make(
      "details",
      { open: entry.status === "fails" },
      make("summary", {}, `Computed against native: ${differ} of ${entry.rows.length} differ`),
      table(
        ["Gate", "Part", "Native", "Ours", "Where", "Result"],
        [...entry.rows]
          .sort((a, b) => Number(a.pass) - Number(b.pass))
          .map((row) => [
            row.gate,
            row.part,
            make("td", {}, ...colour(row.expected)),
            make("td", {}, ...colour(row.got)),
            row.where,
            make("td", {}, row.pass ? "same" : make("span", { class: "status fails" }, "differs")),
          ]),
      ),
    );
  };

  const shown = () =>
    all
      .filter(
        (entry) =>
          entry.widget === view.widget &&
          (!view.theme || entry.theme === view.theme) &&
          (!view.status || entry.status === view.status),
      )
      .sort((a, b) => viewer.statuses.indexOf(a.status) - viewer.statuses.indexOf(b.status) || b.mismatch - a.mismatch);

  /** What was measured, with the pixels that edges may fall by beside the budget. */
  const measured = ({ reference, mismatch, budget, allowed, maxDeltaE, boxError }) =>
    reference === "drawn"
      ? `${percent(mismatch)} of the pixels differ, of at most ${percent(allowed)} (budget ${percent(budget)} and 2 px), ΔE ${maxDeltaE.toFixed(2)}, edges off by ${boxError.toFixed(2)} epx`
      : `ΔE ${maxDeltaE.toFixed(2)}, height off by ${boxError.toFixed(2)} epx`;

  const detail = () =>
    shown().map((entry, index) =>
      make(
        "article",
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
          make("span", { class: "quiet" }, `${modeOf(entry)}, ${entry.reference}`),
          viewer.status(entry.status),
        ),
        pictures(entry),
        make("p", {}, measured(entry)),
        entry.reason && entry.status === "excused" ? make("p", {}, `Excused: ${entry.reason}`) : undefined,
        figures(entry),
      ),
    );

  const bar = () =>
    viewer.bar(
      view.widget ? make("a", { href: "#" }, "All widgets") : viewer.search("Find a widget"),
      viewer.statusChoice(),
      ...(view.widget
        ? [
            viewer.choice("Theme", ["", ...themes], "theme"),
            viewer.choice("View", viewer.modes, "mode"),
            viewer.choice("Zoom", viewer.zooms, "zoom"),
            view.mode === "slider" || view.mode === "onion skin" ? viewer.position() : undefined,
          ].filter(Boolean)
        : []),
    );

  const render = () => {
    const focused = document.activeElement;
    const wasSearch = focused?.getAttribute?.("type") === "search";
    const wasChoice = focused?.tagName === "SELECT" ? focused.name : undefined;
    viewer.settle();
    home.replaceChildren(
      ...[
        make("h1", {}, view.widget || model.title),
        view.widget
          ? make("p", { class: "quiet" }, `${shown().length} comparisons, worst first`)
          : viewer.figures(
              ["Fail", of(all, "fails").length],
              ["Excused", of(all, "excused").length],
              ["Pass", of(all, "passes").length],
              ["Widgets", new Set(all.map((entry) => entry.widget)).size],
              ["Median mismatch", percent(median(all.map((entry) => entry.mismatch)))],
            ),
        bar(),
        ...(view.widget ? detail() : [overview(), excuses()]),
        ...(!view.widget && model.warnings.length > 0
          ? [viewer.details({}, `${model.warnings.length} warnings`, model.warnings)]
          : []),
        keyHelp(),
      ].filter(Boolean),
    );
    if (wasSearch) {
      const search = home.querySelector("input[type=search]");
      search?.focus();
      search?.setSelectionRange(view.filter.length, view.filter.length);
    }
    if (wasChoice) home.querySelector(`select[name=${wasChoice}]`)?.focus();
  };
  const change = (values) => {
    Object.assign(view, values, { current: 0 });
    render();
  };

  const go = (steps) => {
    const panel = viewer.step(steps, "article.panel");
    if (panel) viewer.point(panel);
  };
  const keyHelp = viewer.listen(go, [
    [
      "Esc",
      "all widgets",
      () => {
        location.hash = "";
      },
    ],
  ]);
  /** `#status=fails` filters; a widget's name leads to it. */
  const follow = () => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const [, status] = /^status=(\w*)$/.exec(wanted) ?? [];
    if (status === undefined) change({ widget: wanted });
    else change({ widget: "", status: viewer.statuses.includes(status) ? status : "" });
  };
  addEventListener("hashchange", follow);
  follow();
})();
