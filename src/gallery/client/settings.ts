import { type Host, hosts } from "../protocol.ts";
import { contrastThemes } from "./contrast-themes.ts";

/** How specimens are shown. All of it stands in the address, so that a link shows what its sender saw. */
export interface Settings {
  /** "all": light, dark and contrast side by side. */
  scheme: "light" | "dark" | "contrast" | "all";
  contrast: string;
  dir: "ltr" | "rtl";
  host: Host;
  /** `#rrggbb`, or empty for the theme's own. */
  accent: string;
  density: "standard" | "compact";
  /** Per cent, as Settings > Display > Scale. */
  scale: number;
  ground: "solid" | "layer" | "acrylic";
  /** The drawn native reference beneath each specimen. */
  native: boolean;
}

/** What one stage is shown in. */
export type Mode = "light" | "dark" | "contrast";

export const scales = [100, 125, 150, 175, 200];

const allowed = {
  scheme: ["light", "dark", "contrast", "all"],
  contrast: Object.keys(contrastThemes),
  dir: ["ltr", "rtl"],
  host: hosts,
  density: ["standard", "compact"],
  ground: ["solid", "layer", "acrylic"],
} satisfies Partial<Record<keyof Settings, readonly string[]>>;

type Listener = (settings: Settings, changed: (keyof Settings)[]) => void;

/** The settings, kept in the query of the address. */
export class SettingsStore {
  #values: Settings;
  readonly #listeners: Listener[] = [];

  constructor(readonly defaults: Settings) {
    this.#values = { ...defaults, ...this.#fromAddress() };
  }

  get values(): Settings {
    return this.#values;
  }

  /** The modes that stages are shown in. */
  get modes(): Mode[] {
    return this.#values.scheme === "all" ? ["light", "dark", "contrast"] : [this.#values.scheme];
  }

  set(change: Partial<Settings>): void {
    const changed = (Object.keys(change) as (keyof Settings)[]).filter((key) => change[key] !== this.#values[key]);
    if (changed.length === 0) return;
    this.#values = { ...this.#values, ...change };
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(this.#values)) {
      if (value !== this.defaults[key as keyof Settings]) query.set(key, String(value));
    }
    const text = query.toString();
    history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
    for (const listener of this.#listeners) listener(this.#values, changed);
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  #fromAddress(): Partial<Settings> {
    const query = new URLSearchParams(location.search);
    const found: Record<string, unknown> = {};
    for (const [key, known] of Object.entries(allowed)) {
      const value = query.get(key);
      if (value !== null && (known as readonly string[]).includes(value)) found[key] = value;
    }
    const accent = query.get("accent");
    if (accent && /^#[\da-f]{6}$/i.test(accent)) found.accent = accent.toLowerCase();
    const scale = Number(query.get("scale"));
    if (scales.includes(scale)) found.scale = scale;
    if (query.has("native")) found.native = query.get("native") === "true";
    return found as Partial<Settings>;
  }
}

/** What a page starts with: Windows' own choice of light or dark. */
export function defaultSettings(density: string): Settings {
  return {
    scheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    contrast: "aquatic",
    dir: "ltr",
    host: "glpi-11",
    accent: "",
    density: density === "compact" ? "compact" : "standard",
    scale: 100,
    ground: "solid",
    native: true,
  };
}
