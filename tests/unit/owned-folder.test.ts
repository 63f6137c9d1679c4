import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onStep } from "../../src/util/disc.ts";
import * as exchanging from "../../src/util/exchange.ts";
import {
  checkedFile,
  checkedFolder,
  manifestName,
  type NewFile,
  removeFolder,
  replaceFolder,
  writeInto,
} from "../../src/util/owned-folder.ts";
import { forgetSwept } from "../../src/util/write.ts";
import { everythingIn, killedAt } from "../helpers/killed.ts";

vi.mock("../../src/util/exchange.ts", { spy: true });

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "fenetre-owned-"));
  folder = path.join(root, "out");
});
afterEach(() => {
  vi.resetAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const files = (text: string): NewFile[] => [
  { path: "setup.php", content: `setup ${text}` },
  { path: `css/${text}.css`, content: text.repeat(70_000) },
  { path: "css/same.css", content: "the same" },
];
const options = { what: "test", version: "1.0.0" };
const keeping = { ...options, added: "keep" } as const;
const write = (name: string, content = "theirs"): void => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
};

describe("a folder of ours", () => {
  it("is replaced as a whole, and nothing is written when nothing is new", () => {
    expect(replaceFolder(folder, files("a"), options).was).toBe("absent");
    expect(replaceFolder(folder, files("b"), options).was).toBe("ours");
    expect(Object.keys(everythingIn(folder))).toEqual([manifestName, "css", "css/b.css", "css/same.css", "setup.php"]);
    const before = lstatSync(path.join(folder, "setup.php"));
    expect(replaceFolder(folder, files("b"), options).was).toBe("same");
    expect(lstatSync(path.join(folder, "setup.php")).ino).toBe(before.ino);
    expect(readdirSync(root)).toEqual(["out"]);
  });

  it("restores what was taken out of it", () => {
    replaceFolder(folder, files("a"), options);
    rmSync(path.join(folder, "setup.php"));
    expect(replaceFolder(folder, files("a"), options).restored).toEqual(["setup.php"]);
    expect(existsSync(path.join(folder, "setup.php"))).toBe(true);
  });

  it("is not replaced while anything in it is somebody's", () => {
    const spoil: [string, () => void, RegExp][] = [
      ["changed", () => write("setup.php"), /has been changed since fenetre wrote it: setup\.php/],
      ["added", () => write("notes/mine.txt"), /did not make: notes, notes\/mine\.txt/],
      ["a link in a file's place", () => link("setup.php"), /changed since fenetre wrote it: setup\.php/],
      ["no list", () => rmSync(path.join(folder, manifestName)), /did not make: css, setup\.php/],
      ["a list that is none", () => write(manifestName, "{"), /did not make: /],
      ["a list of another's", () => write(manifestName, '{"files":{}}'), /did not make: /],
    ];
    const link = (name: string): void => {
      rmSync(path.join(folder, name));
      symlinkSync("/etc/hostname", path.join(folder, name));
    };
    for (const [what, spoilIt, message] of spoil) {
      rmSync(folder, { recursive: true, force: true });
      replaceFolder(folder, files("a"), options);
      spoilIt();
      const before = everythingIn(root);
      expect(() => replaceFolder(folder, files("b"), options), what).toThrow(message);
      expect(everythingIn(root), what).toEqual(before);
    }
  });

  it("keeps what others put there, where that is asked for, with its permissions and times", () => {
    replaceFolder(folder, files("a"), keeping);
    write("css/own/theirs.css");
    const own = path.join(folder, "css/own/theirs.css");
    chmodSync(own, 0o640);
    utimesSync(own, 1, 2);
    symlinkSync("setup.php", path.join(folder, "link"));
    expect(replaceFolder(folder, files("b"), keeping).kept.sort()).toEqual(["css/own", "css/own/theirs.css", "link"]);
    expect(lstatSync(own)).toMatchObject({ mtimeMs: 2000 });
    if (process.platform !== "win32") expect(lstatSync(own).mode & 0o777).toBe(0o640);
    expect(everythingIn(folder).link).toBe("-> setup.php");
    expect(removeFolder(folder).kept.sort()).toEqual(["css/own", "css/own/theirs.css", "link"]);
    expect(Object.keys(everythingIn(folder))).toEqual(["css", "css/own", "css/own/theirs.css", "link"]);
    // And may come back beside it.
    replaceFolder(folder, files("c"), keeping);
    expect(readFileSync(own, "utf8")).toBe("theirs");
  });

  it("does not write over what others put where it would", () => {
    replaceFolder(folder, files("a"), keeping);
    write("css/b.css");
    expect(() => replaceFolder(folder, files("b"), keeping)).toThrow(/css\/b\.css in .* stands where fenetre would/);
    expect(readFileSync(path.join(folder, "css/b.css"), "utf8")).toBe("theirs");
  });

  it("replaces a git repository never", () => {
    mkdirSync(path.join(folder, ".git"), { recursive: true });
    for (const way of [options, keeping, { ...options, force: true }])
      expect(() => replaceFolder(folder, files("a"), way)).toThrow(/is a git repository/);
  });

  it("is the old one again when the new one cannot take its place", () => {
    vi.spyOn(exchanging, "exchange").mockReturnValue(false);
    replaceFolder(folder, files("a"), options);
    const before = everythingIn(root);
    // The folder that was to be put in its place vanishes between the two renames.
    const vanish = killedBetween(() => renameSync(path.join(root, ".out-swap/new"), path.join(root, "elsewhere")));
    expect(() => replaceFolder(folder, files("b"), options)).toThrow(/cannot be written/);
    vanish();
    rmSync(path.join(root, "elsewhere"), { recursive: true });
    expect(everythingIn(root)).toEqual(before);
  });
});

/** Does something before the second rename of a swap. @returns takes it back */
function killedBetween(what: () => void): () => void {
  let done = false;
  onStep((operation, file) => {
    if (done || operation !== "rename" || file !== folder) return;
    done = true;
    what();
  });
  return () => onStep(undefined);
}

describe.each([
  ["where the system exchanges folders", true],
  ["where it does not", false],
])("killed at any step, %s", (_, canExchange) => {
  beforeEach(() => {
    if (!canExchange) vi.spyOn(exchanging, "exchange").mockReturnValue(false);
  });

  /**
   * Kills what `run` does at every step, each time from the state that `prepare` makes.
   * @param gaps how many steps may leave nothing in its place, for the next run to put right
   */
  function atEveryStep(prepare: () => void, run: () => void, gaps = 0): number {
    rmSync(root, { recursive: true });
    mkdirSync(root);
    prepare();
    const old = everythingIn(root);
    run();
    const fresh = everythingIn(root);
    let steps = 0;
    let empty = 0;
    const visible = (all: Record<string, string>): Record<string, string> =>
      Object.fromEntries(Object.entries(all).filter(([name]) => !/^\.out-swap/.test(name) && !/\.tmp$/.test(name)));
    for (; ; steps++) {
      rmSync(root, { recursive: true });
      mkdirSync(root);
      prepare();
      if (!killedAt(steps, root, run)) break;
      const seen = visible(everythingIn(root));
      if (JSON.stringify(seen) !== JSON.stringify(old) && JSON.stringify(seen) !== JSON.stringify(fresh)) {
        expect(existsSync(folder), `step ${steps}`).toBe(false);
        empty++;
      }
      run();
      expect(everythingIn(root), `after step ${steps}`).toEqual(fresh);
    }
    expect(empty).toBe(gaps);
    return steps;
  }

  it("the old folder or the new one is there, and the next run leaves nothing behind", () => {
    const first = atEveryStep(
      () => undefined,
      () => replaceFolder(folder, files("a"), options),
    );
    const again = atEveryStep(
      () => {
        replaceFolder(folder, files("a"), keeping);
        write("css/own/theirs.css");
      },
      () => replaceFolder(folder, files("b"), keeping),
      canExchange ? 0 : 1,
    );
    const removed = atEveryStep(
      () => replaceFolder(folder, files("a"), options),
      () => removeFolder(folder),
    );
    const rest = atEveryStep(
      () => {
        replaceFolder(folder, files("a"), keeping);
        write("theirs.css");
      },
      () => removeFolder(folder),
      canExchange ? 0 : 1,
    );
    expect(Math.min(first, again, removed, rest)).toBeGreaterThan(10);
  });
});

describe("a folder that several runs write into", () => {
  const report = (text: string): NewFile[] => [
    { path: "results.json", content: `{"${text}":1}` },
    { path: "index.html", content: text.repeat(70_000) },
  ];

  it("keeps what is not named, and refuses what was changed or is somebody's", () => {
    writeInto(folder, [{ path: "shard-1.json", content: "1" }], options);
    writeInto(folder, [{ path: "shard-2.json", content: "2" }], options);
    write("mine.txt");
    writeInto(folder, [{ path: "shard-1.json", content: "3" }], options);
    expect(readFileSync(path.join(folder, "shard-1.json"), "utf8")).toBe("3");
    expect(readFileSync(path.join(folder, "shard-2.json"), "utf8")).toBe("2");
    expect(readFileSync(path.join(folder, "mine.txt"), "utf8")).toBe("theirs");
    expect(() => writeInto(folder, [{ path: "mine.txt", content: "" }], options)).toThrow(/not as fenetre wrote it/);
    write("shard-2.json");
    expect(() => writeInto(folder, [{ path: "shard-2.json", content: "" }], options)).toThrow(
      /not as fenetre wrote it/,
    );
    expect(readFileSync(path.join(folder, "shard-2.json"), "utf8")).toBe("theirs");
  });

  it("is not one of somebody's", () => {
    write("mine.txt");
    expect(() => writeInto(folder, report("a"), options)).toThrow(/did not make: mine\.txt/);
    expect(Object.keys(everythingIn(folder))).toEqual(["mine.txt"]);
  });

  it("takes over what earlier versions wrote, where that can be told", () => {
    write("results.json", "{}");
    writeInto(folder, report("a"), { ...options, isOlder: (file) => file.endsWith("results.json") });
    expect(readFileSync(path.join(folder, "results.json"), "utf8")).toBe('{"a":1}');
  });

  it("killed at any step holds each file whole, and the next run writes them all and leaves nothing behind", () => {
    writeInto(folder, report("a"), options);
    const old = everythingIn(folder);
    writeInto(folder, report("b"), options);
    const fresh = everythingIn(folder);
    let steps = 0;
    for (; ; steps++) {
      rmSync(root, { recursive: true });
      mkdirSync(root);
      writeInto(folder, report("a"), options);
      if (!killedAt(steps, root, () => writeInto(folder, report("b"), options))) break;
      const seen = everythingIn(folder);
      for (const name of ["results.json", "index.html"])
        expect([old[name], fresh[name]], `${name} at step ${steps}`).toContain(seen[name]);
      // As another process, which has not looked for leavings yet.
      forgetSwept();
      writeInto(folder, report("b"), options);
      expect(everythingIn(root), `after step ${steps}`).toEqual({
        out: "a folder",
        ...Object.fromEntries(Object.entries(fresh).map(([name, content]) => [path.join("out", name), content])),
      });
    }
    expect(steps).toBeGreaterThan(10);
  });
});

describe("a destination", () => {
  const theme = (): string => path.join(root, "themes/mine");
  beforeEach(() => mkdirSync(theme(), { recursive: true }));

  it.each([
    ["", /^--out is empty\. /],
    [" ", /^--out is empty\. /],
    ["a\nb", /^--out holds a control character\. /],
    [".", / holds the /],
    ["../..", / holds the /],
    ["/", / holds the /],
    ["x/.git/y", /git repository's own folder/],
  ])("is not %j", (given, message) => {
    expect(() => checkedFolder("--out", given)).toThrow(message);
  });

  it("is no theme, nothing that holds one, no link, no file and no repository", () => {
    const refused = (place: string): string => {
      try {
        return checkedFolder("--out", path.join(root, place), [theme()]);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refused("themes/mine")).toMatch(/ holds the theme\. /);
    expect(refused("themes")).toMatch(/ holds the theme\. /);
    expect(refused("themes/other/../mine/")).toMatch(/ holds the theme\. /);
    symlinkSync(path.join(root, "themes"), path.join(root, "link"));
    expect(refused("link")).toMatch(/ is a symbolic link to /);
    // A link on the way is followed.
    expect(refused("link/mine")).toMatch(/ holds the theme\. /);
    writeFileSync(path.join(root, "file"), "");
    expect(refused("file")).toMatch(/ is no folder\. /);
    mkdirSync(path.join(root, "repository/.git"), { recursive: true });
    expect(refused("repository")).toMatch(/ is a git repository\. /);
    expect(refused("fresh/er")).toBe(path.join(root, "fresh/er"));
    for (const room of ["themes/mine/controls", "themes/mine/controls/button", "themes/mine/any/dist"])
      expect(refused(room)).toMatch(/ lies within a folder that the theme is read from\. /);
    expect(refused("themes/mine-too")).toBe(path.join(root, "themes/mine-too"));
  });

  it("of a file is no folder, no link and nothing but a file", () => {
    symlinkSync("nowhere", path.join(root, "link"));
    expect(() => checkedFile("--out", "")).toThrow(/^--out is empty\. /);
    expect(() => checkedFile("--out", root)).toThrow(/ is a folder\. /);
    expect(() => checkedFile("--out", `${root}/new/`)).toThrow(/ is a folder\. /);
    expect(() => checkedFile("--out", path.join(root, "link"))).toThrow(/ is a symbolic link to nowhere\. /);
    expect(() => checkedFile("--out", "/dev/null")).toThrow(/ is no regular file\. /);
    expect(checkedFile("--out", path.join(root, "new.json"))).toBe(path.join(root, "new.json"));
  });
});
