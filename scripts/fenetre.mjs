#!/usr/bin/env node
// Starts the command line from a bare checkout: checks Node.js, installs what lacks, runs src/cli/index.ts as it is.
import { ensureDependencies } from "./dependencies.mjs";
import { registerTypeScript } from "./typescript.mjs";

ensureDependencies();
await registerTypeScript();
const { main, tell } = await import("../src/cli/index.ts");
const argv = process.argv.slice(2);
// Whoever read our output has gone: `fenetre help | head -1`.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.on("uncaughtException", (error) => process.exit(tell(error, argv)));
process.exitCode = await main(argv);
