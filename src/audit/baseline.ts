import { readResults } from "../schema/read.ts";
import { auditResultsSchema } from "../schema/results.ts";
import { add, type Count, coverage, type Moved, none, type PageResult, type Results, share, total } from "./results.ts";

/** @throws {UserError} when it is not the JSON of an earlier run */
export function readBaseline(file: string): Results {
  return readResults(file, auditResultsSchema, "Name the results.json of an earlier run") as Results;
}

/** What moved between two runs, on the pages that both have. */
export function moved(before: Results, after: Pick<Results, "pages" | "offenders">): Moved {
  const key = (page: PageResult): string => `${page.id} ${page.line} ${page.scheme}`;
  const old = new Map(before.pages.filter((page) => !page.error).map((page) => [key(page), page]));
  const common = after.pages.filter((page) => !page.error && old.has(key(page)));
  const pages = common
    .map((page) => ({
      id: page.id,
      line: page.line,
      scheme: page.scheme,
      before: share(total(old.get(key(page)) as PageResult)),
      after: share(total(page)),
    }))
    .filter((page) => Math.abs(page.after - page.before) >= 0.001)
    .sort((a, b) => a.after - a.before - (b.after - b.before));
  const byRole = (list: PageResult[]): Map<string, Count> => {
    const roles = new Map<string, Count>();
    for (const page of list)
      for (const [role, count] of Object.entries(page.roles)) roles.set(role, add(roles.get(role) ?? none, count));
    return roles;
  };
  const oldPages = common.map((page) => old.get(key(page)) as PageResult);
  const oldRoles = byRole(oldPages);
  const newRoles = byRole(common);
  const roles = [...new Set([...oldRoles.keys(), ...newRoles.keys()])]
    .map((role) => ({ role, before: share(oldRoles.get(role) ?? none), after: share(newRoles.get(role) ?? none) }))
    .filter((role) => Math.abs(role.after - role.before) >= 0.001)
    .sort((a, b) => a.after - a.before - (b.after - b.before));
  const oldKeys = new Set(before.offenders.map((offender) => offender.key));
  const newKeys = new Set(after.offenders.map((offender) => offender.key));
  const newOffenders = [...newKeys].filter((one) => !oldKeys.has(one));
  const goneOffenders = [...oldKeys].filter((one) => !newKeys.has(one));
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  const summary = coverage(common).map(({ line, scheme, count }) => {
    const earlier = coverage(oldPages).find((group) => group.line === line && group.scheme === scheme);
    return `GLPI ${line}, ${scheme}: ${percent(share(earlier?.count ?? none))} native in the earlier run, ${percent(share(count))} now, on the same ${common.filter((page) => page.line === line && page.scheme === scheme).length} pages`;
  });
  summary.push(`${newOffenders.length} kinds of offenders are new, ${goneOffenders.length} are gone`);
  return { date: before.date, summary, pages, roles, newOffenders, goneOffenders };
}
