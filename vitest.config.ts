/** Three kinds of tests: in Node, in a browser (what the page is made of), and of the whole app (e2e). */
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { launchOptions } from "./tests/support/browser.ts";

export default defineConfig({
  publicDir: false,
  test: {
    reporters: ["default", "./tests/support/closing-line.ts"],
    projects: [
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        test: {
          name: "node",
          testTimeout: 60_000, // machines are shared: what takes a second may take many
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/browser/**", "tests/e2e/**"],
          setupFiles: "./tests/support/laws.ts",
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        // All that pages and engine import: found late, it would reload the page in mid-test.
        optimizeDeps: {
          include: ["chart.js", "fast-check", "mathjs/number", "papaparse", "svelte", "zod"],
        },
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          setupFiles: "./tests/support/laws.ts",
          env: { CI: process.env["CI"] ?? "" },
          globalSetup: "./tests/support/parity.ts",
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: "./tests/support/site.ts",
          testTimeout: 90_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
