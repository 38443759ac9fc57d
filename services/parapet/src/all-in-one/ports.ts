import { ConfigError } from "@parapet/runtime";

import type { UpSettings } from "../settings/up-settings.ts";
import { probePort } from "./probe-port.ts";

/** The ports of an all-in-one. */
export interface Ports {
  readonly otlpGrpc: number;
  readonly otlpHttp: number;
  readonly grpc: number;
  readonly console: number;
  readonly admin: number;
}

const choices = {
  otlpGrpc: { setting: "PARAPET_OTLP_GRPC_PORT", usual: 4317 },
  otlpHttp: { setting: "PARAPET_OTLP_HTTP_PORT", usual: 4318 },
  grpc: { setting: "PARAPET_GRPC_PORT", usual: 9090 },
  console: { setting: "PARAPET_CONSOLE_PORT", usual: 8080 },
  admin: { setting: "PARAPET_ADMIN_PORT", usual: 9464 },
} as const satisfies Record<keyof Ports, { readonly setting: keyof UpSettings; readonly usual: number }>;

type PortSetting = (typeof choices)[keyof Ports]["setting"];
export type PortSettings = Pick<UpSettings, PortSetting | "PARAPET_LISTEN_HOST">;

/**
 * Ports to bind. One that was set is taken as it is; without a setting, the usual one where it is free and any free one
 * where it is not.
 *
 * @throws ConfigError naming the setting, for a port that is busy, forbidden or given twice, or a host that is not ours.
 */
export async function choosePorts(settings: PortSettings): Promise<Ports> {
  const taken = await claimSetPorts(settings);
  const choose = async ({ setting, usual }: (typeof choices)[keyof Ports]): Promise<number> => {
    const port = settings[setting] ?? usual;
    const isClaimed = taken.get(port) === setting;
    return isClaimed ? port : chooseFree(port, settings.PARAPET_LISTEN_HOST, taken);
  };
  return {
    otlpGrpc: await choose(choices.otlpGrpc),
    otlpHttp: await choose(choices.otlpHttp),
    grpc: await choose(choices.grpc),
    console: await choose(choices.console),
    admin: await choose(choices.admin),
  };
}

/** Those that were set come first, so that no other service is given one of them. */
async function claimSetPorts(settings: PortSettings): Promise<Map<number, PortSetting | null>> {
  const taken = new Map<number, PortSetting | null>();
  for (const { setting } of Object.values(choices)) {
    const port = settings[setting];
    if (port === undefined || port === 0) continue;
    const other = taken.get(port);
    if (other) throw new ConfigError(`${other} and ${setting} are both ${port}; give each its own`);
    const probe = await probePort(port, settings.PARAPET_LISTEN_HOST);
    if (probe.kind === "refused") throw portFault(setting, port, probe.code, settings);
    taken.set(port, setting);
  }
  return taken;
}

/** The wanted port, or any other where it is not free. */
async function chooseFree(wanted: number, host: string, taken: Map<number, PortSetting | null>): Promise<number> {
  for (const port of [wanted, 0, 0, 0]) {
    if (taken.has(port)) continue;
    const probe = await probePort(port, host);
    if (probe.kind === "refused" && probe.code !== "EADDRINUSE" && probe.code !== "EACCES") throw hostFault(probe.code);
    if (probe.kind === "refused" || taken.has(probe.port)) continue;
    taken.set(probe.port, null);
    return probe.port;
  }
  throw new ConfigError("no port is free on this machine; end what holds them");
}

function portFault(
  setting: PortSetting,
  port: number,
  code: string,
  { PARAPET_LISTEN_HOST }: PortSettings,
): ConfigError {
  if (code === "EADDRINUSE") {
    return new ConfigError(
      `${setting}: port ${port} of ${PARAPET_LISTEN_HOST} is in use; end what listens there, or set another, 0 for any free one`,
    );
  }
  if (code === "EACCES")
    return new ConfigError(`${setting}: port ${port} is not allowed to this user; set one above 1023`);
  return hostFault(code);
}

function hostFault(code: string): ConfigError {
  return new ConfigError(`PARAPET_LISTEN_HOST: cannot be listened on (${code}); set it to an address of this machine`);
}
