import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterEach, describe, expect, it } from "vitest";
import type { Artefact } from "../../src/build/artefact.ts";
import { buildArtefacts } from "../../src/build/build.ts";
import { notesOf } from "../../src/release/changelog.ts";
import { pluginXml } from "../../src/release/plugin-xml.ts";
import { type ReleaseParts, releaseFiles } from "../../src/release/release.ts";
import { loadTheme } from "../../src/theme/theme.ts";
import { projectRoot } from "../../src/util/paths.ts";
import { version } from "../../src/util/version.ts";

const changelog = (text: string): string => `# Changelog\n\n## [Unreleased]\n\n${text}`;

describe("notes of a release", () => {
  it("are what the changelog says of its version, and no more", () => {
    const text = changelog("## [1.1.0] - 2026-11-30\n\n### Added\n- A.\n\n## [1.0.0] - 2026-01-01\n- B.\n");
    expect(notesOf(text, "1.1.0")).toEqual({ date: "2026-11-30", text: "### Added\n- A." });
    expect(notesOf(text.replaceAll("\n", "\r\n"), "1.0.0")).toEqual({ date: "2026-01-01", text: "- B." });
  });

  it.each([
    ["a version without a part", "## [1.0.0] - 2026-01-01\n- B.\n", /CHANGELOG\.md:3: there is no heading/],
    ["a version without a date", "## [1.1.0]\n- A.\n", /CHANGELOG\.md:5: version 1\.1\.0 has no date/],
    ["a date that is none", "## [1.1.0] - 2026-13-41\n- A.\n", /has no date/],
    ["an empty part", "## [1.1.0] - 2026-11-30\n\n## [1.0.0] - 2026-01-01\n- B.\n", /nothing is said of version/],
    ["lines left unreleased", "- C.\n\n## [1.1.0] - 2026-11-30\n- A.\n", /CHANGELOG\.md:3: lines under Unreleased/],
  ])("refuse %s", (_, text, message) => {
    expect(() => notesOf(changelog(text), "1.1.0")).toThrow(message);
  });
});

describe("a release", () => {
  const build = (): Artefact[] => buildArtefacts(loadTheme("windows-11"));
  let built: Artefact[] | undefined;
  const parts = (artefacts = (built ??= build())): ReleaseParts => ({
    artefacts,
    version,
    commit: "0".repeat(40),
    notes: { date: "2026-11-30", text: "- A." },
    beside: [{ name: "LICENSE", content: readFileSync(path.join(projectRoot, "LICENSE")), use: "its terms" }],
  });
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is downloaded from a plain folder, file by file, and verified as its users do", async () => {
    const files = releaseFiles(parts());
    folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-release-"));
    const byName = new Map(files.map(({ name, content }) => [name, content]));
    const server = createServer((request, response) => {
      const content = byName.get(decodeURIComponent((request.url ?? "").slice(1)));
      response.writeHead(content ? 200 : 404).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const download = async (name: string): Promise<void> => {
      const { port } = server.address() as AddressInfo;
      const response = await fetch(`http://127.0.0.1:${port}/${encodeURIComponent(name)}`);
      expect(response.status, name).toBe(200);
      writeFileSync(path.join(folder, name), new Uint8Array(await response.arrayBuffer()));
    };
    try {
      await download("SHA256SUMS");
      const named = readFileSync(path.join(folder, "SHA256SUMS"), "utf8")
        .trim()
        .split("\n")
        .map((line) => line.slice(66));
      // A release is flat: what stands in the sums is what stands on the page.
      expect(named.filter((name) => name.includes("/"))).toEqual([]);
      for (const name of named) await download(name);
      expect([...named, "SHA256SUMS"].sort()).toEqual([...byName.keys()].sort());
    } finally {
      server.close();
    }
    const check = (): string => execFileSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: folder, encoding: "utf8" });
    if (process.platform === "linux") {
      expect(check()).not.toMatch(/FAILED/);
      const damaged = path.join(folder, "windows_11.scss");
      writeFileSync(damaged, readFileSync(damaged).subarray(1));
      expect(() => check()).toThrow();
    }
  });

  it("lists every file of the plugin's archive with its sum", () => {
    const files = releaseFiles(parts());
    const manifest = JSON.parse(
      new TextDecoder().decode(files.find(({ name }) => name === "manifest.json")?.content),
    ) as { files: { name: string; bytes: number; holds?: { name: string; bytes: number }[] }[] };
    const archive = manifest.files.find(({ name }) => name.endsWith(".zip"));
    const content = files.find(({ name }) => name === archive?.name)?.content as Uint8Array;
    expect(archive?.bytes).toBe(content.length);
    const unpacked = unzipSync(content);
    expect(archive?.holds?.map(({ name }) => name)).toEqual(
      Object.keys(unpacked)
        .filter((name) => !name.endsWith("/"))
        .sort(),
    );
    for (const { name, bytes } of archive?.holds ?? []) expect(unpacked[name]?.length, name).toBe(bytes);
  });

  it("is the same bytes twice", () => {
    const sums = (of: ReleaseParts): string => new TextDecoder().decode(releaseFiles(of).at(-1)?.content);
    expect(sums(parts(build()))).toBe(sums(parts()));
  });

  it("holds no two files of one name", () => {
    const { beside, ...rest } = parts();
    expect(() => releaseFiles({ ...rest, beside: [...beside, ...beside] })).toThrow(/two files .* LICENSE/);
  });
});

describe("plugin.xml", () => {
  const entry = {
    version: "1.2.3",
    glpi: ["~10.0.0", "~11.0.0"],
    repository: "https://git.example/a/fenetre",
    archive: "fenetre-1.2.3.zip",
    screenshots: ["docs/one.webp"],
  };

  it("names the archive, the versions of GLPI and both languages", () => {
    const xml = pluginXml(entry);
    expect(xml).toContain("<download_url>https://git.example/a/fenetre/releases/download/v1.2.3/fenetre-1.2.3.zip<");
    expect(xml.match(/<compatibility>/g)).toHaveLength(2);
    for (const language of ["en", "fr"]) expect(xml.match(new RegExp(`<${language}>`, "g"))).toHaveLength(3);
    // Every element that opens closes.
    const open = [...xml.matchAll(/<([a-z_]+)>/g)].map(([, name]) => name).sort();
    expect([...xml.matchAll(/<\/([a-z_]+)>/g)].map(([, name]) => name).sort()).toEqual(open);
  });

  it("writes a name as text", () => {
    expect(pluginXml({ ...entry, archive: "a&b<c>.zip" })).toContain("a&amp;b&lt;c&gt;.zip");
  });

  it("refuses an address that is none", () => {
    expect(() => pluginXml({ ...entry, repository: "file:///etc" })).toThrow(/not an address of a repository/);
  });
});
