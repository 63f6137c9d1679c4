import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import path from "node:path";
import type { Plugin, ViteDevServer } from "vite";
import { loadTheme, type Theme } from "../theme/theme.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { problemOf, readCatalogue } from "./catalogue.ts";
import { guard, ownHeader } from "./guard.ts";
import { hostSheet } from "./host.ts";
import { LiveSite } from "./live-site.ts";
import type { NativePainter, NativeRequest } from "./native.ts";
import {
  endpoints,
  events,
  type GalleryState,
  type GalleryWidget,
  type Host,
  hosts,
  type Problem,
  type Sheet,
  type SheetsUpdate,
  type WidgetsUpdate,
} from "./protocol.ts";
import { ThemeSheets } from "./sheets.ts";
import { watchFolders } from "./watch.ts";

export interface GalleryOptions {
  /** A folder name under themes/, or a path to a folder that holds a theme.json. */
  theme: string;
  /** Told when a page has painted an edit: what was edited, and ms from its writing to its painting. */
  onPainted?: (file: string, milliseconds: number) => void;
  /** Told of every problem in the theme, and (undefined) when it is solved. */
  onProblem?: (problem: Problem | undefined) => void;
}

/** Vite's own: it starts a program on this machine with a path that the request names. */
const editor = "/__open-in-editor";
/** Pixels at most of a drawn widget: four times a window of 1920 x 1080 at the largest scale. */
const mostPixels = 33_177_600;

/**
 * What the gallery's pages may do: run the gallery's own scripts, and ask this server alone. Specimens are markup that
 * somebody wrote; nothing in them runs, loads from elsewhere or leads away.
 * @param nonce what the gallery's own scripts and style elements carry
 */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/**
 * The gallery's half of Vite: serves the theme's style sheets and specimens as data, watches the theme's folders, and
 * pushes what changed. Nothing of the theme is a module: an edit never reloads the page.
 */
export function galleryPlugin(options: GalleryOptions, nonce: string): Plugin {
  return {
    name: "fenetre-gallery",
    apply: "serve",
    configureServer(server) {
      const site = new LiveSite(options.theme);
      const live = new LiveTheme(options, server, () => site.forget());
      server.httpServer?.once("close", () => live.close());
      if (server.httpServer)
        guard(server.httpServer as Server, {
          decodes: true,
          upgrades: true,
          headers: {
            "content-security-policy": pagePolicy(nonce),
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "referrer-policy": "same-origin",
            "x-content-type-options": "nosniff",
          },
        });
      server.middlewares.use((request, response, next) => {
        if (!site.answer(request, response) && !live.answer(request, response)) next();
      });
    },
  };
}

class LiveTheme {
  #theme: Theme;
  readonly #compiler = new ThemeSheets();
  #sheets: Sheet[] = [];
  #widgets: GalleryWidget[] = [];
  /** The last problem of the style, and of the specimens: one may be solved while the other stands. */
  readonly #problems: { style?: Problem | undefined; specimens?: Problem | undefined } = {};
  #painter: NativePainter | undefined;
  /** The file whose edit the pages were told of last. */
  #pushed = "";
  #unwatch: () => void;

  constructor(
    readonly options: GalleryOptions,
    readonly server: ViteDevServer,
    readonly changed: () => void,
  ) {
    // A theme that cannot be read at all is the command line's error, not the page's.
    this.#theme = loadTheme(options.theme);
    this.#compile();
    this.#read();
    this.#unwatch = this.#watch();
    server.ws.on(events.painted, (data: unknown) => {
      const { file, written, painted } = (data ?? {}) as Record<string, unknown>;
      // What a page sends: the name is one that this side knows.
      if (typeof written !== "number" || typeof painted !== "number" || file !== this.#pushed) return;
      options.onPainted?.(this.#pushed, painted - written);
    });
  }

  close(): void {
    this.#unwatch();
  }

  #watch(): () => void {
    return watchFolders(this.#theme.folders, (files) => {
      try {
        this.#changed(files);
      } catch (error) {
        // A file that went between two looks at it: the next edit is looked at anew.
        this.#problem("style", error);
      }
    });
  }

