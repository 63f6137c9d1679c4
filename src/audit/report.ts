import { readFileSync } from "node:fs";
import { compile } from "../build/compile.ts";
import { raiseSpecificity } from "../build/scope.ts";
import { loadTheme } from "../theme/theme.ts";
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
    ? `<div class="alert alert-danger" role="alert"><ul>${failures.map((failure) => `<li>${text(failure)}</li>`).join("")}</ul></div>`
    : `<div class="alert alert-success" role="status">Nothing is over its threshold.</div>`;
  return `<!doctype html>
<html lang="en" data-glpi-theme="windows_11" data-glpi-theme-dark="0">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit: ${text(results.theme)}</title>
<style>${sheet.replaceAll("</", "<\\/")}</style>
<style>${layout}</style>
</head>
<body>
<main>
<h1>Audit: ${text(results.theme === "none" ? "stock GLPI" : results.theme)}</h1>
<p class="quiet">${text(results.source)}, ${results.width} px wide, ${text(results.browser)}, ${text(results.date.slice(0, 16).replace("T", " "))} UTC</p>
${bar}
${section("Native coverage", coverageTable(results))}
${results.moved ? section(`Moved since ${text(results.moved.date.slice(0, 10))}`, movedTables(results)) : ""}
${section("By role", roleTable(results.pages))}
${section("By page", pageTable(results.pages))}
${section(`What is not native (${results.offenders.length} kinds)`, offenders(results.offenders))}
${section(`Text below its contrast (${results.legibility.length})`, legibility(results.legibility))}
${section(`Text clipped or overlapping (${results.cutTexts.length})`, cutTexts(results))}
${Object.entries(results.rules)
  .map(([line, rules]) => section(`The theme's rules on GLPI ${line}`, ruleTables(rules)))
  .join("\n")}
${results.cost.length ? section("Cost", costTable(results)) : ""}
${results.exempt.length ? section(`Disabled text, exempt as in Windows (${results.exempt.length})`, legibility(results.exempt)) : ""}
</main>
</body>
</html>
`;
}

const shownOffenders = 300;
const shownRows = 400;

function section(title: string, content: string): string {
  return `<section><h2>${title}</h2>${content}</section>`;
}

function coverageTable(results: Results): string {
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
function bar(count: Count): string {
  const value = share(count) * 100;
  return `<span class="share"><meter min="0" max="100" low="90" high="97" optimum="100" value="${value.toFixed(1)}"></meter> ${value.toFixed(1)} %</span>`;
}

/** Roles of all pages, those with most failures first. */
function roleTable(pages: readonly PageResult[]): string {
  const roles = new Map<string, Count>();
  for (const page of pages)
    for (const [role, count] of Object.entries(page.roles)) roles.set(role, add(roles.get(role) ?? none, count));
  const rows = [...roles]
    .sort(([, a], [, b]) => b.all - b.native - (a.all - a.native))
    .map(([role, count]) => [text(role), String(count.all), String(count.all - count.native), bar(count)]);
  return table(["Role", "All", "Not native", "Native"], rows);
}

function pageTable(pages: readonly PageResult[]): string {
  const rows = pages
    .filter((page) => !page.rulesOnly)
    .sort((a, b) => Number(b.error !== undefined) - Number(a.error !== undefined) || share(total(a)) - share(total(b)))
    .map((page) => {
      const notes = [page.error ? `could not be examined: ${page.error}` : "", ...page.problems].filter(Boolean);
      const name = `${text(page.title)}${notes.length ? `<br><span class="quiet">${notes.map(text).join("<br>")}</span>` : ""}`;
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

function offenders(list: readonly Offender[]): string {
  const items = list.slice(0, shownOffenders).map((offender) => {
    const rows = offender.differences.map((item) => [
      text(item.what),
      text(item.expected) + swatch(item.expected),
      text(item.found) + swatch(item.found),
      `<code>${text(offender.winners[item.what] ?? "")}</code>`,
    ]);
    const state = offender.state ? `, ${offender.state}` : "";
    const crop = offender.crop
      ? `<img loading="lazy" alt="The element on the page" src="data:image/png;base64,${offender.crop}">`
      : "";
    return `<article class="card"><h3>${offender.count} × ${text(offender.role)}${offender.look ? ` <span class="quiet">(${text(offender.look + state)})</span>` : ""}</h3>
