import { UserError } from "../util/user-error.ts";
import type { Operand, Option, Verb } from "./definition.ts";

/** What stands at one place of the command line. */
interface Place {
  /** Verbs that lead here, "" at the beginning. */
  path: string;
  verbs: [name: string, about: string][];
  options: [name: string, option: Option<unknown>][];
  operand: Operand | undefined;
}

export const shells = ["bash", "zsh", "fish", "powershell"] as const;

/**
 * The completion script of a shell: verbs, options, the values an option takes, files and folders. It asks nothing of
 * the program, so a key press costs no start of it.
 * @param themes names of themes, for options that take one
 * @throws {UserError} for another shell
 */
export function completionOf(
  shell: string,
  name: string,
  verbs: Readonly<Record<string, Verb>>,
  themes: readonly string[],
): string {
  const places = placesOf(verbs);
  switch (shell) {
    case "bash":
      return bash(name, places, themes);
    case "zsh":
      // zsh runs bash's completions by itself, described by none but complete.
      return `#compdef ${name}\nautoload -U +X bashcompinit && bashcompinit\n${bash(name, places, themes)}`;
    case "fish":
      return fish(name, places, themes);
    case "powershell":
      return powershell(name, places, themes);
    default:
      throw new UserError(`there is no completion for "${shell}"`, `Use one of: ${shells.join(", ")}`);
  }
}

function placesOf(verbs: Readonly<Record<string, Verb>>): Place[] {
  const below = (path: string[], verb: Verb): Place[] => [
    {
      path: path.join(" "),
      verbs: Object.entries(verb.verbs ?? {}).map(([name, { about }]) => [name, about]),
      options: Object.entries(verb.options),
      operand: verb.operands?.[0],
    },
    ...Object.entries(verb.verbs ?? {}).flatMap(([name, own]) => below([...path, name], own)),
  ];
  return [
    {
      path: "",
      verbs: Object.entries(verbs).map(([name, { about }]) => [name, about]),
      options: [],
      operand: undefined,
    },
    ...Object.entries(verbs).flatMap(([name, verb]) => below([name], verb)),
  ];
}

/** The words an option is completed with; none where it takes a file, a folder or what only the user knows. */
const wordsOf = ({ choices, names }: Option<unknown>, themes: readonly string[]): readonly string[] =>
  choices ?? (names === "theme" ? themes : []);

const optionNames = ({ options }: Place): string[] => [...options.map(([name]) => `--${name}`), "--help"];

function bash(name: string, places: Place[], themes: readonly string[]): string {
  const values = places.flatMap(({ path, options }) =>
    options.flatMap(([option, entry]) => {
      if (entry.value === undefined) return [];
      const words = wordsOf(entry, themes);
      const reply =
        entry.names === "folder"
          ? 'COMPREPLY=($(compgen -d -- "$word"))'
          : entry.names === "file"
            ? 'COMPREPLY=($(compgen -f -- "$word"))'
            : `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$word"))`;
      return [`    "${path}:--${option}") ${reply}; return ;;`];
    }),
  );
  const words = places.map((place) => {
    const own = place.verbs.map(([verb]) => verb).join(" ");
    const top = place.path === "" ? "--help --version help" : optionNames(place).join(" ");
    const files = place.operand?.names === "folder" ? "-d" : place.operand?.names === "file" ? "-f" : "";
    const choices = place.path === "completion" ? ` ${shells.join(" ")}` : "";
    return `    "${place.path}") words="${`${own} ${top}${choices}`.trim()}"; files="${files}" ;;`;
  });
  const known = places.filter(({ path }) => path !== "").map(({ path }) => `"${path}"`);
  return `_${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" files="" index next
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="\${path:+$path }\${COMP_WORDS[index]}"
    case "$next" in
    ${known.join("|")}) path="$next" ;;
    *) break ;;
    esac
  done
  case "$path:$before" in
${values.join("\n")}
  esac
  case "$path" in
${words.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  if [[ -n "$files" && "$word" != -* ]]; then COMPREPLY+=($(compgen $files -- "$word")); fi
}
complete -o filenames -F _${name} ${name}
`;
}

function fish(name: string, places: Place[], themes: readonly string[]): string {
  const quote = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const lines = [
    `complete -c ${name} -f`,
    `complete -c ${name} -n __fish_use_subcommand -l version -d 'print the version'`,
  ];
  for (const { path, verbs, options, operand } of places) {
    const names = path.split(" ").filter(Boolean);
    const inner = verbs.map(([verb]) => verb);
    const seen = names.map((verb) => `__fish_seen_subcommand_from ${verb}`);
    const here = names.length === 0 ? "__fish_use_subcommand" : seen.join("; and ");
    const unread =
      inner.length > 0 && names.length > 0 ? `${here}; and not __fish_seen_subcommand_from ${inner.join(" ")}` : here;
    for (const [verb, about] of verbs)
      lines.push(`complete -c ${name} -n ${quote(unread)} -a ${verb} -d ${quote(about)}`);
    if (names.length === 0) continue;
    for (const [option, entry] of options) {
      const words = wordsOf(entry, themes);
      const takes =
        entry.value === undefined
          ? ""
          : entry.names === "file" || entry.names === "folder"
            ? " -r -F"
            : ` -x -a ${quote(words.join(" "))}`;
      lines.push(`complete -c ${name} -n ${quote(unread)} -l ${option} -d ${quote(entry.about)}${takes}`);
    }
    lines.push(`complete -c ${name} -n ${quote(unread)} -l help -d 'print this help'`);
    if (operand?.names) lines.push(`complete -c ${name} -n ${quote(unread)} -F`);
    if (path === "completion") lines.push(`complete -c ${name} -n ${quote(unread)} -a ${quote(shells.join(" "))}`);
  }
  return `${lines.join("\n")}\n`;
}

function powershell(name: string, places: Place[], themes: readonly string[]): string {
  const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const entries = places.map((place) => {
    const top: [string, string][] = [
      ["--help", "print this help"],
      ["--version", "print the version"],
    ];
    const rows: [string, string][] = [
      ...place.verbs,
      ...(place.path === ""
        ? top
        : [
            ...place.options.map(([option, { about }]): [string, string] => [`--${option}`, about]),
            top[0] as [string, string],
          ]),
      ...(place.path === "completion"
        ? shells.map((shell): [string, string] => [shell, `the script for ${shell}`])
        : []),
    ];
    return `    ${quote(place.path)} = @(\n${rows.map(([word, about]) => `      @(${quote(word)}, ${quote(about)})`).join("\n")}\n    )`;
  });
  const values = places.flatMap(({ path, options }) =>
    options.flatMap(([option, entry]) => {
      const words = wordsOf(entry, themes);
      return words.length > 0 ? [`    ${quote(`${path}:--${option}`)} = @(${words.map(quote).join(", ")})`] : [];
    }),
  );
  return `Register-ArgumentCompleter -Native -CommandName ${name} -ScriptBlock {
  param($word, $ast, $position)
  $places = @{
${entries.join("\n")}
  }
  $values = @{
${values.join("\n")}
  }
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($word -ne '' -and $words.Count -gt 0) { $words = @($words | Select-Object -First ($words.Count - 1)) }
  $path = ''
  foreach ($each in $words) {
    $next = "$path $each".Trim()
    if ($places.ContainsKey($next)) { $path = $next } else { break }
  }
  $option = "\${path}:$($words | Select-Object -Last 1)"
  if ($values.ContainsKey($option)) {
    $values[$option] | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
  } else {
    $places[$path] | Where-Object { $_[0] -like "$word*" } | ForEach-Object {
      [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
    }
  }
}
`;
}
