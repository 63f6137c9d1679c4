// npm run lint: Biome for TypeScript, JavaScript, JSON and the layout of CSS; stylelint for the theme's own rules.
// With --fix both correct what they can.
import { ensureDependencies } from "./dependencies.mjs";
import { endOnEscape, run } from "./run.mjs";

ensureDependencies();
endOnEscape();
const fix = process.argv.includes("--fix");
const colours = process.stdout.isTTY && !process.env.NO_COLOR ? "force" : "off";
const biome = await run("node_modules/@biomejs/biome/bin/biome", [
  "check",
  `--colors=${colours}`,
  ...(fix ? ["--write"] : []),
  "--error-on-warnings",
]);
const stylelint = await run("node_modules/stylelint/bin/stylelint.mjs", [
  "themes/**/*.css",
  ...(colours === "off" ? ["--no-color"] : []),
  ...(fix ? ["--fix"] : []),
]);
process.exitCode = biome && stylelint ? 0 : 1;
