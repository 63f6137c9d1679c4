import type { Root } from "postcss";
import { nodesOf } from "../../nodes.ts";
import { shortName } from "../short-name.ts";

/** Names of one to three characters, the shortest for what is named most. */
export function shortenTokens(root: Root): Root {
  const times = new Map<string, number>();
  const count = (text: string): void => {
    if (!text.includes("--win-")) return;
    for (const [token] of text.matchAll(/--win-[\w-]+/g)) times.set(token, (times.get(token) ?? 0) + 1);
  };
  const nodes = nodesOf(root);
  for (const node of nodes) {
    if (node.type === "decl") count(`${node.prop} ${node.value}`);
    if (node.type === "atrule") count(node.params);
  }
  const byFrequency = [...times].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const names = new Map(byFrequency.map(([token], index) => [token, shortName(index)]));
  const rename = (text: string): string =>
    text.includes("--win-") ? text.replace(/--win-[\w-]+/g, (token) => names.get(token) as string) : text;
  for (const node of nodes) {
    if (node.type === "decl") {
      node.prop = rename(node.prop);
      node.value = rename(node.value);
    }
    if (node.type === "atrule") node.params = rename(node.params);
  }
  return root;
}
