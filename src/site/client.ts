import path from "node:path";
import { build } from "vite";
import { projectRoot } from "../util/paths.ts";

/** What the pages run and wear of their own. */
export interface BuiltClient {
  css: string;
  /** Modules by the name of their entry. */
  scripts: Record<string, string>;
}

/** Scripts of the site: one for every page, and those that a page asks for. */
const entries = ["site", "accents"];

/** Builds the site's scripts and its style sheet by Vite, in memory. */
export async function buildClient(): Promise<BuiltClient> {
  const scripts: Record<string, string> = {};
  let css = "";
  for (const entry of entries) {
    const result = await build({
      configFile: false,
      root: path.join(projectRoot, "src/site"),
      logLevel: "error",
      publicDir: false,
      build: {
        write: false,
        minify: true,
        cssMinify: true,
        modulePreload: false,
        target: "es2022",
        cssTarget: ["chrome123", "firefox128", "safari17.5"],
        lib: {
          entry: path.join(projectRoot, `src/site/client/${entry}.ts`),
          formats: ["iife"],
          name: "fenetre",
          fileName: entry,
        },
      },
    });
    for (const { output } of [result].flat() as {
      output: { type: string; fileName: string; code?: string; source?: string | Uint8Array }[];
    }[]) {
      for (const file of output) {
        if (file.type === "chunk") scripts[entry] = file.code ?? "";
        else if (file.fileName.endsWith(".css")) css += String(file.source);
      }
    }
  }
  return { css, scripts };
}
