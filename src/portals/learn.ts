import type { Browser, Page } from "@playwright/test";
import { type Role, roles } from "../build/roles.ts";
import { UserError } from "../util/user-error.ts";
import type { Finding } from "./find/look.ts";
import { find, textsOf } from "./find.ts";
import { openSaved, type SavedPage } from "./saved.ts";
import { type Candidate, candidates, hidden, matches } from "./selectors.ts";
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
  /** Pictures of the pages with the roles drawn, SVG, without any of their words. */
  pictures: { name: string; svg: string }[];
}

/** A page of 60,000 nodes takes a few seconds; ms. */
const patience = 60_000;
/** Selectors tried at once. */
const batch = 60;
/** What contradicts itself is no surer than this. */
const unsure = 0.75;
/** Sum of evidence from which pages count as a portal's. */
const enough = 2.4;

/**
 * Learns a portal from saved pages, all of the same portal: for each role the selector that matches its elements on all
 * of them, and nothing else.
 */
export async function learn(browser: Browser, saved: readonly SavedPage[]): Promise<Learnt> {
  const { context, pages } = await openSaved(browser, saved);
  try {
    const findings: Finding[] = [];
    const shared = await sharedTexts(pages);
    for (const [index, page] of pages.entries())
      findings.push(await inTime(find(page, { words, hints, shared }), saved[index]?.name ?? ""));
    const evidence: Record<string, number> = {};
    for (const finding of findings) {
      for (const [name, weight] of Object.entries(finding.evidence)) {
        if (Math.abs(weight) > Math.abs(evidence[name] ?? 0)) evidence[name] = weight;
      }
    }
    const sum = Object.values(evidence).reduce((total, weight) => total + weight, 0);
    // A search above tiles leads anywhere: shops, blogs and manuals look so too.
    const served = Object.entries(evidence).some(([name, weight]) => weight > 0 && !anywhere.includes(name));
    if (sum < enough || !served) return { portal: false, roles: {}, evidence, pictures: [] };
    agree(findings);
    const unseen = await Promise.all(pages.map(async (page) => new Set(await page.evaluate(hidden))));
    const learnt: Learnt["roles"] = {};
    for (const role of roles) {
      const chosen = await choose(pages, findings, role, unseen);
      if (chosen) learnt[role] = chosen;
    }
    const pictures: Learnt["pictures"] = [];
    for (const [index, page] of pages.entries()) {
      pictures.push({ name: saved[index]?.name ?? String(index), svg: await page.evaluate(draw, learnt) });
    }
    return { portal: true, roles: learnt, evidence, pictures };
  } finally {
    await context.close();
  }
}

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

/** What every kind of page may have. */
const anywhere = ["tiles", "a search", "an accordion of services"];

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
  const confidence = (sure * 0.6 + mean * 0.4) * (overlap >= 0.999 ? 1 : 0.55 + 0.4 * overlap);
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

/** Runs in the page: its boxes without words, and the roles drawn over them. */
function draw(learnt: Record<string, LearntRole>): string {
  const hues = ["#0067c0", "#c42b1c", "#0f7b0f", "#9d5d00", "#8764b8", "#038387", "#e3008c", "#567c73"];
  const width = document.documentElement.clientWidth;
  const height = Math.min(document.documentElement.scrollHeight, 4000);
  const round = (value: number): number => Math.round(value * 10) / 10;
  const box = (element: Element, extra: string): string => {
    const { left, top, width: w, height: h } = element.getBoundingClientRect();
    return w < 2 || h < 2 || top > 4000
      ? ""
      : `<rect x="${round(left)}" y="${round(top)}" width="${round(w)}" height="${round(h)}" ${extra}/>`;
  };
  const plain = [...document.querySelectorAll("body *")]
    .slice(0, 3000)
    .map((element) => box(element, 'fill="none" stroke="#0001"'));
  const marked = Object.entries(learnt).flatMap(([role, { selector, confidence }], index) => {
    const hue = hues[index % hues.length] as string;
    return [...document.querySelectorAll(selector)].map((element, nth) => {
      const { left, top, width: w } = element.getBoundingClientRect();
      const label =
        nth > 0 || w < 2
          ? ""
          : `<text x="${round(left + 3)}" y="${round(top + 11)}" fill="${hue}">${role} ${confidence.toFixed(2)}</text>`;
      return (
        box(
          element,
          `fill="${hue}" fill-opacity="0.06" stroke="${hue}"${confidence < 0.8 ? ' stroke-dasharray="4 3"' : ""}`,
        ) + label
      );
    });
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10"><rect width="${width}" height="${height}" fill="#fff"/>${[...plain, ...marked].join("")}</svg>\n`;
}
