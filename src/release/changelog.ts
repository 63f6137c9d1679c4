import { UserError } from "../util/user-error.ts";

/** One version's part of the changelog. */
export interface ReleaseNotes {
  /** As the changelog's heading has it, `YYYY-MM-DD`. */
  date: string;
  /** Markdown below the heading, without the blank lines around it. */
  text: string;
}

/**
 * What the changelog says of a version: `## [1.2.0] - 2026-11-30` and all up to the next version.
 * @param changelog its text
 * @param file shown in errors
 * @throws {UserError} with the line, when there is no such part, it is empty, has no date, or unreleased lines are left
 */
export function notesOf(changelog: string, version: string, file = "CHANGELOG.md"): ReleaseNotes {
  const lines = changelog.split(/\r?\n/);
  const headings = lines.flatMap((line, index) => {
    const match = /^## \[([^\]]+)\](?: - (\S+))?\s*$/.exec(line);
    return match ? [{ version: match[1] as string, date: match[2], index }] : [];
  });
  const bodyOf = (index: number): string => {
    const next = headings.find((heading) => heading.index > index)?.index ?? lines.length;
    return lines
      .slice(index + 1, next)
      .join("\n")
      .trim();
  };
  const own = headings.find((heading) => heading.version === version);
  if (!own) {
    throw new UserError(
      `there is no heading "## [${version}] - <date>"`,
      `Move the lines of Unreleased below one, or set another version in package.json`,
      { file, line: (headings[0]?.index ?? 0) + 1 },
    );
  }
  const place = { file, line: own.index + 1 };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(own.date ?? "") || Number.isNaN(Date.parse(own.date as string)))
    throw new UserError(`version ${version} has no date`, `Write "## [${version}] - YYYY-MM-DD"`, place);
  const text = bodyOf(own.index);
  if (text === "") throw new UserError(`nothing is said of version ${version}`, "Say what changed for users", place);
  const unreleased = headings.find((heading) => heading.version.toLowerCase() === "unreleased");
  if (unreleased && bodyOf(unreleased.index) !== "") {
    throw new UserError(
      `lines under Unreleased would be released without being named`,
      `Move them below "## [${version}]"`,
      { file, line: unreleased.index + 1 },
    );
  }
  return { date: own.date as string, text };
}
