/** One of the server's tables about itself, and for how long it keeps rows. */
export interface SystemLog {
  /** Table in database `system`, and name of its section in the configuration. */
  readonly table: string;
  readonly days: number;
}

/**
 * What the embedded server notes of itself: what became of its parts, which is where a store that falls behind shows. It
 * keeps no log of statements: the server writes values of parameters into their text, and so ids of users.
 */
export const embeddedSystemLogs: readonly SystemLog[] = [{ table: "part_log", days: 1 }];

/** Every log that a server may keep by its own default configuration, most of them for ever. */
export const serverSystemLogs: readonly SystemLog[] = [
  { table: "query_log", days: 7 },
  { table: "query_thread_log", days: 3 },
  { table: "query_views_log", days: 3 },
  { table: "query_metric_log", days: 3 },
  { table: "part_log", days: 14 },
  { table: "trace_log", days: 3 },
  { table: "text_log", days: 3 },
  { table: "metric_log", days: 7 },
  { table: "transposed_metric_log", days: 7 },
  { table: "latency_log", days: 7 },
  { table: "error_log", days: 14 },
  { table: "crash_log", days: 90 },
  { table: "asynchronous_metric_log", days: 7 },
  { table: "asynchronous_insert_log", days: 3 },
  { table: "backup_log", days: 90 },
  { table: "blob_storage_log", days: 7 },
  { table: "opentelemetry_span_log", days: 3 },
  { table: "processors_profile_log", days: 3 },
  { table: "session_log", days: 14 },
  { table: "zookeeper_log", days: 3 },
];

/**
 * The sections of a server's configuration that bound its logs: old days are dropped whole. Each replaces what the server
 * had under that name. A table that exists with other settings is renamed to `<table>_0`, and begun anew.
 */
export function renderSystemLogs(logs: readonly SystemLog[]): string {
  return logs.map(renderSystemLog).join("\n  ");
}

function renderSystemLog({ table, days }: SystemLog): string {
  return (
    `<${table} replace="replace"><database>system</database><table>${table}</table>` +
    `<partition_by>event_date</partition_by><ttl>event_date + INTERVAL ${days} DAY DELETE</ttl>` +
    `<settings>ttl_only_drop_parts = 1</settings>` +
    `<flush_interval_milliseconds>7500</flush_interval_milliseconds></${table}>`
  );
}
