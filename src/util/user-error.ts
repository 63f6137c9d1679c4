/** A place in a source file: path as the user would type it, 1-based line and column. */
export interface Place {
  file: string;
  line?: number | undefined;
  column?: number | undefined;
}

/**
 * An error in what the user gave us (a theme, an image, a page, an address), as opposed to a fault of ours.
 * Printed as one line, `file:line:column: message. remedy`, without a stack; the process exits with 1.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /**
   * @param problem what is wrong, one sentence without the final stop
   * @param remedy what to do about it, one sentence without the final stop
   * @param place where it is, if it is in a file
   */
  constructor(
    readonly problem: string,
    readonly remedy: string,
    readonly place?: Place,
  ) {
    const { file, line, column } = place ?? {};
    const where = file
      ? `${[file, line, line ? column : undefined].filter((part) => part !== undefined).join(":")}: `
      : "";
    super(`${where}${problem}. ${remedy}.`);
  }
}
