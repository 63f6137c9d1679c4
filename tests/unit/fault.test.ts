import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { main, tell } from "../../src/cli/index.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { keepSecret, withoutSecrets } from "../../src/util/secrets.ts";
import { UserError } from "../../src/util/user-error.ts";

function told(error: unknown, argv: string[]): { code: number; lines: string[] } {
  const lines: string[] = [];
  const spy = vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  const code = tell(error, argv);
  spy.mockRestore();
  return { code, lines };
}

describe("what nobody foresaw", () => {
  it("is said in one line, with the details in a file of the user's own, and no secret in either", () => {
    keepSecret("hunter22");
    const argv = ["audit", "--url", "https://super:other-secret@glpi.example/"];
    const error = new TypeError("cannot read hunter22\nof https://super:other-secret@glpi.example/");
    const { code, lines } = told(error, argv);
    expect(code).toBe(70);
    expect(lines).toHaveLength(1);
    const [line = ""] = lines;
    expect(line).toMatch(/^a fault of ours, not of yours: cannot read …\. Details: \S+\. Report it .*CONTRIBUTING\.md/);
    expect(line).not.toContain("\n");
    const file = /Details: (\S+)\. /.exec(line)?.[1] as string;
    const details = readFileSync(file, "utf8");
    expect(details).toContain("verb: audit\n");
    expect(details).toContain("fault.test.ts");
    for (const secret of ["hunter22", "other-secret", "super:"]) expect(details + line).not.toContain(secret);
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
    rmSync(file);
  });

  it("is no fault of ours where the system refuses to write, or the user is wrong", () => {
    const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC", path: "/x/dist" });
    expect(told(full, ["build"])).toEqual({
      code: 1,
      lines: ["/x/dist cannot be written: the disc is full. Make room, or name another place."],
    });
    expect(told(new UserError("bad\u001b[2J\nname", "Mend it"), ["build"])).toEqual({
      code: 1,
      lines: ["bad\\u001b[2J\\u000aname. Mend it."],
    });
  });

  it("lets nothing that is printed act on a terminal", async () => {
    const lines: string[] = [];
    const spy = vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
    expect(await main(["build", "--theme", "\u001b]0;title\u0007\u202e"])).toBe(1);
    spy.mockRestore();
    expect(lines.join("")).toContain("\\u001b]0;title\\u0007\\u202e");
  });
});

describe("secrets", () => {
  it("are left out as they are, in addresses and in JSON", () => {
    keepSecret('p&"ss wörd');
    expect(withoutSecrets('a p&"ss wörd b')).toBe("a … b");
    expect(withoutSecrets(JSON.stringify({ text: 'p&"ss wörd' }))).toBe('{"text":"…"}');
    expect(withoutSecrets(`?p=${encodeURIComponent('p&"ss wörd')}`)).toBe("?p=…");
  });
});

describe.skipIf(process.platform === "win32")("a signal", () => {
  it("closes what was registered, then ends the process", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-ending-"));
    const script = path.join(folder, "child.mts");
    const ending = pathToFileURL(path.join(projectRoot, "src/util/ending.ts")).href;
    writeFileSync(
      script,
      `import { endWithUs, isEnding } from ${JSON.stringify(ending)};
endWithUs(async () => { console.log("closed", isEnding()); });
endWithUs(() => { throw new Error("could not be closed"); });
endWithUs(() => undefined)();
console.log("ready");
setInterval(() => undefined, 1000);`,
    );
    const child = spawn(process.execPath, ["--import", "tsx", script], {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (!said && chunk.includes("ready")) child.kill("SIGTERM");
      said += chunk;
    });
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    rmSync(folder, { recursive: true, force: true });
    expect(said).toBe("ready\nclosed true\n");
    expect([code, signal]).toEqual([143, null]);
  }, 60_000);
});
