import { readFileSync } from "node:fs";
import path from "node:path";
import { readCatalogue } from "../gallery/catalogue.ts";
import { categoryOrder } from "../gallery/categories.ts";
import type { Fact, GalleryVariant, GalleryWidget } from "../gallery/protocol.ts";
import { portraitOf } from "../references/portrait.ts";
import { type Reference, readReference } from "../references/read.ts";
import { focusThickness, NativeData, resolveState } from "../references/resolve.ts";
import type { Theme } from "../theme/theme.ts";
import { html } from "../util/escape.ts";
import { projectRoot } from "../util/paths.ts";
import { type Cell, cellsOf, readSpecimens } from "../visual/specimens.ts";
import type { Page, PageContext } from "./layout.ts";
import { codeBlock, tableOf } from "./markdown.ts";
import { contentOf, type Measured, type MeasuredCell, readMeasured } from "./measured.ts";
import { iconClasses } from "./record.ts";
import { iconRules, staticSpecimen, type Trait } from "./specimen.ts";
import { behaviours } from "./traits.ts";
import { categoryName, figureName, stateName } from "./words.ts";

/** One widget as its page needs it. */
interface Subject {
  widget: GalleryWidget;
  cells: Cell[];
  reference: Reference | undefined;
  measured: Measured | undefined;
}

/** A page a widget, and the page of them all. @param tokens those that the page of tokens has */
export function widgetPages(theme: Theme, tokens: ReadonlySet<string>): Page[] {
  const catalogue = readCatalogue(theme.folders);
  const measured = readMeasured();
  const data = NativeData.load();
  const icons = iconClasses(theme);
  const subjects = readSpecimens(theme.folders).map(
    (widget): Subject => ({
      widget: catalogue.find(({ name }) => name === widget.name) as GalleryWidget,
      cells: cellsOf(widget),
      reference: widget.reference ? readReference(widget.reference) : undefined,
      measured: measured[widget.name],
    }),
  );
  const ordered = categoryOrder.flatMap((category) => subjects.filter(({ widget }) => widget.category === category));
  return [
    indexPage(ordered, icons),
    ...ordered.map((subject, index) =>
      widgetPage(subject, data, icons, tokens, ordered[index - 1], ordered[index + 1]),
    ),
  ];
}

export const widgetPath = (name: string): string => `widgets/${name}/index.html`;

function indexPage(subjects: Subject[], icons: Record<string, string>): Page {
  const shown = subjects.map((subject) => {
    const [cell] = subject.cells;
    return {
      subject,
      specimen: cell ? staticSpecimen(cell, `i-${subject.widget.name}`, subject.widget.title) : undefined,
    };
  });
  return {
    path: "widgets/index.html",
    title: { en: "Widgets", fr: "Widgets" },
    group: "design",
    css: iconRules(
      shown.flatMap(({ specimen }) => specimen?.icons ?? []),
      icons,
    ),
    body: ({ language, say, to }) =>
      [
        `<p class="s-lead">${html(say("widgetsIntro"))}</p>`,
        ...categoryOrder.flatMap((category) => {
          const members = shown.filter(({ subject }) => subject.widget.category === category);
          if (members.length === 0) return [];
          const tiles = members.map(({ subject: { widget, cells, measured }, specimen }) => {
            const [first] = cells;
            const room = first ? measured?.cells[`${first.variant}/${first.state}`] : undefined;
            const width = Math.max(120, Math.ceil((room?.root[0] ?? 0) + (room?.root[2] ?? 200)));
            const scale = Math.min(1, 216 / width);
            const picture = specimen
              ? `<span class="s-tile-picture" inert><span class="s-frame" id="i-${widget.name}" style="width:${first?.frame}px;zoom:${Math.round(scale * 100) / 100}">${specimen.html}</span></span>`
              : "";
            return `<li class="s-tile">${picture}<a class="s-tile-link" href="${to(widgetPath(widget.name))}">${html(widget.title)}</a><span class="s-caption">${html(kinOf(widget, say))}</span></li>`;
          });
          return [
            `<h2 class="s-heading-2">${html(categoryName(category, language))}</h2><ul class="s-tiles">${tiles.join("")}</ul>`,
          ];
        }),
      ].join("\n"),
  };
}

const kinOf = ({ control, relative }: GalleryWidget, say: PageContext["say"]): string =>
  control ? `${say("isControl")} ${control}` : relative ? `${say("isRelative")} ${relative}` : "";

