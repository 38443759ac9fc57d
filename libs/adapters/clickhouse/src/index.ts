export { createBlockSink } from "./block-sink.ts";
export { clickhouseAddress, hasClickHouseAddress } from "./clickhouse-settings.ts";
export { createClickHouse } from "./clickhouse.ts";
export { findEngineLibrary } from "./embedded/engine-library.ts";
export { startEmbeddedClickHouse } from "./embedded/start-embedded-clickhouse.ts";
export { createRowEncoder } from "./native/encode-rows.ts";
export { readDeduplicationWindows } from "./schema/deduplication-windows.ts";
export { eraseSubject } from "./erasure/erase-subject.ts";
export { findLateArrivals } from "./erasure/late-arrivals.ts";
export { isNewest } from "./read-side/newest.ts";
export { applyRetention } from "./retention/apply-retention.ts";
export { parseRetentionPolicy } from "./retention/retention-policy.ts";
export { migrate, planSchema } from "./schema/migrate.ts";
export { repairSchema } from "./schema/repair-schema.ts";
export { reportSchema } from "./schema/schema-report.ts";
export { requireServer } from "./schema/server-requirements.ts";
export { readSystemLogTables } from "./schema/system-log-tables.ts";
export { loadTopology } from "./schema/topology.ts";
export { SpanBlocks } from "./span-blocks/span-blocks.ts";
export { saysContent, toSpanContentRow, toSpanRow } from "./span-row.ts";
export { isRetryable, storeErrorCodes } from "./store-error.ts";
export { createStoreWatch } from "./store-watch.ts";
export { findTable } from "./tables/tables.ts";
export type { SpanBlocksOptions, TakenBlocks } from "./span-blocks/span-blocks.ts";
export type { BatchMeasures, FeatureColumns, MessagePlace } from "./span-blocks/span-run.ts";
export type { ClickHouseAddress, ClickHouseRole } from "./clickhouse-settings.ts";
export type { ClickHouse, ClickHouseOptions, QueryParams, RequestOptions } from "./clickhouse.ts";
export type { ClickHouseUser, EmbeddedClickHouse, EmbeddedOptions } from "./embedded/start-embedded-clickhouse.ts";
export type { EraseOptions, ErasureReport } from "./erasure/erase-subject.ts";
export type { LateArrival } from "./erasure/late-arrivals.ts";
export type { Subject } from "./erasure/subject.ts";
export type { ApplyRetentionOptions, RetentionChange } from "./retention/apply-retention.ts";
export type { RetentionPolicy } from "./retention/retention-policy.ts";
export type { InsertOptions } from "./insert-pieces.ts";
export type { MigrateOptions, PlannedSql } from "./schema/migrate.ts";
export type { RepairReport } from "./schema/repair-schema.ts";
export type { MigrationStatus, SchemaReport } from "./schema/schema-report.ts";
export type { Topology } from "./schema/topology.ts";
export type { StoreErrorCode } from "./store-error.ts";
export type { StoreWatch, StoreWatchOptions } from "./store-watch.ts";
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
