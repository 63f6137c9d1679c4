import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { implementationOf, program, verbNames } from "../../src/cli/index.ts";
import { verbs } from "../../src/cli/verbs.ts";
import { shells } from "../../src/command-line/completion.ts";
import type { Verb } from "../../src/command-line/definition.ts";
import { helpOf, readCommandLine } from "../../src/command-line/parse.ts";
import { referenceOf, sentencesOf } from "../../src/command-line/reference.ts";
import { themeNames as brushThemes } from "../../src/references/facts.ts";
import { directions } from "../../src/references/resolve.ts";
import { frenchReference, frenchSentences } from "../../src/site/commands-french.ts";
import { densities, schemes } from "../../src/theme/theme.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { hosts } from "../../src/visual/page.ts";
import { command } from "../helpers/command.ts";

/** Every verb, also those of verbs. */
function everyVerb(among: Readonly<Record<string, Verb>> = program.verbs, before: string[] = []): [string[], Verb][] {
  return Object.entries(among).flatMap(([name, verb]): [string[], Verb][] => {
    const own = [...before, name];
    return [[own, verb], ...everyVerb(verb.verbs ?? {}, own)];
  });
}

const all = everyVerb();
/** Words that satisfy a verb's operands. */
const operandsOf = (verb: Verb): string[] => (verb.operands ?? []).map(() => "here");
const valueOptions = all.flatMap(([names, verb]) =>
  Object.entries(verb.options)
    .filter(([, option]) => option.value !== undefined)
    .map(([option]): [string, string[], Verb, string] => [`${names.join(" ")} --${option}`, names, verb, option]),
);

describe("the table of verbs", () => {
  it("has a file for each verb, and a verb for each file", () => {
    const files = readdirSync(path.join(projectRoot, "src/cli"))
      .map((file) => path.basename(file, ".ts"))
      .filter((name) => name !== "index" && name !== "verbs");
    expect(files.sort()).toEqual(verbNames());
  });

  it.each(all.filter(([, { abstract }]) => !abstract).map(([names]) => [names.join(" "), names]))(
    "%s is implemented",
    async (_, names) => {
      const { file, name } = implementationOf(names as string[]);
      const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
      expect(module[name]).toBeTypeOf("function");
    },
  );

  it("names the choices that the code knows", () => {
    expect(verbs.build.options.scheme.choices).toEqual(schemes);
    expect(verbs.build.options.density.choices).toEqual(densities);
    expect(verbs.visual.options.host.choices).toEqual(hosts);
    expect(verbs.visual.options.direction.choices).toEqual(directions);
    expect(verbs.visual.options.schemes.choices).toEqual(brushThemes);
  });

  it("names only options that are there in what an option needs and excludes", () => {
    for (const [, verb] of all)
      for (const { needs = [], excludes = [] } of Object.values(verb.options))
        for (const other of [...needs, ...excludes]) expect(Object.keys(verb.options)).toContain(other);
  });

  it("says what each does in one clause, without a final stop", () => {
    for (const [, verb] of all)
      for (const about of [verb.about, ...Object.values(verb.options).map((option) => option.about)])
        expect(about).toMatch(/^\S.*[^.]$/);
  });

  it.each(all.flatMap(([, { examples = [] }]) => examples.map(([line]) => line)))("reads its example: %s", (line) => {
    const words = [...line.replace(/ >>? .*$/, "").matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, bare]) => quoted ?? bare,
    );
    expect(readCommandLine(program, words as string[]).kind).toBe("verb");
  });
});

