import postcss, { type Root } from "postcss";
import { declarationsOf } from "./nodes.ts";

/*
 * GLPI 11 compiles palettes with scssphp, which reads plain CSS as Sass: it computes, rewrites or refuses some of it.
 * One `#{"…"}` keeps a value from being read at all; Sass prints what is in the quotes as it stands.
 */

/** Functions that Sass leaves alone: references, addresses, and what it has no function of its own for. */
const untouched = /^(var|url|light-dark|env|calc)$/;

/** Values that Sass would compute or rewrite become interpolations. Custom properties are verbatim in Sass already. */
export function protectFromSass(root: Root): Root {
  for (const decl of declarationsOf(root)) {
    if (decl.prop.startsWith("--")) {
      // `--x:;` ends scssphp's reading; a space is the same value.
      decl.value = decl.value.replace(/\s*\n\s*/g, " ");
      if (decl.value.trim() === "") decl.raws.between = ": ";
      continue;
    }
    // A text in Sass ends with its line; CSS takes any white space for one space.
    decl.value = decl.value.replace(/\s+/g, " ");
    const functions = [...decl.value.matchAll(/([\w-]+)\(/g)].map(([, name]) => name as string);
    const computed =
      functions.some((name) => !untouched.test(name)) || decl.value.includes("/") || decl.value.includes("\\");
    if (computed) decl.value = `#{"${decl.value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"}`;
  }
  return root;
}

/** Something scssphp 2.1 fails on, whereupon GLPI serves an empty palette. */
export interface SassFault {
  /** 1-based. */
  line: number;
  problem: string;
}

const faults: [RegExp, string][] = [
  [/^\s*@(use|forward)\b/, "Sass modules are not known"],
  [/^\s*@function\s+--/, "CSS functions are not known"],
  [/(?<![\w-])if\(\s*(style|media|supports)\(/, "CSS if() is not known"],
  [/--[\w-]+:;/, "an empty custom property needs a space before the semicolon"],
  [/url\(\s*data:[^)"']*["']/, "a data address with quotes in it must itself be quoted"],
  [
    /(?<![\w-])(darken|lighten|saturate|desaturate|invert|mix|alpha|red|green|blue)\(\s*var\(/,
    "Sass would compute with a var()",
  ],
];

/**
 * What scssphp is known to fail on, found without PHP. Whatever stands in `#{"…"}` or in a comment is not looked at.
 */
export function findSassFaults(scss: string): SassFault[] {
  const found: SassFault[] = [];
  const blank = (text: string): string => text.replace(/[^\n]/g, " ");
  const visible = scss.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/#\{"(?:[^"\\]|\\.)*"\}/g, blank);
  const texts = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
  visible.split("\n").forEach((written, index) => {
    // What stands in quotes is a text, except in an address that is not itself quoted.
    const line = /url\(\s*data:/.test(written) ? written : written.replace(texts, '""');
    for (const [pattern, problem] of faults) if (pattern.test(line)) found.push({ line: index + 1, problem });
  });
  let root: Root;
  try {
    root = postcss.parse(visible);
  } catch (error) {
    return [...found, { line: (error as { line?: number }).line ?? 1, problem: "braces do not match" }];
  }
  root.walkRules((rule) => {
    const line = rule.source?.start?.line ?? 1;
    const selector = rule.selector.replace(/"[^"]*"|'[^']*'/g, '""');
    if (/(^|[\s>+~,(])[a-z][\w-]*&/i.test(selector)) found.push({ line, problem: "an element before & is not known" });
    let outer = rule.parent;
    while (outer && outer.type === "atrule") outer = outer.parent as typeof outer;
    if (outer?.type === "root" && selector.includes("&")) found.push({ line, problem: "& stands outside any rule" });
  });
  return found.sort((a, b) => a.line - b.line);
}
