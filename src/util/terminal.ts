import { visible, visibleLines } from "./escape.ts";

interface Stream {
  isTTY?: boolean;
}

/** Whether colour may be printed there: a terminal, and nobody asked for none (no-color.org). */
export const hasColour = (stream: Stream = process.stdout): boolean => stream.isTTY === true && !process.env.NO_COLOR;

const style =
  (open: number, close: number) =>
  (text: string, stream: Stream = process.stdout): string =>
    hasColour(stream) ? `\u001b[${open}m${text}\u001b[${close}m` : text;

export const bold = style(1, 22);
export const dim = style(2, 22);
export const red = style(31, 39);
export const green = style(32, 39);

// biome-ignore lint/suspicious/noControlCharactersInRegex: styles begin with one.
const styles = /(\u001b\[(?:1|2|22|31|32|39)m)/;

/** Lines for a terminal, in which nothing acts but the styles above, and those only where there is colour. */
export const visibleStyled = (text: string): string =>
  text
    .split(styles)
    .map((part, index) => (index % 2 === 1 && (hasColour() || hasColour(process.stderr)) ? part : visibleLines(part)))
    .join("");

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

/** What a run says of where it is, on stderr, so that what it prints stays clean. */
export interface Progress {
  /** Says what begins: a clause. */
  step(what: string): void;
  /** Takes the last line away. */
  end(): void;
}

/** On a terminal one line that each step replaces; elsewhere a line of a step that begins a second or more after the last. */
export function startProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let told = performance.now();
  if (stream.isTTY)
    return {
      step: (what) => void stream.write(`\r\u001b[2K${dim(`${visible(what)} …`, stream)}`),
      end: () => void stream.write("\r\u001b[2K"),
    };
  return {
    step: (what) => {
      if (performance.now() - told < 1000) return;
      told = performance.now();
      stream.write(`${visible(what)} …\n`);
    },
    end: () => undefined,
  };
}

/**
 * Lets ESC end the process as Ctrl+C does, where a person sits at a terminal. The terminal gives keys one by one then,
 * so Ctrl+C arrives as a key too.
 * @returns gives the terminal back
 */
export function endOnEscape(input: NodeJS.ReadStream = process.stdin): () => void {
  if (!input.isTTY) return () => undefined;
  let asked = false;
  const onKey = (key: Buffer): void => {
    const text = key.toString("latin1");
    // An arrow or function key is ESC and more in one piece.
    if (text !== "\u001b" && text !== "\u0003") return;
    // Whoever listens closes its browsers and servers; asked twice, or with nobody listening, it ends at once.
    if (!asked && process.listenerCount("SIGINT") > 0) process.emit("SIGINT");
    else {
      restore();
      process.exit(130);
    }
    asked = true;
  };
  const restore = (): void => {
    input.off("data", onKey);
    input.setRawMode(false);
    input.pause();
  };
  input.setRawMode(true);
  input.on("data", onKey);
  input.unref();
  process.once("exit", () => {
    if (input.isRaw) input.setRawMode(false);
  });
  return restore;
}
