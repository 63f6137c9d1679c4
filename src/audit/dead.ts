import path from "node:path";
import { deadRulesSchema } from "../schema/files.ts";
import { readChecked } from "../schema/read.ts";
import type { Theme } from "../theme/theme.ts";
import { regExpLiteral } from "../util/escape.ts";
import { isNamed } from "../util/read.ts";
import type { DeadRule } from "./results.ts";

/**
 * Why selectors stand in the theme although no page and no specimen shows what they are for: an entry of a theme's
 * `dead-rules.json`.
 */
export interface DeadReason {
  /** The file below the theme's folder, or a folder of it with a slash at its end. */
  file: string;
  /** Only selectors that contain this text. */
  selector?: string;
  why: string;
}

/** Those of a theme and of the themes it extends. @throws {UserError} for a file that is not as above */
export function deadReasons(theme: Theme): DeadReason[] {
  return theme.folders.flatMap((folder) => {
    const file = path.join(folder, "dead-rules.json");
    return isNamed(file) ? readChecked(file, deadRulesSchema).value.reasons : [];
  });
}

/** With its reason, if one is known. */
export function explained({ selector, place }: DeadRule, reasons: readonly DeadReason[]): DeadRule {
  const flat = selector.replace(/\s+/g, " ");
  const reason = reasons.find(
    (one) =>
      (one.file.endsWith("/")
        ? place.includes(`/${one.file}`)
        : new RegExp(`/${regExpLiteral(one.file)}:`).test(place)) &&
      (one.selector === undefined || flat.includes(one.selector)),
  );
  return { selector, place, ...(reason ? { why: reason.why } : {}) };
}
