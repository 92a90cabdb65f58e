/** Properties are tried on the same cases in every CI run, and on new ones everywhere else. */
import fc from "fast-check";

if (import.meta.env["CI"]) fc.configureGlobal({ seed: 20_260_101 });
