import { ParapetError, type Service } from "@parapet/runtime";

import { OpenParts } from "./open-parts.ts";

/** Hands over how to stop what has just been opened. Throws when the service was stopped meanwhile. */
export type Keep = (stop: () => Promise<void>) => void;

/**
 * A service whose parts are opened one after the other, each with what those before it have found; stopped in reverse.
 * When one cannot be opened, those before it are stopped and its failure is thrown.
 */
export function createStagedService(name: string, open: (keep: Keep) => Promise<void>): Service {
  const parts = new OpenParts();
  let isStopped = false;
  const keep: Keep = (stop) => {
    parts.add(stop);
    if (isStopped) throw new ParapetError("start_interrupted", `${name}: stopped before it had started`);
  };
  const start = async (): Promise<void> => {
    try {
      await open(keep);
    } catch (error) {
      await parts.stop().catch(() => undefined); // The failure to start is the one to report.
      throw error;
    }
  };
  const stop = (): Promise<void> => {
    isStopped = true;
    return parts.stop();
  };
  return { name, start, stop };
}
