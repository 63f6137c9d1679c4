import type { Browser } from "@playwright/test";
import type { TextFacts } from "../../src/audit/collect.ts";
import { textColour } from "../../src/audit/judge.ts";
import { contrastOf, Picture } from "../../src/audit/paint.ts";
import { type Line, type Mode, openFragment } from "./fragment.ts";

/**
 * Samples whose words, the first text in the element of class "sample", stand below 4.5:1 as pixels.
 * @returns contrast and markup of each
 */
export async function illegible(browser: Browser, html: readonly string[], line: Line, mode: Mode): Promise<string[]> {
  const body = html
    .map((sample) => `<div style="display: inline-block; width: 300px; vertical-align: top">${sample}</div>`)
    .join("");
  const page = await openFragment(browser, body, { line, mode, width: 2600, height: 900 });
  try {
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: 2600, height });
    const texts = (await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".sample")].map((sample) => {
        const range = document.createRange();
        const walker = document.createTreeWalker(sample, NodeFilter.SHOW_TEXT);
        const node = walker.nextNode() as Text;
        range.selectNodeContents(node);
        const { x, y, width, height } = range.getBoundingClientRect();
        const style = getComputedStyle(node.parentElement as Element);
        let opacity = 1;
        for (let box = node.parentElement; box; box = box.parentElement)
          opacity *= Number(getComputedStyle(box).opacity);
        return {
          colour: style.color,
          opacity,
          rects: [{ x, y, width, height }],
          text: (sample.closest("tr") ?? sample).outerHTML.slice(0, 160),
        };
      }),
    )) as Pick<TextFacts, "colour" | "opacity" | "rects" | "text">[];
    const picture = new Picture(await page.screenshot({ animations: "disabled" }));
    return texts.flatMap((text) => {
      const painted = textColour(text as TextFacts, picture);
      if (!painted) return [`${text.text}: not seen`];
      const contrast = contrastOf(painted.colour, painted.background);
      return contrast >= 4.45 ? [] : [`${contrast.toFixed(2)} ${text.text}`];
    });
  } finally {
    await page.close();
  }
}
