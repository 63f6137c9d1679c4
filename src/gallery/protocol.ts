/** What the server tells the gallery. Both sides import these types. */

/** Host style sheets a specimen may stand on. */
export const hosts = ["glpi-11", "glpi-10", "bare"] as const;
export type Host = (typeof hosts)[number];

/** The rules of one file of the theme, ready for a stage. */
export interface Sheet {
  /** Unique and in order of the cascade: the file, and which of its stretches. */
  id: string;
  /** As a person in the project's root would type it. */
  file: string;
  css: string;
  /** For one GLPI line only. */
  glpi?: "10" | "11";
  /** For the compact density only. */
  compact?: true;
}

/** A problem in the theme: the gallery keeps the last good state and shows it. */
export interface Problem {
  problem: string;
  remedy: string;
  file?: string;
  line?: number;
  column?: number;
}

export interface GalleryCell {
  variant: string;
  state: string;
  /** As it is written. */
  html: string;
  /** What is shown of it, where it holds anything that acts. */
  shown?: string;
  /** Width of its box, epx. */
  frame: number;
  /** Pseudo-classes forced on it, without colons. */
  forced: string[];
  file: string;
  line?: number;
}

/** One line of a table of facts. */
export interface Fact {
  name: string;
  value: string;
  /** The resource key or path that the figure comes from. */
  key?: string;
  /** Where it stands in WinUI's sources, and a link to it. */
  source?: string;
  href?: string;
  /** Swatches, light and dark. */
  colours?: [string, string];
}

export interface GalleryVariant {
  name: string;
  cells: GalleryCell[];
  facts: Fact[];
  /** States that the reference describes. */
  native: string[];
}

export interface GalleryWidget {
  /** Its folder's name. */
  name: string;
  /** "Check box" */
  title: string;
  /** WinUI Gallery's category of the control, or where in GLPI it stands. */
  category: string;
  /** WinUI's control; `undefined` for a widget that WinUI does not have. */
  control?: string;
  /** The control it is styled after, where WinUI has none. */
  relative?: string;
  note?: string;
  variants: GalleryVariant[];
  /** Its files, by the path a person would type. */
  files: string[];
  /** Lines of its budget. */
  budget: Fact[];
  /** What is wrong with its reference or budget. */
  problem?: Problem;
}

/** Everything, as a page that opens needs it. */
export interface GalleryState {
  theme: { name: string; accent: string; density: string };
  sheets: Sheet[];
  widgets: GalleryWidget[];
  problem?: Problem;
}

/** A change of style: the order of all sheets, and the text of those that changed. */
export interface SheetsUpdate {
  order: string[];
  changed: Sheet[];
  /** When the file was written, ms since 1970: the page says when it has painted it. */
  written: number;
  file: string;
}

/** A change of specimens: the names of all widgets in order, and those that changed. */
export interface WidgetsUpdate {
  order: string[];
  changed: GalleryWidget[];
}

/** Where the server answers. */
export const endpoints = {
  state: "/@fenetre/state",
  host: "/@fenetre/host",
  source: "/@fenetre/source",
  native: "/@fenetre/native",
} as const;

/** Names of the messages over Vite's web socket. */
export const events = {
  sheets: "fenetre:sheets",
  widgets: "fenetre:widgets",
  problem: "fenetre:problem",
  theme: "fenetre:theme",
  painted: "fenetre:painted",
} as const;
