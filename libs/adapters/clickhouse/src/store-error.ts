import { ClickHouseError } from "@clickhouse/client";
import { errorCode, ParapetError } from "@parapet/runtime";

/** Every way in which the store can fail. A bounded set: metric label, and the table in the README. */
export const storeErrorCodes = [
  "store_unavailable",
  "store_timeout",
  "store_memory",
  "store_full",
  "store_readonly",
  "too_many_parts",
  "store_denied",
  "store_schema",
  "store_answer",
  "store_rejected",
] as const;
export type StoreErrorCode = (typeof storeErrorCodes)[number];

const retryableCodes: ReadonlySet<string> = new Set<StoreErrorCode>([
  "store_unavailable",
  "store_timeout",
  "store_memory",
  "store_full",
  "store_readonly",
  "too_many_parts",
]);

/** Error numbers of the server, from `src/Common/ErrorCodes.cpp` of ClickHouse; any other is `store_rejected`. */
const codeByNumber: Readonly<Record<string, StoreErrorCode>> = {
  16: "store_schema", // NO_SUCH_COLUMN_IN_TABLE
  47: "store_schema", // UNKNOWN_IDENTIFIER
  60: "store_schema", // UNKNOWN_TABLE
  81: "store_schema", // UNKNOWN_DATABASE
  117: "store_schema", // INCORRECT_DATA: a field that is no column
  159: "store_timeout", // TIMEOUT_EXCEEDED
  164: "store_denied", // READONLY: the user may not write
  173: "store_memory", // CANNOT_ALLOCATE_MEMORY
  192: "store_denied", // UNKNOWN_USER
  201: "store_unavailable", // QUOTA_EXCEEDED
  202: "store_unavailable", // TOO_MANY_SIMULTANEOUS_QUERIES
  203: "store_unavailable", // NO_FREE_CONNECTION
  209: "store_unavailable", // SOCKET_TIMEOUT
  210: "store_unavailable", // NETWORK_ERROR
  225: "store_unavailable", // NO_ZOOKEEPER
  236: "store_unavailable", // ABORTED
  241: "store_memory", // MEMORY_LIMIT_EXCEEDED
  242: "store_readonly", // TABLE_IS_READ_ONLY: a replica without its keeper
  243: "store_full", // NOT_ENOUGH_SPACE
  252: "too_many_parts", // TOO_MANY_PARTS
  279: "store_unavailable", // ALL_CONNECTION_TRIES_FAILED
  285: "store_unavailable", // TOO_FEW_LIVE_REPLICAS
  286: "store_unavailable", // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
  319: "store_unavailable", // UNKNOWN_STATUS_OF_INSERT
  394: "store_unavailable", // QUERY_WAS_CANCELLED
  497: "store_denied", // ACCESS_DENIED
  516: "store_denied", // AUTHENTICATION_FAILED
  745: "store_unavailable", // SERVER_OVERLOADED
  999: "store_unavailable", // KEEPER_EXCEPTION
};

/** Whether the same request may succeed later without anybody changing it. */
export function isRetryable(error: unknown): boolean {
  return error instanceof ParapetError && retryableCodes.has(error.code);
}

/**
 * The failure of a request as a named error. `what` names the request without its data. The server's own words are
 * kept only where `mayQuote` holds: its complaints about an insert quote the rows.
 */
export function storeError(what: string, error: unknown, mayQuote: boolean): ParapetError {
  if (error instanceof ParapetError) return error;
  if (error instanceof ClickHouseError) return answeredError(what, error, mayQuote);
  if (error instanceof Error && error.message === "Timeout error.") {
    return new ParapetError("store_timeout", `${what}: ClickHouse did not answer in time; is it overloaded?`);
  }
  const reason = errorCode(error);
  return new ParapetError("store_unavailable", `${what}: cannot talk to ClickHouse (${reason}); is it running?`);
}

/** Which named error a server's error number and text stand for. */
export function storeErrorCode(number: string, message: string): StoreErrorCode {
  if (/no space left on device/i.test(message)) return "store_full";
  return codeByNumber[number] ?? "store_rejected";
}

const advice: Readonly<Record<StoreErrorCode, string>> = {
  store_unavailable: "the server is busy or away; the request can be repeated",
  store_timeout: "the time limit passed; the request can be repeated",
  store_memory: "the server is at its memory limit; raise max_server_memory_usage or send less at once",
  store_full: "the server's disk is full; free space or shorten the TTLs",
  store_readonly: "the table is read-only for now; look at the server's keeper connection",
  too_many_parts: "merges lag behind inserts; send larger batches or add disk bandwidth",
  store_denied: "the user may not do this; check the user, its password and its grants",
  store_schema: "the schema is not the expected one; run `parapet migrate`",
  store_answer: "the answer has another shape than expected",
  store_rejected: "repeating will not help",
};

function answeredError(what: string, error: ClickHouseError, mayQuote: boolean): ParapetError {
  const code = storeErrorCode(error.code, error.message);
  const said = `ClickHouse ${error.code} ${error.type ?? ""}`.trim();
  const words = mayQuote ? `: ${firstLine(error.message)}` : "";
  return new ParapetError(code, `${what}: ${said}${words}; ${advice[code]}`);
}

function firstLine(message: string): string {
  return (message.split("\n", 1)[0] ?? "").slice(0, 500);
}
