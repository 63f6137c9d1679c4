import postcss, { type Container, type Root, type Rule } from "postcss";
import parser from "postcss-selector-parser";

/** A rule that gives custom properties, with what it is for whatever its state: "\.btn", "select". */
interface TokenRule {
  place: string;
  bases: Map<string, string[]>;
}

const states =
  /^:(hover|active|focus|focus-visible|focus-within|disabled|enabled|checked|indeterminate|read-only|placeholder-shown|invalid|user-invalid|valid)$/;

/**
 * Selectors that a widget's rules list beside others whose forced colours a block of their own re-assigns, and that this
 * block forgets: in a contrast theme they would keep half of what the others lose. A list in forced colours answers the
 * list outside with which it shares most; a wider selector answers a narrower one.
 * @param files a widget's style sheets by name
 */
export function forgottenInForcedColours(files: Record<string, string>): string[] {
  const [plain, forced]: [TokenRule[], TokenRule[]] = [[], []];
  for (const [name, css] of Object.entries(files)) {
    const root: Root = postcss.parse(css);
    root.walkRules((rule) => {
      if (!rule.nodes.some((node) => node.type === "decl" && node.prop.startsWith("--"))) return;
      const bases = new Map<string, string[]>();
      for (const selector of expanded(rule)) for (const base of basesOf(selector)) bases.set(base.join(" "), base);
      (isForced(rule) ? forced : plain).push({ place: `${name}:${rule.source?.start?.line ?? 1}`, bases });
    });
  }
  const answers = new Map<TokenRule, TokenRule[]>();
  for (const rule of forced) {
    const shared = (other: TokenRule): number =>
      [...other.bases.keys()].filter((base) => rule.bases.has(base)).length / Math.max(1, other.bases.size);
    const best = Math.max(0, ...plain.map(shared));
    if (best === 0) continue;
    for (const other of plain) if (shared(other) === best) answers.set(other, [...(answers.get(other) ?? []), rule]);
  }
  const found = new Set<string>();
  for (const [rule, those] of answers) {
    const answered = those.flatMap(({ bases }) => [...bases.values()]);
    for (const [name, base] of rule.bases)
      if (!answered.some((other) => covers(other, base)))
        found.add(`${those.map(({ place }) => place).join(", ")} forgets ${name} of ${rule.place}`);
  }
  return [...found];
}

function isForced(rule: Rule): boolean {
  for (let up: Container | undefined = rule; up; up = up.parent as Container | undefined)
    if (up.type === "atrule" && /forced-colors:\s*active/.test((up as unknown as { params: string }).params))
      return true;
  return false;
}

/** A rule's selectors with what they are nested in. */
function expanded(rule: Rule): string[] {
  let above: string[] | undefined;
  for (let up = rule.parent as Container | undefined; up; up = up.parent as Container | undefined) {
    if (up.type !== "rule") continue;
    above = expanded(up as Rule);
    break;
  }
  if (!above) return rule.selectors;
  return rule.selectors.flatMap((selector) =>
    (above as string[]).map((parent) =>
      selector.includes("&") ? selector.replaceAll("&", parent) : `${parent} ${selector}`,
    ),
  );
}

/** Its simple selectors, states and exceptions left out, of each choice that `:is()` and `:where()` give. */
function basesOf(selector: string): string[][] {
  const of = (nodes: parser.Node[]): string[][] =>
    nodes.reduce<string[][]>(
      (all, node) => {
        if (node.type === "pseudo" && /^:(is|where)$/.test(node.value)) {
          const choices = node.nodes.flatMap((choice) => of(choice.nodes));
          return all.flatMap((base) => choices.map((choice) => [...base, ...choice]));
        }
        if (node.type === "pseudo" && (/^:(not|dir|has)$/.test(node.value) || states.test(node.value))) return all;
        const text = node.toString().trim();
        return text === "" || node.type === "comment" ? all : all.map((base) => [...base, text]);
      },
      [[]],
    );
  return of(parser().astSync(selector).first.nodes)
    .map((base) => [...new Set(base)].sort())
    .filter((base) => base.length > 0);
}

const covers = (wider: string[], narrower: string[]): boolean => wider.every((part) => narrower.includes(part));
