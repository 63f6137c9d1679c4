import { startInspector } from "../inspector.client.js";
import {
  endpoints,
  events,
  type GalleryState,
  type GalleryWidget,
  type Problem,
  type SheetsUpdate,
  type WidgetsUpdate,
} from "../protocol.ts";
import { h, icon } from "./dom.ts";
import galleryCss from "./gallery.css?inline";
import { Home } from "./home.ts";
import { Navigation } from "./navigation.ts";
import { defaultSettings, SettingsStore } from "./settings.ts";
import { openInEditor } from "./source.ts";
import { dressRoot, Sheets } from "./stage.ts";
import { toolbar } from "./toolbar.ts";
import { infoBar, WidgetView } from "./widget-view.ts";

const own = new CSSStyleSheet();
own.replaceSync(galleryCss);

const state = (await (await fetch(endpoints.state)).json()) as GalleryState;
let widgets: GalleryWidget[] = state.widgets;
let theme = state.theme;

const store = new SettingsStore(defaultSettings(theme.density));
const sheets = new Sheets(state.sheets, store.values, own);

/** What stands in the content: the start page, one widget, or all of them. */
let views: WidgetView[] = [];
let home: Home | undefined;
let lazy: IntersectionObserver | undefined;

const navigation = new Navigation((target) => {
  location.hash = target === "home" ? "" : target;
});
const problems = h("div", { class: "g-problems", "aria-live": "assertive" });
const content = h("div", { class: "g-content", tabindex: "-1", id: "g-content" });
const bar = toolbar(store, () => theme.accent, inspect);
const menu = h(
  "button",
  { type: "button", class: "g-icon-button g-menu", title: "Navigation pane", "aria-label": "Navigation pane" },
  icon("menu"),
);
const titleBar = h(
  "header",
  { class: "g-title-bar" },
  menu,
  h("span", { class: "g-app-icon", "aria-hidden": "true" }),
  h("span", { class: "g-caption" }, "Fenêtre Gallery"),
  h("span", { class: "g-spacer" }),
  h("a", { class: "g-caption", href: "/site/index.html" }, "Site"),
);
const layer = h("main", { class: "g-layer" }, bar, problems, content);
const smoke = h("div", { class: "g-light-dismiss" });
const body = h(
  "fenetre-body",
  { class: "g-window" },
  h("a", { class: "g-skip", href: "#g-content" }, "Skip to the specimens"),
  titleBar,
  navigation.element,
  smoke,
  layer,
);
const page = h("fenetre-root", { class: "g-page" }, body);

let endInspection: (() => void) | undefined;

/** Points at anything in a specimen: which line of the theme decides it. */
function inspect(): void {
  endInspection?.();
  endInspection = startInspector({
    sheets: (element) => [...(element.getRootNode() as ShadowRoot).adoptedStyleSheets],
    open: openInEditor,
    within: (element) => element.getRootNode() instanceof ShadowRoot,
    ended: () => {
      endInspection = undefined;
    },
  });
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.altKey && event.code === "KeyI") inspect();
});

function dressPage(): void {
  const [mode = "light"] = store.modes;
  // Side by side, the gallery itself keeps to what Windows says.
  const chosen =
    store.modes.length > 1 ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : mode;
  dressRoot(page, chosen, store.values, "ltr");
}

/** `button/standard`: the widget and, if any, the variant. */
function address(): { widget: string; variant: string | undefined } {
  const [widget = "", variant] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { widget: widget || "home", variant };
}

function show(): void {
  const { widget: target } = address();
  const widget = widgets.find(({ name }) => name === target);
  lazy?.disconnect();
  views = [];
  home = undefined;
  content.replaceChildren();
  bar.hidden = false;
  if (widget) {
    const view = new WidgetView(widget, store, sheets, true);
    views = [view];
    content.append(view.element);
    view.fill();
    document.title = `${widget.title} – Fenêtre Gallery`;
  } else if (target === "all") {
    showAll();
    document.title = "All specimens – Fenêtre Gallery";
  } else if (target === "home") {
    home = new Home(theme.name, widgets, store, sheets);
    content.append(home.element);
    document.title = "Fenêtre Gallery";
  } else {
    content.append(infoBar(`There is no widget "${target}" in this theme. Choose one at the left.`));
  }
  navigation.show(widgets, widget ? widget.name : target);
  sheets.sweep();
  scrollToVariant();
}

/** Each widget is built when it comes near the window: hundreds of specimens at once would keep the page waiting. */
function showAll(): void {
  views = widgets.map((widget) => new WidgetView(widget, store, sheets, false));
  const seen = new Map(views.map((view) => [view.element as Element, view]));
  lazy = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const view = seen.get(target);
        if (!isIntersecting || !view || view.filled) continue;
        view.fill();
        lazy?.unobserve(target);
      }
    },
    { root: content, rootMargin: "800px" },
  );
  content.append(h("h1", { class: "g-title" }, "All specimens"), ...views.map(({ element }) => element));
  for (const { element } of views) lazy.observe(element);
}

function scrollToVariant(): void {
  const { widget, variant } = address();
  const target = variant ? document.getElementById(`${widget}/${variant}`) : undefined;
  if (target) target.scrollIntoView({ block: "start" });
  else content.scrollTop = 0;
  for (const section of document.querySelectorAll(".g-variant"))
    section.classList.toggle("g-linked", section === target);
}

