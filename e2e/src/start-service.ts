import { join } from "node:path";

import { startProcess, type TestProcess } from "@parapet/testkit";

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

/** True once the service says that it can do its work. */
export async function isReady(adminPort: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${adminPort}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
