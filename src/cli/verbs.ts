import {
  choice,
  choiceOr,
  each,
  figure,
  figureOr,
  file,
  flag,
  folder,
  list,
  listOr,
  type Option,
  parsed,
  text,
  textOr,
  type Verb,
} from "../command-line/definition.ts";
import { UserError } from "../util/user-error.ts";

/*
 * Every verb and every option of the command line. `fenetre <verb>` runs `run` of src/cli/<verb>.ts, a verb of its own
 * (`adapter learn`) runs `runLearn` there. Only data stands here, so that help and completion load nothing else.
 */

const theme = textOr("name or folder", "windows-11", "the theme: a folder's name below themes/, or a path", {
  names: "theme",
});
const json = flag("print the result as JSON");
const force = flag("also what was changed since, is newer or is not ours; a copy is kept in GLPI's folder for backups");

/** What builds change of a theme. */
const themeOptions = {
  theme,
  accent: text("#RRGGBB", "another accent colour, quoted where the shell takes # for a comment"),
  scheme: choice("scheme", ["glpi", "windows", "light", "dark"], "what decides between light and dark"),
  density: choice("density", ["standard", "compact"], "WinUI's sizing"),
  module: list("name", "only these modules of the theme"),
  simplify: list("name", "modules below simplify/ to switch on"),
} as const;

const shards = parsed("i/n", "this machine's share, as 1/3", (share, option) => {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(share)?.map(Number) ?? [];
  if (!index || !of || index > of)
    throw new UserError(`${option} cannot be "${share}"`, "Write it as 1/3, 2/3 and 3/3");
  return { index, of };
});

const scales: Option<number[] | undefined> = {
  ...list("1,2", "device pixels a CSS pixel, from 1 to 4"),
  read: (scale, option) => {
    const value = Number(scale);
    if (value >= 1 && value <= 4) return value;
    throw new UserError(`${option} cannot be "${scale}"`, "Give 1, 1.25, 1.5 or 2");
  },
} as Option<number[] | undefined>;

const thresholds = {
  baseline: file("results.json of an earlier run: say what moved since"),
  coverage: figure("0..1", { least: 0, most: 1 }, "fail below this native coverage"),
  "max-legibility": figure("count", { least: 0, whole: true }, "fail above so many kinds of text below their contrast"),
  "max-cut": figure("count", { least: 0, whole: true }, "fail above so many texts that are clipped or overlap"),
  "max-rings": figure("count", { least: 0, whole: true }, "fail above so many focus rings that are not whole"),
  "max-scroll": figure(
    "count",
    { least: 0, whole: true },
    "fail above so many pages that scroll sideways or to nothing",
  ),
  "max-values": figure(
    "count",
    { least: 0, whole: true },
    "fail above so many values and labels that are cut where GLPI's are not",
  ),
  "max-dead": figure("0..1", { least: 0, most: 1 }, "fail above this share of rules that match nothing"),
  "max-lost": figure("count", { least: 0, whole: true }, "fail above so many declarations that never win"),
  "max-recalculation": figure("ratio", { least: 0 }, "fail above this cost of style recalculation against stock"),
  "max-load": figure("ratio", { least: 0 }, "fail above this cost of a load against stock"),
} as const;

const port = (about: string): Option<number | undefined> =>
  figure("port", { least: 0, most: 65535, whole: true }, `${about}; 0 takes any that is free`);