  #changed(files: string[]): void {
    this.#painter = undefined;
    this.changed();
    if (files.some((file) => path.basename(file) === "theme.json")) {
      this.#reload();
      return;
    }
    const css = files.filter((file) => file.endsWith(".css") || file.endsWith(".adapter.json"));
    const others = files.filter((file) => /\.(html|json)$/.test(file) || !path.extname(file));
    if (css.length > 0) this.#pushSheets(css[0] as string);
    // Widgets name their files, so one that comes or goes changes them too; an edit does not, and must not wait for it.
    const known = new Set(this.#widgets.flatMap((widget) => widget.files));
    const cameOrWent = css.some((file) => known.has(relativeToProject(file)) !== existsSync(file));
    if (others.length > 0 || cameOrWent) setImmediate(() => this.#pushWidgets());
  }

  #reload(): void {
    try {
      const theme = loadTheme(this.options.theme);
      this.#unwatch();
      this.#theme = theme;
      this.#unwatch = this.#watch();
    } catch (error) {
      this.#problem("style", error);
      return;
    }
    this.#pushSheets(path.join(this.#theme.folders.at(-1) as string, "theme.json"));
    this.#pushWidgets();
    this.server.ws.send(events.theme, this.#themeFacts());
  }

  #pushSheets(file: string): void {
    const before = new Map(this.#sheets.map((sheet) => [sheet.id, sheet.css]));
    if (!this.#compile()) return;
    const update: SheetsUpdate = {
      order: this.#sheets.map(({ id }) => id),
      changed: this.#sheets.filter(({ id, css }) => before.get(id) !== css),
      written: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now(),
      file: relativeToProject(file),
    };
    if (update.changed.length === 0 && update.order.length === before.size) return;
    this.#pushed = update.file;
    this.server.ws.send(events.sheets, update);
  }

  #pushWidgets(): void {
    const before = new Map(this.#widgets.map((widget) => [widget.name, JSON.stringify(widget)]));
    if (!this.#read()) return;
    const update: WidgetsUpdate = {
      order: this.#widgets.map(({ name }) => name),
      changed: this.#widgets.filter((widget) => before.get(widget.name) !== JSON.stringify(widget)),
    };
    if (update.changed.length === 0 && update.order.length === before.size) return;
    this.server.ws.send(events.widgets, update);
  }

  #compile(): boolean {
    try {
      this.#sheets = this.#compiler.compile(this.#theme);
      this.#problem("style", undefined);
      return true;
    } catch (error) {
      this.#problem("style", error);
      return false;
    }
  }

  #read(): boolean {
    try {
      this.#widgets = readCatalogue(this.#theme.folders);
      this.#problem("specimens", undefined);
      return true;
    } catch (error) {
      this.#problem("specimens", error);
      return false;
    }
  }

  #problem(kind: "style" | "specimens", error: unknown): void {
    const before = JSON.stringify(this.#current());
    this.#problems[kind] = error === undefined ? undefined : describe(error);
    const problem = this.#current();
    if (JSON.stringify(problem) === before) return;
    this.options.onProblem?.(problem);
    this.server.ws.send(events.problem, problem ?? null);
  }

  #current(): Problem | undefined {
    return this.#problems.style ?? this.#problems.specimens;
  }

