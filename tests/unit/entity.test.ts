import postcss from "postcss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownPages, Redundancy } from "../../src/audit/redundancy.ts";
import type { Artefact, BuildContext } from "../../src/build/artefact.ts";
import { compile, type GlpiLine } from "../../src/build/compile.ts";
import { type HostFacts, placeOf, readHostFacts, wordingOf } from "../../src/build/entity/facts.ts";
import { shortName } from "../../src/build/entity/short-name.ts";
import { fileSubjects } from "../../src/build/entity/steps/file-subjects.ts";
import { groupSelectors } from "../../src/build/entity/steps/group-selectors.ts";
import { inlineLocalTokens } from "../../src/build/entity/steps/inline-local-tokens.ts";
import { inlineTokens } from "../../src/build/entity/steps/inline-tokens.ts";
import { joinConditions } from "../../src/build/entity/steps/join-conditions.ts";
import { joinEqualRules } from "../../src/build/entity/steps/join-equal-rules.ts";
import { mergeTokens } from "../../src/build/entity/steps/merge-tokens.ts";
import { pruneTokens } from "../../src/build/entity/steps/prune-tokens.ts";
import { removeRedundant } from "../../src/build/entity/steps/remove-redundant.ts";
import { removeUnmatchable } from "../../src/build/entity/steps/remove-unmatchable.ts";
import { shareValues } from "../../src/build/entity/steps/share-values.ts";
import { shortenIcons } from "../../src/build/entity/steps/shorten-icons.ts";
import { shortenProperties } from "../../src/build/entity/steps/shorten-properties.ts";
import { shortenTokens } from "../../src/build/entity/steps/shorten-tokens.ts";
import { tightenValues } from "../../src/build/entity/steps/tighten-values.ts";
import { entity, entityLimit, entityText } from "../../src/build/targets/entity.ts";
import { loadTheme, type Theme } from "../../src/theme/theme.ts";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { differences } from "../helpers/computed-styles.ts";
import { manifestWith, temporaryTheme } from "../helpers/temporary-theme.ts";

const context: BuildContext = { theme: loadTheme("windows-11"), version: "0.0.0" };

const entityFor = (theme: Theme, glpi: GlpiLine): Artefact => {
  const found = entity({ theme, version: "0" }).find(({ path }) => path === `entity/glpi-${glpi}.css`);
  if (!found) throw new Error(`no entity CSS for ${glpi}`);
  return found;
};

