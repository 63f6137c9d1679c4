// The page of the report of changes. Plain script, inlined: the report is one file that opens from disk.
(() => {
  const model = JSON.parse(document.getElementById("model").textContent);
  const view = {
    filter: "",
    status: "",
    kind: "",
    shown: "",
    mode: "side by side",
    sides: "before and after",
    zoom: 1,
    at: 0.5,
    keys: true,
    current: -1,
  };
  const viewer = globalThis.fenetreViewer(view, (values) => change(values));
  const { home, make, percent, table } = viewer;
  const hasBase = model.results.base.error === undefined;
  const modes = ["light", "light rtl", "dark", "high-contrast"];
  let pictures;

  const slug = (name) => encodeURIComponent(name.replaceAll(" ", "~"));

  /** 0 before, 1 after, 2 native */
  const image = (index, side) => {
    pictures ??= JSON.parse(document.getElementById("pictures").textContent);
    const data = pictures[index][side];
    return data === null ? undefined : make("img", { alt: "", src: `data:image/png;base64,${data}` });
  };

  const drawnIn = () => `${view.mode} ${view.sides}`;
  const native = `Native, drawn; text in ${model.standIn} for Segoe UI`;

  const fill = (panel) => {
    const index = Number(panel.dataset.entry);
    const { shown } = model.entries[index];
    const style = `--w:${shown.width};--h:${shown.height}`;
    const all = [
      ...(hasBase ? [["Before", 0]] : []),
      [hasBase ? "After" : "Now", 1],
      ...(shown.hasNative ? [[native, 2]] : []),
    ];
    // Those that lie over each other come first.
    if (view.sides === "native and after" && shown.hasNative) all.reverse();
    const draw = (caption, kind, sides) =>
      viewer.picture(
        caption,
        kind,
        style,
        sides.map((side) => image(index, all[side][1])),
      );
    const regions = shown.regions.map(({ x, y, width, height }) =>
      make("div", { class: "region", style: `--x:${x};--y:${y};--w:${width};--h:${height}` }),
    );
    const difference = () =>
      viewer.picture(
        `Before against after, ${shown.regions.length === 1 ? "1 place" : `${shown.regions.length} places`}`,
        "difference",
        style,
        image(index, 0),
        image(index, 1),
        regions,
      );
    panel.querySelector(".pictures").replaceChildren(
      ...viewer.pictures(
        all.map(([name]) => name),
        draw,
      ),
      ...(hasBase ? [difference()] : []),
    );
    panel.dataset.filled = drawnIn();
  };

  // Seven hundred entries have their pictures when they come near, not all at once.
  const observer = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen)
        if (isIntersecting && target.dataset.filled !== drawnIn()) fill(target);
    },
    { rootMargin: "400px" },
  );

  const places = new Map(
    model.groups.flatMap(({ place, title, entries }) => entries.map((at) => [at, `${place} ${title}`])),
  );
  const shows = (entry, index) =>
    (!view.status || entry.status === view.status) &&
    (!view.kind || entry.kind === view.kind) &&
    (!view.shown || entry.mode === view.shown) &&
    view.filter
      .toLowerCase()
      .split(/\s+/)
      .every(
        (word) => entry.name.toLowerCase().includes(word) || (places.get(index) ?? "").toLowerCase().includes(word),
      );

  const list = (items, attributes = {}) =>
    items.length === 0
      ? undefined
      : make(
          "ul",
          attributes,
          items.map((item) => make("li", {}, item)),
        );

  /** Every comparison with native that a state fails. */
  const figures = ({ after }) => {
    if (!after || after.failures.length === 0) return undefined;
    return make(
      "details",
      {},
      make("summary", {}, `Against native: ${after.failures.length} comparisons fail`),
      table(
        ["Gate", "Part", "Native", "Ours", "Where"],
        after.failures.map(({ gate, part, expected, got, where }) => [gate, part, expected, got, where]),
      ),
    );
  };

  const nativeLine = ({ before, after, way }) => {
    if (!after) return undefined;
    const side = ({ mismatch, allowed, maxDeltaE, boxError }) =>
      `${percent(mismatch)} of the pixels of at most ${percent(allowed)}, ΔE ${maxDeltaE.toFixed(2)}, edges off by ${boxError.toFixed(2)} epx`;
    const moved = way
      ? `${way.way === "both" ? "closer in one measure, farther in another" : `${way.way} than before`} (${way.sums}). `
      : "";
    return make(
      "p",
      { class: "quiet" },
      `From native, by all gates: ${moved}`,
      before ? `Before: ${side(before)}. ` : "",
      `Now: ${side(after)}.`,
    );
  };

  const panelOf = (index) => {
    const entry = model.entries[index];
    const { shown } = entry;
    const panel = make(
      "article",
      { class: "panel entry", tabindex: -1, "data-entry": index, id: `entry-${index}` },
      make(
        "header",
        {},
        make("h3", {}, make("a", { href: `#${slug(entry.name)}` }, entry.name)),
        viewer.status(entry.status),
        entry.new ? make("span", { class: "quiet" }, "new") : undefined,
        entry.pixels === null ? undefined : make("span", { class: "quiet" }, `${entry.pixels} px differ`),
      ),
      make("div", {
        class: "pictures",
        tabindex: 0,
        role: "group",
        "aria-label": `Pictures of ${entry.name}`,
        style: `min-height:${(shown.height + 32) * view.zoom}px`,
      }),
      list(entry.failures),
      entry.reason ? make("p", {}, `Excused: ${entry.reason}`) : undefined,
      list(
        entry.losses.filter(({ fails }) => !fails).map(({ text }) => `To look at: ${text}`),
        { class: "quiet" },
      ),
      nativeLine(entry),
      figures(entry),
    );
    observer.observe(panel);
    return panel;
  };

  const bytes = () => {
    const { bytes: sizes, cost } = model.results;
    const difference = (before, after) =>
      before === null || after === null ? "" : after > before ? `+${after - before}` : String(after - before);
    const row = (name, before, after) => [name, String(before ?? "–"), String(after ?? "–"), difference(before, after)];
    if (sizes.length === 0 && !cost) return undefined;
    return make(
      "details",
      {},
      make("summary", {}, "Bytes and cost"),
      table(
        ["What", "Before", "After", "Change"],
        [
          ...sizes.map(({ artefact, before, after }) => row(`Bytes of ${artefact}`, before, after)),
          ...(cost ? [row(`Selectors held against elements (${cost.pages.join(", ")})`, cost.before, cost.after)] : []),
        ],
        (column) => column > 0,
      ),
    );
  };

  const names = (title, all) => (all.length === 0 ? undefined : viewer.details({}, `${title}: ${all.length}`, all));

  /** Reasons with how many states each excuses. */
  const excuses = () => {
    const reasons = new Map();
    for (const { status, reason, name } of model.entries)
      if (status === "excused") reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
    if (reasons.size === 0) return undefined;
    return make(
      "section",
      {},
      make("h2", {}, "Excused"),
      list(
        [...reasons].map(
          ([reason, all]) => `${all.length}: ${reason} (${all.slice(0, 3).join(", ")}${all.length > 3 ? " …" : ""})`,
        ),
      ),
    );
  };

  const bar = () =>
    viewer.bar(
      viewer.search("Find a widget, page or file"),
      viewer.statusChoice(),
      viewer.choice("Kind", ["", "widget", "page"], "kind"),
      viewer.choice("Mode", ["", ...modes], "shown"),
      viewer.choice("View", viewer.modes, "mode"),
      viewer.choice("of", ["before and after", "native and after"], "sides"),
      viewer.choice("Zoom", viewer.zooms, "zoom"),
      viewer.position(),
    );

  const counted = (indices) =>
    viewer.statuses
      .map((status) => [status, indices.filter((index) => model.entries[index].status === status).length])
      .filter(([, count]) => count > 0)
      .flatMap(([status, count]) => [make("span", {}, `${count} `, viewer.status(status))]);

  const content = make("div");
  const fillList = () => {
    observer.disconnect();
    viewer.settle();
    const sections = model.groups.flatMap(({ title, place, within, entries }) => {
      const seen = entries.filter((index) => shows(model.entries[index], index));
      if (seen.length === 0) return [];
      return [
        make(
          "section",
          { class: "group" },
          make("h2", {}, make("code", {}, title)),
          make(
            "p",
            { class: "cause" },
            place ? make("code", {}, place) : undefined,
            within ? make("span", { class: "quiet" }, "in ", make("code", {}, within)) : undefined,
            ...counted(seen),
          ),
          seen.map(panelOf),
        ),
      ];
    });
    content.replaceChildren(
      ...(sections.length > 0
        ? sections
        : [make("p", {}, model.entries.length === 0 ? "Nothing looks different." : "Nothing like that changed.")]),
    );
  };

  const render = () => {
    const { base, pass, failures, added, removed, renamed, notes } = model.results;
    const count = (status) => String(model.entries.filter((entry) => entry.status === status).length);
    home.replaceChildren(
      ...[
        make("h1", {}, model.title),
        make("p", {}, viewer.status(pass ? "passes" : "fails"), ` ${model.summary}`),
        hasBase
          ? make("p", { class: "quiet" }, `Base: ${base.commit}`)
          : make("p", {}, `The base ${base.commit} does not build: ${base.error}. All there is now is shown.`),
        viewer.figures(
          ["Fail", count("fails")],
          ["Excused", count("excused")],
          ["Pass", count("passes")],
          ["As they were", model.results.unchanged],
        ),
        list(failures),
        excuses(),
        bytes(),
        names("New", added),
        names("Gone", removed),
        names(
          "Renamed",
          renamed.map(({ from, to }) => `${from} → ${to}`),
        ),
        names("Notes", notes),
        bar(),
        content,
        keyHelp(),
      ].filter(Boolean),
    );
    fillList();
  };

  const change = (values) => {
    Object.assign(view, values, { current: -1 });
    for (const [key, value] of Object.entries(view)) {
      const select = home.querySelector(`select[name=${key}]`);
      if (select && select.value !== String(value)) select.value = String(value);
    }
    const search = home.querySelector("input[type=search]");
    if (search && search.value !== view.filter) search.value = view.filter;
    fillList();
  };

  const near = (panel) => {
    if (panel.dataset.filled !== drawnIn()) fill(panel);
  };
  const go = (steps) => {
    const panel = viewer.step(steps, ".entry");
    if (!panel) return;
    viewer.point(panel, near);
    history.replaceState(null, "", `#${slug(model.entries[Number(panel.dataset.entry)].name)}`);
  };
  const keyHelp = viewer.listen(go, []);
  /** `#status=fails` filters; a change's name leads to it. */
  const follow = () => {
    const wanted = decodeURIComponent(location.hash.slice(1)).replaceAll("~", " ");
    const [, status] = /^status=(\w*)$/.exec(wanted) ?? [];
    if (status !== undefined) {
      change({ status: viewer.statuses.includes(status) ? status : "" });
      return;
    }
    if (!wanted) return;
    const index = model.entries.findIndex((entry) => entry.name === wanted);
    if (index < 0) return;
    if (!shows(model.entries[index], index)) change({ filter: "", status: "", kind: "", shown: "" });
    const panels = [...home.querySelectorAll(".entry")];
    view.current = panels.findIndex((panel) => Number(panel.dataset.entry) === index);
    viewer.point(panels[view.current], near, "start");
  };
  addEventListener("hashchange", follow);
  render();
  follow();
})();
