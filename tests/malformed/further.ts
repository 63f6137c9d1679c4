import { deflateSync, gzipSync } from "node:zlib";
import { build, icons, inTheme, manifest, type Row, row, type Thing } from "./row.ts";

/* More malformed inputs: what a second look thought of. */

const text = (...codes: number[]): string => String.fromCodePoint(...codes);
/** Letters that look like others: a Cyrillic o, a full-width a. */
const [cyrillicO, wideA] = [text(0x43e), text(0xff41)];

function themes(): Row[] {
  const rows: Row[] = [];
  const fields: [unknown, RegExp][] = [
    [{ plugin: { profiles: ["a\u001b[2J"] } }, /control character/],
    [{ plugin: { profiles: ["a\u202eb"] } }, /cannot be a profile's name/],
    [{ plugin: { profiles: [""] } }, /cannot be a profile's name|is empty/],
    [{ plugin: { profiles: ["a", "a"] } }, /stands twice/],
    [{ plugin: { profiles: "a" } }, /must be a list/],
    [{ plugin: { profiles: [null] } }, /must be a text/],
    [{ plugin: { profiles: Array.from({ length: 501 }, (_, index) => `p${index}`) } }, /at most 500/],
    [{ plugin: { entities: ["Root\n> Lyon"] } }, /cannot be an entity's full name/],
    [{ plugin: { entities: ["x".repeat(4001)] } }, /cannot be an entity's full name/],
    [{ plugin: { organisation: "a\u2028b" } }, /"organisation" cannot be/],
    [{ plugin: { organisation: "x".repeat(61) } }, /too long/],
    [{ plugin: { organisation: null } }, /must be a text/],
    [{ plugin: { userAccent: "true" } }, /must be true or false/],
    [{ plugin: { who: "nobody" } }, /cannot be "nobody"/],
    [{ plugin: [] }, /must be an object/],
    [{ plugin: null }, /must be an object/],
    [{ name: "Con\u200dtoso" }, /cannot be a theme's name/],
    [{ name: "Contoso\u200f" }, /cannot be a theme's name/],
    [{ name: "\u0301a" }, /cannot be a theme's name/],
    [{ key: `c${cyrillicO}ntoso` }, /cannot be a key/],
    [{ key: `${wideA}bc` }, /cannot be a key/],
    [{ key: "nul" }, /cannot be a key/],
    [{ key: "com1" }, /cannot be a key/],
    [{ modules: [`t${cyrillicO}kens`] }, /cannot be a module/],
    [{ modules: ["Tokens"] }, /cannot be a module/],
    [{ accent: "#0078d480" }, /not a colour/],
    [{ accent: "transparent" }, /not a colour/],
    [{ accent: "currentcolor" }, /not a colour/],
    [{ accent: "rgb(NaN 0 0)" }, /not a colour/],
    [{ accent: "rgb(1e999 0 0)" }, /not a colour/],
    [{ accent: "url(x)" }, /not a colour/],
    [{ accent: "#0078D4".repeat(20) }, /too long|not a colour/],
    [{ scheme: ["light"] }, /cannot be/],
    [{ scheme: "Light" }, /cannot be "Light"/],
    [{ glpi: ["11.0.6.1"] }, /cannot be/],
    [{ glpi: ["-11"] }, /cannot be/],
    [{ icons: 1 }, /must be true or false/],
    [{ $schema: 1 }, /must be a text/],
    [{ essential: ["controls/../../x"] }, /cannot be a path below/],
    [{ dispensable: ["controls//x"] }, /cannot be a path below/],
  ];
  for (const [change, says] of fields)
    rows.push(
      row(
        `theme.json: ${JSON.stringify(change).slice(0, 60)}`,
        build,
        manifest(change as Record<string, unknown>),
        says,
      ),
    );
  const written: [string, Thing, RegExp][] = [
    ["half a pair, escaped", '{ "name": "a\\ud83d" }', /half of a character's pair/],
    ["a zero, escaped", '{ "description": "a\\u0000" }', /control character/],
    ["half a pair as a member", '{ "\\udc00": 1 }', /half of a character's pair/],
    ["a number beyond all", '{ "description": 1e999 }', /must be a text/],
    ["a number of 100,000 figures", `{ "description": ${"9".repeat(100_000)} }`, /must be a text/],
    ["UTF-16, the other way round", Buffer.from("feff007b007d", "hex"), /UTF-16/],
    ["UTF-32", Buffer.from("fffe00007b0000007d000000", "hex"), /UTF-16|UTF-8|zero byte/],
    ["compressed", gzipSync('{ "name": "a" }'), /not UTF-8/],
    ["a member twice, deep down", '{ "plugin": { "who": "everyone", "who": "profiles" } }', /stands twice/],
    ["a member twice, once escaped", '{ "name": "a", "n\\u0061me": "b" }', /stands twice/],
    ["a prototype deep down", '{ "plugin": { "__proto__": {} } }', /unknown field "__proto__"/],
    ["two marks of the byte order", "\ufeff\ufeff{}", /not valid JSON/],
    ["a no-break space", '{\u00a0"name": "a" }', /not valid JSON/],
    ["lines of another system's, cut", '{\r\n  "name": "a",\r\n', /not valid JSON/],
    ["1,000 members", `{ ${Array.from({ length: 1000 }, (_, i) => `"a${i}": 1`).join(",")} }`, /unknown field "a0"/],
  ];
  for (const [name, content, says] of written)
    rows.push(row(`theme.json: ${name}`, build, inTheme({ "theme.json": content }), says));
  rows.push(
    row(
      "--theme: the manifest",
      ["build", "--theme", "$/theme/theme.json", "--out", "$/out"],
      manifest({}),
      /no theme/,
    ),
    row("--theme: a file", ["build", "--theme", "$/a", "--out", "$/out"], { a: "x" }, /no theme/),
    row("--theme: another's letter case", ["build", "--theme", "Windows-11", "--out", "$/out"], {}, /no theme/),
    row(
      "two themes that extend each other",
      build,
      { ...manifest({ extends: "../other" }), "other/theme.json": '{ "extends": "../theme" }' },
      /extends? (itself|each other)|circle|extends/,
    ),
    row(
      "a theme that extends itself by a link",
      build,
      { ...manifest({ extends: "../other" }), other: { kind: "link", to: "theme" } },
      /extends?|circle/,
    ),
  );
  const chain = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`t${index}/theme.json`, `{ "extends": "../t${index + 1}" }`]),
  );
  rows.push(row("200 themes, each on the next", ["build", "--theme", "$/t0", "--out", "$/out"], chain, /./));
  const simplify: [string, Record<string, Thing>, RegExp][] = [
    ["a file", { simplify: "x" }, /folder/],
    ["a folder named as a sheet", { "simplify/a.css": { kind: "folder" } }, /it is a folder/],
    ["a pipe", { "simplify/a.css": { kind: "pipe" } }, /it is a pipe/],
    ["a sheet's name", { "simplify/a b.css": "/* A. */" }, /cannot be a/],
    [
      "a sheet's first comment",
      { "simplify/a.css": "/* a\u202eb */\n.a { top: 0; }" },
      /its first comment is no sentence/,
    ],
  ];
  for (const [name, files, says] of simplify)
    rows.push(row(`simplify: ${name}`, build, { ...manifest({}), ...inTheme(files) }, says));
  const rooms: [string, Record<string, Thing>, RegExp, Partial<Row>?][] = [
    ["a room that is a file", { controls: "x" }, /./],
    ["a room that is a pipe", { controls: { kind: "pipe" } }, /./, { dangerous: true }],
    ["a room that is a link to the root", { controls: { kind: "link", to: "/" } }, /./, { dangerous: true }],
    ["a room that is a link to itself", { controls: { kind: "link", to: "controls" } }, /./],
    ["index.css is a pipe", { "index.css": { kind: "pipe" } }, /it is a pipe/, { dangerous: true }],
    [
      "index.css is a device",
      { "index.css": { kind: "link", to: "/dev/zero" } },
      /it is a device/,
      { dangerous: true },
    ],
    ["index.css is a link to itself", { "index.css": { kind: "link", to: "index.css" } }, /leads to itself/],
    ["portals is a file", { portals: "x" }, /./],
    ["an adapter that is a pipe", { "portals/a.adapter.json": { kind: "pipe" } }, /pipe/, { dangerous: true }],
    ["facts of entity CSS that are a pipe", { "entity.glpi-10.json": { kind: "pipe" } }, /pipe/, { dangerous: true }],
    ["browsers.json is a folder", { "browsers.json": { kind: "folder" } }, /it is a folder/],
    ["browsers.json is a list", { "browsers.json": "[]" }, /must be an object/],
  ];
  for (const [name, files, says, more] of rooms)
    rows.push(row(`theme: ${name}`, build, { ...manifest({}), ...inTheme(files) }, says, more));
  return rows;
}

function sheets(): Row[] {
  const css: [string, string, RegExp, Partial<Row>?][] = [
    ["an address of another host", ".a { background: url(https://example.org/a.png); }", /example\.org/],
    ["an address without a scheme", ".a { background: url(//example.org/a.png); }", /example\.org/],
    ["an address in quotes, escaped", '.a { background: url("https:\\2f\\2f example.org/a.png"); }', /./],
    [
      "a set of pictures elsewhere",
      '.a { background: image-set("https://example.org/a.png" 1x); }',
      /loads no other file/,
    ],
    ["a font elsewhere", "@font-face { font-family: x; src: url(https://example.org/a.woff2); }", /example\.org/],
    ["a file of the disc", ".a { background: url(file:///etc/passwd); }", /file:/],
    ["a file beside", ".a { background: url(../../../secret.png); }", /secret\.png/],
    ["an address that does not end", ".a { background: url(x", /syntax error/],
    ["a script's address", '.a { background: url("javascript:alert(1)"); }', /javascript/],
    ["an old browser's behaviour", ".a { behavior: url(a.htc); }", /a\.htc|behavior/],
    [
      "@supports 17 deep",
      `${"@supports (top: 0) {".repeat(17)} .a { top: 0; } ${"}".repeat(17)}`,
      /nested more than 16/,
    ],
    ["a text with a line end", '.a { content: "x\ny"; }', /syntax error/],
    ["a text that ends in a backslash", '.a { content: "x\\', /syntax error/],
    [
      "a circle through schemes",
      ":root { --win-a: light-dark(var(--win-b), red); --win-b: var(--win-a); }",
      /in a circle/,
    ],
    [
      "a circle through GLPI's own palettes",
      ':root { --win-a: red; }\n:root[data-glpi-theme="dark"] { --win-a: var(--win-b); }\n:root { --win-b: var(--win-a); }',
      /in a circle/,
    ],
    [
      "a circle through @supports",
      ":root { --win-a: var(--win-b); }\n@supports (top: 0) { :root { --win-b: var(--win-a); } }",
      /in a circle/,
    ],
    ["a declaration without a value", ".a { top: ; }", /./],
    ["a property that is none", ".a { 0top: 0; }", /./],
    ["a rule without a selector", "{ top: 0; }", /./],
    ["@media that is none", "@media (((print { .a { top: 0; } }", /./],
    ["@keyframes without a name", "@keyframes { from { top: 0; } }", /./],
    ["@property without a syntax", "@property --x { inherits: false; }", /./],
    ["20,000 backslashes", `.${"\\".repeat(20_000)} { top: 0; }`, /./, { dangerous: true }],
    ["20,000 slashes and stars", `${"/*".repeat(20_000)} .a { top: 0; }`, /syntax error/, { dangerous: true }],
    ["20,000 attributes", `a${"[b]".repeat(20_000)} { top: 0; }`, /./, { dangerous: true }],
    ["20,000 quotes", `.a { content: ${'"a'.repeat(20_001)}; }`, /./, { dangerous: true }],
    ["SCSS", "$a: 1px;\n.a { top: $a; }", /./],
    ["SCSS's interpolation", ".a { top: #{1 + 1}px; }", /./],
    ["a placeholder of SCSS", "%a { top: 0; }", /./],
    ["Less", "@a: 1px;\n.a { top: @a; }", /./],
    ["markup", "<style>.a { top: 0; }</style>", /./],
    ["PHP", "<?php system('id'); ?>", /./],
  ];
  return css.map(([name, content, says, more]) =>
    row(`CSS: ${name}`, build, inTheme({ "controls/button/button.css": content }), says, more),
  );
}

function adapters(): Row[] {
  const whole = { portal: "userportal", assumptions: ["a"], roles: { tile: [".a"] } };
  const bad: [string, unknown, RegExp][] = [
    ["a role within a role", { roles: { tile: [":role(tile)"] } }, /role/],
    ["& in a selector", { roles: { tile: ["& .a"] } }, /&/],
    ["a selector of nothing", { roles: { tile: [":is()"] } }, /./],
    ["blanks alone", { roles: { tile: [" "] } }, /./],
    ["a combinator alone", { roles: { tile: [">"] } }, /./],
    ["a combinator at its end", { roles: { tile: [".a >"] } }, /./],
    ["a zero in a selector", { roles: { tile: [".a\u0000"] } }, /control character/],
    ["a list of 101", { roles: { tile: Array.from({ length: 101 }, (_, i) => `.a${i}`) } }, /at most 100/],
    ["a selector of 4,001 characters", { roles: { tile: [`.${"a".repeat(4000)}`] } }, /too long/],
    ["41 brackets deep", { roles: { tile: [`${":is(".repeat(41)}a${")".repeat(41)}`] } }, /is not a selector/],
    ["a device's name", { portal: "con" }, /cannot be a portal's key/],
    ["a letter that looks alike", { portal: `p${cyrillicO}rtal` }, /cannot be a portal's key/],
    ["capitals", { portal: "Portal" }, /cannot be a portal's key/],
    ["a line end", { portal: "portal\n" }, /cannot be a portal's key/],
    ["half a pair", { assumptions: ["\ud800"] }, /half of a character's pair/],
    ["confidence that is none", { confidence: { tile: "1" } }, /must be a number/],
    ["confidence below nothing", { confidence: { tile: -0.1 } }, /at least 0/],
    ["a plugin's selector without its name", { plugin: true, roles: { tile: [".card"] } }, /./],
  ];
  return bad.map(([name, change, says]) =>
    row(
      `adapter: ${name}`,
      ["adapter", "check", "$/page.html", "--adapter", "$/x.adapter.json"],
      { "page.html": "<p>a</p>", "x.adapter.json": JSON.stringify({ ...whole, ...(change as object) }) },
      says,
    ),
  );
}

function lists(): Row[] {
  const steps: [unknown, RegExp][] = [
    [{ do: "click" }, /lacks "sel"/],
    [{ do: "clickNav" }, /lacks "sel"/],
    [{ do: "hover" }, /lacks "sel"/],
    [{ do: "check" }, /lacks "sel"/],
    [{ do: "waitFor" }, /lacks "sel"/],
    [{ do: "fill", sel: "#a" }, /lacks "text"/],
    [{ do: "type" }, /lacks "text"/],
    [{ do: "eval" }, /lacks "js"/],
    [{ do: "goto" }, /lacks "url"/],
    [{ do: "goto", url: "//example.org/a" }, /"url" cannot be/],
    [{ do: "goto", url: "/a\nb" }, /"url" cannot be/],
    [{ do: "wait", ms: -1 }, /at least 0/],
    [{ do: "wait", ms: "5" }, /must be a number/],
    [{ do: "click", sel: "a", nth: 1.5 }, /whole number/],
    [{ do: "click", sel: "a", nth: 1e9 }, /at most/],
    [{ do: "scroll", y: -5 }, /at least 0/],
    [{ do: ["click"] }, /"do"/],
  ];
  const rows: Row[] = [];
  const audit = ["audit", "--url", "http://127.0.0.1:9", "--pages", "$/pages.json", "--out", "$/out"];
  const add = (name: string, list: unknown, says: RegExp): void =>
    void rows.push(row(`pages: ${name}`, audit, { "pages.json": JSON.stringify(list) }, says));
  for (const [step, says] of steps)
    add(`a step ${JSON.stringify(step)}`, { pages: [{ id: "a", url: "/a", steps: [step] }] }, says);
  add("settling for ever", { pages: [{ id: "a", url: "/a", settle: 1e12 }] }, /at most/);
  add("settling before the start", { pages: [{ id: "a", url: "/a", settle: -1 }] }, /at least 0/);
  add("a window of half a pixel", { pages: [{ id: "a", url: "/a", viewport: [800.5, 600] }] }, /whole number/);
  add("a window of three sides", { pages: [{ id: "a", url: "/a", viewport: [800, 600, 400] }] }, /./);
  add("5,001 pages", { pages: Array.from({ length: 5001 }, (_, i) => ({ id: `${i}`, url: "/a" })) }, /at most 5000/);
  add(
    "a user named as a prototype",
    { users: { constructor: ["a", "b"] }, pages: [{ id: "a", url: "/a", user: "toString" }] },
    /no "toString"/,
  );
  add("an id that reorders text", { pages: [{ id: "a\u202eb", url: "/a" }] }, /cannot be a page's id/);
  add(
    "201 steps",
    { pages: [{ id: "a", url: "/a", steps: Array.from({ length: 201 }, () => ({ do: "wait" })) }] },
    /at most 200/,
  );
  return rows;
}

/** A PNG of these chunks, with sums as they are given. */
function png(...chunks: [type: string, data: Uint8Array][]): Buffer {
  const framed = chunks.map(([type, data]) => {
    const chunk = Buffer.alloc(data.length + 12);
    chunk.writeUInt32BE(data.length, 0);
    chunk.write(type, 4, "latin1");
    chunk.set(data, 8);
    return chunk;
  });
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...framed]);
}

const header = (width: number, height: number, ...rest: number[]): Buffer => {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  bytes.set(rest.length > 0 ? rest : [8, 6, 0, 0, 0], 8);
  return bytes;
};

function pictures(): Row[] {
  const given = ["--widget", "button", "--state", "standard/rest", "--theme", "light", "--scale", "1"];
  const end: [string, Uint8Array] = ["IEND", new Uint8Array()];
  const zeros = deflateSync(Buffer.alloc(100_000_000), { level: 1 });
  const bad: [string, Thing, RegExp, Partial<Row>?][] = [
    ["an SVG with entities", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', /no PNG/],
    ["a BMP", "BM      ", /no PNG|a BMP/],
    ["a PDF", "%PDF-1.7", /no PNG/],
    ["an archive", Buffer.from("504b0304", "hex"), /no PNG/],
    ["the signature alone", png(), /cut off|malformed|no header/],
    ["no data", png(["IHDR", header(40, 40)], end), /malformed|cut off/],
    ["no end", png(["IHDR", header(40, 40)], ["IDAT", deflateSync(Buffer.alloc(40 * 161))]), /malformed|cut off/],
    [
      "100 MB behind 40 pixels",
      png(["IHDR", header(40, 40)], ["IDAT", zeros], end),
      /malformed|more data/,
      { dangerous: true },
    ],
    [
      "a palette without one",
      png(["IHDR", header(40, 40, 8, 3, 0, 0, 0)], ["IDAT", deflateSync(Buffer.alloc(40 * 41))], end),
      /malformed/,
    ],
    [
      "an unknown compression",
      png(["IHDR", header(40, 40, 8, 6, 9, 0, 0)], ["IDAT", deflateSync(Buffer.alloc(40 * 161))], end),
      /malformed/,
    ],
    [
      "an unknown filter of a line",
      png(["IHDR", header(4, 4)], ["IDAT", deflateSync(Buffer.alloc(4 * 17, 9))], end),
      /malformed/,
    ],
    [
      "a chunk of 2 GB",
      Buffer.concat([png(["IHDR", header(40, 40)]), Buffer.from("7fffffff49444154", "hex")]),
      /malformed|cut off/,
    ],
    [
      "100,000 chunks",
      png(
        ["IHDR", header(40, 40)],
        ...Array.from({ length: 100_000 }, (): [string, Uint8Array] => ["tEXt", new Uint8Array()]),
        end,
      ),
      /./,
      { dangerous: true },
    ],
  ];
  return bad.map(([name, thing, says, more]) =>
    row(`picture: ${name}`, ["references", "import", "$/a.png", ...given], { "a.png": thing }, says, more),
  );
}

function trees(): Row[] {
  const rows: Row[] = [];
  const glpi = (files: Record<string, Thing>): Record<string, Thing> => ({
    "glpi/version/11.0.6": "",
    "glpi/plugins": { kind: "folder" },
    ...files,
  });
  for (const verb of ["install", "uninstall"]) {
    const bad: [string, Record<string, Thing>, RegExp, Partial<Row>?][] = [
      ["version/ is a file", { "glpi/version": "x" }, /holds no GLPI/],
      ["a version that moves the cursor", { "glpi/version/11.0.6\u001b[2J": "" }, /holds no GLPI/],
      ["a version beyond all", { "glpi/version/99999.0.0": "" }, /holds no GLPI|not supported/],
      ["constants that are a pipe", { "glpi/inc/define.php": { kind: "pipe" } }, /it is a pipe/, { dangerous: true }],
      ["constants that are a folder", { "glpi/inc/define.php": { kind: "folder" } }, /it is a folder/],
      [
        "constants that name another's version",
        { "glpi/inc/define.php": "<?php define('GLPI_VERSION', '11;id');" },
        /holds no GLPI/,
      ],
      [
        "settings that are a pipe",
        glpi({ "glpi/config/local_define.php": { kind: "pipe" } }),
        /it is a pipe/,
        { dangerous: true },
      ],
      ["settings that are a folder", glpi({ "glpi/config/local_define.php": { kind: "folder" } }), /it is a folder/],
    ];
    for (const [name, files, says, more] of bad)
      rows.push(row(`${verb}: ${name}`, [verb, "$/glpi"], files, says, more));
    const standing: [string, Record<string, Thing>][] = [
      ["a link", { "glpi/plugins/fenetre": { kind: "link", to: "/etc" } }],
      ["a link to nothing", { "glpi/plugins/fenetre": { kind: "link", to: "none" } }],
      ["a file", { "glpi/plugins/fenetre": "x" }],
      ["a pipe", { "glpi/plugins/fenetre": { kind: "pipe" } }],
      ["a socket", { "glpi/plugins/fenetre": { kind: "socket" } }],
      ["another's plugin", { "glpi/plugins/fenetre/setup.php": "<?php // another's" }],
      ["a pipe as its setup.php", { "glpi/plugins/fenetre/setup.php": { kind: "pipe" } }],
      ["a folder as its setup.php", { "glpi/plugins/fenetre/setup.php": { kind: "folder" } }],
      [
        "a list of files that is none",
        { "glpi/plugins/fenetre/.fenetre-manifest.json": "[]", "glpi/plugins/fenetre/setup.php": "<?php" },
      ],
      [
        "a list of files that leads out",
        {
          "glpi/plugins/fenetre/.fenetre-manifest.json":
            '{"madeBy":"fenetre 0.1.0","what":"plugin","files":{"../../a":"x"}}',
          "glpi/plugins/fenetre/setup.php": "<?php",
        },
      ],
      [
        "one in marketplace too",
        {
          "glpi/plugins/fenetre/setup.php": "<?php function plugin_init_fenetre() {}",
          "glpi/marketplace/fenetre/setup.php": "<?php",
        },
      ],
    ];
    for (const [name, files] of standing)
      rows.push(row(`${verb}: in its place ${name}`, [verb, "$/glpi"], glpi(files), /fenetre/, { dangerous: true }));
  }
  rows.push(
    row(
      "install: plugins/ is a file",
      ["install", "$/glpi"],
      { "glpi/version/11.0.6": "", "glpi/plugins": "x" },
      /plugins/,
    ),
    row(
      "install: a palette that is a link",
      ["install", "$/glpi", "--palette"],
      glpi({ "glpi/files/_themes/windows_11.scss": { kind: "link", to: "/etc/hostname" } }),
      /is a symbolic link/,
    ),
    row(
      "install: a palette that is a pipe",
      ["install", "$/glpi", "--palette"],
      glpi({ "glpi/files/_themes/windows_11.scss": { kind: "pipe" } }),
      /no regular file/,
    ),
    row(
      "install: the plugin refused, so no palettes either",
      ["install", "$/glpi", "--palette", "--plugin"],
      glpi({ "glpi/files/_themes": { kind: "folder" }, "glpi/plugins/fenetre": "x" }),
      /is no folder/,
    ),
    row("audit markup: no GLPI", ["audit", "markup", "--glpi", "$/glpi"], { "glpi/a": "" }, /is no GLPI/),
    row(
      "audit markup: constants that are a pipe",
      ["audit", "markup", "--glpi", "$/glpi"],
      { "glpi/inc/define.php": { kind: "pipe" } },
      /it is a pipe/,
      { dangerous: true },
    ),
  );
  return rows;
}

function commands(): Row[] {
  const bad: [string[], RegExp, Partial<Row>?][] = [
    [["audit", "--width", "0"], /width/],
    [["audit", "--width", "1e9"], /width/],
    [["audit", "--width", "800.5"], /width/],
    [["audit", "--limit", "1e300"], /limit/],
    [["audit", "--limit", "0.5"], /limit/],
    [["audit", "--max-cut", "1.5"], /max-cut/],
    [["audit", "--max-dead", "Infinity"], /max-dead/],
    [["audit", "--coverage", "0,9"], /coverage/],
    [["audit", "--url", "file:///etc/passwd"], /no address/],
    [["audit", "--url", "javascript:alert(1)"], /no address/],
    [["audit", "--url", "http://127.0.0.1:99999"], /no address/],
    [["audit", "--url", "http://a b"], /no address/],
    [["audit", "--url", "//127.0.0.1"], /no address/],
    [["audit", "--url", "http://127.0.0.1:9", "--folder", "$"], /exclude/],
    [["audit", "--folder", "/dev/null"], /folder/],
    [["bench", "--runs", "1e9"], /runs/],
    [["bench", "--runs", "1.5"], /runs/],
    [["bench", "--runs", "-1"], /runs/],
    [["dev", "--port", "-1"], /port/],
    [["dev", "--port", "1.5"], /port/],
    [["dev", "--glpi", "ftp://127.0.0.1"], /address/],
    [["visual", "--scale", "1e9"], /scale/],
    [["visual", "--scale", "NaN"], /scale/],
    [["visual", "--scale", "1,1"], /twice/],
    [["visual", "--against", "HEAD", "--shard", "0/0"], /shard/],
    [["visual", "--against", "HEAD", "--shard", "1/"], /shard/],
    [["visual", "--against", "HEAD; id"], /no revision/],
    [["visual", "--against", "HEAD^{tree}"], /no revision/],
    [["visual", "--against", `${"a".repeat(5000)}`], /no revision/],
    [["visual", "--widget", "none-such"], /none-such/],
    [["visual", "--out", "$/out"], /--against/],
    [["references", "import", "$/a.png", "--scale", "5.1"], /scale/],
    [["references", "import", "$/a.png", "--crop", "1e9,0,1,1,1"], /crop/],
    [["references", "import", "$/a.png", "--accent", "#fff"], /accent/],
    [["references", "import", "$/a.png", "--theme", "sepia"], /theme/],
    [["completion", "bash; id"], /shell/],
    [["completion", "../bash"], /shell/],
    [["build", "--json=1"], /json/],
    [["build", "--out=", "--theme", "windows-11"], /out/],
    [["build", "--module", "tokens,tokens"], /twice/],
    [["build", "--", "--out", "x"], /one too many|too many/],
    [["build", "-x"], /-x/],
    [["build", "--Out", "x"], /Out/],
    [["install", "$/a", "$/b"], /one too many/],
    [["uninstall", ""], /is empty/],
    [["doctor", "http://127.0.0.1:99999/"], /address|folder|GLPI/],
    [["doctor", "ftp://127.0.0.1/"], /address|folder|GLPI/],
    [["doctor", "$/a"], /GLPI|folder/],
    [["screenshots", "--url", "http://127.0.0.1:9", "--only", "none-such"], /none-such|no surface/],
    [["release", "--out", ""], /out/],
    [["site", "--out", ""], /out/],
    [["site", "--out", ".."], /out/],
    [["site", "--out", "/"], /out/],
  ];
  const environment = { GLPI_USER: "a", GLPI_PASSWORD: "hunter2secret" };
  return bad.map(([argv, says, more]) =>
    row(`fenetre ${argv.join(" ").slice(0, 70)}`, argv, {}, says, { environment, ...more }),
  );
}

/** Names of folders to write into, each with what stands there. */
function places(): Row[] {
  const bad: [string, string, Record<string, Thing>, RegExp][] = [
    ["the folder above", "..", {}, /holds the project/],
    ["the theme", "$/theme", {}, /theme/],
    ["the theme, with a slash", "$/theme/", {}, /theme/],
    ["the theme, by a detour", "$/theme/controls/..", {}, /theme/],
    ["within the theme", "$/theme/tokens/out", {}, /theme/],
    ["what holds the theme", "$", {}, /theme/],
    ["a link to what is precious", "$/link", { "own/a": "x", link: { kind: "link", to: "own" } }, /symbolic link/],
    [
      "a link, with a slash",
      "$/link/",
      { "own/a": "x", link: { kind: "link", to: "own" } },
      /symbolic link|did not make/,
    ],
    [
      "below a link to what is precious",
      "$/link/own",
      { "real/own/a": "x", link: { kind: "link", to: "real" } },
      /did not make/,
    ],
    ["a link to nothing", "$/link", { link: { kind: "link", to: "none" } }, /symbolic link/],
    ["a link to itself", "$/link/x", { link: { kind: "link", to: "link" } }, /circle|link/],
    ["below a file", "$/file/out", { file: "x" }, /file stands|folder/],
    ["a pipe", "$/pipe", { pipe: { kind: "pipe" } }, /no folder/],
    ["a socket", "$/socket", { socket: { kind: "socket" } }, /no folder/],
    ["a folder with a hidden file", "$/own", { "own/.env": "x" }, /did not make/],
    ["a folder with a folder", "$/own", { "own/a/b": "x" }, /did not make/],
    [
      "a folder with a list of ours for other files",
      "$/own",
      { "own/.fenetre-manifest.json": '{"madeBy":"fenetre 0.1.0","what":"build","files":{}}', "own/a": "x" },
      /did not make/,
    ],
    [
      "a folder with a list for a changed file",
      "$/own",
      { "own/.fenetre-manifest.json": '{"madeBy":"fenetre 0.1.0","what":"build","files":{"a":"00"}}', "own/a": "x" },
      /changed since/,
    ],
    ["a git repository's insides", "$/own/.git/out", { "own/.git/config": "x" }, /git repository/],
    ["a worktree of git's", "$/own", { "own/.git": "gitdir: x" }, /git repository/],
    ["a name of 300 characters", `$/${"a".repeat(300)}`, {}, /too long/],
    ["a zero", "$/a\u0000b", {}, /control character/],
    ["a device", "/dev/null", {}, /no folder/],
    ["the system's own", "/proc/self", {}, /did not make|symbolic link|holds/],
    ["the root, by a detour", "/usr/..", {}, /holds the/],
  ];
  return bad.map(([name, out, files, says]) =>
    row(
      `--out: ${name}`,
      ["build", "--theme", "$/theme", "--out", out],
      { ...manifest({}), ...files },
      says,
      name.includes("pipe") ? { dangerous: true } : {},
    ),
  );
}

function surroundings(): Row[] {
  return [
    row(
      "FENETRE_BROWSER: a folder",
      ["audit", "--folder", "$/pages", "--out", "$/out"],
      { "pages/a.html": "<p>a</p>" },
      /FENETRE_BROWSER/,
      { environment: { FENETRE_BROWSER: "/tmp" } },
    ),
    row(
      "FENETRE_BROWSER: nothing",
      ["audit", "--folder", "$/pages", "--out", "$/out"],
      { "pages/a.html": "<p>a</p>" },
      /FENETRE_BROWSER/,
      { environment: { FENETRE_BROWSER: "/none" } },
    ),
    row("FENETRE_FACTS: no folder", ["references", "sync"], {}, /FENETRE_FACTS|facts/, {
      environment: { FENETRE_FACTS: "/none" },
    }),
    row("TMPDIR: no folder", ["adapter", "check", "$/a.html"], { "a.html": "<p>a</p>" }, /temporary/, {
      environment: { TMPDIR: "/none" },
    }),
    row("GLPI_URL: no address", ["audit"], {}, /no address/, { environment: { GLPI_URL: "nonsense" } }),
    row("GLPI_URL: white space", ["screenshots"], {}, /empty|no address|no GLPI/, { environment: { GLPI_URL: " " } }),
    row(
      "audit --folder: fixtures of another's, a page that is a folder",
      ["audit", "--folder", "$/pages", "--out", "$/out"],
      { "pages/content/a.html": { kind: "folder" }, "pages/glpi-10": { kind: "folder" } },
      /no page is left to examine/,
    ),
    row(
      "audit --folder: a page that is a pipe",
      ["audit", "--folder", "$/pages", "--out", "$/out"],
      { "pages/a.html": { kind: "pipe" } },
      /it is a pipe/,
      { dangerous: true },
    ),
    row(
      "adapter learn: a folder of 10,000 names",
      ["adapter", "learn", "$/saved"],
      Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`saved/${i}.txt`, ""])),
      /holds no saved pages/,
    ),
    row(
      "adapter learn: an archive of pages that is cut",
      ["adapter", "learn", "$/x.mhtml"],
      {
        "x.mhtml":
          'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n<p',
      },
      /./,
    ),
    row(
      "icons: a code point beyond all",
      build,
      icons('{ "tabler": { "a": { "code": "ffffff", "fluent": "add-20-regular" } } }'),
      /not a code point/,
    ),
    row(
      "icons: a set's prototype",
      build,
      icons('{ "tabler": { "toString": { "code": "f101" } } }'),
      /cannot be|missing/,
    ),
    row("icons: a pipe", build, { ...icons("{}"), ...inTheme({ "icons/icons.json": { kind: "pipe" } }) }, /pipe/, {
      dangerous: true,
    }),
  ];
}

export const furtherRows = (): Row[] => [
  ...themes(),
  ...sheets(),
  ...adapters(),
  ...lists(),
  ...pictures(),
  ...trees(),
  ...commands(),
  ...places(),
  ...surroundings(),
];
