import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { findSassFaults } from "../build/sass.ts";
import type { GlpiTree } from "../install/glpi-tree.ts";
import { standingOf } from "../util/owned-folder.ts";
import { kinds, readBytes, readText } from "../util/read.ts";
import { openBraces } from "./braces.ts";
import { crc32c } from "./crc32c.ts";
import { askDatabase, type Looks } from "./database.ts";
import type { Diagnosis, Finding } from "./finding.ts";
import { losingRules, remedyForOwn } from "./own-css.ts";

/** What checks look at: a GLPI's folders, and its database where that answers. */
interface Patient {
  tree: GlpiTree;
  looks: Looks | undefined;
}

interface TreeCheck {
  name: string;
  /** Lines of GLPI it applies to; all, if it names none. */
  from?: number;
  needsDatabase?: boolean;
  look: (patient: Patient) => Omit<Finding, "check">[];
}

/**
 * Reads a GLPI on this machine and says which known traps it has fallen into. Nothing is written.
 * @param ask what answers for the database
 */
export function diagnoseTree(tree: GlpiTree, ask: typeof askDatabase = askDatabase): Diagnosis {
  const answer = ask(tree.config);
  const looks = typeof answer === "string" ? undefined : answer;
  const skipped = typeof answer === "string" ? [answer] : [];
  const checked: string[] = [];
  const findings: Finding[] = [];
  for (const { name, from = 0, needsDatabase = false, look } of checks) {
    if (tree.major < from || (needsDatabase && !looks)) continue;
    try {
      findings.push(...look({ tree, looks }).map((finding) => ({ check: name, ...finding })));
      checked.push(name);
    } catch (error) {
      // A folder that may not be read is no reason to say nothing of the others.
      skipped.push(`${name} was not checked: ${(error as Error).message}`);
    }
  }
  return { subject: `GLPI ${tree.version} in ${tree.root}`, checked, findings, skipped };
}

const corePalettes =
  "aerialgreen auror auror_dark automn classic clockworkorange dark darker flood greenflat hipster icecream lightblue midnight premiumred purplehaze teclib vintage".split(
    " ",
  );

const filesIn = (folder: string, ending: RegExp): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => !entry.isDirectory() && ending.test(entry.name))
        .map((entry) => path.join(folder, entry.name))
        .sort()
    : [];

/** Bytes that the column of an entity's CSS holds (MySQL TEXT). */
const columnBytes = 65_535;

/** Folders of plugins in the order in which GLPI looks for one, without what is not a folder. */
function pluginsOf(tree: GlpiTree): { key: string; folder: string }[] {
  return tree.pluginFolders.flatMap((place) =>
    existsSync(place)
      ? readdirSync(place)
          .filter((key) => /^[a-z0-9]+$/i.test(key) && existsSync(path.join(place, key, "setup.php")))
          .map((key) => ({ key, folder: path.join(place, key) }))
      : [],
  );
}

