import type { HealthCheck } from "./health.ts";
import type { Service } from "./service.ts";

/** The last of several services: while it runs, those before it do too. */
export interface Readiness extends Service {
  readonly check: HealthCheck;
}

/** Well from its start to its stop, so that nobody is sent to a process that still starts or already drains. */
export function createReadiness(): Readiness {
  let state = "starting";
  return {
    name: "readiness",
    start: async () => {
      state = "running";
    },
    stop: async () => {
      state = "stopping";
    },
    check: { name: "services", check: async () => (state === "running" ? null : state) },
  };
}
