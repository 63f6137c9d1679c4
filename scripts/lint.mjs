// npm run lint: Biome for TypeScript, JavaScript, JSON and the layout of CSS; stylelint for the theme's own rules.
// With --fix both correct what they can.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { ensureDependencies, root } from "./dependencies.mjs";

ensureDependencies();
const fix = process.argv.includes("--fix");
const run = (program, args) =>
  spawnSync(process.execPath, [path.join(root, program), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  }).status === 0;

const biome = run("node_modules/@biomejs/biome/bin/biome", [
  "check",
  ...(fix ? ["--write"] : []),
  "--error-on-warnings",
]);
const stylelint = run("node_modules/stylelint/bin/stylelint.mjs", ["themes/**/*.css", ...(fix ? ["--fix"] : [])]);
process.exitCode = biome && stylelint ? 0 : 1;
