/** What a template's names stand for; a name without a value is not there. */
export type Values = Readonly<Record<string, string>>;

interface Node {
  kind: "text" | "value" | "if" | "unless" | "each" | "part" | "wrap";
  name: string;
  attributes: [name: string, value: string][];
  children: Node[];
}

const tag = /\{\{([#^*<>/]?)\s*([\w-]+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\}\}/g;
const kinds = { "": "value", "#": "if", "^": "unless", "*": "each", ">": "part", "<": "wrap" } as const;

/**
 * The little that pages written by hand need to have their common parts once:
 * - `{{name}}`: a value, taken as HTML; nothing where there is none;
 * - `{{#name}}…{{/name}}`, `{{^name}}…{{/name}}`: where there is one, where there is none;
 * - `{{*name}}…{{/name}}`: for each of the value's pieces between bars, as `{{item}}`; where the piece is itself cut by
 *   double colons, as `{{a}}`, `{{b}}` … too; the first has `{{first}}`, the others `{{later}}`;
 * - `{{> part name="value"}}`: another template with values of its own; `{{< part}}…{{/part}}`: with `{{content}}`.
 * @param part text of another template
 * @throws when a block is not closed, or a part is not there
 */
export function fill(text: string, values: Values, part: (name: string) => string | undefined): string {
  return show(parsed(text), values, { part, lines: lineOf(values) });
}

interface Context {
  part: (name: string) => string | undefined;
  /** Known to every part: which GLPI it is for. */
  lines: Values;
}

const lineOf = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => /^\d+$/.test(name)));

function show(nodes: Node[], values: Values, context: Context): string {
  let html = "";
  for (const { kind, name, attributes, children } of nodes) {
    const value = values[name];
    if (kind === "text") html += name;
    else if (kind === "value") html += value ?? "";
    else if (kind === "if") html += value === undefined ? "" : show(children, values, context);
    else if (kind === "unless") html += value === undefined ? show(children, values, context) : "";
    else if (kind === "each") {
      for (const [index, item] of (value?.split("|") ?? []).entries()) {
        const pieces = item.split("::").map((piece, at) => [String.fromCharCode(97 + at), piece] as const);
        const own = { item, ...Object.fromEntries(pieces), [index === 0 ? "first" : "later"]: "" };
        html += show(children, { ...values, ...own }, context);
      }
    } else {
      const template = context.part(name);
      if (template === undefined) throw new Error(`there is no part "${name}"`);
      const own: Record<string, string> = { ...context.lines };
      for (const [key, text] of attributes) {
        const value = show(parsed(text), values, context);
        // What hands on a value that is not there hands on nothing.
        if (value !== "" || !text.includes("{{")) own[key] = value;
      }
      if (kind === "wrap") own["content"] = show(children, values, context);
      html += show(parsed(template), own, context);
    }
  }
  return html;
}

const known = new Map<string, Node[]>();

function parsed(text: string): Node[] {
  const seen = known.get(text);
  if (seen) return seen;
  const root: Node[] = [];
  const open: Node[] = [];
  let at = 0;
  const add = (node: Node): void => void (open.at(-1)?.children ?? root).push(node);
  const plain = (end: number): void => {
    if (end > at) add({ kind: "text", name: text.slice(at, end), attributes: [], children: [] });
  };
  for (const match of text.matchAll(tag)) {
    const [whole, sign, name, rest] = match as unknown as [string, keyof typeof kinds | "/", string, string];
    plain(match.index);
    at = match.index + whole.length;
    if (sign === "/") {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`{{/${name}}} closes ${last ? `{{${last.name}}}` : "nothing"}`);
      continue;
    }
    const attributes = [...rest.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(
      ([, key, value]) => [key as string, value ?? ""] as [string, string],
    );
    const node: Node = { kind: kinds[sign], name, attributes, children: [] };
    add(node);
    if (sign !== "" && sign !== ">") open.push(node);
  }
  plain(text.length);
  if (open.length > 0) throw new Error(`{{${open.at(-1)?.name}}} is not closed`);
  known.set(text, root);
  return root;
}
