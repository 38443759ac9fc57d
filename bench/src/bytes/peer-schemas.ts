/**
 * Tables of other projects, with the columns, types, codecs, indexes and keys that they create by default. Of Langfuse:
 * its two tables of version 3, before later releases widened them.
 */
export interface PeerSchema {
  readonly name: string;
  readonly statements: readonly string[];
  readonly tables: readonly string[];
}

const zstd = "CODEC(ZSTD(1))";
const bloom = "TYPE bloom_filter(0.01) GRANULARITY 1";
const attributes = `Map(LowCardinality(String), String)`;

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/clickhouseexporter */
export const otelExporter: PeerSchema = {
  name: "OpenTelemetry Collector's exporter",
  tables: ["otel_traces", "otel_traces_trace_id_ts"],
  statements: [
    `CREATE TABLE otel_traces (
      Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
      TraceId String ${zstd}, SpanId String ${zstd}, ParentSpanId String ${zstd}, TraceState String ${zstd},
      SpanName LowCardinality(String) ${zstd}, SpanKind LowCardinality(String) ${zstd},
      ServiceName LowCardinality(String) ${zstd}, ResourceAttributes ${attributes} ${zstd},
      ScopeName String ${zstd}, ScopeVersion String ${zstd}, SpanAttributes ${attributes} ${zstd},
      Duration UInt64 CODEC(T64, ZSTD(1)), StatusCode LowCardinality(String) ${zstd}, StatusMessage String ${zstd},
      Events Nested (Timestamp DateTime64(9), Name LowCardinality(String), Attributes ${attributes}) ${zstd},
      Links Nested (TraceId String, SpanId String, TraceState String, Attributes ${attributes}) ${zstd},
      INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX idx_res_attr_key mapKeys(ResourceAttributes) ${bloom},
      INDEX idx_res_attr_value mapValues(ResourceAttributes) ${bloom},
      INDEX idx_span_attr_key mapKeys(SpanAttributes) ${bloom},
      INDEX idx_span_attr_value mapValues(SpanAttributes) ${bloom},
      INDEX idx_duration Duration TYPE minmax GRANULARITY 1,
      INDEX idx_lower_span_name lower(SpanName) TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 8
    ) ENGINE = MergeTree PARTITION BY toDate(Timestamp)
    PRIMARY KEY (ServiceName, SpanName, toDateTime(Timestamp))
    ORDER BY (ServiceName, SpanName, toDateTime(Timestamp), Timestamp) SETTINGS ttl_only_drop_parts = 1`,
    `CREATE TABLE otel_traces_trace_id_ts (
      TraceId String ${zstd},
      Start SimpleAggregateFunction(min, DateTime) ${zstd}, End SimpleAggregateFunction(max, DateTime) ${zstd}
    ) ENGINE = AggregatingMergeTree PARTITION BY toStartOfWeek(Start) ORDER BY TraceId SETTINGS ttl_only_drop_parts = 1`,
    `CREATE MATERIALIZED VIEW otel_traces_trace_id_ts_mv TO otel_traces_trace_id_ts AS
     SELECT TraceId, min(Timestamp) AS Start, max(Timestamp) AS End FROM otel_traces WHERE TraceId != '' GROUP BY TraceId`,
  ],
};

/** https://github.com/langfuse/langfuse/tree/main/packages/shared/clickhouse/migrations */
export const langfuse: PeerSchema = {
  name: "Langfuse",
  tables: ["observations", "traces"],
  statements: [
    `CREATE TABLE observations (
      id String, trace_id String, project_id String, type LowCardinality(String),
      parent_observation_id Nullable(String), start_time DateTime64(3), end_time Nullable(DateTime64(3)), name String,
      metadata ${attributes}, level LowCardinality(String), status_message Nullable(String), version Nullable(String),
      input Nullable(String) CODEC(ZSTD(3)), output Nullable(String) CODEC(ZSTD(3)),
      provided_model_name Nullable(String), internal_model_id Nullable(String), model_parameters Nullable(String),
      provided_usage_details Map(LowCardinality(String), UInt64), usage_details Map(LowCardinality(String), UInt64),
      provided_cost_details Map(LowCardinality(String), Decimal64(12)),
      cost_details Map(LowCardinality(String), Decimal64(12)), total_cost Nullable(Decimal64(12)),
      completion_start_time Nullable(DateTime64(3)), prompt_id Nullable(String), prompt_name Nullable(String),
      prompt_version Nullable(UInt16), created_at DateTime64(3) DEFAULT now(), updated_at DateTime64(3) DEFAULT now(),
      event_ts DateTime64(3), is_deleted UInt8,
      INDEX idx_id id TYPE bloom_filter() GRANULARITY 1,
      INDEX idx_trace_id trace_id TYPE bloom_filter() GRANULARITY 1,
      INDEX idx_project_id project_id TYPE bloom_filter() GRANULARITY 1
    ) ENGINE = ReplacingMergeTree(event_ts, is_deleted) PARTITION BY toYYYYMM(start_time)
    PRIMARY KEY (project_id, type, toDate(start_time)) ORDER BY (project_id, type, toDate(start_time), id)`,
    `CREATE TABLE traces (
      id String, timestamp DateTime64(3), name String, user_id Nullable(String), metadata ${attributes},
      release Nullable(String), version Nullable(String), project_id String, public Bool, bookmarked Bool,
      tags Array(String), input Nullable(String) CODEC(ZSTD(3)), output Nullable(String) CODEC(ZSTD(3)),
      session_id Nullable(String), created_at DateTime64(3) DEFAULT now(), updated_at DateTime64(3) DEFAULT now(),
      event_ts DateTime64(3), is_deleted UInt8,
      INDEX idx_id id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX idx_res_metadata_key mapKeys(metadata) ${bloom}, INDEX idx_res_metadata_value mapValues(metadata) ${bloom}
    ) ENGINE = ReplacingMergeTree(event_ts, is_deleted) PARTITION BY toYYYYMM(timestamp)
    PRIMARY KEY (project_id, toDate(timestamp)) ORDER BY (project_id, toDate(timestamp), id)`,
  ],
};
