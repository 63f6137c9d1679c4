// The page of the report of changes. Plain script, inlined: the report is one file that opens from disk.
(() => {
  const model = JSON.parse(document.getElementById("model").textContent);
  const view = { filter: "", failing: false, kind: "", theme: "", mode: "side by side", zoom: 1, at: 0.5, current: -1 };
  const viewer = globalThis.fenetreViewer(view, (values) => change(values));
  const { home, make, percent, table } = viewer;
  let pictures;

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
    const regions = shown.regions.map(({ x, y, width, height }) =>
      make("div", { class: "region", style: `--x:${x};--y:${y};--w:${width};--h:${height}` }),
    );
    const draw = (caption, kind, sides) =>
      viewer.picture(
        caption,
        kind,
        `--w:${shown.width};--h:${shown.height}`,
        sides.map((side) => image(index, side)),
        kind === "difference" ? regions : [],
      );
    const hasBase = model.results.base.error === undefined;
    panel
      .querySelector(".pictures")
      .replaceChildren(
        ...(hasBase
          ? viewer.pictures(["Before", "After"], draw, `Difference, ${shown.regions.length} regions`)
          : [draw("Now", "after", [1])]),
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

  const bytes = () => {
    const { bytes: sizes, dead, contrast, cost } = model.results;
    const difference = (before, after) =>
      before === null || after === null ? "" : after > before ? `+${after - before}` : String(after - before);
    const row = (name, before, after) => [name, before ?? "–", after ?? "–", difference(before, after)];
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
        (column) => column > 0,
      ),
      dead.added.length > 0
        ? viewer.details({}, `${dead.added.length} selectors came that match nothing`, dead.added)
        : undefined,
    );
  };

  const names = (title, list) =>
    list.length === 0 ? undefined : viewer.details({ class: "panel" }, `${title}: ${list.length}`, list);

  const bar = () =>
    viewer.bar(
      viewer.search("Find a widget, page or rule"),
      viewer.failingOnly(),
      viewer.choice("Kind", ["", "widget", "page"], "kind"),
      viewer.choice("Theme", ["", "light", "dark"], "theme"),
      viewer.choice("View", viewer.modes, "mode"),
      viewer.choice("Zoom", viewer.zooms, "zoom"),
      viewer.position(),
    );

  const declaration = ({ property, before, after }) =>
    make("li", {}, make("code", {}, `${property}: ${before ?? "nothing"} → ${after ?? "nothing"}`));

  const list = make("div");
  const fillList = () => {
    observer.disconnect();
    viewer.settle();
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
              ? viewer.details({}, "What it says", group.declarations.slice(0, 40).map(declaration))
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
    home.replaceChildren(
      make("h1", {}, model.title),
      make(
        "p",
        { class: "quiet" },
        base.error === undefined
          ? base.commit
          : `The base ${base.commit} does not build: ${base.error}. All there is now is shown.`,
      ),
      viewer.figures(
        ["Verdict", pass ? "passes" : "fails", pass ? "pass" : "fail"],
        ["Widget states", count("widget")],
        ["Pages", count("page")],
        ["Unchanged", unchanged],
        ["Failing", model.entries.filter((entry) => entry.failures.length > 0).length],
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
      keyHelp(),
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

  const near = (panel) => {
    if (panel.dataset.filled !== view.mode) fill(panel);
  };
  const go = (steps) => {
    const panel = viewer.step(steps, ".entry");
    if (!panel) return;
    viewer.point(panel, near);
    history.replaceState(null, "", `#${slug(model.entries[Number(panel.dataset.entry)].name)}`);
  };
  const keyHelp = viewer.listen(go, []);
  const follow = () => {
    const wanted = decodeURIComponent(location.hash.slice(1)).replaceAll("~", " ");
    if (!wanted) return;
    const index = model.entries.findIndex((entry) => entry.name === wanted);
    if (index < 0) return;
    if (!shows(model.entries[index])) change({ filter: "", failing: false, kind: "", theme: "" });
    const panels = [...home.querySelectorAll(".entry")];
    view.current = panels.findIndex((panel) => Number(panel.dataset.entry) === index);
    viewer.point(panels[view.current], near, "start");
  };
  addEventListener("hashchange", follow);
  render();
  follow();
})();
