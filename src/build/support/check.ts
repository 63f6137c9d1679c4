import path from "node:path";
import { supportSchema } from "../../schema/files.ts";
import { readChecked } from "../../schema/read.ts";
import type { Theme } from "../../theme/theme.ts";
import { relativeToProject } from "../../util/paths.ts";
import { isNamed } from "../../util/read.ts";
import { UserError } from "../../util/user-error.ts";
import type { BuildContext } from "../artefact.ts";
import { compile, sourcesOf } from "../compile.ts";
import { hashOf, keptOf, wholeCompiler } from "../kept.ts";
import { needsOf } from "./features.ts";

/** Where something stands that a named browser lacks. */
export interface UnansweredNeed {
  feature: string;
  browsers: string[];
  file: string;
  line: number | undefined;
}

/** What is shown instead, by feature: the theme's browsers.json, and those of the themes it extends. */
export function answersOf(theme: Theme): Record<string, string> {
  return Object.assign({}, ...theme.folders.map((folder) => filesAnswers(path.join(folder, "browsers.json"))));
}

function filesAnswers(file: string): Record<string, string> {
  if (!isNamed(file)) return {};
  return readChecked(file, supportSchema).value.instead;
}

/** What a theme needs, some named browser lacks, and neither a fallback nor browsers.json answers for. */
export function unansweredNeeds(theme: Theme, answers = answersOf(theme)): UnansweredNeed[] {
  return needsOf(compile(theme))
    .filter(({ feature }) => !Object.hasOwn(answers, feature))
    .map(({ feature, browsers, node }) => ({
      feature,
      browsers,
      file: relativeToProject(node.source?.input.file ?? "index.css"),
      line: node.source?.start?.line,
    }));
}

/**
 * Holds a theme against the oldest browsers that package.json names.
 * @throws {UserError} with file and line, at what one of them lacks, when nothing says what it shows instead
 */
export function checkSupport(context: BuildContext): void {
  const answers = answersOf(context.theme);
  const [need] = keptOf(
    context,
    "support check",
    () => hashOf(wholeCompiler(), JSON.stringify(answers), sourcesOf(context.theme)),
    () => unansweredNeeds(context.theme, answers),
    (stored: UnansweredNeed[]) => [...stored],
  );
  if (!need) return;
  throw new UserError(
    `${need.feature} is not known to ${need.browsers.join(", ")}`,
    `Write what they know before it, or ask for it with @supports; or say in the theme's browsers.json, under "${need.feature}", what they show instead`,
    { file: need.file, line: need.line },
  );
}
