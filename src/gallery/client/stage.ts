import { accentRamp } from "../../theme/accent.ts";
import { endpoints, type GalleryCell, type Host, type Sheet } from "../protocol.ts";
import baseCss from "./base.css?inline";
import { contrastThemes } from "./contrast-themes.ts";
import { h } from "./dom.ts";
import type { Mode, Settings } from "./settings.ts";
import stageCss from "./stage.css?inline";

const constructed = (css: string): CSSStyleSheet => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};

const base = constructed(baseCss);
const stage = constructed(stageCss);

/**
 * The style sheets of all stages. Each is one object that every shadow tree shares: replacing its text restyles the
 * whole page in one go, without touching an element.
 */
export class Sheets {
  #sheets = new Map<string, { sheet: Sheet; style: CSSStyleSheet }>();
  #order: string[] = [];
  readonly #hosts = new Map<string, CSSStyleSheet>();
  readonly #roots = new Set<ShadowRoot>();
  #settings: Settings;

  constructor(
    sheets: Sheet[],
    settings: Settings,
    /** The gallery's own sheet, the last word on its own elements. */
    readonly own: CSSStyleSheet,
  ) {
    this.#settings = settings;
    this.update(
      sheets.map(({ id }) => id),
      sheets,
    );
  }

  /** Takes over changed texts. Trees are given a new list only when it is another one. */
  update(order: string[], changed: Sheet[]): void {
    const sameOrder = order.length === this.#order.length && order.every((id, index) => id === this.#order[index]);
    for (const sheet of changed) {
      const known = this.#sheets.get(sheet.id);
      if (known) {
        known.sheet = sheet;
        known.style.replaceSync(sheet.css);
      } else {
        this.#sheets.set(sheet.id, { sheet, style: constructed(sheet.css) });
      }
    }
    this.#order = order;
    for (const id of [...this.#sheets.keys()]) if (!order.includes(id)) this.#sheets.delete(id);
    if (!sameOrder) this.#adoptAll();
  }

  /** Brings the host's style sheet and the files of its line beneath every stage. */
  async apply(settings: Settings): Promise<void> {
    this.#settings = settings;
    const key = hostKey(settings);
    if (!this.#hosts.has(key)) {
      const response = await fetch(`${endpoints.host}?host=${settings.host}&dir=${settings.dir}`);
      this.#hosts.set(key, constructed(await response.text()));
    }
    this.#adoptAll();
  }

  /** A stage that is shown. */
  adopt(root: ShadowRoot): void {
    this.#roots.add(root);
    root.adoptedStyleSheets = this.#list();
  }

  /** Forgets stages that are no longer on the page. */
  sweep(): void {
    for (const root of this.#roots) if (!root.host.isConnected) this.#roots.delete(root);
  }

  #theme(host: Host): CSSStyleSheet[] {
    const line = host === "glpi-10" ? "10" : "11";
    return this.#order.flatMap((id) => {
      const entry = this.#sheets.get(id);
      if (!entry || (entry.sheet.glpi && entry.sheet.glpi !== line)) return [];
      return entry.sheet.compact && this.#settings.density !== "compact" ? [] : [entry.style];
    });
  }

  #list(): CSSStyleSheet[] {
    const host = this.#hosts.get(hostKey(this.#settings));
    return [base, ...(host ? [host] : []), ...this.#theme(this.#settings.host), stage];
  }

  #adoptAll(): void {
    const list = this.#list();
    for (const root of this.#roots) root.adoptedStyleSheets = list;
    document.adoptedStyleSheets = [base, ...this.#theme("bare"), this.own];
  }
}

const hostKey = ({ host, dir }: Settings): string => `${host}-${dir}`;

/** Sets up an element that stands for a page's root: scheme, accent, contrast theme, writing direction. */
export function dressRoot(root: HTMLElement, mode: Mode, settings: Settings, dir: "ltr" | "rtl" = settings.dir): void {
  const contrast = contrastThemes[settings.contrast];
  const forced = mode === "contrast" && contrast !== undefined;
  const dark = forced ? contrast.dark : mode === "dark";
  root.classList.add("fenetre-root");
  root.lang = dir === "rtl" ? "ar" : "en";
  root.dir = dir;
  root.dataset.mode = mode;
  root.toggleAttribute("data-contrast", forced);
  root.setAttribute("data-glpi-theme-dark", dark ? "1" : "0");
  root.style.colorScheme = dark ? "dark" : "light";
  for (const name of Object.keys(contrastThemes.aquatic?.colours ?? {})) {
    // Not inherited from the gallery's own page, which may wear another scheme.
    root.style.setProperty(name, forced ? (contrast.colours[name] as string) : "initial");
  }
  const forcedValues: Record<string, string> = {
    "--contrast-shadow": "none",
    "--contrast-image": "none",
    "--contrast-colour": "var(--contrast-canvas-text)",
    "--contrast-background": "var(--contrast-canvas)",
    "--contrast-border": "currentcolor",
  };
  for (const [name, value] of Object.entries(forcedValues)) root.style.setProperty(name, forced ? value : "initial");
  const ramp = settings.accent ? accentRamp(settings.accent) : undefined;
  for (const [name, shade] of Object.entries(accentProperties)) {
    if (ramp) root.style.setProperty(name, ramp[shade]);
    else root.style.removeProperty(name);
  }
}

const accentProperties = {
  "--win-accent-base": "base",
  "--win-accent-light-1": "light1",
  "--win-accent-light-2": "light2",
  "--win-accent-light-3": "light3",
  "--win-accent-dark-1": "dark1",
  "--win-accent-dark-2": "dark2",
  "--win-accent-dark-3": "dark3",
} as const;

/** A specimen in a page of its own, in one mode. */
export class Frame {
  readonly element: HTMLElement;
  readonly #page: HTMLElement;
  readonly #body: HTMLElement;

