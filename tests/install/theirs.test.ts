import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readGlpiTree } from "../../src/install/glpi-tree.ts";
import { isNewer } from "../../src/install/install.ts";
import { evaluateDefines } from "../../src/install/php-defines.ts";
import { command } from "../helpers/command.ts";
import { everythingIn } from "../helpers/killed.ts";
import { type TemporaryTheme, temporaryTheme } from "../helpers/temporary-theme.ts";

let theme: TemporaryTheme;
beforeAll(() => {
  theme = temporaryTheme();
});
afterAll(() => theme.remove());

let glpi: string;
const at = (...names: string[]): string => path.join(glpi, ...names);
const put = (name: string, content: string): void => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), content);
};
beforeEach(() => {
  glpi = mkdtempSync(path.join(os.tmpdir(), "fenetre-glpi-"));
  for (const folder of ["version", "plugins", "marketplace", "files", "config", "inc"]) mkdirSync(at(folder));
  writeFileSync(at("version/11.0.6"), "");
});
afterEach(() => rmSync(glpi, { recursive: true, force: true }));

const run = (verb: string, ...options: string[]) => command(verb, glpi, "--theme", theme.folder, ...options);
const setup = "plugins/fenetre/setup.php";
const sheet = (): string => `plugins/fenetre/public/css/${readdirSync(at("plugins/fenetre/public/css"))[0]}`;
const makeNewer = (name: string): void => {
  const text = readFileSync(at(name), "utf8");
  writeFileSync(at(name), text.replace(/fenetre \d+\.\d+\.\d+/, "fenetre 99.0.0"));
};

