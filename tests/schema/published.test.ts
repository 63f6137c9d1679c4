import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { publishedSchemas } from "../../src/schema/published.ts";
import { projectRoot } from "../../src/util/paths.ts";

const folder = path.join(projectRoot, "docs/schema");

describe("docs/schema", () => {
  const published = publishedSchemas();

  it("holds what src/schema says: npm run schemas", () => {
    expect(readdirSync(folder).sort()).toEqual([...published.keys()].sort());
    for (const [name, text] of published)
      expect(readFileSync(path.join(folder, name), "utf8").replaceAll("\r\n", "\n"), name).toBe(text);
  });

  it("is named by every file of the themes that somebody writes by hand", () => {
    const byHand: [RegExp, string][] = [
      [/^[^/]+\/theme\.json$/, "theme"],
      [/\.adapter\.json$/, "adapter"],
      [/\.reference\.json$/, "reference"],
      [/\/icons\.json$/, "icons"],
      [/\/dead-rules\.json$/, "dead-rules"],
    ];
    const themes = path.join(projectRoot, "themes");
    const names = readdirSync(themes, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
    let seen = 0;
    for (const name of names) {
      const schema = byHand.find(([pattern]) => pattern.test(name))?.[1];
      if (schema === undefined) continue;
      const { $schema } = JSON.parse(readFileSync(path.join(themes, name), "utf8")) as { $schema?: string };
      const target = path.resolve(path.dirname(path.join(themes, name)), $schema ?? "");
      expect(path.relative(folder, target), name).toBe(`${schema}.schema.json`);
      seen++;
    }
    expect(seen).toBeGreaterThan(50);
  });
});
