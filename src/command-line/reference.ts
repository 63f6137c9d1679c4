import type { Option, Verb } from "./definition.ts";
import { fallbackText, operandText, optionText, usageOf } from "./parse.ts";

/** The words of the page that are not the table's. */
export interface Wording {
  title: string;
  intro: string;
  option: string;
  does: string;
  oneOf: string;
  times: string;
  fallback: string;
  variable: string;
  /** The sentence of the table in the page's language. */
  say(sentence: string): string;
}

export const english: Wording = {
  title: "Commands",
  intro:
    "Every verb and every option, made from the table that the command line itself reads. `fenetre` is `npx fenetre` in the project's folder; `build`, `dev`, `visual`, `audit`, `bench` and `site` are npm scripts too: `npm run build -- --scheme windows`. Whatever is wrong is said in one line with its remedy, exit code 1. ESC or Ctrl+C ends what runs longer than a moment.",
  option: "option",
  does: "what it does",
  oneOf: "one of",
  times: "may be given several times",
  fallback: "default",
  variable: "in the environment",
  say: (sentence) => sentence,
};

/** docs/commands.md, from the table of verbs. */
export function referenceOf(name: string, verbs: Readonly<Record<string, Verb>>, wording: Wording = english): string {
  const sections = Object.entries(verbs).flatMap(([verb, definition]) => sectionsOf(name, [verb], definition, wording));
  return `# ${wording.title}\n\n${wording.intro}\n\n${sections.join("\n\n")}\n`;
}

function sectionsOf(name: string, path: string[], verb: Verb, wording: Wording): string[] {
  const { say } = wording;
  const about = say(verb.about);
  const rows = [
    ...(verb.operands ?? []).map((operand) => [operandText(operand), say(operand.about)]),
    ...Object.entries(verb.options).map(([option, entry]) => [optionText(option, entry), rowText(entry, wording)]),
  ];
  const table = rows.length > 0 ? [rowsOf([[wording.option, wording.does], ...rows])] : [];
  const examples = (verb.examples ?? []).map(([line, does]) => `${name} ${line}  # ${say(does)}`);
  return [
    [
      `${"#".repeat(path.length + 1)} ${path.join(" ")}`,
      `${about.charAt(0).toUpperCase()}${about.slice(1)}.${verb.more ? ` ${say(verb.more)}` : ""}`,
      `    ${usageOf(name, path, verb)}`,
      ...table,
      ...(examples.length > 0 ? [`\`\`\`sh\n${examples.join("\n")}\n\`\`\``] : []),
    ].join("\n\n"),
    ...Object.entries(verb.verbs ?? {}).flatMap(([own, definition]) =>
      sectionsOf(name, [...path, own], definition, wording),
    ),
  ];
}

function rowText(option: Option<unknown>, { say, ...wording }: Wording): string {
  const notes = [
    option.choices ? `${wording.oneOf}: ${option.choices.join(", ")}` : "",
    option.many === "times" ? wording.times : "",
    fallbackText(option).replace(/^default/, wording.fallback),
    option.variable ? `${option.variable} ${wording.variable}` : "",
  ].filter(Boolean);
  return `${say(option.about)}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`;
}

const rowsOf = ([head = [], ...rows]: string[][]): string =>
  [
    `| ${head.join(" | ")} |`,
    `| ${head.map(() => "---").join(" | ")} |`,
    ...rows.map(
      ([term = "", text = ""]) =>
        `| \`${term.replaceAll("|", "\\|")}\` | ${text.replaceAll("|", "\\|").replaceAll("<", "\\<")} |`,
    ),
  ].join("\n");

/** Every sentence of the table, for translations to be complete. */
export function sentencesOf(verbs: Readonly<Record<string, Verb>>): string[] {
  const all = Object.values(verbs).flatMap((verb): string[] => [
    verb.about,
    ...(verb.more ? [verb.more] : []),
    ...(verb.operands ?? []).map(({ about }) => about),
    ...Object.values(verb.options).map(({ about }) => about),
    ...(verb.examples ?? []).map(([, does]) => does),
    ...sentencesOf(verb.verbs ?? {}),
  ]);
  return [...new Set(all)];
}
