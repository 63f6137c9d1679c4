import type { Browser, Page } from "@playwright/test";
import { type Adapter, type Role, roles } from "../build/roles.ts";
import { loadTheme, type Theme } from "../theme/theme.ts";
import { UserError } from "../util/user-error.ts";
import { bounds, faultsOf } from "./bounds.ts";
import { describeHarm, type Harm, harmOf, type Readings } from "./dressed.ts";
import type { Finding } from "./find/look.ts";
import { find, textsOf } from "./find.ts";
import { openSaved, type SavedPage } from "./saved.ts";
import { type Candidate, candidates, hidden, matches } from "./selectors.ts";
import { type PageShown, showPages } from "./show.ts";
import { hints, words } from "./words.ts";

export interface LearntRole {
  selector: string;
  /** 0 to 1; 0.8 and more: take it as it stands. */
  confidence: number;
}

export interface Learnt {
  portal: boolean;
  roles: Partial<Record<Role, LearntRole>>;
  /** What spoke for and against a portal, with its weight. */
  evidence: Record<string, number>;
  /** Whether HTML's own elements on the portal's page may wear the theme too. */
  elements?: boolean;
  /** What was seen and is left out all the same. */
  dropped: Dropped[];
  /** The pages before and after, for whoever is to judge them. */
  shown: PageShown[];
}

export interface Dropped extends LearntRole {
  /** A role, or "elements": HTML's own elements within the page. */
  role: Role | "elements";
  /** In words. */
  why: string;
}

/** A page of 60,000 nodes takes a few seconds; ms. */
const patience = 60_000;
/** Selectors tried at once. */
const batch = 60;
/** Roles less sure than this are left out. */
const least = 0.6;
/** What contradicts itself is no surer than this. */
const unsure = 0.75;
/** Evidence from which pages count as a portal's. */
const enough = 1.3;

/**
 * Learns a portal from saved pages, all of the same portal: for each role the selector that matches its elements on all
 * of them, and nothing else. What the theme would then make worse is left out.
 * @param theme what the pages are dressed in to see that
 * @param wanted `shown`: pictures of them too; `unseen`: what was found as it is, without dressing any page
 */
export async function learn(
  browser: Browser,
  saved: readonly SavedPage[],
  theme: Theme = loadTheme("windows-11"),
  wanted: { shown?: boolean; unseen?: boolean } = {},
): Promise<Learnt> {
  const { context, pages } = await openSaved(browser, saved);
  const names = saved.map(({ name }) => name);
  try {
    const learnt = await learnFrom(pages, names);
    if (!learnt.portal || wanted.unseen) return learnt;
    await leaveHarmless(pages, names, theme, learnt, new Map());
    if (wanted.shown) learnt.shown = await showPages(pages, names, theme, learnt);
    return learnt;
  } finally {
    await context.close();
  }
}

