import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Browser } from "@playwright/test";
import postcss from "postcss";
import type { BuildContext } from "../../src/build/artefact.ts";
import type { GlpiLine } from "../../src/build/compile.ts";
import { entityText } from "../../src/build/targets/entity.ts";
import { pluginFiles } from "../../src/build/targets/plugin.ts";

/** Every specimen's markup, once, on one page above Tabler's own style sheet. */
function specimenPage(folders: string[]): string {
  const tabler = readFileSync(createRequire(import.meta.url).resolve("tabler-10/dist/css/tabler.css"), "utf8");
  const specimens = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".html"))
      .sort()
      .map((name) =>
        readFileSync(path.join(folder, name), "utf8")
          .replaceAll(/<template\b([^>]*)>/g, "<div$1>")
          .replaceAll("</template>", "</div>"),
      ),
  );
  return `<!DOCTYPE html><html><head><style>${tabler}</style></head><body>${specimens.join("\n")}</body></html>`;
}

/**
 * Where the entity sheet with everything in it (what GLPI says by itself, too) and the plugin's sheet compute to different styles: for each element and
 * pseudo-element of every specimen, at rest in light, dark and forced colours, and with everything hovered, pressed and
 * focused at once.
 * @param damage done to the entity sheet, to see whether it is noticed
 */
export async function differences(
  browser: Browser,
  context: BuildContext,
  glpi: GlpiLine,
  damage: (css: string) => string = asWritten,
): Promise<string[]> {
  const [, sheet] = Object.entries(pluginFiles(context)).find(([name]) =>
    name.startsWith(`fenetre/public/css/glpi-${glpi}-`),
  ) as [string, Uint8Array];
  const plugin = Buffer.from(sheet).toString("utf8");
  const entity = damage(entityText(context, glpi, true));
  const said = new Set<string>();
  postcss.parse(plugin).walkDecls((decl) => void said.add(decl.prop));
  const properties = [...said].filter((property) => !property.startsWith("--"));
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  try {
    await page.setContent(specimenPage(context.theme.folders), { waitUntil: "load" });
    const found: string[] = [];
    for (const [title, scheme, colours, change] of views) {
      await page.emulateMedia({ colorScheme: scheme, forcedColors: colours });
      const prepared = (css: string): string => change(recolour(css, scheme));
      const seen = await page.evaluate(compareSheets, {
        plugin: prepared(plugin),
        entity: prepared(entity),
        properties,
      });
      found.push(...seen.map((difference) => `${title}: ${difference}`));
    }
    return found;
  } finally {
    await page.close();
  }
}

type View = [title: string, scheme: "light" | "dark", colours: "active" | "none", change: (css: string) => string];

const asWritten = (css: string): string => css;

/** Every element in every state: the state's pseudo-class becomes one that matches, at the same specificity. */
const inEveryState = (css: string): string =>
  css.replaceAll(/(?<!\\):(hover|active|focus-visible|focus-within|focus)(?![\w-])/g, ":not(._)");

const views: View[] = [
  ["light", "light", "none", asWritten],
  ["dark", "dark", "none", asWritten],
  ["forced colours", "light", "active", asWritten],
  ["in every state", "light", "none", inEveryState],
];

/** GLPI 10 tells its dark palettes by a link; here the page says its scheme. */
const recolour = (css: string, scheme: string): string =>
  css.replaceAll(/color-scheme:\s*(light|dark)/g, `color-scheme:${scheme}`);

/** Runs in the page: styles under one sheet, then under the other. */
function compareSheets({
  plugin,
  entity,
  properties,
}: {
  plugin: string;
  entity: string;
  properties: string[];
}): string[] {
  const style = document.createElement("style");
  document.head.append(style);
  const targets = [...document.querySelectorAll("html, body, body *")].filter((element) => !element.closest("svg *"));
  const pseudosOf = (element: Element): string[] => {
    if (!element.matches("input, textarea")) return ["::before", "::after"];
    return [
      "::before",
      "::after",
      "::placeholder",
      ...(element.matches("[type=file]") ? ["::file-selector-button"] : []),
    ];
  };
  // Only what the theme says at all, in longhands: an element has four hundred properties.
  const probe = document.createElement("i").style;
  for (const property of properties) probe.setProperty(property, "inherit");
  const longhands = [...probe];
  // A relative colour of a literal one is computed by the minifier, to the same colour in the other notation.
  const channel = (text: string | undefined): number => Math.round(Number(text) * 255);
  const plain = (value: string): string =>
    value.replaceAll(/color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)/g, (_, r, g, b, a) =>
      a === undefined
        ? `rgb(${channel(r)}, ${channel(g)}, ${channel(b)})`
        : `rgba(${channel(r)}, ${channel(g)}, ${channel(b)}, ${a})`,
    );
  // Icons are rounded in one of the two.
  const textOf = (element: Element, pseudo?: string): string => {
    const computed = getComputedStyle(element, pseudo);
    if ((pseudo === "::before" || pseudo === "::after") && computed.content === "none") return "";
    return longhands.map((name) => `${name}: ${plain(computed.getPropertyValue(name))}`).join("; ");
  };
  const snapshot = (css: string): [string, string][] => {
    style.textContent = css;
    return targets.flatMap((element) =>
      [undefined, ...pseudosOf(element)].map((pseudo): [string, string] => [
        `${element.tagName}.${element.className}${pseudo ?? ""}`,
        textOf(element, pseudo).replaceAll(/url\("data:image[^"]*"\)/g, "icon"),
      ]),
    );
  };
  const first = snapshot(plugin);
  const second = snapshot(entity);
  style.remove();
  const declarations = (css: string): string[] => css.split("; ");
  return first.flatMap(([name, css], index) => {
    const other = second[index]?.[1] ?? "";
    if (css === other) return [];
    const others = new Set(declarations(other));
    return declarations(css).flatMap((text) => (others.has(text) ? [] : [`${name} ${text}`]));
  });
}
