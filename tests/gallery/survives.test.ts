import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endpoints, type GalleryState } from "../../src/gallery/protocol.ts";
import { startGallery } from "../../src/gallery/server.ts";
import { manifestWith, type TemporaryTheme, temporaryTheme } from "../helpers/temporary-theme.ts";

/*
 * What happens to files while somebody edits them: half-written, gone, links that lead nowhere. The gallery says what
 * is wrong, shows what it had, and goes on with the next edit.
 */

const specimen = '<template data-variant="standard" data-states="rest"><a class="btn">A</a></template>';
let theme: TemporaryTheme;
let gallery: Awaited<ReturnType<typeof startGallery>>;
const at = (...parts: string[]): string => path.join(theme.folder, ...parts);

async function state(): Promise<GalleryState> {
  const response = await fetch(new URL(endpoints.state, gallery.url));
  expect(response.status).toBe(200);
  return (await response.json()) as GalleryState;
}

const problem = async (): Promise<string> => {
  const found = (await state()).problem;
  return found ? `${path.basename(found.file ?? "")}: ${found.problem}` : "";
};
const css = async (): Promise<string> => (await state()).sheets.map((sheet) => sheet.css).join("\n");

beforeAll(async () => {
  theme = temporaryTheme({ "controls/button/button.html": specimen });
  gallery = await startGallery({ theme: theme.folder, port: 0 });
});
afterAll(async () => {
  await gallery?.server.close();
  theme?.remove();
});

const whole = ".btn {\n  color: var(--win-ink);\n}\n";
const button = (): string => at("controls/button/button.css");
const restore = (): void => {
  rmSync(button(), { recursive: true, force: true });
  theme.write("theme.json", manifestWith({}));
  theme.write("controls/button/button.css", whole);
  theme.write("controls/button/button.html", specimen);
};

const accidents: [string, () => void, RegExp, skip?: boolean][] = [
  ["a half-written theme.json", () => theme.write("theme.json", '{ "name": "Te'), /^theme\.json: not valid JSON/],
  ["an empty theme.json", () => theme.write("theme.json", ""), /^theme\.json: /],
  ["a theme.json that is gone", () => unlinkSync(at("theme.json")), /there is no theme/],
  [
    "a theme.json that links nowhere",
    () => {
      unlinkSync(at("theme.json"));
      symlinkSync("nowhere", at("theme.json"));
    },
    /^theme\.json: it is a link to what is not there/,
    process.platform === "win32",
  ],
  ["half a rule", () => writeFileSync(button(), ".btn {\n  color: "), /^button\.css: CSS syntax error/],
  [
    "a file cut within a character",
    () => writeFileSync(button(), Buffer.from([46, 97, 0xc3])),
    /^button\.css: it is not UTF-8/,
  ],
  [
    "a style sheet that links nowhere",
    () => {
      unlinkSync(button());
      symlinkSync("nowhere", button());
    },
    /^button\.css: it is a link to what is not there/,
    process.platform === "win32",
  ],
  [
    "a folder in a style sheet's place",
    () => {
      unlinkSync(button());
      mkdirSync(at("controls/other.css"));
      writeFileSync(button(), ".btn { color: var(--win-none); }");
    },
    /^button\.css: unknown token/,
  ],
  [
    "a pipe in a style sheet's place",
    () => {
      unlinkSync(button());
      execFileSync("mkfifo", [button()]);
    },
    /^button\.css: it is a pipe/,
    process.platform === "win32",
  ],
  [
    "a style sheet that may not be read",
    () => {
      writeFileSync(button(), whole);
      chmodSync(button(), 0);
    },
    /^button\.css: it may not be read/,
    process.platform === "win32" || process.getuid?.() === 0,
  ],
  [
    "tokens in a circle",
    () => writeFileSync(button(), ".btn { --x: var(--y); --y: var(--x); }"),
    /^button\.css: tokens read/,
  ],
  ["blocks without end", () => writeFileSync(button(), "a{".repeat(20_000)), /^button\.css: blocks are nested/],
  ["half a template", () => theme.write("controls/button/button.html", '<template data-variant="a'), /^button\.html: /],
  [
    "a script in a specimen",
    () => theme.write("controls/button/button.html", `${specimen}<script>`),
    /^button\.html: /,
  ],
  [
    "a half-written reference",
    () => {
      theme.write("controls/button/button.reference.json", '{ "widget": "Bu');
      theme.write("controls/button/button.html", "<p>");
    },
    /^button\.html: /,
  ],
];

it.each(accidents.filter(([, , , skip]) => !skip))("survives %s", async (_, happen, says) => {
  restore();
  await expect.poll(problem, { timeout: 20_000 }).toBe("");
  happen();
  await expect.poll(problem, { timeout: 20_000 }).toMatch(says);
  // What it showed before stays.
  expect((await state()).widgets.map(({ name }) => name)).toEqual(["button"]);
  restore();
  await expect.poll(problem, { timeout: 20_000 }).toBe("");
});

it("survives the whole folder going and coming back", async () => {
  restore();
  renameSync(at("controls"), at("elsewhere"));
  await expect.poll(problem, { timeout: 20_000 }).not.toBe("");
  renameSync(at("elsewhere"), at("controls"));
  writeFileSync(button(), ".btn { color: var(--win-ink); top: 7px; }");
  await expect.poll(problem, { timeout: 20_000 }).toBe("");
  await expect.poll(css, { timeout: 20_000 }).toContain("7px");
});
