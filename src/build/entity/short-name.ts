/** Everything a one-letter or two-letter custom property may end in. */
const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"];

/** The n-th shortest name of a custom property: --a … --9, --aa … No property of GLPI, Tabler or TinyMCE is that short. */
export function shortName(index: number): string {
  const letter = letters[index % letters.length] as string;
  return index < letters.length ? `--${letter}` : `${shortName(Math.floor(index / letters.length) - 1)}${letter}`;
}
