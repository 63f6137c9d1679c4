import path from "node:path";
import type { Root } from "postcss";
import { adapterSchema, type Role, roles } from "../schema/adapter.ts";
import { check } from "../schema/read.ts";
import type { Theme } from "../theme/theme.ts";
import { relativeToProject } from "../util/paths.ts";
import { isNamed, kinds, readFolder, readText } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";
import type { GlpiLine } from "./compile.ts";

export { type Role, roles } from "../schema/adapter.ts";

/** One portal's markup, mapped to roles: `portals/<portal>.adapter.json`. */
export interface Adapter {
  /** The portal's key: "userportal", "formcreator", "helpdesk". */
  portal: string;
  /**
   * The portal is a plugin's whose folder has the portal's key, and every selector names it: our plugin links its rules
   * where that folder is.
   */
  plugin?: boolean;
  /** HTML's own elements on its pages wear the theme too, whatever their classes: what the role "page" matches. */
  elements?: boolean;
  /** The GLPI lines it exists on; none given: both. */
  glpi?: GlpiLine[];
  /** What the selectors rest on, in words. */
  assumptions: string[];
  /** CSS selectors by role; a role the portal does not have is left out. */
  roles: Partial<Record<Role, string[]>>;
  /** How sure `fenetre adapter learn` is of each role, 0 to 1. */
  confidence?: Partial<Record<Role, number>>;
}

/**
 * Reads one adapter.
 * @throws {UserError} with the line: not as its schema says, an unknown role, a selector that is none
 */
export function readAdapter(file: string): Adapter {
  const written = readText(file, kinds.json);
  const known = good.get(written);
  if (known) return known;
  const { $schema: _, ...adapter } = check(written, file, adapterSchema).value;
  good.set(written, adapter);
  return adapter;
}

/** By their text: a build asks for them with each of its style sheets. */
const good = new Map<string, Adapter>();

/** All adapters of a theme and what it extends; a later folder's file replaces an earlier one of the same name. */
export function readAdapters(theme: Theme): Adapter[] {
  const files = new Map<string, string>();
  for (const folder of theme.folders) {
    const portals = path.join(folder, "portals");
    if (!isNamed(portals)) continue;
    for (const { name } of readFolder(portals))
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