describe("entity CSS", () => {
  const artefacts = entity(context);
  const text = (content: Uint8Array): string => Buffer.from(content).toString("utf8");

  it.each(artefacts.map((artefact) => [artefact.path, artefact] as const))(
    "%s fits GLPI's field and survives strip_tags()",
    (_, { content, limit }) => {
      expect(limit).toBe(entityLimit);
      expect(content.length).toBeLessThanOrEqual(65_535);
      expect(text(content)).not.toMatch(/<|\0|\n|@charset|@import/);
    },
  );

  it("has no text of GLPI 11's in the sheet for 10", () => {
    expect(text(artefacts[0]?.content as Uint8Array)).not.toContain("data-glpi-theme-dark");
    expect(text(artefacts[1]?.content as Uint8Array)).not.toContain("palettes");
  });

  describe("when not everything fits", () => {
    const filler = (name: string, rules: number): string =>
      Array.from(
        { length: rules },
        (_, index) => `.${name}-${index} {\n  width: ${index}px;\n  margin: ${index}em ${index}px;\n}\n`,
      ).join("");
    const facts = (corrects: object = {}): string =>
      JSON.stringify({
        absent: { classes: [], elements: [] },
        usage: {
          pages: 70,
          endUserPages: 20,
          files: {
            "controls/seldom/seldom.css": [3, 0],
            "controls/seldom/more.css": [2, 0],
            "controls/often.css": [3, 3],
            "controls/kept.css": [0, 0],
            "controls/first.css": [70, 20],
          },
          corrects,
        },
        redundant: {},
      });
    const themeWith = (files: Record<string, string>, corrects?: object) =>
      temporaryTheme({
        "theme.json": manifestWith({ essential: ["controls/kept.css"], dispensable: ["controls/first.css"] }),
        "controls/seldom/seldom.css": filler("seldom", 500),
        "controls/seldom/more.css": ".more {\n  color: red;\n}\n",
        "controls/often.css": filler("often", 600),
        "controls/kept.css": filler("kept", 100),
        "controls/first.css": filler("first", 10),
        "controls/unknown.css": filler("unknown", 700),
        "entity.glpi-10.json": facts(corrects),
        "entity.glpi-11.json": facts(corrects),
        ...files,
      });
    const build = (folder: string) => entityFor(loadTheme(folder), "10");

    it("leaves out whole components: dispensable ones, then those that the fewest meet; never an essential one", () => {
      const theme = themeWith({});
      const ten = build(theme.folder);
      expect(ten.leftOut).toEqual({
        pages: 70,
        endUserPages: 20,
        components: [
          { name: "controls/first.css", shown: [70, 20] },
          { name: "controls/seldom", shown: [3, 0] },
        ],
      });
      const css = text(ten.content);
      for (const kept of [".often-599{", ".kept-99{", ".unknown-699{"]) expect(css).toContain(kept);
      for (const gone of [".seldom-", ".more{", ".first-"]) expect(css).not.toContain(gone);
      theme.remove();
    });

    it("keeps of a component what corrects one that stays, and what sets the tokens that this reads", () => {
      const theme = themeWith(
        {
          "controls/seldom/more.css":
            ".more {\n  --win-more: 7px;\n  color: red;\n  height: var(--win-more);\n  opacity: 0;\n}\n",
        },
        {
          "controls/seldom/more.css": { ".more": { height: ["controls/often.css"], opacity: ["controls/first.css"] } },
        },
      );
      const css = text(build(theme.folder).content);
      expect(css).toContain(".more{height:7px}");
      theme.remove();
    });

    it("says which files are large when even the rest does not fit", () => {
      const theme = themeWith({ "controls/kept.css": filler("kept", 2000) });
      expect(() => build(theme.folder)).toThrow(
        /^entity\/glpi-10\.css has \d+ bytes, \d+ above the 65535 that GLPI's field holds\. .*Rooms: .*Files: kept\.css [\d,]+/,
      );
      theme.remove();
    });
  });

  it("has one block for forced colours, in which the tokens are system colours", () => {
    for (const { content } of artefacts) {
      const blocks = text(content).match(/@media \(forced-colors:active\)/g);
      expect(blocks?.length).toBeLessThanOrEqual(2);
      expect(text(content)).toMatch(/forced-colors:active\)\{[^@]*:CanvasText/);
      expect(text(content)).toMatch(/background:highlight/);
    }
  });

  it("says a tag-like text by an escape, and refuses any other <", () => {
    const theme = temporaryTheme({
      "controls/ring.css":
        '@property --turn {\n  syntax: "<angle>";\n  inherits: true;\n  initial-value: 0deg;\n}\n.ring {\n  rotate: var(--turn);\n}\n',
    });
    expect(entityText({ theme: loadTheme(theme.folder), version: "0" }, "10")).toContain('syntax:"\\3c angle>"');
    theme.remove();
  });
});

