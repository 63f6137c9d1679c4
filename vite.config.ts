import { defineConfig } from "vitest/config";
import { galleryConfig } from "./src/gallery/server.ts";

/** The gallery for Vite, and the tests for Vitest, which reads this file too. */
export default defineConfig(
  process.env.VITEST
    ? {
        test: {
          globalSetup: "tests/helpers/nothing-left.ts",
          include: process.env.FENETRE_CHAOS ? ["tests/chaos/**/*.test.ts"] : ["tests/**/*.test.ts"],
          // What takes minutes and breaks things on purpose: npm run chaos.
          exclude: process.env.FENETRE_CHAOS ? [] : ["tests/chaos/**"],
          testTimeout: process.env.FENETRE_CHAOS ? 900_000 : 60_000,
          hookTimeout: 120_000,
        },
      }
    : galleryConfig({ theme: "windows-11" }),
);
