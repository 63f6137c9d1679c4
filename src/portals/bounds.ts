import type { Role } from "../build/roles.ts";

/** What a role may be at most: how many elements of a page, and on what it never lies. */
interface Bound {
  most: number;
  /** What has a look of its own that this role's would spoil. */
  never: string;
}

const field = "input, select, textarea, option, progress, meter";
const cell = "td, th, tr, tbody, thead, tfoot, caption, col";
const text = "p, h1, h2, h3, h4, h5, h6, span, b, strong, em, small, label, time, a, button";
/** Parts of GLPI's own widgets, which have rules of their own. */
const widgets = ".select2-container *, .flatpickr-calendar *, .tox *, .dropdown-menu *, dialog *";
const box = `${field}, ${cell}, ${widgets}`;

/** By role: what one page can have. */
export const bounds: Record<Role, Bound> = {
  page: { most: 1, never: `${box}, ${text}, form input` },
  surface: { most: 40, never: `${box}, ${text}` },
  hero: { most: 1, never: `${field}, tr, ${widgets}, button, a, label` },
  search: { most: 3, never: "select, [type='checkbox' i], [type='radio' i], [type='submit' i]" },
  tiles: { most: 24, never: `${field}, tr, td, ${widgets}, ${text}` },
  tile: { most: 240, never: `${field}, tr, tbody, table, label, dialog, form, ${widgets}` },
  "tile-title": { most: 240, never: `${field}, ${cell}, table, form` },
  "tile-text": { most: 240, never: `${field}, ${cell}, table, form, button` },
  "tile-icon": { most: 240, never: `${field}, ${cell}, table, form, button` },
  category: { most: 80, never: `${field}, ${cell}, table, form, .btn` },
  "form-section": { most: 40, never: `${field}, td, th, tr, ${text}, ${widgets}` },
  question: { most: 200, never: `${field}, button, a, td, th, tbody, ${widgets}` },
  "answer-input": { most: 400, never: "button, a, [type='submit' i], [type='button' i], [type='reset' i]" },
  "action-bar": { most: 4, never: `${field}, button, a, td, tr, ${widgets}` },
  "primary-action": { most: 4, never: "select, textarea, div, p, form" },
  "ticket-list": { most: 8, never: `${field}, tr, td, th, ${text}, ${widgets}` },
  "ticket-card": { most: 400, never: `${field}, td, th, tbody, table, ${widgets}` },
  status: { most: 400, never: `${field}, ${cell}, table, form, a, button` },
  message: { most: 12, never: `${field}, ${cell}, button, a, form, ${widgets}` },
  menu: { most: 3, never: `${field}, ${cell}, button, a, form` },
  footer: { most: 2, never: `${field}, ${cell}, button, form` },
};

/** What keeps a role from being applied, from a page alone. */
export interface Fault {
  role: string;
  why: string;
}

/**
 * Runs in the page: roles whose elements are too many, lie in one another, or lie on what already is a widget.
 * @param roles a selector by role
 */
export function faultsOf({
  roles,
  bounds,
}: {
  roles: Record<string, string>;
  bounds: Record<string, { most: number; never: string }>;
}): Fault[] {
  const found: Fault[] = [];
  for (const [role, selector] of Object.entries(roles)) {
    const bound = bounds[role];
    if (!bound) continue;
    const elements = [...document.querySelectorAll(selector)];
    const all = new Set(elements);
    const nested = elements.filter((element) => {
      for (let up = element.parentElement; up; up = up.parentElement) if (all.has(up)) return true;
      return false;
    }).length;
    const widgets = elements.filter((element) => element.matches(bound.never));
    if (nested > 0) found.push({ role, why: `${nested} of its ${elements.length} elements lie within others of it` });
    else if (elements.length > bound.most)
      found.push({ role, why: `it matches ${elements.length} elements; a page has ${bound.most} at most` });
    else if (widgets.length > 0)
      found.push({
        role,
        why: `it matches <${(widgets[0] as Element).tagName.toLowerCase()}>, which has a look of its own`,
      });
  }
  return found;
}
