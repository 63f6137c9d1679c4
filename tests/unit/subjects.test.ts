import { selectorSpecificity } from "@csstools/selector-specificity";
import postcss, { type Rule } from "postcss";
import parser from "postcss-selector-parser";
import { describe, expect, test } from "vitest";
import { splitSubjects } from "../../src/build/subjects.ts";

const split = (selector: string): string[] => (splitSubjects(postcss.parse(`${selector} {}`)).first as Rule).selectors;

const weight = (selector: string): string => {
  const { a, b, c } = selectorSpecificity(parser().astSync(selector).nodes[0] as never);
  return [a, b, c].join();
};

describe("selectors as browsers find them quickly", () => {
  test.each([
    [":is(.a > .b):hover", [".a > .b:hover"]],
    [":is(.a, .b):hover", [".a:hover", ".b:hover"]],
    ["x :is(.a .b)::before", ["x :is(.a .b)::before"]],
    ["i:is(.x a)", ["i:is(.x a)"]],
    [":is(a:-webkit-any-link):hover", [":hover:is(a:-webkit-any-link)"]],
    // Filed already: a list of states would only be tried more often.
    [".a:is(:disabled, .b)", [".a:is(:disabled, .b)"]],
    ["input:is(:checked, :indeterminate)", ["input:is(:checked, :indeterminate)"]],
    [
      ":is(input[type=a], input:not([type]), .b, textarea)",
      ["input:is([type=a], :not([type]))", ".b:not(_)", "textarea:not(._)"],
    ],
    [":where(input):where([type=a], [type=b]):hover", [":hover:where(input):where([type=a], [type=b])"]],
    ["main button:where(.a):not([class])", ["main button:not([class]):where(.a)"]],
    // States first, but no pseudo-element's before it.
    [".a:not(.b):hover > .c:where(.d)::x:active", [".a:hover:not(.b) > .c:where(.d)::x:active"]],
    ['[id="a"] > b', [":where(#a):not(._) > b"]],
    [".a > :is(td, th):first-child", [".a > td:first-child", ".a > th:first-child"]],
    // Ancestors: so that the filter of ancestors sees them, where the subject is frequent.
    [":is(.a, .b .c) > td", [".a:not(._) > td", ".b .c > td"]],
    // A row rules out as much.
    [":is(.a, .b) > tr > td", [":is(.a, .b) > tr > td"]],
    // What few elements are tried for takes a short list.
    [":is(.a, .b) > .c", [".a > .c", ".b > .c"]],
    [":is(.a, .b, .c, .d, .e) > .f", [":is(.a, .b, .c, .d, .e) > .f"]],
    [":is(:is(.a, .b) > a, li):hover", [".a > a:hover", ".b > a:hover", "li:hover:not(._)"]],
    ["m :is(button.a, [t=a][t])", ["m :where(button):where(.a):not(._._)", "m [t=a][t]"]],
    ["m :is(button, [t=a], [t=b])", ["m :where(button):not(._)", "m :where([t]):is([t=a], [t=b])"]],
  ])("%s", (selector, expected) => {
    expect(split(selector)).toEqual(expected);
    for (const one of expected) expect(weight(one)).toBe(weight(selector));
  });
});
