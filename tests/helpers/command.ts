import { vi } from "vitest";
import { main } from "../../src/cli/index.ts";

/** Runs the command line in this process. */
export async function command(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const out: string[] = [];
  const error: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...parts) => void out.push(parts.join(" ")));
  const fail = vi.spyOn(console, "error").mockImplementation((...parts) => void error.push(parts.join(" ")));
  try {
    const code = await main(args);
    return { code, out: out.join("\n"), error: error.join("\n") };
  } finally {
    log.mockRestore();
    fail.mockRestore();
  }
}
