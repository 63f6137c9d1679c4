import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { isInstalled } from "../../scripts/dependencies.mjs";
import { verbNames } from "../../src/cli/index.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { command } from "../helpers/command.ts";

describe("the command line", () => {
  it("lists every verb with its summary", async () => {
    const { code, out } = await command();
    expect(code).toBe(0);
    for (const verb of verbNames()) expect(out).toMatch(new RegExp(`^  ${verb} +\\S`, "m"));
    expect((await command("--help")).out).toBe(out);
  });

  it("answers an unknown verb with one line", async () => {
    const { code, error } = await command("biuld");
    expect(code).toBe(1);
    expect(error).toMatch(/^there is no verb "biuld"\. Did you mean build\? See fenetre --help\.$/);
  });

  it("starts from a folder that is not the project's", () => {
    const script = path.join(projectRoot, "scripts/fenetre.mjs");
    expect(execFileSync(process.execPath, [script, "help"], { cwd: os.tmpdir(), encoding: "utf8" })).toContain(
      "fenetre <verb>",
    );
  });
});

describe("isInstalled", () => {
  const check = (locked: object, installed?: object): boolean => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-lock-"));
    mkdirSync(path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ packages: locked }));
    if (installed)
      writeFileSync(path.join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: installed }));
    const result = isInstalled(folder);
    rmSync(folder, { recursive: true });
    return result;
  };
  const a = { "node_modules/a": { version: "1.0.0" } };

  it("compares what is locked with what is there", () => {
    expect(check({ "": {}, ...a }, a)).toBe(true);
    expect(check(a)).toBe(false);
    expect(check(a, {})).toBe(false);
    expect(check(a, { "node_modules/a": { version: "1.0.1" } })).toBe(false);
  });

  it("does without packages made for other systems", () => {
    expect(check({ ...a, "node_modules/b": { version: "2.0.0", optional: true } }, a)).toBe(true);
  });
});
