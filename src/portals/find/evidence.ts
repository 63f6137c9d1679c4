import type { Look } from "./look.ts";

/** Runs in the page: what else speaks for and against a portal. */
export function evidence({ all, said, textOf, rectOf, within, seen, finding }: Look): void {
  const { evidence: list } = finding;
  const { search, hero, tiles, questions } = seen;
  const share = (test: (tile: Element) => boolean): number => tiles.filter(test).length / Math.max(1, tiles.length);
  if (share((tile) => tile.querySelector("time") !== null) > 0.6) list["dated articles"] = -2;
  if (share((tile) => [...tile.querySelectorAll("img, picture")].some((one) => rectOf(one).width > 160)) > 0.6)
    list["photographs"] = -1.5;
  if (document.querySelectorAll("pre").length >= 2) list["program text"] = -2;
  if (search) list["a search"] = Math.min(1, 0.3 + search.score * 0.5) * (hero?.contains(search.field) ? 1.6 : 0.7);
  const spoken = all("a, button, h1, h2, h3, h4")
    .map(textOf)
    .filter((text) => text.length < 48);
  if (spoken.some((text) => said("mine", text))) list["own requests are named"] = 1;
  if (spoken.some((text) => said("create", text))) list["asking is named"] = 0.75;
  if (seen.password) list["a password is asked"] = -6;
  if (seen.bulk >= 5) list["rows to tick for bulk actions"] = -5;
  const prose = all("p").filter(
    (paragraph) => textOf(paragraph).length > 90 && !within(paragraph, [...tiles, ...questions]),
  ).length;
  if (prose >= 4 || (document.querySelector("article") && prose >= 2)) list["prose"] = -2.5;
  const prices = (document.body.innerText.match(/[€$£]\s?\d|\d\s?[€$£]/g) ?? []).length;
  if (prices >= 3) list["prices"] = -3;
  const links = [...document.querySelectorAll("nav, aside, header, [role='navigation'], [class*='navbar' i]")].map(
    (element) => element.querySelectorAll("a").length,
  );
  if (Math.max(0, ...links) > 35) list["a menu of a back office"] = -2.5;
  if (
    document.querySelector(
      "input[name='globalsearch'], a[href*='/front/central.php'], a[href*='/front/config.form.php']",
    )
  )
    list["GLPI's technician interface"] = -4;
  if (
    document.querySelector(
      "body.helpdesk, a[href*='/helpdesk.public.php'], a[href$='/Helpdesk'], a[href*='/ServiceCatalog']",
    )
  )
    list["GLPI's self-service interface"] = 1.5;
  if (
    document.querySelector(
      ":is(a, form, link, script):is([href*='/plugins/'], [href*='/marketplace/'], [action*='/plugins/'], [action*='/marketplace/'])",
    )
  )
    list["a GLPI plugin's addresses"] = 0.5;
}
