import { join } from "node:path";

import { startProcess, type TestProcess } from "@parapet/testkit";
import { vi } from "vitest";

const services = join(import.meta.dirname, "../../services");

type Environment = Readonly<Record<string, string>>;

/** One service as a process of its own, from its sources, as its container starts it. */
export function startService(name: string, env: Environment): TestProcess {
  return startProcess({ args: [join(services, name, "src/main.ts")], env });
}

/** `parapet` with a command, as the package's `bin` starts it. */
export function startCommand(args: readonly string[], env: Environment = {}, input?: string | Uint8Array): TestProcess {
  const options = { args: [join(services, "parapet/bin/parapet.js"), ...args], env };
  return startProcess(input === undefined ? options : { ...options, input });
}

const READY_TIMEOUT_MS = 60_000;

/** Resolves once the service says on its admin port that it can do its work; rejects when it ends instead. */
export async function untilReady(service: TestProcess, adminPort: number): Promise<void> {
  const ended = service.ended.then(({ code }) => {
    throw new Error(`a service ended with code ${code} before it was ready:\n${service.stderr()}`);
  });
  const ready = vi.waitUntil(() => isReady(adminPort), { timeout: READY_TIMEOUT_MS, interval: 100 });
  await Promise.race([ready, ended]);
}

async function isReady(adminPort: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${adminPort}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
