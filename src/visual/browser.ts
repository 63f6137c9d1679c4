import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { type Browser, chromium, type LaunchOptions } from "@playwright/test";
import tar from "tar-stream";
import { endWithUs, isEnding, untilTheEnd } from "../util/ending.ts";
import { isAlive } from "../util/lock.ts";
import { projectRoot } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";

/** The same pixels from every Chromium: software raster, no partial raster, sRGB, no hinting, no LCD text. */
export const launchArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-partial-raster",
  "--force-color-profile=srgb",
  "--hide-scrollbars",
  "--font-render-hinting=none",
  "--disable-lcd-text",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // No datagram leaves past a proxy: no WebRTC, no QUIC.
  "--force-webrtc-ip-handling-policy",
  "--webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--disable-quic",
];

/** No name leads anywhere but this machine's own: for everything but a GLPI that is named. */
const noNames = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost";

export interface LaunchedBrowser {
  browser: Browser;
  /** "pinned", "system" or a channel's name. */
  kind: string;
  close(): Promise<void>;
}

/**
 * A screen of another scale: the browser lays out in its device pixels, as on a real one. What a page's emulation calls
 * a scale only enlarges what was laid out at 1.
 */
const screenOf = (scale: number): string[] => (scale === 1 ? [] : [`--force-device-scale-factor=${scale}`]);

/**
 * A browser for measuring: the one FENETRE_BROWSER names; else, on Linux, the pinned one of the lock file; else the
 * installed Edge or Chrome.
 * @param network whether it may reach other machines: for pages of a running GLPI alone
 * @param scale of its screen, device px a CSS px
 * @throws {UserError} when there is none
 */
