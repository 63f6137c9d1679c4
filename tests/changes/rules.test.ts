import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptAll, acceptedFile, ownAcceptances } from "../../src/changes/accepted.ts";
import { assemble, bars } from "../../src/changes/assemble.ts";
import { differing } from "../../src/changes/pictures.ts";
import type { Part } from "../../src/changes/results.ts";
import { resolveCommit } from "../../src/changes/revision.ts";
import { diffRules, tokenUses } from "../../src/changes/rules.ts";
import type { FlatRule } from "../../src/changes/side.ts";
import { command } from "../helpers/command.ts";
import { type Repository, repository } from "./repository.ts";

const rule = (selector: string, text: string, place = "a.css:1"): FlatRule => ({
  conditions: [],
  selector,
  declarations: text.split("; ").map((pair) => pair.split(": ") as [string, string]),
  place,
});

describe("the difference of two style sheets", () => {
  const base = [rule(".a", "color: red"), rule(".b", "color: blue; top: 0"), rule(".c", "left: 0")];

  it("is nothing where rules only stand on other lines", () => {
    expect(
      diffRules(
        base,
        base.map((one) => ({ ...one, place: "a.css:9" })),
      ),
    ).toEqual([]);
  });

  it("names what a rule says otherwise", () => {
    const ours = [base[0] as FlatRule, rule(".b", "color: navy; top: 0"), base[2] as FlatRule];
    expect(diffRules(base, ours)).toMatchObject([
      { id: "a.css .b", kind: "changed", declarations: [{ property: "color", before: "blue", after: "navy" }] },
    ]);
  });

  it("knows rules that came, went and moved", () => {
    const kinds = (ours: FlatRule[]) => diffRules(base, ours).map(({ kind, selector }) => `${kind} ${selector}`);
    expect(kinds([...base, rule(".d", "top: 0")])).toEqual(["added .d"]);
    expect(kinds(base.slice(1))).toEqual(["removed .a"]);
    expect(kinds([base[1], base[2], base[0]] as FlatRule[])).toEqual(["moved .a"]);
  });

  it("keeps rules of one selector apart", () => {
    const ours = [...base, rule(".a", "top: 1px"), rule(".a", "top: 2px")];
    expect(diffRules(base, ours).map(({ id }) => id)).toEqual(["a.css .a", "a.css .a (2)"]);
  });

  it("knows who reads a token, without pseudo-elements", () => {
    expect(tokenUses([rule(".a::before, .b", "color: var(--win-ink)"), rule(":root", "--x: var(--win-ink)")])).toEqual([
      { token: "--win-ink", by: null, selectors: [".a", ".b"] },
      { token: "--win-ink", by: "--x", selectors: [":root"] },
    ]);
  });
});

describe("the difference of two pictures", () => {
  it("is exact, and tells where", () => {
    const blank = { width: 100, height: 50, data: new Uint8Array(100 * 50 * 4) };
    const marked = { ...blank, data: blank.data.slice() };
    marked.data[(10 * 100 + 5) * 4] = 1;
    marked.data[(40 * 100 + 90) * 4 + 2] = 255;
    expect(differing(blank, blank)).toEqual({ pixels: 0, regions: [] });
    expect(differing(blank, marked)).toEqual({
      pixels: 2,
      regions: [
        { x: 5, y: 10, width: 1, height: 1 },
        { x: 90, y: 40, width: 1, height: 1 },
      ],
    });
    expect(differing(blank, marked, { x: 0, y: 0, width: 50, height: 50 }).pixels).toBe(1);
    expect(differing(blank, { ...blank, height: 51, data: new Uint8Array(100 * 51 * 4).fill(9) }).pixels).toBe(5100);
  });
});

/** A part that fails in each way there is. */
const failing = (): Part => {
  const shown = { before: "", after: "", width: 1, height: 1, regions: [] };
  const change = {
    theme: "light" as const,
    pixels: 3,
    nativeBefore: null,
    nativeAfter: null,
    budget: null,
    faintBefore: 0,
    faintAfter: 0,
    failures: [],
    shown,
  };
  return {
    format: 1,
    shard: { index: 1, of: 1 },
    base: { revision: "main", commit: "HEAD" },
    sides: "",
    theme: "Test",
    browser: "",
    changes: [
      {
        ...change,
        kind: "widget",
        id: "button",
        state: "a/rest",
        nativeBefore: 0.01,
        nativeAfter: 0.02,
        budget: 0.015,
        rules: ["r"],
      },
      { ...change, kind: "page", id: "ticket", state: "", rules: [] },
    ],
    unchanged: 0,
    rules: [
      { id: "r", kind: "changed", place: "a.css:1", selector: ".r", conditions: [], declarations: [] },
      { id: "q", kind: "changed", place: "a.css:2", selector: ".q", conditions: [], declarations: [] },
    ],
    selectors: { before: [], after: [], alive: [] },
    sizes: { before: { "css/a.min.css": 1000 }, after: { "css/a.min.css": 1000 * (1 + bars.growth) + 1 } },
    cost: { before: 100, after: 111, pages: ["ticket"] },
    added: [],
    removed: [],
    renamed: [],
    notes: [],
    times: { all: 0, browser: 0 },
  };
};

