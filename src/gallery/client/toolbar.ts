import { parseColour } from "../../theme/accent.ts";
import type { Host } from "../protocol.ts";
import { accents } from "./accents.ts";
import { contrastThemes } from "./contrast-themes.ts";
import { h, icon, uniqueId } from "./dom.ts";
import { type Settings, type SettingsStore, scales } from "./settings.ts";

const schemeNames: Record<Settings["scheme"], string> = {
  light: "Light",
  dark: "Dark",
  contrast: "Contrast",
  all: "Side by side",
};
const hostNames: Record<Host, string> = { "glpi-11": "GLPI 11", "glpi-10": "GLPI 10", bare: "None" };
const groundNames: Record<Settings["ground"], string> = { solid: "Solid", layer: "Layer", acrylic: "Acrylic" };

/** The row above the specimens: scheme at once, everything else one flyout away. */
export function toolbar(store: SettingsStore, themeAccent: () => string, inspect: () => void): HTMLElement {
  const contrast = select(
    "Contrast theme",
    Object.entries(contrastThemes).map(([key, { name }]) => [key, name]),
    () => store.values.contrast,
    (value) => store.set({ contrast: value }),
    store,
  );
  const showContrast = (): void => void (contrast.hidden = !["contrast", "all"].includes(store.values.scheme));
  store.onChange(showContrast);
  showContrast();
  return h(
    "div",
    { class: "g-toolbar", role: "group", "aria-label": "How specimens are shown" },
    selectorBar(
      "Scheme",
      schemeNames,
      () => store.values.scheme,
      (scheme) => store.set({ scheme }),
      store,
    ),
    contrast,
    h("span", { class: "g-spacer" }),
    h(
      "span",
      { class: "g-native-switch", title: "Native widgets beneath ours, drawn from WinUI's figures" },
      h("span", { class: "g-native-word", "aria-hidden": "true" }, "Native"),
      toggle(
        "Native",
        () => store.values.native,
        (native) => store.set({ native }),
        store,
      ),
    ),
    h(
      "button",
      {
        type: "button",
        class: "g-button",
        title: "Which file and line of the theme decides an element (Ctrl+Alt+I)",
        onclick: inspect,
      },
      h("span", {}, "Inspect"),
    ),
    accentButton(store, themeAccent),
    stageButton(store),
  );
}

/** WinUI's SelectorBar: words in a row, a pill under the chosen one. */
function selectorBar<T extends string>(
  label: string,
  names: Record<T, string>,
  current: () => T,
  choose: (value: T) => void,
  store: SettingsStore,
): HTMLElement {
  const keys = Object.keys(names) as T[];
  const items = keys.map((key) =>
    h(
      "button",
      { type: "button", class: "g-selector-item", role: "radio", "data-value": key, onclick: () => choose(key) },
      h("span", {}, names[key]),
    ),
  );
  const bar = h("div", { class: "g-selector", role: "radiogroup", "aria-label": label }, ...items);
  bar.addEventListener("keydown", (event) => {
    const step = ["ArrowRight", "ArrowDown"].includes(event.key)
      ? 1
      : ["ArrowLeft", "ArrowUp"].includes(event.key)
        ? -1
        : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (keys.indexOf(current()) + step + keys.length) % keys.length;
    choose(keys[next] as T);
    items[next]?.focus();
  });
  const show = (): void => {
    for (const item of items) {
      const chosen = item.dataset.value === current();
      item.setAttribute("aria-checked", String(chosen));
      item.tabIndex = chosen ? 0 : -1;
    }
  };
  store.onChange(show);
  show();
  return bar;
}

function select(
  label: string,
  options: [value: string, name: string][],
  current: () => string,
  choose: (value: string) => void,
  store: SettingsStore,
): HTMLElement {
  const element = h(
    "select",
    {
      class: "form-select g-select",
      "aria-label": label,
      onchange: (event: Event) => choose((event.target as HTMLSelectElement).value),
    },
    ...options.map(([value, name]) => h("option", { value }, name)),
  );
  const show = (): void => void (element.value = current());
  store.onChange(show);
  show();
  return element;
}

function toggle(
  label: string,
  current: () => boolean,
  choose: (value: boolean) => void,
  store: SettingsStore,
): HTMLElement {
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    class: "form-check-input g-switch",
    "aria-label": label,
    onchange: () => choose(input.checked),
  });
  const word = h("span", { class: "g-switch-word", "aria-hidden": "true" });
  const show = (): void => {
    input.checked = current();
    word.textContent = input.checked ? "On" : "Off";
  };
  store.onChange(show);
  show();
  return h(
    "label",
    { class: "g-switch-label" },
    word,
    h("span", { class: "form-check form-switch g-switch-box" }, input),
  );
}

