import { readCatalogue } from "../gallery/catalogue.ts";
import { loadTheme } from "../theme/theme.ts";
import { html } from "../util/escape.ts";
import type { Page } from "./layout.ts";
import { codeBlock } from "./markdown.ts";
import { comparison } from "./token-pages.ts";
import type { Language } from "./words.ts";

const texts: Record<
  Language,
  {
    lead: string;
    ways: [slug: string, title: string, text: string][];
    facts: (widgets: number, states: number) => string[];
    try: string;
    measured: string;
    browse: string;
  }
> = {
  en: {
    lead: "Fenêtre restyles the whole of GLPI with WinUI's own figures: every button, field, list, menu and dialog in every state, light and dark, in high contrast, in both writing directions. It replaces no file of GLPI's, and taking it out leaves nothing behind.",
    ways: [
      ["install", "Install it in GLPI", "A plugin, a palette, or one paste of CSS where there is no access to files."],
      ["your-page", "Your own page", "One link gives plain HTML the look of Windows 11."],
      ["theming", "Your organisation's theme", "Accent, density and your own rules in twenty lines."],
      ["widgets", "Every widget, live", "Beside the native one, with the figures both are held to."],
      ["surfaces", "Before and after", "The pages of a real GLPI, with a slider."],
      ["writing-a-widget", "Write a widget", "One folder, no other edit."],
    ],
    facts: (widgets, states) => [
      `${widgets} widgets`,
      `${states} states, each measured against native`,
      "GLPI 10.0 and 11",
      "Chrome, Edge, Firefox, Safari",
    ],
    try: "Try it from a clone, as the first command on a fresh machine with Node.js:",
    measured:
      "“Looks native” is a number here: the native widget is drawn from WinUI's published figures by a renderer that is not the browser's, from data that is not the theme's, and compared pixel by pixel.",
    browse: "How it is measured",
  },
  fr: {
    lead: "Fenêtre redonne à tout GLPI les mesures mêmes de WinUI : chaque bouton, champ, liste, menu et boîte de dialogue dans chaque état, en clair et en sombre, en contraste élevé, dans les deux sens d'écriture. Il ne remplace aucun fichier de GLPI, et le retirer ne laisse rien derrière.",
    ways: [
      [
        "install",
        "L'installer dans GLPI",
        "Un plugin, une palette, ou un seul collage de CSS quand les fichiers ne sont pas accessibles.",
      ],
      ["your-page", "Votre propre page", "Un seul lien donne à du HTML simple l'apparence de Windows 11."],
      ["theming", "Le thème de votre organisation", "Couleur, densité et vos propres règles en vingt lignes."],
      ["widgets", "Tous les widgets, en direct", "À côté du natif, avec les mesures auxquelles tous deux se tiennent."],
      ["surfaces", "Avant et après", "Les pages d'un vrai GLPI, avec un curseur."],
      ["writing-a-widget", "Écrire un widget", "Un dossier, aucune autre modification."],
    ],
    facts: (widgets, states) => [
      `${widgets} widgets`,
      `${states} états, chacun mesuré face au natif`,
      "GLPI 10.0 et 11",
      "Chrome, Edge, Firefox, Safari",
    ],
    try: "À essayer depuis un clone, en première commande sur une machine neuve avec Node.js :",
    measured:
      "« Avoir l'air natif » est ici un nombre : le widget natif est dessiné d'après les mesures publiées de WinUI, par un moteur qui n'est pas celui du navigateur, à partir de données qui ne sont pas celles du thème, puis comparé pixel par pixel.",
    browse: "Comment c'est mesuré",
  },
};

/** What a visitor meets first. */
export function homePage(picture: (file: string) => string | undefined): Page {
  const widgets = readCatalogue(loadTheme("windows-11").folders);
  const states = widgets.reduce(
    (sum, { variants }) => sum + variants.reduce((all, { cells }) => all + cells.length, 0),
    0,
  );
  return {
    path: "index.html",
    title: { en: "Home", fr: "Accueil" },
    group: "start",
    ownTitle: true,
    body: ({ language, say, to }) => {
      const own = texts[language];
      const light = picture("docs/screenshots/ticket-light.webp");
      const dark = picture("docs/screenshots/ticket-dark.webp");
      return [
        `<div class="s-hero"><p class="s-hero-name">${html(say("siteName"))}</p><h1 class="s-hero-title">${html(say("tagline"))}</h1><ul class="s-facts">${own
          .facts(widgets.length, states)
          .map((fact) => `<li>${html(fact)}</li>`)
          .join("")}</ul></div>`,
        `<p class="s-lead">${html(own.lead)}</p>`,
        light ? comparison(to(light), `${say("before")}, ${say("after")}`, say("slider"), dark && to(dark)) : "",
        `<ul class="s-cards">${own.ways
          .map(
            ([slug, title, text]) =>
              `<li><a class="s-card-link" href="${to(`${slug}/index.html`)}">${html(title)}</a><p class="s-secondary">${html(text)}</p></li>`,
          )
          .join("")}</ul>`,
        `<p>${html(own.try)}</p>${codeBlock("npm run build\nnpm test", say("copy"), "sh")}`,
        `<p>${html(own.measured)} <a href="${to("checks/index.html")}">${html(own.browse)}</a></p>`,
      ].join("\n");
    },
  };
}
