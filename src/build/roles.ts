import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Node as JsonNode } from "jsonc-parser";
import type { Root } from "postcss";
import parser from "postcss-selector-parser";
import type { Theme } from "../theme/theme.ts";
import { readJsonObject } from "../util/json.ts";
import { relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import type { GlpiLine } from "./compile.ts";

/** The parts of a self-service portal, whatever its markup: the CSS in portals/roles.css is written against these. */
export const roles = [
  "page",
  "hero",
  "search",
  "tiles",
  "tile",
  "tile-title",
  "tile-text",
  "tile-icon",
  "category",
  "form-section",
  "question",
  "answer-input",
  "action-bar",
  "primary-action",
  "ticket-list",
  "ticket-card",
  "status",
  "message",
  "menu",
  "footer",
] as const;
export type Role = (typeof roles)[number];

/** One portal's markup, mapped to roles: `portals/<portal>.adapter.json`. */
export interface Adapter {
  /** The portal's key: "userportal", "formcreator", "helpdesk". */
  portal: string;
  /**
   * The portal is a plugin's whose folder has the portal's key, and every selector names it: our plugin links its rules
   * where that folder is.
   */
  plugin?: boolean;
  /** The GLPI lines it exists on; none given: both. */
  glpi?: GlpiLine[];
  /** What the selectors rest on, in words. */
  assumptions: string[];
  /** CSS selectors by role; a role the portal does not have is left out. */
  roles: Partial<Record<Role, string[]>>;
}

/**
 * Reads one adapter.
 * @throws {UserError} with the line: not JSON, an unknown role, a selector that is none
 */
export function readAdapter(file: string): Adapter {
  const written = readFileSync(file, "utf8");
  const known = good.get(written);
  if (known) return known;
  const { text, tree, at } = readJsonObject(file);
  const fail = (offset: number, problem: string, remedy: string): never => {
    throw new UserError(problem, remedy, at(offset));
  };
  const member = (node: JsonNode | undefined, key: string): JsonNode | undefined =>
    node?.children?.find((property) => property.children?.[0]?.value === key)?.children?.[1];
  const rolesNode = member(tree, "roles");
  if (rolesNode?.type !== "object")
    fail(0, 'an adapter needs "roles"', 'Write {"portal": …, "assumptions": […], "roles": {…}}');
  for (const property of rolesNode?.children ?? []) {
    const [key, value] = property.children as [JsonNode, JsonNode];
    if (!(roles as readonly string[]).includes(key.value as string)) {
      fail(key.offset, `unknown role "${key.value}"`, `Use one of: ${roles.join(", ")}`);
    }
    if (value.type !== "array") fail(value.offset, `"${key.value}" must be a list of selectors`, 'Write it as ["…"]');
    for (const selector of value.children ?? []) {
      try {
        parser().astSync(String(selector.value));
      } catch (error) {
        fail(selector.offset, `"${selector.value}" is not a selector: ${(error as Error).message}`, "Correct it here");
      }
    }
  }
  const adapter = JSON.parse(text) as Adapter;
  good.set(text, adapter);
  return adapter;
}

/** By their text: a build asks for them with each of its style sheets. */
const good = new Map<string, Adapter>();

/** All adapters of a theme and what it extends; a later folder's file replaces an earlier one of the same name. */
export function readAdapters(theme: Theme): Adapter[] {
  const files = new Map<string, string>();
  for (const folder of theme.folders) {
    const portals = path.join(folder, "portals");
    if (!existsSync(portals)) continue;
    for (const name of readdirSync(portals))
      if (name.endsWith(".adapter.json")) files.set(name, path.join(portals, name));
  }
  return [...files.keys()].sort().map((name) => readAdapter(files.get(name) as string));
}

/**
 * Binds `:role(tile)` to every adapter that has all roles of a selector: one selector of the rule's list for each
 * portal. A rule that no portal needs falls away.
 */
export function bindRoles(root: Root, adapters: Adapter[], line?: GlpiLine): void {
  const active = adapters.filter((adapter) => !line || !adapter.glpi || adapter.glpi.includes(line));
  root.walkRules((rule) => {
    if (!rule.selector.includes(":role(")) return;
    const bound = rule.selectors.flatMap((selector) => {
      const needed = [...selector.matchAll(/:role\(([\w-]+)\)/g)].map(([, name]) => name as Role);
      const unknown = needed.find((name) => !roles.includes(name));
      if (unknown) {
        throw new UserError(`unknown role "${unknown}"`, `Use one of: ${roles.join(", ")}`, {
          file: relativeToProject(rule.source?.input.file ?? "portals"),
          line: rule.source?.start?.line,
        });
      }
      if (needed.length === 0) return [selector];
      return active
        .filter((adapter) => needed.every((name) => adapter.roles[name]?.length))
        .map((adapter) =>
          selector.replace(/:role\(([\w-]+)\)/g, (_, name: Role) => `:is(${adapter.roles[name]?.join(", ")})`),
        );
    });
    if (bound.length > 0) rule.selectors = bound;
    else rule.remove();
  });
}
