import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import postcss, { type Declaration, type Root } from "postcss";
import { accentRamp, windowsBlue } from "../theme/accent.ts";
import type { Theme } from "../theme/theme.ts";
import { html } from "../util/escape.ts";
import { relativeToProject } from "../util/paths.ts";
import type { Page } from "./layout.ts";
import { codeBlock, tableOf } from "./markdown.ts";
import type { SiteTheme } from "./theme-sheet.ts";

/** A token of the theme's rooms tokens/. */
export interface Token {
  name: string;
  /** The file it is declared in, without its ending. */
  file: string;
  light: string;
  dark: string;
  /** In forced colours; undefined where it stays. */
  contrast: string | undefined;
}

/** The tokens declared on the root by files of tokens/, in their order; widgets' own are the widgets' matter. */
export function readTokens(theme: SiteTheme): Token[] {
  const tokens = new Map<string, Token>();
  const contrast = new Map<string, string>();
  const fileOf = (decl: Declaration): string | undefined => {
    const file = (decl.source?.input.file ?? "").split(path.sep).join("/");
    return /\/tokens\/([\w-]+)\.css$/.exec(file)?.[1];
  };
  theme.root.walkDecls(/^--win-/, (decl) => {
    const file = fileOf(decl);
    if (!file) return;
    const conditions = conditionsOf(decl);
    if (conditions.some((condition) => /forced-colors:\s*active/.test(condition))) contrast.set(decl.prop, decl.value);
    if (conditions.length > 0 || tokens.has(decl.prop)) return;
    const [light, dark] = sidesOf(decl.value);
    tokens.set(decl.prop, { name: decl.prop, file, light, dark, contrast: undefined });
  });
  return [...tokens.values()].map((token) => ({ ...token, contrast: contrast.get(token.name) }));
}

function conditionsOf(decl: Declaration): string[] {
  const found: string[] = [];
  for (let node = decl.parent; node && node.type !== "root"; node = node.parent as typeof node)
    if (node.type === "atrule") found.push((node as unknown as { params: string }).params);
  return found;
}

/** `light-dark(a, b)` as its two sides; else the same twice. */
export function sidesOf(value: string): [light: string, dark: string] {
  const light = expand(value, 0);
  const dark = expand(value, 1);
  return [light, dark];
}

function expand(value: string, side: 0 | 1): string {
  const at = value.indexOf("light-dark(");
  if (at < 0) return value;
  let depth = 0;
  let comma = -1;
  for (let index = at + "light-dark".length; index < value.length; index++) {
    const character = value[index];
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "," && depth === 1 && comma < 0) comma = index;
    if (depth > 0) continue;
    const sides = [value.slice(at + "light-dark(".length, comma), value.slice(comma + 1, index)];
    return expand(`${value.slice(0, at)}${(sides[side] as string).trim()}${value.slice(index + 1)}`, side);
  }
  return value;
}

