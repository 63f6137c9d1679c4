import { readFileSync } from "node:fs";
import { compile } from "../build/compile.ts";
import { raiseSpecificity } from "../build/scope.ts";
import { loadTheme } from "../theme/theme.ts";
import { insideStyle, Markup, markup } from "../util/escape.ts";
import {
  add,
  type Count,
  coverage,
  none,
  type Offender,
  type PageResult,
  type Results,
  share,
  total,
} from "./results.ts";

/** The theme that the report wears. */
export function reportSheet(): string {
  const theme = loadTheme("windows-11", { scheme: "windows" });
  return raiseSpecificity(compile(theme, { glpi: "11", rooms: ["tokens", "controls"] })).toString();
}

/**
 * One HTML file that needs no other: a function of the results and of the style sheet it wears, so that an old
 * `results.json` gives the same report again.
 */
export function report(results: Results, sheet: string): string {
  const layout = readFileSync(new URL("report.css", import.meta.url), "utf8");
  const { failures } = results;
  const bar = failures.length
    ? markup`<div class="alert alert-danger" role="alert"><ul>${failures.map((failure) => markup`<li>${failure}</li>`)}</ul></div>`
    : markup`<div class="alert alert-success" role="status">Nothing is over its threshold.</div>`;
  const page = markup`<!doctype html>
<html lang="en" data-glpi-theme="windows_11" data-glpi-theme-dark="0">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit: ${results.theme}</title>
<style>${new Markup(insideStyle(sheet))}</style>
<style>${new Markup(layout)}</style>
</head>
<body>
<main>
<h1>Audit: ${results.theme === "none" ? "stock GLPI" : results.theme}</h1>
<p class="quiet">${results.source}, ${results.width} px wide, ${results.browser}, ${results.date.slice(0, 16).replace("T", " ")} UTC</p>
${bar}
${section("Native coverage", coverageTable(results))}
${results.moved ? section(`Moved since ${results.moved.date.slice(0, 10)}`, movedTables(results)) : ""}
${section("By role", roleTable(results.pages))}
${section("By page", pageTable(results.pages))}
${section(`What is not native (${results.offenders.length} kinds)`, offenders(results.offenders))}
${section(`Text below its contrast (${results.legibility.length})`, legibility(results.legibility))}
${section(`Text clipped or overlapping (${results.cutTexts.length})`, cutTexts(results))}
${section(`Rings, scrolling and room (${results.faults?.length ?? 0})`, pageFaults(results))}
${Object.entries(results.rules).map(([line, rules]) => section(`The theme's rules on GLPI ${line}`, ruleTables(rules)))}
${results.cost.length ? section("Cost", costTable(results)) : ""}
${results.exempt.length ? section(`Disabled text, exempt as in Windows (${results.exempt.length})`, legibility(results.exempt)) : ""}
</main>
</body>
</html>
`;
  return page.source;
}

const shownOffenders = 300;
const shownRows = 400;

function section(title: string, content: Markup): Markup {
  return markup`<section><h2>${title}</h2>${content}</section>`;
}

function coverageTable(results: Results): Markup {
  const rows = coverage(results.pages).map(({ line, scheme, pages, failed, count }) => [
    `GLPI ${line}`,
    scheme,
    `${pages}${failed ? `, ${failed} failed` : ""}`,
    String(count.all),
    bar(count),
  ]);
  return table(["GLPI", "Scheme", "Pages", "Widgets and surfaces", "Native"], rows);
}

/** A share in figures and as a bar. */
function bar(count: Count): Markup {
  const value = share(count) * 100;
  return markup`<span class="share"><meter min="0" max="100" low="90" high="97" optimum="100" value="${value.toFixed(1)}"></meter> ${value.toFixed(1)} %</span>`;
}

/** Roles of all pages, those with most failures first. */
function roleTable(pages: readonly PageResult[]): Markup {
  const roles = new Map<string, Count>();
  for (const page of pages)
    for (const [role, count] of Object.entries(page.roles)) roles.set(role, add(roles.get(role) ?? none, count));
  const rows = [...roles]
    .sort(([, a], [, b]) => b.all - b.native - (a.all - a.native))
    .map(([role, count]) => [role, String(count.all), String(count.all - count.native), bar(count)]);
  return table(["Role", "All", "Not native", "Native"], rows);
}

function pageTable(pages: readonly PageResult[]): Markup {
  const rows = pages
    .filter((page) => !page.rulesOnly)
    .sort((a, b) => Number(b.error !== undefined) - Number(a.error !== undefined) || share(total(a)) - share(total(b)))
    .map((page) => {
      const notes = [page.error ? `could not be examined: ${page.error}` : "", ...page.problems].filter(Boolean);
      const name = markup`${page.title}${notes.length ? markup`<br><span class="quiet">${notes.map((note, index) => markup`${index > 0 ? markup`<br>` : ""}${note}`)}</span>` : ""}`;
      return [
        name,
        page.line,
        page.scheme,
        String(total(page).all),
        page.error ? "" : bar(total(page)),
        String(page.unreadable),
        String(page.cut),
      ];
    });
  return table(["Page", "GLPI", "Scheme", "Widgets", "Native", "Unreadable", "Cut"], rows);
}

function offenders(list: readonly Offender[]): Markup {
  const items = list.slice(0, shownOffenders).map((offender) => {
    const rows = offender.differences.map((item) => [
      item.what,
      markup`${item.expected}${swatch(item.expected)}`,
      markup`${item.found}${swatch(item.found)}`,
      markup`<code>${offender.winners[item.what] ?? ""}</code>`,
    ]);
    const state = offender.state ? `, ${offender.state}` : "";
    const crop = offender.crop
      ? markup`<img loading="lazy" alt="The element on the page" src="data:image/png;base64,${offender.crop}">`
      : "";
    return markup`<article class="card"><h3>${offender.count} × ${offender.role}${offender.look ? markup` <span class="quiet">(${offender.look + state})</span>` : ""}</h3>
<p><code>${offender.selector}</code></p>
<p class="quiet">GLPI ${offender.line}, ${offender.scheme}: ${offender.pages.join(", ")}</p>
${crop}${table(["What", "Native", "Found", "Decided by"], rows)}</article>`;
  });
  const rest = list.length - items.length;
  return markup`${items}${rest > 0 ? markup`<p class="quiet">${rest} more in results.json.</p>` : ""}`;
}

function legibility(list: Results["legibility"]): Markup {
  const rows = list
    .slice(0, shownRows)
    .map((fault) => [
      markup`${fault.contrast.toFixed(2)} <span class="quiet">of ${fault.limit}</span>`,
      fault.state,
      markup`${fault.colour}${swatch(fault.colour)} on ${fault.background}${swatch(fault.background)}`,
      markup`${fault.text}<br><code>${fault.selector}</code>`,
      markup`${fault.page} <span class="quiet">${fault.line}, ${fault.scheme}</span>`,
      String(fault.count),
    ]);
  return table(["Contrast", "State", "Colours", "Text", "Page", "Times"], rows);
}

function cutTexts(results: Results): Markup {
  const rows = results.cutTexts
    .slice(0, shownRows)
    .map((cut) => [
      cut.how,
      markup`${cut.text}<br><code>${cut.selector}</code>`,
      markup`${cut.page} <span class="quiet">${cut.line}, ${cut.scheme}</span>`,
    ]);
  return table(["How", "Text", "Page"], rows);
}

function pageFaults(results: Results): Markup {
  const rows = (results.faults ?? [])
    .slice(0, shownRows)
    .map((fault) => [
      fault.kind,
      markup`${fault.what}<br><code>${fault.selector}</code>`,
      markup`${fault.page} <span class="quiet">${fault.line}, ${fault.scheme}</span>`,
    ]);
  return table(["Kind", "What", "Page"], rows);
}

function ruleTables(rules: Results["rules"][string]): Markup {
  const facts = markup`<p>${rules.rules} rules, ${rules.selectors} selectors, ${rules.declarations} declarations, of which ${rules.judged} were seen at work; ${rules.specimensOnly} selectors matched the theme's specimens alone.</p>`;
  const deadRules = table(
    ["Matches nothing", "Where", "Why it stands"],
    rules.deadRules.map((item) => [markup`<code>${item.selector}</code>`, item.place, item.why ?? ""]),
  );
  const dead = table(
    ["Matches nothing", "Where"],
    rules.dead.slice(0, shownRows).map((item) => [markup`<code>${item.selector}</code>`, item.place]),
  );
  const lost = table(
    ["Never wins", "Where", "Beaten by"],
    rules.lost
      .slice(0, shownRows)
      .map((item) => [
        markup`<code>${item.selector} { ${item.declaration} }</code>`,
        item.place,
        markup`<code>${item.to}</code>`,
      ]),
  );
  const important = table(
    ["!important", "Where"],
    rules.important.map((item) => [markup`<code>${item.selector} { ${item.declaration} }</code>`, item.place]),
  );
  return markup`${facts}<h3>Dead rules: ${rules.deadRules.length}</h3>${deadRules}<h3>Dead alternatives in lists: ${rules.dead.length}</h3><details><summary>Show them</summary>${dead}</details><h3>Lost: ${rules.lost.length}</h3>${lost}<h3>Important: ${rules.important.length}</h3>${important}`;
}

