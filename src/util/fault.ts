import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { visible } from "./escape.ts";
import { withoutSecrets } from "./secrets.ts";
import { version } from "./version.ts";

/** What the process ends with when the fault is ours: EX_SOFTWARE of sysexits.h. */
export const ourFault = 70;

/**
 * An error that nobody foresaw, in one line: that the fault is ours, where its details are, how to report it. The
 * details go into a file of the user's own in the system's folder for temporary files; neither holds a secret.
 * @param verb the command line's first words, without values
 */
export function describeFault(error: unknown, verb: string): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const first = visible(withoutSecrets(message.split("\n")[0] ?? "")).slice(0, 200);
  const file = path.join(os.tmpdir(), `fenetre-fault-${randomBytes(6).toString("hex")}.txt`);
  const details = [
    `fenetre ${version}, Node.js ${process.versions.node}, ${process.platform} ${process.arch} ${os.release()}`,
    `verb: ${verb}`,
    "",
    stack ?? message,
    ...causesOf(error),
  ];
  let where: string;
  try {
    writeFileSync(file, withoutSecrets(`${details.join("\n")}\n`), { flag: "wx", mode: 0o600 });
    where = `Details: ${file}. Report it with that file`;
  } catch (refusal) {
    where = `Its details could not be written (${(refusal as NodeJS.ErrnoException).code}). Report it`;
  }
  return `a fault of ours, not of yours: ${first}. ${where}, as CONTRIBUTING.md says.`;
}

function causesOf(error: unknown): string[] {
  const found: string[] = [];
  for (let cause = (error as Error | undefined)?.cause; cause instanceof Error && found.length < 5; cause = cause.cause)
    found.push("", `caused by ${cause.stack ?? cause.message}`);
  return found;
}