/** A button that opens a flyout under itself. */
function flyoutButton(label: string, content: (Node | string)[], flyout: HTMLElement, title: string): HTMLElement {
  flyout.id = uniqueId("g-flyout");
  flyout.setAttribute("popover", "");
  const button = h(
    "button",
    {
      type: "button",
      class: "g-button",
      popovertarget: flyout.id,
      "aria-label": label,
      title,
      "aria-haspopup": "dialog",
    },
    ...content,
    icon("chevron"),
  );
  flyout.addEventListener("beforetoggle", (event) => {
    if ((event as ToggleEvent).newState !== "open") return;
    const box = button.getBoundingClientRect();
    flyout.style.insetBlockStart = `${box.bottom + 4}px`;
    flyout.style.insetInlineEnd = `${Math.max(8, document.documentElement.clientWidth - box.right)}px`;
  });
  return h("span", { class: "g-flyout-anchor" }, button, flyout);
}

function accentButton(store: SettingsStore, themeAccent: () => string): HTMLElement {
  const own = h("input", {
    type: "color",
    class: "g-colour",
    "aria-label": "Custom colour",
    oninput: () => store.set({ accent: own.value }),
  });
  const text = h("input", {
    type: "text",
    class: "form-control g-colour-text",
    "aria-label": "Colour as text",
    spellcheck: "false",
  });
  text.addEventListener("change", () => {
    const colour = parseColour(text.value);
    if (colour) store.set({ accent: colour });
    else show();
  });
  const swatches = accents.map(([name, colour]) =>
    h("button", {
      type: "button",
      class: "g-swatch",
      title: `${name}, ${colour.toUpperCase()}`,
      "aria-label": name,
      "data-colour": colour,
      style: `--swatch: ${colour}`,
      onclick: () => store.set({ accent: colour }),
    }),
  );
  const reset = h("button", { type: "button", class: "btn", onclick: () => store.set({ accent: "" }) }, "Theme's own");
  const chip = h("span", { class: "g-chip", "aria-hidden": "true" });
  const show = (): void => {
    const colour = store.values.accent || themeAccent().toLowerCase();
    own.value = colour;
    text.value = colour.toUpperCase();
    chip.style.setProperty("--swatch", colour);
    for (const swatch of swatches) swatch.setAttribute("aria-pressed", String(swatch.dataset.colour === colour));
  };
  store.onChange(show);
  show();
  const flyout = h(
    "div",
    { class: "g-flyout g-accents", role: "dialog", "aria-label": "Accent colour" },
    h("div", { class: "g-strong" }, "Windows colours"),
    h("div", { class: "g-swatches" }, ...swatches),
    h("div", { class: "g-strong" }, "Custom colour"),
    h("div", { class: "g-row" }, own, text, reset),
  );
  return flyoutButton(
    "Accent colour",
    [chip, h("span", { class: "g-button-word" }, "Accent")],
    flyout,
    "Accent colour",
  );
}

function stageButton(store: SettingsStore): HTMLElement {
  const row = (label: string, caption: string, control: HTMLElement): HTMLElement =>
    h(
      "div",
      { class: "g-setting" },
      h("div", {}, h("div", {}, label), h("div", { class: "g-caption" }, caption)),
      control,
    );
  const list = <T extends string>(names: Record<T, string>): [string, string][] =>
    Object.entries(names) as [string, string][];
  const flyout = h(
    "div",
    { class: "g-flyout g-settings", role: "dialog", "aria-label": "Stage" },
    row(
      "Host style sheet",
      "What GLPI loads beneath the theme",
      select(
        "Host style sheet",
        list(hostNames),
        () => store.values.host,
        (value) => store.set({ host: value as Host }),
        store,
      ),
    ),
    row(
      "Background",
      "What specimens stand on",
      select(
        "Background",
        list(groundNames),
        () => store.values.ground,
        (value) => store.set({ ground: value as Settings["ground"] }),
        store,
      ),
    ),
    row(
      "Scale",
      "As Settings, Display, Scale",
      select(
        "Scale",
        scales.map((scale) => [String(scale), `${scale} %`]),
        () => String(store.values.scale),
        (value) => store.set({ scale: Number(value) }),
        store,
      ),
    ),
    row(
      "Compact density",
      "24 epx controls, 32 epx rows",
      toggle(
        "Compact density",
        () => store.values.density === "compact",
        (on) => store.set({ density: on ? "compact" : "standard" }),
        store,
      ),
    ),
    row(
      "Right to left",
      "Writing direction of specimens",
      toggle(
        "Right to left",
        () => store.values.dir === "rtl",
        (on) => store.set({ dir: on ? "rtl" : "ltr" }),
        store,
      ),
    ),
  );
  const summary = h("span", { class: "g-button-word" });
  const show = (): void => {
    const { host, scale, dir, density } = store.values;
    const text = [
      host === "bare" ? "No host" : hostNames[host],
      `${scale} %`,
      dir === "rtl" && "RTL",
      density === "compact" && "Compact",
    ]
      .filter(Boolean)
      .join(" · ");
    summary.textContent = text;
    anchor.querySelector("button")?.setAttribute("aria-label", `${text}, stage`);
  };
  const anchor = flyoutButton(
    "Stage",
    [icon("settings"), summary],
    flyout,
    "Host style sheet, background, scale, density, direction",
  );
  store.onChange(show);
  show();
  return anchor;
}
