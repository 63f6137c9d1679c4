import postcss from "postcss";
import { expect, test } from "vitest";
import { takePlugin } from "../../src/build/plugins.ts";

const flat = (text: string): string => text.replace(/\s+/g, " ").trim();

test("takes what only a plugin's markup can match, conditions kept, and nothing else", () => {
  const root = postcss.parse(`
    .a, .portal-tile, #portal_x a { top: 0 }
    [class*="Portal" i]:hover { top: 1px }
    .b:not(.portal-tile) { top: 2px }
    .c:is(.portal-a, .b) { top: 3px }
    .c:is(.portal-a, [id^="portal"]) { top: 4px }
    @media print { .d:has(> .portal-a) { top: 5px } .e { top: 6px } }
    @keyframes portal { from { top: 0 } }`);
  const taken = takePlugin(root, "portal");
  expect(flat(taken.toString())).toBe(
    flat(`.portal-tile, #portal_x a { top: 0 } [class*="Portal" i]:hover { top: 1px }
      .c:is(.portal-a, [id^="portal"]) { top: 4px } @media print { .d:has(> .portal-a) { top: 5px } }`),
  );
  expect(flat(root.toString())).toBe(
    flat(`.a { top: 0 } .b:not(.portal-tile) { top: 2px } .c:is(.portal-a, .b) { top: 3px }
      @media print { .e { top: 6px } } @keyframes portal { from { top: 0 } }`),
  );
});
