import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import type { Artefact } from "../build/artefact.ts";
import { bytes } from "../build/artefact.ts";
import { UserError } from "../util/user-error.ts";
import type { ReleaseNotes } from "./changelog.ts";

/** One file that people download. */
export interface ReleaseFile {
  /** Its name: a release is flat, as the page it is downloaded from is. */
  name: string;
  content: Uint8Array;
  /** What it is for, one line; the build's own words for an artefact. */
  use: string;
}

/** What a release is made of. */
export interface ReleaseParts {
  artefacts: Artefact[];
  version: string;
  /** The revision it is made of, 40 hexadecimal digits. */
  commit: string;
  notes: ReleaseNotes;
  /** Files beside the artefacts: licence, notices, plugin.xml. */
  beside: ReleaseFile[];
}

const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

/**
 * Every file of a release: artefacts under names that say what they are, what accompanies them, the manifest of all, and
 * the sums that `sha256sum -c` checks. The same parts make the same bytes.
 * @throws {UserError} when two files would have one name
 */
export function releaseFiles({ artefacts, version, commit, notes, beside }: ReleaseParts): ReleaseFile[] {
  const own = artefacts.map((artefact) => ({
    name: downloadName(artefact.path, version),
    content: artefact.content,
    use: artefact.install ?? "source map of the style sheet of the same name",
  }));
  const files = [
    ...own,
    ...beside,
    {
      name: "RELEASE-NOTES.md",
      content: bytes(`# Fenêtre ${version}, ${notes.date}\n\n${notes.text}\n`),
      use: "what changed",
    },
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  const twice = files.find((file, index) => files.findIndex(({ name }) => name === file.name) !== index);
  if (twice) throw new UserError(`two files of the release are called ${twice.name}`, "Give the theme another key");
  const manifest = {
    name: "manifest.json",
    content: bytes(`${JSON.stringify(manifestOf(files, { version, commit, date: notes.date }), null, 2)}\n`),
    use: "every file and what archives hold, with sizes and sums",
  };
  const all = [...files, manifest];
  return [...all, { name: "SHA256SUMS", content: bytes(sumsOf(all)), use: "sha256sum -c SHA256SUMS" }];
}

/**
 * The name under which an artefact is downloaded. A palette keeps its own, since GLPI takes the palette's key from it; so
 * do archives, which carry version and key already; entity CSS says what it is.
 */
function downloadName(place: string, version: string): string {
  const [folder, ...rest] = place.split("/");
  const file = rest.join("-");
  return folder === "entity" ? `fenetre-${version}-entity-${file}` : file;
}

/** Lines that `sha256sum -c` reads: hash, two spaces, name. */
function sumsOf(files: ReleaseFile[]): string {
  return files
    .map(({ name, content }) => `${sha256(content)}  ${name}\n`)
    .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
    .join("");
}

/** One file as the manifest lists it: bytes, and a sum in hexadecimal. */
export interface Entry {
  name: string;
  bytes: number;
  sha256: string;
}

const entryOf = (name: string, content: Uint8Array): Entry => ({
  name,
  bytes: content.length,
  sha256: sha256(content),
});

function manifestOf(files: ReleaseFile[], head: { version: string; commit: string; date: string }): object {
  return {
    product: "Fenêtre",
    ...head,
    files: files.map(({ name, content, use }) => ({
      ...entryOf(name, content),
      use,
      ...(name.endsWith(".zip")
        ? {
            holds: Object.entries(unzipSync(content))
              .filter(([inner]) => !inner.endsWith("/"))
              .map(([inner, data]) => entryOf(inner, data))
              .sort((a, b) => (a.name < b.name ? -1 : 1)),
          }
        : {}),
    })),
  };
}
