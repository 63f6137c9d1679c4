import path from "node:path";

/** A constant's value, as far as folders go. */
export type PhpValue = string | string[];

interface Token {
  kind: "text" | "word" | "sign";
  value: string;
}

/**
 * Reads `define('NAME', …)` of a PHP file without running it: texts, constants that are known, `__DIR__`, `dirname()` of
 * them, joined by dots, and lists of these. Comments count for nothing. What is defined first stands, as in PHP.
 * @param file where it stands, for `__DIR__`
 * @param known constants by name; what is read is added
 * @returns names whose value could not be told, or may not be what is written: of expressions, or within a condition;
 *   "include" where it reads other files
 */
export function evaluateDefines(text: string, file: string, known: Record<string, PhpValue>): string[] {
  const tokens = tokenise(text);
  const doubtful = new Set<string>();
  // Blocks that are open, and whether what stands in them is read whatever else.
  const blocks: boolean[] = [];
  let conditional = false;
  let sure = false;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (token.kind === "sign") {
      if (token.value === "{") {
        blocks.push(sure);
        sure = false;
      } else if (token.value === "}") blocks.pop();
      if (token.value === ";" || token.value === "}") conditional = false;
      if (token.value === "?") conditional = true;
      continue;
    }
    if (token.kind !== "word") continue;
    const word = token.value.toLowerCase();
    // `if (!defined('X')) { define('X', …); }` defines it unless it is: as what is defined first stands, it always does.
    if (word === "if" && isUnlessDefined(tokens, index)) {
      sure = isSign(tokens[index + 8], "{");
      index += 7;
      continue;
    }
    if (["if", "else", "elseif", "while", "for", "foreach", "switch", "function", "class"].includes(word))
      conditional = true;
    if (/^(include|require)(_once)?$/.test(word)) doubtful.add("include");
    const name = tokens[index + 2];
    if (
      word !== "define" ||
      !isSign(tokens[index + 1], "(") ||
      name?.kind !== "text" ||
      !isSign(tokens[index + 3], ",")
    )
      continue;
    const value = new Expression(tokens, index + 4, file, known).read();
    if (value === undefined || blocks.includes(false) || conditional) {
      if (known[name.value] === undefined) doubtful.add(name.value);
    } else known[name.value] ??= value;
  }
  return [...doubtful].filter((name) => known[name] === undefined);
}

/** `if (!defined('X'))` */
const isUnlessDefined = (tokens: readonly Token[], at: number): boolean =>
  tokens
    .slice(at + 1, at + 8)
    .map(({ kind, value }) => (kind === "text" ? "text" : value))
    .join(" ") === "( ! defined ( text ) )";

const isSign = (token: Token | undefined, sign: string): boolean => token?.kind === "sign" && token.value === sign;

/** One argument, up to the bracket that closes the call. */
class Expression {
  readonly #tokens: readonly Token[];
  readonly #file: string;
  readonly #known: Record<string, PhpValue>;
  #at: number;

  constructor(tokens: readonly Token[], at: number, file: string, known: Record<string, PhpValue>) {
    this.#tokens = tokens;
    this.#at = at;
    this.#file = file;
    this.#known = known;
  }

  read(): PhpValue | undefined {
    const value = this.#sum();
    return isSign(this.#tokens[this.#at], ")") || isSign(this.#tokens[this.#at], ",") ? value : undefined;
  }

  #sum(): PhpValue | undefined {
    let value = this.#part();
    while (this.#take(".")) {
      const next = this.#part();
      if (typeof value !== "string" || typeof next !== "string") return undefined;
      value += next;
    }
    return value;
  }

  #part(): PhpValue | undefined {
    const token = this.#tokens[this.#at++];
    if (!token) return undefined;
    if (token.kind === "text") return token.value;
    if (token.kind === "sign") return token.value === "[" ? this.#list("]") : undefined;
    if (token.value.toLowerCase() === "array" && this.#take("(")) return this.#list(")");
    if (token.value.toLowerCase() === "dirname" && this.#take("(")) return this.#parent();
    if (token.value === "__DIR__") return path.dirname(this.#file);
    if (token.value === "__FILE__") return this.#file;
    if (token.value === "DIRECTORY_SEPARATOR") return path.sep;
    return this.#known[token.value];
  }

  #parent(): string | undefined {
    const inner = this.#sum();
    const levels = this.#take(",") ? Number(this.#tokens[this.#at++]?.value) : 1;
    if (!this.#take(")") || typeof inner !== "string" || !(levels >= 1)) return undefined;
    let folder = inner;
    for (let level = 0; level < levels; level++) folder = path.dirname(folder);
    return folder;
  }

  #list(end: string): string[] | undefined {
    const items: string[] = [];
    while (!this.#take(end)) {
      const item = this.#sum();
      if (typeof item !== "string") return undefined;
      items.push(item);
      if (!this.#take(",") && !isSign(this.#tokens[this.#at], end)) return undefined;
    }
    return items;
  }

  #take(sign: string): boolean {
    if (!isSign(this.#tokens[this.#at], sign)) return false;
    this.#at++;
    return true;
  }
}

/** Texts without what they cannot be told of: a double-quoted one with a variable in it is no text. */
function tokenise(php: string): Token[] {
  const tokens: Token[] = [];
  // What stands before and between the PHP is none.
  for (const [, code = ""] of php.matchAll(/<\?(?:php\b|=)([\s\S]*?)(?:\?>|$(?![\s\S]))/g)) {
    const pattern =
      /\/\*[\s\S]*?(?:\*\/|$)|(?:\/\/|#(?!\[))[^\n]*|<<<[ \t]*(['"]?)(\w+)\1\n[\s\S]*?\n[ \t]*\2\b|'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|([A-Za-z_\\][\w\\]*|\d[\w.]*)|(\S)/g;
    for (const [, , heredoc, single, double, word, sign] of code.matchAll(pattern)) {
      if (heredoc !== undefined) tokens.push({ kind: "sign", value: "a heredoc" });
      else if (single !== undefined) tokens.push({ kind: "text", value: single.replace(/\\([\\'])/g, "$1") });
      else if (double !== undefined) {
        const plain = !/[$\\]/.test(double);
        tokens.push(plain ? { kind: "text", value: double } : { kind: "sign", value: "a text that is computed" });
      } else if (word !== undefined) tokens.push({ kind: "word", value: word.replace(/^\\/, "") });
      else if (sign !== undefined) tokens.push({ kind: "sign", value: sign });
    }
  }
  return tokens;
}
