// npm test: types, lint, then every test; one summary line at the end. Plain JavaScript: it may have to install first.
//   npm test -- button            only test files whose path holds "button"; without types and lint
//   npm test -- button -t accent  of those only tests whose name holds "accent" (any option of Vitest)
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureDependencies } from "./dependencies.mjs";
import { endOnEscape, run } from "./run.mjs";

ensureDependencies();
endOnEscape();

async function step(title, program, args) {
  console.log(`\n== ${title}`);
  const started = Date.now();
  const ok = await run(program, args);
  console.log(`-- ${title}: ${ok ? "passed" : "FAILED"} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return ok;
}

const only = process.argv.slice(2);
const scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-test-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const results = path.join(scratch, "vitest.json");
let passed = 0;
let failed = 0;
const count = (ok) => (ok ? passed++ : failed++);

if (only.length === 0) {
  count(await step("Types", "node_modules/typescript/bin/tsc", ["-p", "."]));
  count(await step("Lint", "scripts/lint.mjs", []));
}
const succeeded = await step("Tests", "node_modules/vitest/vitest.mjs", [
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
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
