import { spawn } from "node:child_process";
import { parseGlpiAddress, startGlpiProxy } from "../gallery/glpi-proxy.ts";
import { startGallery } from "../gallery/server.ts";
import { parseOptions } from "../util/options.ts";
import { bold, dim, green, red } from "../util/terminal.ts";
import { UserError } from "../util/user-error.ts";

export const summary = "open the designers' gallery: every specimen, live while themes/ is edited";

const usage =
  "fenetre dev [--theme <name or folder>] [--port <number>] [--open] [--glpi <address>] [--glpi-port <number>]";

/** Runs until it is interrupted. @throws {UserError} for bad options, a bad theme or a port that is taken */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      theme: { type: "string", default: "windows-11" },
      port: { type: "string" },
      open: { type: "boolean" },
      glpi: { type: "string" },
      "glpi-port": { type: "string" },
    },
    usage,
  );
  if (positionals[0] !== undefined) throw new UserError(`"${positionals[0]}" is not an option`, `Usage: ${usage}`);
  const port = portOf("port", values.port);
  const glpi = values.glpi === undefined ? undefined : parseGlpiAddress(values.glpi);
  const glpiPort = portOf("glpi-port", values["glpi-port"]) ?? 8080;
  const { server, url } = await startGallery({
    theme: values.theme,
    ...(port === undefined ? {} : { port, strictPort: true }),
    onPainted: (file, milliseconds) =>
      console.log(`${dim(time())} ${file} ${dim(`seen after ${Math.round(milliseconds)} ms`)}`),
    onProblem: (problem) => {
      if (!problem) return console.log(`${dim(time())} ${green("the theme is whole again")}`);
      console.error(
        `${dim(time())} ${red(new UserError(problem.problem, problem.remedy, problem.file ? { ...problem, file: problem.file } : undefined).message)}`,
      );
    },
  }).catch((error: unknown) => {
    if (error instanceof Error && /already in use/.test(error.message)) {
      throw new UserError(`port ${values.port} is taken`, "Name another: --port 5174");
    }
    throw error;
  });
  console.log(`Gallery: ${bold(url)}  ${dim("Ctrl+C ends it")}`);
  const proxy = glpi && (await startGlpiProxy({ theme: values.theme, glpi, port: glpiPort }));
  if (proxy) console.log(`GLPI:    ${bold(proxy.url)}  ${dim(`${glpi.origin} with the live theme`)}`);
  if (values.open) openInBrowser(url);
  await interrupted();
  proxy?.close();
  await server.close();
  return 0;
}

function portOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new UserError(`--${option} cannot be "${text}"`, "Give a number from 1 to 65535, or 0 for any that is free");
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
}

function openInBrowser(url: string): void {
  const [command, ...args] =
    process.platform === "win32"
      ? ["cmd", "/c", "start", "", url]
      : process.platform === "darwin"
        ? ["open", url]
        : ["xdg-open", url];
  // Without a desktop there is nothing to open; the address stands above.
  spawn(command as string, args, { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}

const time = (): string => new Date().toTimeString().slice(0, 8);
