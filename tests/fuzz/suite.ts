import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type DefaultTreeAdapterTypes, parseFragment, parse as parseHtml } from "parse5";
import postcss, { type Rule } from "postcss";
import parser from "postcss-selector-parser";
import * as sass from "sass";
import { afterAll, describe, expect, it } from "vitest";
import { readPageList } from "../../src/audit/pages.ts";
import { report } from "../../src/audit/report.ts";
import type { Results } from "../../src/audit/results.ts";
import { type BuildContext, banner } from "../../src/build/artefact.ts";
import { readAdapter } from "../../src/build/roles.ts";
import { paletteSource } from "../../src/build/targets/palette.ts";
import { pluginFiles } from "../../src/build/targets/plugin.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import {
  cssIdentifier,
  cssString,
  html,
  insideComment,
  insideScript,
  insideStyle,
  jsString,
  phpString,
  scssString,
  shellWord,
  visible,
  xml,
} from "../../src/util/escape.ts";
import { forms, isName, type NameForm } from "../../src/util/names.ts";
import { manifestName } from "../../src/util/owned-folder.ts";
import { UserError } from "../../src/util/user-error.ts";
import { readSpecimens } from "../../src/visual/specimens.ts";
import { fuzzedNames } from "../helpers/fuzz.ts";
import { manifestWith, temporaryTheme } from "../helpers/temporary-theme.ts";

/*
 * Names of everything, hostile ones: each is refused where it is read, or stands in every output as that name and
 * nothing else. The outputs are read by parsers of their languages that are not ours.
 */

const names = fuzzedNames(500);
const chaos = process.env.FENETRE_CHAOS === "1";
/** JSON and UTF-8 have no lone surrogates. */
const wellFormed = names.filter((name) => !/\p{Cs}/u.test(name));

const php = spawnSync("php", ["-r", "echo extension_loaded('tokenizer') ? 1 : 0;"], { encoding: "utf8" });
const hasPhp = php.status === 0 && php.stdout.trim() === "1";
if (!hasPhp) console.error("SKIPPED: nothing is tokenised by PHP: there is no php with its tokenizer");
const hasShell = process.platform !== "win32";
if (!hasShell) console.error("SKIPPED: no word is read by a shell: this is Windows");

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;

function elementsOf(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => ("tagName" in node ? [node, ...elementsOf(node.childNodes)] : []));
}

/** How CSS reads a text: no zero bytes, no half pairs. */
const inCss = (name: string): string => name.replaceAll("\0", "\ufffd");

/** Tokens of PHP sources by PHP itself, or what each string evaluates to. */
function runPhp(code: string, input: unknown): unknown {
  return JSON.parse(
    execFileSync("php", ["-r", code], { input: JSON.stringify(input), encoding: "utf8", maxBuffer: 1e9 }),
  );
}

const tokenise = `$all = json_decode(stream_get_contents(STDIN), true);
echo json_encode(array_map(fn($code) => array_map(fn($t) => is_array($t) ? token_name($t[0]) : $t, token_get_all($code)), $all));`;
const evaluate = `$all = json_decode(stream_get_contents(STDIN), true);
echo json_encode(array_map(fn($code) => eval('return ' . $code . ';'), $all));`;

