import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { browsers } from "../browsers.ts";
import { hashOf, kept } from "../kept.ts";

/*
 * What each browser knows of CSS, by MDN's browser-compat-data. Of its 20 MB only CSS and our browsers are needed, so an
 * extract is kept from build to build.
 */

/** The browsers that package.json's `browserslist` names, as the data set calls them, with the oldest version of each. */
export interface NamedBrowser {
  name: string;
  /** For people: "Safari 17.5". */
  shown: string;
  oldest: string;
}

const called: Record<string, [name: string, shown: string]> = {
  chrome: ["chrome", "Chrome"],
  edge: ["edge", "Edge"],
  firefox: ["firefox", "Firefox"],
  safari: ["safari", "Safari"],
  ios_saf: ["safari_ios", "Safari on iOS"],
};

/** Read from lines such as "firefox >= 128". */
export const named: NamedBrowser[] = browsers.map((line) => {
  const [, key, oldest] = /^(\w+)\s*>=\s*([\d.]+)$/.exec(line) ?? [];
  const [name, shown] = called[key ?? ""] ?? [];
  if (!name || !oldest) throw new Error(`package.json, browserslist: "${line}" is not of the form "firefox >= 128"`);
  return { name, shown: `${shown} ${oldest}`, oldest };
});

interface Statement {
  version_added: string | boolean | null;
  version_removed?: string | boolean | null;
  prefix?: string;
  alternative_name?: string;
  flags?: unknown[];
}

interface Entry {
  __compat?: { support: Record<string, Statement | Statement[]> };
  [key: string]: Entry | unknown;
}

/** By a feature's path in the data set, `selectors.details-content`: the named browsers whose oldest version lacks it. */
type Extract = Record<string, string[]>;

let extract: Extract | undefined;

/**
 * The named browsers whose oldest version lacks a feature, as they are shown.
 * @param feature its path below `css` in the data set: "properties.appearance.base-select"
 * @returns none where all know it; `undefined` where the data set does not know the feature
 */
export function lacking(feature: string): string[] | undefined {
  extract ??= readExtract();
  return Object.hasOwn(extract, feature) ? extract[feature] : undefined;
}

function readExtract(): Extract {
  const require = createRequire(import.meta.url);
  const file = require.resolve("@mdn/browser-compat-data");
  const { version } = JSON.parse(readFileSync(path.join(path.dirname(file), "package.json"), "utf8")) as {
    version: string;
  };
  return kept(
    "support/extract",
    hashOf(version, JSON.stringify(named), extractOf.toString(), lacks.toString()),
    () => extractOf((JSON.parse(readFileSync(file, "utf8")) as { css: Entry }).css),
    (stored: Extract) => stored,
  );
}

function extractOf(css: Entry): Extract {
  const found: Extract = {};
  const walk = (entry: Entry, above: string): void => {
    for (const [key, value] of Object.entries(entry)) {
      if (key === "__compat" || typeof value !== "object" || value === null) continue;
      const place = above ? `${above}.${key}` : key;
      const support = (value as Entry).__compat?.support;
      if (support)
        found[place] = named.filter(({ name, oldest }) => lacks(support[name], oldest)).map(({ shown }) => shown);
      walk(value as Entry, place);
    }
  };
  walk(css, "");
  return found;
}

/** Whether a version knows a feature under its own name and without a switch. */
function lacks(support: Statement | Statement[] | undefined, oldest: string): boolean {
  const statements = Array.isArray(support) ? support : support ? [support] : [];
  return !statements.some(
    ({ version_added: added, version_removed: removed, prefix, alternative_name: other, flags }) =>
      !prefix &&
      !other &&
      !flags &&
      (added === true || (typeof added === "string" && added !== "preview" && !isNewer(added, oldest))) &&
      !(typeof removed === "string" && !isNewer(removed, oldest)),
  );
}

/** Whether a version, perhaps written "≤37", is newer than another. */
function isNewer(version: string, than: string): boolean {
  const [a, b] = [version.replace("≤", ""), than].map((text) => text.split(".").map(Number)) as [number[], number[]];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
