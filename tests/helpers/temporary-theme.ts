import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A theme of the least that builds, in a folder of its own; files given replace or join its own. */
export interface TemporaryTheme {
  folder: string;
  write(name: string, content: string): void;
  remove(): void;
}

const manifest = {
  name: "Test",
  key: "test",
  accent: "#0078d4",
  modules: ["tokens", "controls"],
  swatches: { light: ["#fff", "#eee", "#0067c0", "#000"], dark: ["#000", "#111", "#4cc2ff", "#fff"] },
};

/** theme.json as text, changed. */
export const manifestWith = (changes: Record<string, unknown>): string =>
  JSON.stringify({ ...manifest, ...changes }, null, 2);

/** @param place a folder for it; default: one of its own, outside the project */
export function temporaryTheme(files: Record<string, string> = {}, place?: string): TemporaryTheme {
  const folder = place ?? mkdtempSync(path.join(os.tmpdir(), "fenetre-theme-"));
  const write = (name: string, content: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  };
  const all = {
    "theme.json": manifestWith({}),
    "index.css": '@import "tokens";\n@import "controls";\n',
    "tokens/colour.css": ":root {\n  --win-ink: light-dark(#111, #eee);\n}\n",
    "controls/button/button.css": ".btn {\n  color: var(--win-ink);\n\n  &:hover {\n    color: currentcolor;\n  }\n}\n",
    ...files,
  };
  for (const [name, content] of Object.entries(all)) write(name, content);
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
