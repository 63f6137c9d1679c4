import type { GalleryWidget } from "../protocol.ts";
import { h } from "./dom.ts";
import { byCategory } from "./navigation.ts";
import type { SettingsStore } from "./settings.ts";
import { dressRoot, Frame, type Sheets } from "./stage.ts";
import { count } from "./widget-view.ts";

/** The start page: what the theme has, a tile a widget. */
export class Home {
  readonly element = h("div", { class: "g-home" });
  readonly #frames: Frame[] = [];
  readonly #previews: HTMLElement[] = [];

  constructor(
    themeName: string,
    widgets: GalleryWidget[],
    readonly store: SettingsStore,
    readonly sheets: Sheets,
  ) {
    const specimens = widgets.reduce(
      (total, { variants }) => total + variants.reduce((sum, { cells }) => sum + cells.length, 0),
      0,
    );
    this.element.append(
      h(
        "header",
        { class: "g-hero" },
        h(
          "div",
          { class: "g-hero-text" },
          h("p", { class: "g-body-large" }, "Fenêtre"),
          h("h1", { class: "g-hero-title" }, `${themeName} Gallery`),
        ),
        h(
          "p",
          { class: "g-hero-facts" },
          [count(widgets.length, "widget"), count(specimens, "specimen")].join("  ·  "),
        ),
      ),
      ...byCategory(widgets).map(([category, members]) =>
        h(
          "section",
          { class: "g-home-group", "aria-label": category },
          h("h2", { class: "g-subtitle" }, category),
          h("div", { class: "g-tiles" }, ...members.map((widget) => this.#tile(widget))),
        ),
      ),
    );
    this.apply();
  }

  apply(): void {
    const settings = this.store.values;
    const mode = this.store.modes.length > 1 ? "light" : (this.store.modes[0] ?? "light");
    for (const preview of this.#previews) dressRoot(preview, mode, settings);
    for (const frame of this.#frames) frame.apply({ ...settings, scale: 100 });
    requestAnimationFrame(() => {
      // As wide as what it shows, so that it stands in the middle of its tile.
      for (const frame of this.#frames) frame.element.style.inlineSize = `${frame.contentWidth}px`;
    });
  }

  #tile(widget: GalleryWidget): HTMLElement {
    const cell = widget.variants[0]?.cells[0];
    const preview = h("fenetre-root", { class: "g-tile-preview", inert: true, "aria-hidden": "true" });
    if (cell) {
      const mode = this.store.modes.length > 1 ? "light" : (this.store.modes[0] ?? "light");
      const frame = new Frame(cell, mode, this.sheets);
      this.#frames.push(frame);
      this.#previews.push(preview);
      preview.append(frame.element);
    }
    const states = widget.variants.reduce((total, { cells }) => total + cells.length, 0);
    return h(
      "a",
      { class: "g-tile", href: `#${widget.name}` },
      preview,
      h(
        "span",
        { class: "g-tile-text" },
        h("span", { class: "g-strong" }, widget.title),
        h(
          "span",
          { class: "g-caption" },
          [widget.control ?? widget.relative, count(states, "specimen")].filter(Boolean).join("  ·  "),
        ),
      ),
    );
  }
}
