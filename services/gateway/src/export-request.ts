/** Encodings of an export request, by the names of the OpenTelemetry Collector's Kafka exporter. */
export type ExportEncoding = "otlp_proto" | "otlp_json";

/** What a request carries: its path, or its gRPC service, says so. Of logs only GenAI events are taken. */
export type ExportSignal = "traces" | "logs";

/** One export request of an authenticated caller, decompressed. */
export interface ExportRequest {
  readonly tenant: string;
  readonly signal: ExportSignal;
  readonly encoding: ExportEncoding;
  readonly body: Uint8Array;
}

/** The request is in the log, with the spans in it that will end as dead letters. */
export interface Accepted {
  readonly kind: "accepted";
  readonly signal: ExportSignal;
  readonly rejectedSpans: number;
  /** Says what is wrong with the rejected spans; `""` when none is. */
  readonly message: string;
}
