import { describe, expect, it } from "vitest";
import {
  against,
  classLists,
  factsOf,
  GlpiMarkup,
  keptFacts,
  libraryWords,
  markupReasons,
  ourMarkup,
  specimensOf,
} from "../../src/audit/markup.ts";
import { loadTheme } from "../../src/theme/theme.ts";

const specimens = specimensOf(loadTheme("windows-11"));

describe.each(["10", "11"] as const)("our markup, against what is known of GLPI %s", (line) => {
  const facts = keptFacts(line);
  const others = [keptFacts(line === "10" ? "11" : "10")].filter((one) => one !== undefined);
  const ours = ourMarkup(line, specimens);
  const libraries = libraryWords(line);

  it("is GLPI's own: each class, each meeting of two, each state", () => {
    expect(facts?.glpi).toMatch(new RegExp(`^${line}\\.`));
    const found = facts && against(ours, facts, libraries, others, markupReasons());
    expect(found).toEqual({ unknownClasses: [], unknownPairs: [], unshown: [] });
  });

  it("would be missed where it were not", () => {
    const invented = ourMarkup(line, [
      {
        file: "invented.html",
        html: '<div class="timeline-item validation-request refused"></div><p class="no-such-class"></p>',
      },
    ]);
    const found = facts && against(invented, { ...facts, states: ["a-state"] }, libraries, others);
    expect(found?.unknownClasses.map(([name]) => name)).toContain("no-such-class");
    expect(found?.unknownPairs.map(([pair]) => pair)).toContain("refused validation-request");
    expect(found?.unshown).toEqual(["a-state"]);
  });

  it("needs each reason that is given", () => {
    const bare = facts && against(ours, facts, libraries, others);
    const missed = [...(bare?.unknownClasses ?? []), ...(bare?.unknownPairs ?? [])].map(([name]) => name);
    const all = new Set([...missed, ...(bare?.unshown ?? [])]);
    const other = others[0];
    const there =
      other && against(ourMarkup(line === "10" ? "11" : "10", specimens), other, libraries, facts ? [facts] : []);
    for (const [name] of there?.unknownClasses ?? []) all.add(name);
    for (const name of there?.unshown ?? []) all.add(name);
    expect(markupReasons().filter(({ name }) => !all.has(name))).toEqual([]);
  });
});

describe("a GLPI's text", () => {
  const glpi = (file: string, text: string): GlpiMarkup =>
    new GlpiMarkup({
      version: "10.0.0",
      writers: [{ file, text }],
      libraries: [],
      styles: [".is-late { } .is-done { }"],
    });
  const libraries = libraryWords("10");
  const of = (html: string): ReturnType<typeof ourMarkup> => {
    const lists = classLists(html);
    const classes = new Map(lists.flat().map((name) => [name, "x"]));
    const pairs = new Map(lists.map((list) => [list.sort().join(" "), "x"] as [string, string]));
    return { classes, pairs };
  };

  it("says which classes stand on one element, through variables and conditions", () => {
    const found = glpi(
      "a.twig",
      "{% set mood_class = '' %}{% if late %}{% set mood_class = 'is-late' %}{% endif %}<p class=\"a-row {{ mood_class }} {{ done ? 'is-done' }}\"></p><p class=\"a-cell\"></p>",
    );
    expect(found.meet("a-row", "is-late")).toBe(true);
    expect(found.meet("a-row", "is-done")).toBe(true);
    expect(found.meet("a-cell", "is-late")).toBe(false);
    expect(found.states()).toEqual(["is-done", "is-late"]);
    expect(factsOf(found, of('<p class="a-cell is-late"></p><p class="a-row is-late"></p>'), libraries).pairs).toEqual([
      "a-row is-late",
    ]);
  });

  it("knows a name that a script completes", () => {
    const found = glpi("a.js", ["x = `state-$", "{id}`; y = 'kind_' + name;"].join(""));
    expect([found.knows("state-7"), found.knows("kind_b"), found.knows("other-7")]).toEqual([true, true, false]);
  });
});
