import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, CDPSession, Page } from "@playwright/test";
import type { ChildNode, Root } from "postcss";
import type { GlpiLine } from "../build/compile.ts";
import { compileDelivered } from "../build/constants.ts";
import { raiseSpecificity } from "../build/scope.ts";
import type { Palette } from "../references/draw.ts";
import type { ThemeName } from "../references/facts.ts";
import type { Direction } from "../references/resolve.ts";
import type { Theme } from "../theme/theme.ts";
import { insideStyle } from "../util/escape.ts";
import { decodePng, type Raster, type Rectangle } from "./raster.ts";
import type { Cell } from "./specimens.ts";
import { policy, untrustedContext } from "./untrusted.ts";

/** What lies beneath the theme: the style sheets of a GLPI line, or none. */
export const hosts = ["glpi-11", "glpi-10", "bare"] as const;
export type Host = (typeof hosts)[number];

/** Which glyphs a shot shows: none, each one's box as a filled square, or the glyphs themselves with the text. */
export type Shot = "surfaces" | "glyph boxes" | "whole";

/** A specimen as the browser lays it out and computes it; lengths in CSS px. */
export interface CellFacts {
  /** The cell on the page. */
  cell: Rectangle;
  /** The root's border box on the page; `null` when the specimen has no root that is laid out. */
  root: Rectangle | null;
  /** The root's `box-shadow` as computed; only where it is asked for. */
  shadow: string | undefined;
  text: TextFacts | null;
  /** By the names that the cell gives; `null` where its selector finds nothing. */
  texts: Record<string, TextFacts | null>;
  /** Boxes of the root's icon elements, from its top left. */
  icons: {
    x: number;
    y: number;
    width: number;
    height: number;
    colour: string;
  }[];
}

export interface TextFacts {
  /** What it says, line by line. */
  lines: string[];
  family: string;
  size: number;
  weight: number;
  /** `undefined` for "normal". */
  lineHeight: number | undefined;
  colour: string;
  /** The element's and its ancestors', multiplied. */
  opacity: number;
  /**
   * From the root's border edges to where text starts and ends, to the box of its first line and of its last;
   * `undefined` when it cannot be told.
   */
  left: number | undefined;
  right: number | undefined;
  top: number | undefined;
  bottom: number | undefined;
}

/** One stretch of the theme's style sheet that comes from one file: the unit that a seeded fault replaces. */
export interface Sheet {
  file: string;
  nodes: ChildNode[];
  css: string;
}

/** Room around a specimen in its cell, CSS px: more than is compared around any part. */
const cellPadding = 12;
const pageWidth = 1600;

const require = createRequire(import.meta.url);
const hostFiles: Record<Host, string[]> = {
  "glpi-11": [
    "tabler-11/dist/css/tabler.min.css",
    "select2/dist/css/select2.min.css",
    "flatpickr/dist/flatpickr.min.css",
  ],
  "glpi-10": [
    "tabler-10/dist/css/tabler.min.css",
    "select2/dist/css/select2.min.css",
    "flatpickr/dist/flatpickr.min.css",
  ],
  bare: [],
};

/** The theme's style sheet for a host, in order, cut where the source file changes. */
export function themeSheets(theme: Theme, host: Host): Sheet[] {
  const line: GlpiLine = host === "glpi-10" ? "10" : "11";
  return sheetsOf(raiseSpecificity(compileDelivered(theme, { glpi: line })));
}

export function sheetsOf(root: Root): Sheet[] {
  const sheets: Sheet[] = [];
  for (const node of root.nodes) {
    const file = node.source?.input.file ?? "";
    const last = sheets.at(-1);
    if (last?.file === file) last.nodes.push(node);
    else sheets.push({ file, nodes: [node], css: "" });
  }
  for (const sheet of sheets) sheet.css = sheet.nodes.map(String).join("\n");
  return sheets;
}

