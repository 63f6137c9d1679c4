// npm run schemas: writes docs/schema/ anew from src/schema/.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { ensureDependencies, root } from "./dependencies.mjs";
import { registerTypeScript } from "./typescript.mjs";

ensureDependencies();
await registerTypeScript();
const { publishedSchemas } = await import("../src/schema/published.ts");
for (const [name, text] of publishedSchemas()) writeFileSync(path.join(root, "docs/schema", name), text);
