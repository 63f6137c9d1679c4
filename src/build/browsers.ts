import { readFileSync } from "node:fs";
import path from "node:path";
import browserslist from "browserslist";
import { browserslistToTargets, type Targets } from "lightningcss";
import { projectRoot } from "../util/paths.ts";

const project = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8")) as {
  browserslist: string[];
};

/**
 * The browsers the theme is made for, package.json's `browserslist`: the first that know `light-dark()` and native
 * nesting, so that neither is rewritten.
 */
export const browsers: string[] = project.browserslist;

/** The same for Lightning CSS. */
export const targets: Targets = browserslistToTargets(browserslist(browsers));
