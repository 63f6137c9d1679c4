import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readGlpiTree } from "../../src/install/glpi-tree.ts";
import { command } from "../helpers/command.ts";

let glpi: string;

/** As much of a GLPI as installing looks at. */
function makeGlpi(version: string): void {
  for (const folder of ["version", "plugins", "files", "config", "inc"]) mkdirSync(path.join(glpi, folder));
  writeFileSync(path.join(glpi, "version", version), "");
}

beforeEach(() => {
  glpi = mkdtempSync(path.join(os.tmpdir(), "fenetre-glpi-"));
});
afterEach(() => rmSync(glpi, { recursive: true, force: true }));

const everything = (): string[] => readdirSync(glpi, { recursive: true, encoding: "utf8" }).sort();

describe("fenetre install", () => {
  it("puts the plugin in, replaces it, and takes it out without a trace", async () => {
    makeGlpi("10.0.14");
    const before = everything();
    expect(await command("install", glpi)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/put into .*plugins.fenetre[\s\S]*plugin:activate fenetre/),
    });
    expect(readFileSync(path.join(glpi, "plugins/fenetre/setup.php"), "utf8")).toContain("plugin_init_fenetre");
    expect((await command("install", glpi, "--plugin")).out).toContain("is as it was made in");
    expect((await command("install", glpi, "--accent", "#107C10")).out).toContain("replaced in");
    expect((await command("uninstall", glpi)).code).toBe(0);
    expect(everything()).toEqual(before);
  });

  it("leaves what an administrator put beside it", async () => {
    makeGlpi("10.0.14");
    await command("install", glpi);
    const added = path.join(glpi, "plugins/fenetre/public/own/added.css");
    mkdirSync(path.dirname(added));
    writeFileSync(added, "mine");
    expect((await command("install", glpi, "--accent", "#107C10")).code).toBe(0);
    expect(readFileSync(added, "utf8")).toBe("mine");
    expect((await command("uninstall", glpi)).out).toMatch(
      /not ours, left as it is: public\/own, public\/own\/added\.css/,
    );
    expect(everything().filter((name) => name.startsWith(`plugins${path.sep}fenetre${path.sep}`))).toEqual(
      ["public", "public/own", "public/own/added.css"].map((name) => path.join("plugins/fenetre", name)),
    );
    expect((await command("install", glpi)).code).toBe(0);
    expect(readFileSync(added, "utf8")).toBe("mine");
  });

  it("puts palettes where GLPI 11 looks for them, never as .css", async () => {
    makeGlpi("11.0.6");
    expect((await command("install", glpi, "--palette")).code).toBe(0);
    expect(readdirSync(path.join(glpi, "files/_themes")).sort()).toEqual(["windows_11.scss", "windows_11_dark.scss"]);
    expect(existsSync(path.join(glpi, "plugins/fenetre"))).toBe(false);
    expect((await command("uninstall", glpi)).code).toBe(0);
    expect(readdirSync(path.join(glpi, "files/_themes"))).toEqual([]);
  });

  it("follows folders that the administrator moved", () => {
    makeGlpi("11.0.6");
    writeFileSync(path.join(glpi, "config/local_define.php"), "<?php\ndefine('GLPI_VAR_DIR', '/srv/glpi');\n");
    expect(readGlpiTree(glpi).themes).toBe(path.join("/srv/glpi", "_themes"));
    writeFileSync(path.join(glpi, "inc/downstream.php"), "<?php\ndefine('GLPI_THEMES_DIR', '/srv/themes');\n");
    expect(readGlpiTree(glpi).themes).toBe("/srv/themes");
  });

  it("knows a checkout of GLPI by its constant", () => {
    mkdirSync(path.join(glpi, "inc"));
    writeFileSync(path.join(glpi, "inc/define.php"), "<?php\ndefine('GLPI_VERSION', '10.0.18');\n");
    expect(readGlpiTree(glpi)).toMatchObject({ version: "10.0.18", major: 10 });
  });

  it.each([
    ["a folder without GLPI", undefined, [], /holds no GLPI\. /],
    ["a GLPI that is too old", "9.5.13", [], /^GLPI 9\.5\.13 is not supported\. Use GLPI 10 to 12\.$/],
    ["a GLPI that nobody has looked at", "13.0.0", [], /^GLPI 13\.0\.0 is not supported\. /],
    [
      "palettes for GLPI 10",
      "10.0.14",
      ["--palette"],
      /^GLPI 10\.0\.14 takes no palettes from outside\. Install the plugin instead: --plugin\.$/,
    ],
  ])("refuses %s and changes nothing", async (_, version, options, message) => {
    if (version) makeGlpi(version);
    const before = everything();
    const { code, error } = await command("install", glpi, ...options);
    expect(code).toBe(1);
    expect(error).toMatch(message);
    expect(everything()).toEqual(before);
  });

  it("touches nothing that is not its own", async () => {
    makeGlpi("11.0.6");
    mkdirSync(path.join(glpi, "plugins/fenetre"));
    writeFileSync(path.join(glpi, "plugins/fenetre/setup.php"), "<?php // another's\n");
    mkdirSync(path.join(glpi, "files/_themes"));
    writeFileSync(path.join(glpi, "files/_themes/windows_11.scss"), "/* mine */");
    for (const args of [
      ["install", glpi],
      ["install", glpi, "--palette"],
      ["uninstall", glpi],
    ]) {
      const { code, error } = await command(...args);
      expect(code).toBe(1);
      expect(error).toMatch(
        / is not of fenetre's making\. Move it away first, or let (un)?install --force (replace|remove) it/,
      );
    }
    expect(readFileSync(path.join(glpi, "files/_themes/windows_11.scss"), "utf8")).toBe("/* mine */");
    expect(readdirSync(path.join(glpi, "files/_themes"))).toEqual(["windows_11.scss"]);
  });

  it("says so when there is nothing to take out", async () => {
    makeGlpi("11.0.6");
    expect((await command("uninstall", glpi)).error).toMatch(/^nothing of fenetre is installed in /);
  });

  it("asks for exactly one GLPI", async () => {
    expect((await command("install")).error).toMatch(
      /^fenetre install lacks <folder of GLPI>\. Usage: fenetre install /,
    );
  });
});