describe("each verb", () => {
  it.each(all.map(([names, verb]) => [names.join(" "), names, verb] as const))("%s --help", async (_, names, verb) => {
    const { code, out, error } = await command(...names, "--help");
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(out).toContain(`Usage: fenetre ${names.join(" ")}`);
    for (const option of Object.keys(verb.options)) expect(out).toContain(`--${option}`);
  });

  it.each(all.map(([names]) => [names.join(" "), names]))(
    "%s refuses an unknown option in one line",
    async (_, names) => {
      const { code, out, error } = await command(...(names as string[]), "--colour-of-money");
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(error).toMatch(/^unknown option "--colour-of-money"\. See fenetre [a-z -]+ --help\.$/);
    },
  );

  it.each(valueOptions)("%s refuses an empty value", async (_, names, verb, option) => {
    for (const empty of [[`--${option}`, ""], [`--${option}=`], [`--${option}`, "  "]]) {
      const { code, error } = await command(...names, ...operandsOf(verb), ...empty);
      expect(code).toBe(1);
      expect(error).toMatch(new RegExp(`^--${option} is empty\\. Give it a <.+>, or leave it out\\.$`));
    }
  });

  it.each(valueOptions)("%s does not take the next option for its value", async (_, names, verb, option) => {
    const { code, error } = await command(...names, ...operandsOf(verb), `--${option}`, "--help-me");
    expect(code).toBe(1);
    expect(error).toMatch(new RegExp(`^--${option} lacks its <.+>\\. `));
  });

  it.each(all.filter(([, { abstract }]) => !abstract).map(([names, verb]) => [names.join(" "), names, verb] as const))(
    "%s refuses an operand too many, or an empty one",
    async (_, names, verb) => {
      const [operand] = verb.operands ?? [];
      if (!operand?.many)
        expect((await command(...names, ...operandsOf(verb), "extra")).error).toMatch(
          /^"extra" is one too many\. Usage: fenetre /,
        );
      if (operand) expect((await command(...names, "")).error).toMatch(/^[<[].+[>\]] is empty\. Name it/);
    },
  );
});

describe("values", () => {
  const read = (...argv: string[]) => {
    const asked = readCommandLine(program, argv);
    return asked.kind === "verb" ? asked.input : undefined;
  };

  it("come from the command line, then from the environment, then from the table", () => {
    expect(read("audit")?.values).toMatchObject({ theme: "windows-11", width: 1440, scheme: ["light", "dark"] });
    process.env.GLPI_URL = "http://one";
    try {
      expect(read("audit")?.values.url).toBe("http://one");
      expect(read("audit", "--url", "http://two")?.values.url).toBe("http://two");
    } finally {
      delete process.env.GLPI_URL;
    }
  });

  it("are lists by commas and by repetition; the last of one counts", () => {
    expect(read("audit", "--only", "a,b", "--only=c")?.values.only).toEqual(["a", "b", "c"]);
    expect(read("entity-prune", "--sources", "a,b", "--sources", "c")?.values.sources).toEqual(["a,b", "c"]);
    expect(read("build", "--theme", "a", "--theme", "b")?.values.theme).toBe("b");
    expect(read("visual", "--scale", "1,2")?.values.scale).toEqual([1, 2]);
  });

  it("of switches are on or off, also of those that begin with no", () => {
    expect(read("audit")?.values).toMatchObject({ "no-states": false, crawl: false });
    expect(read("audit", "--no-states")?.values).toMatchObject({ "no-states": true, "no-rules": false });
  });

  it.each([
    [["bench", "--runs", "0"], /^--runs cannot be "0"\. Give a whole number from 1 to [\d,]+\.$/],
    [["dev", "--port", "70000"], /^--port cannot be "70000"\. Give a whole number from 0 to 65535\.$/],
    [["visual", "--only", "a"], /^--only means nothing without --against\. Give --against too\.$/],
    [["visual", "--against", "main", "--widget", "a"], /^--widget and --against exclude each other\. /],
    [["audit", "--url", "http://a", "--folder", "b"], /exclude each other/],
    [["build", "--theem", "a"], /^unknown option "--theem"\. Did you mean --theme\? /],
    [["biuld"], /^there is no verb "biuld"\. Did you mean build\? /],
    [["adapter"], /^fenetre adapter needs to know what to do\. Use one of: learn, check\.$/],
    [["references", "teach"], /^there is no verb "references teach"\. Use one of: sync, import\.$/],
    [["audit", "--out", "a", "merge", "b"], /^--out stands before "merge"\. Write it after "merge"\.$/],
    [["--colour"], /^unknown option "--colour"\. See fenetre --help\.$/],
    [["completion", "tcsh"], /^there is no completion for "tcsh"\. Use one of: bash, zsh, fish, powershell\.$/],
  ])("%j is refused in one line", async (argv, message) => {
    const { code, error } = await command(...argv);
    expect(code).toBe(1);
    expect(error).toMatch(message);
    expect(error.split("\n")).toHaveLength(1);
  });

  it("has a version", async () => {
    expect((await command("--version")).out).toMatch(/^fenetre \d+\.\d+\.\d+/);
  });
});

