import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { freePorts, startProcess } from "@parapet/testkit";
import { z } from "zod";

import { cpuSecondsOf, memoryOf, type MemoryUse } from "./process-usage.ts";

const ROOT = join(import.meta.dirname, "../../..");
const MAIN = join(ROOT, "services/ingester/dist/main.js");
const READY_TIMEOUT_MS = 60_000;

/** Brings what is compiled up to date with the sources. */
export function compileIngester(): void {
  execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-b", "services/ingester"], { cwd: ROOT, stdio: "inherit" });
}

/** What the image gives Node before the program's name. */
function nodeFlags(): readonly string[] {
  const [, entry = "[]"] = /^ENTRYPOINT (.+)$/m.exec(readFileSync(join(ROOT, "Dockerfile"), "utf8")) ?? [];
  return z
    .tuple([z.literal("node")], z.string())
    .parse(JSON.parse(entry))
    .slice(1);
}

/** The real ingester as a process of its own, started as the image starts it. */
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
    args: [...nodeFlags(), ...profile, MAIN],
    isCompiled: true,
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
