// What npm test and npm run lint share: programs of packages, run by this Node.js without a shell.
import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "./dependencies.mjs";

/** Programs ask these: colour only on a terminal, whatever the shell around says. */
function colourSettings() {
  const { FORCE_COLOR, NO_COLOR, CLICOLOR_FORCE, ...rest } = process.env;
  return process.stdout.isTTY && !NO_COLOR ? { ...rest, FORCE_COLOR: "1" } : { ...rest, NO_COLOR: "1" };
}

const running = new Set();

/** ESC ends a run as Ctrl+C does. The terminal gives keys one by one then, so Ctrl+C arrives as a key too. */
export function endOnEscape() {
  const input = process.stdin;
  const end = () => {
    for (const child of running) child.kill("SIGINT");
    if (input.isTTY) input.setRawMode(false);
    setTimeout(() => {
      for (const child of running) child.kill("SIGKILL");
      process.exit(130);
    }, 2000).unref();
    process.exitCode = 130;
    if (running.size === 0) process.exit(130);
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  if (!input.isTTY) return;
  input.setRawMode(true);
  input.on("data", (key) => {
    if (["\u001b", "\u0003"].includes(key.toString("latin1"))) end();
  });
  input.unref();
  process.on("exit", () => input.setRawMode(false));
}

/** Runs a package's own program, below the root. @returns whether it ended well */
export function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, program), ...args], {
      cwd: root,
      env: colourSettings(),
      stdio: ["ignore", "inherit", "inherit"],
    });
    running.add(child);
    child.on("error", (error) => console.error(error.message));
    child.on("close", (status) => {
      running.delete(child);
      // Ended by the person at the keyboard: what would follow is not wanted either.
      if (process.exitCode === 130) process.exit(130);
      resolve(status === 0);
    });
  });
}
