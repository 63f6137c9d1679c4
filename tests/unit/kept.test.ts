import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { allTargets, buildArtefacts } from "../../src/build/build.ts";
import { kept } from "../../src/build/kept.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { manifestWith, type TemporaryTheme, temporaryTheme } from "../helpers/temporary-theme.ts";

const dear = vi.hoisted(() => ({ fits: 0, archives: 0 }));
vi.mock("../../src/build/entity/steps/choose-components.ts", async (original) => {
  const { chooseComponents } = await original<typeof import("../../src/build/entity/steps/choose-components.ts")>();
  const counted: typeof chooseComponents = (...given) => {
    dear.fits++;
    return chooseComponents(...given);
  };
  return { chooseComponents: counted };
});
vi.mock("../../src/build/archive.ts", async (original) => {
  const real = await original<typeof import("../../src/build/archive.ts")>();
  const zip: typeof real.zip = (files) => {
    dear.archives++;
    return real.zip(files);
  };
  return { ...real, zip };
});

const folder = path.join(projectRoot, ".cache/kept.test");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("an outcome that is kept", () => {
  const name = "kept.test/outcome";
  const file = path.join(projectRoot, `.cache/${name}.json`);
  let made = 0;
  const revive = ({ value }: { value: number }) => {
    if (typeof value !== "number") throw new TypeError("another form");
    return { value };
  };
  const ask = (inputs: string) => kept(name, inputs, () => ({ value: ++made }), revive);
  beforeEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is made once for the same inputs, and anew for others", () => {
    made = 0;
    expect([ask("a"), ask("a"), ask("b"), ask("a")].map(({ value }) => value)).toEqual([1, 1, 2, 3]);
    expect(readdirSync(folder)).toEqual(["outcome.json"]);
  });

  it.each([
    ["cut short", (text: string) => text.slice(0, -3)],
    ["of another form", (text: string) => text.replace(/"value":\d+/, '"valu":1')],
    ["empty", () => ""],
    ["null", () => "null"],
  ])("is made anew where the file is %s", (_, damage) => {
    made = 0;
    ask("a");
    writeFileSync(file, damage(readFileSync(file, "utf8")));
    expect(ask("a")).toEqual({ value: 2 });
    expect(ask("a")).toEqual({ value: 2 });
  });
});

describe("a build", () => {
  const place = path.join(folder, "theme");
  const filler = (from: number, to: number): string =>
    Array.from(
      { length: to - from },
      (_, at) => `.x-${from + at} {\n  width: ${at}px;\n  margin: ${at}em 2px;\n}\n`,
    ).join("");
  const facts = (one: number, other: number): string => {
    const shown = { "controls/rare.css": [one, 0], "controls/other.css": [other, 0] };
    const usage = { pages: 7, endUserPages: 0, files: shown, corrects: {} };
    return JSON.stringify({ absent: { classes: [], elements: [] }, usage, redundant: {} });
  };
  const files = {
    "theme.json": manifestWith({}),
    "controls/rare.css": filler(0, 700),
    "controls/other.css": filler(700, 1500),
    "controls/common.css": filler(2000, 2600),
    "controls/portal.css": ":role(tile) {\n  margin: 0;\n}\n",
    "portals/a.adapter.json": '{"portal": "a", "assumptions": [], "roles": {"tile": [".tile"]}}',
    "entity.glpi-10.json": facts(1, 6),
    "entity.glpi-11.json": facts(1, 6),
  };
  const build = (theme: TemporaryTheme): string[] =>
    buildArtefacts(loadTheme(theme.folder), allTargets)
      // A map names the theme's folder.
      .filter(({ path: file }) => !file.endsWith(".map"))
      .map(
        ({ path: file, content, leftOut }) =>
          `${file} ${JSON.stringify(leftOut)} ${Buffer.from(content).toString("base64")}`,
      );

  it("from what is kept is the same as one from nothing, whatever has changed meanwhile", { timeout: 120_000 }, () => {
    const here = temporaryTheme(files, place);
    const elsewhere = temporaryTheme(files);
    const first = build(here);
    expect(first).toEqual(build(elsewhere));
    expect(first.join("\n")).toContain('"name":"controls/rare.css"');
    Object.assign(dear, { fits: 0, archives: 0 });
    expect(build(here)).toEqual(first);
    expect(dear).toEqual({ fits: 0, archives: 0 });
    const changes: [string, string][] = [
      ["controls/common.css", filler(2000, 2601)],
      ["controls/new.css", ".new {\n  top: 1px;\n}\n"],
      ["entity.glpi-10.json", facts(6, 1)],
      ["portals/a.adapter.json", '{"portal": "a", "assumptions": [], "roles": {"tile": [".brick"]}}'],
      ["theme.json", manifestWith({ essential: ["controls/rare.css"], accent: "#c30052", modules: ["tokens"] })],
      ["index.css", '@import "tokens";\n@import "controls";\n.own {\n  top: 0;\n}\n'],
    ];
    let last = first;
    for (const [file, content] of changes) {
      for (const theme of [here, elsewhere]) theme.write(file, content);
      const now = build(here);
      expect(now, file).toEqual(build(elsewhere));
      expect(now, file).not.toEqual(last);
      last = now;
    }
    elsewhere.remove();
  });

  it("of a theme elsewhere keeps nothing", () => {
    const elsewhere = temporaryTheme();
    Object.assign(dear, { fits: 0 });
    for (const _ of [1, 2]) buildArtefacts(loadTheme(elsewhere.folder), allTargets);
    expect(dear.fits).toBe(4);
    elsewhere.remove();
  });
});
