/** Where a command reads and writes. Results go to one stream, everything about them to the other. */

export type Io = {
  /** Folder that paths start from. */
  cwd: string;
  /** Prints a line of the result. */
  out: (line: string) => void;
  /** Prints a line about it: faults, progress, hints. */
  err: (line: string) => void;
  /** Shows one line that the next one replaces; undefined clears it. Left out where lines stay. */
  live?: ((line: string | undefined) => void) | undefined;
  /** Characters of a line. */
  width: number;
};

/** The process's own streams. A reader that has seen enough is no error. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit();
    });
  }
  const { stdout, stderr } = process;
  return {
    cwd: process.cwd(),
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    live: stderr.isTTY ? (line) => void stderr.write(`\r\u001B[2K${line ?? ""}`) : undefined,
    width: Math.min(100, Math.max(60, stdout.columns ?? 100)),
  };
}

const quiet = 1000;
const everyLive = 100;
const everyLine = 2000;

/** Tells how far work is once it has taken a second: in place on a terminal, else a plain line now and then. */
export function startProgress(io: Io): { tell: (line: string) => void; end: () => void } {
  let next = performance.now() + quiet;
  let shown = false;
  return {
    tell: (line) => {
      const now = performance.now();
      if (now < next) return;
      next = now + (io.live ? everyLive : everyLine);
      shown = true;
      if (io.live) io.live(line);
      else io.err(line);
    },
    end: () => {
      if (shown) io.live?.(undefined);
    },
  };
}
