// Plain JavaScript on purpose: it must run before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

/** Ends the process with one line when Node.js is older than package.json's `engines`. */
export function checkNode() {
  const { engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const wanted = engines.node.replace(/^\D+/, "");
  const [major, minor] = wanted.split(".").map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  console.error(`Node.js ${process.versions.node} is too old. Install ${wanted} or newer.`);
  process.exit(1);
}

/**
 * Whether node_modules holds what package-lock.json says. Contents are compared, not times: git and npm touch files
 * in no order one could rely on. A package may be missing only if it is optional (made for another system).
 */
export function isInstalled(folder = root) {
  const read = (file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")).packages;
  if (!existsSync(path.join(folder, "node_modules/.package-lock.json"))) return false;
  const installed = read("node_modules/.package-lock.json");
  return Object.entries(read("package-lock.json")).every(
    ([place, wanted]) =>
      place === "" || (installed[place] ? installed[place].version === wanted.version : wanted.optional === true),
  );
}

/** Runs `npm ci` if needed, its chatter on stderr so that a verb's own output stays clean. */
export function ensureDependencies() {
  checkNode();
  if (isInstalled()) return;
  console.error("Installing dependencies (npm ci) ...");
  // npm tells the scripts it starts where it is; that works without any shell. Otherwise npm is a .cmd file on Windows.
  const npm = process.env.npm_execpath ?? "";
  const stdio = ["ignore", 2, 2];
  const result = /npm-cli\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, "ci"], { cwd: root, stdio })
    : spawnSync("npm ci", { cwd: root, stdio, shell: true });
  if (result.status === 0) return;
  console.error("Dependencies could not be installed. Run `npm ci` and read what it says.");
  process.exit(1);
}
