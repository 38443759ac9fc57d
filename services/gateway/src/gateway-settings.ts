import { DEFAULT_TENANT } from "@parapet/delivery";
import { kafkaSettings } from "@parapet/kafka";
import { processSettings, type TlsFiles } from "@parapet/rpc";
import { ConfigError, portSetting } from "@parapet/runtime";
import { z } from "zod";

import { defaultLimits, type GatewayLimits } from "./gateway-limits.ts";
import type { ListenAddress } from "./listen-address.ts";
import { createOpenDirectory, createTokenDirectory, type TenantDirectory } from "./tenant-directory.ts";
import { tenantTokensSetting } from "./tenant-tokens.ts";

const bytesSetting = z.coerce.number().int().positive().describe("a number of bytes");

/** What the listeners read, apart from where the spans go. */
export const receiverSettings = z.object({
  PARAPET_LISTEN_HOST: z.string().describe("the address to listen on").default("127.0.0.1"),
  PARAPET_OTLP_GRPC_PORT: portSetting(4317),
  PARAPET_OTLP_HTTP_PORT: portSetting(4318),
  PARAPET_TENANT_TOKENS: tenantTokensSetting.optional(),
  PARAPET_MAX_REQUEST_BYTES: bytesSetting.default(defaultLimits.maxRequestBytes),
  PARAPET_MAX_MESSAGE_BYTES: bytesSetting.optional(),
  PARAPET_MAX_IN_FLIGHT_BYTES: bytesSetting.default(defaultLimits.maxInFlightBytes),
  PARAPET_TLS_CERT: z.string().describe("the PEM of the listeners' certificate").optional(),
  PARAPET_TLS_KEY: z.string().describe("the PEM of the listeners' private key").optional(),
  PARAPET_TLS_CA: z.string().describe("the PEM of the authority that signs the callers' certificates").optional(),
});
export type ReceiverSettings = z.output<typeof receiverSettings>;

/** Every setting of the gateway as a process of its own. */
export const gatewaySettings = z.object({
  ...processSettings.shape,
  ...kafkaSettings.shape,
  ...receiverSettings.shape,
});

export interface Receivers {
  readonly grpc: ListenAddress;
  readonly http: ListenAddress;
  readonly tenants: TenantDirectory;
  readonly limits: Partial<GatewayLimits>;
}

/**
 * What the settings say about the listeners. Without tokens every caller is the default tenant; `maxMessageBytes` is
 * what the log takes where no setting says it.
 *
 * @throws ConfigError for half a certificate.
 */
export function receiversOf(settings: ReceiverSettings, maxMessageBytes = defaultLimits.maxMessageBytes): Receivers {
  const tls = tlsOf(settings);
  const at = (port: number): ListenAddress => ({
    host: settings.PARAPET_LISTEN_HOST,
    port,
    ...(tls === undefined ? {} : { tls }),
  });
  const tokens = settings.PARAPET_TENANT_TOKENS;
  return {
    grpc: at(settings.PARAPET_OTLP_GRPC_PORT),
    http: at(settings.PARAPET_OTLP_HTTP_PORT),
    tenants: tokens === undefined ? createOpenDirectory(DEFAULT_TENANT) : createTokenDirectory(tokens),
    limits: {
      maxRequestBytes: settings.PARAPET_MAX_REQUEST_BYTES,
      maxMessageBytes: settings.PARAPET_MAX_MESSAGE_BYTES ?? maxMessageBytes,
      maxInFlightBytes: settings.PARAPET_MAX_IN_FLIGHT_BYTES,
    },
  };
}

function tlsOf(settings: ReceiverSettings): TlsFiles | undefined {
  const { PARAPET_TLS_CERT: cert, PARAPET_TLS_KEY: key, PARAPET_TLS_CA: ca } = settings;
  if (cert === undefined && key === undefined && ca === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new ConfigError("PARAPET_TLS_CERT and PARAPET_TLS_KEY belong together; set both or neither");
  }
  return ca === undefined ? { cert, key } : { cert, key, ca };
}
