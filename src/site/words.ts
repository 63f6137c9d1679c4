/** The site's languages; the first is the one others are translations of. */
export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

/** Texts of the site's own, in each language. A test sees that each is there. */
export const words = {
  siteName: { en: "Fenêtre", fr: "Fenêtre" },
  tagline: {
    en: "GLPI and its portals, looking and behaving like native Windows 11",
    fr: "GLPI et ses portails, avec l'apparence et le comportement natifs de Windows 11",
  },
  skip: { en: "Skip to the content", fr: "Aller au contenu" },
  menu: { en: "Menu", fr: "Menu" },
  close: { en: "Close the menu", fr: "Fermer le menu" },
  navigation: { en: "Pages", fr: "Pages" },
  onThisPage: { en: "On this page", fr: "Sur cette page" },
  scheme: { en: "Light or dark", fr: "Clair ou sombre" },
  schemeAuto: { en: "As Windows", fr: "Comme Windows" },
  schemeLight: { en: "Light", fr: "Clair" },
  schemeDark: { en: "Dark", fr: "Sombre" },
  otherLanguage: { en: "Français", fr: "English" },
  start: { en: "Start", fr: "Pour commencer" },
  design: { en: "Design", fr: "Conception" },
  glpi: { en: "GLPI", fr: "GLPI" },
  build: { en: "Take part", fr: "Contribuer" },
  help: { en: "Help", fr: "Aide" },
  home: { en: "Home", fr: "Accueil" },
  widgets: { en: "Widgets", fr: "Widgets" },
  widgetsIntro: {
    en: "Every widget of the theme: each state live, the native widget beside it, and the figures both are held to.",
    fr: "Tous les widgets du thème : chaque état en direct, le widget natif à côté, et les mesures auxquelles tous deux se tiennent.",
  },
  tokens: { en: "Tokens", fr: "Jetons" },
  tokensIntro: {
    en: "Every value of the theme is one of these custom properties, named after WinUI's brushes. Change one in a theme of your own, and every widget that reads it follows.",
    fr: "Toute valeur du thème est l'une de ces propriétés personnalisées, nommées d'après les pinceaux de WinUI. Changez-en une dans votre propre thème : tous les widgets qui la lisent suivent.",
  },
  tokenSearch: { en: "Search tokens", fr: "Rechercher un jeton" },
  tokenNone: { en: "No token is called so.", fr: "Aucun jeton ne porte ce nom." },
  token: { en: "Token", fr: "Jeton" },
  light: { en: "Light", fr: "Clair" },
  dark: { en: "Dark", fr: "Sombre" },
  highContrast: { en: "High contrast", fr: "Contraste élevé" },
  same: { en: "the same in dark", fr: "identique en sombre" },
  accents: { en: "Accents", fr: "Couleurs d'accentuation" },
  accentsIntro: {
    en: "Windows' own blue keeps Windows' own seven shades. Any other colour gets a computed ramp, on which text keeps a contrast of 4.5:1.",
    fr: "Le bleu de Windows garde les sept nuances de Windows. Toute autre couleur reçoit une gamme calculée, sur laquelle le texte garde un contraste de 4,5:1.",
  },
  accentChoose: { en: "Your accent colour", fr: "Votre couleur d'accentuation" },
  accentTry: {
    en: "With JavaScript, the colour you choose is worn by this page at once.",
    fr: "Avec JavaScript, la couleur choisie s'applique aussitôt à cette page.",
  },
  accentBuild: { en: "To build with it:", fr: "Pour construire avec elle :" },
  shade: { en: "Shade", fr: "Nuance" },
  colour: { en: "Colour", fr: "Couleur" },
  density: { en: "Density", fr: "Densité" },
  densityIntro: {
    en: "WinUI has two sizings: standard, for mouse and touch, with controls of 32 px and rows of 40 px; and compact, for a desktop full of figures, with 24 px and 32 px.",
    fr: "WinUI connaît deux tailles : standard, pour la souris et le tactile, avec des contrôles de 32 px et des lignes de 40 px ; et compacte, pour un bureau chargé de données, avec 24 px et 32 px.",
  },
  densityStandard: { en: "Standard", fr: "Standard" },
  densityCompact: { en: "Compact", fr: "Compacte" },
  densityChanges: {
    en: "What compact changes, from the theme's own files:",
    fr: "Ce que la densité compacte change, d'après les fichiers du thème :",
  },
  simplify: { en: "Simplify", fr: "Simplifier" },
  simplifyIntro: {
    en: "Modules that hide or calm things for end users, off by default. Each is one file and one decision.",
    fr: "Des modules qui masquent ou apaisent certaines choses pour les utilisateurs finaux, désactivés par défaut. Chacun est un fichier et une décision.",
  },
  simplifyUse: { en: "Switch it on:", fr: "Pour l'activer :" },
  simplifyHides: { en: "What it touches", fr: "Ce qu'il touche" },
  before: { en: "Before", fr: "Avant" },
  after: { en: "After", fr: "Après" },
  surfaces: { en: "Before and after", fr: "Avant et après" },
  surfacesIntro: {
    en: "GLPI as it comes, and with Fenêtre: the same page of the same GLPI, pictured by one script that anyone can run against their own.",
    fr: "GLPI tel quel, puis avec Fenêtre : la même page du même GLPI, photographiée par un script que chacun peut lancer sur le sien.",
  },
  compareBoth: {
    en: "Left as GLPI comes, right with Fenêtre. With JavaScript, drag the slider or use the arrow keys.",
    fr: "À gauche GLPI tel quel, à droite avec Fenêtre. Avec JavaScript, déplacez le curseur ou utilisez les flèches.",
  },
  slider: { en: "How much of the page is shown as GLPI comes", fr: "Part de la page affichée sans le thème" },
  changelog: { en: "Changelog", fr: "Journal des modifications" },
  states: { en: "States", fr: "États" },
  ours: { en: "Ours", fr: "Le nôtre" },
  native: { en: "Native", fr: "Natif" },
  view: { en: "Show", fr: "Afficher" },
  viewBeside: { en: "Side by side", fr: "Côte à côte" },
  viewOver: { en: "Overlay", fr: "Superposés" },
  viewDifference: { en: "Difference", fr: "Différence" },
  viewHint: {
    en: "The native widget is drawn from WinUI's published figures, not from the theme. In the difference, black means alike.",
    fr: "Le widget natif est dessiné à partir des mesures publiées de WinUI, non du thème. Dans la différence, le noir signifie identique.",
  },
  noNative: {
    en: "WinUI has no counterpart of this state; it is checked against the theme's own figures.",
    fr: "WinUI n'a pas d'équivalent de cet état ; il est vérifié d'après les mesures propres au thème.",
  },
  isControl: { en: "WinUI", fr: "WinUI" },
  isRelative: { en: "Styled after WinUI", fr: "D'après WinUI" },
  figures: { en: "Figures", fr: "Mesures" },
  figure: { en: "Figure", fr: "Mesure" },
  source: { en: "WinUI's key and source", fr: "Clé et source WinUI" },
  markup: { en: "Markup", fr: "Balisage" },
  copy: { en: "Copy", fr: "Copier" },
  copied: { en: "Copied", fr: "Copié" },
  tokensRead: { en: "Tokens it reads", fr: "Jetons lus" },
  keyboard: { en: "Keyboard", fr: "Clavier" },
  key: { en: "Key", fr: "Touche" },
  does: { en: "What it does", fr: "Effet" },
  scripts: { en: "What scripts must do", fr: "Ce que les scripts doivent faire" },
  scriptsNone: {
    en: "Nothing: HTML and CSS alone show every state.",
    fr: "Rien : HTML et CSS suffisent à montrer chaque état.",
  },
  files: { en: "Its files", fr: "Ses fichiers" },
  previous: { en: "Previous", fr: "Précédent" },
  next: { en: "Next", fr: "Suivant" },
  inEnglish: { en: "", fr: "Cette page est tenue en anglais." },
  contents: { en: "Contents", fr: "Sommaire" },
  madeFrom: {
    en: "Built from the theme's own specimens and documents. Fenêtre is not a product of Microsoft or of Teclib'.",
    fr: "Construit à partir des spécimens et des documents du thème. Fenêtre n'est un produit ni de Microsoft ni de Teclib'.",
  },
  moreWidgets: { en: "All widgets", fr: "Tous les widgets" },
} as const satisfies Record<string, Record<Language, string>>;