describe("each economy", () => {
  const apply = (css: string, ...changes: ((root: postcss.Root) => unknown)[]): string => {
    const root = postcss.parse(css);
    for (const change of changes) change(root);
    return root.toString();
  };

  it("prunes tokens that only tokens read", () => {
    expect(apply(":root{--win-a:1px;--win-b:var(--win-a);--win-c:2px}p{top:var(--win-c)}", pruneTokens)).toBe(
      ":root{--win-c:2px}p{top:var(--win-c)}",
    );
  });

  it("keeps what GLPI's variables read", () => {
    const css = ":root{--win-a:1px;--tblr-x:var(--win-a)}";
    expect(apply(css, pruneTokens)).toBe(css);
  });

  it("merges tokens only if they are the same under every condition", () => {
    const same = ":root{--win-a:1px;--win-b:1px}@media print{:root{--win-a:2px;--win-b:2px}}p{top:var(--win-b)}";
    expect(apply(same, mergeTokens)).toBe(":root{--win-a:1px}@media print{:root{--win-a:2px}}p{top:var(--win-a)}");
    const other = ":root{--win-a:1px;--win-b:1px}@media print{:root{--win-a:2px}}p{top:var(--win-b)}";
    expect(apply(other, mergeTokens)).toBe(other);
  });

  it("inlines a token only where no element could say otherwise", () => {
    expect(apply(":root{--win-a:1px}p{top:var(--win-a)}", inlineTokens)).toBe("p{top:1px}");
    for (const css of [
      ":root{--win-a:1px}@media print{:root{--win-a:2px}}p{top:var(--win-a)}",
      ":root{--win-a:var(--win-b);--win-b:1px}.x{--win-b:2px}p{top:var(--win-a)}",
      ":root{--win-a:1px}.x{--win-a:2px}p{top:var(--win-a)}",
      ":root{--win-a:1px}p{top:var(--win-a,0)}",
    ]) {
      expect(apply(css, inlineTokens)).toContain("var(--win-a");
    }
  });

  it("inlines a widget's token that is said and read in one rule only", () => {
    expect(apply("p{--win-a:1px;top:var(--win-a)}", inlineLocalTokens)).toBe("p{top:1px}");
    expect(apply(":root{--win-r:0}p{--win-a:var(--win-r);&:hover i{top:var(--win-a)}}", inlineLocalTokens)).toBe(
      ":root{--win-r:0}p{&:hover i{top:var(--win-r)}}",
    );
    for (const css of [
      "p{--win-a:1px;top:var(--win-a)}p:hover{--win-a:2px}",
      "p{--win-a:1px}p i{top:var(--win-a)}",
      "p{--win-b:0;--win-a:var(--win-b);i{--win-b:1px;top:var(--win-a);left:var(--win-b)}}",
    ])
      expect(apply(css, inlineLocalTokens)).toBe(css);
  });

  it("gives the shortest names to what is named most, and never one twice", () => {
    expect(
      apply(":root{--win-a-long:1px;--win-b-long:2px}p{top:var(--win-b-long);left:var(--win-b-long)}", shortenTokens),
    ).toBe(":root{--b:1px;--a:2px}p{top:var(--a);left:var(--a)}");
    expect(new Set(Array.from({ length: 5000 }, (_, index) => shortName(index))).size).toBe(5000);
  });

  it("says block sides physically and leaves the inline axis to the writing direction", () => {
    expect(apply("p{padding-block:1px 2px;padding-inline:3px}", shortenProperties)).toBe("p{padding:1px 3px 2px}");
    expect(apply("p{border-block-end-color:red;block-size:1px;inset-block-start:0}", shortenProperties)).toBe(
      "p{border-bottom-color:red;height:1px;top:0}",
    );
    for (const css of [
      "p{padding-inline:3px 4px;padding-block:1px}",
      "p{padding-block:1px;padding-inline:3px;padding-left:0}",
      "p{margin-inline-start:1px}",
    ]) {
      expect(apply(css, shortenProperties)).toBe(css);
    }
  });

  it("shares long values that are said often", () => {
    const css = `:root{--a:0}${[1, 2, 3, 4, 5].map((n) => `.p${n}{outline:2px solid CanvasText}`).join("")}`;
    expect(apply(css, (root) => shareValues(root, (selector) => selector === ":root"))).toMatch(
      /^:root\{--b:2px solid CanvasText;--a:0\}\.p1\{outline:var\(--b\)\}/,
    );
    const local = `:root{--a:0}${[1, 2, 3, 4, 5].map((n) => `.p${n}{--c:1px;outline:2px solid var(--c)}`).join("")}`;
    expect(apply(local, (root) => shareValues(root, (selector) => selector === ":root"))).toBe(local);
  });

  it("nests neighbours that begin alike", () => {
    expect(apply(".abc{top:0}.abc .d{top:1px}.abc>.e,.abc:hover{top:2px}.f{top:0}", groupSelectors)).toBe(
      ".abc{top:0;.d{top:1px}>.e,&:hover{top:2px}}.f{top:0}",
    );
    for (const css of [
      ".abc{top:0}.abcd .d{top:1px}",
      ".abc .d{top:0}.x{top:0}.abc .e{top:0}",
      ".a::before{top:0}.a::before:hover{top:1px}",
    ])
      expect(apply(css, groupSelectors)).toBe(css);
  });

  it("writes subjects so that browsers can file them, where that is cheap and weighs the same", () => {
    expect(apply(".a{>:is(.b,.c){top:0}>:where(.b,i){top:1px}}", fileSubjects)).toBe(
      ".a{>.b,>.c{top:0}>:where(.b),>:where(i){top:1px}}",
    );
    expect(apply(".a,.b{&:hover{top:0}&.c:active{top:1px}&:disabled>i{top:2px}}", fileSubjects)).toBe(
      ".a,.b{:hover&{top:0}&.c:active{top:1px}&:disabled>i{top:2px}}",
    );
    for (const css of [
      ".a{&:hover{top:0}}",
      ".a{>:is(.b,i){top:0}}",
      ".a{>:is(.b>.c,.d){top:0}}",
      `.${"long".repeat(12)}>:is(.b,.c){top:0}`,
      ".a,.b{&::before{top:0}}",
    ])
      expect(apply(css, fileSubjects)).toBe(css);
  });

  it("joins conditions unless something between them says the same", () => {
    expect(apply("@media print{a{--a:1}}b{--b:1}@media print{c{--c:1}}", joinConditions)).toBe(
      "b{--b:1}@media print{a{--a:1}c{--c:1}}",
    );
    for (const css of [
      "@media print{a{--a:1}}b{--a:2}@media print{c{--c:1}}",
      "@media print{a{top:0}}b{left:0}@media print{c{--c:1}}",
    ])
      expect(apply(css, joinConditions)).toBe(css);
  });

  it("joins neighbours that say the same, unless a browser may not know one", () => {
    expect(apply("a{top:0}b{top:0}.c{d{top:0}e{top:0}}", joinEqualRules)).toBe("a,b{top:0}.c{d,e{top:0}}");
    for (const css of ["a{top:0}a::-webkit-scrollbar{top:0}", "a{top:0}b{left:0}c{top:0}"])
      expect(apply(css, joinEqualRules)).toBe(css);
  });

  it("takes out what the host says, and what it has no markup for", () => {
    const css = ".a{top:0;left:0}.b,.gone{top:1px}.gone .c{top:2px}:is(.gone,.d){top:3px}.e:not(.gone,.f){top:4px}";
    const facts: HostFacts = {
      absent: { classes: ["gone"], elements: [] },
      redundant: { "": { ".a": ["left:0", "right:0"], ".b, .gone": ["top:2px"] } },
    };
    expect(
      apply(
        css,
        (root) => removeRedundant(root, context.theme, facts),
        (root) => removeUnmatchable(root, facts),
      ),
    ).toBe(".a{top:0}.b{top:1px}:is(.d){top:3px}.e:not(.f){top:4px}");
  });

  it("tightens values, not texts", () => {
    expect(apply('p{font:var(--a), "b, c" / 1;color:rgb(0 0 0 / .5)}', tightenValues)).toBe(
      'p{font:var(--a),"b, c"/1;color:rgb(0 0 0/.5)}',
    );
  });

  it("rounds icons to a hundredth", () => {
    expect(apply(`p{mask:url("data:image/svg+xml,%3Csvg%3E%3Cpath d='M1.2345.501-2.999 10'/%3E")}`, shortenIcons)).toBe(
      `p{mask:url("data:image/svg+xml,%3Csvg>%3Cpath d='M1.23.5-3 10'/>")}`,
    );
  });
});

