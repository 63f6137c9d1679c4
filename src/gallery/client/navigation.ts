import { groupBy } from "../../util/group.ts";
import { categoryOrder } from "../categories.ts";
import type { GalleryWidget } from "../protocol.ts";
import { h, icon } from "./dom.ts";
import { type Hit, search } from "./search.ts";

const categoryIcons: Record<string, string> = {
  "Basic input": "input",
  Collections: "collections",
  "Date and time": "calendar",
  "Dialogs and flyouts": "dialogs",
  Layout: "layout",
  "Menus and toolbars": "menus",
  Navigation: "navigation",
  Media: "media",
  Scrolling: "scrolling",
  "Status and info": "status",
  Text: "text",
  "GLPI's surfaces": "surfaces",
  Portals: "portals",
};

/** Widgets by category, in WinUI Gallery's order. */
export function byCategory(widgets: GalleryWidget[]): [category: string, widgets: GalleryWidget[]][] {
  const groups = groupBy(widgets, ({ category }) => category);
  const rank = (category: string): number => categoryOrder.indexOf(category) + 1 || categoryOrder.length + 1;
  return [...groups].sort(([a], [b]) => rank(a) - rank(b));
}

/** The icon of a category. */
export const categoryIcon = (category: string): HTMLElement => icon(categoryIcons[category] ?? "other");

