import path from "node:path";
import { moved, readBaseline } from "../audit/baseline.ts";
import { fixtureFolder } from "../audit/fixtures.ts";
import { pagesIn } from "../audit/folder.ts";
import {
  against,
  factsOf,
  GlpiMarkup,
  keptFacts,
  libraryWords,
  markupFactsFile,
  markupReasons,
  ourMarkup,
  readGlpi,
  specimensOf,
} from "../audit/markup.ts";
import { merge } from "../audit/merge.ts";
import { type PageList, readPageList } from "../audit/pages.ts";
import { report, reportSheet } from "../audit/report.ts";
import { coverage, exceeded, type Results, share, type Thresholds, unexplained } from "../audit/results.ts";
import { Audit } from "../audit/run.ts";
import type { Input } from "../command-line/definition.ts";
import { loadTheme } from "../theme/theme.ts";
import { parseAddress } from "../util/address.ts";
import { isEnding, untilTheEnd } from "../util/ending.ts";
import { relativeToProject } from "../util/paths.ts";
import { reportFolder, writeReport } from "../util/report-folder.ts";
import { withoutSecrets } from "../util/secrets.ts";
import { bold, dim, red, table } from "../util/terminal.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
import { launchBrowser } from "../visual/browser.ts";
import type { verbs } from "./verbs.ts";

type AuditInput = Input<typeof verbs.audit>;
type MarkupInput = Input<typeof verbs.audit.verbs.markup>;
type MergeInput = Input<typeof verbs.audit.verbs.merge>;

/** One result of several runs. */
export function runMerge({ values, operands }: MergeInput): number {
  reportFolder("audit", values.out);
  return finish({ ...merge(operands.map(readBaseline)), thresholds: thresholdsOf(values) }, values);
}

/** Ours against a GLPI's own markup, or against the facts kept of both lines. */
export function runMarkup({ values }: MarkupInput): number {
  const specimens = specimensOf(loadTheme("windows-11"));
  const found = (["10", "11"] as const).flatMap((line) => {
    const libraries = libraryWords(line);
    const ours = ourMarkup(line, specimens);
    let facts = keptFacts(line);
    if (values.glpi !== undefined) {
      const glpi = new GlpiMarkup(readGlpi(values.glpi));
      if (!glpi.version.startsWith(`${line}.`)) return [];
      facts = factsOf(glpi, ours, libraries);
      if (values.write) writeAtomically(markupFactsFile(line), `${JSON.stringify(facts, null, 1)}\n`);
    }
    if (!facts) return [];
    const others = [keptFacts(line === "10" ? "11" : "10")].filter((one) => one !== undefined);
    return [{ line, glpi: facts.glpi, ...against(ours, facts, libraries, others, markupReasons()) }];
  });
  if (found.length === 0)
    throw new UserError("there are no facts of this line", "Name the folder of a GLPI 10.0 or 11 with --glpi");
  if (values.json) console.log(JSON.stringify(found, null, 1));
  for (const { glpi, unknownClasses, unknownPairs, unshown } of values.json ? [] : found) {
    console.log(
      `GLPI ${glpi}: ${unknownClasses.length} classes of ours that nobody writes, ${unknownPairs.length} that never meet, ${unshown.length} states that no fixture shows`,
    );
    for (const [name, place] of [...unknownClasses, ...unknownPairs]) console.log(`  ${name}  ${dim(place)}`);
    for (const name of unshown) console.log(`  ${name}  ${dim("shown nowhere")}`);
  }
  return found.some((one) => one.unknownClasses.length + one.unknownPairs.length + one.unshown.length > 0) ? 1 : 0;
}

export async function run({ values }: AuditInput): Promise<number> {
  // Asked before the work: an hour later is late to hear of it.
  reportFolder("audit", values.out);
  const url = values.folder === undefined && values.url ? parseAddress(values.url, "--url").url : undefined;
  const folder = values.folder ?? fixtureFolder;
  const list: PageList = values.pages ? readPageList(values.pages) : { users: {}, pages: url ? [] : pagesIn(folder) };
  const launch = (): ReturnType<typeof launchBrowser> => launchBrowser({ network: url !== undefined });
  let launched = await launch();
  try {
    const audit = new Audit(launched.browser, {
      theme: values.theme === "none" || values.installed ? undefined : loadTheme(values.theme),
      installed: values.installed,
      list,
      source: url ? { url } : { folder },
      schemes: values.scheme,
      width: values.width,
      only: values.only ?? [],
      crawl: values.crawl || (url !== undefined && values.pages === undefined),
      limit: values.limit,
      states: !values["no-states"],
      rules: !values["no-rules"],
      rulesOnly: values["rules-only"],
      cost: values.cost ?? [],
      relaunch: async () => {
        // Only a crash is a reason to go on in another browser.
        if (isEnding()) return untilTheEnd();
        launched = await launch();
        return launched.browser;
      },
      // What is closed because the process ends is not said to have failed.
      progress: (line) => void (isEnding() || console.error(line)),
    });
    return finish({ ...(await audit.run()), thresholds: thresholdsOf(values) }, values);
  } finally {
    await launched.close();
  }
}

/** What the run must keep. */
function thresholdsOf(values: MergeInput["values"]): Thresholds {
  const all = {
    coverage: values.coverage,
    legibility: values["max-legibility"],
    cut: values["max-cut"],
    rings: values["max-rings"],
    scroll: values["max-scroll"],
    values: values["max-values"],
    dead: values["max-dead"],
    lost: values["max-lost"],
    recalculation: values["max-recalculation"],
    load: values["max-load"],
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Judges, writes and prints. @returns the exit code */
function finish(findings: Omit<Results, "failures">, values: MergeInput["values"]): number {
  const baseline = values.baseline === undefined ? undefined : readBaseline(values.baseline);
  const out = reportFolder("audit", values.out);
  const results: Results = {
    ...findings,
    failures: exceeded(findings),
    ...(baseline ? { moved: moved(baseline, findings) } : {}),
  };
  // A page may show what was typed into it.
  const json = withoutSecrets(JSON.stringify(results, null, 1));
  writeReport(out, [
    { path: "results.json", content: `${json}\n` },
    { path: "index.html", content: withoutSecrets(report(results, reportSheet())) },
  ]);
  if (values.json) console.log(json);
  else print(results, out);
  return results.failures.length > 0 ? 1 : 0;
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
  const of = (kind: string): number => results.faults?.filter((fault) => fault.kind === kind).length ?? 0;
  console.log(
    `${of("ring")} kinds of focus rings not whole, ${of("scroll")} pages that scroll sideways or to nothing, ${of("value")} values or labels not shown whole`,
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
