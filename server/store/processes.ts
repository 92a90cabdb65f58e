/** Which processes of this machine live, and since when: a number is used again after a restart. */
import { readFileSync } from "node:fs";

/** Whether a process runs. One that has ended and waits for its parent to notice does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it is another person's
  }
  return fieldsOf(pid)?.[0] !== "Z";
}

/** When a process began, where the system tells. */
export function bornOf(pid: number): string {
  const started = fieldsOf(pid)?.[19];
  const boot = textOf("/proc/sys/kernel/random/boot_id")?.trim();
  return started === undefined || boot === undefined ? "unknown" : `${boot}/${started}`;
}

/** What Linux says of a process after its name: its state first. */
function fieldsOf(pid: number): string[] | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
