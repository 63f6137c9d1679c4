import type { Trait } from "./specimen.ts";
import type { Language } from "./words.ts";

type Text = Record<Language, string>;

interface Behaviour {
  /** Keys, and what they do. */
  keys?: [key: string, does: Text][];
  /** What a script of GLPI's, or of your page's, must do. */
  script?: Text;
}

const activate: Text = { en: "Activates it", fr: "L'active" };
const move: Text = { en: "Moves to the next or the previous", fr: "Passe au suivant ou au précédent" };
const leave: Text = { en: "Closes it; the focus returns", fr: "Le ferme ; le focus revient" };

/** By what the markup is: elements bring their keys along, GLPI's libraries theirs. */
export const behaviours: Record<Trait, Behaviour> = {
  button: { keys: [["Enter, Space", activate]] },
  link: { keys: [["Enter", { en: "Follows it", fr: "Le suit" }]] },
  "check box": { keys: [["Space", { en: "Checks or unchecks it", fr: "Le coche ou le décoche" }]] },
  radio: {
    keys: [
      [
        "↑ ↓ ← →",
        { en: "Chooses the next or the previous of the group", fr: "Choisit le suivant ou le précédent du groupe" },
      ],
    ],
  },
  switch: { keys: [["Space", { en: "Turns it on or off", fr: "L'active ou le désactive" }]] },
  text: { keys: [["Tab", { en: "Moves into it; keys then edit", fr: "Y entre ; les touches modifient alors" }]] },
  number: { keys: [["↑ ↓", { en: "Adds or takes away one step", fr: "Ajoute ou retire un pas" }]] },
  range: {
    keys: [
      ["← → ↑ ↓", { en: "Moves by one step", fr: "Avance d'un pas" }],
      ["Home, End", { en: "Goes to the least or the most", fr: "Va au minimum ou au maximum" }],
    ],
  },
  colour: {
    keys: [
      ["Enter, Space", { en: "Opens the browser's colour dialog", fr: "Ouvre le choix de couleur du navigateur" }],
    ],
  },
  file: {
    keys: [["Enter, Space", { en: "Opens the system's file dialog", fr: "Ouvre le choix de fichier du système" }]],
  },
  select: {
    keys: [
      ["Alt+↓, Space", { en: "Opens the list", fr: "Ouvre la liste" }],
      ["↑ ↓", { en: "Chooses the next or the previous", fr: "Choisit le suivant ou le précédent" }],
    ],
  },
  details: { keys: [["Enter, Space", { en: "Expands or collapses it", fr: "Le développe ou le réduit" }]] },
  dialog: {
    keys: [["Esc", leave]],
    script: {
      en: "Call showModal() on the <dialog>; the browser keeps the focus within and closes it on Esc.",
      fr: "Appeler showModal() sur le <dialog> ; le navigateur y garde le focus et le ferme avec Échap.",
    },
  },
  menu: {
    keys: [
      ["↑ ↓", move],
      ["Esc", leave],
    ],
  },
  tabs: {
    keys: [["Tab, Enter", { en: "Moves to a tab and opens it", fr: "Passe à un onglet et l'ouvre" }]],
    script: {
      en: "Set .active on the chosen tab and aria-selected on all; GLPI loads the panel's content.",
      fr: "Mettre .active sur l'onglet choisi et aria-selected sur tous ; GLPI charge le contenu du panneau.",
    },
  },
  tooltip: {
    keys: [["Esc", leave]],
    script: {
      en: "Bootstrap's Tooltip places it and adds .show on pointing and on focus.",
      fr: "Le Tooltip de Bootstrap la place et ajoute .show au survol et au focus.",
    },
  },
  select2: {
    keys: [
      ["Enter, Space, ↓", { en: "Opens the list", fr: "Ouvre la liste" }],
      ["↑ ↓", move],
      ["Esc", leave],
    ],
    script: {
      en: "select2 builds this markup in place of a <select>, and marks the open list and the highlighted entry.",
      fr: "select2 construit ce balisage à la place d'un <select>, et marque la liste ouverte et l'entrée en surbrillance.",
    },
  },
  flatpickr: {
    keys: [
      ["← → ↑ ↓", { en: "Moves between days", fr: "Passe d'un jour à l'autre" }],
      ["Enter", activate],
      ["Esc", leave],
    ],
    script: {
      en: "flatpickr draws the month and marks today, the selected day and those outside the month.",
      fr: "flatpickr dessine le mois et marque aujourd'hui, le jour choisi et les jours hors du mois.",
    },
  },
  fancytree: {
    keys: [
      ["↑ ↓", move],
      ["← →", { en: "Collapses or expands a branch", fr: "Réduit ou développe une branche" }],
    ],
    script: {
      en: "Fancytree draws the rows and marks the active, focused and selected ones.",
      fr: "Fancytree dessine les lignes et marque celles qui sont actives, ciblées et choisies.",
    },
  },
  tinymce: {
    keys: [
      ["Alt+F10", { en: "Moves to the toolbar", fr: "Passe à la barre d'outils" }],
      ["Esc", { en: "Returns to the text", fr: "Revient au texte" }],
    ],
    script: {
      en: "TinyMCE builds the editor; its frame takes the theme's editor style sheet.",
      fr: "TinyMCE construit l'éditeur ; son cadre reçoit la feuille de style d'éditeur du thème.",
    },
  },
  dropdown: {
    script: {
      en: "Bootstrap's Dropdown adds .show to button and menu, sets aria-expanded, and places the menu.",
      fr: "Le Dropdown de Bootstrap ajoute .show au bouton et au menu, règle aria-expanded et place le menu.",
    },
  },
  modal: {
    keys: [["Esc", leave]],
    script: {
      en: "Bootstrap's Modal adds .show, keeps the focus within and puts a backdrop behind.",
      fr: "Le Modal de Bootstrap ajoute .show, garde le focus à l'intérieur et place un fond derrière.",
    },
  },
  offcanvas: {
    keys: [["Esc", leave]],
    script: {
      en: "Bootstrap's Offcanvas adds .show and keeps the focus within.",
      fr: "L'Offcanvas de Bootstrap ajoute .show et garde le focus à l'intérieur.",
    },
  },
  toast: {
    script: {
      en: "Bootstrap's Toast adds .show and takes it away after its delay.",
      fr: "Le Toast de Bootstrap ajoute .show et le retire après son délai.",
    },
  },
  collapse: {
    script: {
      en: "Bootstrap's Collapse toggles .show on the content and .collapsed on the button, and sets aria-expanded.",
      fr: "Le Collapse de Bootstrap bascule .show sur le contenu et .collapsed sur le bouton, et règle aria-expanded.",
    },
  },
  progress: {
    script: {
      en: "Set the value (or the width of .progress-bar, as GLPI does) as the work goes on.",
      fr: "Régler la valeur (ou la largeur de .progress-bar, comme GLPI) à mesure que le travail avance.",
    },
  },
  rating: {
    script: {
      en: "RateIt, or GLPI's own script, writes the chosen number of stars.",
      fr: "RateIt, ou le script de GLPI, inscrit le nombre d'étoiles choisi.",
    },
  },
  table: { keys: [["Tab", { en: "Moves to the next control within", fr: "Passe au contrôle suivant à l'intérieur" }]] },
};
