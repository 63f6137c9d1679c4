import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { endWithUs } from "../util/ending.ts";
import { UserError } from "../util/user-error.ts";

/** One rule of the flattened theme, or an at-rule that holds no rules (a font, keyframes). */
export interface FlatRule {
  /** The conditions around it, outermost first: "@media (forced-colors: active)". */
  conditions: string[];
  /** Nesting resolved; "@font-face" and the like for at-rules. */
  selector: string;
  declarations: FlatDeclaration[];
  /** `file:line:column` in its own tree, where it is written; "computed by the build" where it is not. */
  place: string;
}

export interface FlatDeclaration {
  property: string;
  /** `!important` is part of it. */
  value: string;
  place: string;
}

/** One side of the comparison as built for a GLPI line. */
export interface SideSheet {
  /** For the specimens: every room. */
  css: string;
  /** For whole pages: without what only the editor's frame loads. */
  pageCss: string;
  rules: FlatRule[];
}

/** What a theme is made of, on one side. */
export interface Side {
  sheets: Record<"10" | "11", SideSheet>;
}

/** Bytes of artefacts by their path below dist/. */
export type Sizes = Record<string, number>;

export interface SideOrder {
  /** The tree whose src/ compiles. */
  compiler: string;
  /** The tree that the theme stands in. */
  tree: string;
  /** The theme's folder. */
  theme: string;
  /** Whether its artefacts are built too, for their bytes. */
  sizes: boolean;
}

export type SideMessage = { side: Side } | { sizes: Sizes } | { error: string; user: boolean };

export interface Building {
  side: Promise<Side>;
  /** `undefined` when the artefacts cannot be built. */
  sizes: Promise<Sizes | undefined>;
}

/**
 * Builds a side in a process of its own: a base is compiled by its own compiler, whose modules must not be mixed with
 * ours, and beside the browser's start.
 */
export function buildSide(order: SideOrder): Building {
  const child: ChildProcess = fork(fileURLToPath(new URL("side-worker.ts", import.meta.url)), [JSON.stringify(order)], {
    execArgv: ["--import", import.meta.resolve("tsx")],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "advanced",
  });
  child.once(
    "exit",
    endWithUs(() => child.kill()),
  );
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  let takeSide: (side: Side) => void;
  let failSide: (error: Error) => void;
  let takeSizes: (sizes: Sizes | undefined) => void;
  const side = new Promise<Side>((resolve, reject) => {
    takeSide = resolve;
    failSide = reject;
  });
  const sizes = new Promise<Sizes | undefined>((resolve) => {
    takeSizes = resolve;
  });
  // Whoever waits for the sizes only hears of the failure there.
  side.catch(() => undefined);
  child.on("message", (message: SideMessage) => {
    if ("side" in message) takeSide(message.side);
    else if ("sizes" in message) takeSizes(message.sizes);
    else failSide(message.user ? new BuildFault(message.error) : new Error(message.error));
  });
  child.on("error", (error) => failSide(error));
  child.on("exit", () => {
    failSide(new Error(said.trim().split("\n").at(-1) || "the compiler ended without a word"));
    takeSizes(undefined);
  });
  return { side, sizes };
}

/** A theme that does not build: its designer's fault, told in the compiler's words. */
export class BuildFault extends UserError {
  constructor(readonly words: string) {
    super(words.replace(/\.$/, ""), "Correct it first");
  }
}

/** A path below a tree, with forward slashes. */
export function below(tree: string, file: string): string {
  return path.relative(tree, file).split(path.sep).join("/");
}
