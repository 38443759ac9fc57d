export { createBlockSink } from "./block-sink.ts";
export { clickhouseAddress, hasClickHouseAddress } from "./clickhouse-settings.ts";
export { createClickHouse } from "./clickhouse.ts";
export { tableColumns } from "./columns.ts";
export { findEngineLibrary } from "./embedded/engine-library.ts";
export { startEmbeddedClickHouse } from "./embedded/start-embedded-clickhouse.ts";
export { migrate, migrationStatus } from "./schema/migrate.ts";
export { toSpanContentRow, toSpanRow } from "./span-row.ts";
export { isRetryable, storeErrorCodes } from "./store-error.ts";
export { storeHealth } from "./store-health.ts";
export type { ClickHouseAddress, ClickHouseRole } from "./clickhouse-settings.ts";
export type { ClickHouse, ClickHouseOptions, InsertOptions, QueryParams, RequestOptions } from "./clickhouse.ts";
export type { ClickHouseUser, EmbeddedClickHouse, EmbeddedOptions } from "./embedded/start-embedded-clickhouse.ts";
export type { MigrateOptions, MigrationStatus } from "./schema/migrate.ts";
export type { EngineKind } from "./schema/render-statement.ts";
export type { StoreErrorCode } from "./store-error.ts";
export type {
  AlertEventRow,
  Coordinates,
  CostAdjustmentRow,
  DeadLetterRow,
  DetectionRow,
  EmbeddingRow,
  EngineSampleRow,
  FindingRow,
  GpuSampleRow,
  LedgerRow,
  SpanContentRow,
  SpanRow,
} from "./rows.ts";
