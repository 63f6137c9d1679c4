import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Browser } from "@playwright/test";
import { iconMap } from "../build/icon-font.ts";
import { type Reference, readReference } from "../references/read.ts";
import type { Theme } from "../theme/theme.ts";
import { SpecimenPage, themeSheets } from "../visual/page.ts";
import { type Cell, cellsOf, readSpecimens, type Widget } from "../visual/specimens.ts";
import { hashOfWidget, type Measured, type MeasuredCell, readMeasured, sizeTokens } from "./measured.ts";

/** Widgets whose recording is missing or older than their files. */
export function staleWidgets(theme: Theme): string[] {
  const known = readMeasured();
  const tokens = sizeTokens(theme.folders);
  return readSpecimens(theme.folders)
    .filter((widget) => known[widget.name]?.hash !== hashOfWidget(widget, tokens))
    .map(({ name }) => name);
}

/**
 * Measures every specimen in a browser.
 * @returns the whole recording, in the order of names
 */
export async function record(browser: Browser, theme: Theme): Promise<Record<string, Measured>> {
  const widgets = readSpecimens(theme.folders);
  const tokens = sizeTokens(theme.folders);
  const icons = iconNames(theme);
  const cells = widgets.flatMap((widget) => {
    const reference = widget.reference ? readReference(widget.reference) : undefined;
    return cellsOf(widget).map((cell): Cell => ({ ...cell, texts: textsOf(reference, cell) }));
  });
  const page = await SpecimenPage.open(browser, cells, themeSheets(theme, "glpi-11"), "glpi-11");
  try {
    await page.show(
      "light",
      1,
      cells.map(() => "rgb(243 243 243)"),
    );
    const measured = await page.evaluate(measure, icons);
    return Object.fromEntries(
      widgets.map((widget) => [
        widget.name,
        { hash: hashOfWidget(widget, tokens), cells: of(widget, cells, measured) },
      ]),
    );
  } finally {
    await page.close();
  }
}

function of(widget: Widget, cells: Cell[], measured: (MeasuredCell | null)[]): Record<string, MeasuredCell> {
  return Object.fromEntries(
    cells.flatMap((cell, index) => {
      const facts = measured[index];
      return cell.widget === widget.name && facts ? [[`${cell.variant}/${cell.state}`, facts]] : [];
    }),
  );
}

/** Selectors of the state's texts, by name; the first is "" and found by its mark. */
function textsOf(reference: Reference | undefined, cell: Cell): Record<string, string> {
  const variant = reference?.specification.variants[cell.variant];
  const state = variant?.states[cell.state];
  const named = { ...variant?.texts, ...state?.texts } as Record<string, { at?: string } | null>;
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, text]) => {
      const at = text?.at ?? variant?.texts?.[name]?.at;
      return text && at ? [[name, at]] : [];
    }),
  );
}

/** Fluent icons by what the page names: the value of a glyph token, or the class of an icon of GLPI's. */
function iconNames(theme: Theme): { tokens: Record<string, string>; classes: Record<string, string> } {
  const tokens: Record<string, string> = {};
  for (const file of theme.folders.map((folder) => path.join(folder, "tokens/glyphs.css"))) {
    if (!existsSync(file)) continue;
    for (const [, name, icon] of readFileSync(file, "utf8").matchAll(/(--win-glyph-[\w-]+):\s*fluent\(([\w-]+)\)/g))
      tokens[name as string] = icon as string;
  }
  return { tokens, classes: iconClasses(theme) };
}

/** `ti-search` is `search-20-regular`. */
export function iconClasses(theme: Theme): Record<string, string> {
  const map = JSON.parse(iconMap(theme) || "{}") as Record<string, Record<string, { fluent?: string }>>;
  return Object.fromEntries(
    Object.entries(map.tabler ?? {}).flatMap(([name, entry]) => (entry.fluent ? [[`ti-${name}`, entry.fluent]] : [])),
  );
}

