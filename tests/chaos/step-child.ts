// Runs the command line and ends it by SIGKILL before a step on the disc: step-child.ts <step> <arguments>.
import { main } from "../../src/cli/index.ts";
import { onStep } from "../../src/util/disc.ts";

const [step, ...args] = process.argv.slice(2) as [string, ...string[]];
let count = 0;
onStep(() => {
  if (count++ === Number(step)) process.kill(process.pid, "SIGKILL");
});
process.exitCode = await main(args);
