import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildContext } from "../../src/build/artefact.ts";
import { document, documentLimit } from "../../src/build/targets/document.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";

const context: BuildContext = { theme: loadTheme("windows-11"), version: "0.0.0" };
const artefacts = document(context);
const text = (index: number): string => Buffer.from(artefacts[index]?.content as Uint8Array).toString("utf8");

describe("the theme as a document of GLPI's", () => {
  it("has a name GLPI takes, is whole and within GLPI's limit", () => {
    expect(artefacts.map(({ path }) => path)).toEqual([
      "document/windows-11-glpi-10.txt",
      "document/windows-11-glpi-11.txt",
    ]);
    for (const { content } of artefacts) expect(content.length).toBeLessThan(documentLimit);
    // What the entity field has no room for.
    expect(text(1)).toContain("::-webkit-scrollbar");
    expect(text(0)).toContain("Fenetre Tabler");
  });

  it("leads to no other file: a document has no folder beside it", () => {
    for (const index of [0, 1])
      expect(text(index).match(/url\((?:"(?!data:)|'(?!data:)|(?!["']|data:)).{0,40}/g) ?? []).toEqual([]);
  });
});

/** As GLPI sends a document: what it calls its type, and never to be shown in a window. */
describe("one line of entity CSS", () => {
  let server: Server;
  let launched: LaunchedBrowser;
  let type = "text/css";
  const cut = '<!DOCTYPE html><style>@import "/front/document.send.php?docid=7";</style><a class="btn">OK</a>';
  beforeAll(async () => {
    launched = await launchBrowser();
    server = createServer((request, response) => {
      if (request.url === "/front/document.send.php?docid=7")
        response
          .writeHead(200, {
            "Content-Type": `${type};charset=UTF-8`,
            "Content-Disposition": 'attachment; filename="windows-11-glpi-11.txt"',
            "X-Content-Type-Options": "nosniff",
          })
          .end(text(1));
      else response.writeHead(200, { "Content-Type": "text/html" }).end(cut);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await launched.close();
    server.close();
  });

  it.each([
    ["text/css", "32px"],
    // What GLPI finds by itself when the file is uploaded: the administrator has to say it.
    ["text/plain", "0px"],
  ])("takes a document of type %s", async (served, height) => {
    type = served;
    const page = await launched.browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: "load" });
    const seen = await page.$eval("a", (link) => getComputedStyle(link).minHeight);
    await page.close();
    expect(seen === "auto" ? "0px" : seen).toBe(height);
  });
});
