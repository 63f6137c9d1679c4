import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOlderBuild } from "../../src/build/build.ts";
import { command } from "../helpers/command.ts";
import { manifestWith, type TemporaryTheme, temporaryTheme } from "../helpers/temporary-theme.ts";

let theme: TemporaryTheme;
let out: string;

beforeEach(() => {
  theme = temporaryTheme();
  out = path.join(theme.folder, "dist");
});
afterEach(() => theme.remove());

const build = (...options: string[]) => command("build", "--theme", theme.folder, "--out", out, ...options);

/** A dist of before, to see whether it is left alone. */
function markDist(): () => boolean {
  mkdirSync(out);
  writeFileSync(path.join(out, "mark"), "before");
  return () => readdirSync(out).join() === "mark" && readFileSync(path.join(out, "mark"), "utf8") === "before";
}

describe("fenetre build", () => {
  it("builds every artefact and tells what each weighs and how it is installed", async () => {
    const { code, out: printed } = await build();
    expect(code).toBe(0);
    const files = readdirSync(out, { recursive: true, encoding: "utf8" }).map((name) => name.split(path.sep).join("/"));
    expect(files.filter((name) => name.includes(".")).sort()).toEqual([
      ".fenetre-manifest.json",
      "css/test.css",
      "css/test.css.map",
      "css/test.min.css",
      "css/test.min.css.map",
      "document/test-glpi-10.txt",
      "document/test-glpi-11.txt",
      "entity/glpi-10.css",
      "entity/glpi-11.css",
      "palette/test.scss",
      "palette/test_dark.scss",
      expect.stringMatching(/^plugin\/fenetre-.*\.tar\.gz$/),
      expect.stringMatching(/^plugin\/fenetre-.*\.zip$/),
    ]);
    expect(printed).toMatch(/entity\/glpi-10\.css +[\d,]+ +[\d,]+ +[\d,]+ +65,535 +GLPI 10\.0, Administration/);
  });

  it("builds the same bytes twice", async () => {
    const read = () =>
      readdirSync(out, { recursive: true, encoding: "utf8" })
        .sort()
        .filter((name) => name.includes("."))
        .map((name) => [name, readFileSync(path.join(out, name), "base64")]);
    await build();
    const first = read();
    await build();
    expect(read()).toEqual(first);
  });

  it("replaces an earlier build as a whole, and leaves nothing beside it", async () => {
    await build();
    theme.write("theme.json", manifestWith({ key: "other" }));
    expect((await build()).code).toBe(0);
    expect(readdirSync(path.join(out, "css"))).toContain("other.css");
    expect(readdirSync(path.join(out, "css"))).not.toContain("test.css");
    expect(readdirSync(theme.folder).sort()).toEqual(["controls", "dist", "index.css", "theme.json", "tokens"]);
  });

  it.each([
    ["a folder of somebody's", () => void markDist(), /dist holds what fenetre did not make: mark\. /],
    ["a file", () => writeFileSync(out, "mine"), /dist is no folder\. /],
    ["a link", () => symlinkSync(theme.folder, out), /dist is a symbolic link to /],
    ["a git repository", () => mkdirSync(path.join(out, ".git"), { recursive: true }), /dist is a git repository\. /],
  ])("leaves %s alone", async (_, prepare, message) => {
    prepare();
    const before = readdirSync(theme.folder, { recursive: true, encoding: "utf8" }).sort();
    const { code, error } = await build();
    expect(error).toMatch(message);
    expect(error.split("\n")).toHaveLength(1);
    expect(code).toBe(1);
    expect(readdirSync(theme.folder, { recursive: true, encoding: "utf8" }).sort()).toEqual(before);
  });

  it("refuses to replace a build that was edited or that something was put into", async () => {
    await build();
    const added = path.join(out, "notes.txt");
    writeFileSync(added, "mine");
    expect((await build("--accent", "#107C10")).error).toMatch(/holds what fenetre did not make: notes\.txt\. /);
    expect(readFileSync(added, "utf8")).toBe("mine");
    rmSync(added);
    const edited = path.join(out, "css/test.css");
    writeFileSync(edited, "mine");
    expect((await build()).error).toMatch(/has been changed since fenetre wrote it: css\/test\.css\. /);
    expect(readFileSync(edited, "utf8")).toBe("mine");
  });

  it.each([
    ["", /^--out is empty\. /],
    ["  ", /^--out is empty\. /],
    [".", /^--out \. holds the project\. /],
    ["..", /^--out \.\. holds the project\. /],
    ["/", /^--out \/ holds the project\. /],
    ["src/../.git/x", /lies within a git repository's own folder\. /],
  ])("refuses --out %j", async (given, message) => {
    const { code, error } = await command("build", "--theme", theme.folder, "--out", given);
    expect(error).toMatch(message);
    expect(code).toBe(1);
  });

  it("refuses the theme's own folder and what holds it", async () => {
    for (const place of [theme.folder, path.dirname(theme.folder)])
      expect((await command("build", "--theme", theme.folder, "--out", place)).error).toMatch(/ holds the theme\. /);
    expect(existsSync(path.join(theme.folder, "theme.json"))).toBe(true);
  });

  it("knows a build of a version that wrote no list by what is in it, and nothing else", async () => {
    await build();
    rmSync(path.join(out, ".fenetre-manifest.json"));
    // Those versions made no documents.
    rmSync(path.join(out, "document"), { recursive: true });
    expect(isOlderBuild(out)).toBe(true);
    // Only in the project's own dist is it taken for one.
    expect((await build()).error).toMatch(/holds what fenetre did not make: /);
    writeFileSync(path.join(out, "css/mine.css"), ".mine {}");
    expect(isOlderBuild(out)).toBe(false);
  });

  it("prints the same as JSON", async () => {
    const { out: printed } = await build("--json");
    const { artefacts } = JSON.parse(printed) as { artefacts: { path: string; bytes: number; limit?: number }[] };
    expect(artefacts.find(({ path: name }) => name === "entity/glpi-11.css")).toMatchObject({
      limit: 65535,
      bytes: expect.any(Number),
    });
  });

  it("takes another accent, scheme, density and modules for one build", async () => {
    theme.write(
      "tokens/accent.css",
      ":root {\n  --win-accent-base: #0078d4;\n}\n.btn {\n  background: var(--win-accent-base);\n}\n",
    );
    theme.write("simplify/quiet.css", ".loud {\n  display: none;\n}\n");
    theme.write("tokens/compact.css", ".btn {\n  height: 24px;\n}\n");
    theme.write("index.css", '@import "tokens";\n@import "controls";\n@import "simplify";\n');
    await build("--accent", "#107C10", "--scheme", "windows", "--density", "compact", "--simplify", "quiet");
    const css = readFileSync(path.join(out, "css/test.css"), "utf8");
    expect(css).toContain("--win-accent-base: #107c10");
    expect(css).toContain("color-scheme: light dark");
    expect(css).toContain(".loud");
    expect(css).toContain("24px");
    await build("--module", "tokens");
    expect(readFileSync(path.join(out, "css/test.css"), "utf8")).not.toContain(
      ".btn:not(#fenetre#fenetre#fenetre):hover",
    );
  });

  it("leads source maps to the designer's files", async () => {
    await build();
    const map = JSON.parse(readFileSync(path.join(out, "css/test.min.css.map"), "utf8")) as {
      sources: string[];
      sourcesContent: string[];
    };
    expect(map.sources.some((source) => source.endsWith("controls/button/button.css"))).toBe(true);
    expect(map.sourcesContent.some((content) => content.includes("--win-ink"))).toBe(true);
  });

  it("does not rewrite light-dark()", async () => {
    await build();
    expect(readFileSync(path.join(out, "css/test.min.css"), "utf8")).toContain("light-dark(#111,#eee)");
  });
});

describe("bad input", () => {
  const cases: [string, Record<string, string>, RegExp][] = [
    [
      "a CSS syntax error",
      { "controls/button/button.css": ".btn {\n  color: red;\n" },
      /button\.css:1:1: CSS syntax error: Unclosed block\. Correct the rule here\.$/,
    ],
    [
      "a selector that is none",
      { "controls/button/button.css": ".btn {\n  color: red;\n}\n\n.a >> .b {\n  top: 0;\n}\n" },
      /button\.css:5:\d+: CSS syntax error: .+\. Correct the rule here\.$/,
    ],
    [
      "an unknown token",
      { "controls/button/button.css": ".btn {\n  top: 0;\n  color: var(--win-inc);\n}\n" },
      /button\.css:3:3: unknown token --win-inc\. Define it, or use one of tokens\/: --win-ink\.$/,
    ],
    [
      "a missing import",
      { "index.css": '@import "tokens";\n@import "shell";\n' },
      /index\.css:2:1: "shell" is not there to import\. Make .*shell, or remove the line\.$/,
    ],
    [
      "an import that cannot be read",
      { "index.css": "@import url(tokens);\n" },
      /index\.css:1:1: @import url\(tokens\) cannot be read\. /,
    ],
    [
      "a duplicate module",
      { "theme.json": manifestWith({ modules: ["tokens", "tokens"] }) },
      /theme\.json:7:5: "tokens" stands twice in "modules"\. Remove one of the two\.$/,
    ],
    [
      "a duplicate import",
      { "index.css": '@import "tokens";\n@import "tokens";\n' },
      /index\.css:2:1: "tokens" is imported twice\. Remove one of the two\.$/,
    ],
    [
      "theme.json that is no JSON",
      { "theme.json": '{\n  "name": "Test",\n  "key" "test"\n}\n' },
      /theme\.json:3:\d+: not valid JSON: colon expected\. Correct the syntax here\.$/,
    ],
    [
      "an unknown field",
      { "theme.json": manifestWith({ acent: "#fff" }) },
      /theme\.json:\d+:3: unknown field "acent"\. Use one of: .*accent/,
    ],
    [
      "a missing field",
      { "theme.json": manifestWith({ swatches: undefined }) },
      /theme\.json:1: "swatches" is missing\. /,
    ],
    [
      "a colour that is none",
      { "theme.json": manifestWith({ accent: "bleu" }) },
      /theme\.json:4:13: "bleu" is not a colour\. Write it as "#RRGGBB"\.$/,
    ],
    [
      "a module that is not there",
      { "theme.json": manifestWith({ modules: ["tokens", "shell"] }) },
      /theme\.json:\d+:5: there is no module "shell"\. /,
    ],
    [
      "an icon that is not there",
      { "controls/button/button.css": ".btn {\n  mask: fluent(chekmark-12-regular);\n}\n" },
      /button\.css:2:3: there is no icon "chekmark-12-regular"\. /,
    ],
    [
      "an essential that is not there",
      { "theme.json": manifestWith({ essential: ["controls/slider"] }) },
      /theme\.json:\d+:5: there is no "controls\/slider" to keep\. /,
    ],
    [
      "a theme that extends itself",
      { "theme.json": manifestWith({ extends: "." }) },
      /theme\.json:\d+:14: "\." extends itself\. /,
    ],
  ];
  it.each(cases)("%s: one line with place and remedy, exit code 1, dist untouched", async (_, files, message) => {
    for (const [name, content] of Object.entries(files)) theme.write(name, content);
    const untouched = markDist();
    const { code, error, out: printed } = await build();
    expect(error).toMatch(message);
    expect(error.split("\n")).toHaveLength(1);
    expect(printed).toBe("");
    expect(code).toBe(1);
    expect(untouched()).toBe(true);
  });

  it.each([
    [["--accent", "bleu"], /^--accent: "bleu" is not a colour\. /],
    [["--scheme", "sepia"], /^--scheme cannot be "sepia"\. Use one of: glpi, windows, light, dark\.$/],
    [["--density", "cosy"], /^--density cannot be "cosy"\. /],
    [["--simplify", "quiet"], /^there is no simplify module "quiet"\. /],
    [["--module", "tokens,tokens"], /^--module names "tokens" twice\. /],
    [["--accent", ""], /^--accent is empty\. Give it a <#RRGGBB>, or leave it out\.$/],
    [["--theme", "windows-12"], /^there is no theme "windows-12"\. Name one of: contoso, windows-11/],
    [["--colour"], /^unknown option "--colour"\. See fenetre build --help\.$/],
  ])("%j on the command line", async (options, message) => {
    const untouched = markDist();
    const { code, error } = await build(...options);
    expect(error).toMatch(message);
    expect(code).toBe(1);
    expect(untouched()).toBe(true);
  });
});
