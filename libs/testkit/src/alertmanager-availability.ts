import { spawnSync } from "node:child_process";

/** Name of the binary in Debian's package `prometheus-alertmanager`. */
export const ALERTMANAGER_BINARY = "prometheus-alertmanager";

/**
 * Null when an Alertmanager can be started here, otherwise the reason why not. Where `CI` is `true` a missing binary is
 * a failure instead: nothing may be left out there.
 */
export function alertmanagerAvailability(env: NodeJS.ProcessEnv = process.env): string | null {
  if (spawnSync(ALERTMANAGER_BINARY, ["--version"], { env }).status === 0) return null;
  const reason = `${ALERTMANAGER_BINARY} (Debian package of the same name) is not on the PATH`;
  if (env["CI"] === "true") throw new Error(`${reason}: CI leaves no suite out; install it`);
  return reason;
}