function hostCss(host: Host): string {
  return hostFiles[host]
    .map((file) =>
      readFileSync(require.resolve(file), "utf8").replace(/@import[^;]*;|\/\*# sourceMappingURL.*?\*\//g, ""),
    )
    .join("\n");
}

/** A free font in Segoe's place, for measuring only: the same text on every machine. */
export function fontCss(): string {
  const font = readFileSync(
    require.resolve("@fontsource-variable/open-sans/files/open-sans-latin-wght-normal.woff2"),
  ).toString("base64");
  return ["Segoe UI Variable Text", "Segoe UI Variable Display", "Segoe UI Variable Small", "Segoe UI Variable"]
    .map(
      (name) =>
        `@font-face{font-family:"${name}";font-weight:300 800;src:url(data:font/woff2;base64,${font}) format("woff2")}`,
    )
    .join("");
}

/** A square for a glyph's box; those that point somewhere have a notch in the middle of that side, none of it a corner. */
const glyphSquare = (name: string): string => {
  const [, points] = /(?:chevron|caret)-(up|down|left|right)$/.exec(name) ?? [];
  const notches: Record<string, string> = {
    up: "M0 0h3.5v4.5h5V0H12v12H0z",
    down: "M0 0h12v12H8.5V7.5h-5V12H0z",
    left: "M0 0h12v12H0V8.5h4.5v-5H0z",
    right: "M0 0h12v3.5H7.5v5H12V12H0z",
  };
  return square(notches[points ?? ""] ?? "M0 0h12v12H0z");
};

const square = (d: string): string =>
  `url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='12' viewBox='0 0 12 12'%3E%3Cpath d='${d}'/%3E%3C/svg%3E")`;

/** Our own rules on the page: the cells, and what each shot leaves out. */
function harnessCss(sheets: Sheet[]): string {
  const names = new Set<string>();
  for (const sheet of sheets)
    for (const [name] of sheet.css.matchAll(/--win-(?:glyph|shadow)-[\w-]+(?=\s*:)/g)) names.add(name);
  const glyphs = [...names].filter((name) => name.startsWith("--win-glyph-"));
  const shadows = [...names].filter((name) => name.startsWith("--win-shadow-"));
  const noText = [
    "*",
    "::before",
    "::after",
    "::placeholder",
    "::marker",
    "::file-selector-button",
    "::-webkit-datetime-edit",
  ];
  return `
    html, body { margin: 0 !important; padding: 0 !important; inset: auto !important; display: block !important; position: static !important;
      width: auto !important; height: auto !important; min-height: 0 !important; overflow: visible !important; transform: none !important; }
    fenetre-cell { position: absolute; left: 0; top: 0; display: block; contain: layout; box-sizing: border-box; padding: ${cellPadding}px; overflow: clip; }
    fenetre-frame { display: block; forced-color-adjust: preserve-parent-color; }
    *, *::before, *::after { transition: none !important; animation: none !important; caret-color: transparent !important; }
    :root:not([data-fenetre-shot="whole"]) fenetre-cell:not([data-fenetre-shadowed]) { ${shadows.map((name) => `${name}: 0 0 #0000 !important;`).join(" ")} }
    :root[data-fenetre-shot="surfaces"] { ${glyphs.map((name) => `${name}: linear-gradient(transparent, transparent) !important;`).join(" ")} }
    :root[data-fenetre-shot="glyph boxes"] { ${glyphs.map((name) => `${name}: ${glyphSquare(name)} !important;`).join(" ")} }
    ${noText.map((selector) => `:root:not([data-fenetre-shot="whole"]) fenetre-frame ${selector}`).join(", ")} {
      -webkit-text-fill-color: transparent !important; -webkit-text-stroke-color: transparent !important;
      text-decoration-color: transparent !important; text-shadow: none !important; }
    :root:not([data-fenetre-shot="whole"]) fenetre-frame ::marker { color: transparent !important; }
  `;
}

/** A page with these cells, one below the other until they are laid out. */
export function specimenHtml(cells: Cell[], sheets: Sheet[], host: Host): string {
  const body = cells
    .map(
      (cell, index) =>
        `<fenetre-cell data-fenetre-cell="${index}"><fenetre-frame style="width:${cell.frame}px">${cell.html}</fenetre-frame></fenetre-cell>`,
    )
    .join("\n");
  const theme = sheets
    .map((sheet, index) => `<style data-fenetre-sheet="${index}">${insideStyle(sheet.css)}</style>`)
    .join("\n");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><style>${fontCss()}</style><style>${hostCss(host)}</style>
${theme}<style>${harnessCss(sheets)}</style></head><body>${body}</body></html>`;
}

/** All cells of a theme on one page, their states forced. */
export class SpecimenPage {
  private constructor(
    private readonly page: Page,
    private readonly cdp: CDPSession,
    private readonly host: Host,
    readonly cells: Cell[],
    readonly sheets: Sheet[],
  ) {}

  static async open(browser: Browser, cells: Cell[], sheets: Sheet[], host: Host): Promise<SpecimenPage> {
    // No window of Playwright's own: it would put scale 1 in the screen's place.
    const context = await untrustedContext(browser, { viewport: null, reducedMotion: "reduce" });
    const page = await context.newPage();
    const cdp = await page.context().newCDPSession(page);
    await page.setContent(specimenHtml(cells, sheets, host), { waitUntil: "load" });
    const forced = await page.evaluate(
      prepareCells,
      cells.map(({ forced, texts, shadow }) => ({
        forced,
        texts: Object.entries(texts ?? {}),
        shadow: shadow === true,
      })),
    );
    const opened = new SpecimenPage(page, cdp, host, cells, sheets);
    await opened.#force(forced);
    return opened;
  }

  /** Forces pseudo-classes on the elements that `prepareCells` marked, in document order; all calls in flight at once. */
  async #force(forced: string[]): Promise<void> {
    if (forced.length === 0) return;
    await Promise.all([this.cdp.send("DOM.enable"), this.cdp.send("CSS.enable")]);
    const { root } = await this.cdp.send("DOM.getDocument", { depth: 0 });
    const { nodeIds } = await this.cdp.send("DOM.querySelectorAll", {
      nodeId: root.nodeId,
      selector: "[data-fenetre-force]",
    });
    await Promise.all(
      nodeIds.map((nodeId, index) =>
        this.cdp.send("CSS.forcePseudoState", {
          nodeId,
          forcedPseudoClasses: (forced[index] as string).split(" "),
        }),
      ),
    );
  }

  /**
   * Turns the page to a theme, and lays the cells out again.
   * @param scale the browser's own (`launchBrowser`): cells then begin on whole device pixels
   * @param backgrounds a CSS background a cell
   * @param glyphs whether a cell's glyphs are measured: these cells come first, so that their shot is small
   * @param direction of the cells' content
   */
  async show(
    theme: ThemeName,
    scale: number,
    backgrounds: string[],
    glyphs: boolean[] = [],
    direction: Direction = "ltr",
  ): Promise<{ facts: CellFacts[]; palette: Palette }> {
    await this.page.emulateMedia({
      colorScheme: theme === "dark" ? "dark" : "light",
      forcedColors: theme === "high-contrast" ? "active" : "none",
    });
    await this.cdp.send("Emulation.setDeviceMetricsOverride", {
      width: pageWidth,
      height: 1000,
      // The screen's own.
      deviceScaleFactor: 0,
      mobile: false,
    });
    const palette = await this.page.evaluate(layOut, {
      dark: theme === "dark",
      glpi10: this.host === "glpi-10",
      backgrounds,
      glyphs,
      direction,
      padding: cellPadding,
      width: pageWidth,
    });
    const own = await this.page.evaluate(() => devicePixelRatio);
    if (own !== scale) throw new Error(`the browser's screen has scale ${own}, not ${scale}`);
    return { palette, facts: await this.measure() };
  }

  /**
   * Packs the cells anew at sizes of the caller's: for two style sheets to be shot in one layout.
   * @param sizes CSS px, one a cell
   * @param glyphs as `show` takes them
   */
  async arrange(sizes: { width: number; height: number }[], glyphs: boolean[] = []): Promise<CellFacts[]> {
    await this.page.evaluate(packCells, { sizes, glyphs, width: pageWidth });
    return this.measure();
  }

  /** Runs a function in the page. */
  evaluate<Argument, Value>(inside: (argument: Argument) => Value, argument: Argument): Promise<Value> {
    return this.page.evaluate(inside as never, argument as never);
  }

  /** Reads the cells again, without laying them out anew. */
  async measure(indices?: number[]): Promise<CellFacts[]> {
    return this.page.evaluate(measureCells, indices ?? null);
  }

  /** @param clip CSS px on the page; default: all cells */
  async shoot(shot: Shot, clip?: Rectangle): Promise<Raster> {
    return decodePng(await this.capture(shot, clip));
  }

  /** The shot as the browser encodes it: the same pixels are the same bytes, so that equals need no decoding. */
  async capture(shot: Shot, clip?: Rectangle): Promise<Buffer> {
    const size = await this.page.evaluate((name) => {
      const html = document.documentElement;
      html.setAttribute("data-fenetre-shot", name);
      return {
        x: 0,
        y: 0,
        width: Number(html.dataset.fenetreWidth),
        height: Number(name === "glyph boxes" ? html.dataset.fenetreGlyphsHeight : html.dataset.fenetreHeight),
      };
    }, shot);
    const { data } = await this.cdp.send("Page.captureScreenshot", {
      format: "png",
      captureBeyondViewport: true,
      optimizeForSpeed: true,
      clip: { ...(clip ?? size), scale: 1 },
    });
    return Buffer.from(data, "base64");
  }

  /** Puts other CSS in a sheet's place. */
  async replaceSheet(index: number, css: string): Promise<void> {
    await this.page.evaluate(
      ([at, text]) => {
        const style = document.querySelector(`style[data-fenetre-sheet="${at}"]`);
        if (style) style.textContent = text as string;
      },
      [index, css] as const,
    );
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/*
 * What follows runs in the page.
 */

/** A cell with the elements of its texts, found once: [name, element, pseudo-element]. */
interface CellElement extends HTMLElement {
  fenetreTexts?: [string, HTMLElement | null, string][];
  /** Whether its root's shadow is read. */
  fenetreShadow?: boolean;
}

/** Marks what is to be forced, finds texts; @returns the pseudo-classes of each marked element, in document order. */
function prepareCells(wanted: { forced: string[]; texts: [string, string][]; shadow: boolean }[]): string[] {
  for (const [index, cell] of document.querySelectorAll<CellElement>("fenetre-cell").entries()) {
    const { forced: classes, texts, shadow } = wanted[index] as (typeof wanted)[number];
    cell.fenetreShadow = shadow;
    cell.fenetreTexts = texts.map(([name, selector]) => {
      const [, at, pseudo] = /^(.*?)(::[\w-]+)?$/.exec(selector) as RegExpExecArray;
      return [name, cell.querySelector<HTMLElement>(at || "*"), pseudo ?? ""];
    });
    const root = cell.querySelector("[data-root]") ?? cell.querySelector("fenetre-frame")?.firstElementChild;
    root?.setAttribute("data-fenetre-root", "");
    // Radio buttons of one name uncheck each other across the page.
    for (const input of cell.querySelectorAll<HTMLInputElement>("input[type=radio]"))
      input.name = `${input.name}-${index}`;
    for (const input of cell.querySelectorAll<HTMLInputElement>("[data-indeterminate]")) input.indeterminate = true;
    if (!root || classes.length === 0) continue;
    const marked = cell.querySelectorAll("[data-force]");
    for (const element of marked.length > 0 ? marked : [root]) {
      element.setAttribute(
        "data-fenetre-force",
        [...classes, ...(classes.includes("focus") ? ["focus-within"] : [])].join(" "),
      );
      if (!classes.includes("focus")) continue;
      for (let parent = element.parentElement; parent && parent !== cell; parent = parent.parentElement) {
        if (!parent.hasAttribute("data-fenetre-force")) parent.setAttribute("data-fenetre-force", "focus-within");
      }
    }
  }
  for (const input of document.querySelectorAll<HTMLInputElement>("input[type=radio], input[type=checkbox]"))
    input.checked = input.defaultChecked;
  return [...document.querySelectorAll("[data-fenetre-force]")].map(
    (element) => element.getAttribute("data-fenetre-force") as string,
  );
}

interface Layout {
  dark: boolean;
  glpi10: boolean;
  backgrounds: string[];
  glyphs: boolean[];
  direction: Direction;
  padding: number;
  width: number;
}

/** Switches the scheme as GLPI does, packs the cells on whole px. @returns the system colours in force */
async function layOut({
  dark,
  glpi10,
  backgrounds,
  glyphs,
  direction,
  padding,
  width,
}: Layout): Promise<Record<string, string>> {
  const html = document.documentElement;
  html.setAttribute("data-fenetre-shot", "surfaces");
  html.setAttribute("data-glpi-theme", "windows_11");
  html.setAttribute("data-glpi-theme-dark", dark && !glpi10 ? "1" : "0");
  document.querySelector("link[data-fenetre-palette]")?.remove();
  if (dark && glpi10) {
    const link = document.createElement("link");
    link.dataset.fenetrePalette = "";
    link.setAttribute("href", "css_compiled/css_palettes_auror_dark.min.css");
    document.head.append(link);
  }
  await document.fonts.ready;
  const cells = [...document.querySelectorAll<HTMLElement>("fenetre-cell")];
  for (const cell of cells) {
    // Specimens carry what GLPI's scripts write on their own elements.
    for (const element of [cell, ...cell.querySelectorAll<HTMLElement>("[dir]")]) element.dir = direction;
    cell.style.cssText = `width: ${width}px; height: 4000px`;
  }
  const sizes = cells.map((cell) => {
    const frame = cell.firstElementChild as HTMLElement;
    const own = cell.getBoundingClientRect();
    // How far the content reaches from the cell's start.
    let [reach, bottom] = [0, 0];
    for (const element of frame.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      reach = Math.max(reach, direction === "rtl" ? own.right - box.left : box.right - own.left);
      bottom = Math.max(bottom, box.bottom);
    }
    // At 1.25 and 1.5 every fourth CSS px is a whole device pixel.
    const step = Number.isInteger(devicePixelRatio) ? 1 : 4;
    const whole = (length: number): number => Math.ceil(length / step) * step;
    return {
      width: whole(Math.ceil(reach) + padding),
      height: whole(Math.ceil(bottom - own.top) + padding),
    };
  });
  // Those with glyphs first, then by height: shelves of equal height waste no area.
  const order = cells.map((_, index) => index);
  const heightOf = (index: number): number => sizes[index]?.height ?? 0;
  order.sort((a, b) => Number(glyphs[b] ?? false) - Number(glyphs[a] ?? false) || heightOf(b) - heightOf(a) || a - b);
  let [x, y, shelf, widest, glyphsEnd] = [0, 0, 0, 0, 0];
  for (const index of order) {
    const cell = cells[index] as HTMLElement;
    const size = sizes[index] as { width: number; height: number };
    if (x > 0 && x + size.width > width) {
      x = 0;
      y += shelf;
      shelf = 0;
    }
    cell.style.cssText = `left: ${x}px; top: ${y}px; width: ${size.width}px; height: ${size.height}px; background: ${backgrounds[index]}`;
    x += size.width;
    shelf = Math.max(shelf, size.height);
    widest = Math.max(widest, x);
    if (glyphs[index]) glyphsEnd = y + shelf;
  }
  html.dataset.fenetreGlyphsHeight = String(glyphsEnd || y + shelf);
  html.dataset.fenetreWidth = String(widest);
  html.dataset.fenetreHeight = String(y + shelf);
  const probe = document.createElement("div");
  document.body.append(probe);
  const palette: Record<string, string> = {};
  for (const name of "Canvas CanvasText LinkText VisitedText ActiveText ButtonFace ButtonText ButtonBorder Field FieldText Highlight HighlightText SelectedItem SelectedItemText Mark MarkText GrayText AccentColor AccentColorText Background WindowText Window ActiveCaption CaptionText InactiveCaption InactiveCaptionText".split(
    " ",
  )) {
    probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
    // Browsers give some of them an alpha, as Chromium its Highlight.
    const [r, g, b, alpha = 1] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
    palette[name] = `#${[r, g, b, alpha * 255]
      .map((value) =>
        Math.round(value ?? 0)
          .toString(16)
          .padStart(2, "0"),
      )
      .join("")}`;
  }
  probe.remove();
  return palette;
}

/** Packs cells of given sizes: those with glyphs first, then by height. */
function packCells({
  sizes,
  glyphs,
  width,
}: {
  sizes: { width: number; height: number }[];
  glyphs: boolean[];
  width: number;
}): void {
  const cells = [...document.querySelectorAll<HTMLElement>("fenetre-cell")];
  const heightOf = (index: number): number => sizes[index]?.height ?? 0;
  const order = cells.map((_, index) => index);
  order.sort((a, b) => Number(glyphs[b] ?? false) - Number(glyphs[a] ?? false) || heightOf(b) - heightOf(a) || a - b);
  let [x, y, shelf, widest, glyphsEnd] = [0, 0, 0, 0, 0];
  for (const index of order) {
    const size = sizes[index] as { width: number; height: number };
    if (x > 0 && x + size.width > width) {
      x = 0;
      y += shelf;
      shelf = 0;
    }
    for (const [name, value] of Object.entries({ left: x, top: y, width: size.width, height: size.height }))
      (cells[index] as HTMLElement).style.setProperty(name, `${value}px`);
    x += size.width;
    shelf = Math.max(shelf, size.height);
    widest = Math.max(widest, x);
    if (glyphs[index]) glyphsEnd = y + shelf;
  }
  const { dataset } = document.documentElement;
  dataset.fenetreWidth = String(widest);
  dataset.fenetreHeight = String(y + shelf);
  dataset.fenetreGlyphsHeight = String(glyphsEnd || y + shelf);
}

function measureCells(indices: number[] | null): CellFacts[] {
  const cells = [...document.querySelectorAll<CellElement>("fenetre-cell")];
  const opacities = new Map<Element, number>();
  const opacityOf = (element: Element): number => {
    let opacity = opacities.get(element);
    if (opacity === undefined) {
      const parent = element.parentElement;
      const own = Number(getComputedStyle(element).opacity);
      opacity = parent && element.tagName !== "FENETRE-CELL" ? own * opacityOf(parent) : 1;
      opacities.set(element, opacity);
    }
    return opacity;
  };
  /** Where text stands on the page: its first line's left and right end, the boxes of its first and its last line. */
  interface Lines {
    left: number | undefined;
    right: number | undefined;
    top: number;
    bottom: number;
  }
  const pen = document.createElement("canvas").getContext("2d");
  const widthOf = (text: string, { font }: CSSStyleDeclaration): number => {
    if (!pen) return 0;
    pen.font = font;
    return pen.measureText(text).width;
  };
  const linesOf = (element: HTMLElement, style: CSSStyleDeclaration): Lines | undefined => {
    const lineHeight = Number.parseFloat(style.lineHeight);
    if (/^(INPUT|TEXTAREA|SELECT|OPTION)$/.test(element.tagName)) {
      const own = element.getBoundingClientRect();
      const inset = (side: "Left" | "Top" | "Right" | "Bottom"): number =>
        Number.parseFloat(style[`border${side}Width`]) + Number.parseFloat(style[`padding${side}`]);
      const placed = /^(start|left|center|-webkit-auto)$/.test(style.textAlign);
      const [top, bottom] = [own.top + inset("Top"), own.bottom - inset("Bottom")];
      // A field's one line stands in the middle.
      // Nor is a <select>'s text a node: its width is that of its own letters.
      const width = element instanceof HTMLSelectElement ? widthOf(element.selectedOptions[0]?.text ?? "", style) : 0;
      const rightToLeft = style.direction === "rtl";
      const leading = element.tagName === "TEXTAREA" ? 0 : (bottom - top - lineHeight) / 2 || 0;
      return {
        left: !placed
          ? undefined
          : width && rightToLeft
            ? own.right - inset("Right") - width
            : own.left + inset("Left"),
        right: !placed
          ? undefined
          : width && !rightToLeft
            ? own.left + inset("Left") + width
            : own.right - inset("Right"),
        top: top + leading,
        bottom: bottom - leading,
      };
    }
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const rects: DOMRect[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.textContent?.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      rects.push(...[...range.getClientRects()].filter(({ width }) => width > 0));
    }
    const [first] = rects;
    const last = rects.at(-1);
    if (!first || !last) return undefined;
    // A line of several stretches of text, in an order of their own where writing directions mix.
    const line = rects.filter(({ top }) => Math.abs(top - first.top) < 2);
    // Chromium puts a whole number of device pixels above the font's box and the rest below it.
    const above = (rect: DOMRect): number =>
      rect.top - (Math.floor(((lineHeight - rect.height) / 2) * devicePixelRatio + 0.01) / devicePixelRatio || 0);
    return {
      left: Math.min(...line.map(({ left }) => left)),
      right: Math.max(...line.map(({ right }) => right)),
      top: above(first),
      bottom: above(last) + (lineHeight || last.height),
    };
  };
  /** A field's button has no box of its own to ask for: it stands at the field's start, its word in the middle of its height. */
  const buttonLines = (element: HTMLElement, style: CSSStyleDeclaration): Lines => {
    const { left, right, top } = element.getBoundingClientRect();
    const inset = (side: "Left" | "Right"): number =>
      Number.parseFloat(style[`border${side}Width`]) + Number.parseFloat(style[`padding${side}`]);
    const [height, lineHeight] = [Number.parseFloat(style.height), Number.parseFloat(style.lineHeight)];
    return {
      left: left + inset("Left"),
      right: right - inset("Right"),
      top: top + (height - lineHeight) / 2,
      bottom: top + (height + lineHeight) / 2,
    };
  };
  /** What can be read there, broken where the browser breaks it. */
  const saidBy = (element: HTMLElement, pseudo: string): string[] => {
    const field = element as HTMLInputElement;
    if (pseudo === "::file-selector-button" || (pseudo && pseudo !== "::placeholder")) return [];
    if (element instanceof HTMLSelectElement) return [element.selectedOptions[0]?.text ?? ""].filter(Boolean);
    if (/^(INPUT|TEXTAREA)$/.test(element.tagName)) {
      const shown = pseudo
        ? field.placeholder
        : field.type === "password"
          ? field.value.replace(/./g, "\u2022")
          : field.value;
      return (shown || field.placeholder).split("\n").filter(Boolean);
    }
    const said: string[] = [];
    let last = Number.NEGATIVE_INFINITY;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? "";
      const range = document.createRange();
      for (const { index, 0: word } of text.matchAll(/\S+/g)) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const { top, width } = range.getBoundingClientRect();
        if (width === 0) continue;
        if (Math.abs(top - last) < 3 && said.length > 0) said[said.length - 1] += ` ${word}`;
        else said.push(word);
        last = top;
      }
    }
    return said;
  };
  const textOf = (element: HTMLElement, pseudo: string, root: DOMRect): TextFacts => {
    const own = getComputedStyle(element);
    const style = pseudo ? getComputedStyle(element, pseudo) : own;
    const field = element as HTMLInputElement;
    const empty = /^(INPUT|TEXTAREA)$/.test(element.tagName) && field.value === "" && field.placeholder !== "";
    const painted = !pseudo && empty ? getComputedStyle(element, "::placeholder") : style;
    // Not a field's own: Chromium turns that of date fields to its locale's once they are laid out.
    const rightToLeft = getComputedStyle(element.parentElement as Element).direction === "rtl";
    // A placeholder stands in its field's line.
    const set = (pseudo === "::placeholder" ? own : style).lineHeight;
    const lineHeight = set === "normal" ? undefined : Number.parseFloat(set);
    const lines =
      pseudo === "::file-selector-button"
        ? buttonLines(element, style)
        : !pseudo || pseudo === "::placeholder"
          ? linesOf(element, own)
          : undefined;
    const said = saidBy(element, pseudo);
    const left = lines?.left === undefined ? undefined : lines.left - root.left;
    const right = lines?.right === undefined ? undefined : root.right - lines.right;
    return {
      lines: said,
      family: style.fontFamily,
      size: Number.parseFloat(style.fontSize),
      weight: Number(style.fontWeight),
      lineHeight,
      colour: painted.color,
      opacity: opacityOf(element) * (painted === own ? 1 : Number(painted.opacity)),
      left: rightToLeft ? right : left,
      right: rightToLeft ? left : right,
      top: lines && lines.top - root.top,
      bottom: lines && root.bottom - lines.bottom,
    };
  };
  // Shots leave shadows out; their cells get them back to be read, all at once.
  const shadows = new Map<Element, string>();
  const shadowed = cells.filter(({ fenetreShadow }) => fenetreShadow);
  for (const cell of shadowed) cell.setAttribute("data-fenetre-shadowed", "");
  for (const cell of shadowed) {
    const root = cell.querySelector("[data-fenetre-root]");
    if (root) shadows.set(cell, getComputedStyle(root).boxShadow);
  }
  for (const cell of shadowed) cell.removeAttribute("data-fenetre-shadowed");
  return (indices ?? cells.map((_, index) => index)).map((index): CellFacts => {
    const cell = cells[index] as CellElement;
    const box = cell.getBoundingClientRect();
    const place = (rect: DOMRect): { x: number; y: number; width: number; height: number } => ({
      x: rect.left + scrollX,
      y: rect.top + scrollY,
      width: rect.width,
      height: rect.height,
    });
    const root = cell.querySelector<HTMLElement>("[data-fenetre-root]");
    if (!root) return { cell: place(box), root: null, shadow: undefined, text: null, texts: {}, icons: [] };
    const rootBox = root.getBoundingClientRect();
    return {
      cell: place(box),
      root: rootBox.width === 0 && rootBox.height === 0 ? null : place(rootBox),
      shadow: shadows.get(cell),
      text: textOf(cell.querySelector<HTMLElement>("[data-text]") ?? root, "", rootBox),
      texts: Object.fromEntries(
        (cell.fenetreTexts ?? []).map(([name, element, pseudo]) => [name, element && textOf(element, pseudo, rootBox)]),
      ),
      icons: [...root.querySelectorAll<HTMLElement>("i, .ti, svg, img")].flatMap((icon) => {
        const rect = icon.getBoundingClientRect();
        if (rect.width === 0 || rect.height === 0) return [];
        return [
          {
            x: rect.left - rootBox.left,
            y: rect.top - rootBox.top,
            width: rect.width,
            height: rect.height,
            colour: getComputedStyle(icon).color,
          },
        ];
      }),
    };
  });
}
