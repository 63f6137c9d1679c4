import { describe, expect, test } from "vitest";
import { moved } from "../../src/audit/baseline.ts";
import { compare } from "../../src/audit/cost.ts";
import { explained } from "../../src/audit/dead.ts";
import { mentioned, Native } from "../../src/audit/expectations.ts";
import { merge } from "../../src/audit/merge.ts";
import { brushAt, contrastOf, difference, over } from "../../src/audit/paint.ts";
import { report } from "../../src/audit/report.ts";
import { coverage, exceeded, type PageResult, type Results, type RuleFindings } from "../../src/audit/results.ts";
import { roles } from "../../src/audit/roles.ts";
import { statesOf, still } from "../../src/audit/rules.ts";
import { delivered, dress, lineOf } from "../../src/audit/theme-sheet.ts";
import { NativeData } from "../../src/references/resolve.ts";

const page = (id: string, native: number): PageResult => ({
  id,
  title: id,
  line: "10",
  scheme: "light",
  problems: [],
  roles: { Button: { all: 10, native } },
  texts: 0,
  unreadable: 0,
  cut: 0,
  ms: 1,
});
const results = (pages: PageResult[]): Results => ({
  format: 1,
  date: "2026-01-01T00:00:00.000Z",
  browser: "Chromium 1",
  theme: "<Windows>",
  source: "fixtures",
  width: 1440,
  pages,
  offenders: [],
  legibility: [],
  exempt: [],
  cutTexts: [],
  rules: {},
  cost: [],
  thresholds: {},
  failures: [],
});

describe("roles", () => {
  test("every figure and brush they name is in the references' data, in both themes", () => {
    // Without facts to fall back on.
    const native = new Native(new NativeData(NativeData.load().winui));
    for (const [index, role] of roles.entries()) {
      for (const [look, { states }] of role.looks.entries()) {
        for (const state of [undefined, ...Object.keys(states ?? {})]) {
          for (const theme of ["light", "dark"] as const)
            expect(() => native.expected(index, look, state, theme)).not.toThrow();
        }
      }
    }
    expect(mentioned().brushes.length).toBeGreaterThan(100);
  });

  test("a button is what WinUI says it is", () => {
    const index = roles.findIndex(({ name }) => name === "AccentButton");
    const expected = new Native().expected(index, 0, undefined, "light");
    expect(expected).toMatchObject({ height: 32, radius: 4, fill: ["#0067c0"], sizing: "outer" });
  });
});

