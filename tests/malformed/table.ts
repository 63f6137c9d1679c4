import { createServer } from "node:net";
import { deflateSync } from "node:zlib";
import { encodePng } from "../../src/visual/raster.ts";
import { manifestWith } from "../helpers/temporary-theme.ts";
import { furtherRows } from "./further.ts";
import { build, icons, inTheme, latin1, manifest, type Row, row, type Thing, utf16 } from "./row.ts";

export type { Row, Thing } from "./row.ts";

/*
 * Malformed inputs, a row each: what is run, what stands in the folder, what the one line must say. Rows that are alike
 * are made from lists. `$` in an argument stands for the folder.
 */

/** Files that are none, in the place of any file. @param of what would be right */
function noFiles(file: string, of: string): [string, Thing, RegExp, Partial<Row>?][] {
  return [
    ["a folder", { kind: "folder" }, /it is a folder|there is no theme/],
    ["a link that leads nowhere", { kind: "link", to: "nowhere" }, /link to what is not there/],
    ["a link to itself", { kind: "link", to: file.split("/").at(-1) as string }, /link that leads to itself/],
    ["a device", { kind: "link", to: "/dev/zero" }, /it is a device/, { dangerous: true }],
    ["a pipe", { kind: "pipe" }, /it is a pipe/, { dangerous: true }],
    ["a socket", { kind: "socket" }, /it is a socket/],
    ["not readable", { kind: "locked", content: of }, /may not be read/],
    ["UTF-16", utf16(of), /it is UTF-16/],
    ["Latin 1", latin1(`${of}é`), /not UTF-8/],
    ["a text with a zero byte", `${of}\0`, /zero byte/],
  ];
}

/** JSON files that are none, in the place of any. */
const noJson: [string, string, RegExp][] = [
  ["empty", "", /not valid JSON|it is empty/],
  ["white space", " \n\t ", /not valid JSON|it is empty/],
  ["a list", "[]", /must be an object, not a list/],
  ["null", "null", /must be an object, not null/],
  ["a number", "1", /must be an object, not a number/],
  ["a text", '"x"', /must be an object, not a text/],
  ["two values", "{} {}", /not valid JSON/],
  ["a comment", "{ /* x */ }", /not valid JSON/],
  ["single quotes", "{ 'a': 1 }", /not valid JSON/],
  ["a member without quotes", "{ a: 1 }", /not valid JSON/],
  ["NaN", '{ "a": NaN }', /not valid JSON/],
  ["a comma at the end", '{ "a": 1, }', /not valid JSON/],
  ["a line end in a text", '{ "a": "x\ny" }', /not valid JSON/],
  ["a bad escape", '{ "a": "\\x" }', /not valid JSON/],
  ["nested 100 deep", `{ "a": ${"[".repeat(100)}${"]".repeat(100)} }`, /nested more than 64 deep/],
  ["a prototype", '{ "__proto__": { "x": 1 } }', /unknown field "__proto__"/],
  ["a constructor", '{ "constructor": 1 }', /unknown field "constructor"|is missing/],
];

function themeRows(): Row[] {
  const whole = manifestWith({});
  const rows: Row[] = [];
  for (const [name, thing, says, more] of noFiles("theme.json", whole))
    rows.push(row(`theme.json: ${name}`, build, inTheme({ "theme.json": thing }), says, more));
  for (const [name, content, says] of noJson)
    rows.push(row(`theme.json: ${name}`, build, inTheme({ "theme.json": content }), says));
  for (let part = 1; part <= 8; part++) {
    const content = whole.slice(0, Math.floor((whole.length * part) / 9));
    rows.push(row(`theme.json: cut after ${part}/9`, build, inTheme({ "theme.json": content }), /not valid JSON/));
  }
  rows.push(
    row("theme.json: 5 MB", build, inTheme({ "theme.json": `{"a":"${"x".repeat(5e6)}"}` }), /larger than 4 MiB/),
    row("theme.json: nested 200,000 deep", build, inTheme({ "theme.json": "[".repeat(200_000) }), /nested more than/, {
      dangerous: true,
    }),
    row(
      "theme.json: a member twice",
      build,
      inTheme({ "theme.json": whole.replace("{", '{"key": "a",') }),
      /stands twice/,
    ),
  );
  const types: Record<string, unknown[]> = {
    name: [1, null, [], {}, "", " ", "a\nb", "*/ x", "\u001b[2J", "\u202eabc", "x".repeat(81), "<script>"],
    key: [1, null, "", "A", "a-b", "../x", "a/b", "a b", "é", "con", "x".repeat(41), "9a"],
    description: [1, "", "a\u0007", "x".repeat(301)],
    accent: [1, null, "", "bleu", "#12", "var(--x)", "#0078d4; }", "rgb(1,2,3"],
    scheme: [1, null, "sepia", ""],
    density: [null, "cosy"],
    glpi: ["11", [11], ["x"], ["11", "11"]],
    modules: ["tokens", [1], [""], ["../x"], ["tokens", "tokens"], ["none"], [null], {}],
    simplify: ["x", ["../../x"], ["none"]],
    essential: [["../x"], ["/etc"], ["controls/none"], ["a\\b"]],
    dispensable: [["controls/none"], [1]],
    swatches: [null, [], {}, { light: [] }, { light: ["#fff"], dark: [] }, { light: ["a", "b", "c", "d"], dark: [] }],
    extends: [1, "", "none", ".", "/dev", "../../../../.."],
    plugin: [1, "yes", { who: 1 }],
  };
  for (const [field, values] of Object.entries(types))
    for (const value of values)
      rows.push(
        row(
          `theme.json: ${field} ${JSON.stringify(value).slice(0, 40)}`,
          build,
          manifest({ [field]: value }),
          /theme\.json:\d+|there is no|is missing/,
        ),
      );
  for (const field of ["name", "key", "accent", "modules", "swatches"])
    rows.push(row(`theme.json: without ${field}`, build, manifest({ [field]: undefined }), /is missing/));
  for (const verb of [
    ["visual"],
    ["audit"],
    ["bench", "--only", "build"],
    ["dev", "--port", "0"],
    ["entity-prune", "--known", "."],
    ["adapter", "check", "$/page.html"],
  ])
    rows.push(
      row(
        `${verb.join(" ")}: a theme that is none`,
        [...verb, "--theme", "$/theme"],
        { ...manifest({ name: 1 }), "page.html": "<p>a</p>" },
        /"name" must be a text/,
      ),
      row(
        `${verb.join(" ")}: no theme`,
        [...verb, "--theme", "$/none"],
        { "page.html": "<p>a</p>" },
        /there is no theme/,
      ),
    );
  return rows;
}