/** The same from pages that are open already. @param names of the pages, for messages */
export async function learnFrom(pages: readonly Page[], names: readonly string[]): Promise<Learnt> {
  const findings: Finding[] = [];
  const shared = await sharedTexts(pages);
  for (const [index, page] of pages.entries())
    findings.push(await inTime(find(page, { words, hints, shared }), names[index] ?? ""));
  const evidence: Record<string, number> = {};
  for (const finding of findings) {
    for (const [name, weight] of Object.entries(finding.evidence)) {
      if (Math.abs(weight) > Math.abs(evidence[name] ?? 0)) evidence[name] = weight;
    }
  }
  // A search above tiles leads anywhere: shops, blogs and manuals have one too.
  const weigh = (wanted: (name: string, weight: number) => boolean): number =>
    Object.entries(evidence).reduce((sum, [name, weight]) => sum + (wanted(name, weight) ? weight : 0), 0);
  const served = weigh((name, weight) => weight > 0 && !anywhere.includes(name));
  const against = weigh((_, weight) => weight < 0);
  // Nor does it speak beside rows that anything may be a list of.
  const isTold = weigh((name, weight) => weight > 0 && ![...anywhere, ...alike].includes(name)) > 0;
  const beside =
    against < 0 || !isTold
      ? 0
      : Math.min(
          1,
          weigh((name, weight) => weight > 0 && anywhere.includes(name)),
        );
  if (served === 0 || served + against + beside < enough)
    return { portal: false, roles: {}, evidence, dropped: [], shown: [] };
  agree(findings);
  const unseen = await Promise.all(pages.map(async (page) => new Set(await page.evaluate(hidden))));
  const learnt: Learnt["roles"] = {};
  const dropped: Dropped[] = [];
  for (const role of roles) {
    const chosen = await choose(pages, findings, role, unseen);
    if (!chosen) continue;
    // What is no surer than this does more harm than good.
    if (chosen.confidence < least) dropped.push({ role, ...chosen, why: `less sure than ${least}` });
    else learnt[role] = chosen;
  }
  for (const page of pages) {
    for (const { role, why } of await page.evaluate(faultsOf, { roles: selectorsOf(learnt), bounds }))
      drop({ roles: learnt, dropped }, role as Role, why);
  }
  return { portal: true, roles: learnt, evidence, dropped, shown: [] };
}

const selectorsOf = (learnt: Learnt["roles"]): Record<string, string> =>
  Object.fromEntries(Object.entries(learnt).map(([role, { selector }]) => [role, selector]));

function drop({ roles, dropped }: Pick<Learnt, "roles" | "dropped">, role: Role, why: string): void {
  const found = roles[role];
  if (!found) return;
  delete roles[role];
  dropped.push({ role, ...found, why });
}

/** The adapter that was learnt, as the build reads it. */
export function adapterOf(learnt: Pick<Learnt, "roles" | "elements">, name: string): Adapter {
  const known = roles.filter((role) => learnt.roles[role]);
  return {
    portal: name,
    ...(learnt.elements ? { elements: true } : {}),
    assumptions: ["learnt from saved pages: see the page beside this file; roles below 0.8 need a look"],
    roles: Object.fromEntries(known.map((role) => [role, [learnt.roles[role]?.selector as string]])),
    confidence: Object.fromEntries(known.map((role) => [role, learnt.roles[role]?.confidence as number])),
  };
}

/** Looks at pages with what was learnt of them, and takes out what makes them worse, until nothing does. */
async function leaveHarmless(
  pages: readonly Page[],
  names: readonly string[],
  theme: Theme,
  learnt: Learnt,
  before: Readings,
): Promise<void> {
  // HTML's own elements too, where it is known which page is the portal's.
  learnt.elements = learnt.roles.page !== undefined;
  for (let round = 0; round < mostRounds; round++) {
    if (Object.keys(learnt.roles).length === 0) return;
    const harm = await harmOf(pages, names, theme, adapterOf(learnt, "learnt"), before);
    if (harm.length === 0) return;
    // Each round takes out one role for each fault that was seen: the one nearest to the text.
    const blamed = new Map<Role | "elements", Harm>();
    for (const one of harm) {
      const role = one.roles.find((candidate) => candidate !== "page" && learnt.roles[candidate]) ?? "elements";
      if (!blamed.has(role)) blamed.set(role, one);
    }
    const inRoles = [...blamed].filter(([role]) => role !== "elements");
    for (const [role, one] of inRoles) drop(learnt, role as Role, describeHarm(one));
    if (inRoles.length > 0) continue;
    const [, one] = [...blamed][0] as [string, Harm];
    if (learnt.elements) {
      learnt.elements = false;
      learnt.dropped.push({
        role: "elements",
        selector: learnt.roles.page?.selector ?? "",
        confidence: 1,
        why: describeHarm(one),
      });
      continue;
    }
    // Nothing near it is to blame: what is least sure goes first.
    const [weakest] = roles
      .filter((role) => learnt.roles[role])
      .sort((a, b) => (learnt.roles[a]?.confidence ?? 0) - (learnt.roles[b]?.confidence ?? 0));
    drop(learnt, weakest as Role, describeHarm(one));
  }
  // Still worse after all that: none of it is safe.
  for (const role of Object.keys(learnt.roles) as Role[])
    drop(learnt, role, "the page stayed worse than before with it");
}

