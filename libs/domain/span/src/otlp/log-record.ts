import type { AnyValue, AttributeMap } from "./otlp-span.ts";

/** One log record as it came over OTLP. Ids are lower-case hex, `""` when absent; the time is 0n when absent. */
export interface LogRecord {
  readonly traceId: string;
  readonly spanId: string;
  /** When it happened, or else when it was observed. */
  readonly timeUnixNano: bigint;
  /** Name of the event that the record is; `""` for a plain log line. */
  readonly eventName: string;
  readonly body: AnyValue;
  readonly attributes: AttributeMap;
  readonly resource: AttributeMap;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly scopeAttributes: AttributeMap;
  /** What the decoder had to mend. */
  readonly flags: readonly string[];
}