function cssRows(): Row[] {
  const file = "controls/button/button.css";
  const circle = (body: string): string => `:root {\n  --win-a: ${body};\n}\n`;
  const css: [string, string, RegExp, Partial<Row>?][] = [
    ["a block that is not closed", ".a {", /button\.css:1:1: CSS syntax error/],
    ["a brace too many", ".a { top: 0; } }", /CSS syntax error/],
    ["a text that does not end", '.a { content: "x; }', /CSS syntax error/],
    ["a comment that does not end", ".a { top: 0; } /* x", /CSS syntax error/],
    ["a selector that is none", ".a >> .b { top: 0; }", /CSS syntax error/],
    ["an empty selector in a list", ".a,, .b { top: 0; }", /CSS syntax error/],
    ["a pseudo-class of three colons", "a:::x { top: 0; }", /CSS syntax error/],
    ["@use", '@use "x";', /:1:1: no target can hold @use/],
    ["@forward", '@forward "x";', /no target can hold @forward/],
    ["@mixin", "@mixin x { top: 0; }", /no target can hold @mixin/],
    ["@include", ".a { @include x; }", /no target can hold @include/],
    ["@extend", ".a { @extend .b; }", /no target can hold @extend/],
    ["@function", "@function --x() { result: 1; }", /no target can hold @function/],
    ["@import in a room", '@import "other";', /no target can hold @import\. Import rooms in index\.css/],
    ["@import of an address", "@import url(https://example.org/x.css);", /no target can hold @import/],
    ["@charset", '@charset "latin1";\n.a { top: 0; }', /no target can hold @charset/],
    ["@layer", "@layer x { .a { top: 0; } }", /no target can hold @layer/],
    ["@scope", "@scope (.a) { b { top: 0; } }", /no target can hold @scope/],
    ["@namespace", "@namespace svg url(x);", /no target can hold @namespace/],
    ["@tailwind", "@tailwind base;", /no target can hold @tailwind/],
    ["@apply", ".a { @apply x; }", /no target can hold @apply/],
    ["@constructor", "@constructor x;", /no target can hold @constructor/],
    ["@media without a block", "@media print;", /@media without a block/],
    ["a declaration in no rule", "color: red;\n.a { top: 0; }", /stands in no rule|syntax error/],
    ["a declaration in @media alone", "@media print { color: red; }", /stands in no rule/],
    ["& at the top", "& .a { top: 0; }", /:1:1: & stands outside any rule/],
    ["& at the top of @media", "@media print {\n  &:hover { top: 0; }\n}", /:2:3: & stands outside/],
    [".a & at the top", ".a & { top: 0; }", /& stands outside any rule/],
    ["if()", ".a {\n  top: if(media(print): 0; else: 1px);\n}", /:2:3: if\(\) is not known/],
    ["a function of one's own", ".a { top: --x(1); }", /functions of one's own/],
    ["the build's own mark", '.a { content: "-fenetre-key-"; }', /the build's own/],
    ["an unknown token", ".a { color: var(--win-inc); }", /unknown token --win-inc/],
    ["an unknown icon", ".a { mask: fluent(nonsense); }", /there is no icon "nonsense"/],
    ["an icon by a prototype's name", ".a { mask: fluent(constructor); }", /there is no icon/],
    ["an icon with an escape", ".a { mask: fluent(\u001b[2J); }", /there is no icon "\\u001b\[2J"|syntax error/],
    ["a token that reads itself", circle("var(--win-a)"), /:2:3: tokens read one another in a circle: --win-a/],
    ["two tokens in a circle", circle("var(--win-b);\n  --win-b: var(--win-a)"), /in a circle: --win-a, --win-b/],
    [
      "three tokens in a circle",
      circle("var(--win-b);\n  --win-b: var(--win-c);\n  --win-c: calc(1px + var(--win-a))"),
      /in a circle/,
    ],
    ["a circle with a fallback", circle("var(--win-a, red)"), /in a circle/],
    [
      "a circle under a condition",
      `${circle("var(--win-b)")}:root { --win-b: red; }\n@media print { :root { --win-b: var(--win-a); } }`,
      /in a circle/,
    ],
    ["a circle of other properties", ".a { --x: var(--y); --y: var(--x); }", /in a circle/],
    [
      "tokens that double 60 times",
      `:root {\n${Array.from({ length: 60 }, (_, i) => `  --win-t${i}: var(--win-t${i + 1}) var(--win-t${i + 1});`).join("\n")}\n  --win-t60: 1;\n}`,
      /becomes too long when what it reads is written out/,
      { dangerous: true },
    ],
    ["blocks 17 deep", "a {".repeat(17) + "}".repeat(17), /blocks are nested more than 16 deep/],
    [
      "20,000 nested blocks",
      "a {".repeat(20_000) + "}".repeat(20_000),
      /nested more than 16 deep/,
      { dangerous: true },
    ],
    ["20,000 nested blocks, not closed", "a{".repeat(20_000), /nested more than 16 deep/, { dangerous: true }],
    [
      "20,000 nested brackets",
      `.a { top: ${"(".repeat(20_000)} }`,
      /brackets are nested more than/,
      { dangerous: true },
    ],
    [
      "20,000 nested :is()",
      `${":is(".repeat(20_000)}a${")".repeat(20_000)} { top: 0; }`,
      /nested more than/,
      { dangerous: true },
    ],
    ["20 MB", ".a { top: 0; }\n".repeat(1_400_000), /larger than 2 MiB/, { dangerous: true }],
    ["a selector of 30,000 characters", `.${"a".repeat(30_000)} { top: 0; }`, /selectors become too long/],
    [
      "selectors that double by nesting",
      `.aaaaaaaaaaaaaaa { ${"& & & & {".repeat(12)} top: 0; ${"}".repeat(12)} }`,
      /selectors become too long/,
      { dangerous: true },
    ],
    [
      "6,000 custom properties",
      `:root {\n${Array.from({ length: 6000 }, (_, i) => `--x${i}: 0;`).join("\n")}\n}`,
      /more than 5000 custom properties/,
    ],
  ];
  const rows = css.map(([name, content, says, more]) =>
    row(`CSS: ${name}`, build, inTheme({ [file]: content }), says, more),
  );
  for (const [name, thing, says, more] of noFiles("button.css", ".a { top: 0; }"))
    if (name !== "a folder") rows.push(row(`CSS: ${name}`, build, inTheme({ [file]: thing }), says, more));
  const index: [string, Thing, RegExp][] = [
    ["absent", { kind: "absent" }, /no index\.css/],
    ["a folder", { kind: "folder" }, /it is a folder/],
    ["an import of nothing", '@import "";', /cannot be read/],
    ["an import of an address", '@import url("tokens");', /cannot be read/],
    ["an import for print", '@import "tokens" print;', /cannot be read/],
    ["an import out of the theme", '@import "../../etc";', /cannot be imported/],
    ["an import of a root", '@import "/etc";', /cannot be imported/],
    ["an import twice", '@import "tokens";\n@import "tokens";', /:2:1: "tokens" is imported twice/],
    ["an import of what is not there", '@import "none";', /not there to import/],
    ["@use", '@use "tokens";', /no target can hold @use/],
  ];
  for (const [name, thing, says] of index)
    rows.push(row(`index.css: ${name}`, build, inTheme({ "index.css": thing }), says));
  rows.push(
    row(
      "a CSS file's name",
      build,
      inTheme({ "controls/a\u001b[2Jb.css": ".a { top: 0; }" }),
      /cannot be a path below the theme/,
    ),
    row(
      "a folder's name",
      build,
      inTheme({ "controls/a b/c.css": ".a { top: 0; }" }),
      /cannot be a path below the theme/,
    ),
    row("a link that leads back up", build, inTheme({ "controls/up": { kind: "link", to: ".." } }), /nested too deep/),
  );
  return rows;
}

function adapterRows(): Row[] {
  const whole = { portal: "userportal", assumptions: ["a"], roles: { tile: [".a"] } };
  const rows: Row[] = [];
  const check = ["adapter", "check", "$/page.html", "--adapter", "$/x.adapter.json"];
  const add = (name: string, thing: Thing, says: RegExp, more?: Partial<Row>): void =>
    void rows.push(row(`adapter: ${name}`, check, { "page.html": "<p>a</p>", "x.adapter.json": thing }, says, more));
  for (const [name, thing, says, more] of noFiles("x.adapter.json", JSON.stringify(whole)))
    add(name, thing, says, more);
  for (const [name, content, says] of noJson) add(name, content, says);
  add("absent", { kind: "absent" }, /there is no adapter/);
  const bad: [unknown, RegExp][] = [
    [{ portal: "x']);system('id');//" }, /cannot be a portal's key/],
    [{ portal: "../../x" }, /cannot be a portal's key/],
    [{ portal: "" }, /cannot be a portal's key/],
    [{ portal: 1 }, /"portal" must be a text/],
    [{ plugin: "yes" }, /"plugin" must be true or false/],
    [{ glpi: ["9"] }, /cannot be "9"/],
    [{ glpi: "10" }, /"glpi" must be a list/],
    [{ assumptions: undefined }, /"assumptions" is missing/],
    [{ assumptions: [1] }, /must be a text/],
    [{ roles: undefined }, /"roles" is missing/],
    [{ roles: [] }, /"roles" must be an object/],
    [{ roles: { tyle: [".a"] } }, /tyle/],
    [{ roles: { tile: ".a" } }, /"tile" must be a list/],
    [{ roles: { tile: [1] } }, /must be a text/],
    [{ roles: { tile: [""] } }, /is empty/],
    [{ roles: { tile: [".a {"] } }, /is not a selector/],
    [{ roles: { tile: [".a } body { display: none"] } }, /is not a selector/],
    [{ roles: { tile: ["a:::"] } }, /is not a selector/],
    [{ roles: { tile: [".a, , .b"] } }, /is not a selector/],
    [{ roles: { tile: ["*/ x"] } }, /is not a selector/],
    [{ roles: { tile: [":is(.a"] } }, /is not a selector/],
    [{ roles: { tile: ["[a='x"] } }, /is not a selector/],
    [{ confidence: { tile: 2 } }, /at most 1/],
    [{ extra: 1 }, /unknown field "extra"/],
  ];
  for (const [changes, says] of bad)
    add(
      JSON.stringify(changes, (_, value) => value ?? "absent").slice(0, 50),
      JSON.stringify({ ...whole, ...(changes as object) }),
      says,
    );
  rows.push(
    row(
      "build: an adapter of the theme",
      build,
      inTheme({ "portals/x.adapter.json": '{ "portal": "x" }' }),
      /x\.adapter\.json:1:1: "assumptions" is missing/,
    ),
    row(
      "build: an adapter that is a folder",
      build,
      inTheme({ "portals/x.adapter.json": { kind: "folder" } }),
      /it is a folder/,
    ),
  );
  return rows;
}

function widgetRows(): Row[] {
  const reference = (state: unknown, part: unknown = { name: "a", shape: "rectangle" }): string =>
    JSON.stringify({
      widget: "Button",
      control: "Button",
      variants: { standard: { parts: [part], states: { rest: state } } },
    });
  const visual = ["visual", "--theme", "$/theme"];
  const html = '<template data-variant="standard" data-states="rest"><a class="btn">A</a></template>';
  const rows: Row[] = [];
  const references: [string, Thing, RegExp][] = [
    ...noJson.slice(0, 6).map(([name, content, says]): [string, Thing, RegExp] => [name, content, says]),
    ["a folder", { kind: "folder" }, /it is a folder/],
    ["without variants", '{ "widget": "X", "control": null }', /"variants" is missing/],
    ["variants as a list", '{ "widget": "X", "control": null, "variants": [] }', /"variants" must be an object/],
    ["an unknown field", reference({ colour: "red" }), /unknown field "colour"/],
    ["an unknown shape", reference({}, { name: "a", shape: "star" }), /"shape" cannot be "star"/],
    ["a path without data", reference({}, { name: "a", shape: "path" }), /a path without path data/],
    ["an unknown part", reference({ parts: { b: null } }), /has no part "b"/],
    ["an unknown text", reference({ texts: { b: null } }), /has no text "b"/],
    ["a figure that is none", reference({ width: [] }), /width/],
    ["a figure beyond measure", reference({ width: 1e9 }), /"width" must be at most/],
    ["a variant's name", reference({}).replace('"standard"', '"<b>"'), /cannot be a widget's name/],
  ];
  for (const [name, thing, says] of references)
    rows.push(
      row(
        `reference: ${name}`,
        visual,
        inTheme({ "controls/button/button.html": html, "controls/button/button.reference.json": thing }),
        says,
        { lines: 2 },
      ),
    );
  const body = (inner: string): string => html.replace("A</a>", `${inner}</a>`);
  const specimens: [string, Thing, RegExp][] = [
    ["a folder", { kind: "folder" }, /it is a folder/],
    ["Latin 1", latin1(`${html}é`), /not UTF-8/],
    ["no template", "<p>a</p>", /only <template> elements/],
    ["nothing", "", /it shows nothing/],
    ["cut within a tag", '<template data-variant="a', /it ends within tag/],
    ["cut within a comment", `${html}<!-- `, /it ends within comment/],
    ["no variant", '<template data-states="rest"><p>a</p></template>', /without data-variant/],
    ["no states", '<template data-variant="a"><p>a</p></template>', /without data-states/],
    ["a state twice", html.replace('"rest"', '"rest rest"'), /stands twice/],
    ["a state's name", html.replace('"rest"', '"re&lt;st"'), /cannot be a widget's name/],
    ["a frame beyond measure", html.replace("data-states", 'data-frame="1e9" data-states'), /is not a width/],
    ["not closed", '<template data-variant="a" data-states="b"><p>a</p>', /not closed/],
    ["empty", '<template data-variant="a" data-states="b"></template>', /an empty template/],
    ["a script", body("<script>alert(1)</script>"), /<script> cannot stand/],
    ["a frame", body('<iframe src="x"></iframe>'), /<iframe> cannot stand/],
    ["a style element", body("<style>a{}</style>"), /<style> cannot stand/],
    ["a handler", body('<img onerror="alert(1)">'), /"onerror" runs script/],
    ["a script's address", body('<a href="java\tscript:alert(1)">x</a>'), /"href" leads to/],
    ["a picture elsewhere", body('<img src="//example.org/x.png">'), /"src" leads to/],
    ["a style's picture elsewhere", body('<i style="background: url(https://example.org)">x</i>'), /"style" leads to/],
    ["200 deep", body("<b>".repeat(200)), /too large/],
  ];
  for (const [name, thing, says] of specimens)
    rows.push(row(`specimens: ${name}`, visual, inTheme({ "controls/button/button.html": thing }), says, { lines: 2 }));
  rows.push(
    row("icons: not JSON", build, icons("{"), /icons\.json:1:\d+: not valid JSON/),
    row("icons: no such set", build, icons("{}"), /there is no icon set "tabler"/),
    row(
      "icons: an unknown icon",
      build,
      icons('{ "tabler": { "a": { "code": "f101", "fluent": "nonsense-20" } } }'),
      /:1:\d+: there is no icon "nonsense-20"/,
    ),
    row(
      "icons: no code point",
      build,
      icons('{ "tabler": { "a": { "code": "zz", "fluent": "add-20-regular" } } }'),
      /"code" cannot be "zz"/,
    ),
    row(
      "icons: half a pair",
      build,
      icons('{ "tabler": { "a": { "code": "d800", "fluent": "add-20-regular" } } }'),
      /not a code point/,
    ),
    row("icons: a list", build, icons('{ "tabler": [] }'), /"tabler" must be an object/),
    row(
      "icons: an unknown field",
      build,
      icons('{ "tabler": { "a": { "code": "f101", "fluent": "add-20-regular", "x": 1 } } }'),
      /unknown field "x"/,
    ),
    row(
      "entity facts: not JSON",
      build,
      inTheme({ "entity.glpi-10.json": "{" }),
      /entity\.glpi-10\.json:1:\d+: not valid JSON/,
    ),
    row(
      "entity facts: no lists",
      build,
      inTheme({ "entity.glpi-10.json": '{ "absent": 1, "redundant": {} }' }),
      /"absent" must be an object/,
    ),
    row(
      "entity facts: a file's name",
      build,
      inTheme({
        "entity.glpi-11.json": '{ "absent": { "classes": [], "elements": [] }, "redundant": { "../x": {} } }',
      }),
      /cannot be a path below the theme/,
    ),
  );
  return rows;
}

function listRows(): Row[] {
  const secret = "hunter2secret";
  const whole = { users: { a: ["login", secret] }, pages: [{ id: "a", url: "/a" }] };
  const audit = ["audit", "--url", "http://127.0.0.1:9", "--pages", "$/pages.json", "--out", "$/out"];
  const rows: Row[] = [];
  const add = (name: string, thing: Thing, says: RegExp, more?: Partial<Row>): void =>
    void rows.push(row(`pages: ${name}`, audit, { "pages.json": thing }, says, more));
  for (const [name, thing, says, more] of noFiles("pages.json", JSON.stringify(whole))) add(name, thing, says, more);
  for (const [name, content, says] of noJson) add(name, content, says);
  add("absent", { kind: "absent" }, /it is not there/);
  add("a password on the line that is wrong", `{ "users": { "a": ["login", "${secret}" }`, /:1:\d+: not valid JSON/);
  const bad: [unknown, RegExp][] = [
    [{ pages: 1 }, /"pages" must be a list/],
    [{ pages: [] }, /at least 1/],
    [{ pages: [{ id: "a" }] }, /"url" is missing/],
    [{ pages: [{ url: "/a" }] }, /"id" is missing/],
    [{ pages: [{ id: "a", url: "//example.org" }] }, /"url" cannot be this/],
    [{ pages: [{ id: "a", url: "https://example.org" }] }, /"url" cannot be this/],
    [{ pages: [{ id: "a", url: "/\\example.org" }] }, /"url" cannot be this/],
    [{ pages: [{ id: "a\u001b[2J", url: "/a" }] }, /cannot be a page's id|control character/],
    [{ pages: [{ id: "a", url: "/a", user: "nobody" }] }, /"users" has no "nobody"/],
    [{ pages: [{ id: "a", url: "/a", steps: [{ do: "explode" }] }] }, /"do" cannot be this/],
    [{ pages: [{ id: "a", url: "/a", steps: [{ sel: "a" }] }] }, /"do" is missing/],
    [{ pages: [{ id: "a", url: "/a", steps: [{ do: "wait", ms: 1e9 }] }] }, /"ms" must be at most/],
    [{ pages: [{ id: "a", url: "/a", viewport: [1, 1] }] }, /at least 200/],
    [{ pages: [{ id: "a", url: "/a", extra: 1 }] }, /unknown field "extra"/],
    [
      {
        pages: [
          { id: "a", url: "/a" },
          { id: "a", url: "/b" },
        ],
      },
      /two pages have the same id/,
    ],
    [{ users: { a: [secret] } }, /users|"a" must hold/],
    [{ users: { a: secret } }, /must be a list/],
    [{ users: [] }, /"users" must be an object/],
  ];
  for (const [changes, says] of bad)
    add(JSON.stringify(changes).slice(0, 60), JSON.stringify({ ...whole, ...(changes as object) }), says);
  const shoot = ["screenshots", "--url", "http://127.0.0.1:9", "--pages", "$/pages.json", "--out", "$/out"];
  const environment = { GLPI_USER: "a", GLPI_PASSWORD: secret };
  for (const [name, content, says] of [
    ...noJson.slice(0, 4),
    ["without pages", '{ "width": 800, "height": 600 }', /"pages" is missing/],
    ["a wide window", '{ "width": 1e9, "height": 600, "pages": [] }', /"width" must be/],
    [
      "an id that leads out",
      '{ "width": 800, "height": 600, "pages": [{ "id": "../x", "title": "a", "path": "/a" }] }',
      /cannot be a widget's name/,
    ],
    [
      "a step that is none",
      '{ "width": 800, "height": 600, "pages": [{ "id": "x", "title": "a", "path": "/a", "steps": [{ "jump": "a" }] }] }',
      /unknown field|missing|cannot be/,
    ],
  ] as [string, string, RegExp][])
    rows.push(row(`surfaces: ${name}`, shoot, { "pages.json": content }, says, { environment }));
  return rows;
}

function resultRows(): Row[] {
  const rows: Row[] = [];
  const whole = {
    format: 1,
    date: "2026-01-01T00:00:00Z",
    browser: "",
    theme: "",
    source: "",
    width: 1,
    pages: [],
    offenders: [],
    legibility: [],
    exempt: [],
    cutTexts: [],
    rules: {},
    cost: [],
    thresholds: {},
    failures: [],
  };
  const audit = ["audit", "merge", "$/a.json", "$/a.json", "--out", "$/out"];
  const add = (name: string, thing: Thing, says: RegExp, more?: Partial<Row>): void =>
    void rows.push(row(`audit merge: ${name}`, audit, { "a.json": thing }, says, more));
  for (const [name, thing, says, more] of noFiles("a.json", JSON.stringify(whole))) add(name, thing, says, more);
  for (const [name, content] of noJson.slice(0, 10)) add(name, content, /not valid JSON|must be|missing|it is empty/);
  add("absent", { kind: "absent" }, /it is not there/);
  const bad: [unknown, RegExp][] = [
    [{ format: 2 }, /format/],
    [{ date: "<b>" }, /date/],
    [{ width: "<script>" }, /width.*must be a number/],
    [{ pages: {} }, /must be a list/],
    [{ pages: [{}] }, /pages\.0.*missing/],
    [{ offenders: [{ crop: '"><script>' }] }, /offenders\.0/],
    [{ rules: { "<b>": {} } }, /rules/],
    [{ rules: { 10: { rules: "<img>" } } }, /rules\.10/],
    [{ failures: [1] }, /failures\.0/],
    [{ extra: 1 }, /unknown field "extra"/],
  ];
  for (const [changes, says] of bad)
    add(JSON.stringify(changes), JSON.stringify({ ...whole, ...(changes as object) }), says);
  rows.push(row("audit merge: nothing", ["audit", "merge"], {}, /results\.json/));
  const visual = ["visual", "merge", "$/shard-1-of-1.json", "--out", "$/out"];
  for (const [name, thing, says] of [
    ...noJson
      .slice(0, 8)
      .map(([title, content]): [string, Thing, RegExp] => [title, content, /not valid JSON|must be|missing/]),
    ["a folder without any", { kind: "folder" }, /it is a folder|nothing|no /],
    ["format 2", '{ "format": 2 }', /format|missing/],
    [
      "a commit that is an option",
      '{ "format": 1, "base": { "revision": "a", "commit": "--upload-pack=x" } }',
      /missing|commit|cannot be/,
    ],
  ] as [string, Thing, RegExp][])
    rows.push(row(`visual merge: ${name}`, visual, { "shard-1-of-1.json": thing }, says));
  rows.push(row("visual merge: no such folder", ["visual", "merge", "$/none"], {}, /it is not there/));
  return rows;
}

/** A PNG of one colour, changed at some bytes, or with chunks of its own. */
function pictureRows(): Row[] {
  const flat = encodePng({ width: 40, height: 40, data: new Uint8Array(40 * 40 * 4).fill(255) });
  const header = (changes: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.from(flat);
    changes(bytes);
    return bytes;
  };
  const size = (width: number, height: number): Buffer =>
    header((bytes) => {
      bytes.writeUInt32BE(width, 16);
      bytes.writeUInt32BE(height, 20);
    });
  const importing = [
    "references",
    "import",
    "$/a.png",
    "--widget",
    "button",
    "--state",
    "standard/rest",
    "--theme",
    "light",
    "--scale",
    "1",
  ];
  const bad: [string, Thing, RegExp, Partial<Row>?][] = [
    ["a folder", { kind: "folder" }, /it is a folder/],
    ["a pipe", { kind: "pipe" }, /it is a pipe/, { dangerous: true }],
    ["a device", { kind: "link", to: "/dev/zero" }, /it is a device/, { dangerous: true }],
    ["absent", { kind: "absent" }, /it is not there/],
    ["empty", "", /it is empty/],
    ["a text", "hello", /no PNG/],
    ["a JPEG", Buffer.from("ffd8ffe000104a464946", "hex"), /a JPEG/],
    ["a GIF", "GIF89a", /a GIF/],
    ["a WebP", "RIFF    WEBP", /a WebP/],
    ["cut after its header", flat.subarray(0, 33), /cut off/],
    ["cut in its middle", flat.subarray(0, 60), /cut off/],
    ["no pixels", size(0, 40), /no pixels/],
    ["16,384 x 16,384", size(16_384, 16_384), /at most 36 million pixels/, { dangerous: true }],
    ["4 billion wide", size(0xffffffff, 1), /at most 16384 px a side/],
    ["16 bits", header((bytes) => bytes.writeUInt8(16, 24)), /16 bits/],
    ["less data than its size says", size(400, 400), /malformed/],
    ["an unknown colour type", header((bytes) => bytes.writeUInt8(7, 25)), /malformed/],
    ["two headers", Buffer.concat([flat.subarray(0, 33), flat.subarray(8)]), /two headers/],
    ["one colour", flat, /all one colour/],
    ["interlaced, 200 MB of zeros", interlacedBomb(), /malformed/, { dangerous: true }],
  ];
  return [
    ...bad.map(([name, thing, says, more]) => row(`picture: ${name}`, importing, { "a.png": thing }, says, more)),
    row(
      "picture: an unknown widget",
      ["references", "import", "$/a.png", "--widget", "nonsense"],
      { "a.png": flat },
      /there is no widget "nonsense"/,
    ),
    row("picture: a crop that is none", [...importing, "--crop", "1,2"], { "a.png": flat }, /--crop cannot be "1,2"/),
    row("picture: a crop outside", [...importing, "--crop", "0,0,100,100"], { "a.png": flat }, /does not lie within/),
  ];
}

function interlacedBomb(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const framed = Buffer.alloc(data.length + 12);
    framed.writeUInt32BE(data.length, 0);
    framed.write(type, 4, "latin1");
    data.copy(framed, 8);
    return framed;
  };
  const header = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 6, 0, 0, 1]);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(200_000_000), { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function pageRows(): Row[] {
  const rows: Row[] = [];
  for (const verb of [
    ["adapter", "learn"],
    ["adapter", "check"],
  ]) {
    const argv = [...verb, "$/saved.html"];
    const bad: [string, Thing, RegExp, Partial<Row>?][] = [
      ["a pipe", { kind: "pipe" }, /it is a pipe/, { dangerous: true }],
      ["a device", { kind: "link", to: "/dev/zero" }, /it is a device/, { dangerous: true }],
      ["a link that leads nowhere", { kind: "link", to: "none" }, /link to what is not there/],
      ["absent", { kind: "absent" }, /there is no "/],
      ["an empty folder", { kind: "folder" }, /holds no saved pages/],
      ["empty", "", /no web page/],
      ["a text", "hello", /no web page/],
      ["binary", Buffer.from([0, 1, 2, 3, 60, 97, 62]), /no web page/],
      ["1,000 deep", "<div>".repeat(1000), /too large/],
      ["100,000 elements", "<b></b>".repeat(100_000), /too large/],
    ];
    for (const [name, thing, says, more] of bad)
      rows.push(row(`${verb.join(" ")}: ${name}`, argv, { "saved.html": thing }, says, more));
    rows.push(
      row(`${verb.join(" ")}: no page`, verb, {}, /page/),
      row(`${verb.join(" ")}: another ending`, [...verb, "$/x.txt"], { "x.txt": "x" }, /no saved page/),
      row(`${verb.join(" ")}: no address`, [...verb, "http://"], {}, /is no address/),
      row(
        `${verb.join(" ")}: MHTML that is none`,
        [...verb, "$/x.mhtml"],
        { "x.mhtml": "hello" },
        /no page saved as MHTML/,
      ),
    );
  }
  rows.push(
    row(
      "adapter learn: a portal's name",
      ["adapter", "learn", "$/saved.html", "--name", "../x"],
      { "saved.html": "<p>a</p>" },
      /cannot be "\.\.\/x"/,
    ),
    row(
      "audit: an empty folder",
      ["audit", "--folder", "$/pages"],
      { pages: { kind: "folder" } },
      /holds no saved pages/,
    ),
    row("audit: no folder", ["audit", "--folder", "$/none"], {}, /it is not there|no folder/),
    row("audit: no address", ["audit", "--url", "nonsense"], {}, /no address/),
    row(
      "entity-prune: no sources",
      ["entity-prune", "--theme", "$/theme", "--sources", "$/none"],
      manifest({}),
      /there is no folder|not there/,
    ),
    row("entity-prune: nothing", ["entity-prune"], {}, /nothing to look at/),
  );
  return rows;
}

function treeRows(): Row[] {
  const rows: Row[] = [];
  for (const verb of ["install", "uninstall"]) {
    rows.push(
      row(`${verb}: no folder`, [verb, "$/none"], {}, /holds no GLPI/),
      row(`${verb}: a file`, [verb, "$/a"], { a: "x" }, /holds no GLPI|folder/),
      row(`${verb}: an empty folder`, [verb, "$/glpi"], { glpi: { kind: "folder" } }, /holds no GLPI/),
      row(`${verb}: nothing`, [verb], {}, /folder of GLPI/),
      row(`${verb}: an old GLPI`, [verb, "$/glpi"], { "glpi/version/9.5.0": "" }, /9\.5\.0 is not supported/),
      row(`${verb}: a GLPI to come`, [verb, "$/glpi"], { "glpi/version/99.0.0": "" }, /99\.0\.0 is not supported/),
      row(
        `${verb}: a theme that is none`,
        [verb, "$/glpi", "--theme", "$/none"],
        { "glpi/version/11.0.6": "" },
        /there is no theme/,
      ),
    );
  }
  rows.push(
    row(
      "build: a folder of somebody's own",
      ["build", "--theme", "$/theme", "--out", "$/own"],
      { ...manifest({}), "own/letter.txt": "dear" },
      /own/,
    ),
    row("install: no plugins folder", ["install", "$/glpi"], { "glpi/version/11.0.6": "" }, /plugins/),
    row(
      "install: palettes on GLPI 10",
      ["install", "$/glpi", "--palette"],
      { "glpi/version/10.0.14": "", "glpi/plugins": { kind: "folder" } },
      /takes no palettes/,
    ),
    row(
      "uninstall: nothing installed",
      ["uninstall", "$/glpi"],
      { "glpi/version/11.0.6": "", "glpi/plugins": { kind: "folder" } },
      /nothing of fenetre is installed/,
    ),
    row(
      "install: another's fenetre",
      ["install", "$/glpi"],
      { "glpi/version/11.0.6": "", "glpi/plugins/fenetre/setup.php": "<?php" },
      /not of fenetre's making|not ours|was not|fenetre/,
    ),
  );
  return rows;
}

function commandRows(): Row[] {
  const bad: [string[], RegExp][] = [
    [["nonsense"], /nonsense/],
    [["\u001b[2Jx"], /\\u001b\[2Jx/],
    [["__proto__"], /__proto__/],
    [["constructor"], /constructor/],
    [["build", "--nonsense"], /nonsense/],
    [["build", "extra"], /./],
    [["build", "--accent"], /accent/],
    [["build", "--accent", ""], /accent/],
    [["build", "--accent", "bleu"], /not a colour/],
    [["build", "--scheme", "sepia"], /scheme/],
    [["build", "--density", "__proto__"], /density/],
    [["build", "--module", "../x"], /cannot be a module/],
    [["build", "--module", "none"], /there is no module "none"/],
    [["build", "--simplify", "../../x"], /cannot be a module/],
    [["build", "--theme", ""], /theme/],
    [["build", "--theme", "\u0000"], /there is no theme|theme/],
    [["build", "--theme", "x".repeat(5000)], /there is no theme/],
    [["build", "--out", ""], /out/],
    [["build", "--out", "/"], /out|root|folder/],
    [["build", "--out", "."], /out|folder/],
    [["dev", "--port", "x"], /port/],
    [["dev", "--port", "99999"], /port/],
    [["dev", "--glpi", "nonsense"], /address|nonsense/],
    [["visual", "--widget", ""], /widget/],
    [["visual", "--host", "none"], /host/],
    [["visual", "--schemes", "none"], /schemes/],
    [["visual", "--scale", "0"], /scale/],
    [["visual", "--scale", "Infinity"], /scale/],
    [["visual", "--direction", "up"], /direction/],
    [["visual", "--against", ""], /against/],
    [["visual", "--against", "--upload-pack=x"], /against|revision/],
    [["visual", "--against", "no-such-revision"], /there is no revision/],
    [["visual", "--against", "main", "--shard", "3/2"], /shard/],
    [["visual", "--accept", "x"], /against/],
    [["audit", "--limit", "-1"], /limit/],
    [["audit", "--width", "NaN"], /width/],
    [["audit", "--coverage", "2"], /coverage/],
    [["audit", "--max-dead", "x"], /max-dead/],
    [["audit", "--scheme", "pink"], /scheme/],
    [["bench", "--only", "none"], /only/],
    [["bench", "--runs", "0"], /runs/],
    [["adapter"], /learn, check/],
    [["adapter", "nonsense"], /there is no verb/],
    [["references"], /sync, import/],
    [["completion", "tcsh"], /tcsh|shell/],
    [["entity-prune", "--glpi", "12"], /glpi/],
    [["entity-prune", "--known", "none"], /no folder "none"/],
    [["screenshots"], /no GLPI is named|url/],
    [["screenshots", "--url", "nonsense"], /is no address/],
    [["doctor"], /folder of GLPI/],
    [["doctor", "$/none"], /./],
  ];
  return bad.map(([argv, says]) => row(`fenetre ${argv.join(" ").slice(0, 60)}`, argv, {}, says));
}

export const rows: Row[] = [
  ...themeRows(),
  ...cssRows(),
  ...adapterRows(),
  ...widgetRows(),
  ...listRows(),
  ...resultRows(),
  ...pictureRows(),
  ...pageRows(),
  ...treeRows(),
  ...commandRows(),
  ...furtherRows(),
];

/** A socket's file; closed with what is returned. */
export async function listenAt(file: string): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.listen(file, resolve).on("error", reject));
  return () => new Promise((resolve) => server.close(() => resolve()));
}
