import postcss from "postcss";
import { expect, test } from "vitest";
import { emulateForcedColours, forceHostColours } from "../../src/gallery/contrast.ts";
import { bindToStage } from "../../src/gallery/page.ts";
import { addTwins } from "../../src/gallery/twins.ts";

const through = (change: (root: postcss.Root) => postcss.Root, css: string): string =>
  change(postcss.parse(css)).toString();

test.each([
  ["a:hover {}", 'a:is(:hover, [data-state~="hover"]) {}'],
  [
    ".a:not(:active):focus-visible > b {}",
    '.a:not(:is(:active, [data-state~="active"])):is(:focus-visible, [data-state~="focus-visible"]) > b {}',
  ],
  [".a:focus-within::before {}", '.a:is(:focus-within, [data-state~="focus-within"])::before {}'],
  // :is() with an attribute is not valid after a pseudo-element.
  ["::-webkit-slider-thumb:hover {}", "::-webkit-slider-thumb:hover {}"],
  [".hover {}", ".hover {}"],
])("%s has a twin", (css, expected) => {
  expect(through(addTwins, css)).toBe(expected);
});

test("forced colours apply by attribute, at no weight, and system colours can be set", () => {
  const css =
    "@media (forced-colors: active) { :root { --a: Canvas; } .a .b { color: ButtonText; } } .c { color: red; }";
  const result = through(emulateForcedColours, css).replace(/\s+/g, " ");
  expect(result).toContain(":root:where(.fenetre-root[data-contrast]) { --a: var(--contrast-canvas, Canvas); }");
  expect(result).toContain(
    ":where(.fenetre-root[data-contrast]) .a .b { color: var(--contrast-button-text, ButtonText); }",
  );
  expect(result).toContain(".c { color: red; }");
  expect(result).not.toContain("@media");
});

test("other conditions of the same media rule stay", () => {
  const result = through(
    emulateForcedColours,
    "@media (forced-colors: active) and (max-width: 9px) { a { color: LinkText; } }",
  );
  expect(result).toContain("@media (max-width: 9px)");
});

test("what opts out of forced colours keeps its shadows", () => {
  const result = through(emulateForcedColours, ".a { box-shadow: 0 0 1px red; } .b { forced-color-adjust: none; }");
  expect(result).toContain("box-shadow: var(--contrast-shadow, 0 0 1px red)");
  expect(result).toContain("--contrast-shadow: initial");
});

test("a host's colours give way, what is transparent stays", () => {
  const result = through(forceHostColours, ".a { color: red; background-color: transparent; border: 1px solid #ccc; }");
  expect(result).toBe(
    ".a { color: var(--contrast-colour, red); background-color: transparent; border: 1px solid var(--contrast-border, #ccc); }",
  );
});

test("what is said of the document is said of the stage", () => {
  expect(through(bindToStage, ":root[data-a] body.b > a {}")).toBe(".fenetre-root[data-a] fenetre-body.b > a {}");
  expect(through(bindToStage, ".html-body {}")).toBe(".html-body {}");
});
