import { CONFIG_EXIT_CODE, ConfigError, type Environment } from "./config.ts";
import { describeError } from "./errors.ts";
import { systemClock } from "./clock.ts";
import type { Service } from "./service.ts";

/** The parts of `process` that a main needs; given by `main.ts`, the only place that touches them. */
export interface MainProcess {
  readonly env: Environment;
  readonly once: (signal: "SIGINT" | "SIGTERM", listener: () => void) => unknown;
  readonly exit: (code: number) => never;
  readonly stderr: { readonly write: (text: string) => unknown };
}

export interface MainOptions {
  readonly process: MainProcess;
  readonly build: (env: Environment) => Promise<Service> | Service;
  /** A stop that takes longer ends the process with code 1. */
  readonly stopTimeoutMs?: number;
}

/**
 * Builds and starts the service, stops it on SIGINT or SIGTERM, and exits: 0 after a clean stop, 78 for a wrong
 * setting, 1 for anything else. A second signal exits at once.
 */
export async function runMain({ process: main, build, stopTimeoutMs = 30_000 }: MainOptions): Promise<void> {
  const complain = (text: string): void => void main.stderr.write(`${text}\n`);
  let service: Service;
  try {
    service = await build(main.env);
    await service.start();
  } catch (error) {
    complain(error instanceof ConfigError ? error.message : `cannot start: ${describeError(error)}`);
    return main.exit(error instanceof ConfigError ? CONFIG_EXIT_CODE : 1);
  }
  let stopping = false;
  const stop = (): void => {
    if (stopping) main.exit(1);
    stopping = true;
    const startedMs = systemClock.monotonicMs();
    const timer = setTimeout(() => {
      complain(`${service.name}: not stopped after ${Math.round(systemClock.monotonicMs() - startedMs)} ms`);
      main.exit(1);
    }, stopTimeoutMs);
    timer.unref();
    service.stop().then(
      () => main.exit(0),
      (error: unknown) => {
        complain(`${service.name}: failed to stop: ${describeError(error)}`);
        main.exit(1);
      },
    );
  };
  main.once("SIGINT", stop);
  main.once("SIGTERM", stop);
}
