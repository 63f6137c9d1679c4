import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { assemble } from "../../src/changes/assemble.ts";
import { files, names, type Repository, repository, theme } from "./repository.ts";

/** Each run starts a browser and two compilers: slow where others work too. */
const patience = 300_000;

let base: Repository;
beforeAll(() => {
  base = repository();
}, patience);
afterEach(() => base.restore());
afterAll(() => base.remove());

const tokens = `${theme}/tokens/colour.css`;
const button = `${theme}/controls/button/button.css`;
const replaced = (file: string, from: string, to: string): Record<string, string> => {
  const text = files[file] as string;
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  return { [file]: text.replace(from, to) };
};

describe("the comparison with a revision", () => {
  it(
    "finds nothing where only a comment changed",
    async () => {
      base.write(replaced(button, ".btn {", "/* A button. */\n.btn {\n  /* Its ink. */"));
      const results = await base.results();
      expect(results.changed).toEqual([]);
      expect(results.causes).toEqual([]);
      expect(results.unchanged).toBe(4 * (3 + 2) + 2 * 3);
      // What no changed rule can reach is not even rendered.
      expect(results.unreached).toBe(results.unchanged);
      expect(results.pass).toBe(true);
    },
    patience,
  );

  it(
    "finds exactly what uses a token, through another token, and where only dark changes",
    async () => {
      base.write(replaced(tokens, "#4cc2ff", "#4cc2fe"));
      const results = await base.results();
      expect(names(results)).toEqual(["mark standard/pointer-over dark", "mark standard/rest dark", "list dark"]);
      expect(results.causes).toMatchObject([
        {
          kind: "declaration",
          place: `${tokens}:3`,
          within: [":root"],
          before: "--win-mark: light-dark(#0067c0, #4cc2ff)",
          after: "--win-mark: light-dark(#0067c0, #4cc2fe)",
        },
      ]);
      for (const { causes } of results.changed) expect(causes).toEqual([results.causes[0]?.id]);
      // Nothing native speaks of any of it: somebody has to.
      expect(results.pass).toBe(false);
      for (const { failures } of results.changed) expect(failures[0]).toMatch(/^looks otherwise, and nothing native/);
    },
    patience,
  );

  it(
    "finds one state of one widget among all, and the rule of that state alone",
    async () => {
      base.write(replaced(button, "background: #888a", "background: #888b"));
      const results = await base.results();
      expect(names(results)).toEqual([
        "button standard/pressed light",
        "button standard/pressed light rtl",
        "button standard/pressed dark",
        "button standard/pressed high-contrast",
      ]);
      // As it is written, and where.
      expect(results.causes).toMatchObject([
        {
          place: `${button}:11`,
          within: [".btn", "&:active"],
          before: "background: #888a",
          after: "background: #888b",
        },
      ]);
    },
    patience,
  );

  it(
    "says the same however the work is shared, and byte for byte again",
    async () => {
      base.write({ ...replaced(tokens, "#111", "#999"), ...replaced(button, "#8888;", "#8889;") });
      const text = (parts: Parameters<typeof assemble>[0]): string => JSON.stringify(assemble(parts).results);
      const whole = text([await base.compare()]);
      expect(text([await base.compare()])).toBe(whole);
      const shards = [
        await base.compare({ shard: { index: 1, of: 2 } }),
        await base.compare({ shard: { index: 2, of: 2 } }),
      ];
      expect(text([shards[1], shards[0]] as typeof shards)).toBe(whole);
      expect(() => assemble([shards[0] as (typeof shards)[0]])).toThrow(/part 2 of 2 is missing/);
      const results = assemble(shards).results;
      // Grey text on grey: the page became less legible.
      expect(results.changed.find(({ id }) => id === "form")?.failures[0]).toMatch(
        /^a text too faint “Send” \(button\.btn\): \d+\.\d of 4\.5 before, \d\.\d of 4\.5 now$/,
      );
      expect(results.pass).toBe(false);
    },
    patience,
  );

  it(
    "knows new, renamed and removed widgets and pages, with changes that are not committed",
    async () => {
      base.write({
        [`${theme}/controls/mark/mark.css`]: null,
        [`${theme}/controls/mark/mark.html`]: null,
        [`${theme}/controls/flag/flag.css`]: files[`${theme}/controls/mark/mark.css`] as string,
        [`${theme}/controls/flag/flag.html`]: files[`${theme}/controls/mark/mark.html`] as string,
        [`${theme}/controls/chip/chip.css`]: ".chip {\n  color: var(--win-mark);\n}\n",
        [`${theme}/controls/chip/chip.html`]:
          '<template data-variant="standard" data-states="rest"><b class="chip">Chip</b></template>',
        "tests/pages/plain.html": null,
        "tests/pages/bare.html": files["tests/pages/plain.html"] as string,
        "tests/pages/list.html": null,
      });
      const results = await base.results();
      expect(results.renamed).toEqual([
        { from: "mark", to: "flag" },
        { from: "plain", to: "bare" },
      ]);
      expect(results.added).toEqual(["chip standard/rest"]);
      expect(results.removed).toEqual(["list"]);
      expect(names(results)).toEqual([
        "chip standard/rest light",
        "chip standard/rest light rtl",
        "chip standard/rest dark",
        "chip standard/rest high-contrast",
      ]);
      expect(results.changed.every((change) => change.new)).toBe(true);
    },
    patience,
  );

  it(
    "says that the base does not build, and shows what there is now",
    async () => {
      base.write({ [button]: ".btn {\n  color: var(--win-unknown);\n}\n" });
      base.git("commit", "--quiet", "--all", "--message=Broken");
      base.write({ [button]: files[button] as string });
      const results = await base.results();
      base.git("reset", "--quiet", "--hard", "HEAD~1");
      expect(results.base.error).toMatch(
        /^themes\/test\/controls\/button\/button\.css:2:.*unknown token --win-unknown/,
      );
      expect(results.changed).toHaveLength(4 * (3 + 2) + 2 * 3);
      expect(results.changed.every(({ pixels }) => pixels === null)).toBe(true);
    },
    patience,
  );

  it("leaves nothing behind", () => {
    expect(base.git("worktree", "list").split("\n")).toHaveLength(1);
    expect(base.git("status", "--short")).toBe("");
    expect(existsSync(`${base.folder}/reports`)).toBe(false);
  });
});
