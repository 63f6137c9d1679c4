import path from "node:path";
import { moved, readBaseline } from "../audit/baseline.ts";
import { fixtureFolder } from "../audit/fixtures.ts";
import { pagesIn } from "../audit/folder.ts";
import { merge } from "../audit/merge.ts";
import { type PageList, readPageList } from "../audit/pages.ts";
import { report, reportSheet } from "../audit/report.ts";
import { coverage, exceeded, type Results, share, type Thresholds, unexplained } from "../audit/results.ts";
import { Audit, type PageScheme, withoutCredentials } from "../audit/run.ts";
import { loadTheme } from "../theme/theme.ts";
import { parseOptions } from "../util/options.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { bold, dim, red, table } from "../util/terminal.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
import { launchBrowser } from "../visual/browser.ts";

export const summary = "examine a theme against GLPI's pages: native coverage, dead rules, legibility, cost";

const usage =
  "fenetre audit [--url <glpi> | --folder <saved pages>] [--pages <list.json>] [--crawl] [--only <id,id*>] [--theme <name or folder>|none] " +
  "[--installed] [--scheme light,dark] [--width <px>] [--cost <id>] [--baseline <results.json>] [--coverage <0..1>] [--max-legibility <n>] " +
  "[--max-cut <n>] [--max-dead <0..1>] [--max-lost <n>] [--max-recalculation <ratio>] [--max-load <ratio>] [--no-states] [--no-rules] [--rules-only] [--out <folder>] [--json]\n" +
  "       fenetre audit merge <results.json> ... [thresholds] [--baseline <results.json>] [--out <folder>]";

const options = {
  url: { type: "string" },
  folder: { type: "string" },
  pages: { type: "string" },
  crawl: { type: "boolean" },
  limit: { type: "string", default: "150" },
  only: { type: "string", multiple: true },
  theme: { type: "string", default: "windows-11" },
  installed: { type: "boolean" },
  scheme: { type: "string", default: "light,dark" },
  width: { type: "string", default: "1440" },
  "no-states": { type: "boolean" },
  "no-rules": { type: "boolean" },
  "rules-only": { type: "boolean" },
  cost: { type: "string", multiple: true },
  baseline: { type: "string" },
  coverage: { type: "string" },
  "max-legibility": { type: "string" },
  "max-cut": { type: "string" },
  "max-dead": { type: "string" },
  "max-lost": { type: "string" },
  "max-recalculation": { type: "string" },
  "max-load": { type: "string" },
  out: { type: "string" },
  json: { type: "boolean" },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, options, usage);
  const [verb, ...files] = positionals;
  if (verb !== undefined && verb !== "merge") throw new UserError(`"${verb}" is not an option`, `Usage: ${usage}`);
  const schemes = values.scheme.split(",").map((name) => name.trim()) as PageScheme[];
  for (const scheme of schemes)
    if (scheme !== "light" && scheme !== "dark")
      throw new UserError(`--scheme cannot be "${String(scheme)}"`, "Use light, dark or light,dark");
  const number = (name: string, text: string): number => {
    const value = Number(text);
    if (!Number.isFinite(value) || value < 0) throw new UserError(`--${name} cannot be "${text}"`, "Write a number");
    return value;
  };
  if (values.url && values.folder) throw new UserError("--url and --folder exclude each other", "Give one of them");
  const url = (values.url ?? (values.folder ? undefined : process.env.GLPI_URL))?.replace(/\/$/, "");
  if (url !== undefined && !URL.canParse(url))
    throw new UserError(`"${url}" is no address`, "Write it as http://host/glpi");
  const folder = values.folder ?? fixtureFolder;
  const list: PageList = values.pages ? readPageList(values.pages) : { users: {}, pages: url ? [] : pagesIn(folder) };
  const limit = (name: Exclude<keyof typeof values & `max-${string}`, never> | "coverage"): number | undefined =>
    values[name] === undefined ? undefined : number(name, values[name]);
  const thresholds: Thresholds = Object.fromEntries(
    Object.entries({
      coverage: limit("coverage"),
      legibility: limit("max-legibility"),
      cut: limit("max-cut"),
      dead: limit("max-dead"),
      lost: limit("max-lost"),
      recalculation: limit("max-recalculation"),
      load: limit("max-load"),
    }).filter(([, value]) => value !== undefined),
  );
  const baseline = values.baseline === undefined ? undefined : readBaseline(values.baseline);
  const out = path.resolve(values.out ?? path.join(projectRoot, "reports/audit"));

  const finish = (findings: Omit<Results, "failures">): number => {
    const results: Results = {
      ...findings,
      failures: exceeded(findings),
      ...(baseline ? { moved: moved(baseline, findings) } : {}),
    };
    writeAtomically(path.join(out, "results.json"), `${JSON.stringify(results, null, 1)}\n`);
    writeAtomically(path.join(out, "index.html"), report(results, reportSheet()));
    if (values.json) console.log(JSON.stringify(results, null, 1));
    else print(results, out);
    return results.failures.length > 0 ? 1 : 0;
  };
  if (verb === "merge") return finish({ ...merge(files.map(readBaseline)), thresholds });

  let launched = await launchBrowser();
  try {
    const audit = new Audit(launched.browser, {
      theme: values.theme === "none" || values.installed ? undefined : loadTheme(values.theme),
      installed: values.installed ?? false,
      list,
      source: url ? { url: withoutCredentials(url) } : { folder },
      schemes,
      width: number("width", values.width),
      only:
        values.only
          ?.flatMap((item) => item.split(","))
          .map((item) => item.trim())
          .filter(Boolean) ?? [],
      crawl: values.crawl ?? (url !== undefined && values.pages === undefined),
      limit: number("limit", values.limit),
      states: !values["no-states"],
      rules: !values["no-rules"],
      rulesOnly: values["rules-only"] ?? false,
      cost: values.cost?.flatMap((item) => item.split(",")) ?? [],
      relaunch: async () => {
        launched = await launchBrowser();
        return launched.browser;
      },
      progress: (line) => console.error(line),
    });
    return finish({ ...(await audit.run()), thresholds });
  } finally {
    await launched.close();
  }
}

function print(results: Results, out: string): void {
  const rows = coverage(results.pages).map(({ line, scheme, pages, failed, count }) => [
    `GLPI ${line}`,
    scheme,
    `${pages}${failed ? ` (${failed} failed)` : ""}`,
    String(count.all),
    `${(share(count) * 100).toFixed(1)} %`,
  ]);
  const [head, ...body] = table([["GLPI", "scheme", "pages", "widgets", "native"], ...rows], [2, 3, 4]).split("\n");
  console.log([bold(head as string), ...body].join("\n"));
  for (const [line, rules] of Object.entries(results.rules)) {
    console.log(
      `GLPI ${line}: ${rules.deadRules.length} of ${rules.rules} rules match nothing (${unexplained(rules)} without a reason), ${rules.dead.length} of ${rules.selectors} selectors, ${rules.lost.length} of ${rules.declarations} declarations never win`,
    );
  }
  console.log(
    `${results.legibility.length} kinds of text below their contrast, ${results.cutTexts.length} clipped or overlapping`,
  );
  for (const cost of results.cost) {
    console.log(
      `${cost.page}: style recalculation ${cost.recalculation.ratio.toFixed(2)} times stock${cost.load ? `, load ${cost.load.ratio.toFixed(2)} times` : ""}`,
    );
  }
  for (const line of results.moved?.summary ?? []) console.log(line);
  for (const failure of results.failures) console.log(red(failure));
  console.log(dim(`\n${relativeToProject(path.join(out, "index.html"))}`));
}
