import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { PNG } from "pngjs";
import postcss, { type AtRule } from "postcss";
import tar from "tar-stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tarGz, zip } from "../../src/build/archive.ts";
import type { BuildContext } from "../../src/build/artefact.ts";
import { plugin, pluginFiles } from "../../src/build/targets/plugin.ts";
import { loadTheme } from "../../src/theme/theme.ts";

const context: BuildContext = { theme: loadTheme("windows-11"), version: "1.2.3" };
const files = pluginFiles(context);
const text = (name: string): string => Buffer.from(files[name] as Uint8Array).toString("utf8");
/** The name of what stands below public/, of its content. */
const served = (name: string): string => {
  const [, stem, ending] = /^(.+)(\.\w+)$/.exec(name) as unknown as [string, string, string];
  const found = Object.keys(files).find((file) =>
    new RegExp(`^fenetre/public/${stem}-[0-9a-f]{12}\\${ending}$`).test(file),
  );
  if (!found) throw new Error(`there is no ${name}`);
  return found.replace("fenetre/public/", "");
};
const publicText = (name: string): string => text(`fenetre/public/${served(name)}`);

async function untar(
  archive: Uint8Array,
): Promise<{ name: string; mode: number; mtime: number; type: string; content: string }[]> {
  const extract = tar.extract();
  extract.end(gunzipSync(archive));
  const entries = [];
  for await (const entry of extract) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, mode, mtime, type } = entry.header;
    entries.push({
      name,
      mode: mode ?? 0,
      mtime: mtime?.getTime() ?? 0,
      type: type ?? "",
      content: Buffer.concat(chunks).toString("base64"),
    });
  }
  return entries;
}

describe("the plugin in GLPI's lists", () => {
  it("has a picture, the same as the one that the catalogue is told of", () => {
    const pixels = (png: Uint8Array): unknown => {
      const { width, height, data } = PNG.sync.read(Buffer.from(png));
      return [width, height, data.equals(PNG.sync.read(readFileSync("src/plugin/logo.png")).data)];
    };
    expect(pixels(files["fenetre/logo.png"] as Uint8Array)).toEqual([128, 128, true]);
  });

  it("leads to where it comes from, and while that is not known, to its settings", () => {
    const setup = (homepage?: string): string =>
      Buffer.from(pluginFiles({ ...context, homepage })["fenetre/setup.php"] as Uint8Array).toString("utf8");
    expect(setup()).toContain("define('PLUGIN_FENETRE_HOMEPAGE', '');");
    expect(setup("https://git.example/o'a")).toContain(
      String.raw`'PLUGIN_FENETRE_HOMEPAGE', 'https://git.example/o\'a');`,
    );
  });
});