/** The style sheets that a plugin's setup.php links by plain texts, with the line each stands in. */
function linkedSheets(setup: string): { sheet: string; line: number }[] {
  return setup.split("\n").flatMap((text, index) => {
    if (/^\s*(\/\/|#|\*|\/\*)/.test(text)) return [];
    // Of a list, each text; of a choice, the hook's own line is enough to look at.
    const hook = /\[\s*['"]?(?:add_css|add_css_anonymous_page|Hooks::ADD_CSS)['"]?\s*\]/.exec(text);
    if (!hook) return [];
    return [...text.slice(hook.index).matchAll(/['"]([\w./-]+\.s?css)['"]/g)].map(([, sheet]) => ({
      sheet: sheet as string,
      line: index + 1,
    }));
  });
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

const checks: TreeCheck[] = [
  {
    name: "css-in-themes",
    from: 11,
    look: ({ tree }) =>
      filesIn(tree.themes, /\.css$/i)
        .filter((file) => !path.basename(file).startsWith("_"))
        .map((file) => ({
          level: "error",
          what: "a .css file among the palettes makes GLPI answer every page with an error 500, the sign-in page included",
          place: file,
          remedy: "Move it out of this folder; a palette ends in .scss",
        })),
  },
  {
    name: "palette-compiles",
    from: 11,
    look: ({ tree }) =>
      filesIn(tree.themes, /\.scss$/i).flatMap((file) =>
        findSassFaults(readText(file, kinds.source))
          .slice(0, 1)
          .map(({ line, problem }) => ({
            level: "error" as const,
            what: `GLPI's compiler fails on this palette (${problem}) and serves it empty, without a word on the page`,
            place: `${file}:${line}`,
            remedy: "Replace it by the one that the build made, or mend this line",
          })),
      ),
  },
  {
    name: "palette-leaks",
    from: 11,
    look: ({ tree }) =>
      filesIn(tree.themes, /\.scss$/i)
        .filter((file) => !path.basename(file).startsWith("_"))
        .flatMap((file) => {
          const text = readText(file, kinds.source);
          if (text.includes("data-glpi-theme")) return [];
          return [
            {
              level: "warning" as const,
              what: "this palette is not bound to its own key; GLPI links every palette on every page, so it changes the others too",
              place: `${file}:1`,
              remedy: `Put its rules under :root[data-glpi-theme="${path.basename(file, ".scss")}"]`,
            },
          ];
        }),
  },
  {
    name: "palette-missing",
    needsDatabase: true,
    look: ({ tree, looks }) => {
      const own = [
        ...filesIn(tree.themes, /\.scss$/i),
        ...filesIn(path.join(tree.root, "css/palettes"), /\.scss$/i),
      ].map((file) => path.basename(file).replace(/\.scss$/i, ""));
      const known = new Set([...own, ...corePalettes]);
      const { palette, chosen } = looks as Looks;
      const missing: Omit<Finding, "check">[] = [];
      const place = tree.major >= 11 ? tree.themes : path.join(tree.root, "css/palettes");
      if (palette !== "" && !known.has(palette)) {
        missing.push({
          level: "error",
          what: `the palette of everyone who chose none is "${palette}", of which there is no file`,
          place,
          remedy: "Run php bin/console config:set palette auror in GLPI's folder, or put the palette back",
        });
      }
      for (const [key, users] of Object.entries(chosen).filter(([name]) => !known.has(name))) {
        missing.push({
          level: "warning",
          what: `${users} ${users === 1 ? "user has" : "users have"} chosen the palette "${key}", of which there is no file`,
          place,
          remedy: "They get GLPI's default; put the palette back, or let them choose again under Personalization",
        });
      }
      return missing;
    },
  },
  {
    name: "palettes-in-core",
    look: ({ tree }) =>
      filesIn(path.join(tree.root, "css/palettes"), /\.s?css$/i)
        .filter((file) => !corePalettes.includes(path.basename(file).replace(/\.s?css$/i, "")))
        .filter((file) => !path.basename(file).startsWith("_"))
        .map((file) => ({
          level: "warning",
          what: "this palette was added to GLPI's own files; an upgrade of GLPI removes it",
          place: file,
          remedy: tree.major >= 11 ? `Move it to ${tree.themes}` : "Use the plugin or entity CSS instead",
        })),
  },
  {
    name: "core-changed",
    look: ({ tree }) => changedInCore(tree),
  },
  {
    name: "own-css-lost",
    needsDatabase: true,
    look: ({ tree, looks }) => entitiesOf(tree, looks).flatMap(lostOfEntityCss),
  },
  {
    name: "entity-css-cut",
    needsDatabase: true,
    look: ({ tree, looks }) => entitiesOf(tree, looks).flatMap(faultsOfEntityCss),
  },
  {
    name: "entity-css-import",
    needsDatabase: true,
    look: ({ tree, looks }) =>
      entitiesOf(tree, looks).flatMap(({ id, name, css }) =>
        missingImports(tree, css).map((what) => ({
          level: "error" as const,
          what,
          place: `Administration > Entities > ${name} (${id}) > UI customization`,
          remedy: "Paste what the plugin's own page gives under Is it on?, in place of these lines, or remove them",
        })),
      ),
  },
  {
    name: "plugin-sheet-missing",
    look: ({ tree, looks }) =>
      enabled(tree, looks).flatMap(({ folder, key }) => {
        const setup = path.join(folder, "setup.php");
        return linkedSheets(readText(setup, kinds.source)).flatMap(({ sheet, line }) => {
          const base = tree.major >= 11 ? path.join(folder, "public") : folder;
          const candidates = [sheet, ...(tree.major >= 11 ? [sheet.replace(/^\/?public\//, "")] : [])];
          if (candidates.some((name) => existsSync(path.join(base, name)))) return [];
          return [
            {
              level: key === "fenetre" ? ("error" as const) : ("warning" as const),
              what: `the plugin ${key} links ${sheet}, which GLPI ${tree.major} looks for in ${base} and does not find`,
              place: `${setup}:${line}`,
              remedy:
                tree.major >= 11 && existsSync(path.join(folder, sheet))
                  ? "GLPI 11 serves only what is in a plugin's public folder: get a version of the plugin made for 11"
                  : "Install the plugin anew",
            },
          ];
        });
      }),
  },
  {
    name: "plugin-state",
    needsDatabase: true,
    look: ({ tree, looks }) => stateOfOwn(tree, (looks as Looks).own),
  },
  {
    name: "plugin-whole",
    look: ({ tree }) => {
      const folder = ownFolder(tree);
      const standing = folder === undefined ? undefined : standingOf(folder);
      if (folder === undefined || standing?.kind !== "ours") return [];
      const of = (names: string[], what: string, remedy: string): Omit<Finding, "check">[] =>
        names.length === 0
          ? []
          : [
              {
                level: "error",
                what:
                  names.length === 1
                    ? `a file of the plugin ${what}`
                    : `${names.length} files of the plugin: the first ${what}`,
                place: path.join(folder, names[0] as string),
                remedy,
              },
            ];
      return [
        ...of(standing.gone, "is not there", "Unpack the archive again: it was not copied whole"),
        ...of(
          standing.changed,
          "is not as it was delivered",
          "Unpack the archive again; if it was sent by FTP, send it as binary",
        ),
      ];
    },
  },
  {
    name: "two-copies",
    look: ({ tree }) => {
      const copies = pluginsOf(tree).filter(({ key }) => key === "fenetre");
      return copies.length < 2
        ? []
        : copies.slice(1).map(({ folder }) => ({
            level: "error",
            what: `there are two copies of the plugin, and GLPI uses the other one, in ${copies[0]?.folder}`,
            place: folder,
            remedy: "Remove the one you do not want: an upgrade of this one changes nothing",
          }));
    },
  },
  {
    name: "other-themes",
    look: ({ tree, looks }) =>
      enabled(tree, looks)
        .filter(({ key }) => key !== "fenetre")
        .flatMap(({ key, folder }) => {
          const setup = path.join(folder, "setup.php");
          return linkedSheets(readText(setup, kinds.source)).flatMap(({ sheet, line }) => {
            const file = ["public", ""].map((base) => path.join(folder, base, sheet)).find((name) => existsSync(name));
            const why = file && restyles(readText(file, kinds.source));
            if (!why) return [];
            return [
              {
                level: "warning" as const,
                what: `the plugin ${key} restyles GLPI itself too (${sheet}: ${why})`,
                place: `${setup}:${line}`,
                remedy: "Use one of the two, or switch off the look in that plugin's settings",
              },
            ];
          });
        }),
  },
  {
    name: "unreadable",
    look: ({ tree }) => {
      if (process.platform === "win32") return [];
      const own = pluginsOf(tree).filter(({ key }) => key === "fenetre");
      const palettes = filesIn(tree.themes, /^windows_11.*\.scss$/);
      return [...own.flatMap(({ folder }) => walk(folder)), ...palettes].flatMap((file) => {
        const { mode, uid, gid } = statSync(file);
        const neighbour = statSync(path.join(tree.root, "inc"));
        const bits = statSync(file).isDirectory() ? 0o555 : 0o444;
        const asNeighbour = uid === neighbour.uid && gid === neighbour.gid;
        if ((mode & bits & 0o007) !== 0 || asNeighbour) return [];
        return [
          {
            level: "error" as const,
            what: "the web server may not read this: nobody but its owner may, who is not the owner of GLPI's own files",
            place: file,
            remedy: `Give it to the owner of GLPI's files: chown -R ${neighbour.uid}:${neighbour.gid} on the folder`,
          },
        ];
      });
    },
  },
  {
    name: "cache-owner",
    look: ({ tree }) => {
      if (process.platform === "win32") return [];
      const cache = path.join(tree.files, "_cache");
      if (!existsSync(cache)) return [];
      const owner = statSync(cache).uid;
      const foreign = walk(cache, 4).find((file) => statSync(file).uid !== owner);
      if (!foreign) return [];
      return [
        {
          level: "warning",
          what: "part of GLPI's cache belongs to another user, as after bin/console was run as root; GLPI then serves what it kept before",
          place: foreign,
          remedy: "Run php bin/console cache:clear as the web server's user, and give it the folder",
        },
      ];
    },
  },
];

/** Enabled plugins, as the database says; all that are there, where it was not asked. GLPI uses the first of two copies. */
function enabled(tree: GlpiTree, looks: Looks | undefined): { key: string; folder: string }[] {
  const first = pluginsOf(tree).filter(({ key }, index, all) => all.findIndex((one) => one.key === key) === index);
  return looks ? first.filter(({ key }) => looks.plugins.includes(key)) : first;
}

/** Why a plugin's sheet is a theme rather than the dress of its own pages; none, if it is not. */
function restyles(css: string): string | undefined {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, "");
  const own = /(?:^|[},])\s*(body|:root|html|\.navbar|\.sidebar|\.btn|\.card|\.page)\s*[,{]/m.exec(plain);
  const variable = /(--(?:tblr|glpi)-[\w-]+)\s*:/.exec(plain);
  if (variable) return `it sets ${variable[1]}`;
  return own ? `it has rules for ${own[1]}` : undefined;
}

/** Where GLPI finds our plugin, if it does. */
const ownFolder = (tree: GlpiTree): string | undefined => pluginsOf(tree).find(({ key }) => key === "fenetre")?.folder;

/** Whether GLPI runs the plugin whose folder is there. States as GLPI's Plugin class numbers them. */
function stateOfOwn(tree: GlpiTree, own: Looks["own"]): Omit<Finding, "check">[] {
  const folder = ownFolder(tree);
  const place = "Setup > Plugins";
  if (folder === undefined) {
    return own?.state === 1
      ? [
          {
            level: "error",
            what: "GLPI has the plugin enabled, and its folder is gone",
            place: tree.plugins,
            remedy: "Unpack the archive there again, or press Clean under Setup > Plugins",
          },
        ]
      : [];
  }
  const here = /'PLUGIN_FENETRE_VERSION',\s*'([^']+)'/.exec(
    readText(path.join(folder, "setup.php"), kinds.source),
  )?.[1];
  if (own === undefined || own.state === 2 || own.state === 0 || own.state === 5) {
    return [
      { level: "error", what: "the plugin is there and not installed", place, remedy: "Press Install, then Enable" },
    ];
  }
  if (own.state === 6 || (here !== undefined && own.version !== here)) {
    return [
      {
        level: "error",
        what:
          own.version === here
            ? "GLPI waits for the plugin to be upgraded, and does not run it until then"
            : `GLPI knows version ${own.version} of the plugin, and ${here} is there: it does not run until it is upgraded`,
        place,
        remedy: "Press Upgrade, then Enable",
      },
    ];
  }
  return own.state === 1
    ? []
    : [{ level: "error", what: "the plugin is installed and not enabled", place, remedy: "Press Enable" }];
}

/** An entity's own CSS: as it is written, and as many bytes of it as its column holds. */
interface EntityCss {
  id: number;
  name: string;
  css: string;
  stored: number;
}

/** GLPI 10 keeps texts escaped for HTML. */
function entitiesOf({ major }: GlpiTree, looks: Looks | undefined): EntityCss[] {
  const plain = (text: string): string =>
    major >= 11
      ? text
      : text
          .replace(/&(?:#60|lt);/g, "<")
          .replace(/&(?:#62|gt);/g, ">")
          .replace(/&(?:#38|amp);/g, "&");
  return (looks?.entities ?? []).map(({ id, name, css }) => ({
    id,
    name: plain(name),
    css: plain(css),
    stored: Buffer.byteLength(css),
  }));
}

/** Files of the plugin that an entity's CSS imports by the name of their content, and that are not there any more. */
function missingImports(tree: GlpiTree, css: string): string[] {
  const folder = ownFolder(tree);
  return [...css.matchAll(/@import\s+(?:url\(\s*)?["']?([^"'()\s;]*\/fenetre\/([^"'()\s;?]+))/g)].flatMap(
    ([, address, inner]) => {
      if (!folder) return [`its CSS imports ${address}, of a plugin that is not there`];
      const file = path.join(folder, tree.major >= 11 && !inner?.endsWith(".php") ? "public" : "", inner as string);
      return existsSync(file)
        ? []
        : [`its CSS imports ${address}, which is not there: the plugin's files have new names since`];
    },
  );
}

/** An organisation's own rules that the theme outweighs, wherever one is on. */
function lostOfEntityCss({ id, name, css }: EntityCss): Omit<Finding, "check">[] {
  // Ours, pasted; what somebody wrote below it is looked at.
  const own = css.replace(/\/\*!fenetre [^*]*\*\/[^\n]*/, "");
  const lost = losingRules(own);
  if (lost.length === 0) return [];
  const named = lost.slice(0, 5).join(", ") + (lost.length > 5 ? ` and ${lost.length - 5} more` : "");
  return [
    {
      level: "warning",
      what: `${lost.length} of an entity's own rules give way to the theme: ${named}`,
      place: `Administration > Entities > ${name} (${id}) > UI customization`,
      remedy: remedyForOwn,
    },
  ];
}

/** What an entity's CSS has lost on its way to the page. */
function faultsOfEntityCss({ id, name, css, stored: size }: EntityCss): Omit<Finding, "check">[] {
  const found: Omit<Finding, "check">[] = [];
  const place = `entity ${id} (${name})`;
  if (size >= columnBytes) {
    found.push({
      level: "error",
      what: `its CSS fills the ${columnBytes} bytes that GLPI keeps of it, so its end was cut off`,
      place,
      remedy: "Paste a file from the build's entity folder: those fit",
    });
  }
  // GLPI passes it through strip_tags: from a "<" that no white space follows, to the next ">" or to the end.
  const tag = /<(?=[^\s])/.exec(css);
  if (tag) {
    found.push({
      level: "error",
      what: `GLPI takes the "<" in its CSS for a tag and drops what follows, up to the next ">" or the end`,
      place: `${place}, line ${lineOf(css, tag.index)}`,
      remedy: 'Write min-width and max-width instead of "<", and %3C in data addresses',
    });
  }
  const depth = openBraces(css);
  if (depth !== 0 && size < columnBytes) {
    found.push({
      level: "error",
      what: `${Math.abs(depth)} more braces ${depth > 0 ? "open than close" : "close than open"} in its CSS: it was cut, or pasted in part`,
      place,
      remedy: "Paste the whole file again",
    });
  }
  return found;
}

/** Files of GLPI's look that differ from what its release lists. */
function changedInCore(tree: GlpiTree): Omit<Finding, "check">[] {
  const list = path.join(tree.root, "version", tree.version);
  const text = existsSync(list) ? readText(list, kinds.source).trim() : "";
  // Releases up to 10.0 name themselves by an empty file.
  if (text === "") return [];
  const { algorithm, files } = JSON.parse(text) as { algorithm: string; files: Record<string, string> };
  if (algorithm !== "crc32c") throw new Error(`GLPI lists its files by ${algorithm}, which is not known here`);
  return Object.entries(files)
    .filter(([name]) => /^(css|templates\/(layout|pages\/login|components)|public\/(css|lib\/tabler))/.test(name))
    .flatMap(([name, sum]) => {
      const file = path.join(tree.root, name);
      if (existsSync(file) && crc32c(readBytes(file, kinds.source)) === sum) return [];
      return [
        {
          level: "warning" as const,
          what: existsSync(file)
            ? "this file of GLPI's look was edited; the theme is made for the one that GLPI ships, and an upgrade undoes the edit"
            : "this file of GLPI's look is missing",
          place: file,
          remedy: `Restore it from GLPI ${tree.version}; rules of your own belong into entity CSS or a theme`,
        },
      ];
    });
}

function walk(folder: string, depth = 8): string[] {
  if (depth === 0) return [folder];
  const real = realpathSync(folder);
  return [
    folder,
    ...readdirSync(real, { withFileTypes: true }).flatMap((entry) => {
      const place = path.join(folder, entry.name);
      return entry.isDirectory() ? walk(place, depth - 1) : entry.isFile() ? [place] : [];
    }),
  ];
}
