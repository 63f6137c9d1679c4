import type { Verb } from "../command-line/definition.ts";
import { referenceOf, type Wording } from "../command-line/reference.ts";

/** Sentences of the table of verbs, in French. A test names those that are missing. */
export const frenchSentences: Record<string, string> = {
  "also what was changed since, is newer or is not ours; a copy is kept in GLPI's folder for backups":
    "aussi ce qui a changé depuis, est plus récent ou n'est pas à nous ; une copie reste dans le dossier de sauvegardes de GLPI",
  "build everything an administrator installs into dist/":
    "construire dans dist/ tout ce qu'un administrateur installe",
  "Style sheets, entity CSS for one paste, palettes for GLPI 11 and the plugin: see Install in README.md.":
    "Feuilles de style, CSS d'entité à coller, palettes pour GLPI 11 et plugin : voir Installer.",
  "the theme: a folder's name below themes/, or a path": "le thème : un dossier sous themes/, ou un chemin",
  "another accent colour, quoted where the shell takes # for a comment":
    "une autre couleur d'accentuation, entre guillemets là où l'interpréteur prend # pour un commentaire",
  "what decides between light and dark": "ce qui décide entre clair et sombre",
  "WinUI's sizing": "la densité de WinUI",
  "only these modules of the theme": "seulement ces modules du thème",
  "modules below simplify/ to switch on": "modules sous simplify/ à activer",
  "where to, instead of dist/": "où, au lieu de dist/",
  "list the components that entity CSS leaves out": "énumérer les composants que le CSS d'entité laisse de côté",
  "tell what each step leaves of entity CSS": "dire ce que chaque étape laisse du CSS d'entité",
  "print the files and their sizes as JSON": "afficher les fichiers et leur taille en JSON",
  "everything, into dist/": "tout, dans dist/",
  "light and dark follow Windows, not GLPI's palette": "clair et sombre suivent Windows, non la palette de GLPI",
  "another accent, tighter": "une autre couleur, plus compact",
  "open the designers' gallery: every specimen, live while themes/ is edited":
    "ouvrir la galerie des concepteurs : chaque spécimen, en direct pendant qu'on modifie themes/",
  "Runs until ESC or Ctrl+C.": "Tourne jusqu'à Échap ou Ctrl+C.",
  "the gallery's port (5173, or the next that is free); 0 takes any that is free":
    "le port de la galerie (5173, ou le suivant qui est libre) ; 0 en prend un libre",
  "open the gallery in the browser": "ouvrir la galerie dans le navigateur",
  "a running GLPI to show with the live theme, as https://glpi.example.org":
    "un GLPI en marche à montrer avec le thème en direct, comme https://glpi.example.org",
  "the port GLPI is shown on (8080); 0 takes any that is free":
    "le port où GLPI est montré (8080) ; 0 en prend un libre",
  "the gallery in the browser": "la galerie dans le navigateur",
  "compare every widget, state by state, with its native reference":
    "comparer chaque widget, état par état, à sa référence native",
  "With --against, compare with the theme of another revision instead: every widget and every fixture page. The report is reports/native/index.html, or reports/changes/index.html.":
    "Avec --against, comparer au thème d'une autre révision : chaque widget et chaque page d'essai. Le rapport est reports/native/index.html, ou reports/changes/index.html.",
  "only these widgets": "seulement ces widgets",
  "style sheets beneath the theme (glpi-11)": "feuilles de style sous le thème (glpi-11)",
  "only these colour schemes (all)": "seulement ces jeux de couleurs (tous)",
  "writing directions (ltr in all schemes, rtl in light)": "sens d'écriture (ltr dans tous, rtl en clair)",
  "device pixels a CSS pixel, from 1 to 4": "pixels d'écran par pixel CSS, de 1 à 4",
  "lower budgets to what was measured; never raises one":
    "abaisser les budgets à ce qui est mesuré ; n'en relève jamais",
  "seed mistakes into each widget's CSS and see whether the comparison notices":
    "semer des erreurs dans le CSS de chaque widget et voir si la comparaison les remarque",
  "compare with the theme of a branch, a tag or a commit":
    "comparer au thème d'une branche, d'une étiquette ou d'un commit",
  "only these widgets and pages; * stands for anything": "seulement ces widgets et pages ; * vaut n'importe quoi",
  "write down what fails as meant, with the reason, to be committed":
    "noter ce qui échoue comme voulu, avec la raison, à versionner",
  "this machine's share, as 1/3": "la part de cette machine, comme 1/3",
  "where the report goes (reports/changes)": "où va le rapport (reports/changes)",
  "print the result as JSON": "afficher le résultat en JSON",
  "two widgets": "deux widgets",
  "what the working tree changes, on every widget and page":
    "ce que change l'arbre de travail, sur chaque widget et page",
  "make one result of the shards of visual --against": "faire un seul résultat des parts de visual --against",
  "default: reports/changes": "par défaut : reports/changes",
  "examine a theme against GLPI's pages: native coverage, dead rules, legibility, cost":
    "examiner un thème face aux pages de GLPI : couverture native, règles mortes, lisibilité, coût",
  "Without an address the fixture pages of tests/pages are examined. The report is reports/audit/index.html.":
    "Sans adresse, les pages d'essai de tests/pages sont examinées. Le rapport est reports/audit/index.html.",
  "a running GLPI": "un GLPI en marche",
  "saved pages instead": "des pages enregistrées à la place",
  "a list of pages, JSON": "une liste de pages, JSON",
  "follow links from the first pages": "suivre les liens des premières pages",
  "pages a crawl stops at": "pages auxquelles le parcours s'arrête",
  "only these pages; * stands for anything": "seulement ces pages ; * vaut n'importe quoi",
  "the theme, or none for GLPI as it comes": "le thème, ou none pour GLPI tel quel",
  "take the theme that the GLPI has installed": "prendre le thème que le GLPI a installé",
  "colour schemes": "jeux de couleurs",
  "width of the window, CSS px": "largeur de la fenêtre, px CSS",
  "leave out pointer over, pressed and focused": "laisser de côté survol, appui et focus",
  "leave out dead and lost rules": "laisser de côté les règles mortes et perdues",
  "look at nothing but dead and lost rules": "ne regarder que les règles mortes et perdues",
  "measure the style cost of these pages": "mesurer le coût de style de ces pages",
  "results.json of an earlier run: say what moved since":
    "results.json d'une exécution antérieure : dire ce qui a changé",
  "fail below this native coverage": "échouer sous cette couverture native",
  "fail above so many kinds of text below their contrast":
    "échouer au-delà de tant de sortes de textes sous leur contraste",
  "fail above so many texts that are clipped or overlap": "échouer au-delà de tant de textes coupés ou superposés",
  "fail above so many focus rings that are not whole": "échouer au-delà de tant d'anneaux de focus incomplets",
  "fail above so many pages that scroll sideways or to nothing":
    "échouer au-delà de tant de pages qui défilent de côté ou vers rien",
  "fail above so many values and labels that are cut where GLPI's are not":
    "échouer au-delà de tant de valeurs et libellés coupés là où GLPI ne les coupe pas",
  "hold our fixtures and specimens against what a GLPI's templates and scripts write":
    "confronter nos pages d'essai et spécimens à ce qu'écrivent les modèles et scripts d'un GLPI",
  "Exit code 1 when something of ours is nobody's, or a state that GLPI draws is shown nowhere.":
    "Code de sortie 1 quand quelque chose n'est écrit par personne, ou qu'un état dessiné par GLPI n'est montré nulle part.",
  "the folder of a GLPI, 10.0 or 11": "le dossier d'un GLPI, 10.0 ou 11",
  "keep what was found out as that line's facts": "garder ce qui a été trouvé comme faits de cette version",
  "from a GLPI's tree": "depuis l'arborescence d'un GLPI",
  "fail above this share of rules that match nothing": "échouer au-delà de cette part de règles sans correspondance",
  "fail above so many declarations that never win": "échouer au-delà de tant de déclarations qui ne l'emportent jamais",
  "fail above this cost of style recalculation against stock":
    "échouer au-delà de ce coût de recalcul face à l'origine",
  "fail above this cost of a load against stock": "échouer au-delà de ce coût de chargement face à l'origine",
  "where the report goes (reports/audit)": "où va le rapport (reports/audit)",
  "the fixture pages": "les pages d'essai",
  "only what matches nothing or never wins": "seulement ce qui ne correspond à rien ou ne l'emporte jamais",
  "make one result of several runs of one style sheet":
    "faire un seul résultat de plusieurs exécutions d'une même feuille",
  "results of the runs": "résultats des exécutions",
  "build the site: every widget live beside the native one, and the documents, in English and French":
    "construire le site : chaque widget en direct à côté du natif, et les documents, en anglais et en français",
  "Static pages that need no server; the same sources make the same bytes.":
    "Des pages statiques qui n'ont besoin d'aucun serveur ; les mêmes sources font les mêmes octets.",
  "where to, instead of reports/site": "où, au lieu de reports/site",
  "measure specimens in a browser instead, for the native widgets beside them":
    "mesurer plutôt les spécimens dans un navigateur, pour les widgets natifs à côté",
  "into reports/site: open index.html": "dans reports/site : ouvrir index.html",
  "time the build, pages, a long list, and widgets against a test a specimen":
    "chronométrer la construction, les pages, une longue liste, et les widgets face à un test par spécimen",
  "how often each step of the build is timed": "combien de fois chaque étape de la construction est chronométrée",
  "one part": "une partie",
  "the style cost of a list of 300 rows": "le coût de style d'une liste de 300 lignes",
  "learn a portal's markup from saved pages, or check what an adapter matches on a page":
    "apprendre le balisage d'un portail de pages enregistrées, ou vérifier ce qu'un adaptateur trouve sur une page",
  "docs/portals.md tells how.": "docs/portals.fr.md explique comment.",
  "write a first adapter from saved pages": "écrire un premier adaptateur d'après des pages enregistrées",
  "Pages that ask for a sign-in: FENETRE_USER and FENETRE_PASSWORD in the environment. Exit code 1 when the pages are no portal's.":
    "Pages qui demandent une connexion : FENETRE_USER et FENETRE_PASSWORD dans l'environnement. Code de sortie 1 quand les pages ne sont pas celles d'un portail.",
  ".html, .mhtml, a folder of them, https://…": ".html, .mhtml, un dossier, https://…",
  "the adapter to write (reports/portals/<name>.adapter.json)":
    "l'adaptateur à écrire (reports/portals/<name>.adapter.json)",
  "the plugin's key": "la clé du plugin",
  "write it where one is already, and keep that beside it":
    "l'écrire là où il y en a déjà un, et garder celui-ci à côté",
  "print what was learnt as JSON; nothing is written without --out":
    "afficher ce qui a été appris en JSON ; rien n'est écrit sans --out",
  "from a folder of saved pages": "d'un dossier de pages enregistrées",
  "count what an adapter matches on a page, and how much of it is native":
    "compter ce qu'un adaptateur trouve sur une page, et quelle part en est native",
  "Exit code 1 when nothing matches; with --adapter also when one of its roles matches nothing on any page, lies in itself, lies on what already is a widget, or makes a page harder to read.":
    "Code de sortie 1 quand rien ne correspond ; avec --adapter aussi quand un de ses rôles ne correspond à rien sur aucune page, se trouve dans lui-même, porte sur ce qui est déjà un widget ou rend une page plus difficile à lire.",
  "this adapter (those of the theme)": "cet adaptateur (ceux du thème)",
  "leave out native coverage, which needs longer": "laisser de côté la couverture native, plus longue",
  "take WinUI's figures over, or take in a screenshot of a native widget":
    "reprendre les mesures de WinUI, ou la capture d'un widget natif",
  "take over the figures that references name, from the facts of FENETRE_FACTS":
    "reprendre les mesures que nomment les références, depuis les faits de FENETRE_FACTS",
  "take in a screenshot of a native widget": "reprendre la capture d'un widget natif",
  "the screenshot": "la capture",
  "the widget it shows": "le widget qu'elle montre",
  "the state it shows, as standard/rest": "l'état qu'elle montre, comme standard/rest",
  "Windows' colour scheme in it": "le jeu de couleurs de Windows sur elle",
  "Windows' scale: 1, 1.25, 1.5 or 2": "l'échelle de Windows : 1, 1.25, 1.5 ou 2",
  "the part to take, px": "la partie à prendre, px",
  "where it comes from": "d'où elle vient",
  "its licence": "sa licence",
  "the accent colour in it": "la couleur d'accentuation sur elle",
  "the Windows it was taken on, as 26100": "le Windows de la capture, comme 26100",
  "picture a GLPI before and after, light and dark": "photographier un GLPI avant et après, en clair et en sombre",
  "GLPI_USER and GLPI_PASSWORD (and GLPI_SELF_SERVICE_USER, GLPI_SELF_SERVICE_PASSWORD for portals) are read from the environment and appear nowhere else.":
    "GLPI_USER et GLPI_PASSWORD (et GLPI_SELF_SERVICE_USER, GLPI_SELF_SERVICE_PASSWORD pour les portails) sont lus dans l'environnement et n'apparaissent nulle part ailleurs.",
  "the GLPI, as https://your.glpi": "le GLPI, comme https://your.glpi",
  "only these surfaces, as login,ticket": "seulement ces surfaces, comme login,ticket",
  "a list of surfaces, JSON (docs/screenshots/pages.json)": "une liste de surfaces, JSON (docs/screenshots/pages.json)",
  "where the pictures go (reports/screenshots)": "où vont les images (reports/screenshots)",
  "one surface": "une surface",
  "put the plugin or the palettes into a GLPI on this machine":
    "mettre le plugin ou les palettes dans un GLPI de cette machine",
  "where GLPI's index.php is": "là où se trouve l'index.php de GLPI",
  "the plugin: the default": "le plugin : par défaut",
  "the palettes, GLPI 11 only": "les palettes, GLPI 11 seulement",
  "the plugin": "le plugin",
  "take out what install put into a GLPI": "retirer ce qu'install a mis dans un GLPI",
  "find what keeps the theme from working in a GLPI: on this machine, or at an address":
    "trouver ce qui empêche le thème d'agir dans un GLPI : sur cette machine, ou à une adresse",
  "Reads and asks only; nobody signs in, nothing is written. Of a folder it looks at palettes, plugins, GLPI's own files and, where PHP is there, the database; of an address at the sign-in page and its style sheets.":
    "Lit et interroge seulement ; personne ne se connecte, rien n'est écrit. D'un dossier, il regarde palettes, plugins, fichiers de GLPI et, là où il y a PHP, la base ; d'une adresse, la page de connexion et ses feuilles de style.",
  "/var/www/glpi, or https://glpi.example.org/": "/var/www/glpi, ou https://glpi.example.org/",
  "a GLPI on this machine": "un GLPI de cette machine",
  "what browsers are given, proxies and caches included": "ce que reçoivent les navigateurs, proxys et caches compris",
  "make what people download: archives, style sheets, sums, notes, from a clean tree":
    "faire ce qu'on télécharge : archives, feuilles de style, sommes, notes, depuis un arbre propre",
  "Runs the checks first. The same revision makes the same bytes. plugin.xml, GLPI's catalogue entry, needs the repository's public address: git's origin, or --repository.":
    "Lance d'abord les vérifications. La même révision fait les mêmes octets. plugin.xml, l'entrée au catalogue de GLPI, a besoin de l'adresse publique du dépôt : l'origine de git, ou --repository.",
  "where to, instead of release/": "où, au lieu de release/",
  "the repository's public address": "l'adresse publique du dépôt",
  "do not run npm test first; the release then says so": "ne pas lancer npm test d'abord ; la version le dit alors",
  "write down what entity CSS need not say, because GLPI computes it or has no such markup":
    "noter ce que le CSS d'entité n'a pas à dire, parce que GLPI le calcule ou n'a pas ce balisage",
  "pages of a real GLPI": "des pages d'un vrai GLPI",
  "GLPI's line": "la lignée de GLPI",
  "GLPI's own files, to see which classes they name": "les fichiers de GLPI, pour voir quelles classes ils nomment",
  "where style sheets of saved pages are fetched from": "d'où sont prises les feuilles de style des pages enregistrées",
  "try again only what is known, below this folder of the theme":
    "n'essayer à nouveau que ce qui est connu, sous ce dossier du thème",
  "pages whose names begin so are met by end users too":
    "les pages dont le nom commence ainsi sont aussi vues par les utilisateurs finaux",
  "only look at what the pages show of the theme": "seulement regarder ce que les pages montrent du thème",
  "print the completion script of a shell": "afficher le script de complétion d'un interpréteur",
  "bash, zsh, fish or powershell": "bash, zsh, fish ou powershell",
  bash: "bash",
  zsh: "zsh",
  fish: "fish",
  PowerShell: "PowerShell",
};

const french: Wording = {
  title: "Commandes",
  intro:
    "Chaque verbe et chaque option, d'après la table que lit la ligne de commande elle-même. `fenetre` est `npx fenetre` dans le dossier du projet ; `build`, `dev`, `visual`, `audit`, `bench` et `site` sont aussi des scripts npm : `npm run build -- --scheme windows`. Ce qui ne va pas est dit en une ligne avec son remède, code de sortie 1. Échap ou Ctrl+C met fin à ce qui dure plus d'un instant.",
  option: "option",
  does: "effet",
  oneOf: "un parmi",
  times: "peut être donné plusieurs fois",
  fallback: "par défaut",
  variable: "dans l'environnement",
  say: (sentence) => frenchSentences[sentence] ?? sentence,
};

/** docs/commands.fr.md, from the table of verbs. */
export const frenchReference = (name: string, verbs: Readonly<Record<string, Verb>>): string =>
  referenceOf(name, verbs, french);
