import { Marked, type Tokens } from "marked";
import { html } from "../util/escape.ts";

/** How a document's own addresses are found on the site. */
export interface Links {
  /** @returns the address on the site, or `undefined` where the site has no such page: the words then stand alone */
  link(address: string): string | undefined;
  image(address: string): string | undefined;
  /** For the button that copies a block of code. */
  copy: string;
}

/** An anchor from a heading's words, as GitHub makes it. */
export const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/<[^>]*>|&\w+;|[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replace(/\s+/g, "-");

/** The words of a piece of HTML. */
const plain = (inner: string): string =>
  inner
    .replace(/<[^>]*>/g, "")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** A document as HTML; its first heading is the page's title and stands apart. */
export function renderMarkdown(text: string, links: Links): { title: string; body: string } {
  let title = "";
  const anchors = new Map<string, number>();
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading): string {
        const inner = this.parser.parseInline(tokens);
        if (depth === 1 && title === "") {
          title = plain(inner);
          return "";
        }
        const anchor = anchorOf(inner);
        const times = anchors.get(anchor) ?? 0;
        anchors.set(anchor, times + 1);
        // A changelog has each kind of change under each version: told apart as GitHub does.
        return `<h${depth} id="${anchor}${times === 0 ? "" : `-${times}`}" class="s-heading-${depth}">${inner}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        const inner = this.parser.parseInline(tokens);
        const address = /^(https?:|mailto:|#)/.test(href) ? href : links.link(href);
        return address === undefined ? inner : `<a href="${html(address)}">${inner}</a>`;
      },
      image({ href, text: alt }: Tokens.Image): string {
        const address = links.image(href);
        return address === undefined
          ? ""
          : `<img class="s-picture" src="${html(address)}" alt="${html(alt)}" loading="lazy">`;
      },
      code({ text: code, lang }: Tokens.Code): string {
        return codeBlock(code, links.copy, lang);
      },
      table(token: Tokens.Table): string {
        const row = (cells: Tokens.TableCell[], tag: string): string =>
          `<tr>${cells.map((cell) => `<${tag}${tag === "th" ? ' scope="col"' : ""}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>`;
        return tableOf(row(token.header, "th"), token.rows.map((cells) => row(cells, "td")).join(""));
      },
      html({ text: raw }: Tokens.HTML | Tokens.Tag): string {
        return /^<!--/.test(raw) ? "" : html(raw);
      },
    },
  });
  const body = marked.parse(text, { async: false });
  return { title, body };
}

/** A block of code that scrolls by itself and can be copied. */
export const codeBlock = (code: string, copy: string, language = ""): string =>
  `<div class="s-code"><button type="button" class="btn btn-sm s-copy s-script">${html(copy)}</button><pre tabindex="0"${language ? ` data-language="${html(language)}"` : ""}><code>${html(code)}</code></pre></div>\n`;

/** A table that scrolls by itself where the window is narrow. */
export const tableOf = (head: string, body: string): string =>
  `<div class="s-table" tabindex="0"><table><thead>${head}</thead><tbody>${body}</tbody></table></div>\n`;
