import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { crc32c } from "../../src/doctor/crc32c.ts";
import type { Looks } from "../../src/doctor/database.ts";
import { diagnoseTree } from "../../src/doctor/tree.ts";
import { readGlpiTree } from "../../src/install/glpi-tree.ts";
import { manifestName, manifestOf } from "../../src/util/owned-folder.ts";

let glpi: string;
beforeEach(() => {
  glpi = mkdtempSync(path.join(os.tmpdir(), "fenetre-doctor-"));
});
afterEach(() => rmSync(glpi, { recursive: true, force: true }));

/** Files of a GLPI by their path; the version is a file's name, as in a release. */
function makeGlpi(version: string, files: Record<string, string> = {}): void {
  for (const folder of ["version", "plugins", "marketplace", "files/_themes", "config", "inc"])
    mkdirSync(path.join(glpi, folder), { recursive: true });
  for (const [name, text] of Object.entries({ [`version/${version}`]: "", ...files })) {
    mkdirSync(path.dirname(path.join(glpi, name)), { recursive: true });
    writeFileSync(path.join(glpi, name), text);
  }
}

/** What was found, each as `check: level, place below GLPI's folder`. */
const found = (): string[] =>
  diagnoseTree(readGlpiTree(glpi)).findings.map(
    ({ check, level, place }) =>
      `${check}: ${level}${place ? `, ${path.relative(glpi, place).split(path.sep).join("/")}` : ""}`,
  );

const plugin = (hook: string): string => `<?php\nfunction plugin_init_x() {\n  ${hook}\n}\n`;