describe("what was done to the plugin since", () => {
  const cases: [string, () => void, RegExp][] = [
    ["an edited sheet", () => put(sheet(), "mine"), /has been changed since it was installed: public\/css\//],
    ["an edited setup.php", () => put(setup, "<?php // mine"), /has been changed since it was installed: setup\.php/],
    ["another's plugin", () => rmSync(at("plugins/fenetre/.fenetre-manifest.json")), /kept no list of its files/],
    [
      "a plugin of that name",
      () => {
        rmSync(at("plugins/fenetre"), { recursive: true });
        put(setup, "<?php // another's");
      },
      / is not of fenetre's making\. /,
    ],
  ];
  it.each(cases)("%s is refused by install and uninstall, and kept by --force", async (_, spoil, message) => {
    await run("install");
    spoil();
    const before = everythingIn(glpi);
    for (const verb of ["install", "uninstall"]) {
      const { code, error } = await run(verb);
      expect(error).toMatch(message);
      expect(error).toContain(`let ${verb} --force`);
      expect(error.split("\n")).toHaveLength(1);
      expect(code).toBe(1);
      expect(everythingIn(glpi)).toEqual(before);
    }
    const forced = await run("install", "--force");
    expect(forced).toMatchObject({
      code: 0,
      out: expect.stringMatching(/is kept in .*_dumps.fenetre-plugin-fenetre-\d+/),
    });
    const [copy] = readdirSync(at("files/_dumps"));
    const kept = everythingIn(at("files/_dumps", copy as string));
    for (const [name, content] of Object.entries(before))
      if (name.startsWith("plugins/fenetre/")) expect(kept[name.replace("plugins/fenetre/", "")]).toBe(content);
    // What is there is ours again, and nothing of the backup is where GLPI loads plugins from.
    expect((await run("install")).out).toContain("is as it was made in");
    expect(readdirSync(at("plugins"))).toEqual(["fenetre"]);
  });

  it("a newer version is not replaced by an older one, but may be taken out", async () => {
    await run("install");
    makeNewer("plugins/fenetre/.fenetre-manifest.json");
    expect((await run("install")).error).toMatch(/plugins.fenetre is newer: 99\.0\.0, and this is /);
    expect((await run("uninstall")).code).toBe(0);
  });

  it("a developer's link stays, whatever is forced", async () => {
    put("elsewhere/setup.php", "<?php function plugin_init_fenetre() {}");
    symlinkSync(at("elsewhere"), at("plugins/fenetre"));
    const before = everythingIn(glpi);
    for (const options of [["install"], ["uninstall"], ["install", "--force"], ["uninstall", "--force"]])
      expect((await run(...(options as [string]))).error).toMatch(
        /plugins.fenetre is a symbolic link to .*elsewhere\. /,
      );
    expect(everythingIn(glpi)).toEqual(before);
  });

  it("unpacked by hand from the archive it is known", async () => {
    await run("install");
    rmSync(at("plugins/fenetre/.fenetre-manifest.json"));
    const { pluginFiles } = await import("../../src/build/targets/plugin.ts");
    const { loadTheme } = await import("../../src/theme/theme.ts");
    const { version } = await import("../../src/util/version.ts");
    const files = pluginFiles({ theme: loadTheme(theme.folder), version });
    writeFileSync(at("plugins/fenetre/.fenetre-manifest.json"), files["fenetre/.fenetre-manifest.json"] as Uint8Array);
    expect((await run("install")).out).toContain("is as it was made in");
  });
});

describe("what was done to a palette since", () => {
  const file = "files/_themes/test.scss";
  it.each([
    ["an edit", () => put(file, `${readFileSync(at(file), "utf8")}\n.mine {}`), / carries no hash|has been changed/],
    ["an edit within", () => put(file, readFileSync(at(file), "utf8").replace("#", "#1")), /has been changed since/],
    ["another's", () => put(file, "/* mine */"), / is not of fenetre's making\. /],
  ])("%s is refused and kept", async (_, spoil, message) => {
    await run("install", "--palette");
    spoil();
    const edited = readFileSync(at(file), "utf8");
    for (const verb of ["install", "uninstall"])
      expect((await run(verb, ...(verb === "install" ? ["--palette"] : []))).error).toMatch(message);
    expect(readFileSync(at(file), "utf8")).toBe(edited);
    expect((await run("uninstall", "--force")).code).toBe(0);
    const [copy] = readdirSync(at("files/_dumps"));
    expect(readFileSync(at("files/_dumps", copy as string), "utf8")).toBe(edited);
    expect(existsSync(at(file))).toBe(false);
  });

  it("a link and a newer one stay", async () => {
    await run("install", "--palette");
    makeNewer(file);
    // The line is part of what the hash is of.
    expect((await run("install", "--palette")).error).toMatch(/has been changed since|is newer: 99\.0\.0/);
    renameSync(at(file), at("mine.scss"));
    symlinkSync(at("mine.scss"), at(file));
    expect((await run("install", "--palette", "--force")).error).toMatch(/ is a symbolic link to .*mine\.scss\. /);
  });
});

describe("where GLPI has it", () => {
  it("in marketplace/, which GLPI looks at first: replaced there, and two are refused", async () => {
    await run("install");
    renameSync(at("plugins/fenetre"), at("marketplace/fenetre"));
    expect((await run("install", "--scheme", "windows")).out).toMatch(/replaced in .*marketplace.fenetre/);
    expect(existsSync(at("plugins/fenetre"))).toBe(false);
    put(setup, "<?php function plugin_init_fenetre() {}");
    expect((await run("install")).error).toMatch(
      /has the plugin 2 times and loads .*marketplace.fenetre, not .*plugins.fenetre/,
    );
    rmSync(at("plugins/fenetre"), { recursive: true });
    expect((await run("uninstall")).out).toMatch(/removed from .*marketplace.fenetre/);
  });

  const hasPhp = spawnSync("php", ["--version"]).status === 0;
  if (!hasPhp) console.warn("SKIPPED: GLPI's settings are not run: no PHP here.");
  const settings = `<?php
    // define('GLPI_VAR_DIR', '/commented/out');
    /* define('GLPI_VAR_DIR', '/this/too'); */
    if (!defined('GLPI_VAR_DIR')) { define('GLPI_VAR_DIR', __DIR__ . '/../data'); }
    defined('PLUGINS_DIRECTORIES') || define('PLUGINS_DIRECTORIES', [GLPI_ROOT . '/more', dirname(__DIR__) . "/plugins"]);
    echo 'noise';
  `;
  it.each([
    ["PHP", hasPhp ? "php" : undefined],
    ["no PHP", "there-is-no-such-php"],
  ])("its settings say where, comments do not count: %s", (_, php) => {
    if (php === undefined) return;
    put("config/local_define.php", settings);
    const tree = readGlpiTree(glpi, php);
    expect(path.resolve(tree.themes)).toBe(at("data/_themes"));
    expect(tree.pluginFolders).toEqual([at("more"), at("plugins")]);
    expect(tree.plugins).toBe(at("plugins"));
    expect(tree.assumed.length > 0).toBe(php !== "php");
  });

  it.skipIf(!hasPhp)("what PHP computes is what it says, and nothing is assumed", () => {
    put(
      "inc/downstream.php",
      "<?php define('GLPI_CONFIG_DIR', GLPI_ROOT . '/etc'); require GLPI_CONFIG_DIR . '/more.php';",
    );
    put("etc/more.php", "<?php define('GLPI_VAR_DIR', strtolower('/SRV/') . 'glpi');");
    expect(readGlpiTree(glpi)).toMatchObject({ files: "/srv/glpi", config: at("etc"), assumed: [] });
  });

  it("what cannot be told without PHP is assumed, aloud", async () => {
    put("config/local_define.php", "<?php if (getenv('X')) define('GLPI_VAR_DIR', '/x'); require 'more.php';");
    const { assumed, files } = readGlpiTree(glpi, "there-is-no-such-php");
    expect(files).toBe(at("files"));
    expect(assumed.join("\n")).toMatch(
      /could not be run by PHP[\s\S]*GLPI_VAR_DIR is computed[\s\S]*reads other files/,
    );
  });

  it.skipIf(!hasPhp)("settings that fail are no reason to fail", async () => {
    put("config/local_define.php", "<?php this is no PHP");
    expect(readGlpiTree(glpi).assumed[0]).toMatch(/could not be run by PHP/);
    const { code, error } = await run("install");
    expect(code).toBe(0);
    expect(error).toMatch(/^assumed: .*\nassumed: plugins in /);
  });

  it("prints commands that can be pasted, whatever the folder is called", async () => {
    const odd = at("it's; $(touch mine)");
    mkdirSync(odd);
    for (const name of ["version", "plugins", "files"]) renameSync(at(name), path.join(odd, name));
    const { out } = await command("install", odd, "--theme", theme.folder);
    const line = /php (.*) plugin:activate fenetre/.exec(out)?.[1];
    const { stdout } = spawnSync("sh", ["-c", `printf %s ${line}`], { encoding: "utf8", cwd: glpi });
    expect(stdout).toBe(path.join(odd, "bin/console"));
    expect(existsSync(at("mine"))).toBe(false);
  });
});

describe("definitions read without PHP", () => {
  it.each([
    ["define('A', '/a');", { A: "/a" }, []],
    ["# define('A', '/a');\n/** define('A', 1) */ // define('A', 'x');", {}, []],
    ["$x = \"define('A', '/a');\";", {}, []],
    ["define('A', '/a'); define('A', '/b');", { A: "/a" }, []],
    ["define(\"A\", '/a' . '/b'); \\define('B', A . '/c');", { A: "/a/b", B: "/a/b/c" }, []],
    ["define('A', \"/$x\");", {}, ["A"]],
    ["define('A', getenv('X') ?: '/a');", {}, ["A"]],
    ["if ($x) { define('A', '/a'); }", {}, ["A"]],
    ["function f() { define('A', '/a'); }", {}, ["A"]],
    ["if (!defined('A')) define('A', '/a');", { A: "/a" }, []],
    ["define('A', array(__DIR__, DIRECTORY_SEPARATOR . 'x',));", { A: ["/etc", "/x"] }, []],
    ["define('A', 'it\\'s');", { A: "it's" }, []],
  ])("%s", (php, values, unknown) => {
    const known = {};
    expect(evaluateDefines(`<?php\n${php}`, "/etc/x.php", known)).toEqual(unknown);
    expect(known).toEqual(values);
  });
});

describe("versions", () => {
  it("are ordered as semantic versions are", () => {
    const order = ["0.9.0", "0.10.0", "1.0.0-beta.2", "1.0.0-beta.10", "1.0.0", "1.0.1", "10.0.0"];
    for (let index = 1; index < order.length; index++) {
      expect(isNewer(order[index] as string, order[index - 1] as string), order[index]).toBe(true);
      expect(isNewer(order[index - 1] as string, order[index] as string), order[index]).toBe(false);
    }
    expect(isNewer("1.0.0", "1.0.0")).toBe(false);
  });
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn("SKIPPED: owners are not changed: only the system's administrator can.");

describe.skipIf(process.platform === "win32")("owner and permissions", () => {
  const modes = (): number[] =>
    ["plugins/fenetre", "plugins/fenetre/public", setup, sheet()].map((name) => statSync(at(name)).mode & 0o7777);

  it("are the tree's, whatever the umask is", async () => {
    const umask = process.umask(0o077);
    try {
      chmodSync(at("plugins"), 0o755);
      await run("install");
      expect(modes()).toEqual([0o755, 0o755, 0o644, 0o644]);
      rmSync(at("plugins/fenetre"), { recursive: true });
      chmodSync(at("plugins"), 0o2770);
      await run("install");
      expect(modes().map((mode) => mode & 0o777)).toEqual([0o770, 0o770, 0o660, 0o660]);
      rmSync(at("plugins/fenetre"), { recursive: true });
      // Everybody's folder makes no plugin that everybody may write.
      chmodSync(at("plugins"), 0o777);
      await run("install");
      expect(modes()).toEqual([0o755, 0o755, 0o644, 0o644]);
      await run("install", "--palette");
      expect(statSync(at("files/_themes/test.scss")).mode & 0o777).toBe(0o644);
    } finally {
      process.umask(umask);
    }
  });

  it.skipIf(!isRoot)("the system's administrator leaves to the web server what is the web server's", async () => {
    for (const name of ["plugins", "files"]) chownSync(at(name), 33, 33);
    await run("install");
    await run("install", "--palette");
    await run("install", "--scheme", "windows");
    const owners = (folder: string): Set<string> =>
      new Set(
        readdirSync(at(folder), { recursive: true, encoding: "utf8" })
          .map((name) => lstatSync(at(folder, name)))
          .map(({ uid, gid }) => `${uid}:${gid}`),
      );
    expect([...owners("plugins")]).toEqual(["33:33"]);
    expect([...owners("files")]).toEqual(["33:33"]);
    put(setup, "<?php // mine");
    await run("install", "--force");
    expect([...owners("plugins")]).toEqual(["33:33"]);
    expect(statSync(at("files/_dumps")).uid).toBe(33);
  });

  it.skipIf(!isRoot)("says so when the web server cannot read it", async () => {
    chownSync(at("files"), 33, 33);
    chmodSync(at("plugins"), 0o700);
    expect((await run("install")).out).toMatch(/user 33.*cannot read .*plugins.fenetre: give it the right to/);
  });
});
