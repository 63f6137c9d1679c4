import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import postcss from "postcss";
import { emulateForcedColours, forceHostColours } from "./contrast.ts";
import { bindToStage } from "./page.ts";
import type { Host } from "./protocol.ts";
import { addTwins } from "./twins.ts";

const require = createRequire(import.meta.url);
/** From where Tabler stands: its icons are its own dependency. */
const requireOfTabler = createRequire(require.resolve("tabler-10/package.json"));
const prepared = new Map<string, string>();

/**
 * What GLPI loads beneath the theme: its line of Tabler, select2, flatpickr and the classes of its icon font, made ready
 * for a stage. Without a host, the icons alone: GLPI's markup has no others. Prepared once.
 * @param rtl the sheets for right to left, as GLPI takes them
 */
export function hostSheet(host: Host, rtl: boolean): string {
  const key = `${host}-${rtl}`;
  let css = prepared.get(key);
  if (css === undefined) {
    const text = filesOf(host, rtl ? ".rtl" : "")
      .map((file) => readFileSync(file, "utf8").replace(/\/\*#[^*]*\*\//g, ""))
      .join("\n");
    const root = postcss.parse(text);
    root.walkAtRules(/^(charset|import|font-face)$/, (rule) => void rule.remove());
    root.walkComments((comment) => void comment.remove());
    css = bindToStage(addTwins(emulateForcedColours(forceHostColours(root)))).toString();
    prepared.set(key, css);
  }
  return css;
}

function filesOf(host: Host, suffix: string): string[] {
  const icons = requireOfTabler.resolve("@tabler/icons/iconfont/tabler-icons.css");
  if (host === "bare") return [icons];
  const tabler = host === "glpi-10" ? "tabler-10" : "tabler-11";
  return [
    require.resolve(`${tabler}/dist/css/tabler${suffix}.css`),
    require.resolve(`${tabler}/dist/css/tabler-vendors${suffix}.css`),
    require.resolve("select2/dist/css/select2.css"),
    require.resolve("flatpickr/dist/flatpickr.css"),
    icons,
  ];
}
