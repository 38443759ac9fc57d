import { readFileSync } from "node:fs";

/** Linux counts CPU time for its readers in hundredths of a second, whatever the machine. */
const TICKS_PER_SECOND = 100;
const MEBIBYTE_OF_KIB = 1_024;
/** Positions behind the name of the program, which is in brackets and may hold anything. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** CPU seconds that a process has used so far, all its threads together. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
}

export interface MemoryUse {
  /** Resident memory now, and the most there was, in MiB. */
  readonly residentMb: number;
  readonly peakMb: number;
}

export function memoryOf(pid: number): MemoryUse {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mebibytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / MEBIBYTE_OF_KIB;
  return { residentMb: mebibytes("VmRSS"), peakMb: mebibytes("VmHWM") };
}