export async function launchBrowser({ network = false, scale = 1 } = {}): Promise<LaunchedBrowser> {
  const found = await findBrowser();
  if (found) return launch(found.kind, found.options, network, scale);
  for (const channel of ["msedge", "chrome"]) {
    try {
      return await launch(channel, { channel }, network, scale);
    } catch (error) {
      if (!/not found|is not installed|doesn't exist|Executable/i.test(String(error))) throw error;
    }
  }
  throw new UserError("there is no browser to measure in", "Install Edge or Chrome, or let FENETRE_BROWSER name one");
}

/** The browser that FENETRE_BROWSER names, or the pinned one; `undefined` where an installed one is to be looked for. */
export async function findBrowser(): Promise<{ kind: string; options: LaunchOptions } | undefined> {
  const named = process.env.FENETRE_BROWSER;
  if (named) {
    if (!existsSync(named))
      throw new UserError(`FENETRE_BROWSER names "${named}", which is not there`, "Name a Chromium, Chrome or Edge");
    return { kind: "system", options: { executablePath: named } };
  }
  if (process.platform === "linux" && process.arch === "x64") {
    const { executable, libraries } = await pinnedBrowser();
    const env = { ...(process.env as Record<string, string>) };
    env.LD_LIBRARY_PATH = [libraries, env.LD_LIBRARY_PATH].filter(Boolean).join(":");
    return { kind: "pinned", options: { executablePath: executable, env } };
  }
  return undefined;
}

/** Browsers by their screens' scale, each started when it is first asked for. */
export class Screens {
  readonly #launched = new Map<number, Promise<LaunchedBrowser>>();

  async browser(scale: number): Promise<Browser> {
    let launched = this.#launched.get(scale);
    if (!launched) {
      launched = launchBrowser({ scale });
      this.#launched.set(scale, launched);
    }
    return (await launched).browser;
  }

  async close(): Promise<void> {
    const all = await Promise.allSettled(this.#launched.values());
    this.#launched.clear();
    await Promise.all(all.map((one) => (one.status === "fulfilled" ? one.value.close() : undefined)));
  }
}

async function launch(kind: string, options: LaunchOptions, network: boolean, scale: number): Promise<LaunchedBrowser> {
  if (isEnding()) return untilTheEnd();
  mustHaveTemporaryFolder();
  const browser = await started(kind, {
    ...options,
    headless: true,
    args: [...launchArguments, ...(network ? [] : [noNames]), ...screenOf(scale)],
    // A signal is ours to answer (util/ending.ts): it closes the browser and ends the process.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  browser.once(
    "disconnected",
    endWithUs(() => browser.close()),
  );
  return { browser, kind, close: () => browser.close() };
}

/** Browsers keep their profile there. @throws {UserError} */
function mustHaveTemporaryFolder(): void {
  const folder = os.tmpdir();
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new UserError(
      `the folder for temporary files, ${folder}, is not there or cannot be written`,
      "Make it, or let TMPDIR name another",
    );
  }
}

/** @throws {UserError} when what is named or pinned does not start; of installed ones as Playwright says it */
async function started(kind: string, options: LaunchOptions): Promise<Browser> {
  try {
    return await chromium.launch(options);
  } catch (error) {
    if ((kind !== "system" && kind !== "pinned") || isEnding()) throw error;
    // Of Playwright's log the line that says why.
    const lines = (error as Error).message.split("\n").map((line) => line.trim());
    const why = lines.find((line) => /error|cannot|not found|denied|failed/i.test(line)) ?? lines[0] ?? "";
    throw new UserError(
      kind === "system" ? "what FENETRE_BROWSER names does not start" : "the pinned browser does not start",
      `${why.slice(0, 300).replace(/\.$/, "")}. ${kind === "system" ? "Name a Chromium, Chrome or Edge" : "Let FENETRE_BROWSER name a Chromium, Chrome or Edge"}`,
    );
  }
}

/**
 * The binary of @sparticuz/chromium (not its arguments, which change the raster), inflated once a version, with the
 * shared libraries it carries beside it.
 */
async function pinnedBrowser(): Promise<{
  executable: string;
  libraries: string;
}> {
  const require = createRequire(import.meta.url);
  let home: string;
  try {
    home = path.resolve(path.dirname(require.resolve("@sparticuz/chromium")), "../..");
  } catch {
    throw new UserError(
      "the pinned browser is not installed",
      "Run npm install, or let FENETRE_BROWSER name a Chromium",
    );
  }
  const { version } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")) as { version: string };
  const folder = path.join(cacheFolder(), `chromium-${version}`);
  const executable = path.join(folder, "chromium");
  const libraries = path.join(folder, "lib");
  if (!isOurs(folder, [executable])) {
    // Into a folder of its own, then renamed: a run that is stopped or another that runs beside leaves nothing half-made.
    sweepUnfinished(path.dirname(folder));
    const temporary = mkdtempSync(path.join(path.dirname(folder), `.chromium-${process.pid}-`));
    try {
      mkdirSync(path.join(temporary, "lib"));
      const archive = brotliDecompressSync(readFileSync(path.join(home, "bin/al2023.tar.br")));
      await untar(archive, path.join(temporary, "lib"));
      writeFileSync(
        path.join(temporary, "chromium"),
        brotliDecompressSync(readFileSync(path.join(home, "bin/chromium.br"))),
        { mode: 0o755 },
      );
      // Another run may have been quicker; what is no program of ours makes room.
      if (!isOurs(folder, [executable])) {
        rmSync(folder, { recursive: true, force: true });
        renameSync(temporary, folder);
      }
    } catch (error) {
      if (!isOurs(folder, [executable])) throw error;
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
  return { executable, libraries };
}

/**
 * The user's own folder for what can be made again, which nobody else may write to: programs are run from it.
 * @throws {UserError} when there is none that is this user's alone
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const wanted = environment.XDG_CACHE_HOME;
  const home = wanted && path.isAbsolute(wanted) ? wanted : path.join(os.homedir(), ".cache");
  const places = [path.join(home, "fenetre"), path.join(projectRoot, ".cache", "browser")];
  for (const folder of places) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (!isOurs(folder)) continue;
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // A home that cannot be written to, as of a service's user: the checkout's own comes next.
    }
  }
  throw new UserError(
    "there is no folder of this user's alone for the pinned browser",
    "Let XDG_CACHE_HOME name one that you own and nobody else may write to, or FENETRE_BROWSER a Chromium",
  );
}

/** Whether a folder, and files in it, are there, this user's or root's, no links, and nobody else may write to them. */
export function isOurs(folder: string, files: string[] = []): boolean {
  if (process.platform === "win32") return [folder, ...files].every((name) => existsSync(name));
  const own = process.getuid?.();
  return [folder, ...files].every((name) => {
    const found = lstatSync(name, { throwIfNoEntry: false });
    if (!found || found.isSymbolicLink()) return false;
    return (found.uid === own || found.uid === 0) && (found.mode & 0o022) === 0;
  });
}

/** Removes what runs that were killed left half-made. */
function sweepUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^\.chromium-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

async function untar(archive: Buffer, folder: string): Promise<void> {
  const extract = tar.extract();
  const done = new Promise<void>((resolve, reject) => {
    extract.on("entry", (header, stream, next) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: unknown) => void chunks.push(chunk as Buffer));
      stream.on("end", () => {
        if (header.type === "file")
          writeFileSync(path.join(folder, path.basename(header.name)), Buffer.concat(chunks), { mode: 0o755 });
        next();
      });
      stream.on("error", reject);
    });
    extract.on("finish", resolve);
    extract.on("error", reject);
  });
  extract.end(archive);
  await done;
}

/** For error messages and reports: "Chromium 147.0.7727.0". */
export function browserVersion(browser: Browser): string {
  return `Chromium ${browser.version()}`;
}