<p><code>${text(offender.selector)}</code></p>
<p class="quiet">GLPI ${offender.line}, ${offender.scheme}: ${offender.pages.map(text).join(", ")}</p>
${crop}${table(["What", "Native", "Found", "Decided by"], rows)}</article>`;
  });
  const rest = list.length - items.length;
  return `${items.join("\n")}${rest > 0 ? `<p class="quiet">${rest} more in results.json.</p>` : ""}`;
}

function legibility(list: Results["legibility"]): string {
  const rows = list
    .slice(0, shownRows)
    .map((fault) => [
      `${fault.contrast.toFixed(2)} <span class="quiet">of ${fault.limit}</span>`,
      text(fault.state),
      `${text(fault.colour)}${swatch(fault.colour)} on ${text(fault.background)}${swatch(fault.background)}`,
      `${text(fault.text)}<br><code>${text(fault.selector)}</code>`,
      `${text(fault.page)} <span class="quiet">${fault.line}, ${fault.scheme}</span>`,
      String(fault.count),
    ]);
  return table(["Contrast", "State", "Colours", "Text", "Page", "Times"], rows);
}

function cutTexts(results: Results): string {
  const rows = results.cutTexts
    .slice(0, shownRows)
    .map((cut) => [
      text(cut.how),
      `${text(cut.text)}<br><code>${text(cut.selector)}</code>`,
      `${text(cut.page)} <span class="quiet">${cut.line}, ${cut.scheme}</span>`,
    ]);
  return table(["How", "Text", "Page"], rows);
}

function ruleTables(rules: Results["rules"][string]): string {
  const facts = `<p>${rules.rules} rules, ${rules.selectors} selectors, ${rules.declarations} declarations, of which ${rules.judged} were seen at work; ${rules.specimensOnly} selectors matched the theme's specimens alone.</p>`;
  const deadRules = table(
    ["Matches nothing", "Where", "Why it stands"],
    rules.deadRules.map((item) => [`<code>${text(item.selector)}</code>`, text(item.place), text(item.why ?? "")]),
  );
  const dead = table(
    ["Matches nothing", "Where"],
    rules.dead.slice(0, shownRows).map((item) => [`<code>${text(item.selector)}</code>`, text(item.place)]),
  );
  const lost = table(
    ["Never wins", "Where", "Beaten by"],
    rules.lost
      .slice(0, shownRows)
      .map((item) => [
        `<code>${text(item.selector)} { ${text(item.declaration)} }</code>`,
        text(item.place),
        `<code>${text(item.to)}</code>`,
      ]),
  );
  const important = table(
    ["!important", "Where"],
    rules.important.map((item) => [
      `<code>${text(item.selector)} { ${text(item.declaration)} }</code>`,
      text(item.place),
    ]),
  );
  return `${facts}<h3>Dead rules: ${rules.deadRules.length}</h3>${deadRules}<h3>Dead alternatives in lists: ${rules.dead.length}</h3><details><summary>Show them</summary>${dead}</details><h3>Lost: ${rules.lost.length}</h3>${lost}<h3>Important: ${rules.important.length}</h3>${important}`;
}

function costTable(results: Results): string {
  const rows = results.cost.map(({ page, line, elements, recalculation, load }) => [
    text(page),
    line,
    String(elements),
    `${recalculation.without} ms`,
    `${recalculation.with} ms`,
    `${recalculation.ratio.toFixed(2)} ×`,
    load ? `${load.ratio.toFixed(2)} ×` : "",
  ]);
  return table(["Page", "GLPI", "Elements", "Recalculation without", "with", "Ratio", "Load, ratio"], rows);
}

function movedTables(results: Results): string {
  const { moved } = results;
  if (!moved) return "";
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  const rows = moved.pages.map((page) => [
    text(page.id),
    page.line,
    page.scheme,
    percent(page.before),
    percent(page.after),
  ]);
  const roles = moved.roles.map((role) => [text(role.role), percent(role.before), percent(role.after)]);
  return `<ul>${moved.summary.map((line) => `<li>${text(line)}</li>`).join("")}</ul>${table(["Page", "GLPI", "Scheme", "Before", "Now"], rows)}${table(["Role", "Before", "Now"], roles)}`;
}

/** Cells are HTML already. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return `<p class="quiet">None.</p>`;
  const cells = (row: readonly string[], tag: "td" | "th"): string =>
    row.map((cell) => `<${tag}>${cell}</${tag}>`).join("");
  return `<div class="table-responsive"><table class="table"><thead><tr>${cells(head, "th")}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("")}</tbody></table></div>`;
}

function swatch(value: string): string {
  return /^#[0-9a-f]{6}$/.test(value) ? ` <i class="swatch" style="background:${value}"></i>` : "";
}

function text(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
