/** How many more braces of a style sheet open than close; what stands in texts and comments is not counted. */
export function openBraces(css: string): number {
  const plain = css.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*[\s\S]*?\*\//g, "");
  return [...plain].reduce((sum, one) => sum + (one === "{" ? 1 : one === "}" ? -1 : 0), 0);
}
