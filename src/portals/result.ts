import { type Role, roles } from "../build/roles.ts";
import { html } from "../util/escape.ts";
import type { Mode } from "./dressed.ts";
import type { Learnt } from "./learn.ts";
import type { PageShown } from "./show.ts";

/** By what each role is known, for whoever is to judge it. */
const reasons: Record<Role, string> = {
  page: "holds all the content and nothing of the frame",
  surface: "a box that paints a ground about other parts",
  hero: "the largest words, with a greeting or the search",
  search: "a field by itself that nothing else is asked beside",
  tiles: "the parent of boxes that repeat",
  tile: "boxes that repeat, each with one link",
  "tile-title": "the heaviest words of each box",
  "tile-text": "the quieter words of each box",
  "tile-icon": "what is drawn in each box",
  category: "a list of links beside the boxes, or what opens them",
  "form-section": "a box with a heading about several questions",
  question: "the box about one field and its words",
  "answer-input": "fields that are neither search nor filter",
  "action-bar": "the box about what sends the form",
  "primary-action": "the button that sends the form",
  "ticket-list": "the parent of dated items, each with a state",
  "ticket-card": "dated items that repeat, each with a state",
  status: "the words of each item that come again in others",
  message: "said to be an alert or status, or a coloured box with a sentence",
  menu: "short links in a row at the page's edge",
  footer: "the last words at the page's lower edge",
};

const hues = ["#0067c0", "#c42b1c", "#0f7b0f", "#9d5d00", "#8764b8", "#038387", "#c30078", "#567c73"];
const hueOf = (role: string): string => hues[roles.indexOf(role as Role) % hues.length] as string;

/** What the result says beside the pictures. */
export interface ResultText {
  /** The adapter's file as one may type it, and its text. */
  file: string;
  adapter: string;
  /** The command that comes next. */
  next: string;
}

/** The line of an adapter's text on which a role stands, from 1; that of `"roles"` for one that is not there. */
export function lineOf(adapter: string, role: string): number {
  const lines = adapter.split("\n");
  const at = lines.findIndex((line) => line.trimStart().startsWith(`${JSON.stringify(role)}:`));
  return (at < 0 ? lines.findIndex((line) => line.includes('"roles"')) : at) + 1;
}

/** One page, whole in itself: each page before and after, the roles drawn on it, and what can be corrected. */
export function resultPage(learnt: Learnt, { file, adapter, next }: ResultText): string {
  const missing = roles.filter((role) => !learnt.roles[role]);
  return `<!doctype html>
<!-- fenetre: what was learnt of a portal -->
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>What was learnt of the portal</title><style>${style}</style></head><body>
<h1>What was learnt of the portal</h1>
<p>The pictures show words of your pages: keep this file to yourself. The adapter, <code>${html(file)}</code>, holds none.</p>
<p>Next: <code>${html(next)}</code></p>
<h2>Roles</h2>
${roleTable(learnt, file, adapter)}
${droppedTable(learnt, file, adapter)}
${missing.length > 0 ? `<h2>Not found</h2><p>${missing.map((role) => `<b>${role}</b>: ${html(reasons[role])}`).join("<br>")}</p><p>To name one by hand, add a line such as <code>"${missing[0]}": ["#page .its-name"]</code> below ${html(file)}:${lineOf(adapter, "")}.</p>` : ""}
${learnt.shown.map(pageSection).join("\n")}
</body></html>
`;
}

function examplesOf(learnt: Learnt, role: string): { count: number; words: string[] } {
  const boxes = learnt.shown.flatMap((page) => page.boxes.filter((box) => box.role === role));
  return { count: boxes.length, words: [...new Set(boxes.map(({ text }) => text).filter(Boolean))].slice(0, 3) };
}

