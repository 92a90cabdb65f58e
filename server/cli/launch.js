#!/usr/bin/env node
/** Starts the CLI from dist/. In a source checkout, what is missing or stale there is built first. */
import { existsSync } from "node:fs";

if (existsSync(new URL("../../vite.config.ts", import.meta.url))) {
  const { buildIfStale } = await import("./fresh.js");
  await buildIfStale().catch((error) => {
    console.error(error.message);
    process.exit(3); // 1 and 2 are answers of the commands
  });
}
await import(new URL("../../dist/server/main.js", import.meta.url).href);
