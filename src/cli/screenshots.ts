import path from "node:path";
import { readSurfaces, shoot } from "../screenshots/shoot.ts";
import { parseOptions } from "../util/options.ts";
import { projectRoot } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { launchBrowser } from "../visual/browser.ts";

export const summary = "picture a GLPI before and after, light and dark";

const usage =
  "fenetre screenshots --url https://your.glpi [--only login,ticket] [--pages list.json] [--out folder], with GLPI_USER and GLPI_PASSWORD set";

/** Logins come from the environment and appear nowhere else. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseOptions(
    args,
    { url: { type: "string" }, only: { type: "string" }, pages: { type: "string" }, out: { type: "string" } },
    usage,
  );
  const url = values.url ?? process.env.GLPI_URL;
  if (!url || !URL.canParse(url))
    throw new UserError(url ? `"${url}" is not an address` : "no GLPI named", `Usage: ${usage}`);
  const { GLPI_USER, GLPI_PASSWORD, GLPI_SELF_SERVICE_USER, GLPI_SELF_SERVICE_PASSWORD } = process.env;
  if (!GLPI_USER || !GLPI_PASSWORD)
    throw new UserError("no login", "Set GLPI_USER and GLPI_PASSWORD in the environment");
  const list = readSurfaces(values.pages ?? path.join(projectRoot, "docs/screenshots/pages.json"));
  const { browser } = await launchBrowser();
  try {
    const failed = await shoot(browser, list, {
      url: url.replace(/\/$/, ""),
      users: {
        technician: { name: GLPI_USER, password: GLPI_PASSWORD },
        ...(GLPI_SELF_SERVICE_USER && GLPI_SELF_SERVICE_PASSWORD
          ? { "self-service": { name: GLPI_SELF_SERVICE_USER, password: GLPI_SELF_SERVICE_PASSWORD } }
          : {}),
      },
      folder: path.resolve(values.out ?? path.join(projectRoot, "docs/screenshots")),
      ...(values.only ? { only: values.only.split(",") } : {}),
      progress: (line) => console.log(line),
    });
    return failed.length > 0 ? 1 : 0;
  } finally {
    await browser.close();
  }
}