/** Runs in the page. */
function measure(icons: { tokens: Record<string, string>; classes: Record<string, string> }): (MeasuredCell | null)[] {
  // Glyphs as they are, not the blanks that surfaces are shot with.
  document.documentElement.setAttribute("data-fenetre-shot", "whole");
  // As on the site, where what GLPI fixes to the window is held by the specimen's box.
  for (const frame of document.querySelectorAll<HTMLElement>("fenetre-frame"))
    Object.assign(frame.style, { contain: "layout", position: "relative" });
  const byValue = new Map<string, string>();
  const probe = document.createElement("i");
  document.body.append(probe);
  for (const [token, icon] of Object.entries(icons.tokens)) {
    probe.style.maskImage = `var(${token})`;
    byValue.set(getComputedStyle(probe).maskImage, icon);
  }
  probe.remove();
  const round = (value: number): number => Math.round(value * 100) / 100;
  const words = (element: Element | null | undefined, pseudo: string): string => {
    if (!element) return "";
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
      return element.type === "password" && element.value
        ? "•".repeat(element.value.length)
        : pseudo === "::placeholder" || !element.value
          ? element.placeholder
          : element.value;
    if (element instanceof HTMLSelectElement) return element.selectedOptions[0]?.text ?? "";
    return (element as HTMLElement).innerText?.replace(/\s+/g, " ").trim() ?? "";
  };
  const glyphsOf = (root: Element): string[] => {
    const found: string[] = [];
    for (const element of [root, ...root.querySelectorAll("*")]) {
      if (element.getClientRects().length === 0) continue;
      for (const pseudo of ["::before", "", "::after"]) {
        const style = getComputedStyle(element, pseudo || undefined);
        if (pseudo && (style.content === "none" || style.content === "normal")) continue;
        if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0") continue;
        const icon = byValue.get(style.maskImage);
        if (icon) found.push(icon);
      }
      for (const name of element.classList) if (icons.classes[name]) found.push(icons.classes[name] as string);
    }
    return found;
  };
  return [
    ...document.querySelectorAll<HTMLElement & { fenetreTexts?: [string, HTMLElement | null, string][] }>(
      "fenetre-cell",
    ),
  ].map((cell) => {
    const frame = cell.querySelector("fenetre-frame") as HTMLElement;
    const root = cell.querySelector<HTMLElement>("[data-fenetre-root]");
    if (!root) return null;
    const at = frame.getBoundingClientRect();
    const box = root.getBoundingClientRect();
    let room = frame.scrollHeight;
    let reach = 0;
    const range = document.createRange();
    const walker = document.createTreeWalker(frame, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      let boxes: DOMRect[] = [];
      if (node instanceof Element) {
        const own = getComputedStyle(node);
        const bare =
          /^(transparent|rgba\(\d+, \d+, \d+, 0\))$/.test(own.backgroundColor) &&
          own.backgroundImage === "none" &&
          own.borderTopWidth === "0px" &&
          own.borderBottomWidth === "0px" &&
          own.boxShadow === "none";
        if (!bare || node.matches("input, select, textarea, button, img, svg, progress, meter"))
          boxes = [node.getBoundingClientRect()];
      } else if (node.nodeValue?.trim()) {
        range.selectNodeContents(node);
        boxes = [...range.getClientRects()];
      }
      for (const each of boxes) reach = Math.max(reach, each.right - at.left);
    }
    for (const element of frame.querySelectorAll("*")) {
      const own = element.getBoundingClientRect();
      if (own.width > 0 && own.height > 0) room = Math.max(room, own.bottom - at.top);
    }
    const texts: [string, Element | null, string][] = [
      ["", cell.querySelector("[data-text]") ?? root, ""],
      ...(cell.fenetreTexts ?? []),
    ];
    const style = getComputedStyle(root);
    const label = root instanceof HTMLInputElement && /checkbox|radio/.test(root.type) ? root.labels?.[0] : undefined;
    return {
      root: [round(box.left - at.left), round(box.top - at.top), round(box.width), round(box.height)],
      room: Math.ceil(Math.min(room, 900)),
      reach: Math.ceil(Math.max(reach, box.right - at.left === at.width ? 0 : box.right - at.left)),
      glyphs: glyphsOf(root),
      words: Object.fromEntries(
        texts
          .map(([name, element, pseudo]): [string, string] => [
            name,
            name === "" && label && element === root ? words(label, "") : words(element, pseudo),
          ])
          .filter(([, text]) => text !== "" && text.length < 300),
      ),
      ours: {
        radius: style.borderTopLeftRadius,
        border: style.borderTopWidth,
        texts: Object.fromEntries(
          texts.flatMap(([name, element, pseudo]) => {
            if (!element) return [];
            const own = getComputedStyle(element, pseudo || undefined);
            const line = Number.parseFloat(own.lineHeight);
            return [
              [name, [Number.parseFloat(own.fontSize), Number(own.fontWeight), Number.isNaN(line) ? null : line]],
            ];
          }),
        ),
      },
    } as MeasuredCell;
  });
}