  constructor(
    readonly cell: GalleryCell,
    readonly mode: Mode,
    sheets: Sheets,
  ) {
    this.element = h("fenetre-frame", { "data-mode": mode, "data-cell": `${cell.variant}/${cell.state}` });
    // A tree of its own: ids, labels and groups of radio buttons end at its edge, as in GLPI.
    const shadow = this.element.attachShadow({ mode: "open" });
    this.#body = h("fenetre-body");
    this.#page = h("fenetre-root", {}, this.#body);
    this.#body.innerHTML = cell.shown ?? cell.html;
    // No attribute says so: the specimens' own mark does.
    for (const input of this.#body.querySelectorAll<HTMLInputElement>("[data-indeterminate]"))
      input.indeterminate = true;
    force(this.#body, cell.forced);
    this.#body.addEventListener("click", (event) => {
      // GLPI's links and buttons lead nowhere here.
      if ((event.target as Element).closest("a[href], button:not([type=button]), input[type=submit]"))
        event.preventDefault();
    });
    this.#body.addEventListener("submit", (event) => event.preventDefault());
    shadow.append(this.#page);
    sheets.adopt(shadow);
  }

  apply(settings: Settings): void {
    dressRoot(this.#page, this.mode, settings);
    this.element.style.inlineSize = `${this.cell.frame}px`;
    this.element.style.setProperty("zoom", String(settings.scale / 100));
  }

  /** Room for what stands out of the flow, such as an open menu. */
  fit(): void {
    this.element.style.minBlockSize = "";
    const needed = this.element.scrollHeight;
    if (needed > this.element.clientHeight + 1) this.element.style.minBlockSize = `${needed}px`;
  }

  /** How much of its box the specimen takes, epx: all of it for what fills a line. */
  get contentWidth(): number {
    const page = this.#body.getBoundingClientRect();
    const far = visibleBoxes(this.#body).map((box) =>
      this.#page.dir === "rtl" ? page.right - box.left : box.right - page.left,
    );
    const share = Math.max(0, ...far) / (page.width || 1);
    return Math.min(this.cell.frame, Math.ceil(share * this.cell.frame));
  }

  /** The element that is the widget: marked, or the first. */
  get root(): HTMLElement | null {
    return this.#body.querySelector<HTMLElement>("[data-root]") ?? (this.#body.firstElementChild as HTMLElement | null);
  }
}

const painted = "input, select, textarea, button, img, svg, canvas, progress, meter";

/** Where something can be seen: text, controls, and elements with a fill, a border or a shadow. */
function visibleBoxes(body: HTMLElement): DOMRect[] {
  const boxes: DOMRect[] = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) {
      const { backgroundColor, backgroundImage, borderTopWidth, borderBottomWidth, boxShadow } = getComputedStyle(node);
      const clear = /^(transparent|rgba\(\d+, \d+, \d+, 0\))$/.test(backgroundColor) && backgroundImage === "none";
      const bare = clear && borderTopWidth === "0px" && borderBottomWidth === "0px" && boxShadow === "none";
      if (!bare || node.matches(painted)) boxes.push(node.getBoundingClientRect());
    } else if (node.nodeValue?.trim()) {
      range.selectNodeContents(node);
      boxes.push(...range.getClientRects());
    }
  }
  return boxes;
}

/** Puts the state on the marked elements, or on the root; whoever holds the focus has ancestors that hold it within. */
function force(body: HTMLElement, forced: string[]): void {
  if (forced.length === 0) return;
  const marked = [...body.querySelectorAll<HTMLElement>("[data-force]")];
  const root = body.querySelector<HTMLElement>("[data-root]") ?? (body.firstElementChild as HTMLElement | null);
  for (const target of marked.length > 0 ? marked : root ? [root] : []) {
    add(target, forced);
    if (!forced.includes("focus")) continue;
    for (let element: HTMLElement | null = target; element && element !== body; element = element.parentElement)
      add(element, ["focus-within"]);
  }
}

function add(element: HTMLElement, states: string[]): void {
  element.dataset.state = [...new Set([...(element.dataset.state?.split(" ") ?? []), ...states])].join(" ");
}
