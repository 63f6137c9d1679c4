import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptAll, acceptedFile, ownAcceptances } from "../../src/changes/accepted.ts";
import { assemble, bars } from "../../src/changes/assemble.ts";
import { differing } from "../../src/changes/pictures.ts";
import type { Judgement, Part, Results } from "../../src/changes/results.ts";
import { resolveCommit } from "../../src/changes/revision.ts";
import { diffRules, tokenUses } from "../../src/changes/rules.ts";
import type { FlatRule } from "../../src/changes/side.ts";
import { renderSummary } from "../../src/changes/summary.ts";
import { command } from "../helpers/command.ts";
import { cause, emptyPart, judgement } from "./parts.ts";
import { type Repository, repository } from "./repository.ts";

const rule = (selector: string, text: string, place = "a.css:1"): FlatRule => ({
  conditions: [],
  selector,
  declarations: text.split("; ").map((pair) => {
    const [property, value] = pair.split(": ") as [string, string];
    return { property, value, place };
  }),
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
  const shown = { before: "", after: "", native: null, width: 1, height: 1, regions: [] };
  const change = { mode: "light" as const, pixels: 3, before: null, after: null, losses: [], causes: [], shown };
  const loss = {
    kind: "cut off" as const,
    element: "td",
    text: "Printer",
    count: 2,
    before: "0 px",
    after: "9 px",
    fails: true,
    box: { x: 0, y: 0, width: 1, height: 1 },
  };
  return emptyPart({
    base: { revision: "main", commit: "HEAD" },
    changes: [
      {
        ...change,
        kind: "widget",
        id: "button",
        state: "a/rest",
        before: judgement(),
        after: judgement(1),
        causes: ["themes/test/button.css:3 declaration"],
      },
      {
        ...change,
        kind: "page",
        id: "list",
        state: "",
        causes: ["themes/test/button.css:3 declaration"],
        losses: [loss],
      },
      { ...change, kind: "page", id: "ticket", state: "" },
    ],
    causes: [cause("button", 3, ["padding", "1px", "2px"]), cause("other", 9, ["top", "0", "1px"])],
    sizes: { before: { "css/a.min.css": 1000 }, after: { "css/a.min.css": 1000 * (1 + bars.growth) + 1 } },
    cost: { before: 100, after: 111, pages: ["ticket"] },
  });
};

describe("the verdict", () => {
  const only = (before: Judgement | null, after: Judgement | null, more: object = {}): Results => {
    const part = failing();
    part.changes.splice(1);
    Object.assign(part.changes[0] as object, { before, after, ...more });
    part.sizes.after = part.sizes.before;
    part.cost = null;
    return assemble([part]).results;
  };

  it("fails on each of its grounds", () => {
    const { results } = assemble([failing()]);
    expect(results.changed.map(({ failures }) => failures)).toEqual([
      ["is not native: text: text left 12, got left 13"],
      ["2 texts cut off, the first “Printer” (td): 0 px before, 9 px now"],
      ["changes, and no changed rule explains it"],
    ]);
    expect(results.failures).toEqual([
      "css/a.min.css has 1051 bytes, at most 1050",
      "111 selectors are held against elements, 100 before: more than 10 % more",
    ]);
  });

  it.each([
    ["what passed and passes", judgement(), judgement(0, { mismatch: 0.001 }), "passes"],
    ["what passed and fails", judgement(), judgement(1), "fails"],
    ["what failed and fails as before", judgement(1), judgement(1, { mismatch: 0.001 }), "passes"],
    ["what failed and is closer", judgement(2), judgement(1), "passes"],
    ["what failed and is farther", judgement(1), judgement(2), "fails"],
    [
      "what failed and fails another gate",
      judgement(1),
      judgement(1, {
        failures: [...judgement(1).failures, { ...(judgement(1).failures[0] as object), gate: "boxes" } as never],
      }),
      "fails",
    ],
    [
      "what is excused as before",
      judgement(1, { pass: true, reason: "so" }),
      judgement(1, { pass: true, reason: "so", mismatch: 0.001 }),
      "excused",
    ],
    [
      "what is excused and worse than its reason knew",
      judgement(1, { pass: true, reason: "so" }),
      judgement(2, { pass: true, reason: "so" }),
      "fails",
    ],
    ["what nothing native is known of", null, null, "fails"],
    ["what looks otherwise though no figure of any gate moved", judgement(), judgement(), "fails"],
  ] as const)("of %s", (_, before, after, status) => {
    expect(only(before, after).changed[0]?.status).toBe(status);
  });

  it("asks of a new state that it be native", () => {
    expect(only(judgement(1), judgement(1), { new: true }).changed[0]?.status).toBe("fails");
  });

  it("tells closer from farther by the sums of all gates, each named", () => {
    const both = judgement(1, { sums: { epx: 1, deltaE: 3, pixels: 0 } });
    const results = only(judgement(2), both);
    expect(renderSummary(results)).toContain("1 closer in one measure and farther in another (−1.00 epx, +3.00 ΔE)");
    expect(renderSummary(only(judgement(2), judgement(1)))).toContain("1 closer (−1.00 epx)");
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
    expect(acceptAll(tree.folder, first, [], "As in Windows 11 24H2")).toBe(5);
    const own = ownAcceptances(tree.folder, "HEAD");
    const { results } = assemble([failing()], own);
    expect(results.pass).toBe(true);
    expect(results.changed[0]).toMatchObject({ status: "excused", reason: "As in Windows 11 24H2" });

    const edited = failing();
    Object.assign(edited.causes[0] as object, { after: "padding: 3px" });
    expect(assemble([edited], own).results.pass).toBe(false);

    const worse = failing();
    Object.assign(worse.changes[0] as object, { after: judgement(9) });
    expect(assemble([worse], own).results.changed[0]?.failures).toHaveLength(1);

    const gone = failing();
    gone.changes.splice(2);
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
