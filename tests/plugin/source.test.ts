import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mo, po } from "gettext-parser";
import { Engine } from "php-parser";
import { describe, expect, it } from "vitest";
import { catalogues, languages, messages, template } from "../../src/build/targets/plugin-texts.ts";
import { projectRoot } from "../../src/util/paths.ts";

const folder = path.join(projectRoot, "src/plugin");
const php = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".php"));

describe("the plugin's PHP", () => {
  /** GLPI 10.0 runs on PHP 7.4. @throws at the first line that 7.4 would not read */
  function parse(code: string): void {
    const engine = new Engine({ parser: { version: 704, suppressErrors: false }, ast: { withPositions: true } });
    refuseNewer(engine.parseCode(code, "x.php"));
  }

  /** What the parser reads whatever version it is told. */
  function refuseNewer(node: unknown): void {
    if (typeof node !== "object" || node === null) return;
    const { kind, flags, readonly } = node as { kind?: string; flags?: number; readonly?: boolean };
    if (kind === "uniontype" || kind === "intersectiontype") throw new SyntaxError(`${kind} came with PHP 8`);
    if (kind === "parameter" && flags) throw new SyntaxError("promoted parameters came with PHP 8");
    if (kind === "property" && readonly) throw new SyntaxError("readonly came with PHP 8.1");
    for (const value of Object.values(node)) for (const one of Array.isArray(value) ? value : [value]) refuseNewer(one);
  }

  it.each(php)("%s is written for PHP 7.4", (name) => {
    expect(() => parse(readFileSync(path.join(folder, name), "utf8"))).not.toThrow();
  });

  it.each([
    "$a = match (1) { 1 => 2 };",
    "$a = $b?->c;",
    "class A { public function __construct(public int $a) {} }",
    "function a(int|string $b) {}",
    "f(name: 1);",
    "enum A { case B; }",
    "class A { public readonly int $a; }",
  ])("would be found out: %s", (code) => {
    expect(() => parse(`<?php\n${code}`)).toThrow();
  });

  it("calls no function that came after 7.4, but those GLPI brings along", () => {
    for (const name of php)
      expect([
        name,
        readFileSync(path.join(folder, name), "utf8").match(
          /\b(str_contains|str_starts_with|str_ends_with|array_is_list|get_debug_type|fdiv|array_find)\(/,
        ),
      ]).toEqual([name, null]);
  });
});

describe("the plugin's texts", () => {
  const file = path.join(folder, "locales/fenetre.pot");

  it("all stand in fenetre.pot, and nothing else", () => {
    if (process.env.FENETRE_UPDATE_POT) writeFileSync(file, template());
    expect(readFileSync(file, "utf8").replaceAll("\r\n", "\n")).toBe(template());
  });

  it("are all said in French, with the same placeholders", () => {
    const french = po.parse(readFileSync(path.join(folder, "locales/fr_FR.po"))).translations[""] ?? {};
    const missing = messages().filter(({ text }) => !french[text]?.msgstr[0]);
    expect(missing.map(({ text }) => text)).toEqual([]);
    const strays = Object.keys(french).filter((text) => text && !messages().some((message) => message.text === text));
    expect(strays).toEqual([]);
    for (const { text } of messages()) expect(french[text]?.msgstr[0]?.match(/%\w/g)).toEqual(text.match(/%\w/g));
  });

  it("are delivered as GLPI reads them", () => {
    const files = catalogues();
    for (const language of languages) {
      const read = mo.parse(Buffer.from(files[`locales/${language}.mo`] as Uint8Array));
      expect(read.headers.Language).toBe(language);
    }
    const french = mo.parse(Buffer.from(files["locales/fr_FR.mo"] as Uint8Array));
    expect(french.translations[""]?.["Choose your mode"]?.msgstr[0]).toBe("Choisir votre mode");
  });
});