export type Word = keyof typeof words;

export const say = (word: Word, language: Language): string => words[word][language];

/** Names of states, which the specimens give in English words. */
export const stateWords: Record<string, string> = {
  rest: "repos",
  "pointer-over": "survolé",
  pressed: "enfoncé",
  focused: "focus",
  disabled: "désactivé",
  checked: "coché",
  selected: "sélectionné",
  open: "ouvert",
  closed: "fermé",
  on: "activé",
  off: "désactivé",
  indeterminate: "indéterminé",
  mixed: "mixte",
  "read-only": "lecture seule",
  invalid: "non valide",
  valid: "valide",
  empty: "vide",
  filled: "rempli",
  today: "aujourd'hui",
  expanded: "développé",
  collapsed: "réduit",
  current: "actuel",
  active: "actif",
  placeholder: "indication",
};

/** "checked-pointer-over" in a language. */
export function stateName(state: string, language: Language): string {
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  if (language === "en") return capital(state.replaceAll("-", " "));
  const exact = stateWords[state];
  if (exact) return capital(exact);
  const ending = Object.keys(stateWords).find((known) => state.endsWith(`-${known}`));
  const start = ending ? state.slice(0, -ending.length - 1) : "";
  if (ending && stateWords[start]) return capital(`${stateWords[start]}, ${stateWords[ending]}`);
  return capital(ending ? `${start.replaceAll("-", " ")}, ${stateWords[ending]}` : state.replaceAll("-", " "));
}

