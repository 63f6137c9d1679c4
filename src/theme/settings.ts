/** What decides between light and dark: GLPI's own palette, Windows (`prefers-color-scheme`), or the theme. */
export const schemes = ["glpi", "windows", "light", "dark"] as const;
export type Scheme = (typeof schemes)[number];

/** WinUI's two densities: standard (32 epx controls, 40 epx rows) and compact (24 and 32). */
export const densities = ["standard", "compact"] as const;
export type Density = (typeof densities)[number];

/** Who sees GLPI themed by the plugin, unless the settings page says otherwise. */
export const audiences = ["everyone", "self-service", "profiles", "entities"] as const;
export type Audience = (typeof audiences)[number];

/** What only the plugin's settings page can change: what it has as long as nothing was saved there. */
export interface PluginSettings {
  /** Shown below the logo of the sign-in page, and the name of the application. May be empty. */
  organisation: string;
  /** Each user's own Windows accent, where the browser tells it. */
  userAccent: boolean;
  who: Audience;
  /** Names of the profiles it is for; as GLPI numbers them by itself, an import finds them by name. */
  profiles: string[];
  /** Full names of the entities it is for, with those below them. */
  entities: string[];
  /** Whether pages before login are themed. */
  signIn: boolean;
  /** Whether each user may choose for themselves, under Personalization. */
  ownChoice: boolean;
  /** Whether GLPI can be installed as an application. */
  application: boolean;
}

export const pluginDefaults: PluginSettings = {
  organisation: "",
  userAccent: false,
  who: "everyone",
  profiles: [],
  entities: [],
  signIn: true,
  ownChoice: false,
  application: false,
};
