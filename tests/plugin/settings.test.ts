import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { selectorSpecificity } from "@csstools/selector-specificity";
import { converter, formatHex, wcagContrast } from "culori";
import { transform } from "lightningcss";
import { PNG } from "pngjs";
import postcss from "postcss";
import parser from "postcss-selector-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accentRamp } from "../../src/theme/accent.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { randomOf } from "../helpers/random.ts";
import { BuiltPlugin, hasPhp } from "./php.ts";

const folder = import.meta.dirname;

/** `accent base light1 light2 light3 dark1 dark2 dark3`, a line each. */
const vectors = readFileSync(path.join(folder, "accent-vectors.txt"), "utf8").trim().split("\n");
const shades = ["base", "light1", "light2", "light3", "dark1", "dark2", "dark3"] as const;

describe("the ramp's 1,000 vectors", () => {
  it("are what the command line computes", () => {
    expect(vectors).toHaveLength(1000);
    for (const line of vectors) {
      const [accent, ...expected] = line.split(" ") as [string, ...string[]];
      const ramp = accentRamp(accent);
      expect([accent, ...shades.map((name) => ramp[name])]).toEqual([accent, ...expected]);
    }
  });
});

describe.skipIf(!hasPhp)("the plugin's settings", () => {
  let plugin: BuiltPlugin;
  beforeAll(() => {
    plugin = new BuiltPlugin();
  });
  afterAll(() => plugin.remove());

  it("compute the same ramps in PHP, to the last digit", () => {
    const accents = vectors.map((line) => line.split(" ")[0] as string);
    const ramps = plugin.ask<Record<string, string>[]>("ramps", accents);
    expect(ramps.map((ramp, index) => [accents[index], ...shades.map((name) => ramp[name])].join(" "))).toEqual(
      vectors,
    );
  });

  interface Read {
    stored: Record<string, string>;
    damaged: string[];
    sheets: string[];
    manifest?: Record<string, unknown>;
  }

  it("as delivered need no style sheet of their own", () => {
    const [read] = plugin.ask<[Read]>("sheets", [{}]);
    expect(read.damaged).toEqual([]);
    expect(read.sheets[0]).toBe("");
  });

  it("become a style sheet of at most 4 KB, however much is chosen", () => {
    const everything = {
      accent: "#7719aa",
      user_accent: "1",
      scheme: "windows",
      organisation: "Ürümqi „Contoso“ \\ </style><script>alert(1)</script>",
      logo_light: "0123456789abcdef.png",
      logo_dark: "fedcba9876543210.png",
    };
    for (const glpi of ["10.0.14", "11.0.6"]) {
      const [read] = plugin.ask<[Read]>("sheets", [everything], glpi);
      expect(read.damaged).toEqual([]);
      for (const sheet of read.sheets) {
        expect(Buffer.byteLength(sheet)).toBeLessThan(4096);
        expect(sheet).not.toMatch(/[<>]script|<\//);
        expect(() => transform({ filename: "x.css", code: Buffer.from(sheet) })).not.toThrow();
      }
      expect(read.sheets[0]).toContain(`--win-accent-dark-1:${accentRamp("#7719aa").dark1}`);
    }
  });

  it("name the application in as many words as fit below its icon", () => {
    const names = ["", "Contoso & Söhne", "Ville de Saint-Denis", "Donaudampfschifffahrt", "&"];
    const read = plugin.ask<Read[]>(
      "sheets",
      names.map((organisation) => ({ organisation })),
    );
    expect(read.map(({ manifest }) => manifest?.short_name)).toEqual([
      "GLPI",
      "Contoso",
      "Ville de",
      "Donaudampfsc",
      "&",
    ]);
  });

  it("show an organisation's logo in its own colours, whatever the theme does to GLPI's", () => {
    const [read] = plugin.ask<[Read]>("sheets", [{ logo_light: "0123456789abcdef.png" }]);
    const weights = (css: string, property: string): number[] => {
      const found: number[] = [];
      postcss.parse(css).walkDecls(property, ({ parent }) => {
        for (const selector of (parent as postcss.Rule).selectors)
          if (selector.includes(".glpi-logo"))
            for (const { a, b } of parser()
              .astSync(selector)
              .nodes.map((node) => selectorSpecificity(node)))
              found.push(a * 1000 + b);
      });
      return found;
    };
    for (const line of ["10", "11"]) {
      const theme = plugin.read(`glpi-${line}`);
      for (const property of ["mix-blend-mode", "filter"]) {
        const own = weights(read.sheets[0] as string, property);
        expect(own).toHaveLength(1);
        for (const weight of weights(theme, property)) expect(own[0]).toBeGreaterThan(weight);
      }
      expect(weights(theme, "mix-blend-mode").length).toBeGreaterThan(0);
    }
  });

  it("of each user's own accent keep text readable whatever that is", () => {
    const [read] = plugin.ask<[Read]>("sheets", [{ user_accent: "1" }]);
    const bound = (token: string): number =>
      Number(
        new RegExp(`${token}:oklch\\(from AccentColor m\\w\\w\\(l [-+] \\.\\d+, ([\\d.]+)\\)`).exec(
          read.sheets[0] as string,
        )?.[1],
      );
    const [dark, light] = [bound("--win-accent-dark-1"), bound("--win-accent-light-2")];
    const toRgb = converter("rgb");
    let [onDark, onLight] = [21, 21];
    // Any accent: what formula and bound make of it can be no lighter, or no darker, than this.
    for (let hue = 0; hue < 360; hue += 3)
      for (let chroma = 0; chroma < 0.34; chroma += 0.02) {
        const colour = (l: number, c: number): string => formatHex(toRgb({ mode: "oklch", l, c, h: hue }));
        onDark = Math.min(onDark, wcagContrast(colour(dark, chroma), "#fff"));
        onLight = Math.min(onLight, wcagContrast(colour(light, chroma * 0.85), "#000"));
      }
    expect(onDark).toBeGreaterThanOrEqual(4.5);
    expect(onLight).toBeGreaterThanOrEqual(4.5);
  });

  it("fall back to what is delivered where they are damaged, and say so", () => {
    const damaged = {
      scheme: "sepia",
      accent: "red;}body{display:none",
      density: "",
      simplify: '["../../../etc/passwd"]',
      icons: "yes",
      organisation: "a\u0000b",
      logo_light: "../../config/config_db.php",
      who: "nobody",
      profiles: '["1 OR 1=1"]',
      entities: "{",
      sign_in: "2",
    };
    const [read, [defaults]] = [plugin.ask<[Read]>("sheets", [damaged])[0], plugin.ask<[Read]>("sheets", [{}])];
    expect(read.damaged.sort()).toEqual(Object.keys(damaged).sort());
    expect(read.stored).toEqual(defaults.stored);
    expect(read.sheets).toEqual(defaults.sheets);
  });

  /** Values that mean something in CSS, HTML, JSON, SQL, PHP or a path, and pieces of valid ones. */
  const pieces = [
    ..."#;:{}()[]<>\"'\\/*@!,.%&=+-_ \n\t\0\u2028\u202e\ufeff\u00e9\u{1f600}0a9fF",
    "</style>",
    "<script>",
    "url(",
    "javascript:",
    "expression(",
    "@import",
    "!important",
    "--win-",
    "\\22 ",
    "*/",
    "/*",
    "]]>",
    "<!--",
    "{{ 7*7 }}",
    "$\u007bx}",
    "../",
    "glpi",
    "windows",
    "light",
    "#0078d4",
    "everyone",
    "1",
    "0",
    "[1,2]",
    '["ticket-history"]',
    "null",
    "true",
    "é",
    "Contoso",
    "0123456789abcdef.png",
  ];
  const fields = [
    "scheme",
    "accent",
    "user_accent",
    "density",
    "simplify",
    "icons",
    "organisation",
    "logo_light",
    "logo_dark",
    "who",
    "profiles",
    "entities",
    "sign_in",
    "own_choice",
    "application",
  ];

  /** All that a sheet may be made of: these properties, and values of these forms. */
  const root = ":root(?::root)*";
  const boost = ":not(#fenetre#fenetre#fenetre)";
  const shade = String.raw`--win-accent-(?:base|light-\d|dark-\d):(?:#[0-9a-f]{6}|AccentColor|oklch\(from AccentColor [\w .,*+()-]+ h\))`;
  const dark = String.raw`(?::is\([^{}<]*\))?`;
  const rule = [
    `${root}B\\{${shade}(?:;${shade}){6}\\}`,
    `${root}${dark}B\\{color-scheme:(?:light|dark|light dark)\\}`,
    `${root}${dark}B\\{--fenetre-logo:url\\("logo\\.php\\?file=[0-9a-f]{16}\\.png"\\)\\}`,
    String.raw`${root} \.glpi-logoB\{content:none;background:var\(--fenetre-logo\) center/contain no-repeat;mix-blend-mode:normal;filter:none\}`,
    String.raw`${root} \.page-anonymous \.glpi-logoB\{display:inline-block\}`,
    String.raw`[\w .>:()-]+B::after\{content:"(?:[\p{L}\p{N} ]|\\[0-9a-f]+ )*";[\w:;()-]+\}`,
  ]
    .join("|")
    .replaceAll("B", boost.replace(/[()]/g, "\\$&"));
  const whole = new RegExp(
    String.raw`^(?:${rule}|@supports \(color:AccentColor\)\{(?:${rule})\}|@media \(prefers-color-scheme:dark\)\{(?:${rule})\})*$`,
    "u",
  );

  it("let nothing through that was not meant: 10,000 fuzzed ones, stored and sent", () => {
    const random = randomOf(20261130);
    const text = (): string =>
      Array.from({ length: 1 + Math.floor(random() * 6) }, () => pieces[Math.floor(random() * pieces.length)]).join("");
    const value = (): unknown => {
      const kind = random();
      if (kind < 0.75) return text();
      if (kind < 0.85) return pieces[Math.floor(random() * pieces.length)];
      if (kind < 0.92) return [text(), text()];
      return kind < 0.96 ? { [text()]: text() } : Math.floor(random() * 1e12);
    };
    const one = (): Record<string, unknown> =>
      Object.fromEntries(fields.filter(() => random() < 0.6).map((name) => [name, value()]));
    const stored = Array.from({ length: 5000 }, one);
    const sent = Array.from({ length: 5000 }, () => ({
      ...one(),
      accent_source: pieces[Math.floor(random() * pieces.length)],
    }));
    const reads = [...plugin.ask<Read[]>("sheets", stored), ...plugin.ask<Read[]>("forms", sent)];
    expect(reads).toHaveLength(10_000);
    const strange = reads.filter(
      ({ stored, sheets }) =>
        !/^#[0-9a-f]{6}$/.test(stored.accent as string) ||
        !["glpi", "windows", "light", "dark"].includes(stored.scheme as string) ||
        !/^\[[\d,]*\]$/.test(stored.profiles as string) ||
        !/^([0-9a-f]{16}\.png)?$/.test(stored.logo_light as string) ||
        sheets.some((sheet) => !whole.test(sheet) || Buffer.byteLength(sheet) >= 4096),
    );
    expect(strange).toEqual([]);
    const named = reads.filter(({ stored }) => stored.organisation !== "").length;
    // Not because everything was refused.
    expect(named).toBeGreaterThan(100);
  });

  it("say who sees it", () => {
    const users = {
      anonymous: {},
      technician: { glpiID: 1, glpiactiveprofile: { id: 6, interface: "central" }, glpiactive_entity: 2 },
      enduser: { glpiID: 2, glpiactiveprofile: { id: 1, interface: "helpdesk" }, glpiactive_entity: 4 },
      manager: { glpiID: 3, glpiactiveprofile: { id: 3, interface: "central" }, glpiactive_entity: 0 },
    };
    const cases: [settings: Record<string, string>, themed: (keyof typeof users)[]][] = [
      [{}, ["anonymous", "technician", "enduser", "manager"]],
      [{ sign_in: "0" }, ["technician", "enduser", "manager"]],
      [{ who: "self-service" }, ["anonymous", "enduser"]],
      [{ who: "profiles", profiles: "[6,3]" }, ["anonymous", "technician", "manager"]],
      [{ who: "profiles", profiles: "[]" }, ["anonymous"]],
      [{ who: "entities", entities: "[1]" }, ["anonymous", "technician"]],
      [{ who: "entities", entities: "[0]", sign_in: "0" }, ["technician", "enduser", "manager"]],
    ];
    const asked = cases.flatMap(([settings]) => Object.values(users).map((session) => ({ settings, session })));
    const pages = plugin.ask<Record<string, Record<string, string[]>>[]>("pages", asked);
    for (const [index, [settings, themed]] of cases.entries()) {
      const own = pages.slice(index * 4, index * 4 + 4);
      const seen = Object.keys(users).filter((_, user) => (own[user]?.add_css?.fenetre ?? []).length > 0);
      expect([settings, seen]).toEqual([settings, themed]);
    }
  });

  it("link what was chosen, and nothing else", () => {
    const session = { glpiID: 1, glpiactiveprofile: { id: 6, interface: "central" }, glpiactive_entity: 0 };
    const ask = (settings: Record<string, string>, glpi?: string): string[] =>
      plugin.ask<[Record<string, Record<string, string[]>>]>("pages", [{ settings, session }], glpi)[0].add_css
        ?.fenetre as string[];
    const plain = (sheets: string[]): string[] =>
      sheets.map((sheet) => sheet.replace(/-[0-9a-f]{12}\.css$/, ".css").replace(/content=[0-9a-f]{12}$/, "content=…"));
    expect(plain(ask({}))).toEqual(["css/glpi-11.css", "css/icons-11.css"]);
    expect(plain(ask({ icons: "0" }, "10.0.14"))).toEqual(["public/css/glpi-10.css"]);
    expect(
      plain(ask({ density: "compact", simplify: '["ticket-history","login-footer"]', accent: "#7719aa" })),
    ).toEqual([
      "css/glpi-11.css",
      "css/compact-11.css",
      "css/icons-11.css",
      "css/simplify-login-footer-11.css",
      "css/simplify-ticket-history-11.css",
      "front/sheet.php?scheme=&content=…",
    ]);
  });

  it("are dark where an organisation's own palette of GLPI 10 says so", () => {
    const files = {
      contoso_night: "/* by hand */\n$is-dark: true;\n$primary: #585957;\n",
      contoso_day: "// $is-dark: true;\n$primary: #585957;\n",
      contoso_ground: "$body-bg: #1a1a2e;\n",
      contoso_pale: "$body-bg: #eef;\n",
      contoso_upon: '$primary: #123456;\n@import "contoso_night";\n',
      contoso_variable: ":root {\n  --is-dark: true;\n}\n",
      contoso_itself: '@import "contoso_itself";\n',
    };
    const names = [...Object.keys(files), "not-there", "../contoso_night"];
    const dark = plugin.ask<Record<string, boolean>>("palettes", { files, names }, "10.0.14");
    expect(Object.keys(dark).filter((name) => dark[name])).toEqual([
      "contoso_night",
      "contoso_ground",
      "contoso_upon",
      "contoso_variable",
    ]);
  });

  it("cost a page less than a millisecond, and no question to the database", () => {
    const session = { glpiID: 1, glpiactiveprofile: { id: 6, interface: "central" }, glpiactive_entity: 2 };
    const settings = { accent: "#7719aa", who: "entities", entities: "[1]", simplify: '["ticket-history"]' };
    const { median, reads } = plugin.ask<{ median: number; reads: number }>("cost", { settings, session });
    expect(reads).toBe(0);
    expect(median).toBeLessThan(1);
  });

  interface Exchanged {
    written: string[];
    read: { stored: Record<string, string> | null; problems: string[] }[];
  }

  it("are written as a theme.json that the command line builds from, and read again", () => {
    const chosen = {
      accent: "#7719aa",
      scheme: "windows",
      density: "compact",
      simplify: '["ticket-history"]',
      icons: "0",
      organisation: "Contoso & Söhne <Nord>",
      who: "entities",
      profiles: "[1]",
      entities: "[3]",
      own_choice: "1",
    };
    const { written } = plugin.ask<Exchanged>("exchange", { write: [chosen], read: [] });
    const text = written[0] as string;
    const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-exported-"));
    try {
      writeFileSync(path.join(folder, "theme.json"), text);
      const theme = loadTheme(folder);
      expect(theme).toMatchObject({ accent: "#7719aa", scheme: "windows", density: "compact", icons: false });
      expect(theme.modules).not.toContain("icons");
      expect(theme.plugin).toMatchObject({
        organisation: "Contoso & Söhne <Nord>",
        who: "entities",
        profiles: ["Self-Service"],
        entities: ["Root entity > Ürümqi & Söhne"],
        ownChoice: true,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
    const { read } = plugin.ask<Exchanged>("exchange", { write: [], read: [text] });
    expect(read[0]?.problems).toEqual([]);
    expect(read[0]?.stored).toMatchObject(chosen);
    // As Windows' editors save it.
    const marked = plugin.ask<Exchanged>("exchange", { write: [], read: [`\ufeff${text.replaceAll("\n", "\r\n")}`] });
    expect(marked.read[0]?.stored).toMatchObject(chosen);
  });

  it("take over no file that says what cannot be, and leave out profiles that are not there", () => {
    const texts = [
      '{"accent": "#107c10", "plugin": {"profiles": ["Self-Service", "Nobody <b>"]}}',
      '{"accent": "red"}',
      '{"accent": "#107c10", "colour": 1}',
      '{"plugin": {"who": "nobody"}}',
      '{"accent": 123}',
      '{"accent": null}',
      '{"accent": ["#107c10"]}',
      '{"icons": "1"}',
      '{"icons": 1}',
      '{"simplify": "[]"}',
      '{"simplify": {"0": "ticket-history"}}',
      '{"simplify": [["ticket-history"]]}',
      '{"plugin": {"organisation": 5}}',
      '{"plugin": {"profiles": {"a": "Self-Service"}}}',
      '{"plugin": {"profiles": "Self-Service"}}',
      '{"plugin": []}',
      '{"plugin": {"logo_light": "0123456789abcdef.png"}}',
      '{"__proto__": {}}',
      '{"\\u0000a": 1}',
      "[]",
      "null",
      "",
      '{"a":'.repeat(20_000),
      '{"plugin": "everyone"}',
      '["accent"]',
      "{",
      `{"name": "${"x".repeat(70_000)}"}`,
    ];
    const { read } = plugin.ask<Exchanged>("exchange", { write: [], read: texts });
    expect(read[0]?.stored).toMatchObject({ accent: "#107c10", profiles: "[1]" });
    expect(read[0]?.problems).toHaveLength(1);
    // Names are somebody's: a message has room for so much of them.
    const long = plugin.ask<Exchanged>("exchange", {
      write: [],
      read: [
        JSON.stringify({ plugin: { profiles: Array.from({ length: 400 }, (_, index) => "x".repeat(100) + index) } }),
      ],
    }).read[0];
    expect(long?.problems).toHaveLength(11);
    expect(long?.problems[0]?.length).toBeLessThan(150);
    expect(read.slice(1).map(({ stored, problems }) => [stored, problems.length])).toEqual(
      texts.slice(1).map(() => [null, 1]),
    );
  });

  it("take pictures as logos, drawn anew, and nothing else", () => {
    const picture = new PNG({ width: 800, height: 200 });
    picture.data.fill(200);
    const png = PNG.sync.write(picture);
    const uploads = [
      png,
      Buffer.concat([png, Buffer.from("<?php system($_GET['c']); ?>")]),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      Buffer.from("GIF89a<?php phpinfo();"),
      Buffer.alloc(2_097_153, 1),
    ];
    const answers = plugin.ask<Record<string, string>[]>(
      "logos",
      uploads.map((bytes) => bytes.toString("base64")),
    );
    const kept = answers.slice(0, 2).map(({ kept }) => Buffer.from(kept as string, "base64"));
    for (const bytes of kept) {
      expect(bytes.includes("<?php")).toBe(false);
      expect(PNG.sync.read(bytes)).toMatchObject({ width: 400, height: 100 });
    }
    // A picture that PHP has no room for would end the page.
    const large = PNG.sync.write(new PNG({ width: 2600, height: 2600 })).toString("base64");
    const kinds = ["64M", "24M"].map((memory) =>
      Object.keys(plugin.ask<Record<string, string>[]>("logos", [large], "11.0.6", memory)[0] ?? {}).join(),
    );
    expect(kinds).toEqual(["name,kept", "problem"]);
    expect(answers[0]?.name).toMatch(/^[0-9a-f]{16}\.png$/);
    expect(answers.slice(2, 5).map(({ problem }) => typeof problem)).toEqual(["string", "string", "string"]);
    expect(answers.slice(5)).toEqual([{ outside: null, folder: true }, { folder: false }]);
  });
});
