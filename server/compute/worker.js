/**
 * Loads worker.ts from sources (dev, tests): a worker thread knows no TypeScript by itself.
 * In dist/ a file of this name is the built worker, so `new URL("./worker.js", import.meta.url)` is right in both.
 */
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
