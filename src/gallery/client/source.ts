import { h } from "./dom.ts";

type Language = "css" | "html" | "json";

const grammars: Record<Language, RegExp> = {
  css: /(?<comment>\/\*[\s\S]*?\*\/)|(?<string>"[^"\n]*"|'[^'\n]*')|(?<keyword>@[\w-]+|![\w-]+)|(?<name>--[\w-]+|[\w-]+(?=\s*:\s[^{]*[;}]))|(?<number>(?<![\w-])-?\d*\.?\d+(?:%|[a-z]+)?\b|#[\da-f]{3,8}\b)/gi,
  html: /(?<comment><!--[\s\S]*?-->)|(?<string>"[^"]*")|(?<keyword><\/?[\w-]+|\/?>)|(?<name>[\w-]+(?==))/g,
  json: /(?<name>"[^"\n]*"(?=\s*:))|(?<string>"[^"\n]*")|(?<keyword>\b(?:true|false|null)\b)|(?<number>-?\b\d[\d.eE+-]*\b)/g,
};

/** Source text with its words coloured, as an element. */
export function code(text: string, language: Language): HTMLElement {
  const block = h("code", { class: "g-code" });
  let end = 0;
  for (const match of text.matchAll(grammars[language])) {
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0];
    if (!kind) continue;
    block.append(text.slice(end, match.index), h("span", { class: `g-code-${kind}` }, match[0]));
    end = match.index + match[0].length;
  }
  block.append(text.slice(end));
  // Scrolls sideways: whoever has no mouse must be able to reach it.
  return h("pre", { class: "g-source", tabindex: "0", dir: "ltr" }, block);
}

/** By the ending of the file. */
export function languageOf(file: string): Language {
  if (file.endsWith(".css")) return "css";
  return file.endsWith(".json") ? "json" : "html";
}

/** Opens a file in the editor Vite knows of. */
export function openInEditor(file: string, line = 1): void {
  void fetch(`/__open-in-editor?file=${encodeURIComponent(`${file}:${line}:1`)}`, { headers: { "x-fenetre": "1" } });
}
