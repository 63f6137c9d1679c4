// npm test: types, lint, then every test; one summary line at the end. Plain JavaScript: it may have to install first.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureDependencies, root } from "./dependencies.mjs";

ensureDependencies();

/** A package's own program, run by this Node.js: no shell, so the same on every system. */
function run(title, program, args) {
  console.log(`\n== ${title}`);
  const started = Date.now();
  const { status, error } = spawnSync(process.execPath, [path.join(root, program), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error) console.error(error.message);
  console.log(`-- ${title}: ${status === 0 ? "passed" : "FAILED"} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return status === 0;
}

const only = process.argv.slice(2);
const scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-test-"));
const results = path.join(scratch, "vitest.json");
let passed = 0;
let failed = 0;
const count = (ok) => (ok ? passed++ : failed++);

if (only.length === 0) {
  count(run("Types", "node_modules/typescript/bin/tsc", ["-p", "."]));
  count(run("Lint", "scripts/lint.mjs", []));
}
const succeeded = run("Tests", "node_modules/vitest/vitest.mjs", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${results}`,
  ...only,
]);
try {
  const report = JSON.parse(readFileSync(results, "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that cannot be read, or an error outside any test, fails none of the tests counted above.
  if (!succeeded && report.numFailedTests === 0) failed++;
} catch {
  failed++;
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
