import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import postcss from "postcss";
import { emulateForcedColours, forceHostColours } from "./contrast.ts";
import { bindToStage } from "./page.ts";
import type { Host } from "./protocol.ts";
import { addTwins } from "./twins.ts";

const require = createRequire(import.meta.url);
const prepared = new Map<string, string>();

/**
 * What GLPI loads beneath the theme: its line of Tabler, select2 and flatpickr, made ready for a stage. Prepared once.
 * @param rtl the sheets for right to left, as GLPI takes them
 */
export function hostSheet(host: Host, rtl: boolean): string {
  if (host === "bare") return "";
  const key = `${host}-${rtl}`;
  let css = prepared.get(key);
  if (css === undefined) {
    const tabler = host === "glpi-10" ? "tabler-10" : "tabler-11";
    const suffix = rtl ? ".rtl" : "";
    const files = [
      `${tabler}/dist/css/tabler${suffix}.css`,
      `${tabler}/dist/css/tabler-vendors${suffix}.css`,
      "select2/dist/css/select2.css",
      "flatpickr/dist/flatpickr.css",
    ];
    const text = files.map((file) => readFileSync(require.resolve(file), "utf8").replace(/\/\*#[^*]*\*\//g, "")).join("\n");
    const root = postcss.parse(text);
    root.walkAtRules(/^(charset|import|font-face)$/, (rule) => void rule.remove());
    root.walkComments((comment) => void comment.remove());
    css = bindToStage(addTwins(emulateForcedColours(forceHostColours(root)))).toString();
    prepared.set(key, css);
  }
  return css;
}
