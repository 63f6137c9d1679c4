import { createHash } from "node:crypto";

/*
 * A file that stands alone among others' carries its own hash: whoever replaces it later can tell whether it is as it
 * was made.
 */

const line = /^\/\* fenetre: as made while the above has SHA-256 ([0-9a-f]{64}) \*\/\n?$/;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A text with its hash in a comment below it. */
export function sealed(text: string): string {
  return `${text}/* fenetre: as made while the above has SHA-256 ${hashOf(text)} */\n`;
}

/** @returns whether it is as it was made; `undefined` where it carries no hash */
export function isAsMade(text: string): boolean | undefined {
  const lines = text.replaceAll("\r\n", "\n").trimEnd();
  const start = lines.lastIndexOf("\n") + 1;
  const hash = line.exec(lines.slice(start))?.[1];
  return hash === undefined ? undefined : hash === hashOf(lines.slice(0, start));
}
