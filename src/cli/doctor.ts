import type { Input } from "../command-line/definition.ts";
import { diagnoseAddress } from "../doctor/address.ts";
import { byWeight, type Diagnosis, type Finding } from "../doctor/finding.ts";
import { diagnoseTree } from "../doctor/tree.ts";
import { readGlpiTree } from "../install/glpi-tree.ts";
import { visible } from "../util/escape.ts";
import { bold, dim, green, red } from "../util/terminal.ts";
import type { verbs } from "./verbs.ts";

/** @returns 1 when something is wrong, 0 when nothing is worse than a warning */
export async function run({ values, operands: [subject] }: Input<typeof verbs.doctor>): Promise<number> {
  const diagnosis = await diagnose(subject as string);
  if (values.json) console.log(JSON.stringify(diagnosis, null, 2));
  else print(diagnosis);
  return diagnosis.findings.some(({ level }) => level === "error") ? 1 : 0;
}

const diagnose = (subject: string): Promise<Diagnosis> | Diagnosis =>
  /^https?:\/\//i.test(subject) ? diagnoseAddress(subject) : diagnoseTree(readGlpiTree(subject));

const mark: Record<Finding["level"], string> = { error: red("wrong"), warning: bold("look"), note: green("well") };

function print({ subject, checked, findings, skipped }: Diagnosis): void {
  console.log(`${visible(subject)}: ${checked.length} checks`);
  for (const { level, what, place, remedy } of byWeight(findings)) {
    console.log(`\n${mark[level]}  ${visible(what)}`);
    if (place) console.log(`  at ${visible(place)}`);
    console.log(`  ${visible(remedy)}`);
  }
  if (findings.length === 0) console.log("Nothing amiss was found.");
  for (const reason of skipped) console.log(dim(`\nNot checked: ${visible(reason)}`));
}
