/*
 * How a text is written into a language so that it is read there as that text and nothing else: one function a
 * language, used wherever something that is not ours is written. Whatever a user or a page named may hold anything.
 */

const hexOf = (character: string): string => (character.codePointAt(0) as number).toString(16);

/**
 * Text between tags, or in a quoted attribute, of HTML. Characters that HTML cannot hold become U+FFFD.
 */
export function html(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
    .replaceAll("\0", "\ufffd");
}

/** As `html`, for XML (JUnit, SVG), which holds fewer characters still. */
export function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 holds none but tab and line ends.
  const held = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, "\ufffd");
  return html(held).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A style sheet inside `<style>`: nothing in it ends the element. */
export function insideStyle(css: string): string {
  return css.replaceAll("</", "<\\/");
}

/** JSON inside `<script>`, of whatever type; it is also JavaScript. */
export function insideScript(value: unknown): string {
  return escapedJson(JSON.stringify(value) ?? "null");
}

/** As `insideScript`, for what is JSON already. */
export function escapedJson(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${hexOf(character).padStart(4, "0")}`);
}

/** A JavaScript string with its quotes, safe inside `<script>` too. */
export function jsString(text: string): string {
  return insideScript(text);
}

/** A PHP string with its quotes. Single ones: nothing but the quote and the backslash means anything in them. */
export function phpString(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** A CSS string with its quotes, as CSSOM serialises one; no `<` in it, so that it stands in `<style>` too. */
export function cssString(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped.
  const escaped = text.replace(/[\u0000-\u001f\u007f<"\\]/g, (character) => {
    if (character === "\0") return "\ufffd";
    return character === '"' || character === "\\" ? `\\${character}` : `\\${hexOf(character)} `;
  });
  return `"${escaped}"`;
}

/** A CSS identifier, as CSSOM's `CSS.escape` writes one. */
export function cssIdentifier(text: string): string {
  if (text === "-") return "\\-";
  return [...text]
    .map((character, index, all) => {
      if (character === "\0") return "\ufffd";
      const digit = /[0-9]/.test(character) && (index === 0 || (index === 1 && all[0] === "-"));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped.
      if (digit || /[\u0001-\u001f\u007f]/.test(character)) return `\\${hexOf(character)} `;
      return /[\w-]/.test(character) || character >= "\u0080" ? character : `\\${character}`;
    })
    .join("");
}

/** Text inside a comment of CSS, SCSS, PHP or JavaScript: one line, which does not end the comment. */
export function insideComment(text: string): string {
  return visible(text).replaceAll("*/", "* /").replaceAll("?>", "? >");
}

/** An SCSS string with its quotes, which Sass prints as that text: nothing in it is interpolated. */
export function scssString(text: string): string {
  return cssString(text).replaceAll("#{", "\\23 {");
}

/** A word of a POSIX shell, quoted where it must be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A literal inside a regular expression. */
export function regExpLiteral(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

/** Text in Markdown, one line. */
export function markdown(text: string): string {
  return visible(text).replace(/[\\`*_<>|[\]#&~!]/g, "\\$&");
}

/** Code in Markdown, in a table's cell too. */
export function markdownCode(text: string): string {
  return `\`${visible(text).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

/** What follows `::error …::` in a workflow command of GitHub's. */
export function workflowMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** A property's value in a workflow command of GitHub's. */
export function workflowProperty(text: string): string {
  return workflowMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/**
 * One line for a terminal or a log: what would move the cursor, colour, hide or reorder text is written as `\u001b`.
 * That is JSON's own way, so a line of JSON keeps its meaning.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    character === "\t"
      ? " "
      : character
          .split("")
          .map((unit) => `\\u${hexOf(unit).padStart(4, "0")}`)
          .join(""),
  );
}

/** Several lines for a terminal: as `visible`, but line ends stay. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** A text as messages quote it: one line, in quotes, cut where it becomes long. */
export function quoted(text: string, longest = 80): string {
  const characters = [...text];
  const shown = characters.length > longest ? `${characters.slice(0, longest).join("")}…` : text;
  return `"${visible(shown)}"`;
}

/** HTML that is written already; whatever else stands in a template of `markup` is text. */
export class Markup {
  constructor(readonly source: string) {}
  toString(): string {
    return this.source;
  }
}

type Content = string | number | Markup | readonly Markup[];

/**
 * HTML as a template: values are escaped, unless they are `Markup` themselves. So nothing is forgotten where a report
 * is made of what other files say, whose numbers may be texts.
 */
export function markup(parts: TemplateStringsArray, ...values: Content[]): Markup {
  const write = (value: Content): string => {
    if (Array.isArray(value)) return value.map(write).join("\n");
    return value instanceof Markup ? value.source : html(String(value));
  };
  return new Markup(String.raw({ raw: parts }, ...values.map(write)));
}