describe("in a browser", () => {
  let launched: LaunchedBrowser;
  beforeAll(async () => {
    launched = await launchBrowser();
  }, 120_000);
  afterAll(async () => launched?.close());

  it("entity CSS draws what the plugin's style sheet draws", { timeout: 120_000 }, async () => {
    // Without what entity CSS leaves out for want of room.
    const all: BuildContext = {
      ...context,
      theme: {
        ...context.theme,
        modules: context.theme.modules.filter((room) => room !== "editor" && room !== "icons"),
      },
    };
    expect(await differences(launched.browser, all, "10")).toEqual([]);
  });

  it.each(["10", "11"] as const)(
    "leaves out for GLPI %s only what its style sheets say",
    { timeout: 240_000 },
    async (glpi) => {
      const facts = readHostFacts(context.theme, glpi) as HostFacts;
      const needed = async (redundant: HostFacts["redundant"]): Promise<number> => {
        const redundancy = new Redundancy(context.theme, glpi, facts.absent);
        redundancy.limitTo(redundant, ".");
        const pages = await ownPages(context.theme, glpi);
        let count = 0;
        for (const page of pages.filter(({ name }) => /specimens|item-form|plain/.test(name)))
          count += await redundancy.check(launched.browser, page);
        return count;
      };
      expect(await needed(facts.redundant)).toBe(0);
      // And it would see one that is wrongly left out.
      const wrong: HostFacts["redundant"] = {};
      compile(context.theme, { glpi, rooms: ["tokens", "controls"], nested: true }).walkDecls("min-height", (decl) => {
        const { file, selector } = placeOf(decl, context.theme);
        if (file === "controls/button/button.css") wrong[file] = { [selector]: [wordingOf(decl)] };
      });
      expect(Object.keys(wrong)).toHaveLength(1);
      expect(await needed(wrong)).toBeGreaterThan(0);
    },
  );

  it("would see a rule that is lost", { timeout: 120_000 }, async () => {
    const found = await differences(launched.browser, context, "10", (css) => css.replace(/min-height:32px/, ""));
    expect(found.some((difference) => difference.includes("min-height"))).toBe(true);
  });
});