describe("the plugin's archives", () => {
  it("hold the same files, all in fenetre/", async () => {
    const [zipped, tarred] = plugin(context);
    const names = Object.keys(files).sort();
    const fonts = names.filter((name) => name.endsWith(".woff2"));
    for (const font of fonts) expect(font).toMatch(/^fenetre\/public\/fonts\/icons-[0-9a-f]{12}\.woff2$/);
    // One font on 11, which draws with Tabler Icons alone; two on 10.0.
    const linked = (line: string) =>
      [...publicText(`css/icons-${line}.css`).matchAll(/url\(\.\.\/(fonts\/[^)]+)\)/g)].map(
        ([, name]) => `fenetre/public/${name}`,
      );
    expect([...new Set([...linked("10"), ...linked("11")])].sort()).toEqual(fonts);
    expect([linked("10").length, linked("11").length]).toEqual([2, 1]);
    const modules = [
      "login-footer",
      "self-service-breadcrumb",
      "self-service-lists",
      "ticket-details",
      "ticket-history",
    ];
    expect(names.filter((name) => name.startsWith("fenetre/public/") && !fonts.includes(name))).toEqual(
      [
        "css/anonymous-10.css",
        "css/editor.css",
        "css/settings.css",
        "css/title-bar.css",
        ...["10", "11"].flatMap((line) => [
          `css/compact-${line}.css`,
          `css/glpi-${line}.css`,
          `css/icons-${line}.css`,
          `css/portal-userportal-${line}.css`,
          ...modules.map((module) => `css/simplify-${module}-${line}.css`),
        ]),
        "js/application.js",
        "js/editor.js",
        "js/settings.js",
      ]
        .map((name) => `fenetre/public/${served(name)}`)
        .sort(),
    );
    // What GLPI runs and reads, and nothing that only the build does.
    expect([...new Set(names.map((name) => name.split("/")[1]))]).toEqual([
      ".fenetre-manifest.json",
      "LICENSE",
      "README.md",
      "THIRD-PARTY-NOTICES.md",
      "ajax",
      "data",
      "front",
      "hook.php",
      "inc",
      "locales",
      "logo.png",
      "public",
      "setup.php",
      "src",
      "templates",
    ]);
    const unzipped = unzipSync(zipped?.content as Uint8Array);
    expect(Object.keys(unzipped)).toEqual(names);
    const entries = await untar(tarred?.content as Uint8Array);
    for (const name of names) {
      const content = Buffer.from(files[name] as Uint8Array).toString("base64");
      expect(Buffer.from(unzipped[name] as Uint8Array).toString("base64")).toBe(content);
      expect(entries.find((entry) => entry.name === name)).toMatchObject({
        mode: 0o644,
        mtime: Date.UTC(2026, 0, 1),
        type: "file",
        content,
      });
    }
    expect(entries.filter(({ type }) => type === "directory").map(({ name }) => name)).toEqual([
      "fenetre/",
      "fenetre/ajax/",
      "fenetre/data/",
      "fenetre/front/",
      "fenetre/inc/",
      "fenetre/locales/",
      "fenetre/public/",
      "fenetre/public/css/",
      "fenetre/public/fonts/",
      "fenetre/public/js/",
      "fenetre/src/",
      "fenetre/templates/",
    ]);
  });

  it("depend on their files alone: not on order, clock, time zone or system", () => {
    const some = { "b/c.txt": Buffer.from("2"), "a.txt": Buffer.from("1") };
    const other = { "a.txt": some["a.txt"], "b/c.txt": some["b/c.txt"] };
    for (const pack of [zip, tarGz]) {
      const first = Buffer.from(pack(some));
      const zone = process.env.TZ;
      process.env.TZ = "Pacific/Auckland";
      expect(Buffer.from(pack(other)).equals(first)).toBe(true);
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
    const gzip = tarGz(some);
    expect([...gzip.slice(4, 8)]).toEqual([0, 0, 0, 0]);
    expect(gzip[9]).toBe(3);
  });

  it("give another theme of the same version other addresses, and the archive another name", () => {
    const other = { ...context, theme: loadTheme("windows-11", { accent: "#7719aa" }) };
    const names = (all: object): string[] => Object.keys(all).filter((name) => /glpi-1[01]/.test(name));
    expect(names(pluginFiles(other))).toHaveLength(2);
    for (const name of names(pluginFiles(other))) expect(names(files)).not.toContain(name);
    const [mine] = plugin(context);
    const [theirs] = plugin(other);
    expect(mine?.path).toMatch(/^plugin\/fenetre-windows-11-1\.2\.3-[0-9a-f]{8}\.zip$/);
    expect(theirs?.path).not.toBe(mine?.path);
    // The frame's sheet is linked by a script: its address follows too.
    expect(publicText("js/editor.js")).toContain(`../${served("css/editor.css")}`);
  });

  it("take their version from package.json and no line end from Windows", () => {
    expect(text("fenetre/setup.php")).toContain("define('PLUGIN_FENETRE_VERSION', '1.2.3');");
    const texts = Object.keys(files).filter((name) => !/\.(woff2|png|mo)$/.test(name));
    expect(texts.filter((name) => text(name).includes("\r"))).toEqual([]);
  });
});

describe("the plugin's style sheets", () => {
  it("are raised above GLPI's ids, so that their place among GLPI's does not matter", () => {
    for (const line of ["10", "11"])
      expect(publicText(`css/glpi-${line}.css`)).toContain(".btn:not(#fenetre#fenetre#fenetre)");
  });

  it("know dark palettes as each line marks them", () => {
    expect(publicText("css/glpi-10.css")).toContain("link[href*=palettes]");
    expect(publicText("css/glpi-11.css")).toContain("[data-glpi-theme-dark");
    expect(publicText("css/glpi-11.css")).not.toContain("link[href*=palettes]");
  });

  it("leave the scheme of the editor's frame to the page", () => {
    expect(publicText("css/editor.css")).toContain("mce-content-body");
    expect(publicText("css/editor.css")).not.toContain("color-scheme");
  });

  it("hold what can be chosen apart from what every page links", () => {
    for (const line of ["10", "11"]) {
      expect(publicText(`css/icons-${line}.css`)).toContain("Fenetre Tabler");
      expect(publicText(`css/glpi-${line}.css`)).not.toContain("Fenetre Tabler");
      expect(publicText(`css/compact-${line}.css`)).toContain("height:32px");
      expect(publicText(`css/simplify-ticket-history-${line}.css`)).toContain(".timeline-item.Log");
      expect(publicText(`css/glpi-${line}.css`)).not.toContain(
        ".timeline-item.Log:not(#fenetre#fenetre#fenetre){display:none",
      );
    }
  });

  it("for GLPI 10.0's pages before login hold there alone", () => {
    const sheet = postcss.parse(publicText("css/anonymous-10.css"));
    const loose: string[] = [];
    sheet.walkRules((rule) => {
      if (rule.parent?.type === "atrule" && /keyframes$/.test((rule.parent as AtRule).name)) return;
      for (const selector of rule.selectors) if (!selector.includes(":has(>.welcome-anonymous)")) loose.push(selector);
    });
    expect(loose).toEqual([]);
    expect(sheet.toString()).toContain(".btn");
  });
});

const hasPhp = spawnSync("php", ["--version"]).status === 0;
if (!hasPhp) console.warn("SKIPPED: the plugin's PHP is not run: no PHP here.");

