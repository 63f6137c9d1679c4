import type { Browser } from "@playwright/test";
import type { ThemeName } from "../references/facts.ts";
import type { Direction, NativeData, NativeState } from "../references/resolve.ts";
import { over } from "./compare.ts";
import { type Sheet, SpecimenPage, themeSheets } from "./page.ts";
import type { Rgb } from "./raster.ts";
import { Drafter, type Prepared, type RunOptions, type Shots } from "./run.ts";

/** A page with everything on it, on which stages are shot one after the other. */
export class Comparator {
  private constructor(
    readonly page: SpecimenPage,
    readonly drafter: Drafter,
  ) {}

  static async open(
    browser: Browser,
    prepared: Prepared[],
    data: NativeData,
    { theme, host }: RunOptions,
    sheets?: Sheet[],
  ): Promise<Comparator> {
    const drafter = new Drafter(prepared, data);
    const page = await SpecimenPage.open(browser, drafter.cells, sheets ?? themeSheets(theme, host), host);
    return new Comparator(page, drafter);
  }

  /**
   * Lays out, measures and shoots every cell in a theme at a scale.
   * @param backgrounds other colours than the references' own for the cells to stand on
   * @param forPeople whether the cells are shot with their text too, which the comparison has no use for
   */
  async shoot(
    theme: ThemeName,
    scale: number,
    direction: Direction = "ltr",
    backgrounds?: string[],
    forPeople = false,
  ): Promise<Shots> {
    const natives = this.drafter.natives(theme, direction, backgrounds);
    const withGlyphs = natives.map(({ parts }) => parts.some(({ shape }) => shape === "glyph"));
    const { facts, palette } = await this.page.show(
      theme,
      scale,
      natives.map((native) => ground(native)),
      withGlyphs,
      direction,
    );
    const surfaces = await this.page.capture("surfaces");
    const glyphs = withGlyphs.includes(true) ? await this.page.capture("glyph boxes") : undefined;
    const whole = forPeople ? { whole: await this.page.capture("whole") } : {};
    return { theme, scale, direction, palette, backgrounds, facts, surfaces, glyphs, ...whole };
  }

  /** The same again, after a change to the page's CSS: measured and shot anew, not laid out anew. */
  async reshoot(shots: Shots): Promise<Shots> {
    const facts = await this.page.measure();
    const surfaces = await this.page.capture("surfaces");
    const glyphs = shots.glyphs && (await this.page.capture("glyph boxes"));
    return { ...shots, facts, surfaces, glyphs };
  }
}

/** The cell's background: the reference's, composited. */
export function ground({ on }: NativeState): string {
  if (on.some((colour) => !colour.startsWith("#"))) return on.at(-1) as string;
  const [r, g, b] = on.reduce<Rgb>((below, colour) => over(colour, below), [255, 255, 255]);
  return `rgb(${r} ${g} ${b})`;
}
