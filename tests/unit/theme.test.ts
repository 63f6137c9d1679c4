import path from "node:path";
import { wcagContrast } from "culori";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/build/compile.ts";
import { accentRamp, parseColour, windowsBlue } from "../../src/theme/accent.ts";
import { loadTheme, themeNames } from "../../src/theme/theme.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { temporaryTheme } from "../helpers/temporary-theme.ts";

describe("loadTheme", () => {
  it.each(themeNames())("reads themes/%s", (name) => {
    expect(loadTheme(name).folders.at(-1)).toBe(path.join(projectRoot, "themes", name));
  });

  it("lets an organisation's theme be a few lines on top of another", () => {
    const own = temporaryTheme({
      "theme.json": '{ "extends": "windows-11", "name": "Ours", "key": "ours", "accent": "#107C10" }',
    });
    const theme = loadTheme(own.folder);
    expect(theme).toMatchObject({ name: "Ours", key: "ours", accent: "#107c10", scheme: "glpi" });
    expect(theme.modules).toEqual(loadTheme("windows-11").modules);
    const css = compile(theme).toString();
    // Its files join those of the same rooms, after them.
    expect(css).toContain("--win-ink");
    expect(css.indexOf("--win-ink")).toBeGreaterThan(css.indexOf("--win-text-fill-primary"));
    expect(css).toContain("--win-accent-base: #107c10");
    own.remove();
  });

  it("gives the accent, scheme and modules of the command line", () => {
    expect(loadTheme("windows-11", { accent: "#107c10", scheme: "dark", modules: ["tokens"] })).toMatchObject({
      accent: "#107c10",
      scheme: "dark",
      modules: ["tokens"],
    });
  });
});

describe("accentRamp", () => {
  // Windows' own palette of accents, corner to corner, and the extremes.
  const accents = [
    "#ffb900",
    "#e74856",
    "#0078d4",
    "#0099bc",
    "#7a7574",
    "#767676",
    "#ff8c00",
    "#e81123",
    "#744da9",
    "#107c10",
    "#018574",
    "#000000",
    "#ffffff",
    "#ffff00",
    "#00ff00",
    "#0000ff",
  ];

  it.each(accents)("%s carries text at 4.5:1 in both schemes", (accent) => {
    const ramp = accentRamp(accent);
    expect(wcagContrast(ramp.dark1, "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(wcagContrast(ramp.light2, "#000000")).toBeGreaterThanOrEqual(4.5);
    for (const shade of Object.values(ramp)) expect(shade).toMatch(/^#[0-9a-f]{6}$/);
  });

  it("goes from dark to light", () => {
    for (const accent of accents.slice(0, 11)) {
      const { dark3, dark2, dark1, light2, light3 } = accentRamp(accent);
      const onBlack = [dark3, dark2, dark1, light2, light3].map((shade) => wcagContrast(shade, "#000"));
      expect(onBlack, accent).toEqual([...onBlack].sort((a, b) => a - b));
    }
  });

  it("leaves Windows' own ramp of its blue as it stands in tokens/", () => {
    const css = compile(loadTheme("windows-11", { accent: windowsBlue })).toString();
    for (const shade of ["#0067c0", "#4cc2ff", "#99ebff", "#003e92", "#001a68"]) expect(css).toContain(shade);
  });
});

describe("parseColour", () => {
  it("takes any opaque CSS colour and nothing else", () => {
    expect(parseColour("#107C10")).toBe("#107c10");
    expect(parseColour("rebeccapurple")).toBe("#663399");
    expect(parseColour("rgb(16 124 16)")).toBe("#107c10");
    for (const text of ["", "bleu", "#12", "#10101080", "var(--x)"]) expect(parseColour(text), text).toBeUndefined();
  });
});
