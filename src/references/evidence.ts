import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readChecked } from "../schema/read.ts";
import { projectRoot } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import type { Raster } from "../visual/raster.ts";
import type { ThemeName } from "./facts.ts";
import { readPng } from "./png.ts";

/** What real Windows shows of a widget, read off a screenshot: numbers, or a screenshot to read them from. */
export interface Evidence {
  widget: string;
  /** "variant/state" */
  state: string;
  theme: ThemeName;
  /** Device px a epx. */
  scale: number;
  reference: "measured" | "captured";
  /** What the widget stands on there. */
  background: string;
  /** The accent in force, as a control fill; `null` when unknown. */
  accent: string | null;
  /** Passed through JPEG: colours are near, not exact. */
  lossy: boolean;
  confidence: string;
  /** epx */
  width?: number;
  height?: number;
  /** Composited colours by what they are of: "fill", "top", "bottom", "side" of the first part, or "<part> fill". */
  colours: Record<string, string>;
  source: string;
  licence: string;
  /** Why we may differ from it, where we do. */
  reason?: string;
  /** The screenshot itself, where there is one. */
  image?: Raster;
}

/** Folders of this repository. */
export const evidenceFolder = path.join(projectRoot, "tests/references");
export const ownCaptures = path.join(evidenceFolder, "captured");

/** The measured facts that the repository keeps. */
export function readMeasured(file = path.join(evidenceFolder, "measured.json")): Evidence[] {
  if (!existsSync(file)) return [];
  const list = JSON.parse(readFileSync(file, "utf8")) as Omit<Evidence, "reference">[];
  return list.map((entry) => withReason({ ...entry, reference: "measured" }));
}

/** Adds the stated reason of evidence that we may differ from: tests/references/reasons.json, by state and source. */
function withReason(evidence: Evidence): Evidence {
  const file = path.join(evidenceFolder, "reasons.json");
  if (!existsSync(file)) return evidence;
  const reasons = JSON.parse(readFileSync(file, "utf8")) as {
    widget: string;
    state: string;
    source: string;
    reason: string;
  }[];
  const found = reasons.find(
    ({ widget, state, source }) =>
      widget === evidence.widget && state === evidence.state && evidence.source.includes(source),
  );
  return found ? { ...evidence, reason: found.reason } : evidence;
}

/** One capture of a folder's manifest.json. */
interface ManifestEntry {
  file: string;
  control: string;
  state: string;
  theme: ThemeName;
  scale: number;
  accent: string | null;
  lossy: boolean;
  confidence: string;
  controlBox: { x: number; y: number; w: number; h: number };
  source: { repo: string; path?: string; licence: string };
}

const manifestSchema = z
  .array(
    z.looseObject({
      file: z.string().regex(/^(?!.*\.\.)[\w][\w./ -]{0,200}$/),
      control: z.string().max(200),
      state: z.string().max(200),
      theme: z.enum(["light", "dark", "high-contrast"]),
      scale: z.number().min(0.5).max(10),
      accent: z.string().max(60).nullable(),
      lossy: z.boolean(),
      confidence: z.string().max(60),
      controlBox: z.looseObject({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      source: z.looseObject({ repo: z.string(), path: z.string().optional(), licence: z.string() }),
    }),
  )
  .max(10_000);

/** Which of our states a capture's control and state are, "button/rest": "button standard/rest". */
function captureNames(): Record<string, string> {
  const file = path.join(evidenceFolder, "capture-names.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
}

/** Reads the captures of a folder with a manifest.json; those that no widget of ours answers to are left out. */
export function readCaptures(folder: string): { evidence: Evidence[]; skipped: number } {
  const manifest = path.join(folder, "manifest.json");
  if (!existsSync(manifest)) {
    throw new UserError("FENETRE_CAPTURES names a folder without manifest.json", "Let it name the folder of captures", {
      file: folder,
    });
  }
  const names = captureNames();
  const entries = readChecked(manifest, manifestSchema).value as ManifestEntry[];
  const evidence = entries.flatMap((entry): Evidence[] => {
    const name = names[`${entry.control}/${entry.state}`];
    const file = path.join(folder, entry.file);
    if (!name || !existsSync(file)) return [];
    const [widget, state] = name.split(" ") as [string, string];
    const { x, y, w, h } = entry.controlBox;
    const image = readPng(file);
    return [
      withReason({
        ...readOff(image, { x, y, width: w, height: h }, entry.scale),
        image,
        widget,
        state,
        theme: entry.theme,
        scale: entry.scale,
        reference: "captured",
        accent: entry.accent,
        lossy: entry.lossy,
        confidence: entry.confidence,
        source: [entry.source.repo, entry.source.path].filter(Boolean).join(" "),
        licence: entry.source.licence,
      }),
    ];
  });
  return { evidence, skipped: entries.length - evidence.length };
}

/** Captures that were imported into this repository. */
export function readOwnCaptures(): Evidence[] {
  if (!existsSync(ownCaptures)) return [];
  return readdirSync(ownCaptures)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const provenance = JSON.parse(readFileSync(path.join(ownCaptures, name), "utf8")) as Omit<
        Evidence,
        "colours" | "background" | "reference" | "image"
      > & {
        box: { x: number; y: number; width: number; height: number };
      };
      const { box, ...rest } = provenance;
      const image = readPng(path.join(ownCaptures, name.replace(/\.json$/, ".png")));
      return { ...rest, ...readOff(image, box, rest.scale), image, reference: "captured" };
    });
}

/**
 * Colours and size of a widget in a screenshot. The fill is the most frequent colour inside, so that text and glyphs
 * do not matter; an edge is the most frequent colour of its outermost row.
 */
export function readOff(
  image: Raster,
  box: { x: number; y: number; width: number; height: number },
  scale: number,
): Pick<Evidence, "background" | "colours" | "width" | "height"> {
  const inset = Math.ceil(3 * scale);
  const frequent = (left: number, top: number, right: number, bottom: number): string => {
    const counts = new Map<number, number>();
    for (let y = Math.max(0, top); y < Math.min(image.height, bottom); y++) {
      for (let x = Math.max(0, left); x < Math.min(image.width, right); x++) {
        const at = (y * image.width + x) * 4;
        const colour =
          ((image.data[at] as number) << 16) | ((image.data[at + 1] as number) << 8) | (image.data[at + 2] as number);
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
    }
    const [colour] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
    return `#${colour.toString(16).padStart(6, "0")}`;
  };
  const { x, y, width, height } = box;
  const across: [number, number] = [x + Math.round(width / 4), x + Math.round((width * 3) / 4)];
  const down: [number, number] = [y + Math.round(height / 3), y + Math.round((height * 2) / 3)];
  return {
    background: frequent(0, 0, image.width, Math.max(1, y)),
    width: width / scale,
    height: height / scale,
    colours: {
      fill: frequent(x + inset, y + inset, x + width - inset, y + height - inset),
      top: frequent(across[0], y, across[1], y + 1),
      bottom: frequent(across[0], y + height - 1, across[1], y + height),
      side: frequent(x, down[0], x + 1, down[1]),
    },
  };
}
