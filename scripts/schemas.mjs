// npm run schemas: writes docs/schema/ anew from src/schema/.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { ensureDependencies, root } from "./dependencies.mjs";

ensureDependencies();
const { register } = await import("tsx/esm/api");
register();
const { publishedSchemas } = await import("../src/schema/published.ts");
for (const [name, text] of publishedSchemas()) writeFileSync(path.join(root, "docs/schema", name), text);
