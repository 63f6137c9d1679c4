import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Declaration, Plugin as PostcssPlugin, Root } from "postcss";
import { createServer, type InlineConfig, type ViteDevServer } from "vite";
import { flatten } from "../build/compile.ts";
import { fluentIcon } from "../build/fluent-icon.ts";
import { raiseSpecificity } from "../build/scope.ts";
import { projectRoot } from "../util/paths.ts";
import { type GalleryOptions, galleryPlugin } from "./plugin.ts";

/** What Vite needs to serve the gallery. Loopback only, and nothing is fetched from anywhere. */
export function galleryConfig(options: GalleryOptions): InlineConfig {
  const nonce = randomBytes(16).toString("base64url");
  return {
    root: path.join(projectRoot, "src/gallery"),
    cacheDir: path.join(projectRoot, "node_modules/.vite-gallery"),
    publicDir: false,
    clearScreen: false,
    logLevel: "warn",
    plugins: [galleryPlugin(options, nonce)],
    html: { cspNonce: nonce },
    css: { postcss: { plugins: [ownStyle()] } },
    server: {
      host: "127.0.0.1",
      cors: false,
      // Only what the page is made of: nothing else of this machine is served.
      fs: {
        strict: true,
        allow: [
          "src/gallery",
          "src/theme",
          "src/util",
          "node_modules/.vite-gallery",
          "node_modules/vite/dist/client",
          "node_modules/@fontsource-variable/open-sans",
        ].map((folder) => path.join(projectRoot, folder)),
      },
      watch: { ignored: ["**/reports/**", "**/dist/**"] },
    },
    optimizeDeps: { include: ["culori"] },
  };
}

/** Starts the gallery. @param port 0 takes any that is free */
export async function startGallery(
  options: GalleryOptions & { port?: number; strictPort?: boolean },
): Promise<{ server: ViteDevServer; url: string }> {
  const config = galleryConfig(options);
  const server = await createServer({
    ...config,
    configFile: false,
    server: {
      ...config.server,
      ...(options.port === undefined ? {} : { port: options.port }),
      strictPort: options.strictPort ?? false,
    },
  });
  await server.listen();
  const address = server.httpServer?.address();
  const port = typeof address === "object" && address ? address.port : server.config.server.port;
  return { server, url: `http://127.0.0.1:${port}/` };
}

/** The gallery's own style sheets may write `fluent(home-20-regular)` as a theme does, and win over any theme. */
function ownStyle(): PostcssPlugin {
  return {
    postcssPlugin: "fenetre-gallery-style",
    Declaration(decl: Declaration) {
      if (!decl.value.includes("fluent(")) return;
      decl.value = decl.value.replace(/fluent\(([^)]*)\)/g, (_, name: string) => {
        const icon = fluentIcon(name.trim());
        if (!icon) throw decl.error(`there is no icon "${name.trim()}"`);
        return icon;
      });
    },
    OnceExit(root: Root) {
      if (!root.source?.input.file?.includes("gallery.css")) return;
      // The theme is raised above GLPI; the gallery's own parts must stand above the theme, whatever it is edited into.
      const raised = raiseSpecificity(raiseSpecificity(flatten(root.clone())));
      root.removeAll();
      root.append(raised.nodes);
    },
  };
}
