/** A generator of numbers from 0 up to 1, the same on each run: a test that fails fails again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What ends or opens something in one of the languages a name is written into. */
const pieces = [
  ..."'\"`\\/<>&;:,.#$%{}()[]=*+-_ ~^|?!@",
  "\0",
  "\n",
  "\r",
  "\t",
  "\u0007",
  "\u001b[2J",
  "\u001b]0;x\u0007",
  "\u009b31m",
  "\u202e",
  "\u2028",
  "\ufeff",
  "\u200b",
  "\ud800",
  "\\0",
  "\\",
  "\\22 ",
  "*/",
  "/*",
  "<?php",
  "?>",
  "'.system('id').'",
  "x']);system('id');//",
  `$${"{x}"}`,
  "$(id)",
  "`id`",
  "#{1+1}",
  "@import 'x';",
  "}body{display:none}",
  "$is-dark: true;",
  "</style>",
  "</script>",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "{{ 1 }}",
  "../../x",
  "..\\..\\x",
  "/etc/passwd",
  "C:\\x",
  "con",
  "nul.css",
  "__proto__",
  "constructor",
  "toString",
  "é",
  "日本",
  "🪟",
  "a",
  "Contoso",
  "windows_11",
  "-fenetre-key-",
  "userportal",
  "9",
];

/** Names of one to six pieces, ordinary and hostile. The first are single pieces, so that each is tried by itself. */
export function fuzzedNames(count: number, seed = 1): string[] {
  const random = seeded(seed);
  const names = new Set<string>(["", ...pieces]);
  while (names.size < count) {
    const length = 1 + Math.floor(random() * 6);
    names.add(Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join(""));
  }
  return [...names].slice(0, count);
}
