/** What decides between light and dark: GLPI's own palette, Windows (`prefers-color-scheme`), or the theme. */
export const schemes = ["glpi", "windows", "light", "dark"] as const;
export type Scheme = (typeof schemes)[number];

/** WinUI's two densities: standard (32 epx controls, 40 epx rows) and compact (24 and 32). */
export const densities = ["standard", "compact"] as const;
export type Density = (typeof densities)[number];