describe("the completion of shells", () => {
  it.each(shells)("%s knows every verb and option", async (shell) => {
    const { code, out } = await command("completion", shell);
    expect(code).toBe(0);
    for (const [names, verb] of all) {
      expect(out).toContain(names.at(-1));
      for (const option of Object.keys(verb.options)) expect(out).toContain(option);
    }
  });

  it("answers in bash", async ({ skip }) => {
    if (process.platform === "win32" || spawnSync("bash", ["--version"]).status !== 0) skip("there is no bash");
    const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-completion-"));
    try {
      writeFileSync(path.join(folder, "fenetre.bash"), (await command("completion", "bash")).out);
      writeFileSync(path.join(folder, "page.html"), "");
      const complete = (...words: string[]): string[] => {
        const quoted = words.map((word) => `'${word}'`).join(" ");
        const script = `. ./fenetre.bash; COMP_WORDS=(fenetre ${quoted}); COMP_CWORD=${words.length}; _fenetre; printf '%s\\n' "\${COMPREPLY[@]}"`;
        return execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" }).split("\n").filter(Boolean);
      };
      expect(complete("bu")).toEqual(["build"]);
      expect(complete("build", "--s")).toEqual(["--scheme", "--simplify"]);
      expect(complete("build", "--scheme", "")).toEqual(["glpi", "windows", "light", "dark"]);
      expect(complete("build", "--theme", "win")).toEqual(["windows-11"]);
      expect(complete("adapter", "")).toEqual(["learn", "check", "--help"]);
      expect(complete("adapter", "learn", "p")).toEqual(["page.html"]);
      expect(complete("completion", "z")).toEqual(["zsh"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("docs/commands.md", () => {
  it("is what the table says: npm test -- command-line -u writes it anew", async () => {
    const file = path.join(projectRoot, "docs/commands.md");
    expect(existsSync(file)).toBe(true);
    await expect(referenceOf(program.name, program.verbs)).toMatchFileSnapshot(file);
  });

  it("is complete in French too, docs/commands.fr.md", async () => {
    expect(sentencesOf(program.verbs).filter((sentence) => !frenchSentences[sentence])).toEqual([]);
    const file = path.join(projectRoot, "docs/commands.fr.md");
    await expect(frenchReference(program.name, program.verbs)).toMatchFileSnapshot(file);
  });

  it("shows the same usage as --help", () => {
    const page = referenceOf(program.name, program.verbs);
    for (const [names] of all) {
      const usage = /^Usage: (.*)$/m.exec(helpOf(program, names, 1000))?.[1];
      expect(page).toContain(`    ${usage}\n`);
    }
  });
});

describe("colour", () => {
  it("is asked of npm test's and npm run lint's own programs on a terminal only", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-colour-"));
    try {
      const program = path.join(folder, "program.mjs");
      writeFileSync(program, "console.log(String(process.env.FORCE_COLOR), process.env.NO_COLOR);");
      const script = `const { run } = await import("./scripts/run.mjs"); await run(${JSON.stringify(path.relative(projectRoot, program))}, []);`;
      const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
        cwd: projectRoot,
        env: { ...process.env, FORCE_COLOR: "1", NO_COLOR: "" },
        encoding: "utf8",
      });
      expect(stdout).toBe("undefined 1\n");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
