import postcss from "postcss";
import { describe, expect, it } from "vitest";
import { flatten } from "../../src/build/compile.ts";
import { confineTo, flattenWhereNeeded, raiseSpecificity, wrapInBoost } from "../../src/build/scope.ts";

const selectors = (css: string, change: (root: postcss.Root) => postcss.Root): string[] => {
  const found: string[] = [];
  change(postcss.parse(css)).walkRules((rule) => void found.push(rule.selector));
  return found;
};

const up = ":not(#fenetre#fenetre#fenetre)";

describe("raiseSpecificity", () => {
  it.each([
    [".btn", `.btn${up}`],
    [".a .b, .c > .d:hover", `.a .b${up},.c>.d:hover${up}`],
    ["a::before", `a${up}::before`],
    ["a:hover:before", `a:hover${up}:before`],
    [".x::-webkit-scrollbar-thumb:hover", `.x${up}::-webkit-scrollbar-thumb:hover`],
    // Alone it stays universal: else Chromium computes a highlight for each element.
    ["::selection", "::selection"],
    ["*", "*"],
    ["p::selection", `p${up}::selection`],
    [":is(.a, .b) .c", `:is(.a,.b) .c${up}`],
  ])("%s", (selector, raised) => {
    expect(selectors(`${selector} { top: 0; }`, raiseSpecificity)).toEqual([raised]);
  });

  it("leaves keyframes alone and reaches into conditions", () => {
    expect(
      selectors("@keyframes a { from { top: 0 } 50% { top: 1px } } @media print { p { top: 0 } }", raiseSpecificity),
    ).toEqual(["from", "50%", `p${up}`]);
  });
});

describe("confineTo", () => {
  const root = ':root:is(#_#_#_, [data-glpi-theme="x"])';
  it.each([
    [":root", root],
    [":root:has(> body)", `${root}:has(>body)`],
    ["html.a .b", `${root}.a .b`],
    [".btn", `${root} .btn`],
    ['[dir="rtl"] .btn', `${root}[dir="rtl"] .btn`],
    ["[popover]", `${root} [popover]`],
    ["*::before", `${root} *::before`],
  ])("%s", (selector, confined) => {
    expect(selectors(`${selector} { top: 0; }`, (tree) => confineTo(tree, '[data-glpi-theme="x"]'))).toEqual([
      confined,
    ]);
  });
});

describe("wrapInBoost", () => {
  const wrap = (css: string) => wrapInBoost(postcss.parse(css)).toString().replace(/\s+/g, " ");

  it("marks what can be the page's root, and nothing else", () => {
    expect(
      selectors(
        ":root{top:0} html.a{top:0} *{top:0} [hidden]{top:0} .b{top:0} p{top:0} :is(.c,p) i{top:0} :is(.c,[d]){top:0} ::selection{top:0}",
        wrapInBoost,
      ),
    ).toEqual(
      [
        "::selection",
        ":not(#_#_#_)",
        "&:root",
        "html.a",
        "&",
        "&[hidden]",
        ".b",
        "p",
        ":is(.c,p) i",
        "&:is(.c,[d])",
      ].map((selector) => (selector === "html.a" ? expect.stringMatching(/^html(&\.a|\.a)$/) : selector)),
    );
  });

  it("keeps keyframes and registered properties outside", () => {
    expect(wrap('@property --a{syntax:"*";inherits:false} @keyframes b{to{top:0}} .c{top:0}')).toMatch(
      /^@property.*@keyframes b\{to\{top:0\}\}\s*:not\(#_#_#_\)\s*\{\s*\.c\{top:0\}\s*\}$/,
    );
  });

  it("leaves out the ampersand that nesting implies", () => {
    expect(selectors(".a{& .b{top:0} & > i{top:0} &:hover{top:0} .c &{top:0}}", wrapInBoost).slice(2)).toEqual([
      ".b",
      ">i",
      "&:hover",
      ".c &",
    ]);
  });
});

describe("flattenWhereNeeded", () => {
  const needed = (css: string) => flattenWhereNeeded(postcss.parse(css), flatten).nodes.length > 1;

  it("finds what native nesting would lose", () => {
    expect(needed(".a::before{top:0;&:hover{top:1px}}")).toBe(true);
    expect(needed(".a{top:0;:where(.b &){top:1px}}")).toBe(true);
  });

  it("leaves all else nested", () => {
    expect(needed(".a{top:0;&:hover{top:1px}&::before{top:0}&:where(.b){top:0}}")).toBe(false);
  });
});
