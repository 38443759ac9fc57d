import { readdirSync, readFileSync } from "node:fs";

/** A row of the process table, of Linux' `/proc`. */
interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

/** The processes that this one has started and theirs, as long as they run. */
export function descendantsOf(pid: number): readonly number[] {
  const children = processTable().filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child.pid, ...descendantsOf(child.pid)]);
}

/** False for a process that has ended, also when nobody has asked for its exit code yet. */
export function isRunning(pid: number): boolean {
  return processTable().some((row) => row.pid === pid);
}

function processTable(): readonly ProcessRow[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .map(readRow)
    .filter((row) => row !== null)
    .filter(({ state }) => state !== "Z");
}

/** The fields after the name, which stands in parentheses and may hold anything: state, parent (proc(5)). */
function readRow(pid: number): ProcessRow | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid, state, parent: Number(parent) };
  } catch {
    return null; // It ended meanwhile.
  }
}
