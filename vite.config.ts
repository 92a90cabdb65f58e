/** One `vite build` for both sides: the page into dist/web, everything on Node into dist/server. `vite` alone is the page in development. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import { fingerprint, setStamp } from "./server/cli/fresh.js";

const port = 4600;
const apiPort = 4601;
const api = `http://127.0.0.1:${apiPort}`;
/** On a slow machine the bundler says where its time went, before the link that people look for. */
const untimed = { bundlerTimings: false };

export default defineConfig({
  root: here("web"),
  plugins: [svelte({ configFile: false }), serveApi()],
  builder: {
    async buildApp(builder) {
      const madeFrom = fingerprint();
      setStamp(undefined);
      for (const side of ["client", "node"]) await builder.build(builder.environments[side]!);
      setStamp(madeFrom);
    },
  },
  worker: { format: "es" },
  environments: {
    client: {
      // The page's security policy allows no inline script, style or font.
      build: {
        outDir: here("dist/web"),
        emptyOutDir: true,
        assetsInlineLimit: 0,
        rolldownOptions: { checks: untimed },
      },
    },
    node: {
      consumer: "server",
      // All but Fastify and its plugins is inlined: the CLI starts in half the time.
      resolve: { noExternal: [/^(?!(fastify|@fastify\/.*)$)/] },
      build: {
        outDir: here("dist/server"),
        emptyOutDir: true,
        sourcemap: true,
        rolldownOptions: {
          checks: untimed,
          input: { main: here("server/cli/main.ts"), worker: here("server/compute/worker.ts") },
          // Flat, so that a file finds its neighbours by import.meta.url as in the sources.
          output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    port,
    strictPort: true,
    proxy: {
      // Also the launch address with its token, which the server exchanges for a cookie.
      "^/(api|docs)\\b|[?&]token=": { target: api, changeOrigin: true, headers: { origin: api } },
    },
  },
});

/** Runs the server from its sources beside the development page, anew whenever they change. */
function serveApi(): Plugin {
  return {
    name: "serve-api",
    apply: "serve",
    configureServer(vite) {
      const tsx = here("node_modules/tsx/dist/cli.mjs");
      const args = [tsx, "watch", here("server/cli/main.ts"), "serve", "--port", String(apiPort)];
      const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      server.stdout.on("data", (text) => {
        process.stdout.write(String(text).replaceAll(String(apiPort), String(port)));
      });
      vite.httpServer?.once("close", () => server.kill());
    },
  };
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