  #themeFacts(): GalleryState["theme"] {
    const { name, accent, density } = this.#theme;
    return { name, accent, density };
  }

  #state(): GalleryState {
    const problem = this.#current();
    return { theme: this.#themeFacts(), sheets: this.#sheets, widgets: this.#widgets, ...(problem ? { problem } : {}) };
  }

  /** @returns whether the request was one of the gallery's */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const url = new URL(request.url ?? "/", "http://localhost");
    const query = url.searchParams;
    switch (url.pathname) {
      case endpoints.state:
        send(response, 200, "application/json", JSON.stringify(this.#state()));
        return true;
      case endpoints.host: {
        const host = query.get("host") as Host;
        if (!hosts.includes(host)) send(response, 404, "text/plain", "no such host style sheet");
        else send(response, 200, "text/css", hostSheet(host, query.get("dir") === "rtl"));
        return true;
      }
      case endpoints.source: {
        const file = query.get("file") ?? "";
        const known = this.#widgets.some(({ files }) => files.includes(file));
        const target = known ? this.#fileOfTheme(file) : undefined;
        if (!target) send(response, 404, "text/plain", "not a file of this theme's widgets");
        else send(response, 200, "text/plain", readFileSync(target, "utf8"));
        return true;
      }
      case endpoints.native:
        void this.#native(query, response);
        return true;
      case editor:
        return this.#refuseEditor(request, response, query.get("file") ?? "");
      default:
        return false;
    }
  }

  /**
   * Lets Vite open a file of the theme in the designer's editor, and nothing else.
   * @param wanted "<file>:<line>:<column>", the file as the project's root would be asked for it
   * @returns whether that was all: if not, the request goes on to Vite with a path that was checked
   */
  #refuseEditor(request: IncomingMessage, response: ServerResponse, wanted: string): boolean {
    const [, file = "", line = "1", column = "1"] = /^(.*?)(?::(\d{1,7}))?(?::(\d{1,7}))?$/s.exec(wanted) ?? [];
    const target = request.headers[ownHeader] === undefined ? undefined : this.#fileOfTheme(file);
    if (!target) {
      send(response, 403, "text/plain", "only files of the theme are opened, and only from the gallery");
      return true;
    }
    request.url = `${editor}?${new URLSearchParams({ file: `${target}:${line}:${column}` })}`;
    return false;
  }

  /** The real path of a regular file below the theme's folders. */
  #fileOfTheme(file: string): string | undefined {
    try {
      const real = realpathSync(path.resolve(projectRoot, file));
      const folders = this.#theme.folders.map((folder) => realpathSync(folder) + path.sep);
      return statSync(real).isFile() && folders.some((folder) => real.startsWith(folder)) ? real : undefined;
    } catch {
      return undefined;
    }
  }

  async #native(query: URLSearchParams, response: ServerResponse): Promise<void> {
    try {
      // Loaded when first asked for: the renderer is a native module that a page without references never needs.
      const { NativePainter } = await import("./native.ts");
      this.#painter ??= new NativePainter(this.#theme.folders);
      const number = (name: string): number => Math.min(4000, Math.max(1, Math.round(Number(query.get(name)) || 1)));
      const scale = Math.min(4, Math.max(1, Number(query.get("scale")) || 1));
      if (number("width") * number("height") * scale ** 2 > mostPixels)
        return send(response, 422, "text/plain", "this is larger than any widget");
      const accent = query.get("accent") ?? "";
      const request = {
        widget: query.get("widget") ?? "",
        variant: query.get("variant") ?? "",
        state: query.get("state") ?? "",
        theme:
          query.get("theme") === "dark" ? "dark" : query.get("theme") === "high-contrast" ? "high-contrast" : "light",
        width: number("width"),
        height: number("height"),
        scale,
        palette: JSON.parse(query.get("palette") ?? "{}") as Record<string, string>,
        ...(/^#[\da-f]{6}$/i.test(accent) ? { accent } : {}),
      } satisfies NativeRequest;
      const portrait = this.#painter.portrait(request);
      if (portrait === undefined)
        return send(response, 404, "text/plain", "the reference does not speak of this state");
      send(response, 200, "text/html", portrait);
    } catch (error) {
      send(response, 422, "text/plain", (error as Error).message);
    }
  }
}

function describe(error: unknown): Problem {
  if (error instanceof UserError) return problemOf(error);
  const text = error instanceof Error ? error.message : String(error);
  return {
    problem: text.split("\n")[0] as string,
    remedy: "This is the gallery's or the compiler's fault, not the theme's: report it",
  };
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.statusCode = status;
  response.setHeader("content-type", type.startsWith("text/") ? `${type}; charset=utf-8` : type);
  response.setHeader("cache-control", "no-store");
  response.end(body);
}
