import type { StoreErrorCode } from "./store-error.ts";

/**
 * Error numbers of the server with their names, from `src/Common/ErrorCodes.cpp` of ClickHouse, and what they mean to
 * us; any other is `store_rejected`.
 */
export const serverErrors: readonly (readonly [number: number, name: string, code: StoreErrorCode])[] = [
  [8, "THERE_IS_NO_COLUMN", "store_schema"],
  [10, "NOT_FOUND_COLUMN_IN_BLOCK", "store_schema"],
  [16, "NO_SUCH_COLUMN_IN_TABLE", "store_schema"],
  [47, "UNKNOWN_IDENTIFIER", "store_schema"],
  [50, "UNKNOWN_TYPE", "store_schema"],
  [53, "TYPE_MISMATCH", "store_schema"],
  [60, "UNKNOWN_TABLE", "store_schema"],
  [70, "CANNOT_CONVERT_TYPE", "store_schema"],
  [81, "UNKNOWN_DATABASE", "store_schema"],
  [117, "INCORRECT_DATA", "store_schema"], // A field that is no column.
  [218, "TABLE_IS_DROPPED", "store_schema"],
  [349, "CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN", "store_schema"],
  [46, "UNKNOWN_FUNCTION", "store_version"],
  [73, "UNKNOWN_FORMAT", "store_version"],
  [115, "UNKNOWN_SETTING", "store_version"],
  [159, "TIMEOUT_EXCEEDED", "store_timeout"],
  [164, "READONLY", "store_denied"], // The user may not write.
  [192, "UNKNOWN_USER", "store_denied"],
  [193, "WRONG_PASSWORD", "store_denied"],
  [194, "REQUIRED_PASSWORD", "store_denied"],
  [291, "DATABASE_ACCESS_DENIED", "store_denied"],
  [452, "SETTING_CONSTRAINT_VIOLATION", "store_denied"],
  [497, "ACCESS_DENIED", "store_denied"],
  [516, "AUTHENTICATION_FAILED", "store_denied"],
  [173, "CANNOT_ALLOCATE_MEMORY", "store_memory"],
  [241, "MEMORY_LIMIT_EXCEEDED", "store_memory"],
  [242, "TABLE_IS_READ_ONLY", "store_readonly"], // A replica without its keeper.
  [774, "TABLE_IS_PERMANENTLY_READ_ONLY", "store_readonly"], // Until somebody changes its setting back.
  [243, "NOT_ENOUGH_SPACE", "store_full"],
  [252, "TOO_MANY_PARTS", "too_many_parts"],
  [32, "ATTEMPT_TO_READ_AFTER_EOF", "store_unavailable"], // The body arrived cut short.
  [33, "CANNOT_READ_ALL_DATA", "store_unavailable"],
  [198, "DNS_ERROR", "store_unavailable"],
  [201, "QUOTA_EXCEEDED", "store_unavailable"],
  [202, "TOO_MANY_SIMULTANEOUS_QUERIES", "store_unavailable"],
  [203, "NO_FREE_CONNECTION", "store_unavailable"],
  [209, "SOCKET_TIMEOUT", "store_unavailable"],
  [210, "NETWORK_ERROR", "store_unavailable"],
  [216, "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING", "store_unavailable"],
  [225, "NO_ZOOKEEPER", "store_unavailable"],
  [236, "ABORTED", "store_unavailable"],
  [254, "NO_ACTIVE_REPLICAS", "store_unavailable"],
  [279, "ALL_CONNECTION_TRIES_FAILED", "store_unavailable"],
  [285, "TOO_FEW_LIVE_REPLICAS", "store_unavailable"],
  [286, "UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE", "store_unavailable"],
  [319, "UNKNOWN_STATUS_OF_INSERT", "store_unavailable"],
  [394, "QUERY_WAS_CANCELLED", "store_unavailable"],
  [439, "CANNOT_SCHEDULE_TASK", "store_unavailable"],
  [473, "DEADLOCK_AVOIDED", "store_unavailable"],
  [499, "S3_ERROR", "store_unavailable"],
  [745, "SERVER_OVERLOADED", "store_unavailable"],
  [999, "KEEPER_EXCEPTION", "store_unavailable"],
];
