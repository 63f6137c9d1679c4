/** How much a finding matters: pages are broken or the theme is not on; something may look wrong; good to know. */
export type Level = "error" | "warning" | "note";

/** One thing the doctor found. */
export interface Finding {
  /** The check's name, for those who filter: "css-in-themes". */
  check: string;
  level: Level;
  /** What is the case, one sentence without the final stop. */
  what: string;
  /** File and line, or address. */
  place?: string;
  /** What to do about it, one sentence without the final stop. */
  remedy: string;
}

/** What was looked at, what was found, and what could not be looked at. */
export interface Diagnosis {
  /** Of what: a folder with GLPI's version, or an address. */
  subject: string;
  /** Checks that were made, by name. */
  checked: string[];
  findings: Finding[];
  /** Checks that could not be made, and why, one sentence each. */
  skipped: string[];
}

/** The errors first, then warnings and notes; of one level in the order they were found. */
export function byWeight(findings: Finding[]): Finding[] {
  const order: Level[] = ["error", "warning", "note"];
  return order.flatMap((level) => findings.filter((finding) => finding.level === level));
}