function showProblem(problem: Problem | null | undefined): void {
  problems.replaceChildren();
  if (!problem) return;
  const { file, line, column } = problem;
  const where = file
    ? `${[file, line, line ? column : undefined].filter((part) => part !== undefined).join(":")}: `
    : "";
  const open = file
    ? [
        h(
          "button",
          { type: "button", class: "g-button", onclick: () => openInEditor(file, line) },
          "Open in the editor",
        ),
      ]
    : [];
  problems.append(infoBar(`${where}${problem.problem}. ${problem.remedy}.`, ...open));
}

/** In a narrow window the pane lies over the content and closes itself; in a wide one it stands until it is closed. */
const narrow = matchMedia("(max-width: 1007px)");

function togglePane(open: boolean): void {
  body.classList.toggle(narrow.matches ? "g-pane-open" : "g-pane-closed", narrow.matches ? open : !open);
  menu.setAttribute("aria-expanded", String(open));
}

function dismissPane(): void {
  if (narrow.matches) togglePane(false);
}

menu.addEventListener("click", () => togglePane(menu.getAttribute("aria-expanded") !== "true"));
smoke.addEventListener("click", dismissPane);
narrow.addEventListener("change", () => {
  body.classList.remove("g-pane-open", "g-pane-closed");
  menu.setAttribute("aria-expanded", String(!narrow.matches));
});
menu.setAttribute("aria-expanded", String(!narrow.matches));

let shown = address().widget;
addEventListener("hashchange", () => {
  dismissPane();
  if (address().widget === shown) return scrollToVariant();
  shown = address().widget;
  show();
});

addEventListener("keydown", (event) => {
  const typing = (event.composedPath()[0] as Element).matches?.("input, select, textarea, [contenteditable]");
  if ((event.key === "/" && !typing) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    togglePane(true);
    navigation.focusSearch();
  } else if (event.key === "Escape") {
    dismissPane();
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === "[" || event.key === "]")) {
    const at = widgets.findIndex(({ name }) => name === shown);
    const next = widgets[at + (event.key === "]" ? 1 : -1)];
    if (next) location.hash = next.name;
  }
});

store.onChange((settings, changed) => {
  dressPage();
  const rebuilt = changed.includes("scheme") || changed.includes("contrast") || changed.includes("native");
  const update = (): void => {
    if (rebuilt) {
      home?.apply();
      const top = content.scrollTop;
      if (home) show();
      for (const view of views) if (view.filled) view.fill();
      content.scrollTop = top;
      sheets.sweep();
    } else {
      home?.apply();
      for (const view of views) if (view.filled) view.apply();
    }
  };
  if (changed.some((key) => key === "host" || key === "dir" || key === "density"))
    void sheets.apply(settings).then(update);
  else update();
});

dressPage();
await sheets.apply(store.values);
document.body.append(page);
showProblem(state.problem);
show();
document.documentElement.dataset.ready = "";

if (import.meta.hot) {
  const { hot } = import.meta;
  hot.accept("./gallery.css?inline", (module) => {
    if (module) own.replaceSync(module.default as string);
  });
  hot.on(events.sheets, (update: SheetsUpdate) => {
    sheets.update(update.order, update.changed);
    for (const view of views) if (view.filled) view.fit();
    // The task after the next frame: by then the new style has been painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () =>
        hot.send(events.painted, { file: update.file, written: update.written, painted: Date.now() });
      port2.postMessage(null);
    });
  });
  hot.on(events.widgets, (update: WidgetsUpdate) => {
    const fresh = new Map([...widgets, ...update.changed].map((widget) => [widget.name, widget]));
    widgets = update.order.flatMap((name) => fresh.get(name) ?? []);
    const { widget: target } = address();
    const names = new Set(update.changed.map(({ name }) => name));
    const same =
      update.order.length === views.length && views.every(({ widget }, index) => widget.name === update.order[index]);
    // Only the widget that changed is built anew; a page of many keeps the others as they stand.
    if (target === "all" && same) {
      for (const view of views)
        if (names.has(view.widget.name)) replace(view, fresh.get(view.widget.name) as GalleryWidget);
    } else if (
      views.length === 1 &&
      target === views[0]?.widget.name &&
      fresh.has(target) &&
      update.order.includes(target)
    ) {
      if (names.has(target)) replace(views[0] as WidgetView, fresh.get(target) as GalleryWidget);
    } else {
      show();
      return;
    }
    navigation.show(widgets, target);
    sheets.sweep();
  });
  hot.on(events.problem, (problem: Problem | null) => showProblem(problem));
  hot.on(events.theme, (facts: GalleryState["theme"]) => {
    theme = facts;
    dressPage();
    if (home) show();
  });
}

function replace(view: WidgetView, widget: GalleryWidget): void {
  const fresh = new WidgetView(widget, store, sheets, view.alone);
  const top = content.scrollTop;
  view.element.replaceWith(fresh.element);
  fresh.fill();
  views = views.map((candidate) => (candidate === view ? fresh : candidate));
  content.scrollTop = top;
}
