import path from "node:path";
import postcss from "postcss";
import { describe, expect, it } from "vitest";
import { preparedFile } from "../../src/build/prepared-file.ts";
import { projectRoot } from "../../src/util/paths.ts";

// Below the project, where it is kept from run to run: the content is new each time, the name is not.
const file = path.join(projectRoot, ".cache/prepared-file.test.css");
const now = `/* ${Date.now()} */`;
const parse = (css: string) => () => {
  made++;
  const nested = postcss.parse(css, { from: file });
  return { nested, flat: nested.clone() };
};
let made = 0;
const prepare = (css: string, binding = "") => preparedFile(file, [Buffer.from(css), binding], parse(css));

describe("a prepared file", () => {
  it("is made once, comes back the same, with its places, and is made anew when its content changes", () => {
    const css = `.a {\n  color: red;\n\n  &:hover {\n    top: 0\n  }\n}\n${now}\n`;
    const first = prepare(css);
    const again = prepare(css);
    expect(made).toBe(1);
    expect(again.nested.toString()).toBe(css);
    expect(again.flat.toString()).toBe(first.flat.toString());
    const hover = again.nested.first as postcss.Rule;
    expect(hover.source?.input.file).toBe(file);
    expect(hover.last?.source?.start).toMatchObject({ line: 4, column: 3 });
    expect(prepare(".b {}\n").nested.toString()).toBe(".b {}\n");
    expect(made).toBe(2);
  });

  it("is another for other bindings of its roles", () => {
    made = 0;
    for (const binding of ["one", "two", "one"]) prepare(`.c {}${now}`, binding);
    expect(made).toBe(2);
  });

  it("of a theme elsewhere is not kept", () => {
    made = 0;
    for (const _ of [1, 2]) preparedFile("/elsewhere/a.css", [Buffer.from(now), ""], parse(now));
    expect(made).toBe(2);
  });
});
