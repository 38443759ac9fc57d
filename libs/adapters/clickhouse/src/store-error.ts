import { ClickHouseError } from "@clickhouse/client";
import { errorCode, ParapetError } from "@parapet/runtime";

import { serverErrors } from "./server-errors.ts";

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
  "store_version",
  "store_answer",
  "store_unfit",
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

const codeByNumber: ReadonlyMap<string, StoreErrorCode> = new Map(
  serverErrors.map(([number, , code]) => [String(number), code]),
);

/**
 * Whether the same request may succeed later without anybody changing anything: back-pressure. What is not retryable
 * needs somebody's help; a range that meets it waits for that help and is not lost.
 */
export function isRetryable(error: unknown): boolean {
  return error instanceof ParapetError && retryableCodes.has(error.code);
}

/** Runs a request; an abort throws the signal's reason, everything else a named error. */
export async function guarded<T>(what: string, signal: AbortSignal | undefined, request: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await request();
  } catch (error) {
    signal?.throwIfAborted();
    throw storeError(what, error, !what.startsWith("insert"));
  }
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
  return codeByNumber.get(number) ?? "store_rejected";
}

const advice: Readonly<Record<StoreErrorCode, string>> = {
  store_unavailable: "the server is busy or away; the request can be repeated",
  store_timeout: "the time limit passed; the request can be repeated",
  store_memory: "the server is at its memory limit; raise max_server_memory_usage or send less at once",
  store_full: "the server's disk is full; free space or shorten the TTLs",
  store_readonly: "the table is read-only for now; look at the server's keeper connection",
  too_many_parts: "merges lag behind inserts; send larger batches or add disk bandwidth",
  store_denied: "the user may not do this; check the user, its password, its grants and its profile's constraints",
  store_schema: "the schema is not the expected one; run `parapet migrate`",
  store_version: "the server does not know what this program needs; upgrade the server",
  store_answer: "the answer has another shape than expected",
  store_unfit: "the row was made for another schema; upgrade what made it",
  store_rejected: "repeating will not help; look the query id up in the server's log",
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
