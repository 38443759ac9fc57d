import type { UpSettings } from "../settings/up-settings.ts";
import { choosePort } from "./choose-port.ts";

/** The ports of an all-in-one. */
export interface Ports {
  readonly otlpGrpc: number;
  readonly otlpHttp: number;
  readonly grpc: number;
  readonly console: number;
  readonly admin: number;
}

export async function choosePorts(settings: UpSettings): Promise<Ports> {
  const choose = (set: number | undefined, usual: number): Promise<number> =>
    choosePort(set, usual, settings.PARAPET_LISTEN_HOST);
  return {
    otlpGrpc: await choose(settings.PARAPET_OTLP_GRPC_PORT, 4317),
    otlpHttp: await choose(settings.PARAPET_OTLP_HTTP_PORT, 4318),
    grpc: await choose(settings.PARAPET_GRPC_PORT, 9090),
    console: await choose(settings.PARAPET_CONSOLE_PORT, 8080),
    admin: await choose(settings.PARAPET_ADMIN_PORT, 9464),
  };
}