describe("colours", () => {
  test("translucent brushes are laid over what is behind", () => {
    expect(over([255, 255, 255, 0.5], [0, 0, 0])).toEqual([127.5, 127.5, 127.5]);
    expect(contrastOf([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(difference([250, 250, 250], [250, 250, 250])).toBe(0);
  });

  test("a flipped elevation border is dark at the foot", () => {
    const brush = {
      mode: "absolute" as const,
      flipped: true,
      length: 3,
      stops: [
        { offset: 0.33, colour: "#00000029" },
        { offset: 1, colour: "#0000000f" },
      ],
    };
    expect(brushAt(brush, 31.5, 32)?.[3]).toBeCloseTo(0x29 / 255);
    expect(brushAt(brush, 0.5, 32)?.[3]).toBeCloseTo(0x0f / 255);
  });
});

describe("selectors", () => {
  test.each([
    [".btn:hover", ".btn"],
    [".btn:focus-visible::before", ".btn"],
    ["a:is(:hover, :focus)", "a"],
    [".card > :hover", ".card > *"],
    ["::-webkit-scrollbar-thumb:vertical:hover", "*"],
    [".slider:dir(rtl)::before", ".slider"],
    ["input:disabled", "input:disabled"],
  ])("%s is asked as %s", (selector, asked) => {
    expect(still(selector)).toBe(asked);
  });

  test("states to force", () => {
    expect(statesOf(".a:hover .b:focus-visible")).toEqual(["hover", "focus-visible"]);
  });
});

const rules = (dead: string[], lost: string[], won: string[], sheet = "a"): RuleFindings => ({
  rules: 3,
  selectors: 3,
  declarations: 3,
  judged: lost.length + won.length,
  sheet,
  specimensOnly: 0,
  dead: dead.map((selector) => ({ selector, place: `themes/x/a.css:${selector}` })),
  deadRules: dead.map((selector) => ({ selector, place: `themes/x/a.css:${selector}` })),
  lost: lost.map((key) => ({ key, declaration: "color: red", selector: ".a", place: "themes/x/a.css:1", to: "" })),
  won,
  important: [],
});

describe("several runs as one", () => {
  test("a rule is dead where all found it dead, and lost where none saw it win", () => {
    const one = { ...results([page("a", 10)]), rules: { 10: rules([".a", ".b"], ["1.0", "2.0"], ["3.0"]) } };
    const other = { ...results([page("b", 5)]), rules: { 10: rules([".b", ".c"], ["3.0", "2.0"], ["1.0"]) } };
    const { pages, rules: merged } = merge([one, other]);
    expect(pages.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(merged[10]?.dead.map(({ selector }) => selector)).toEqual([".b"]);
    expect(merged[10]?.deadRules.map(({ selector }) => selector)).toEqual([".b"]);
    expect(merged[10]?.lost.map(({ key }) => key)).toEqual(["2.0"]);
  });

  test("runs of different style sheets have no common figure", () => {
    const run = (sheet: string): Results => ({ ...results([]), rules: { 10: rules([], [], [], sheet) } });
    expect(() => merge([run("a"), run("b")])).toThrow("different style sheets");
  });
});

describe("dead rules", () => {
  const reasons = [
    { file: "controls/meter/", why: "plain HTML" },
    { file: "shell/page.css", selector: ".impersonate", why: "seen by administrators alone" },
  ];
  test.each([
    ["themes/w/controls/meter/meter.css:3", "meter", "plain HTML"],
    ["themes/w/controls/parameter/parameter.css:3", "meter", undefined],
    ["themes/w/shell/page.css:9", ".impersonate a", "seen by administrators alone"],
    ["themes/w/shell/page.css:9", ".other", undefined],
    ["themes/w/shell/page.css.css:9", ".impersonate", undefined],
  ])("%s %s: %s", (place, selector, why) => {
    expect(explained({ selector, place }, reasons).why).toBe(why);
  });

  test("too many, or one without a reason, is over the threshold", () => {
    const given = { ...results([]), rules: { 10: rules([".a"], [], []) } };
    expect(exceeded({ ...given, thresholds: { dead: 0.5 } })).toEqual([
      "1 dead rules on GLPI 10 have no reason, more than 0",
    ]);
    expect(exceeded({ ...given, thresholds: { dead: 0.02 } })).toHaveLength(2);
  });
});

describe("dressing a page", () => {
  const ten = '<html><head><link href="/base.css"><link href="/css_compiled/css_palettes_auror.min.css"></head></html>';

  test("the theme stands before the palette in 10.0, where plugins do, and the palette turns dark", () => {
    expect(lineOf(ten)).toBe("10");
    const dressed = dress(ten, "10", "dark", "a{}");
    expect(dressed).toContain("css_palettes_auror_dark.min.css");
    expect(dressed.indexOf("fenetre-theme")).toBeLessThan(dressed.indexOf("css_palettes"));
    expect(dress(ten, "10", "light", undefined)).toBe(ten);
  });

  test("after the palette in 11, and the attributes turn dark", () => {
    const eleven =
      '<html lang="en" data-glpi-theme="auror" data-glpi-theme-dark="0"><head><link href="/css_core_palettes.css"></head></html>';
    expect(lineOf(eleven)).toBe("11");
    const dressed = dress(eleven, "11", "dark", "a{}");
    expect(dressed).toContain('data-glpi-theme="auror_dark" data-glpi-theme-dark="1"');
    expect(dressed.indexOf("core_palettes")).toBeLessThan(dressed.indexOf("fenetre-theme"));
  });
});

test("a page gets a portal's rules only when it names the plugin, and line numbers stay", () => {
  const sheet = {
    css: ".a {}\n.b {}\n.c {}",
    rules: [],
    byLine: new Map(),
    portals: [{ plugin: "x", from: 1, to: 2 }],
  };
  expect(delivered(sheet, "<p>")).toBe(".a {}\n\n.c {}");
  expect(delivered(sheet, '<script src="/plugins/X/js">')).toBe(sheet.css);
});

describe("results", () => {
  test("a failing page and too little coverage are over the threshold", () => {
    const given = {
      ...results([page("a", 9), { ...page("b", 0), roles: {}, error: "gone" }]),
      thresholds: { coverage: 0.97 },
    };
    expect(exceeded(given)).toEqual([
      "1 page could not be examined: b",
      "native coverage of GLPI 10 in light is 90.0 %, below 97.0 %",
    ]);
    expect(exceeded({ ...given, pages: [page("a", 10)] })).toEqual([]);
  });

  test("a page looked at for its rules alone says nothing of coverage, nor hides one that was measured", () => {
    const rulesOnly = { ...page("a", 10), roles: {}, rulesOnly: true as const };
    expect(coverage([rulesOnly])).toEqual([]);
    const merged = merge([results([page("a", 5)]), results([rulesOnly])]);
    expect(coverage(merged.pages)[0]?.count).toEqual({ all: 10, native: 5 });
  });

  test("coverage weighs widgets, not pages", () => {
    expect(coverage([page("a", 10), page("b", 0)])[0]?.count).toEqual({ all: 20, native: 10 });
  });

  test("a baseline shows what moved, on pages that both have", () => {
    const found = moved(results([page("a", 10), page("gone", 0)]), results([page("a", 4), page("new", 10)]));
    expect(found.pages).toEqual([{ id: "a", line: "10", scheme: "light", before: 1, after: 0.4 }]);
    expect(found.roles).toEqual([{ role: "Button", before: 1, after: 0.4 }]);
  });

  test("ratios are medians of pairs", () => {
    expect(compare([10, 10, 100], [11, 11, 110])).toEqual({ without: 10, with: 11, ratio: 1.1, pairs: 3 });
  });

  test("the report is a function of the results and escapes what pages say", () => {
    const given = results([page("a", 9)]);
    expect(report(given, "a{}")).toBe(report(JSON.parse(JSON.stringify(given)), "a{}"));
    expect(report(given, "a{}")).toContain("Audit: &lt;Windows&gt;");
    expect(report(given, "a{}")).not.toMatch(/(src|href)="http/);
  });
});
