/** Starts the command line. */
import { tandem } from "./cli.ts";
import { processIo } from "./io.ts";

process.exitCode = await tandem(process.argv.slice(2), processIo());
