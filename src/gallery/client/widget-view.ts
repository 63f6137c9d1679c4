import { endpoints, type Fact, type GalleryVariant, type GalleryWidget } from "../protocol.ts";
import { contrastThemes } from "./contrast-themes.ts";
import { h, icon } from "./dom.ts";
import type { Mode, SettingsStore } from "./settings.ts";
import { code, languageOf, openInEditor } from "./source.ts";
import { dressRoot, Frame, type Sheets } from "./stage.ts";

const modeNames: Record<Mode, string> = { light: "Light", dark: "Dark", contrast: "Contrast" };

/** Everything about one widget: a card a variant, then its reference, its budget and its sources. */
export class WidgetView {
  readonly element: HTMLElement;
  #frames: Frame[] = [];
  #grounds: { element: HTMLElement; mode: Mode }[] = [];
  #filled = false;

  constructor(
    readonly widget: GalleryWidget,
    readonly store: SettingsStore,
    readonly sheets: Sheets,
    /** Whether it stands alone on its page, and so brings its sources. */
    readonly alone: boolean,
  ) {
    this.element = h("section", { class: "g-widget", "data-widget": widget.name, "aria-label": widget.title });
  }

  /** Builds the content. Pages of many widgets call it when one comes into view. */
  fill(): void {
    this.#filled = true;
    this.#frames = [];
    this.#grounds = [];
    const { widget } = this;
    this.element.replaceChildren(
      this.#header(),
      ...(widget.problem
        ? [infoBar(`${place(widget.problem)}${widget.problem.problem}. ${widget.problem.remedy}.`)]
        : []),
      ...widget.variants.map((variant) => this.#variant(variant)),
      ...(this.alone ? this.#about() : []),
    );
    this.apply();
  }

  get filled(): boolean {
    return this.#filled;
  }

  /** Takes over settings that need no new elements. */
  apply(): void {
    const settings = this.store.values;
    for (const { element, mode } of this.#grounds) {
      dressRoot(element, mode, settings);
      element.dataset.ground = settings.ground;
    }
    for (const frame of this.#frames) frame.apply(settings);
    this.fit();
  }

  /** After the style changed: what stands out of the flow may need other room. */
  fit(): void {
    requestAnimationFrame(() => {
      for (const frame of this.#frames) frame.fit();
      this.#arrange();
      if (this.store.values.native) for (const frame of this.#frames) void this.#native(frame);
    });
  }

  /** Columns as wide as the widest specimen of their stage: a row of buttons needs no box of 280 each. */
  #arrange(): void {
    const { scale } = this.store.values;
    for (const { element } of this.#grounds) {
      const frames = this.#frames.filter((frame) => element.contains(frame.element));
      const width = Math.max(0, ...frames.map((frame) => frame.contentWidth));
      const captions = [...element.querySelectorAll<HTMLElement>("figcaption > span")].map(
        (caption) => caption.offsetWidth,
      );
      element.style.setProperty("--cell", `${Math.max(88, ...captions, (Math.ceil(width / 4) * 4 * scale) / 100)}px`);
    }
  }

  #header(): HTMLElement {
    const { widget } = this;
    const specimens = widget.variants.reduce((total, { cells }) => total + cells.length, 0);
    const kin = widget.control
      ? `WinUI ${widget.control}`
      : widget.relative
        ? `Styled after WinUI ${widget.relative}`
        : "No native counterpart named yet";
    const facts = [kin, count(widget.variants.length, "variant"), count(specimens, "specimen")].join("  ·  ");
    const heading = this.alone
      ? h("h1", { class: "g-title" }, widget.title)
      : h("h2", { class: "g-subtitle" }, h("a", { href: `#${widget.name}`, class: "g-plain-link" }, widget.title));
    return h(
      "header",
      { class: "g-widget-header" },
      heading,
      h("p", { class: "g-secondary" }, facts),
      widget.note
        ? h("p", { class: "g-secondary" }, /^[a-z]+['\s]/.test(widget.note) ? capital(widget.note) : widget.note)
        : undefined,
    );
  }

  #variant(variant: GalleryVariant): HTMLElement {
    const link = `${this.widget.name}/${variant.name}`;
    const stages = this.store.modes.map((mode) => this.#ground(variant, mode));
    const [first] = variant.cells;
    return h(
      "section",
      { class: "g-variant", id: link, "aria-label": `${this.widget.title}, ${variant.name}` },
      h(
        "div",
        { class: "g-variant-header" },
        h(this.alone ? "h2" : "h3", { class: "g-strong" }, name(variant.name)),
        h(
          "a",
          { class: "g-icon-button", href: `#${link}`, title: "Link to this variant", "aria-label": `Link to ${link}` },
          icon("link"),
        ),
      ),
      h(
        "div",
        { class: "g-card" },
        h("div", { class: "g-stages" }, ...stages),
        variant.facts.length > 0
          ? expander("Native reference", digest(variant.facts), () => [facts(variant.facts, "Native reference")])
          : undefined,
        expander(
          "Source code",
          "markup",
          () =>
            variant.cells
              .filter((cell, index, all) => all.findIndex(({ html }) => html === cell.html) === index)
              .map((cell) =>
                sourceBlock(
                  variant.cells
                    .filter(({ html }) => html === cell.html)
                    .map(({ state }) => name(state))
                    .join(", "),
                  cell.html,
                  cell.file,
                  cell.line,
                ),
              ),
          first?.file,
        ),
      ),
    );
  }

  #ground(variant: GalleryVariant, mode: Mode): HTMLElement {
    const cells = variant.cells.map((cell) => {
      const frame = new Frame(cell, mode, this.sheets);
      this.#frames.push(frame);
      return h(
        "figure",
        { class: "g-cell", "data-state-name": cell.state },
        h("figcaption", { class: "g-caption" }, h("span", {}, name(cell.state))),
        frame.element,
      );
    });
    const element = h("fenetre-root", { class: "g-ground" }, h("div", { class: "g-cells" }, ...cells));
    if (this.store.modes.length > 1) {
      const contrast = contrastThemes[this.store.values.contrast]?.name;
      element.prepend(
        h(
          "div",
          { class: "g-mode" },
          mode === "contrast" && contrast ? `${modeNames[mode]}, ${contrast}` : modeNames[mode],
        ),
      );
    }
    this.#grounds.push({ element, mode });
    return element;
  }

  /** The native widget, drawn in the size that ours has, beneath it. */
  async #native(frame: Frame): Promise<void> {
    const { variant, state } = frame.cell;
    const figure = frame.element.parentElement;
    const root = frame.root;
    const known = this.widget.variants.find(({ name: own }) => own === variant)?.native.includes(state);
    if (!figure || !root || !known) return;
    const settings = this.store.values;
    const zoom = settings.scale / 100;
    const scale = zoom * devicePixelRatio;
    // Within a zoomed frame, some browsers report zoomed and some unzoomed lengths: offsets are always unzoomed.
    const width = Math.round(root.offsetWidth * scale);
    const height = Math.round(root.offsetHeight * scale);
    const contrast = contrastThemes[settings.contrast]?.colours ?? {};
    const query = new URLSearchParams({
      widget: this.widget.name,
      variant,
      state,
      theme: frame.mode === "contrast" ? "high-contrast" : frame.mode,
      width: String(width),
      height: String(height),
      scale: String(scale),
      ...(frame.mode === "contrast" ? { palette: JSON.stringify(palette(contrast)) } : {}),
      ...(settings.accent ? { accent: settings.accent } : {}),
    });
    const label = h("span", { class: "g-caption" }, "Native");
    let picture = figure.querySelector<HTMLElement>(".g-native");
    if (!picture) {
      picture = h("div", { class: "g-native", style: `min-block-size: ${root.offsetHeight * zoom + 16}px` }, label);
      figure.append(picture);
    }
    const response = await fetch(`${endpoints.native}?${query}`);
    if (!response.ok) {
      picture.replaceChildren(label, h("p", { class: "g-secondary" }, await response.text()));
      return;
    }
    // Markup of our own server, in which every word is escaped.
    const drawing = h("div", { role: "img", "aria-label": `Native ${variant}, ${state}`, class: "g-portrait" });
    drawing.innerHTML = await response.text();
    drawing.style.setProperty("zoom", String(zoom));
    picture.replaceChildren(label, drawing);
  }

  #about(): HTMLElement[] {
    const { widget } = this;
    const css = widget.files.filter((file) => file.endsWith(".css"));
    const others = widget.files.filter((file) => !file.endsWith(".css"));
    const sources = (files: string[]) => (): HTMLElement[] => files.map((file) => remoteSource(file));
    return [
      h("h2", { class: "g-strong g-about" }, "About this widget"),
      h(
        "div",
        { class: "g-expanders" },
        expander("Style sheets", css.map(base).join(", ") || "none in its folder", sources(css)),
        expander("Specimens, reference and budget", others.map(base).join(", "), sources(others)),
        widget.budget.length > 0
          ? expander("Budget", `${widget.budget.length} figures, which may only fall`, () => [
              facts(widget.budget, "Budget"),
            ])
          : expander("Budget", "none yet: the comparison writes it", () => [
              h("p", { class: "g-secondary" }, "Run the comparison: npm run visual"),
            ]),
      ),
    ];
  }
}

/** An InfoBar for what is wrong. */
export function infoBar(text: string, ...actions: HTMLElement[]): HTMLElement {
  return h(
    "div",
    { class: "g-info-bar", role: "alert" },
    icon("error"),
    h("span", { class: "g-info-text" }, text),
    ...actions,
  );
}

/** "pointer-over" is "Pointer over". */
export const name = (text: string): string => capital(text.replaceAll("-", " "));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;

const base = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

const place = ({ file, line }: { file?: string; line?: number }): string =>
  file ? `${file}${line ? `:${line}` : ""}: ` : "";

function expander(title: string, detail: string, content: () => HTMLElement[], file?: string): HTMLElement {
  const body = h("div", { class: "g-expander-body" });
  const details = h(
    "details",
    { class: "g-expander" },
    h(
      "summary",
      {},
      h("span", { class: "g-expander-title" }, title),
      h("span", { class: "g-caption" }, file ? base(file) : detail),
    ),
    body,
  );
  details.addEventListener("toggle", () => {
    // Filled when opened, and anew each time: files change while the page stands.
    if (details.open) body.replaceChildren(...content());
  });
  return details;
}

function sourceBlock(title: string, text: string, file: string, line?: number): HTMLElement {
  return h("div", { class: "g-source-block" }, sourceHeader(title, file, line, text), code(text, languageOf(file)));
}

function remoteSource(file: string): HTMLElement {
  const block = h("div", { class: "g-source-block" }, sourceHeader(file, file));
  void fetch(`${endpoints.source}?file=${encodeURIComponent(file)}`)
    .then((response) => response.text())
    .then((text) => block.append(code(text, languageOf(file))));
  return block;
}

function sourceHeader(title: string, file: string, line?: number, copied?: string): HTMLElement {
  return h(
    "div",
    { class: "g-source-header" },
    h("span", { class: "g-caption" }, title),
    h("span", { class: "g-spacer" }),
    copied
      ? h(
          "button",
          {
            type: "button",
            class: "g-icon-button",
            title: "Copy",
            "aria-label": `Copy ${title}`,
            onclick: () => void navigator.clipboard.writeText(copied),
          },
          icon("copy"),
        )
      : undefined,
    h(
      "button",
      {
        type: "button",
        class: "g-icon-button",
        title: "Open in the editor",
        "aria-label": `Open ${file} in the editor`,
        onclick: () => openInEditor(file, line),
      },
      icon("edit"),
    ),
  );
}

function facts(list: Fact[], title: string): HTMLElement {
  return h(
    "aside",
    { class: "g-facts", "aria-label": title },
    h(
      "dl",
      {},
      ...list.map((fact) =>
        h(
          "div",
          { class: "g-fact" },
          h("dt", {}, fact.name),
          h(
            "dd",
            {},
            fact.colours
              ? h(
                  "span",
                  { class: "g-fact-swatches", title: `${fact.colours.join(" in light, ")} in dark` },
                  ...fact.colours.map((colour) => h("span", { style: `--swatch: ${colour}` })),
                )
              : undefined,
            fact.href
              ? h(
                  "a",
                  { class: "g-fact-value", href: fact.href, target: "_blank", rel: "noreferrer", title: origin(fact) },
                  fact.value,
                )
              : h("span", { class: "g-fact-value", title: origin(fact) }, fact.value),
          ),
        ),
      ),
    ),
  );
}

/** The first lines of facts that are figures, for a closed expander. */
const digest = (list: Fact[]): string =>
  list
    .filter(({ value }) => value.endsWith("epx"))
    .slice(0, 3)
    .map(({ name: what, value }) => `${what} ${value}`)
    .join(", ");

/** "ButtonPadding, Button_themeresources.xaml:152" */
const origin = ({ key, source }: Fact): string | undefined => [key, source].filter(Boolean).join(", ") || undefined;

/** System colours by CSS' names, for the renderer of references. */
function palette(colours: Record<string, string>): Record<string, string> {
  const get = (key: string): string => colours[`--contrast-${key}`] ?? "#000000";
  return {
    Canvas: get("canvas"),
    CanvasText: get("canvas-text"),
    LinkText: get("link-text"),
    GrayText: get("gray-text"),
    Highlight: get("highlight"),
    HighlightText: get("highlight-text"),
    ButtonFace: get("button-face"),
    ButtonText: get("button-text"),
    Field: get("canvas"),
    FieldText: get("canvas-text"),
  };
}
