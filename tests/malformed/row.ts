import { manifestWith } from "../helpers/temporary-theme.ts";

/** What rows of the tables are made of. */

/** What stands at a path of the folder; default: a file with these contents. */
export type Thing =
  | string
  | Uint8Array
  | { kind: "folder" }
  | { kind: "link"; to: string }
  | { kind: "pipe" }
  | { kind: "socket" }
  | { kind: "absent" }
  /** Not readable; skipped for the system's administrator, who reads everything. */
  | { kind: "locked"; content: string };

export interface Row {
  name: string;
  argv: string[];
  files: Record<string, Thing>;
  /** What stderr must say. */
  says: RegExp;
  /** Lines on stderr; default: one. */
  lines?: number;
  /** What might hang, or end the process: run in a child with a time limit. */
  dangerous?: true;
  environment?: Record<string, string>;
}

export const row = (
  name: string,
  argv: string[],
  files: Record<string, Thing>,
  says: RegExp,
  more: Partial<Row> = {},
): Row => ({ name, argv, files, says, ...more });

export const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
export const utf16 = (text: string): Uint8Array =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

export const build = ["build", "--theme", "$/theme", "--out", "$/out"];
export const inTheme = (files: Record<string, Thing>): Record<string, Thing> =>
  Object.fromEntries(Object.entries(files).map(([name, thing]) => [`theme/${name}`, thing]));
export const manifest = (changes: Record<string, unknown>): Record<string, Thing> =>
  inTheme({ "theme.json": manifestWith(changes) });

/** A theme whose icons.json holds this. */
export const icons = (content: string): Record<string, Thing> => ({
  ...manifest({ modules: ["tokens", "controls", "icons"] }),
  ...inTheme({
    "index.css": '@import "tokens";\n@import "controls";\n@import "icons";',
    "icons/icons.css": "@font-face {\n  font-family: x;\n  src: icon-font(tabler);\n}",
    "icons/icons.json": content,
  }),
});
