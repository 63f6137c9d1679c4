import { defineConfig } from "vitest/config";
import { galleryConfig } from "./src/gallery/server.ts";

/** The gallery for Vite, and the tests for Vitest, which reads this file too. */
export default defineConfig(
  process.env.VITEST
    ? { test: { include: ["tests/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 } }
    : galleryConfig({ theme: "windows-11" }),
);