describe.skipIf(!hasPhp)("the plugin's PHP", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-plugin-"));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the plugin hooks before login, as that version of GLPI would see it. */
  function hooks(version: string): Record<string, Record<string, unknown>> {
    const standIn = path.join(import.meta.dirname, "../plugin/stand-in.php");
    const [answer] = JSON.parse(
      execFileSync("php", [standIn, version, path.join(folder, "fenetre"), "pages"], {
        input: JSON.stringify([{ settings: {}, session: {} }]),
        encoding: "utf8",
      }),
    );
    return answer;
  }
  const php = (code: string): string => execFileSync("php", ["-r", code], { cwd: folder, encoding: "utf8" });

  it.each(["setup.php", "hook.php"])("%s is valid", (name) => {
    expect(spawnSync("php", ["-l", path.join(folder, "fenetre", name)]).status).toBe(0);
  });

  const always = {
    csrf_compliant: { fenetre: true },
    config_page: { fenetre: "front/config.form.php" },
    item_purge: { fenetre: { User: "plugin_fenetre_user_purged" } },
    ...Object.fromEntries(
      ["post_init", "init_session", "change_profile", "change_entity"].map((event) => [
        event,
        { fenetre: "plugin_fenetre_link" },
      ]),
    ),
  };

  it("names files by their place in the plugin for 10.0, with the login form's hook", () => {
    expect(hooks("10.0.14")).toEqual({
      ...always,
      add_css: { fenetre: [`public/${served("css/glpi-10.css")}`, `public/${served("css/icons-10.css")}`] },
      add_javascript: { fenetre: [`public/${served("js/editor.js")}`] },
      display_login: { fenetre: "plugin_fenetre_display_login" },
    });
  });

  it.each(["11.0.0", "11.0.6", "12.0.0", "12.1.0-dev"])(
    "names files below public/ for %s, anonymous pages too",
    (version) => {
      const sheets = [served("css/glpi-11.css"), served("css/icons-11.css")];
      expect(hooks(version)).toEqual({
        ...always,
        add_css: { fenetre: sheets },
        add_css_anonymous_page: { fenetre: sheets },
        add_javascript: { fenetre: [served("js/editor.js")] },
        add_javascript_anonymous_page: { fenetre: [] },
      });
    },
  );

  it.each([
    ["10.0.14", `public/${served("css/portal-userportal-10.css")}`],
    ["11.0.6", served("css/portal-userportal-11.css")],
  ])("links a portal's sheet for %s where its plugin is", (version, name) => {
    mkdirSync(path.join(folder, "userportal"));
    try {
      expect(hooks(version).add_css?.fenetre).toContain(name);
    } finally {
      rmSync(path.join(folder, "userportal"), { recursive: true });
    }
    expect(hooks(version).add_css?.fenetre).not.toContain(name);
  });

  it("hooks no file that is not in the archive", () => {
    mkdirSync(path.join(folder, "userportal"));
    try {
      const all = [hooks("10.0.14"), hooks("11.0.6")].flatMap((hooked) =>
        ["add_css", "add_css_anonymous_page", "add_javascript"].flatMap((name) => hooked[name]?.fenetre ?? []),
      ) as string[];
      expect(all).toHaveLength(11);
      for (const name of all) expect(files[`fenetre/public/${name.replace(/^public\//, "")}`], name).toBeDefined();
    } finally {
      rmSync(path.join(folder, "userportal"), { recursive: true });
    }
  });

  it("links its sheets in the login form of 10.0", () => {
    const printed = php(
      "define('GLPI_VERSION','10.0.14'); class Plugin { static function getWebDir($key) { return '/a\"b'; } } $CFG_GLPI = []; require 'fenetre/setup.php'; require 'fenetre/hook.php'; plugin_fenetre_classes(); $PLUGIN_HOOKS['add_css']['fenetre'] = ['public/one.css', 'front/sheet.php?content=2']; plugin_fenetre_display_login();",
    );
    expect(printed).toBe(
      '<link rel="stylesheet" data-fenetre="login" href="/a&quot;b/public/one.css?v=1.2.3"><link rel="stylesheet" data-fenetre="login" href="/a&quot;b/front/sheet.php?content=2&amp;v=1.2.3">',
    );
  });

  it("tells GLPI its name, version and bounds", () => {
    const about = JSON.parse(php("require 'fenetre/setup.php'; echo json_encode(plugin_version_fenetre());"));
    expect(about).toMatchObject({
      name: "Fenêtre",
      version: "1.2.3",
      requirements: { glpi: { min: "10.0.0", max: "12.0.0" } },
    });
  });

  it("lets GLPI 12 be tried by a constant of GLPI's local settings, since nobody has looked at it", () => {
    const bound = (value: string): string =>
      php(
        `define('PLUGIN_FENETRE_TRY_GLPI_12', ${value}); require 'fenetre/setup.php'; echo plugin_version_fenetre()['requirements']['glpi']['max'];`,
      );
    expect([bound("true"), bound("false")]).toEqual(["13.0.0", "12.0.0"]);
  });
});