const isColour = (value: string): boolean =>
  /^(#[\da-f]{3,8}|rgb|hsl|oklch|color|transparent|currentcolor|canvas|buttonface|buttontext|canvastext|highlight|graytext|linktext|field|mark)/i.test(
    value,
  ) || /^var\(--win-(accent|.*(fill|stroke|background|text|color))/.test(value);

export function tokensPage(tokens: Token[]): Page {
  const files = [...new Set(tokens.map(({ file }) => file))];
  return {
    path: "tokens/index.html",
    title: { en: "Tokens", fr: "Jetons" },
    group: "design",
    body: ({ say }) => {
      const value = (token: Token, scheme: "light" | "dark" | "contrast"): string => {
        const text = scheme === "contrast" ? (token.contrast ?? "") : token[scheme];
        if (text === "") return "<td>–</td>";
        const short = text.startsWith("url(") ? "…" : text;
        const swatch =
          scheme !== "contrast" && isColour(text)
            ? `<span class="s-swatch" aria-hidden="true" style="color-scheme:${scheme};--s-colour:var(${token.name})"></span>`
            : scheme === "contrast" && isColour(text) && !text.startsWith("var(")
              ? `<span class="s-swatch" aria-hidden="true" style="--s-colour:${html(text)}"></span>`
              : text.startsWith("url(")
                ? `<span class="s-token-glyph" aria-hidden="true" style="--s-glyph:var(${token.name})"></span>`
                : "";
        return `<td>${swatch}<code>${html(short)}</code></td>`;
      };
      const sections = files.map((file) => {
        const rows = tokens
          .filter((token) => token.file === file)
          .map((token) => {
            const same = token.light === token.dark && !isColour(token.light);
            return `<tr id="${token.name}" class="s-token"><th scope="row"><code>${token.name}</code></th>${value(token, "light")}${same ? `<td class="s-secondary">${html(say("same"))}</td>` : value(token, "dark")}${value(token, "contrast")}</tr>`;
          });
        const head = (["token", "light", "dark", "highContrast"] as const).map(
          (word) => `<th scope="col">${html(say(word))}</th>`,
        );
        return `<section class="s-tokens"><h2 class="s-heading-2" id="file-${file}"><code>tokens/${file}.css</code></h2>${tableOf(`<tr>${head.join("")}</tr>`, rows.join(""))}</section>`;
      });
      return [
        `<p class="s-lead">${html(say("tokensIntro"))}</p>`,
        `<label class="s-search s-script"><span class="s-hidden">${html(say("tokenSearch"))}</span><input class="form-control" type="search" id="s-token-search" placeholder="${html(say("tokenSearch"))}" autocomplete="off"></label><p class="s-secondary" id="s-token-none" role="status" data-none="${html(say("tokenNone"))}"></p>`,
        ...sections,
      ].join("\n");
    },
  };
}

const sample = `<div class="s-sample"><button type="button" class="btn btn-primary">Button</button> <button type="button" class="btn">Button</button> <label class="form-check"><input class="form-check-input" type="checkbox" checked><span class="form-check-label">Check box</span></label> <label class="form-check form-switch"><input class="form-check-input" type="checkbox" checked><span class="form-check-label">Toggle switch</span></label> <progress value="0.6" max="1" aria-label="Progress">60 %</progress> <a href="#s-sample">Hyperlink</a></div>`;

/** Windows' own choices of accent, as Settings > Personalization > Colours names them. */
const offered: [name: string, colour: string][] = [
  ["Default blue", windowsBlue],
  ["Seafoam", "#038387"],
  ["Meadow green", "#10893e"],
  ["Gold", "#ffb900"],
  ["Orange bright", "#f7630c"],
  ["Red", "#e81123"],
  ["Rose", "#ea005e"],
  ["Plum", "#881798"],
  ["Purple shadow", "#6b69d6"],
  ["Storm", "#4c4a48"],
];

export function accentsPage(): Page {
  return {
    path: "accents/index.html",
    title: { en: "Accents", fr: "Couleurs d'accentuation" },
    group: "design",
    scripts: ["accents"],
    body: ({ say }) => {
      const rows = offered.map(([name, colour]) => {
        const ramp = accentRamp(colour);
        const shades = [ramp.light3, ramp.light2, ramp.light1, ramp.base, ramp.dark1, ramp.dark2, ramp.dark3];
        return `<tr><th scope="row" lang="en">${html(name)}</th><td><code>${colour}</code></td><td><span class="s-ramp" role="img" aria-label="${shades.join(", ")}">${shades.map((shade) => `<span style="background:${shade}"></span>`).join("")}</span></td></tr>`;
      });
      return [
        `<p class="s-lead">${html(say("accentsIntro"))}</p>`,
        `<div class="s-card s-padded" id="s-sample"><label class="s-field s-script"><span>${html(say("accentChoose"))}</span><input type="color" class="form-control form-control-color" id="s-accent" value="${windowsBlue}"></label>${sample}<p class="s-secondary">${html(say("accentTry"))}</p></div>`,
        `<p>${html(say("accentBuild"))}</p>${codeBlock('npm run build -- --accent "#7719AA"', say("copy"), "sh")}`,
        tableOf(
          `<tr>${(["accents", "colour", "shade"] as const).map((word) => `<th scope="col">${html(say(word))}</th>`).join("")}</tr>`,
          rows.join(""),
        ),
      ].join("\n");
    },
  };
}

/** What a file for the compact density changes: the tokens and figures it assigns. */
function compactChanges(theme: Theme): { file: string; lines: string[] }[] {
  const files = theme.folders.flatMap((folder) => compactBelow(folder));
  return files.map((file) => {
    const root = postcss.parse(readFileSync(file, "utf8")) as Root;
    const lines: string[] = [];
    root.walkDecls((decl) => void lines.push(`${decl.prop}: ${decl.value}`));
    return { file: relativeToProject(file), lines: [...new Set(lines)] };
  });
}

function compactBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return compactBelow(full);
      return entry.name === "compact.css" ? [full] : [];
    });
}

