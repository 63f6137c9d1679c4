import postcss from "postcss";
import { describe, expect, test } from "vitest";
import { fillConstants } from "../../src/build/constants.ts";

const filled = (css: string): string => fillConstants(postcss.parse(css)).toString();

describe("tokens that never change", () => {
  test("are written as what they are, also where one reads another that stands below it", () => {
    expect(
      filled(":root { --win-a: calc(var(--win-b) - 1px); --win-b: 4px } .x { width: var(--win-a); top: var(--win-b) }"),
    ).toBe(":root { --win-a: calc(var(--win-b) - 1px); --win-b: 4px } .x { width: calc(4px - 1px); top: 4px }");
  });

  test.each([
    [
      "said again under a condition",
      ":root { --win-a: 1px } @media (forced-colors: active) { :root { --win-a: 2px } }",
    ],
    ["said by an element", ":root { --win-a: 1px } .y { --win-a: 2px }"],
    ["said under a condition alone", "@media print { :root { --win-a: 1px } }"],
    ["said for some roots", ":root[dir=rtl] { --win-a: 1px }"],
    ["important, so that a lesser one may not replace it", ":root { --win-a: 1px !important }"],
    ["reading one that changes", ":root { --win-a: var(--win-b); --win-b: 1px } .y { --win-b: 2px }"],
    ["reading one of GLPI's", ":root { --win-a: var(--tblr-b) }"],
    ["an image", ':root { --win-a: url("data:,") }'],
    ["reading itself", ":root { --win-a: var(--win-a) }"],
  ])("are not those %s", (_, css) => {
    expect(filled(`${css} .x { width: var(--win-a) }`)).toContain(".x { width: var(--win-a) }");
  });

  test("are left where a fallback stands for what may be missing", () => {
    expect(filled(":root { --win-a: 1px } .x { width: var(--win-a, 2px) }")).toContain("var(--win-a, 2px)");
  });
});
