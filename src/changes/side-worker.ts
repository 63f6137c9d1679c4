import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AtRule, ChildNode, Declaration, Root } from "postcss";
import type * as ArtefactModule from "../build/build.ts";
import type * as CompileModule from "../build/compile.ts";
import type * as ConstantsModule from "../build/constants.ts";
import type * as ScopeModule from "../build/scope.ts";
import type * as EntityModule from "../build/targets/entity.ts";
import type * as StylesheetModule from "../build/targets/stylesheet.ts";
import type * as ThemeModule from "../theme/theme.ts";
import {
  below,
  type FlatDeclaration,
  type FlatRule,
  type Side,
  type SideMessage,
  type SideOrder,
  type SideSheet,
} from "./side.ts";

/*
 * A process of its own (side.ts): compiles one side with the compiler of the tree it is told, and sends what came of it.
 */

const order = JSON.parse(process.argv[2] as string) as SideOrder;

// Whoever asked has gone.
process.on("disconnect", () => process.exit(1));

const send = (message: SideMessage): Promise<void> =>
  new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));

/** A module of the compiler's tree, which may be another revision's. */
const load = async <T>(file: string): Promise<T> =>
  (await import(pathToFileURL(path.join(order.compiler, "src", file)).href)) as T;

/** What turns a compiled theme into the one that is delivered; a compiler that has no such step delivers what it compiles. */
async function delivery(): Promise<(root: Root) => Root> {
  if (!existsSync(path.join(order.compiler, "src/build/constants.ts"))) return (root) => root;
  return (await load<typeof ConstantsModule>("build/constants.ts")).fillConstants;
}

async function work(): Promise<void> {
  const { loadTheme } = await load<typeof ThemeModule>("theme/theme.ts");
  const { compile } = await load<typeof CompileModule>("build/compile.ts");
  const { raiseSpecificity } = await load<typeof ScopeModule>("build/scope.ts");
  const deliver = await delivery();
  const theme = loadTheme(order.theme);
  const sheet = (glpi: "10" | "11"): SideSheet => {
    const root = compile(theme, { glpi });
    // As written, so that a token's change is one change; what is looked at is what is delivered.
    const rules = flatRules(root);
    const raised = raiseSpecificity(deliver(root));
    // Blank lines and indents are no difference.
    raised.cleanRaws();
    const nodes = raised.nodes.map((node) => [String(node), isEditors(node)] as const);
    return {
      css: nodes.map(([css]) => css).join("\n"),
      pageCss: nodes.flatMap(([css, editor]) => (editor ? [] : [css])).join("\n"),
      rules,
    };
  };
  const side: Side = { sheets: { "10": sheet("10"), "11": sheet("11") } };
  await send({ side });
  if (!order.sizes) return;
  const { buildArtefacts } = await load<typeof ArtefactModule>("build/build.ts");
  const { stylesheet } = await load<typeof StylesheetModule>("build/targets/stylesheet.ts");
  const { entity } = await load<typeof EntityModule>("build/targets/entity.ts");
  const artefacts = buildArtefacts(theme, [stylesheet, entity]).filter(({ path: name }) =>
    /(\.min|entity.*)\.css$/.test(name),
  );
  await send({ sizes: Object.fromEntries(artefacts.map(({ path: name, content }) => [name, content.length])) });
}

function isEditors(node: ChildNode): boolean {
  const file = node.source?.input.file;
  return file !== undefined && below(order.theme, file).startsWith("editor/");
}

function flatRules(root: Root): FlatRule[] {
  const rules: FlatRule[] = [];
  const flat = (text: string): string => text.replace(/\s+/g, " ").trim();
  const place = (node: ChildNode): string => {
    const file = node.source?.input.file;
    const { line = 1, column = 1 } = node.source?.start ?? {};
    return file ? `${below(order.tree, file)}:${line}:${column}` : "computed by the build";
  };
  const written = (declaration: Declaration): FlatDeclaration => ({
    property: declaration.prop,
    value: flat(declaration.important ? `${declaration.value} !important` : declaration.value),
    place: place(declaration),
  });
  const visit = (nodes: ChildNode[], conditions: string[]): void => {
    for (const node of nodes) {
      if (node.type === "rule") {
        const declarations = node.nodes.filter((child): child is Declaration => child.type === "decl").map(written);
        rules.push({ conditions, selector: flat(node.selector), declarations, place: place(node) });
      } else if (node.type === "atrule") {
        const at = node as AtRule;
        const name = flat(`@${at.name} ${at.params}`);
        if (at.nodes && /^(media|supports|container|layer|scope|starting-style)$/.test(at.name))
          visit(at.nodes, [...conditions, name]);
        else
          rules.push({
            conditions,
            selector: name,
            declarations: [{ property: "", value: flat((at.nodes ?? []).map(String).join("; ")), place: place(node) }],
            place: place(node),
          });
      }
    }
  };
  visit(root.nodes, []);
  return rules;
}

try {
  await work();
} catch (error) {
  // Another revision's UserError is another class: its name tells.
  const { name, message } = error as Error;
  await send({ error: message, user: name === "UserError" });
}
process.disconnect?.();