/** The NavigationView: search, Home, all specimens, and a group a category. */
export class Navigation {
  readonly element: HTMLElement;
  readonly #list = h("div", { class: "g-nav-list", role: "tree", "aria-label": "Widgets" });
  readonly #input: HTMLInputElement;
  readonly #suggestions = h("div", {
    class: "g-flyout g-suggestions",
    id: "g-suggestions",
    role: "listbox",
    "aria-label": "Suggestions",
    hidden: true,
  });
  readonly #closed = new Set<string>();
  #hits: Hit[] = [];
  #marked = -1;
  #widgets: GalleryWidget[] = [];
  #current = "";

  constructor(readonly go: (target: string) => void) {
    this.#input = h("input", {
      type: "search",
      class: "g-search-input",
      placeholder: "Search widgets, states, classes",
      "aria-label": "Search",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "g-suggestions",
      "aria-autocomplete": "list",
      "aria-keyshortcuts": "/ Control+K",
      autocomplete: "off",
      spellcheck: "false",
    });
    this.#input.addEventListener("input", () => this.#suggest());
    this.#input.addEventListener("focus", () => this.#suggest());
    this.#input.addEventListener("blur", () => this.#close());
    this.#input.addEventListener("keydown", (event) => this.#searchKey(event));
    this.#list.addEventListener("keydown", (event) => this.#listKey(event));
    const box = h("div", { class: "g-search" }, this.#input, icon("search"), this.#suggestions);
    this.element = h("nav", { class: "g-pane", "aria-label": "Gallery" }, box, this.#list);
  }

  focusSearch(): void {
    this.#input.focus();
    this.#input.select();
  }

  show(widgets: GalleryWidget[], current: string): void {
    const focused = (document.activeElement as HTMLElement | null)?.dataset.target;
    this.#widgets = widgets;
    this.#current = current;
    this.#list.replaceChildren(
      this.#item("home", "Home", icon("home"), 1),
      this.#item("all", "All specimens", icon("all"), 1),
      h("div", { class: "g-nav-separator", role: "none" }),
      ...byCategory(widgets).map(([category, members]) => this.#group(category, members)),
    );
    if (focused !== undefined) this.#list.querySelector<HTMLElement>(`[data-target="${CSS.escape(focused)}"]`)?.focus();
    this.#list.querySelector<HTMLElement>("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  #item(target: string, title: string, sign: HTMLElement | undefined, level: number): HTMLElement {
    const current = target === this.#current;
    return h(
      "a",
      {
        class: `g-nav-item g-nav-level-${level}`,
        role: "treeitem",
        href: `#${target === "home" ? "" : target}`,
        "data-target": target,
        "aria-level": level,
        "aria-current": current ? "page" : undefined,
        tabindex: current ? "0" : "-1",
      },
      sign,
      h("span", { class: "g-nav-text" }, title),
    );
  }

  #group(category: string, members: GalleryWidget[]): HTMLElement {
    const open = !this.#closed.has(category) || members.some(({ name }) => name === this.#current);
    const toggle = h(
      "button",
      {
        type: "button",
        class: "g-nav-item g-nav-level-1",
        role: "treeitem",
        "aria-level": 1,
        "aria-expanded": String(open),
        "data-target": `category:${category}`,
        tabindex: "-1",
        onclick: () => this.#toggle(category, !this.#closed.has(category)),
      },
      categoryIcon(category),
      h("span", { class: "g-nav-text" }, category),
      icon("chevron"),
    );
    const items = members.map(({ name, title }) => this.#item(name, title, undefined, 2));
    return h(
      "div",
      { role: "none" },
      toggle,
      h("div", { role: "group", class: "g-nav-group", hidden: !open }, ...items),
    );
  }

  #toggle(category: string, close: boolean): void {
    if (close) this.#closed.add(category);
    else this.#closed.delete(category);
    this.show(this.#widgets, this.#current);
  }

  #listKey(event: KeyboardEvent): void {
    const items = [...this.#list.querySelectorAll<HTMLElement>(".g-nav-item")].filter(
      (item) => item.offsetParent !== null,
    );
    const at = items.indexOf(document.activeElement as HTMLElement);
    const move = (to: number): void => {
      event.preventDefault();
      items[Math.max(0, Math.min(items.length - 1, to))]?.focus();
    };
    const category = items[at]?.dataset.target?.match(/^category:(.*)$/)?.[1];
    if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at - 1);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(items.length - 1);
    else if (category && event.key === "ArrowRight") this.#toggle(category, false);
    else if (category && event.key === "ArrowLeft") this.#toggle(category, true);
    else if (event.key === " ") {
      event.preventDefault();
      items[at]?.click();
    }
  }

  #suggest(): void {
    this.#hits = search(this.#widgets, this.#input.value);
    this.#marked = this.#hits.length > 0 ? 0 : -1;
    const none = this.#input.value.trim() !== "" && this.#hits.length === 0;
    this.#suggestions.replaceChildren(
      ...this.#hits.map((hit, index) =>
        h(
          "div",
          {
            class: "g-suggestion",
            role: "option",
            id: `g-hit-${index}`,
            onpointerdown: (event: Event) => {
              event.preventDefault();
              this.#choose(index);
            },
          },
          h("span", {}, hit.title),
          h("span", { class: "g-caption" }, hit.detail),
        ),
      ),
      none ? h("div", { class: "g-suggestion g-suggestion-none" }, "Nothing has all of these words") : "",
    );
    const open = this.#hits.length > 0 || none;
    this.#suggestions.hidden = !open;
    this.#input.setAttribute("aria-expanded", String(open));
    this.#mark();
  }

  #mark(): void {
    for (const [index, child] of [...this.#suggestions.children].entries()) {
      child.setAttribute("aria-selected", String(index === this.#marked));
    }
    if (this.#marked < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `g-hit-${this.#marked}`);
  }

  #searchKey(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && this.#hits.length > 0) {
      event.preventDefault();
      this.#marked = (this.#marked + step + this.#hits.length) % this.#hits.length;
      this.#mark();
    } else if (event.key === "Enter") {
      this.#choose(this.#marked);
    } else if (event.key === "Escape" && !this.#suggestions.hidden) {
      event.stopPropagation();
      this.#close();
    }
  }

  #choose(index: number): void {
    const hit = this.#hits[index];
    if (!hit) return;
    this.#close();
    this.#input.value = "";
    this.go(hit.target);
  }

  #close(): void {
    this.#suggestions.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
  }
}
