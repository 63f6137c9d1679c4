import path from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout, absolute. */
export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

/** A path as a person in the project's root would type it, with forward slashes on every system. */
export function relativeToProject(file: string): string {
  const relative = path.relative(projectRoot, file);
  return (relative.startsWith("..") ? file : relative).split(path.sep).join("/");
}
