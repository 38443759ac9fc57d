import { CONFIG_EXIT_CODE, ConfigError, type Environment } from "./config.ts";
import { systemClock, type Clock } from "./clock.ts";
import { describeError } from "./errors.ts";
import type { Service } from "./service.ts";

/** The parts of `process` that a main needs; given by `main.ts`, the only place that touches them. */
export interface MainProcess {
  readonly env: Environment;
  readonly on: (signal: "SIGINT" | "SIGTERM", listener: () => void) => unknown;
  readonly exit: (code: number) => never;
  readonly stderr: { readonly write: (text: string) => unknown };
}

export interface MainOptions {
  readonly process: MainProcess;
  readonly build: (env: Environment) => Promise<Service> | Service;
  /** A stop that takes longer ends the process with code 1. Default 25,000: less than Kubernetes waits. */
  readonly stopTimeoutMs?: number;
  readonly clock?: Clock;
}

/** npm and pnpm pass on the Ctrl-C that the terminal has sent already: what follows this closely is one key press. */
const SAME_PRESS_MS = 1_000;

/**
 * Builds and starts the service, stops it on SIGINT or SIGTERM, also in the middle of its start, or when it has failed,
 * and exits: 0 after a clean stop, 78 for a wrong setting, 1 for anything else. A second signal exits at once.
 */
export async function runMain({
  process: main,
  build,
  clock = systemClock,
  stopTimeoutMs = 25_000,
}: MainOptions): Promise<void> {
  let service: Service | undefined;
  let stoppedAtMs: number | null = null;
  const onSignal = (): void => {
    const nowMs = clock.monotonicMs();
    if (stoppedAtMs === null) {
      stoppedAtMs = nowMs;
      void stopAndExit(main, service, stopTimeoutMs, 0);
    } else if (nowMs - stoppedAtMs >= SAME_PRESS_MS) main.exit(1);
  };
  const isStopping = (): boolean => stoppedAtMs !== null;
  const onFailure = (error: unknown): void => {
    if (isStopping()) return;
    stoppedAtMs = clock.monotonicMs();
    complain(main, `${service?.name}: failed, and ends to be started again: ${describeError(error)}`);
    void stopAndExit(main, service, stopTimeoutMs, 1);
  };
  main.on("SIGINT", onSignal);
  main.on("SIGTERM", onSignal);
  try {
    service = await build(main.env);
    service.failed?.catch(onFailure);
    if (!isStopping()) await service.start();
  } catch (error) {
    if (isStopping()) return; // The stop has cut the start short, and exits.
    const isConfigured = !(error instanceof ConfigError);
    complain(main, isConfigured ? `cannot start: ${describeError(error)}` : error.message);
    main.exit(isConfigured ? 1 : CONFIG_EXIT_CODE);
  }
}

/** Ends the process when the service has stopped, with the code if nothing went wrong, or when it takes too long. */
async function stopAndExit(
  main: MainProcess,
  service: Service | undefined,
  timeoutMs: number,
  code: 0 | 1,
): Promise<void> {
  const timer = setTimeout(() => {
    complain(main, `${service?.name}: not stopped after ${timeoutMs} ms`);
    main.exit(1);
  }, timeoutMs);
  const failure = await service?.stop().then(
    () => undefined,
    (error: unknown) => `${service.name}: failed to stop: ${describeError(error)}`,
  );
  clearTimeout(timer);
  if (failure !== undefined) complain(main, failure);
  main.exit(failure === undefined ? code : 1);
}

function complain(main: MainProcess, text: string): void {
  main.stderr.write(`${text}\n`);
}
