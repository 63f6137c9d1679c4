import path from "node:path";
import postcss, { type ChildNode } from "postcss";
import { compile, flatten } from "../build/compile.ts";
import { raiseSpecificity } from "../build/scope.ts";
import type { Theme } from "../theme/theme.ts";
import { relativeToProject } from "../util/paths.ts";
import { emulateForcedColours } from "./contrast.ts";
import { bindToStage } from "./page.ts";
import { markPlaces } from "./places.ts";
import type { Sheet } from "./protocol.ts";
import { addTwins } from "./twins.ts";

/**
 * The built theme as one sheet a file, kept fresh. The build's own compiler reads everything, each time: its checks look
 * across files. What costs most (nesting, and what only the gallery adds) is done again only for rules that changed.
 */
export class ThemeSheets {
  /** Finished text by a rule's own place and text. */
  #finished = new Map<string, string>();

  /** @throws {UserError} as the compiler does; what was compiled before stays */
  compile(theme: Theme): Sheet[] {
    // Compact's files are built in as well, and left out by the page: both densities can then be looked at.
    const root = compile({ ...theme, density: "compact" }, { nested: true });
    const finished = new Map<string, string>();
    const sheets: Sheet[] = [];
    const stretches = new Map<string, number>();
    let current: { file: string; parts: string[] } | undefined;
    const close = (): void => {
      if (!current) return;
      const { file, parts } = current;
      const stretch = stretches.get(file) ?? 0;
      stretches.set(file, stretch + 1);
      const glpi = /\.glpi-(10|11)\.css$/.exec(file)?.[1] as "10" | "11" | undefined;
      sheets.push({
        id: stretch === 0 ? file : `${file}#${stretch}`,
        file,
        css: parts.join("\n"),
        ...(glpi ? { glpi } : {}),
        ...(path.basename(file) === "compact.css" ? { compact: true } : {}),
      });
    };
    for (const node of root.nodes) {
      const file = sourceOf(node);
      if (current?.file !== file) {
        close();
        current = { file, parts: [] };
      }
      const text = node.toString();
      const line = node.source?.start?.line ?? 1;
      const key = `${file}:${line}\n${text}`;
      const css = this.#finished.get(key) ?? finished.get(key) ?? finish(text, file, line);
      finished.set(key, css);
      current.parts.push(css);
    }
    close();
    this.#finished = finished;
    return sheets;
  }
}

/** The rules for GLPI's own scheme name no file; they fall to the gallery anyway. */
function sourceOf(node: ChildNode): string {
  const file = node.source?.input.file;
  return file ? relativeToProject(file) : "scheme";
}

function finish(text: string, file: string, line: number): string {
  const root = markPlaces(flatten(postcss.parse(text)), { file, line });
  return bindToStage(raiseSpecificity(addTwins(emulateForcedColours(root)))).toString();
}