export function densityPage(theme: Theme): Page {
  const changes = compactChanges(theme);
  return {
    path: "density/index.html",
    title: { en: "Density", fr: "Densité" },
    group: "design",
    body: ({ say }) =>
      [
        `<p class="s-lead">${html(say("densityIntro"))}</p>`,
        codeBlock("npm run build -- --density compact", say("copy"), "sh"),
        `<p>${html(say("densityChanges"))}</p>`,
        ...changes.map(
          ({ file, lines }) =>
            `<details class="s-details s-card"><summary><code>${html(file)}</code></summary><div class="s-details-body">${codeBlock(lines.join("\n"), say("copy"), "css")}</div></details>`,
        ),
      ].join("\n"),
  };
}

/** A module below simplify/, by its own first comment. */
export interface SimplifyModule {
  name: string;
  file: string;
  about: string;
  css: string;
}

export function simplifyModules(theme: Theme): SimplifyModule[] {
  return theme.folders.flatMap((folder) => {
    const room = path.join(folder, "simplify");
    if (!existsSync(room)) return [];
    return readdirSync(room)
      .filter((file) => file.endsWith(".css"))
      .sort()
      .map((file) => {
        const css = readFileSync(path.join(room, file), "utf8");
        return {
          name: file.slice(0, -4),
          file: relativeToProject(path.join(room, file)),
          about: /\/\*\s*([\s\S]*?)\s*\*\//.exec(css)?.[1]?.replace(/\s+/g, " ") ?? "",
          css: css.replace(/^\s*\/\*[\s\S]*?\*\/\s*/, ""),
        };
      });
  });
}

/** What the modules do, in French; a test names those that are missing. */
export const simplifyFrench: Record<string, string> = {
  "login-footer": "Masque la ligne de copyright sous la carte de connexion.",
  "self-service-breadcrumb":
    "Masque le fil d'Ariane aux utilisateurs en libre-service, dont le menu dit déjà où ils sont.",
  "self-service-lists":
    "Masque les boutons de carte, de corbeille, de colonnes et d'export au-dessus des listes des utilisateurs en libre-service.",
  "ticket-details": "Ne montre les badges d'origine et les actions des éléments d'un ticket qu'au survol ou au focus.",
  "ticket-history": "Masque les entrées de journal dans la conversation d'un ticket ; son onglet Historique les garde.",
};

export function simplifyPage(theme: Theme, pictures: (name: string) => string | undefined): Page {
  const modules = simplifyModules(theme);
  return {
    path: "simplify/index.html",
    title: { en: "Simplify", fr: "Simplifier" },
    group: "glpi",
    body: (context) => {
      const { say, language, to } = context;
      const one = ({ name, about, css, file }: SimplifyModule): string => {
        const picture = pictures(name);
        return [
          `<section class="s-card s-padded" aria-labelledby="m-${name}"><h2 class="s-heading-2" id="m-${name}"><code>${html(name)}</code></h2>`,
          `<p>${html(language === "en" ? about : (simplifyFrench[name] ?? about))}</p>`,
          picture ? comparison(to(picture), `${name}: ${say("before")}, ${say("after")}`, context.say("slider")) : "",
          codeBlock(`npm run build -- --simplify ${name}`, say("copy"), "sh"),
          `<details class="s-details"><summary>${html(say("simplifyHides"))}: <code>${html(file)}</code></summary><div class="s-details-body">${codeBlock(css, say("copy"), "css")}</div></details>`,
          "</section>",
        ].join("");
      };
      return [`<p class="s-lead">${html(say("simplifyIntro"))}</p>`, ...modules.map(one)].join("\n");
    },
  };
}

/** Two halves of one picture, before and after; the site's script makes a slider of it. */
export const comparison = (source: string, alt: string, slider: string, dark?: string): string =>
  `<div class="s-comparison" data-slider="${html(slider)}"><picture>${dark ? `<source media="(prefers-color-scheme: dark)" srcset="${html(dark)}">` : ""}<img class="s-picture" src="${html(source)}" alt="${html(alt)}" loading="lazy" decoding="async"></picture></div>`;
