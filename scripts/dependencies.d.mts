/** The root of the checkout. */
export const root: string;
export function checkNode(): void;
export function isInstalled(folder?: string): boolean;
export function ensureDependencies(): void;
