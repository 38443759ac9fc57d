const MEBIBYTE = 1024 * 1024;

/** Bounds of what the gateway takes in. */
export interface GatewayLimits {
  /** Largest request, as sent and decompressed. */
  readonly maxRequestBytes: number;
  /** Largest message that the log takes; a Kafka broker's default is 1 MiB less some overhead. */
  readonly maxMessageBytes: number;
  /** Bytes of all requests that are not yet answered. */
  readonly maxInFlightBytes: number;
  /** A request that is not in the log after this time is answered `unavailable`. */
  readonly appendTimeoutMs: number;
}

/** OpenTelemetry exporters wait 10 s for an answer; the gateway gives up first, so that they learn why. */
export const defaultLimits: GatewayLimits = {
  maxRequestBytes: 16 * MEBIBYTE,
  maxMessageBytes: 1_000_000,
  maxInFlightBytes: 128 * MEBIBYTE,
  appendTimeoutMs: 8_000,
};
