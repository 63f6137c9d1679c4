/**
 * The little language of a `Figure`: numbers, `@<Control>/<path>`, + - * / and brackets. Parsed once, evaluated against
 * whatever table of figures is at hand.
 */
export type Expression =
  | { kind: "number"; value: number }
  | { kind: "figure"; path: string }
  | { kind: "negate"; operand: Expression }
  | {
      kind: "binary";
      operator: "+" | "-" | "*" | "/";
      left: Expression;
      right: Expression;
    };

/** Thrown with the position in the text, for the caller to turn into a place in a file. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

const token = /\s*(?:(@[A-Za-z]\w*\/[\w.[\]]+)|(\d+(?:\.\d+)?|\.\d+)|([-+*/()]))/y;

/** @throws {ExpressionError} */
export function parseExpression(figure: number | string): Expression {
  if (typeof figure === "number") return { kind: "number", value: figure };
  const tokens: string[] = [];
  token.lastIndex = 0;
  const text = figure.trimEnd();
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw new ExpressionError(`cannot read "${text.slice(from).trim()}" in the figure "${figure}"`);
    tokens.push((match[1] ?? match[2] ?? match[3]) as string);
  }
  let next = 0;
  const fail = (): never => {
    throw new ExpressionError(
      `the figure "${figure}" ${next >= tokens.length ? "ends too early" : `has an unexpected "${tokens[next]}"`}`,
    );
  };

  const sum = (): Expression => {
    let left = product();
    while (tokens[next] === "+" || tokens[next] === "-") {
      const operator = tokens[next++] as "+" | "-";
      left = { kind: "binary", operator, left, right: product() };
    }
    return left;
  };
  const product = (): Expression => {
    let left = operand();
    while (tokens[next] === "*" || tokens[next] === "/") {
      const operator = tokens[next++] as "*" | "/";
      left = { kind: "binary", operator, left, right: operand() };
    }
    return left;
  };
  const operand = (): Expression => {
    const current = tokens[next++];
    if (current === undefined) return fail();
    if (current === "-") return { kind: "negate", operand: operand() };
    if (current === "(") {
      const inside = sum();
      if (tokens[next++] !== ")") {
        next--;
        return fail();
      }
      return inside;
    }
    if (current.startsWith("@")) return { kind: "figure", path: current.slice(1) };
    if (/^[\d.]/.test(current)) return { kind: "number", value: Number(current) };
    next--;
    return fail();
  };

  const parsed = sum();
  return next < tokens.length ? fail() : parsed;
}

/** Every `<Control>/<path>` an expression names. */
export function figurePaths(expression: Expression): string[] {
  switch (expression.kind) {
    case "number":
      return [];
    case "figure":
      return [expression.path];
    case "negate":
      return figurePaths(expression.operand);
    case "binary":
      return [...figurePaths(expression.left), ...figurePaths(expression.right)];
  }
}

/** @param lookup gives a path's number, or throws */
export function evaluate(expression: Expression, lookup: (path: string) => number): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "figure":
      return lookup(expression.path);
    case "negate":
      return -evaluate(expression.operand, lookup);
    case "binary": {
      const left = evaluate(expression.left, lookup);
      const right = evaluate(expression.right, lookup);
      switch (expression.operator) {
        case "+":
          return left + right;
        case "-":
          return left - right;
        case "*":
          return left * right;
        case "/":
          return left / right;
      }
    }
  }
}