function widgetPage(
  subject: Subject,
  data: NativeData,
  icons: Record<string, string>,
  tokens: ReadonlySet<string>,
  before: Subject | undefined,
  after: Subject | undefined,
): Page {
  const { widget, cells, measured } = subject;
  const specimens = new Map(
    cells.map((cell) => {
      const id = `${cell.variant}-${cell.state}`;
      return [
        `${cell.variant}/${cell.state}`,
        staticSpecimen(cell, id, `${widget.title}, ${cell.variant}, ${cell.state}`),
      ];
    }),
  );
  const traits = new Set([...specimens.values()].flatMap((specimen) => [...specimen.traits]));
  return {
    path: widgetPath(widget.name),
    title: { en: widget.title, fr: widget.title },
    parent: "widgets/index.html",
    css: iconRules(
      [...specimens.values()].flatMap((specimen) => specimen.icons),
      icons,
    ),
    body: (context) => {
      const { say, to, language } = context;
      const pager = [
        before
          ? `<a href="${to(widgetPath(before.widget.name))}" rel="prev">${html(`${say("previous")}: ${before.widget.title}`)}</a>`
          : "",
        `<a href="${to("widgets/index.html")}">${html(say("moreWidgets"))}</a>`,
        after
          ? `<a href="${to(widgetPath(after.widget.name))}" rel="next">${html(`${say("next")}: ${after.widget.title}`)}</a>`
          : "",
      ].filter(Boolean);
      return [
        `<p class="s-secondary">${html([kinOf(widget, say), categoryName(widget.category, language)].filter(Boolean).join("  ·  "))}</p>`,
        widget.note
          ? `<p class="s-lead"${language === "en" ? "" : ' lang="en"'}>${html(capital(widget.note))}</p>`
          : "",
        views(say),
        ...widget.variants.map((variant) => variantCard(subject, variant, specimens, data, context)),
        keyboard(traits, context),
        scripts(traits, context),
        tokensRead(widget, tokens, context),
        `<h2 class="s-heading-2">${html(say("files"))}</h2><ul>${widget.files.map((file) => `<li><code>${html(file)}</code></li>`).join("")}</ul>`,
        `<nav class="s-pager" aria-label="${html(widget.title)}">${pager.join("")}</nav>`,
      ].join("\n");
    },
  };

  function variantCard(
    { reference }: Subject,
    variant: GalleryVariant,
    all: typeof specimens,
    facts: NativeData,
    context: PageContext,
  ): string {
    const { say, language } = context;
    const figures = variant.cells.map((cell) => {
      const key = `${cell.variant}/${cell.state}`;
      const specimen = all.get(key);
      const known = measured?.cells[key];
      const id = `${cell.variant}-${cell.state}`;
      const portraits =
        reference && known ? portraitsOf(reference, cell.variant, cell.state, known, facts, id) : undefined;
      const height = Math.max(24, known?.room ?? 24);
      // A button needs no box as wide as a field's.
      const width = known && known.root[0] <= 12 ? Math.min(cell.frame, known.reach + 12) : cell.frame;
      const native = portraits
        ? `<div class="s-side s-native" role="img" aria-label="${html(`${say("native")}: ${stateName(cell.state, language)}`)}"><span class="s-side-name">${html(say("native"))}</span><div class="s-frame" style="width:${width}px;min-height:${height}px"><div class="s-at" style="left:${known?.root[0]}px;top:${known?.root[1]}px">${portraits}</div></div></div>`
        : "";
      return `<figure class="s-cell${width > 320 ? " s-stacked" : ""}" id="${id}"><figcaption>${html(stateName(cell.state, language))}</figcaption><div class="s-pair"><div class="s-side"><span class="s-side-name">${html(say("ours"))}</span><div class="s-frame s-specimen" style="width:${width}px;min-height:${height}px">${specimen?.html ?? ""}</div></div>${native}</div></figure>`;
    });
    const markups = [...new Set(variant.cells.map((cell) => cell.html))];
    const missing = variant.native.length === 0 ? `<p class="s-secondary">${html(say("noNative"))}</p>` : "";
    return [
      `<section class="s-variant" aria-labelledby="v-${variant.name}"><h2 class="s-heading-2" id="v-${variant.name}"${language === "en" ? "" : ' lang="en"'}>${html(capital(variant.name.replaceAll("-", " ")))}</h2>`,
      `<div class="s-card"><div class="s-cells" tabindex="0" role="group" aria-label="${html(`${say("states")}: ${variant.name}`)}">${figures.join("")}</div>${missing}`,
      variant.facts.length > 0
        ? `<details class="s-details"><summary>${html(say("figures"))}</summary><div class="s-details-body">${factsTable(variant, context)}</div></details>`
        : "",
      `<details class="s-details"><summary>${html(say("markup"))}</summary><div class="s-details-body">${markups.map((markup) => codeBlock(markup, say("copy"), "html")).join("")}</div></details>`,
      "</div></section>",
    ].join("");
  }

  function factsTable(variant: GalleryVariant, { say, language }: PageContext): string {
    const [first] = variant.cells;
    const known = first ? measured?.cells[`${first.variant}/${first.state}`] : undefined;
    const rows = variant.facts.map((fact) => {
      const swatches = fact.colours
        ? `<span class="s-swatches" aria-hidden="true">${fact.colours.map((colour) => `<span class="s-swatch" style="--s-colour:${html(colour)}"></span>`).join("")}</span>`
        : "";
      const shown = fact.colours ? fact.colours.join(", ") : fact.value;
      const source = fact.source
        ? fact.href
          ? `<a href="${html(fact.href)}">${html(fact.source)}</a>`
          : html(fact.source)
        : "";
      return `<tr><th scope="row">${html(figureName(fact.name, language))}</th><td>${html(oursOf(fact, variant, known) ?? "–")}</td><td>${swatches}${html(shown)}</td><td>${fact.key ? `<code>${html(fact.key)}</code> ` : ""}${source}</td></tr>`;
    });
    const head = (["figure", "ours", "native", "source"] as const).map(
      (word) => `<th scope="col">${html(say(word))}</th>`,
    );
    return tableOf(`<tr>${head.join("")}</tr>`, rows.join(""));
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What we compute of the same figure, where a figure of the root or of a text says it. */
function oursOf({ name }: Fact, variant: GalleryVariant, known: MeasuredCell | undefined): string | undefined {
  if (!known) return undefined;
  const [, part = "", what = name] = /^(?:(.*): )?(.*)$/.exec(name) ?? [];
  const text = known.ours.texts[part.charAt(0).toLowerCase() + part.slice(1)] ?? known.ours.texts[part];
  switch (what.toLowerCase()) {
    case "width":
      return part === "" ? `${known.root[2]} px` : undefined;
    case "height":
      return part === "" ? `${known.root[3]} px` : undefined;
    case "corner radius":
      return variant.facts.filter(({ name: other }) => /corner radius$/i.test(other)).length === 1
        ? known.ours.radius.replace("px", " px")
        : undefined;
    case "stroke width":
      return variant.facts.filter(({ name: other }) => /stroke width$/i.test(other)).length === 1
        ? known.ours.border.replace("px", " px")
        : undefined;
    case "font size":
      return text ? `${text[0]} px` : undefined;
    case "font weight":
      return text ? String(text[1]) : undefined;
    case "line height":
      return text?.[2] ? `${text[2]} px` : undefined;
    default:
      return undefined;
  }
}

/** The native state in light and in dark; the style sheet shows the one that the page wears. */
function portraitsOf(
  reference: Reference,
  variant: string,
  state: string,
  known: MeasuredCell,
  data: NativeData,
  id: string,
): string | undefined {
  const content = contentOf(known);
  const size = { width: known.root[2], height: known.root[3] };
  const drawn = (["light", "dark"] as const).flatMap((scheme) => {
    const native = resolveState(reference, variant, state, scheme, data);
    if (!native?.compared) return [];
    return [
      `<div class="s-${scheme}">${portraitOf(native, size, focusThickness(data), content, `${id}-${scheme}-`)}</div>`,
    ];
  });
  return drawn.length === 2 ? drawn.join("") : undefined;
}

function views(say: PageContext["say"]): string {
  const options = (["viewBeside", "viewOver", "viewDifference"] as const).map(
    (word, index) =>
      `<label class="form-check"><input class="form-check-input" type="radio" name="s-view" id="s-${word}"${index === 0 ? " checked" : ""}><span class="form-check-label">${html(say(word))}</span></label>`,
  );
  return `<fieldset class="s-views"><legend class="s-hidden">${html(say("view"))}</legend>${options.join("")}</fieldset><p class="s-caption">${html(say("viewHint"))}</p>`;
}

function keyboard(traits: Set<Trait>, { say, language }: PageContext): string {
  const rows = new Map<string, string>();
  for (const trait of traits)
    for (const [key, does] of behaviours[trait].keys ?? []) {
      const known = rows.get(key);
      if (!known?.includes(does[language]))
        rows.set(key, known ? `${known}; ${does[language].toLowerCase()}` : does[language]);
    }
  if (rows.size === 0) return "";
  const body = [...rows].map(
    ([key, does]) =>
      `<tr><th scope="row">${key
        .split(", ")
        .map((each) => `<kbd>${html(each)}</kbd>`)
        .join(" ")}</th><td>${html(does)}</td></tr>`,
  );
  return `<h2 class="s-heading-2">${html(say("keyboard"))}</h2>${tableOf(`<tr><th scope="col">${html(say("key"))}</th><th scope="col">${html(say("does"))}</th></tr>`, body.join(""))}`;
}

function scripts(traits: Set<Trait>, { say, language }: PageContext): string {
  const needs = [...new Set([...traits].flatMap((trait) => behaviours[trait].script?.[language] ?? []))];
  return `<h2 class="s-heading-2">${html(say("scripts"))}</h2>${
    needs.length === 0
      ? `<p>${html(say("scriptsNone"))}</p>`
      : `<ul>${needs.map((need) => `<li>${html(need)}</li>`).join("")}</ul>`
  }`;
}

function tokensRead(widget: GalleryWidget, tokens: ReadonlySet<string>, { say, to }: PageContext): string {
  const names = new Set<string>();
  for (const file of widget.files.filter((name) => name.endsWith(".css")))
    for (const [, name] of readFileSync(path.join(projectRoot, file), "utf8").matchAll(/var\(\s*(--win-[\w-]+)/g))
      names.add(name as string);
  const shared = [...names].filter((name) => tokens.has(name)).sort();
  if (shared.length === 0) return "";
  return `<h2 class="s-heading-2">${html(say("tokensRead"))}</h2><ul class="s-names">${shared
    .map((name) => `<li><a href="${to(`tokens/index.html#${name}`)}"><code>${html(name)}</code></a></li>`)
    .join("")}</ul>`;
}
