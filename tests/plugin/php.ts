import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pluginFiles } from "../../src/build/targets/plugin.ts";
import { loadTheme } from "../../src/theme/theme.ts";

/** Whether PHP is here; who tests without it is told. */
export const hasPhp = spawnSync("php", ["--version"]).status === 0;
if (!hasPhp) console.warn("SKIPPED: what the plugin's PHP does, as there is no php here (Debian: php-cli php-gd)");

/** The plugin as built, in a folder of its own, asked through stand-ins for GLPI's functions. */
export class BuiltPlugin {
  readonly folder: string;
  readonly #scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-php-"));

  constructor() {
    this.folder = path.join(this.#scratch, "fenetre");
    const files = pluginFiles({ theme: loadTheme("windows-11"), version: "1.2.3" });
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.#scratch, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }

  /**
   * @param question a file of questions/, without its ending
   * @param glpi the version to stand in for
   * @param memory PHP's bound, as php.ini has it
   */
  ask<Answer>(question: string, asked: unknown, glpi = "11.0.6", memory = "512M"): Answer {
    const script = path.join(import.meta.dirname, "stand-in.php");
    const options = ["-d", "display_errors=stderr", "-d", `memory_limit=${memory}`];
    const output = execFileSync("php", [...options, script, glpi, this.folder, question], {
      input: JSON.stringify(asked),
      maxBuffer: 1 << 30,
      encoding: "utf8",
    });
    return JSON.parse(output) as Answer;
  }

  /** A style sheet that is served, by its name without the hash. */
  read(name: string): string {
    const place = path.join(this.folder, "public/css");
    const file = readdirSync(place).find((one) => one.replace(/-[0-9a-f]{12}\.css$/, "") === name);
    return readFileSync(path.join(place, file as string), "utf8");
  }

  remove(): void {
    rmSync(this.#scratch, { recursive: true, force: true });
  }
}