describe("fenetre doctor <folder>", () => {
  it("finds nothing amiss in a GLPI without a trap", () => {
    makeGlpi("11.0.6", {
      "files/_themes/mine.scss": ':root[data-glpi-theme="mine"] { --tblr-primary: #123456; }\n',
      "plugins/tag/setup.php": plugin("$PLUGIN_HOOKS['add_css']['tag'][] = 'css/tag.css';"),
      "plugins/tag/public/css/tag.css": ".tag_select { color: red }",
    });
    const { findings, checked } = diagnoseTree(readGlpiTree(glpi));
    expect(findings).toEqual([]);
    expect(checked).toContain("core-changed");
  });

  it.each<[string, string, Record<string, string>, string[]]>([
    [
      "a .css among the palettes",
      "11.0.6",
      { "files/_themes/a.css": "" },
      ["css-in-themes: error, files/_themes/a.css"],
    ],
    [
      "a palette that the compiler fails on",
      "11.0.6",
      { "files/_themes/a.scss": ':root[data-glpi-theme="a"] {\n--x:;\n}' },
      ["palette-compiles: error, files/_themes/a.scss:2"],
    ],
    [
      "a palette that leaks into others",
      "11.0.6",
      { "files/_themes/a.scss": "body { color: red }" },
      ["palette-leaks: warning, files/_themes/a.scss:1"],
    ],
    [
      "a palette in GLPI's own files",
      "10.0.14",
      { "css/palettes/contoso.scss": "", "css/palettes/auror.scss": "", "css/palettes/_defaults.scss": "" },
      ["palettes-in-core: warning, css/palettes/contoso.scss"],
    ],
    [
      "a sheet outside public/ on GLPI 11",
      "11.0.6",
      { "plugins/tag/setup.php": plugin("$PLUGIN_HOOKS['add_css']['tag'][] = 'tag.css';"), "plugins/tag/tag.css": "" },
      ["plugin-sheet-missing: warning, plugins/tag/setup.php:3"],
    ],
    [
      "two copies of the plugin",
      "10.0.14",
      { "plugins/fenetre/setup.php": "<?php\n", "marketplace/fenetre/setup.php": "<?php\n" },
      ["two-copies: error, plugins/fenetre"],
    ],
    [
      "another plugin that restyles GLPI",
      "10.0.14",
      {
        "plugins/mod/setup.php": plugin("$PLUGIN_HOOKS['add_css']['mod'] = ['mod.css'];"),
        "plugins/mod/mod.css": ":root { --tblr-primary: red }",
      },
      ["other-themes: warning, plugins/mod/setup.php:3"],
    ],
    [
      "a file of GLPI's look that was edited, and one that is gone",
      "11.0.6",
      {
        "version/11.0.6": JSON.stringify({
          algorithm: "crc32c",
          files: {
            "css/glpi.scss": crc32c(new TextEncoder().encode("as shipped")),
            "css/gone.scss": "0",
            "src/x.php": "0",
          },
        }),
        "css/glpi.scss": "as edited",
      },
      ["core-changed: warning, css/glpi.scss", "core-changed: warning, css/gone.scss"],
    ],
  ])("recognises %s", (_, version, files, expected) => {
    makeGlpi(version, files);
    expect(found()).toEqual(expected);
  });

  it("leaves .css alone on GLPI 10, which has no such folder, and what is commented out", () => {
    makeGlpi("10.0.14", {
      "files/_themes/a.css": "",
      "plugins/tag/setup.php": plugin("// $PLUGIN_HOOKS['add_css']['tag'][] = 'tag.css';"),
    });
    expect(found()).toEqual([]);
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() !== 0)("sees what the web server may not read", () => {
    makeGlpi("10.0.14", { "plugins/fenetre/setup.php": "<?php\n" });
    chmodSync(path.join(glpi, "plugins/fenetre/setup.php"), 0o600);
    // Of the same owner as GLPI's files it can be read all the same.
    expect(found()).toEqual([]);
  });

  it("says aloud that the database was not asked", () => {
    makeGlpi("10.0.14");
    const { skipped, checked } = diagnoseTree(readGlpiTree(glpi));
    expect(skipped.join()).toContain("database was not asked");
    expect(checked).not.toContain("palette-missing");
  });

  /** As GLPI's database would answer. */
  const looks = (css: string): Looks => ({
    palette: "auror",
    chosen: {},
    entities: [{ id: 3, name: "Contoso", css }],
    plugins: ["fenetre"],
    own: { state: 1, version: "1.2.3" },
  });
  const ofEntity = (css: string): string[] =>
    diagnoseTree(readGlpiTree(glpi), () => looks(css)).findings.map(({ check, what }) => `${check}: ${what}`);

  it.each(["10.0.14", "11.0.6"])("reads an entity's CSS as GLPI %s keeps it", (version) => {
    makeGlpi(version, { "plugins/fenetre/setup.php": setup });
    const kept = (css: string): string =>
      version < "11" ? css.replaceAll("&", "&#38;").replaceAll("<", "&#60;").replaceAll(">", "&#62;") : css;
    expect(ofEntity(kept(":not(#_#_#_#_) { .a > .b { color: red } }"))).toEqual([]);
    expect(ofEntity(kept("a{color:red}\n@media (width<600px){b{color:red}}"))[1]).toMatch(
      /entity-css-cut: GLPI takes the "<"/,
    );
    expect(ofEntity(kept(".a > .b { color: red }"))).toEqual([expect.stringMatching(/own-css-lost: .* \.a > \.b$/)]);
    expect(ofEntity("a{b:c}".repeat(11_000))[1]).toMatch(/fills the 65535 bytes/);
  });

  it.each([
    [
      "10.0.14",
      "public/css/anonymous-10-0123456789ab.css",
      "/plugins/fenetre/public/css/anonymous-10-0123456789ab.css",
    ],
    ["11.0.6", "public/css/anonymous-11-0123456789ab.css", "/plugins/fenetre/css/anonymous-11-0123456789ab.css"],
  ])("sees on GLPI %s that entity CSS imports what is not there any more", (version, file, address) => {
    makeGlpi(version, { "plugins/fenetre/setup.php": setup, [`plugins/fenetre/${file}`]: "" });
    const css = `@import url("${address}");`;
    expect(ofEntity(css)).toEqual([]);
    expect(ofEntity(css.replace("0123456789ab", "ba9876543210"))).toEqual([
      expect.stringMatching(/^entity-css-import: .*ba9876543210\.css, which is not there/),
    ]);
    rmSync(path.join(glpi, "plugins/fenetre"), { recursive: true });
    expect(ofEntity(css)[0]).toMatch(/of a plugin that is not there/);
  });

  const setup = "<?php\ndefine('PLUGIN_FENETRE_VERSION', '1.2.3');\n";
  it.each<[string, Looks["own"], string[]]>([
    ["runs", { state: 1, version: "1.2.3" }, []],
    ["GLPI does not know yet", undefined, ["plugin-state: the plugin is there and not installed"]],
    ["is not installed", { state: 2, version: "1.2.3" }, ["plugin-state: the plugin is there and not installed"]],
    ["is not enabled", { state: 4, version: "1.2.3" }, ["plugin-state: the plugin is installed and not enabled"]],
    [
      "is newer than GLPI knows",
      { state: 1, version: "1.0.0" },
      [expect.stringMatching(/1\.0\.0 .* 1\.2\.3 is there/)],
    ],
  ])("tells of a plugin that %s", (_, own, expected) => {
    makeGlpi("11.0.6", { "plugins/fenetre/setup.php": setup });
    const { findings } = diagnoseTree(readGlpiTree(glpi), () => ({ ...looks(""), own }));
    expect(findings.map(({ check, what }) => `${check}: ${what}`)).toEqual(expected);
  });

  it("tells of a plugin that was not copied whole, or not as it is", () => {
    const files = { "setup.php": setup, "hook.php": "<?php\n", "public/a.css": "a{}" };
    const list = manifestOf(
      Object.entries(files).map(([name, content]) => ({ path: name, content })),
      "plugin",
      "1.2.3",
    );
    const copied = Object.entries({ ...files, [manifestName]: list }).map(([name, text]) => [
      `plugins/fenetre/${name}`,
      text,
    ]);
    makeGlpi("11.0.6", Object.fromEntries(copied));
    expect(ofEntity("")).toEqual([]);
    rmSync(path.join(glpi, "plugins/fenetre/hook.php"));
    writeFileSync(path.join(glpi, "plugins/fenetre/public/a.css"), "a{}\r\n");
    expect(ofEntity("")).toEqual([
      "plugin-whole: a file of the plugin is not there",
      "plugin-whole: a file of the plugin is not as it was delivered",
    ]);
    rmSync(path.join(glpi, "plugins/fenetre"), { recursive: true });
    expect(ofEntity("")).toEqual(["plugin-state: GLPI has the plugin enabled, and its folder is gone"]);
  });

  it("writes the sum that GLPI's releases use", () => {
    // The check value of CRC-32C: RFC 3720's polynomial over the nine digits.
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe("e3069283");
  });
});
