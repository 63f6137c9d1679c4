import type { Page } from "@playwright/test";
import { choices } from "./find/choices.ts";
import { evidence } from "./find/evidence.ts";
import { form } from "./find/form.ts";
import { frame } from "./find/frame.ts";
import { groups } from "./find/groups.ts";
import { type FindInput, type Finding, look } from "./find/look.ts";
import { search } from "./find/search.ts";
import { surfaces } from "./find/surfaces.ts";
import { tickets } from "./find/tickets.ts";
import { tiles } from "./find/tiles.ts";

/** In this order: each builds on what those before it saw. */
const steps = [search, form, groups, tickets, tiles, frame, choices, surfaces, evidence];

/**
 * Finds the likely elements of each role on a page, from structure, native elements, ARIA, looks and position; words
 * and class names only ever raise a confidence. It changes nothing. The steps are sent to the page as text, so each
 * uses nothing but its argument.
 */
export function find(page: Page, input: FindInput): Promise<Finding> {
  return page.evaluate(
    `(() => { const see = (${look})(${JSON.stringify(input)}); for (const step of [${steps.join(", ")}]) step(see); return see.finding; })()`,
  );
}

/** Runs in the page: its visible texts. They never leave memory. */
export function textsOf(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = new Set<string>();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.parentElement?.textContent ?? "").replace(/\s+/g, " ").trim();
    if (text !== "" && text.length < 200) texts.add(text);
  }
  return [...texts];
}
