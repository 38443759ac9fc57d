import { ParapetError } from "./errors.ts";

/** Something with a lifetime. `stop` is idempotent and bounded in time. */
export interface Service {
  readonly name: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Services as one: started in order, stopped in reverse. When one fails to start, those already started are stopped
 * and the failure is thrown. A stop in the middle of the start stops what there is, and no further one is started:
 * `start` then rejects with `start_interrupted`.
 */
export function composeServices(name: string, services: readonly Service[]): Service {
  const started: Service[] = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopInReverse(name, started));
  const start = async (): Promise<void> => {
    for (const service of services) {
      if (stopped !== undefined) throw new ParapetError("start_interrupted", `${name}: stopped before it had started`);
      started.push(service);
      try {
        await service.start();
      } catch (error) {
        await stop().catch(() => undefined); // The failure to start is the one to report.
        throw error;
      }
    }
  };
  return { name, start, stop };
}

/** One failure to stop does not keep the others running. */
async function stopInReverse(name: string, started: Service[]): Promise<void> {
  const failures: unknown[] = [];
  for (let service = started.pop(); service !== undefined; service = started.pop()) {
    await service.stop().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${name}: ${failures.length} service(s) failed to stop`);
}
