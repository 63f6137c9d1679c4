import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../src/util/paths.ts";
import { forgottenInForcedColours } from "../helpers/contrast-lists.ts";

const theme = path.join(projectRoot, "themes/windows-11");

/** A widget's style sheets: those of one folder; elsewhere each file is for itself. */
const widgets = new Map<string, Record<string, string>>();
for (const name of readdirSync(theme, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".css") || name.endsWith(".entity.css")) continue;
  const file = name.split(path.sep).join("/");
  const widget = file.startsWith("controls/") ? path.posix.dirname(file) : file;
  widgets.set(widget, { ...widgets.get(widget), [file]: readFileSync(path.join(theme, name), "utf8") });
}

describe("forced colours", () => {
  it.each([...widgets])("reach whatever %s lists with what they re-assign", (_, files) => {
    expect(forgottenInForcedColours(files)).toEqual([]);
  });

  it("are missed where a list outgrows them", () => {
    const files = widgets.get("controls/button") as Record<string, string>;
    const name = "controls/button/button.css";
    const grown = (files[name] as string).replace("\n.btn-primary,\n", "\n.btn-primary,\n.plugin-save,\n");
    expect(forgottenInForcedColours({ ...files, [name]: grown })).toEqual([
      expect.stringMatching(
        /controls\/button\/contrast\.css:\d+.* forgets \.plugin-save of controls\/button\/button\.css:\d+/,
      ),
    ]);
  });

  it("are missed within nested rules too", () => {
    const css = (list: string): string => `${list} { & .link { --a: 1; } }
@media (forced-colors: active) { .tabs .link { &:hover { --a: Highlight; } } }`;
    expect(forgottenInForcedColours({ "a.css": css(".tabs") })).toEqual([]);
    expect(forgottenInForcedColours({ "a.css": css(".tabs, .bar") })).toHaveLength(1);
  });
});
