import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser } from "@playwright/test";
import type { Role } from "../../src/build/roles.ts";
import type { Learnt } from "../../src/portals/learn.ts";
import { openSaved, readSaved } from "../../src/portals/saved.ts";
import { matches } from "../../src/portals/selectors.ts";

/** What a variation does to a portal. */
export interface Variation {
  /** Every class and id replaced by a random word. */
  names?: boolean;
  /** Children of the parents named in roles.json in reverse order. */
  order?: boolean;
  /** All texts in German, or in a language of no country: nothing can be known by its words. */
  language?: "German" | "none";
}

export const variations: Record<string, Variation> = {
  "as it is": {},
  "random names": { names: true },
  "other order": { order: true },
  "in German": { language: "German" },
  "all of these": { names: true, order: true, language: "German" },
  "all, in no known language": { names: true, order: true, language: "none" },
};

interface Sidecar {
  pages: string[];
  reorder: string[];
  roles: Partial<Record<Role, string | string[]>>;
}

/** By role, acceptable answers; each by page the indices of the true elements among all elements. */
export type Truth = Partial<Record<Role, number[][][]>>;

export interface Varied {
  folder: string;
  files: string[];
  truth: Truth;
  remove(): void;
}

const home = path.dirname(new URL(import.meta.url).pathname);

/** Writes a fixture portal's pages, varied, to a folder of their own, and says where the true elements now are. */
export async function vary(browser: Browser, fixture: string, variation: Variation): Promise<Varied> {
  const source = path.join(home, fixture);
  const sidecar = JSON.parse(readFileSync(path.join(source, "roles.json"), "utf8")) as Sidecar;
  const german = JSON.parse(readFileSync(path.join(home, "german.json"), "utf8")) as Record<string, string>;
  const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-portal-"));
  mkdirSync(folder, { recursive: true });
  const css = readFileSync(path.join(source, "portal.css"), "utf8");
  const truth: Truth = {};
  const page = await browser.newPage();
  const files: string[] = [];
  for (const [index, name] of sidecar.pages.entries()) {
    const html = readFileSync(path.join(source, name), "utf8").replace(
      /<link rel="stylesheet"[^>]*>/,
      `<style>${css}</style>`,
    );
    await page.setContent(html);
    await page.evaluate("globalThis.__name = (value) => value");
    const result = await page.evaluate(change, { variation, sidecar, german, seed: fixture.length });
    for (const [role, answers] of Object.entries(result.truth) as [Role, number[][]][]) {
      truth[role] ??= answers.map(() => []);
      answers.forEach((answer, which) => {
        (truth[role]?.[which] as number[][])[index] = answer;
      });
    }
    const file = path.join(folder, name);
    writeFileSync(file, `<!DOCTYPE html>\n${result.html}`);
    files.push(file);
  }
  await page.close();
  return { folder, files, truth, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs in the page. */
function change({
  variation,
  sidecar,
  german,
  seed,
}: {
  variation: Variation;
  sidecar: Sidecar;
  german: Record<string, string>;
  seed: number;
}): { html: string; truth: Record<string, number[][]> } {
  const elements = Object.entries(sidecar.roles).map(([role, answers]): [string, Element[][]] => [
    role,
    [answers].flat().map((selector) => [...document.querySelectorAll(selector)]),
  ]);
  if (variation.order) {
    for (const selector of sidecar.reorder)
      for (const parent of document.querySelectorAll(selector))
        for (const child of [...parent.children]) parent.prepend(child);
  }
  if (variation.language) {
    const [vowels, consonants] = ["aeiou", "bcdfghjklmnprstvz"] as const;
    // Each vowel and each consonant is another one.
    const invent = (text: string): string =>
      text.normalize("NFD").replace(/[a-z]/gi, (letter) => {
        const low = letter.toLowerCase();
        const from = vowels.includes(low) ? vowels : consonants;
        const other = from[(from.indexOf(low) + 3) % from.length] as string;
        return letter === low ? other : other.toUpperCase();
      });
    const put = (text: string): string =>
      variation.language === "none" ? invent(text) : (german[text.trim()] ?? text);
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement?.closest("style")) node.nodeValue = put(node.nodeValue ?? "");
    for (const element of document.querySelectorAll("[placeholder], [aria-label], [title]")) {
      for (const name of ["placeholder", "aria-label", "title"])
        if (element.hasAttribute(name)) element.setAttribute(name, put(element.getAttribute(name) ?? ""));
    }
    document.documentElement.lang = variation.language === "none" ? "zxx" : "de";
  }
  if (variation.names) {
    const known = new Map<string, string>();
    // The same on every page of a portal: made from the name itself.
    const random = (name: string): string => {
      let hash = seed + 7;
      for (const letter of name) hash = (hash * 131 + letter.charCodeAt(0)) % 2_147_483_647;
      known.set(name, `q${hash.toString(36)}`);
      return known.get(name) as string;
    };
    for (const element of document.querySelectorAll("[class]"))
      element.setAttribute("class", [...element.classList].map(random).join(" "));
    for (const element of document.querySelectorAll("[id]")) element.id = random(element.id);
    for (const element of document.querySelectorAll("[for]"))
      element.setAttribute("for", random(element.getAttribute("for") ?? ""));
    const style = document.querySelector("style");
    if (style)
      style.textContent = (style.textContent ?? "").replace(
        /([.#])([a-z][\w-]*)(?=[^{}]*\{)/gi,
        (_, mark: string, name: string) => mark + random(name),
      );
  }
  const everything = [...document.querySelectorAll("*")];
  const truth = Object.fromEntries(
    elements.map(([role, answers]) => [
      role,
      answers.map((answer) => answer.map((element) => everything.indexOf(element)).sort((a, b) => a - b)),
    ]),
  );
  return { html: document.documentElement.outerHTML, truth };
}

export interface Marks {
  present: number;
  found: number;
  missed: string[];
  /** Wrong roles with their confidence. */
  wrong: { role: string; confidence: number }[];
}

/** Holds what was learnt against the truth: a role is found when its selector matches its elements, all and only. */
export async function mark(browser: Browser, varied: Varied, learnt: Learnt): Promise<Marks> {
  const { context, pages } = await openSaved(browser, readSaved(varied.files));
  try {
    const marks: Marks = { present: 0, found: 0, missed: [], wrong: [] };
    const names = Object.keys(learnt.roles) as Role[];
    const got: number[][][] = [];
    for (const page of pages)
      got.push(
        await page.evaluate(
          matches,
          names.map((role) => learnt.roles[role]?.selector as string),
        ),
      );
    for (const role of new Set([...names, ...(Object.keys(varied.truth) as Role[])])) {
      const answers = varied.truth[role];
      const place = names.indexOf(role);
      const mine = place < 0 ? undefined : got.map((page) => page[place] as number[]);
      const right =
        mine !== undefined && (answers ?? []).some((answer) => JSON.stringify(answer) === JSON.stringify(mine));
      if (answers) marks.present++;
      if (right) marks.found++;
      else if (answers) marks.missed.push(role);
      if (mine && !right) marks.wrong.push({ role, confidence: learnt.roles[role]?.confidence as number });
    }
    return marks;
  } finally {
    await context.close();
  }
}
