declare module "svg2ttf" {
  /** @returns the TrueType font; `ts` is the creation date, seconds since 1970 */
  export default function svg2ttf(svgFont: string, options?: { ts?: number }): { buffer: Uint8Array };
}

declare module "wawoff2" {
  const wawoff2: { compress(ttf: Buffer): Promise<Uint8Array> };
  export default wawoff2;
}