/** Headings of figures, which the references give in English. */
export const figureWords: [RegExp, string][] = [
  [/^Width$/, "Largeur"],
  [/^Height$/, "Hauteur"],
  [/width$/, "largeur"],
  [/height$/, "hauteur"],
  [/fill$/, "remplissage"],
  [/^Fill$/, "Remplissage"],
  [/stroke$/i, "contour"],
  [/stroke width$/i, "épaisseur du contour"],
  [/corner radius$/i, "rayon des coins"],
  [/^Text$/, "Texte"],
  [/text$/, "texte"],
  [/font size$/i, "taille du texte"],
  [/font weight$/i, "graisse"],
  [/line height$/i, "interligne"],
  [/text opacity$/i, "opacité du texte"],
  [/middle of the text from the left$/i, "milieu du texte depuis la gauche"],
  [/text from the left$/i, "texte depuis la gauche"],
  [/text from the right$/i, "texte depuis la droite"],
  [/text from the top$/i, "texte depuis le haut"],
  [/text from the bottom$/i, "texte depuis le bas"],
];

/** A figure's name in a language; what is before the last colon is the reference's own name of a part. */
export function figureName(name: string, language: Language): string {
  if (language === "en") return name;
  const [, part = "", what = name] = /^(.*: )?(.*)$/.exec(name) ?? [];
  const longest = figureWords
    .filter(([form]) => form.test(what))
    .sort(([a], [b]) => b.source.length - a.source.length)[0];
  const french = longest ? longest[1] : what;
  const text = `${part}${french}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Titles of the surfaces of docs/screenshots, by their id. */
export const surfaceWords: Record<string, string> = {
  login: "Connexion",
  home: "Tableau de bord central",
  "ticket-list": "Liste des tickets",
  ticket: "Un ticket",
  "ticket-form": "Nouveau ticket",
  "ticket-form-select2": "Nouveau ticket, une liste ouverte",
  "ticket-form-date": "Nouveau ticket, un calendrier ouvert",
  modal: "Boîte de dialogue des actions",
  computer: "Un ordinateur",
  "self-service": "Interface simplifiée, nouveau ticket",
  "dashboard-assistance": "Tableau de bord de l'assistance",
  "dashboard-edit": "Tableau de bord du parc, en modification",
  planning: "Planning",
  "knowledge-base": "Base de connaissances",
  article: "Un article",
  "profile-rights": "Droits d'un profil",
  configuration: "Configuration générale",
  preferences: "Mes préférences",
  "global-search": "Recherche globale",
  "user-menu": "Menu de l'utilisateur",
  dropdowns: "Intitulés",
  "lost-password": "Mot de passe oublié",
  portal: "Catalogue de services de Formcreator",
  "portal-form": "Formcreator, un formulaire avec chaque type de question",
  "portal-requests": "Formcreator, mes demandes",
};

export const categoryWords: Record<string, string> = {
  "Basic input": "Saisie de base",
  Collections: "Collections",
  "Date and time": "Date et heure",
  "Dialogs and flyouts": "Boîtes de dialogue et menus volants",
  Layout: "Disposition",
  "Menus and toolbars": "Menus et barres d'outils",
  Navigation: "Navigation",
  Media: "Médias",
  Scrolling: "Défilement",
  "Status and info": "État et informations",
  Text: "Texte",
  "Other controls": "Autres contrôles",
  "GLPI's surfaces": "Surfaces de GLPI",
  Portals: "Portails",
};

export const categoryName = (name: string, language: Language): string =>
  language === "en" ? name : (categoryWords[name] ?? name);
