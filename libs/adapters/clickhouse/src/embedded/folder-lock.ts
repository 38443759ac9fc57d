import { readFileSync, rmSync, writeFileSync } from "node:fs";

import { ParapetError } from "@parapet/runtime";

/**
 * Claims a folder for this process by a lock file in it; call the answer to give the folder back. A lock whose process
 * is gone counts for nothing. A number alone does not name a process (in a container it is 1 again after every
 * restart), so the time at which it started is part of the name.
 *
 * @throws ParapetError `folder_in_use`, naming the process that holds it.
 */
export function lockFolder(lockFile: string): () => void {
  const self = processName(process.pid) ?? String(process.pid);
  if (!claim(lockFile, self)) {
    const holder = readFileSync(lockFile, "utf8");
    const pid = Number(holder.split(" ", 1)[0]);
    if (processName(pid) === holder) {
      throw new ParapetError(
        "folder_in_use",
        `process ${pid} already runs on this data folder (${lockFile}); stop it or use another folder`,
      );
    }
    rmSync(lockFile, { force: true });
    if (!claim(lockFile, self)) throw new ParapetError("folder_in_use", `another process has just claimed ${lockFile}`);
  }
  return () => rmSync(lockFile, { force: true });
}

function claim(lockFile: string, holder: string): boolean {
  try {
    writeFileSync(lockFile, holder, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Number, start time in clock ticks (field 22 of `/proc/PID/stat`, see proc(5)) and boot of a process; null without one. */
function processName(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The second field is a name in parentheses that may itself hold blanks and parentheses.
    const startTicks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
    return `${pid} ${startTicks} ${boot}`;
  } catch {
    return null;
  }
}