export const verbs = {
  build: {
    about: "build everything an administrator installs into dist/",
    more: "Style sheets, entity CSS for one paste, palettes for GLPI 11 and the plugin: see Install in README.md.",
    options: {
      ...themeOptions,
      out: folder("where to, instead of dist/"),
      verbose: flag("list the components that entity CSS leaves out"),
      explain: flag("tell what each step leaves of entity CSS"),
      json: flag("print the files and their sizes as JSON"),
    },
    examples: [
      ["build", "everything, into dist/"],
      ["build --scheme windows", "light and dark follow Windows, not GLPI's palette"],
      ['build --accent "#7719AA" --density compact', "another accent, tighter"],
    ],
  },
  dev: {
    about: "open the designers' gallery: every specimen, live while themes/ is edited",
    more: "Runs until ESC or Ctrl+C.",
    long: true,
    options: {
      theme,
      port: port("the gallery's port (5173, or the next that is free)"),
      open: flag("open the gallery in the browser"),
      glpi: text("address", "a running GLPI to show with the live theme, as https://glpi.example.org"),
      "glpi-port": port("the port GLPI is shown on (8080)"),
    },
    examples: [["dev --open", "the gallery in the browser"]],
  },
  visual: {
    about: "compare every widget, state by state, with its native reference",
    more: "With --against, compare with the theme of another revision instead: every widget and every fixture page. The report is reports/native/index.html, or reports/changes/index.html.",
    long: true,
    options: {
      widget: list("name", "only these widgets", { excludes: ["against"] }),
      host: choice("host", ["glpi-11", "glpi-10", "bare"], "style sheets beneath the theme (glpi-11)", {
        excludes: ["against"],
      }),
      schemes: list("scheme", "only these colour schemes (all)", {
        choices: ["light", "dark", "high-contrast"],
        excludes: ["against"],
      }),
      direction: list("direction", "writing directions (ltr in all schemes, rtl in light)", {
        choices: ["ltr", "rtl"],
        excludes: ["against"],
      }),
      scale: { ...scales, excludes: ["against"] },
      theme,
      "update-budgets": flag("lower budgets to what was measured; never raises one", { excludes: ["against"] }),
      faults: flag("seed mistakes into each widget's CSS and see whether the comparison notices", {
        excludes: ["against"],
      }),
      against: text("revision", "compare with the theme of a branch, a tag or a commit"),
      only: list("name", "only these widgets and pages; * stands for anything", { needs: ["against"] }),
      accept: text("why", "write down what fails as meant, with the reason, to be committed", {
        needs: ["against"],
        excludes: ["shard"],
      }),
      shard: { ...shards, needs: ["against"] },
      out: folder("where the report goes (reports/changes)", { needs: ["against"] }),
      json,
    },
    verbs: {
      merge: {
        about: "make one result of the shards of visual --against",
        operands: [
          {
            name: "folder or shard file",
            about: "default: reports/changes",
            many: true,
            optional: true,
            names: "file",
          },
        ],
        options: {
          accept: text("why", "write down what fails as meant, with the reason, to be committed"),
          theme,
          out: folder("where the report goes (reports/changes)"),
          json,
        },
      },
    },
    examples: [
      ["visual --widget button,combo-box", "two widgets"],
      ["visual --against main", "what the working tree changes, on every widget and page"],
    ],
  },
  audit: {
    about: "examine a theme against GLPI's pages: native coverage, dead rules, legibility, cost",
    more: "Without an address the fixture pages of tests/pages are examined. The report is reports/audit/index.html.",
    long: true,
    options: {
      url: text("address", "a running GLPI", { excludes: ["folder"], variable: "GLPI_URL" }),
      folder: folder("saved pages instead", { excludes: ["url"] }),
      pages: file("a list of pages, JSON"),
      crawl: flag("follow links from the first pages"),
      limit: figureOr("pages", 150, { least: 0, most: 5000, whole: true }, "pages a crawl stops at"),
      only: list("id", "only these pages; * stands for anything"),
      theme: textOr("name or folder", "windows-11", "the theme, or none for GLPI as it comes", { names: "theme" }),
      installed: flag("take the theme that the GLPI has installed"),
      scheme: listOr("scheme", ["light", "dark"], ["light", "dark"], "colour schemes"),
      width: figureOr("px", 1440, { least: 200, most: 4000, whole: true }, "width of the window, CSS px"),
      "no-states": flag("leave out pointer over, pressed and focused"),
      "no-rules": flag("leave out dead and lost rules"),
      "rules-only": flag("look at nothing but dead and lost rules"),
      cost: list("id", "measure the style cost of these pages"),
      ...thresholds,
      out: folder("where the report goes (reports/audit)"),
      json,
    },
    verbs: {
      merge: {
        about: "make one result of several runs of one style sheet",
        operands: [{ name: "results.json", about: "results of the runs", many: true, names: "file" }],
        options: { ...thresholds, out: folder("where the report goes (reports/audit)"), json },
      },
      markup: {
        about: "hold our fixtures and specimens against what a GLPI's templates and scripts write",
        more: "Exit code 1 when something of ours is nobody's, or a state that GLPI draws is shown nowhere.",
        options: {
          glpi: folder("the folder of a GLPI, 10.0 or 11"),
          write: flag("keep what was found out as that line's facts"),
          json,
        },
        examples: [["audit markup --glpi ../glpi --write", "from a GLPI's tree"]],
      },
    },
    examples: [
      ["audit", "the fixture pages"],
      ["audit --rules-only", "only what matches nothing or never wins"],
    ],
  },
  site: {
    about: "build the site: every widget live beside the native one, and the documents, in English and French",
    more: "Static pages that need no server; the same sources make the same bytes.",
    options: {
      out: folder("where to, instead of reports/site"),
      record: flag("measure specimens in a browser instead, for the native widgets beside them", { excludes: ["out"] }),
      json,
    },
    examples: [["site", "into reports/site: open index.html"]],
  },
  bench: {
    about: "time the build, pages, a long list, and widgets against a test a specimen",
    long: true,
    options: {
      theme,
      runs: figureOr("count", 7, { least: 1, most: 1000, whole: true }, "how often each step of the build is timed"),
      only: choice("part", ["build", "pages", "list", "widgets"], "one part"),
      json,
    },
    examples: [["bench --only list", "the style cost of a list of 300 rows"]],
  },
  adapter: {
    about: "learn a portal's markup from saved pages, or check what an adapter matches on a page",
    more: "docs/portals.md tells how.",
    abstract: true,
    options: {},
    verbs: {
      learn: {
        about: "write a first adapter from saved pages",
        more: "Pages that ask for a sign-in: FENETRE_USER and FENETRE_PASSWORD in the environment. Exit code 1 when the pages are no portal's.",
        long: true,
        operands: [
          {
            name: "saved page, folder or address",
            about: ".html, .mhtml, a folder of them, https://…",
            many: true,
            names: "file",
          },
        ],
        options: {
          out: file("the adapter to write (reports/portals/<name>.adapter.json)"),
          name: portalName(),
          force: flag("write it where one is already, and keep that beside it"),
          json: flag("print what was learnt as JSON; nothing is written without --out"),
        },
        examples: [["adapter learn saved/ --out my.adapter.json", "from a folder of saved pages"]],
      },
      check: {
        about: "count what an adapter matches on a page, and how much of it is native",
        more: "Exit code 1 when nothing matches; with --adapter also when one of its roles matches nothing on any page, lies in itself, lies on what already is a widget, or makes a page harder to read.",
        long: true,
        operands: [
          {
            name: "saved page, folder or address",
            about: ".html, .mhtml, a folder of them, https://…",
            many: true,
            names: "file",
          },
        ],
        options: {
          adapter: file("this adapter (those of the theme)"),
          theme,
          "no-coverage": flag("leave out native coverage, which needs longer"),
          json,
        },
      },
    },
  },
  references: {
    about: "take WinUI's figures over, or take in a screenshot of a native widget",
    abstract: true,
    options: {},
    verbs: {
      sync: {
        about: "take over the figures that references name, from the facts of FENETRE_FACTS",
        options: {},
      },
      import: {
        about: "take in a screenshot of a native widget",
        operands: [{ name: "png", about: "the screenshot", names: "file" }],
        options: {
          widget: text("name", "the widget it shows"),
          state: text("variant/state", "the state it shows, as standard/rest"),
          theme: choice("scheme", ["light", "dark", "high-contrast"], "Windows' colour scheme in it"),
          scale: figure("factor", { least: 1, most: 5 }, "Windows' scale: 1, 1.25, 1.5 or 2"),
          crop: parsed("x,y,width,height", "the part to take, px", readBox),
          source: text("where from", "where it comes from"),
          licence: text("SPDX", "its licence"),
          accent: parsed("#rrggbb", "the accent colour in it", (colour, option) => {
            if (/^#[0-9a-f]{6}$/i.test(colour)) return colour;
            throw new UserError(`${option} cannot be "${colour}"`, "Give it as #rrggbb");
          }),
          build: text("Windows build", "the Windows it was taken on, as 26100"),
        },
      },
    },
  },
  screenshots: {
    about: "picture a GLPI before and after, light and dark",
    more: "GLPI_USER and GLPI_PASSWORD (and GLPI_SELF_SERVICE_USER, GLPI_SELF_SERVICE_PASSWORD for portals) are read from the environment and appear nowhere else.",
    long: true,
    options: {
      url: text("address", "the GLPI, as https://your.glpi", { variable: "GLPI_URL" }),
      only: list("surface", "only these surfaces, as login,ticket"),
      pages: file("a list of surfaces, JSON (docs/screenshots/pages.json)"),
      out: folder("where the pictures go (reports/screenshots)"),
    },
    examples: [["screenshots --url https://your.glpi --only login", "one surface"]],
  },
  install: {
    about: "put the plugin or the palettes into a GLPI on this machine",
    operands: [{ name: "folder of GLPI", about: "where GLPI's index.php is", names: "folder" }],
    options: {
      ...themeOptions,
      plugin: flag("the plugin: the default"),
      palette: flag("the palettes, GLPI 11 only"),
      force,
    },
    examples: [["install /var/www/glpi", "the plugin"]],
  },
  uninstall: {
    about: "take out what install put into a GLPI",
    operands: [{ name: "folder of GLPI", about: "where GLPI's index.php is", names: "folder" }],
    options: { theme, force },
  },
  doctor: {
    about: "find what keeps the theme from working in a GLPI: on this machine, or at an address",
    more: "Reads and asks only; nobody signs in, nothing is written. Of a folder it looks at palettes, plugins, GLPI's own files and, where PHP is there, the database; of an address at the sign-in page and its style sheets.",
    operands: [
      { name: "folder of GLPI or address", about: "/var/www/glpi, or https://glpi.example.org/", names: "folder" },
    ],
    options: { json },
    long: true,
    examples: [
      ["doctor /var/www/glpi", "a GLPI on this machine"],
      ["doctor https://glpi.example.org/", "what browsers are given, proxies and caches included"],
    ],
  },
  release: {
    about: "make what people download: archives, style sheets, sums, notes, from a clean tree",
    more: "Runs the checks first. The same revision makes the same bytes. plugin.xml, GLPI's catalogue entry, needs the repository's public address: git's origin, or --repository.",
    options: {
      out: folder("where to, instead of release/"),
      repository: text("https://…", "the repository's public address"),
      "no-checks": flag("do not run npm test first; the release then says so"),
    },
    long: true,
  },
  "entity-prune": {
    about: "write down what entity CSS need not say, because GLPI computes it or has no such markup",
    long: true,
    operands: [
      {
        name: "saved page, folder or address",
        about: "pages of a real GLPI",
        many: true,
        optional: true,
        names: "file",
      },
    ],
    options: {
      glpi: choiceOr("line", ["10", "11"], "10", "GLPI's line"),
      sources: each("folder", "GLPI's own files, to see which classes they name", { names: "folder" }),
      address: textOr("address", "http://127.0.0.1", "where style sheets of saved pages are fetched from"),
      theme,
      known: text("folder", "try again only what is known, below this folder of the theme"),
      "end-user": each("beginning", "pages whose names begin so are met by end users too"),
      "usage-only": flag("only look at what the pages show of the theme"),
    },
  },
  completion: {
    about: "print the completion script of a shell",
    operands: [{ name: "shell", about: "bash, zsh, fish or powershell" }],
    options: {},
    examples: [
      ["completion bash > ~/.local/share/bash-completion/completions/fenetre", "bash"],
      ["completion zsh > ~/.zsh/completions/_fenetre", "zsh"],
      ["completion fish > ~/.config/fish/completions/fenetre.fish", "fish"],
      ["completion powershell >> $PROFILE", "PowerShell"],
    ],
  },
} as const satisfies Record<string, Verb>;

function portalName(): Option<string> {
  const option = textOr("portal", "userportal", "the plugin's key");
  return {
    ...option,
    read: (name, typed) => {
      if (/^[a-z][a-z0-9-]*$/.test(name)) return name;
      throw new UserError(`${typed} cannot be "${name}"`, "Use the plugin's key, such as userportal");
    },
  };
}

function readBox(box: string, option: string): { x: number; y: number; width: number; height: number } {
  const figures = box.split(",").map(Number);
  const [x, y, width, height] = figures;
  if (figures.length === 4 && figures.every(Number.isInteger))
    return { x: x as number, y: y as number, width: width as number, height: height as number };
  throw new UserError(`${option} cannot be "${box}"`, "Give x,y,width,height in px");
}
