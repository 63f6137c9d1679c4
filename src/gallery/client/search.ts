import type { GalleryWidget } from "../protocol.ts";

export interface Hit {
  /** Where it leads: `button` or `button/standard`. */
  target: string;
  title: string;
  detail: string;
}

/**
 * Widgets and variants that have all the words, best first: in the name, in WinUI's name, in a state's name, in GLPI's
 * markup ("btn-primary").
 */
export function search(widgets: GalleryWidget[], text: string, limit = 8): Hit[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const hits: (Hit & { score: number })[] = [];
  for (const widget of widgets) {
    const names = `${widget.title} ${widget.name} ${widget.control ?? ""} ${widget.relative ?? ""}`.toLowerCase();
    const own = score(words, names, widget.category.toLowerCase());
    const detail = widget.control ?? widget.relative ?? widget.category;
    if (own > 0)
      hits.push({
        target: widget.name,
        title: widget.title,
        detail,
        score: own + (names.startsWith(words[0] as string) ? 3 : 2),
      });
    for (const variant of widget.variants) {
      const states = variant.cells.map(({ state }) => state).join(" ");
      const found = score(
        words,
        `${names} ${variant.name}`,
        `${states} ${variant.cells.map(({ html }) => html).join(" ")}`.toLowerCase(),
      );
      // What only the widget's own name matches is not worth a line for each variant.
      if (found > 0 && words.some((word) => !names.includes(word))) {
        hits.push({
          target: `${widget.name}/${variant.name}`,
          title: `${widget.title}, ${variant.name}`,
          detail: `${variant.cells.length} states`,
          score: found,
        });
      }
    }
  }
  return hits.sort((a, b) => b.score - a.score || (a.title < b.title ? -1 : 1)).slice(0, limit);
}

function score(words: string[], names: string, other: string): number {
  let total = 0;
  for (const word of words) {
    if (names.split(/[\s-]+/).some((name) => name.startsWith(word))) total += 3;
    else if (names.includes(word)) total += 2;
    else if (other.includes(word)) total += 1;
    else return 0;
  }
  return total / words.length;
}
