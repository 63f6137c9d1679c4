import type { Root } from "postcss";
import { declarationsOf } from "../../nodes.ts";

/** Coordinates in icons to a hundredth of a pixel, and `>` as it is: only `<` must be escaped. */
export function shortenIcons(root: Root): Root {
  for (const decl of declarationsOf(root)) {
    if (!decl.value.includes("data:image/svg+xml")) continue;
    decl.value = decl.value
      .replaceAll("%3E", ">")
      .replace(
        / d='([^']*)'/g,
        (_, path: string) =>
          ` d='${path.replace(/\d*\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100).replace(/^0\./, "."))}'`,
      );
  }
  return root;
}
