import path from "node:path";
import type { Input } from "../command-line/definition.ts";
import { readSurfaces, shoot } from "../screenshots/shoot.ts";
import { sheetOf } from "../screenshots/taken.ts";
import { loadTheme } from "../theme/theme.ts";
import { parseAddress } from "../util/address.ts";
import { quoted } from "../util/escape.ts";
import { projectRoot } from "../util/paths.ts";
import { reportFolder } from "../util/report-folder.ts";
import { UserError } from "../util/user-error.ts";
import { launchBrowser } from "../visual/browser.ts";
import type { verbs } from "./verbs.ts";

/** Logins come from the environment and appear nowhere else. */
export async function run({ values }: Input<typeof verbs.screenshots>): Promise<number> {
  if (values.url === undefined) throw new UserError("no GLPI is named", "Give --url https://your.glpi");
  const { url } = parseAddress(values.url, "--url");
  const { GLPI_USER, GLPI_PASSWORD, GLPI_SELF_SERVICE_USER, GLPI_SELF_SERVICE_PASSWORD } = process.env;
  if (!GLPI_USER || !GLPI_PASSWORD)
    throw new UserError("no login", "Set GLPI_USER and GLPI_PASSWORD in the environment");
  const list = readSurfaces(values.pages ?? path.join(projectRoot, "docs/screenshots/pages.json"));
  const unknown = values.only?.find((id) => !list.pages.some((page) => page.id === id));
  if (unknown !== undefined)
    throw new UserError(
      `there is no surface ${quoted(unknown)}`,
      `Name one of: ${list.pages.map(({ id }) => id).join(", ")}`,
    );
  const folder = reportFolder("screenshots", values.out);
  const { browser } = await launchBrowser({ network: true });
  try {
    const failed = await shoot(browser, list, {
      url,
      users: {
        technician: { name: GLPI_USER, password: GLPI_PASSWORD },
        ...(GLPI_SELF_SERVICE_USER && GLPI_SELF_SERVICE_PASSWORD
          ? { "self-service": { name: GLPI_SELF_SERVICE_USER, password: GLPI_SELF_SERVICE_PASSWORD } }
          : {}),
      },
      folder,
      sheet: sheetOf(loadTheme("windows-11")),
      ...(values.only ? { only: values.only } : {}),
      progress: (line) => console.log(line),
    });
    return failed.length > 0 ? 1 : 0;
  } finally {
    await browser.close();
  }
}
