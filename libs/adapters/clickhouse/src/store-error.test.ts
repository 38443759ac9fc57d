import { ClickHouseError } from "@clickhouse/client";
import { ParapetError } from "@parapet/runtime";
import { describe, expect, test } from "vitest";

import { isRetryable, storeError, storeErrorCode } from "./store-error.ts";

describe("a failure of the store", () => {
  test.each([
    { number: "243", message: "Cannot reserve 1.00 MiB, not enough space.", code: "store_full", retryable: true },
    {
      number: "75",
      message: "Cannot write to file, errno: 28, strerror: No space left on device",
      code: "store_full",
      retryable: true,
    },
    { number: "242", message: "Table is in readonly mode", code: "store_readonly", retryable: true },
    { number: "164", message: "Cannot execute query in readonly mode", code: "store_denied", retryable: false },
    { number: "241", message: "Memory limit (total) exceeded", code: "store_memory", retryable: true },
    { number: "252", message: "Too many parts", code: "too_many_parts", retryable: true },
    { number: "202", message: "Too many simultaneous queries", code: "store_unavailable", retryable: true },
    { number: "159", message: "Timeout exceeded", code: "store_timeout", retryable: true },
    { number: "60", message: "Table parapet.spans does not exist", code: "store_schema", retryable: false },
    { number: "497", message: "Not enough privileges", code: "store_denied", retryable: false },
    { number: "516", message: "Authentication failed", code: "store_denied", retryable: false },
    { number: "115", message: "Unknown setting", code: "store_version", retryable: false },
    { number: "33", message: "Cannot read all data", code: "store_unavailable", retryable: true },
    { number: "53", message: "Type mismatch", code: "store_schema", retryable: false },
    { number: "27", message: "Cannot parse input", code: "store_rejected", retryable: false },
    { number: "62", message: "Syntax error", code: "store_rejected", retryable: false },
  ])("number $number is $code", ({ number, message, code, retryable }) => {
    expect(storeErrorCode(number, message)).toBe(code);
    const error = storeError("query", new ClickHouseError({ code: number, message, type: "TYPE" }), true);
    expect(error).toBeInstanceOf(ParapetError);
    expect(error.code).toBe(code);
    expect(isRetryable(error)).toBe(retryable);
  });

  test("does not repeat what the server says about an insert, which quotes the rows", () => {
    const cause = new ClickHouseError({
      code: "27",
      message: 'Cannot parse input: expected } before: "my secret"',
      type: "CANNOT_PARSE",
    });
    const error = storeError("insert into spans", cause, false);
    expect(error.message).toContain("ClickHouse 27");
    expect(error.message).not.toContain("secret");
    expect(error.cause).toBeUndefined();
  });

  test("is retryable when there is no server at the address", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
    const error = storeError("query", refused, true);
    expect(error).toMatchObject({ code: "store_unavailable" });
    expect(error.message).toContain("ECONNREFUSED");
    expect(isRetryable(error)).toBe(true);
  });

  test("of our own kind passes through", () => {
    const own = new ParapetError("store_answer", "query: rows have another shape than expected");
    expect(storeError("query", own, true)).toBe(own);
    expect(isRetryable(own)).toBe(false);
    expect(isRetryable(new Error("no code"))).toBe(false);
  });
});
