import { ParapetError } from "./errors.ts";

/** Something with a lifetime. `stop` is idempotent and bounded in time. */
export interface Service {
  readonly name: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Rejects when the service cannot go on by itself, so that its process is to end and be started again. */
  readonly failed?: Promise<never> | undefined;
}

/**
 * Services as one: started in order, stopped in reverse. When one fails to start, those already started are stopped
 * and the failure is thrown. A stop in the middle of the start stops what there is, and no further one is started:
 * `start` then rejects with `start_interrupted`. One that fails is a failure of all.
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
  const failed = Promise.race(services.flatMap((service) => service.failed ?? []));
  failed.catch(() => undefined); // Whoever waits for it is told; nobody may be waiting yet.
  return { name, start, stop, failed };
}

/** One failure to stop does not keep the others running. */
async function stopInReverse(name: string, started: Service[]): Promise<void> {
  const failures: unknown[] = [];
  for (let service = started.pop(); service !== undefined; service = started.pop()) {
    await service.stop().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${name}: ${failures.length} service(s) failed to stop`);
}