describe("500 names, written by each language's own function", () => {
  it("are one string to HTML, in text and in an attribute", () => {
    for (const name of wellFormed) {
      const { childNodes } = parseFragment(`<p title="${html(name)}">${html(name)}</p><i></i>`);
      expect(
        elementsOf(childNodes).map(({ tagName }) => tagName),
        name,
      ).toEqual(["p", "i"]);
      const [paragraph] = childNodes as [Element];
      // Line ends are "\n" in HTML's text, whatever was written.
      const read = inCss(name).replace(/\r\n?/g, "\n");
      expect(paragraph.attrs, name).toEqual([{ name: "title", value: read }]);
      expect(paragraph.childNodes.map((node) => (node as { value?: string }).value).join(""), name).toBe(read);
    }
  });

  it("are one string to JavaScript, and leave a script or a style element by nothing", () => {
    for (const name of names) {
      expect(new Function(`return ${jsString(name)}`)(), name).toBe(name);
      expect(JSON.parse(insideScript({ name })), name).toEqual({ name });
      const page = `<script>${insideScript(name)}</script><style>a::after{content:${insideStyle(cssString(name))}}</style><i></i>`;
      expect(
        elementsOf(parseFragment(page).childNodes).map(({ tagName }) => tagName),
        name,
      ).toEqual(["script", "style", "i"]);
    }
  });

  it("are one string, one identifier or one comment to CSS", () => {
    for (const name of wellFormed) {
      const sheet = postcss.parse(`/*! ${insideComment(name)} */\na[b=${cssString(name)}] { c: d }`);
      expect(
        sheet.nodes.map(({ type }) => type),
        name,
      ).toEqual(["comment", "rule"]);
      const [attribute] = attributesOf((sheet.nodes[1] as Rule).selector);
      expect(attribute, name).toBe(inCss(name));
      if (name === "") continue;
      const [one] = parser().astSync(`.${cssIdentifier(name)}`).nodes;
      expect(
        one?.nodes.map((node) => [node.type, node.value]),
        name,
      ).toEqual([["class", inCss(name)]]);
    }
  });

  it("are one string to Sass, in which nothing is computed", () => {
    const source = wellFormed.map((name, index) => `a${index} { b: ${scssString(name)} }`).join("\n");
    const rules = postcss.parse(sass.compileString(source).css).nodes.filter((node) => node.type === "rule") as Rule[];
    expect(rules).toHaveLength(wellFormed.length);
    for (const [index, rule] of rules.entries()) {
      const [decl] = rule.nodes;
      const value = decl?.type === "decl" ? decl.value : "";
      expect(attributesOf(`a[b=${value}]`)[0], wellFormed[index]).toBe(inCss(wellFormed[index] as string));
    }
  });

  it("are characters of XML", () => {
    for (const name of names) {
      const written = xml(name);
      expect(written, name).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#\d+);)/);
      expect(written.replace(/[\u007f-\u009f]/g, ""), name).not.toMatch(/[\p{Cc}\p{Cs}\ufffe\uffff]/u);
    }
  });

  it("do nothing on a terminal", () => {
    for (const name of names) expect(visible(name), name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  it.skipIf(!hasPhp)("are one string to PHP, and PHP reads that name", () => {
    const tokens = runPhp(
      tokenise,
      wellFormed.map((name) => `<?php f(${phpString(name)});`),
    ) as string[][];
    for (const [index, list] of tokens.entries())
      expect(list, wellFormed[index]).toEqual(["T_OPEN_TAG", "T_STRING", "(", "T_CONSTANT_ENCAPSED_STRING", ")", ";"]);
    expect(runPhp(evaluate, wellFormed.map(phpString))).toEqual(wellFormed);
    const comments = runPhp(
      tokenise,
      wellFormed.map((name) => `<?php /* ${insideComment(name)} */ f();`),
    ) as string[][];
    for (const [index, list] of comments.entries())
      expect(list, wellFormed[index]).toEqual(["T_OPEN_TAG", "T_COMMENT", "T_WHITESPACE", "T_STRING", "(", ")", ";"]);
  });

  it.skipIf(!hasShell)("are one word to a shell", () => {
    const words = wellFormed.filter((name) => !name.includes("\0"));
    const script = words.map((name) => `printf '%s\\0' ${shellWord(name)}`).join("\n");
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(words);
  });
});

function attributesOf(selector: string): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  parser((root) => root.walkAttributes((node) => void found.push(node.value))).processSync(selector);
  return found;
}

describe("500 names, where files are read", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-names-"));
  const theme = temporaryTheme();
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    theme.remove();
  });
  const write = (file: string, value: unknown): string => {
    const full = path.join(folder, file);
    writeFileSync(full, typeof value === "string" ? value : JSON.stringify(value));
    return full;
  };
  /** Whether it was read; what was refused was refused in one line that says so. */
  const isRead = (read: () => unknown, name: string): boolean => {
    try {
      read();
      return true;
    } catch (error) {
      expect(error, name).toBeInstanceOf(UserError);
      expect(visible((error as Error).message), name).not.toMatch(/\p{Cc}/u);
      return false;
    }
  };
  const taken = (form: NameForm): string[] => names.filter((name) => isName(name, form));

  const themeWith = (changes: Record<string, unknown>) => () => {
    theme.write("theme.json", manifestWith(changes));
    return loadTheme(theme.folder);
  };
  const adapterWith = (changes: Record<string, unknown>) => () =>
    readAdapter(
      write("x.adapter.json", { portal: "userportal", assumptions: [], roles: { tile: [".a"] }, ...changes }),
    );
  const pageWith =
    (page: Record<string, unknown>, users: Record<string, unknown> = {}) =>
    () =>
      readPageList(write("pages.json", { users, pages: [{ id: "a", url: "/a", ...page }] }));
  const specimensWith = (variant: string, state: string) => () => {
    theme.write(
      "controls/button/button.html",
      `<template data-variant="${html(variant)}" data-states="${html(state)}"><a class="btn">A</a></template>`,
    );
    return readSpecimens([theme.folder]);
  };

  it.each<[string, NameForm, (name: string) => () => unknown]>([
    ["a theme's name", forms.themeName, (name) => themeWith({ name })],
    ["a theme's description", forms.sentence, (description) => themeWith({ description })],
    ["a theme's key", forms.key, (key) => themeWith({ key })],
    ["a portal", forms.portal, (portal) => adapterWith({ portal, plugin: true, roles: { tile: [`.${portal}-tile`] } })],
    ["a page", forms.page, (id) => pageWith({ id })],
    ["a user", forms.user, (user) => pageWith({ user }, { [user]: ["a", "b"] })],
  ])("%s is taken in its one form, and else refused", (_, form, reading) => {
    for (const name of wellFormed) {
      // JSON's own way to say a prototype makes no member.
      if (name === "__proto__" && form === forms.user) continue;
      expect(isRead(reading(name), name), JSON.stringify(name)).toBe(isName(name, form));
    }
    expect(taken(form).length).toBeGreaterThan(0);
    expect(taken(form).length).toBeLessThan(names.length);
  });

  it("modules, files, roles, variants and states are none of them but what is there", () => {
    for (const name of chaos ? wellFormed : wellFormed.slice(0, 120)) {
      const isModule = isRead(themeWith({ modules: ["tokens", name] }), name);
      expect(isModule, name).toBe(false);
      for (const field of ["essential", "dispensable", "simplify"])
        expect(isRead(themeWith({ [field]: [name] }), name), name).toBe(false);
      expect(isRead(adapterWith({ roles: { [`${name} `]: [".a"] } }), name), name).toBe(false);
      // A name's white space is trimmed, or separates states.
      const plain = name.trim();
      if (/\s/.test(plain)) continue;
      expect(isRead(specimensWith(name, "rest"), name), name).toBe(isName(plain, forms.widget));
      expect(isRead(specimensWith("standard", name), name), name).toBe(isName(plain, forms.widget));
    }
  });

  it("no name leads out of a folder or to a device", () => {
    for (const form of [forms.key, forms.portal, forms.module, forms.below, forms.widget]) {
      for (const name of [
        ...names,
        "con",
        "nul",
        "aux.css",
        "a/../b",
        "a//b",
        "a\\b",
        "/a",
        "a/con/b",
        "COM1",
        ".",
        "..",
      ]) {
        if (!isName(name, form)) continue;
        const full = path.resolve("/base", name);
        expect(full.startsWith(path.resolve("/base") + path.sep), name).toBe(true);
        expect(name, name).not.toMatch(/(^|\/)(con|prn|aux|nul|com\d|lpt\d)(\.|\/|$)|\\|:/);
      }
    }
  });

  it("what is taken stands in palettes, sheets and PHP as that name", () => {
    const read = (changes: Record<string, unknown>): BuildContext => ({
      theme: themeWith(changes)(),
      version: "1.0.0",
    });
    const many = <T>(all: T[]): T[] => (chaos ? all : all.slice(0, 4));
    for (const name of taken(forms.themeName)) {
      const sheet = postcss.parse(`${banner(read({ name }))}a { b: c }`);
      expect(
        sheet.nodes.map(({ type }) => type),
        name,
      ).toEqual(["comment", "rule"]);
      expect(String(sheet.nodes[0]), name).toContain(name);
    }
    for (const key of many(taken(forms.key))) {
      const context = read({ key, name: key });
      for (const scheme of ["light", "dark"] as const) {
        const source = paletteSource(context, scheme);
        expect(source.match(/^\$is-dark/gm)?.length ?? 0, key).toBe(scheme === "dark" ? 1 : 0);
        const full = scheme === "dark" ? `${key}_dark` : key;
        const rules = postcss.parse(sass.compileString(source).css).nodes.filter((node) => node.type === "rule");
        expect(rules.length, key).toBeGreaterThan(1);
        for (const rule of rules as Rule[]) expect(attributesOf(rule.selector), key).toContain(full);
      }
    }
    theme.write("portals/roles.css", ":role(tile) {\n  color: var(--win-ink);\n}\n");
    theme.write("index.css", '@import "tokens";\n@import "controls";\n@import "portals";\n');
    for (const portal of many(taken(forms.portal))) {
      theme.write(
        "portals/x.adapter.json",
        JSON.stringify({ portal, plugin: true, assumptions: [], roles: { tile: [`.${portal}-tile`] } }),
      );
      const files = pluginFiles(read({ modules: ["tokens", "controls", "portals"] }));
      // The list of what is ours begins with a dot on purpose.
      for (const name of Object.keys(files).filter((file) => file !== `fenetre/${manifestName}`))
        expect(isName(name, forms.below), name).toBe(true);
      const setup = Buffer.from(files["fenetre/setup.php"] as Uint8Array).toString("utf8");
      expect(setup, portal).toContain(`'PLUGIN_FENETRE_PORTALS', ['${portal}']`);
      if (!hasPhp) continue;
      // The same code for another portal has the same tokens.
      const [tokens, others] = runPhp(tokenise, [setup, setup.replaceAll(`'${portal}'`, "'other'")]) as string[][];
      expect(tokens, portal).toEqual(others);
    }
  });

  it("whatever results say, a report shows it as text", () => {
    for (const name of wellFormed) {
      const page = {
        id: name,
        title: name,
        line: "10",
        scheme: name,
        problems: [name],
        roles: { [`r${name}`]: { all: 2, native: 1 } },
      };
      const results = {
        format: 1,
        date: "2026-01-01T00:00:00Z",
        browser: name,
        theme: name,
        source: name,
        width: name,
        pages: [{ ...page, texts: 0, unreadable: name, cut: name, ms: 0, error: name }],
        offenders: [],
        legibility: [],
        exempt: [],
        cutTexts: [{ page: name, line: "10", scheme: name, selector: name, text: name, how: name }],
        rules: {
          10: {
            rules: name,
            selectors: name,
            declarations: name,
            judged: name,
            specimensOnly: name,
            sheet: "",
            dead: [],
            deadRules: [{ selector: name, place: name, why: name }],
            lost: [],
            won: [],
            important: [],
          },
        },
        cost: [],
        thresholds: {},
        failures: [name],
      } as unknown as Results;
      const all = elementsOf(parseHtml(report(results, "a { b: c }")).childNodes);
      expect(
        all.filter(({ tagName }) => /^(script|img|iframe)$/.test(tagName)),
        name,
      ).toEqual([]);
      expect(
        all.flatMap(({ attrs }) => attrs).filter((attribute) => /^on/.test(attribute.name)),
        name,
      ).toEqual([]);
      expect(
        all.filter(({ tagName }) => tagName === "style"),
        name,
      ).toHaveLength(2);
    }
  });
});
