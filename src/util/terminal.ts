/** Whether colour may be printed: a terminal, and nobody asked for none (no-color.org). */
export const hasColour = process.stdout.isTTY === true && !process.env.NO_COLOR;

const style =
  (open: number, close: number) =>
  (text: string): string =>
    hasColour ? `\u001b[${open}m${text}\u001b[${close}m` : text;

export const bold = style(1, 22);
export const dim = style(2, 22);
export const red = style(31, 39);
export const green = style(32, 39);

/**
 * Columns padded to their widest cell, two spaces apart.
 * @param rightAligned indices of columns of figures
 */
export function table(rows: string[][], rightAligned: number[] = []): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          rightAligned.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
