import { spawn } from "node:child_process";
import type { Input } from "../command-line/definition.ts";
import { parseGlpiAddress, startGlpiProxy } from "../gallery/glpi-proxy.ts";
import { startGallery } from "../gallery/server.ts";
import { endsWell, endWithUs, untilTheEnd } from "../util/ending.ts";
import { bold, dim, green, red } from "../util/terminal.ts";
import { UserError } from "../util/user-error.ts";
import type { verbs } from "./verbs.ts";

/** Runs until it is interrupted. @throws {UserError} for bad options, a bad theme or a port that is taken */
export async function run({ values }: Input<typeof verbs.dev>): Promise<number> {
  const { port } = values;
  const glpi = values.glpi === undefined ? undefined : parseGlpiAddress(values.glpi);
  const glpiPort = values["glpi-port"] ?? 8080;
  const { server, url } = await startGallery({
    theme: values.theme,
    ...(port === undefined ? {} : { port, strictPort: true }),
    onPainted: (file, milliseconds) =>
      console.log(`${dim(time())} ${file} ${dim(`seen after ${Math.round(milliseconds)} ms`)}`),
    onProblem: (problem) => {
      if (!problem) return console.log(`${dim(time())} ${green("the theme compiles again")}`);
      const place = problem.file ? { ...problem, file: problem.file } : undefined;
      const { message } = new UserError(problem.problem, problem.remedy, place);
      console.error(`${dim(time(), process.stderr)} ${red(message, process.stderr)}`);
    },
  }).catch((error: unknown) => {
    if (error instanceof Error && /already in use/.test(error.message)) {
      throw new UserError(`port ${values.port} is taken`, "Name another: --port 5174");
    }
    throw error;
  });
  console.log(`Gallery: ${bold(url)}  ${dim("ESC or Ctrl+C ends it")}`);
  console.log(`Site:    ${bold(new URL("site/index.html", url).href)}`);
  const proxy =
    glpi &&
    (await startGlpiProxy({
      theme: values.theme,
      glpi,
      port: glpiPort,
      // The gallery opens files of the theme alone, for whoever has its own header.
      open: (place) =>
        void fetch(new URL(`/__open-in-editor?file=${encodeURIComponent(place)}`, url), {
          headers: { "x-fenetre": "1" },
        }).catch(() => undefined),
    }));
  if (proxy)
    console.log(`GLPI:    ${bold(proxy.url)}  ${dim(`${glpi.origin} with the live theme; Ctrl+Alt+I in it inspects`)}`);
  if (values.open) openInBrowser(url);
  // Connections that stay open do not keep it from ending.
  endsWell();
  endWithUs(() => Promise.all([proxy?.close(), server.close()]));
  return untilTheEnd();
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