function costTable(results: Results): Markup {
  const rows = results.cost.map(({ page, line, elements, recalculation, load }) => [
    page,
    line,
    String(elements),
    `${recalculation.without} ms`,
    `${recalculation.with} ms`,
    `${recalculation.ratio.toFixed(2)} ×`,
    load ? `${load.ratio.toFixed(2)} ×` : "",
  ]);
  return table(["Page", "GLPI", "Elements", "Recalculation without", "with", "Ratio", "Load, ratio"], rows);
}

function movedTables(results: Results): Markup {
  const { moved } = results;
  if (!moved) return markup``;
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  const rows = moved.pages.map((page) => [page.id, page.line, page.scheme, percent(page.before), percent(page.after)]);
  const roles = moved.roles.map((role) => [role.role, percent(role.before), percent(role.after)]);
  return markup`<ul>${moved.summary.map((line) => markup`<li>${line}</li>`)}</ul>${table(["Page", "GLPI", "Scheme", "Before", "Now"], rows)}${table(["Role", "Before", "Now"], roles)}`;
}

/** Cells are text, or HTML that is written already. */
function table(head: readonly string[], rows: readonly (readonly Cell[])[]): Markup {
  if (rows.length === 0) return markup`<p class="quiet">None.</p>`;
  const cells = (row: readonly Cell[], tag: "td" | "th"): Markup[] =>
    row.map((cell) => (tag === "td" ? markup`<td>${cell}</td>` : markup`<th>${cell}</th>`));
  return markup`<div class="table-responsive"><table class="table"><thead><tr>${cells(head, "th")}</tr></thead><tbody>${rows.map((row) => markup`<tr>${cells(row, "td")}</tr>`)}</tbody></table></div>`;
}

function swatch(value: string): Markup {
  return /^#[0-9a-f]{6}$/.test(value) ? markup` <i class="swatch" style="background:${value}"></i>` : markup``;
}

type Cell = string | Markup;
