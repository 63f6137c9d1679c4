import type { Page } from "@playwright/test";
import type { Role } from "../../../src/build/roles.ts";
import { learnFrom } from "../../../src/portals/learn.ts";
import { otherPage } from "./none.ts";
import { type Generated, portalPage } from "./portal.ts";

interface Share {
  present: number;
  found: number;
}

export interface Measure {
  present: number;
  found: number;
  given: number;
  /** Roles given with 0.8 or more that are something else: "seed role selector". */
  wrong: string[];
  /** By aspect and its value, such as "purpose form". */
  kinds: Record<string, Share>;
  roles: Record<string, Share>;
  missed: string[];
  /** Portal pages that were not taken for one. */
  refused: string[];
  /** Other pages that were: "seed kind". */
  taken: string[];
}

/** Learns generated pages one by one, each a portal of its own, on one page of one browser. */
export async function measure(page: Page, seed: number, portals: number, others: number): Promise<Measure> {
  const result: Measure = {
    present: 0,
    found: 0,
    given: 0,
    wrong: [],
    kinds: {},
    roles: {},
    missed: [],
    refused: [],
    taken: [],
  };
  for (let index = 0; index < portals; index++) await one(page, portalPage(seed * 100_000 + index), result);
  for (let index = 0; index < others; index++) {
    const other = otherPage(seed * 100_000 + index);
    await show(page, other.html);
    if ((await learnFrom([page], ["page"])).portal) result.taken.push(`${other.seed} ${other.kind.purpose}`);
  }
  return result;
}

async function show(page: Page, html: string): Promise<Record<string, number[]>> {
  await page.setContent(html, { waitUntil: "domcontentloaded" });
  return page.evaluate(() => {
    const truth: Record<string, number[]> = {};
    [...document.querySelectorAll("*")].forEach((element, index) => {
      for (const role of (element.getAttribute("data-true") ?? "").split(" ").filter(Boolean)) {
        truth[role] ??= [];
        truth[role].push(index);
      }
      element.removeAttribute("data-true");
    });
    return truth;
  });
}

async function one(page: Page, made: Generated, result: Measure): Promise<void> {
  const truth = await show(page, made.html);
  const learnt = await learnFrom([page], ["page"]);
  if (!learnt.portal) result.refused.push(`${made.seed} ${made.kind.purpose} ${made.kind.language}`);
  const selectors = Object.fromEntries(Object.entries(learnt.roles).map(([role, { selector }]) => [role, selector]));
  const right = await page.evaluate(compare, { truth, selectors });
  const aspects = Object.entries(made.kind).flatMap(([aspect, value]) =>
    aspect === "structure" ? value.split(" ").map((part) => `structure ${part}`) : [`${aspect} ${value}`],
  );
  const count = (list: Record<string, Share>, name: string, found: boolean): void => {
    const share = (list[name] ??= { present: 0, found: 0 });
    share.present++;
    if (found) share.found++;
  };
  for (const role of Object.keys(truth)) {
    const found = right.includes(role);
    result.present++;
    if (found) result.found++;
    else result.missed.push(`${made.seed} ${role}`);
    count(result.roles, role, found);
    for (const aspect of aspects) count(result.kinds, aspect, found);
  }
  for (const [role, { confidence, selector }] of Object.entries(learnt.roles)) {
    // A ground that is painted about others is made by no purpose here.
    if (role === "surface") continue;
    result.given++;
    if (confidence >= 0.8 && !right.includes(role as Role))
      result.wrong.push(`${made.seed} ${role} ${confidence} ${selector}`);
  }
}

/**
 * Runs in the page: the roles whose selector matches their elements, all and only. A wrapper that holds nothing but an
 * element is as good as the element: they hold the same words, the same fields, links and pictures.
 */
function compare({
  truth,
  selectors,
}: {
  truth: Record<string, number[]>;
  selectors: Record<string, string>;
}): string[] {
  const everything = [...document.querySelectorAll("*")];
  const held = "input, select, textarea, button, a, img, svg, i, h1, h2, h3";
  const sign = (element: Element): string =>
    `${(element.textContent ?? "").replace(/\s+/g, " ").trim()}|${element.querySelectorAll("input, select, textarea, button, a, img, svg, i").length + (element.matches(held) ? 1 : 0)}`;
  const outermost = (element: Element): Element => {
    let best = element;
    const own = sign(element);
    for (let up = element.parentElement; up && up !== document.body && sign(up) === own; up = up.parentElement)
      best = up;
    return best;
  };
  const same = (a: Element[], b: Element[]): boolean => {
    const [one, two] = [new Set(a.map(outermost)), new Set(b.map(outermost))];
    return one.size === two.size && [...one].every((element) => two.has(element));
  };
  return Object.entries(truth)
    .filter(([role, at]) => {
      const selector = selectors[role];
      return (
        selector !== undefined &&
        same(
          [...document.querySelectorAll(selector)],
          at.map((index) => everything[index] as Element),
        )
      );
    })
    .map(([role]) => role);
}

/** The measure in words, the weakest first. */
export function told({ present, found, given, wrong, kinds, roles, refused, taken }: Measure): string {
  const percent = ({ present, found }: Share): string => `${((100 * found) / Math.max(1, present)).toFixed(1)} %`;
  const weakest = (list: Record<string, Share>, most: number): string =>
    Object.entries(list)
      .filter(([, { present }]) => present >= 10)
      .sort(([, a], [, b]) => a.found / a.present - b.found / b.present)
      .slice(0, most)
      .map(([name, share]) => `${name} ${percent(share)}`)
      .join(", ");
  return [
    `roles found: ${percent({ present, found })} of ${present}; wrong at 0.8 or more: ${wrong.length} of ${given}`,
    `weakest kinds: ${weakest(kinds, 12)}`,
    `weakest roles: ${weakest(roles, 20)}`,
    `portals refused: ${refused.length}; others taken for one: ${taken.join(", ") || "none"}`,
  ].join("\n");
}
