import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import postcss from "postcss";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import type { Line } from "../helpers/fragment.ts";
import { illegible } from "../helpers/legibility.ts";

/*
 * Ground and text that belong together: every colour utility of the Tabler that each GLPI line ships, alone and together,
 * as pixels. Where each class stands is read from Tabler's own style sheet.
 */

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
});
afterAll(() => launched.close());

const named =
  /^(?:(?:text-bg|bg|text|link|alert|btn-outline|btn-ghost|btn|table|list-group-item|status|badge-outline)-)?(primary|secondary|success|info|warning|danger|light|dark|muted|black|white|body|blue|azure|indigo|purple|pink|red|orange|yellow|lime|green|teal|cyan|x|gray-\d+|facebook|twitter|linkedin|google|youtube|vimeo|dribbble|github|instagram|pinterest|vk|rss|flickr|bitbucket|tabler)(?:-lt|-subtle|-emphasis|-fg|-50)?$/;

const brand =
  /facebook|twitter|linkedin|google|youtube|vimeo|dribbble|github|instagram|pinterest|vk|rss|flickr|bitbucket|-tabler/;

/** Classes of Tabler's that set a colour, by kind. */
function utilities(line: Line): Map<string, string[]> {
  const file = createRequire(import.meta.url).resolve(`tabler-${line}/dist/css/tabler.css`);
  const found = new Set<string>();
  postcss.parse(readFileSync(file, "utf8")).walkRules((rule) => {
    for (const [, name] of rule.selector.matchAll(/\.([a-z][\w-]*)/g))
      if (named.test(name as string)) found.add(name as string);
  });
  const kinds = new Map<string, string[]>();
  for (const name of [...found].sort()) {
    const kind = /^(text-bg|bg|text|link|alert|btn-outline|btn-ghost|btn|table|list-group-item|status)-/.exec(
      name,
    )?.[1];
    if (kind === undefined) continue;
    const own = kind === "bg" && /-(lt|subtle)$/.test(name) ? "bg-lt" : kind;
    kinds.set(own, [...(kinds.get(own) ?? []), name]);
  }
  return kinds;
}

const words = "Legible words";
const span = (classes: string, inner = words): string =>
  `<span class="sample d-inline-block p-1 ${classes}">${inner}</span>`;

function samples(line: Line): string[] {
  const kinds = utilities(line);
  const of = (kind: string): string[] => kinds.get(kind) ?? [];
  return [
    // Alone
    ...["bg", "bg-lt", "text-bg", "text", "link"].flatMap((kind) => of(kind).map((name) => span(name))),
    // A ground with each kind of text, on the same element and below it; brands go by the hue they are nearest to
    ...[...of("bg"), ...of("bg-lt"), ...of("text-bg")]
      .filter((ground) => !brand.test(ground))
      .flatMap((ground) => [
        ...["text-white", "text-dark", "text-yellow"].map((text) => span(`${ground} ${text}`)),
        ...["text-muted", "text-red"].map((text) => span(ground, `<b class="${text}">${words}</b>`)),
        span(ground, `<a href="#">${words}</a>`),
      ]),
    ...of("text")
      .filter((text) => !brand.test(text))
      .flatMap((text) => [span(`bg-blue-lt ${text}`), span(`bg-light ${text}`), span(`bg-dark ${text}`)]),
    // In widgets
    ...["btn", "btn-outline", "btn-ghost"].flatMap((kind) =>
      of(kind)
        .filter((name) => !/^btn-(outline|ghost)$/.test(name))
        .map((name) => `<button type="button" class="sample btn ${name}">${words}</button>`),
    ),
    ...[...of("bg"), ...of("bg-lt")]
      .filter((ground) => !brand.test(ground))
      .flatMap((ground) => [
        `<button type="button" class="sample btn ${ground}">${words}</button>`,
        `<span class="sample badge ${ground}">${words}</span>`,
        `<div class="sample alert ${ground}">${words}</div>`,
        `<div class="sample card ${ground}"><div class="card-header"><h3 class="card-title">${words}</h3></div></div>`,
      ]),
    ...of("text-bg").map((ground) => `<span class="sample badge ${ground}">${words}</span>`),
    ...of("text").map((text) => `<span class="sample badge badge-outline ${text}">${words}</span>`),
    ...of("alert").map((name) => `<div class="sample alert ${name}">${words}</div>`),
    ...of("alert").map((name) => `<div class="sample alert alert-important ${name}">${words}</div>`),
    ...of("table").map(
      (name) => `<table class="table"><tr class="${name}"><td class="sample">${words}</td></tr></table>`,
    ),
    ...of("list-group-item").map(
      (name) => `<div class="list-group"><div class="sample list-group-item ${name}">${words}</div></div>`,
    ),
    ...of("status").map((name) => `<span class="sample status ${name}">${words}</span>`),
  ];
}

describe.each(["10", "11"] as const)("on GLPI %s every colour utility of Tabler's", (line) => {
  test.each(["light", "dark", "contrast"] as const)(
    "is legible in %s, alone and together",
    { timeout: 120_000 },
    async (mode) => {
      const all = samples(line);
      expect(all.length).toBeGreaterThan(500);
      expect(await illegible(launched.browser, all, line, mode)).toEqual([]);
    },
  );
});

/* Sections of a GLPI 11 form, as it renders them: each titled on the accent, some without a title, some with a link. */
const section = (title: string, attribute: string): string =>
  `<section ${attribute}><div class="bg-primary text-primary-fg px-2 py-1 rounded-top" style="width: fit-content">${title}</div><div class="card mb-3" style="border-top-left-radius: 0"><div class="card-body"><p class="sample">${words}</p></div></div></section>`;

test.each(["light", "dark", "contrast"] as const)(
  "the titles of a form with several sections are legible in %s",
  { timeout: 120_000 },
  async (mode) => {
    const titles = [
      `<h2 class="sample mb-0">${words}</h2>`,
      `<h2 class="sample mb-0 text-muted">${words}</h2>`,
      `<h2 class="mb-0"><a class="sample" href="#">${words}</a></h2>`,
    ];
    const all = ["data-glpi-form-renderer-section", "data-glpi-form-editor-section", "aria-label"].flatMap(
      (attribute) => titles.map((title) => section(title, attribute)),
    );
    expect(await illegible(launched.browser, all, "11", mode)).toEqual([]);
  },
);
