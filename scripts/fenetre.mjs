#!/usr/bin/env node
// Starts the command line from a bare checkout: checks Node.js, installs what lacks, runs src/cli/index.ts as it is.
import { ensureDependencies } from "./dependencies.mjs";

ensureDependencies();
const { register } = await import("tsx/esm/api");
register();
const { main } = await import("../src/cli/index.ts");
process.exitCode = await main(process.argv.slice(2));
