/** Something with a lifetime. `stop` is idempotent and bounded in time. */
export interface Service {
  readonly name: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Services as one: started in order, stopped in reverse. When one fails to start, those already started are stopped
 * and the failure is thrown.
 */
export function composeServices(name: string, services: readonly Service[]): Service {
  const started: Service[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let service = started.pop(); service !== undefined; service = started.pop()) {
      await service.stop().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `${name}: ${failures.length} service(s) failed to stop`);
  };
  const start = async (): Promise<void> => {
    for (const service of services) {
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
