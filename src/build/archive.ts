import { gzipSync, zipSync } from "fflate";

/** Files of an archive by their path, with forward slashes. */
export type Files = Record<string, Uint8Array>;

/**
 * The time of every entry: the same on each build, so that archives can be compared. ZIP counts from 1980 and in local
 * time, hence a local date for it and the same day's seconds for tar.
 */
const zipTime = (): Date => new Date(2026, 0, 1);
const tarTime = Date.UTC(2026, 0, 1) / 1000;

const sorted = (files: Files): [string, Uint8Array][] => Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));

/** A ZIP whose bytes depend on the files alone: sorted, fixed times, Unix modes 0644. */
export function zip(files: Files): Uint8Array {
  // fflate takes os and attrs per entry: Unix, a regular file that everyone may read.
  const entries = sorted(files).map(
    ([name, content]) => [name, [content, { os: 3, attrs: 0o100644 << 16, mtime: zipTime(), level: 6 }]] as const,
  );
  return zipSync(Object.fromEntries(entries) as never);
}

/**
 * A gzipped tar whose bytes depend on the files alone. Written by hand, since only what ustar needs is needed; gzip by
 * fflate, since zlib's header names the system it ran on and its output changes with Node.js.
 */
export function tarGz(files: Files): Uint8Array {
  const blocks: Uint8Array[] = [];
  const folders = new Set<string>();
  for (const [name, content] of sorted(files)) {
    for (let slash = name.indexOf("/"); slash > 0; slash = name.indexOf("/", slash + 1)) {
      const folder = name.slice(0, slash + 1);
      if (!folders.has(folder)) blocks.push(tarHeader(folder, 0, 0o755, "5"));
      folders.add(folder);
    }
    blocks.push(tarHeader(name, content.length, 0o644, "0"), padded(content));
  }
  blocks.push(new Uint8Array(1024));
  return gzipSync(concatenate(blocks), { level: 6, mtime: 0 });
}

function tarHeader(name: string, size: number, mode: number, type: string): Uint8Array {
  const header = new Uint8Array(512);
  const put = (offset: number, text: string): void => header.set(new TextEncoder().encode(text), offset);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;
  if (name.length > 100) throw new Error(`${name}: longer than a ustar header's 100 bytes`);
  put(0, name);
  put(100, octal(mode, 8));
  put(108, octal(0, 8));
  put(116, octal(0, 8));
  put(124, octal(size, 12));
  put(136, octal(tarTime, 12));
  put(148, " ".repeat(8));
  put(156, type);
  put(257, "ustar\0");
  put(263, "00");
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return header;
}

function padded(content: Uint8Array): Uint8Array {
  const block = new Uint8Array(Math.ceil(content.length / 512) * 512);
  block.set(content);
  return block;
}

function concatenate(blocks: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(blocks.reduce((total, block) => total + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    all.set(block, offset);
    offset += block.length;
  }
  return all;
}