function roleTable(learnt: Learnt, file: string, adapter: string): string {
  const rows = roles.flatMap((role) => {
    const found = learnt.roles[role];
    if (!found) return [];
    const { count, words } = examplesOf(learnt, role);
    return `<tr${found.confidence < 0.8 ? ' class="doubt"' : ""}><td><i style="background:${hueOf(role)}"></i>${role}</td><td>${found.confidence.toFixed(2)}${found.confidence < 0.8 ? " (have a look)" : ""}</td><td>${count}</td><td>${words.map((text) => `“${html(text)}”`).join("<br>")}</td><td>${html(reasons[role])}</td><td><code>${html(found.selector)}</code><br><small>${html(file)}:${lineOf(adapter, role)}</small></td></tr>`;
  });
  return `<table><thead><tr><th>role</th><th>confidence</th><th>shown</th><th>examples</th><th>known by</th><th>selector, and where to correct it</th></tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

function droppedTable({ dropped }: Learnt, file: string, adapter: string): string {
  if (dropped.length === 0) return "";
  const rows = dropped.map(
    ({ role, confidence, selector, why }) =>
      `<tr><td>${html(role)}</td><td>${confidence.toFixed(2)}</td><td>${html(why)}</td><td><code>${html(selector)}</code></td></tr>`,
  );
  return `<h2>Left out</h2><p>Seen, but not written: each would make a page worse, or is too unsure. To have one all the same, add it below ${html(file)}:${lineOf(adapter, "")}.</p><table><thead><tr><th>role</th><th>confidence</th><th>why</th><th>selector</th></tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

const modeNames: Record<Mode, string> = { light: "light", dark: "dark", narrow: "390 px wide" };

function pageSection(page: PageShown): string {
  const image = (picture: Buffer, alt: string): string =>
    `<img alt="${html(alt)}" src="data:image/jpeg;base64,${picture.toString("base64")}">`;
  const drawn = page.boxes.map(({ role, text, x, y, width, height }, index) => {
    const first = page.boxes.findIndex((box) => box.role === role) === index;
    const label = first
      ? `<text x="${round(x + 3)}" y="${round(Math.max(y - 3, 11))}" fill="${hueOf(role)}">${role}</text>`
      : "";
    return `<g><title>${html(`${role}: ${text}`)}</title><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${hueOf(role)}" fill-opacity=".07" stroke="${hueOf(role)}"/>${label}</g>`;
  });
  const roleMap = `<figure class="map"><figcaption>${html(page.name)}: roles</figcaption><div class="stack">${image(page.after.light, "the roles drawn on it")}<svg viewBox="0 0 ${page.width} ${page.height}">${drawn.join("")}</svg></div></figure>`;
  const pairs = (["light", "dark", "narrow"] as const).map(
    (mode) =>
      `<div class="pair ${mode}"><figure><figcaption>${html(page.name)}, ${modeNames[mode]}: before</figcaption>${image(page.before[mode], "before")}</figure><figure><figcaption>${html(page.name)}, ${modeNames[mode]}: after</figcaption>${image(page.after[mode], "after")}</figure></div>`,
  );
  return `<section><h2>${html(page.name)}</h2>${roleMap}${pairs.join("\n")}</section>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const style = `:root { color-scheme: light dark; font: 14px/20px "Segoe UI Variable Text", "Segoe UI", sans-serif } body { max-width: 1400px; margin: 0 auto; padding: 24px }
h1 { font-size: 28px; line-height: 36px } h2 { margin-top: 32px } table { border-collapse: collapse; width: 100% } th, td { padding: 8px; border-bottom: 1px solid light-dark(#ddd, #444); text-align: start; vertical-align: top; overflow-wrap: anywhere }
td i { display: inline-block; width: 10px; height: 10px; margin-inline-end: 6px } .doubt td:nth-child(2) { color: light-dark(#9d5d00, #fce100) } code { font-family: "Cascadia Mono", Consolas, monospace; font-size: 13px; overflow-wrap: anywhere }
figure { margin: 0 0 16px } figcaption { margin-bottom: 4px; color: light-dark(#5d5d5d, #c5c5c5) } img { display: block; width: 100%; border: 1px solid light-dark(#ddd, #444) } .stack { position: relative } svg { position: absolute; inset: 0; width: 100%; font: 12px sans-serif }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; align-items: start } .narrow { grid-template-columns: 390px 390px } @media (max-width: 830px) { .pair, .narrow { grid-template-columns: 1fr } }`;