describe("the verdict", () => {
  it("fails on each of its grounds, and on none that is no worse than before", () => {
    const { results } = assemble([failing()]);
    expect(results.changed.map(({ failures }) => failures)).toEqual([
      ["moves away from native: 1.00 % before, 2.00 % now, at most 1.50 %"],
      ["changes, and no changed rule explains it"],
    ]);
    expect(results.failures).toEqual([
      "css/a.min.css has 1051 bytes, at most 1050",
      "111 selectors are held against elements, 100 before: more than 10 % more",
    ]);
    const part = failing();
    part.changes.splice(1);
    Object.assign(part.changes[0] as object, { nativeBefore: 0.02 });
    part.sizes.after = part.sizes.before;
    part.cost = null;
    expect(assemble([part]).results.pass).toBe(true);
  });

  it("takes parts of one run only", () => {
    const other = { ...failing(), sides: "other", shard: { index: 2, of: 2 } };
    expect(() => assemble([{ ...failing(), shard: { index: 1, of: 2 } }, other])).toThrow(/belongs to another run/);
  });
});

describe("accepted changes", () => {
  let tree: Repository;
  beforeAll(() => {
    tree = repository();
  });
  afterAll(() => tree.remove());

  it("pass with their reason, until the rules change or the change is no more", () => {
    const first = assemble([failing()]);
    expect(acceptAll(tree.folder, first, [], "As in Windows 11 24H2")).toBe(4);
    const own = ownAcceptances(tree.folder, "HEAD");
    const { results } = assemble([failing()], own);
    expect(results.pass).toBe(true);
    expect(results.changed[0]?.accepted).toBe("As in Windows 11 24H2");

    const edited = failing();
    Object.assign(edited.rules[0] as object, { selector: ".r2" });
    expect(assemble([edited], own).results.pass).toBe(false);

    const worse = failing();
    Object.assign(worse.changes[0] as object, { nativeAfter: 0.05 });
    expect(assemble([worse], own).results.changed[0]?.failures).toHaveLength(1);

    const gone = failing();
    gone.changes.splice(1);
    const { failures } = assemble([gone], own).results;
    expect(failures).toEqual([expect.stringContaining("page ticket light was accepted")]);
  });

  it("are no matter of the next change once the base has them", () => {
    tree.git("add", acceptedFile);
    tree.git("commit", "--quiet", "--message=Accept");
    expect(ownAcceptances(tree.folder, "HEAD")).toEqual([]);
    tree.write({ [acceptedFile]: "[{}]" });
    expect(() => ownAcceptances(tree.folder, "HEAD")).toThrow(/accepted\.json:1:2: "key" is missing/);
  });

  it("say what is wrong with a revision, and how to deepen a shallow clone", () => {
    expect(() => resolveCommit(tree.folder, "nowhere")).toThrow(/there is no revision "nowhere"\. Name a branch/);
    const clone = mkdtempSync(path.join(os.tmpdir(), "fenetre-shallow-"));
    tree.git("clone", "--quiet", "--depth=1", `file://${tree.folder}`, clone);
    expect(() => resolveCommit(clone, "HEAD~1")).toThrow(/in this shallow clone\. Deepen it: "git fetch/);
    rmSync(clone, { recursive: true, force: true });
    const bare = mkdtempSync(path.join(os.tmpdir(), "fenetre-bare-"));
    expect(() => resolveCommit(bare, "HEAD")).toThrow(/no git repository/);
    rmSync(bare, { recursive: true, force: true });
  });
});

describe("its options", () => {
  it.each([
    [["--against"], /lacks its <revision>/],
    [["--against", "HEAD", "--shard", "3/2"], /--shard cannot be "3\/2"/],
    [["--against", "HEAD", "--accept", " "], /--accept is empty/],
    [["--against", "HEAD", "--shard", "1/2", "--accept", "so"], /exclude each other/],
    [["merge", "nowhere"], /^nowhere: it is not there/],
    [["--against", "no-such-revision"], /there is no revision/],
  ])("answers %j in one line", async (args, message) => {
    expect(await command("visual", ...(args as string[]))).toMatchObject({
      code: 1,
      error: expect.stringMatching(message as RegExp),
    });
  });
});
