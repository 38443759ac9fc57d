import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { freePorts, startProcess } from "@parapet/testkit";

import { cpuSecondsOf, memoryOf, type MemoryUse } from "./process-usage.ts";

const MAIN = join(import.meta.dirname, "../../../services/ingester/src/main.ts");
const READY_TIMEOUT_MS = 60_000;

/** The real ingester as a process of its own. */
export interface IngesterProcess {
  readonly cpuSeconds: () => number;
  readonly memory: () => MemoryUse;
  readonly stop: () => Promise<void>;
}

export interface IngesterProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Folder for a CPU profile, written when the process ends. */
  readonly profileFolder?: string;
}

/** Resolves when the ingester says that it is ready, which it does once it has joined its group. */
export async function startIngesterProcess({ env, profileFolder }: IngesterProcessOptions): Promise<IngesterProcess> {
  const [admin = 0, grpc = 0] = await freePorts(2);
  const profile = profileFolder === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileFolder}`];
  const child = startProcess({
    args: [...profile, MAIN],
    env: { ...env, PARAPET_ADMIN_PORT: String(admin), PARAPET_GRPC_PORT: String(grpc), PARAPET_LOG_LEVEL: "warn" },
  });
  let hasEnded = false;
  void child.ended.then(() => (hasEnded = true));
  const deadlineMs = Date.now() + READY_TIMEOUT_MS;
  while (!(await isReady(admin))) {
    if (hasEnded || Date.now() > deadlineMs) throw new Error(`the ingester is not ready:\n${child.stderr()}`);
    await delay(50);
  }
  return {
    cpuSeconds: () => cpuSecondsOf(child.pid),
    memory: () => memoryOf(child.pid),
    stop: async () => {
      await child.end("SIGTERM", 30_000);
      if (child.stderr() !== "") process.stderr.write(child.stderr());
    },
  };
}

async function isReady(adminPort: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${adminPort}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
