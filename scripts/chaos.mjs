// npm run chaos: kills, hostile input and hostile pages in numbers that npm test has no time for (tests/chaos/).
import { spawnSync } from "node:child_process";
import path from "node:path";
import { ensureDependencies, root } from "./dependencies.mjs";

ensureDependencies();
const { status, error } = spawnSync(
  process.execPath,
  [path.join(root, "node_modules/vitest/vitest.mjs"), "run", ...process.argv.slice(2)],
  { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, FENETRE_CHAOS: "1" } },
);
if (error) console.error(error.message);
process.exitCode = status === 0 ? 0 : 1;
