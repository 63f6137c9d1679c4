import path from "node:path";
import type { Input } from "../command-line/definition.ts";
import { measuredFile } from "../site/measured.ts";
import { record, staleWidgets } from "../site/record.ts";
import { buildSite } from "../site/site.ts";
import { loadTheme } from "../theme/theme.ts";
import { checkedFolder, replaceFolder } from "../util/owned-folder.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { dim, startProgress } from "../util/terminal.ts";
import { version } from "../util/version.ts";
import { writeAtomically } from "../util/write.ts";
import { launchBrowser } from "../visual/browser.ts";
import type { verbs } from "./verbs.ts";

/** Where the site goes unless it is told otherwise. */
const ownFolder = path.join(projectRoot, "reports/site");

/** Builds the site, or measures what it needs a browser for. */
export async function run({ values }: Input<typeof verbs.site>): Promise<number> {
  const started = performance.now();
  const theme = loadTheme("windows-11");
  const progress = startProgress();
  if (values.record) {
    progress.step("measuring specimens");
    const { browser, close } = await launchBrowser();
    try {
      writeAtomically(measuredFile, `${JSON.stringify(await record(browser, theme))}\n`);
    } finally {
      await close();
      progress.end();
    }
    console.log(`${relativeToProject(measuredFile)} written`);
    return 0;
  }
  const folder = values.out === undefined ? ownFolder : checkedFolder("--out", values.out, theme.folders);
  const stale = staleWidgets(theme);
  if (stale.length > 0)
    console.error(`measured before their last change: ${stale.join(", ")}. Run fenetre site --record.`);
  progress.step("building pages");
  const files = await buildSite(theme);
  progress.step("writing");
  replaceFolder(folder, files, { what: "site", version });
  progress.end();
  const pages = files.filter(({ path: name }) => name.endsWith(".html")).length;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (values.json) console.log(JSON.stringify({ folder, pages, files: files.length }, null, 2));
  else console.log(`${pages} pages in ${relativeToProject(folder)}${dim(`, ${seconds} s`)}`);
  return 0;
}
