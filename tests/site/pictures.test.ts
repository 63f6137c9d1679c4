import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { changedSince, hashOfPicture, readTaken, sheetOf, withPictures } from "../../src/screenshots/taken.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { projectRoot } from "../../src/util/paths.ts";

const folder = path.join(projectRoot, "docs/screenshots");

describe("the pictures of docs/screenshots", () => {
  const taken = readTaken(folder);

  const pictures = readdirSync(folder).filter((name) => name.endsWith(".webp"));

  it("are those that fenetre screenshots took", () => {
    expect(pictures.sort()).toEqual(Object.keys(taken?.pictures ?? {}));
    for (const name of pictures)
      expect([name, hashOfPicture(readFileSync(path.join(folder, name)))]).toEqual([name, taken?.pictures[name]?.hash]);
  });

  /*
   * The theme changes daily and a GLPI is not at hand in every checkout: what has changed since is named aloud, and fails
   * where FENETRE_PICTURES=current asks for it, as before a release.
   */
  it("show the theme as it is", ({ skip }) => {
    const now = sheetOf(loadTheme("windows-11"));
    const stale = pictures.flatMap((name) => {
      const changed = taken ? changedSince(taken, name, now) : undefined;
      if (changed?.length === 0) return [];
      return [
        `${name}: ${changed ? `${changed.length} files changed since, ${changed[0]}` : "taken before this was recorded"}`,
      ];
    });
    if (process.env.FENETRE_PICTURES === "current") expect(stale).toEqual([]);
    else if (stale.length > 0)
      skip(`${stale.length} of ${pictures.length} pictures are older than the theme: ${stale.join("; ")}`);
  });

  it("are known to be stale when a file of the theme changes", () => {
    const now = sheetOf(loadTheme("windows-11"));
    const [file = ""] = Object.keys(now.files);
    const first = withPictures(undefined, now, { "a.webp": "1" });
    expect(changedSince(first, "a.webp", now)).toEqual([]);
    const later = { sheet: "0", files: { ...now.files, [file]: "0" } };
    expect(changedSince(first, "a.webp", later)).toEqual([file]);
    const both = withPictures(first, later, { "b.webp": "2" });
    expect(Object.keys(both.sheets)).toHaveLength(2);
    expect(changedSince(both, "b.webp", later)).toEqual([]);
    expect(Object.keys(withPictures(both, later, { "a.webp": "3" }).sheets)).toEqual(["0"]);
    expect(changedSince(both, "c.webp", later)).toBeUndefined();
  });
});
