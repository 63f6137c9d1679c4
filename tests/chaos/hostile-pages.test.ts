import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../../src/util/paths.ts";
import { hostilePage, hostilePages } from "../helpers/hostile-pages.ts";
import { writeHostilePictures } from "../helpers/hostile-pictures.ts";
import { listenBeside, type Neighbour } from "../helpers/neighbour.ts";

/* Every verb that is given pages or pictures of others, as a process of its own, a listener beside it. */

let scratch: string;
let beside: Neighbour;

beforeAll(async () => {
  scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-hostile-"));
  beside = await listenBeside();
  for (const [index, name] of Object.keys(hostilePages).entries()) {
    // No more at once than a verb takes.
    const folder = path.join(scratch, "pages", String(Math.floor(index / 17)));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${index}.html`), hostilePage(name, `127.0.0.1:${beside.port}`));
  }
});
afterAll(async () => {
  await beside.close();
  rmSync(scratch, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  said: string;
}

/** Not as `spawnSync` does: the listener must answer meanwhile. */
function fenetre(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(projectRoot, "scripts/fenetre.mjs"), ...args], {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data) => {
        said += data;
      });
    child.on("close", (code) => resolve({ code, said }));
  });
}

const folders = (): string[] =>
  readdirSync(path.join(scratch, "pages")).map((name) => path.join(scratch, "pages", name));
const plain = ({ code, said }: Ended): void => {
  expect(said).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect([0, 1]).toContain(code);
  expect(beside.seen).toEqual([]);
};

test("audit of a folder", async () => {
  for (const folder of folders())
    plain(
      await fenetre(
        "audit",
        "--folder",
        folder,
        "--scheme",
        "light",
        "--no-states",
        "--out",
        path.join(scratch, "audit"),
      ),
    );
});

test("adapter learn and adapter check", async () => {
  for (const folder of folders()) {
    plain(await fenetre("adapter", "learn", folder, "--json"));
    plain(await fenetre("adapter", "check", folder, "--json"));
  }
});

test("pictures", async () => {
  const pictures = path.join(scratch, "pictures");
  mkdirSync(pictures);
  for (const file of Object.values(writeHostilePictures(pictures))) {
    const told = ["--widget", "button", "--state", "standard/rest", "--theme", "light", "--scale", "1"];
    const ended = await fenetre("references", "import", file, ...told);
    plain(ended);
    expect(ended.code).toBe(1);
    expect(ended.said.trim().split("\n")).toHaveLength(1);
  }
});
