import type { Theme } from "../theme/theme.ts";
import { insideComment } from "../util/escape.ts";

/** One file of dist/. */
export interface Artefact {
  /** Below dist/, with forward slashes. */
  path: string;
  content: Uint8Array;
  /** Bytes it may have at most, where GLPI sets a limit. */
  limit?: number;
  /** How an administrator installs it, one line. Left out for what only accompanies another file. */
  install?: string;
  /** What it leaves out of the theme for want of room. */
  leftOut?: LeftOut;
}

/** Components that do not fit. */
export interface LeftOut {
  /** Pages of a real GLPI that were looked at, and how many of them an end user meets. */
  pages: number;
  endUserPages: number;
  components: {
    /** Below the theme's folder: a widget's folder, or a file. */
    name: string;
    /** On how many of these pages it has something to say, and on how many of an end user's. */
    shown: [all: number, endUser: number];
  }[];
}

/** What a target builds from. */
export interface BuildContext {
  theme: Theme;
  /** Written into archives and banners. */
  version: string;
  /** Where the plugin comes from, https; GLPI's list of plugins links it. */
  homepage?: string | undefined;
}

/** One kind of artefact: a file in targets/. */
export type Target = (context: BuildContext) => Artefact[];

/** Text as the bytes that are written: UTF-8, no byte order mark. */
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The file name of a theme's style sheets: GLPI's key with hyphens. */
export const fileName = (theme: Theme): string => theme.key.replaceAll("_", "-");

/** One line that says what a file is, kept by minifiers. */
export const banner = ({ theme, version }: BuildContext): string =>
  `/*! ${insideComment(`${theme.name} for GLPI, fenetre ${version}, GPL-3.0-or-later`)} */\n`;
