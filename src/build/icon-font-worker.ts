import { Readable } from "node:stream";
import svg2ttf from "svg2ttf";
import { SVGIcons2SVGFontStream } from "svgicons2svgfont";
import wawoff2 from "wawoff2";
import type { Glyph } from "./icon-font.ts";

/** Reads `{name, glyphs}` from standard input and writes the WOFF2 to standard output, the same bytes every time. */
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const { name, glyphs } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { name: string; glyphs: Glyph[] };

const font = new SVGIcons2SVGFontStream({ fontName: name, fontHeight: 2000, normalize: true, descent: 250 });
let svg = "";
font.on("data", (data: Buffer) => {
  svg += data.toString("utf8");
});
const finished = new Promise((resolve, reject) => font.on("end", resolve).on("error", reject));
for (const glyph of glyphs) {
  const drawing = Object.assign(Readable.from([glyph.svg]), {
    metadata: { name: glyph.name, unicode: [String.fromCodePoint(glyph.code)] },
  });
  font.write(drawing as never);
}
font.end();
await finished;
process.stdout.write(Buffer.from(await wawoff2.compress(Buffer.from(svg2ttf(svg, { ts: 0 }).buffer))));