/** Times that pages are looked at anew. */
const mostRounds = 20;

/** @throws {UserError} when the page makes the finder fail, or run for longer than `patience` */
async function inTime<T>(work: Promise<T>, file: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), patience);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    throw new UserError("this page could not be examined", "Save a page of the portal itself, such as its home", {
      file,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What a portal shares with whatever lists something. */
const alike = ["rows with a label"];

/** What every kind of page may have. */
const anywhere = [
  "a search",
  "an accordion of services",
  "categories",
  "a greeting",
  "asking is named",
  "a GLPI plugin's addresses",
];

/** Texts that stand on every one of several pages. */
async function sharedTexts(pages: readonly Page[]): Promise<string[]> {
  if (pages.length < 2) return [];
  const [first = [], ...others] = await Promise.all(pages.map((page) => page.evaluate(textsOf)));
  return first.filter((text) => others.every((texts) => texts.includes(text)));
}

/** Roles that belong together stand or fall together: a tile's parts are no surer than the tile. */
function agree(findings: Finding[]): void {
  const parts: [Role, Role[]][] = [
    ["tile", ["tiles", "tile-title", "tile-text", "tile-icon"]],
    ["ticket-card", ["ticket-list", "status"]],
  ];
  for (const finding of findings) {
    for (const [whole, list] of parts) {
      const top = finding.roles[whole]?.confidence ?? 0;
      for (const part of list) {
        const found = finding.roles[part];
        if (found) found.confidence = Math.min(found.confidence, top);
      }
    }
  }
}

interface Score {
  candidate: Candidate;
  /** Matches where the finder saw nothing. */
  strange: number;
  /** Share of what is found and what is matched that is both, over the pages on which the role was found. */
  overlap: number;
  value: number;
  wrong: boolean;
  at: number[][];
}

async function choose(
  pages: readonly Page[],
  findings: readonly Finding[],
  role: Role,
  unseen: readonly Set<number>[],
): Promise<LearntRole | undefined> {
  const targets = findings.map((finding) => finding.roles[role]?.at ?? []);
  const sure = Math.max(0, ...findings.map((finding) => finding.roles[role]?.confidence ?? 0));
  const mean = average(findings.flatMap((finding) => finding.roles[role]?.confidence ?? []));
  if (targets.every((list) => list.length === 0)) return undefined;
  const pool = new Map<string, Candidate>();
  for (const [index, page] of pages.entries()) {
    if (targets[index]?.length === 0) continue;
    for (const candidate of await page.evaluate(candidates, targets[index] as number[])) {
      const known = pool.get(candidate.selector);
      if (!known || known.cost > candidate.cost) pool.set(candidate.selector, candidate);
    }
  }
  // Cheapest first: the first that is exact is the best, and the rest need not be asked for.
  const list = [...pool.values()].sort((a, b) => a.cost - b.cost);
  const scores: Score[] = [];
  for (let from = 0; from < list.length; from += batch) {
    const some = list.slice(from, from + batch);
    const matched = await Promise.all(
      pages.map((page) =>
        page.evaluate(
          matches,
          some.map(({ selector }) => selector),
        ),
      ),
    );
    const scored = some.map((candidate, index) =>
      score(
        candidate,
        matched.map((page) => page[index] as number[]),
        targets,
        findings,
        role,
        unseen,
      ),
    );
    scores.push(...scored);
    // What costs more than this can no longer win.
    const ahead = Math.max(...scores.map(({ value, wrong }) => (wrong ? -1 : value)));
    if (ahead >= 1 + 0.01 * pages.length - (list[from + batch]?.cost ?? 9)) break;
  }
  const usable = scores.filter(({ wrong }) => !wrong).sort((a, b) => b.value - a.value);
  const [best] = usable;
  if (!best) return undefined;
  let selector = best.candidate.selector;
  let overlap = best.overlap;
  let strange = best.strange;
  if (best.overlap < 0.97) {
    const union = cover(usable, targets);
    if (union && (union.overlap - 0.06 * (union.parts.length - 1) > best.value || best.overlap < 0.6)) {
      selector = union.parts.join(", ");
      overlap = union.overlap;
      strange = 0;
    }
  }
  const exact = overlap >= 0.999;
  const confidence = exact
    ? sure * 0.6 + mean * 0.4
    : Math.min(0.79, (sure * 0.6 + mean * 0.4) * (0.55 + 0.4 * overlap));
  // It matches where the finder saw nothing: one of the two is wrong.
  const limit = strange > 0 ? unsure : 0.98;
  return { selector, confidence: Math.round(Math.min(confidence, limit) * 100) / 100 };
}

/** How well what a selector matches, page by page, agrees with what was found. */
function score(
  candidate: Candidate,
  at: number[][],
  targets: readonly number[][],
  findings: readonly Finding[],
  role: Role,
  unseen: readonly Set<number>[],
): Score {
  let both = 0;
  let either = 0;
  let strange = 0;
  let exact = 0;
  let hiddenToo = false;
  for (const [page, target] of targets.entries()) {
    const all = at[page] as number[];
    // The finder judges what is shown. What is not, another step's questions or a closed category's tiles, may well be
    // meant, or not: of two selectors that agree on the shown, the shorter wins, and by a little the stricter.
    const got = all.filter((item) => target.includes(item) || !unseen[page]?.has(item));
    if (got.length < all.length) hiddenToo = true;
    const shared = got.filter((item) => target.includes(item)).length;
    // Where the finder saw nothing, a match is news, good unless the element already plays another part.
    if (target.length === 0) {
      const taken = got.some((item) => rivals(findings[page] as Finding, role, item));
      strange += taken ? 1 : got.length > 0 ? 0.4 : 0;
    } else {
      both += shared;
      either += got.length + target.length - shared;
      if (shared === target.length && got.length === shared) exact++;
    }
  }
  const overlap = either === 0 ? 0 : both / either;
  const value = overlap - candidate.cost - strange * 0.2 + exact * 0.01 - (hiddenToo ? 0.008 : 0);
  return { candidate, strange, overlap, value, wrong: at.some((got) => got.includes(-1)), at };
}

/** Several selectors, none of which matches anything foreign, that together match most. */
function cover(
  scores: readonly Score[],
  targets: readonly number[][],
): { parts: string[]; overlap: number } | undefined {
  const pure = scores.filter(({ at }) => at.every((got, page) => got.every((item) => targets[page]?.includes(item))));
  const missing = targets.map((list) => new Set(list));
  const all = targets.flat().length;
  const parts: string[] = [];
  while (parts.length < 3 && missing.some((set) => set.size > 0)) {
    const gain = (score: Score): number =>
      score.at.reduce((sum, got, page) => sum + got.filter((item) => missing[page]?.has(item)).length, 0) / all -
      score.candidate.cost * 0.2;
    const next = [...pure].sort((a, b) => gain(b) - gain(a))[0];
    if (!next || gain(next) <= 0) break;
    parts.push(next.candidate.selector);
    next.at.forEach((got, page) => {
      for (const item of got) missing[page]?.delete(item);
    });
  }
  const left = missing.reduce((sum, set) => sum + set.size, 0);
  return parts.length === 0 ? undefined : { parts, overlap: (all - left) / all };
}

/** Whether an element plays a part on this page that excludes this one. */
function rivals(finding: Finding, role: Role, item: number): boolean {
  return Object.entries(finding.roles).some(([other, found]) => other !== role && found.at.includes(item));
}

const average = (list: readonly number[]): number =>
  list.length === 0 ? 0 : list.reduce((sum, item) => sum + item, 0) / list.length;
