import { checkHealth, type HealthCheck } from "@parapet/runtime";
import { HealthImplementation } from "grpc-health-check";
import type { Server } from "@grpc/grpc-js";

type ServingStatus = "SERVING" | "NOT_SERVING";

export interface HealthService {
  readonly start: () => Promise<void>;
  /** Tells watchers that the server is leaving. */
  readonly stop: () => void;
}

/**
 * `grpc.health.v1.Health` on `server`. The empty service name, as probes ask it, follows `checks`, which run every
 * `intervalMs`; so a probe is answered at once however slow a check is.
 */
export function addHealthService(server: Server, checks: readonly HealthCheck[], intervalMs: number): HealthService {
  const health = new HealthImplementation({ "": "NOT_SERVING" });
  health.addToServer(server);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let told: ServingStatus = "NOT_SERVING";
  // Watchers are told of changes only.
  const tell = (status: ServingStatus): void => {
    if (status !== told) health.setStatus("", status);
    told = status;
  };
  const refresh = async (): Promise<void> => {
    const { healthy } = await checkHealth(checks);
    if (!isStopped) tell(healthy ? "SERVING" : "NOT_SERVING");
  };
  return {
    start: async () => {
      await refresh();
      timer = setInterval(() => void refresh(), intervalMs);
      timer.unref();
    },
    stop: () => {
      isStopped = true;
      clearInterval(timer);
      tell("NOT_SERVING");
    },
  };
}
