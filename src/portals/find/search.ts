import type { Look } from "./look.ts";

/** Runs in the page: the field people type a question into. */
export function search({ all, textOf, said, rectOf, set, seen }: Look): void {
  const parts = "[class*='select2'], [role='listbox'], [aria-controls*='select2'], table thead, [data-criteria]";
  const other = "input:not([type='hidden' i]):not([type='submit' i]), select, textarea";
  const ranked = all(
    "input:not([type]), input[type='text' i], input[type='search' i], [role='searchbox'], [role='combobox']:is(input)",
  )
    // The search of a drop-down list is a part of that widget.
    .filter((field) => !field.closest(`${parts}, .dropdown-menu`))
    .map((field) => {
      const form = field.closest("form");
      // A label may float above its field as a placeholder does.
      const label =
        form && form.querySelectorAll("label").length === 1 ? textOf(form.querySelector("label") as Element) : "";
      const own = `${field.getAttribute("placeholder") ?? ""} ${field.getAttribute("aria-label") ?? ""} ${field.getAttribute("title") ?? ""} ${label}`;
      const names = `${field.getAttribute("name") ?? ""} ${field.id} ${field.getAttribute("class") ?? ""}`;
      const labelled = field.id !== "" && document.querySelector(`label[for="${CSS.escape(field.id)}"]`) !== null;
      const lonely = (form ?? field.parentElement ?? field).querySelectorAll(other).length <= 1;
      let score = 0;
      if (field.matches("[type='search' i], [role='searchbox']")) score += 0.6;
      if (field.closest("[role='search'], search")) score += 0.5;
      if (said("search", own)) score += 0.5;
      if (/search|query|keyword|recherche|(^|\s)q(\s|$)/i.test(names)) score += 0.25;
      if (form && /search|find/i.test(form.getAttribute("action") ?? "")) score += 0.2;
      if (lonely && (own.trim() !== "" || field.matches("[type='search' i]"))) score += 0.35;
      if (lonely && !labelled && field.hasAttribute("placeholder")) score += 0.1;
      if (rectOf(field).top < 420) score += 0.1;
      if (!lonely) score -= 0.4;
      if (labelled && !said("search", own)) score -= 0.2;
      if (form?.method === "post" && !said("search", own) && !field.matches("[type='search' i]")) score -= 0.5;
      return { field, score };
    })
    .filter(({ score }) => score >= 0.4)
    .sort((a, b) => b.score - a.score);
  const content = ranked.filter(({ field }) => !field.closest("header, nav, [role='banner'], [role='navigation']"));
  seen.search = (content.length > 0 ? content : ranked)[0];
  seen.searches = ranked.map(({ field }) => field);
  if (seen.search) set("search", [seen.search.field], 0.42 + seen.search.score * 0.45);
}
