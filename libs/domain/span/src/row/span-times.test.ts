import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import { formatUnixNano } from "../otlp/format-unix-nano.ts";
import { timesOfSpan } from "./span-times.ts";

const receivedAtMs = Date.UTC(2025, 5, 15);
const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1_000_000n;

function timesOf(start: bigint, end: bigint) {
  const ids = { traceId: "a".repeat(32), spanId: "b".repeat(16), name: "chat" };
  return timesOfSpan(createOtlpSpan({ ...ids, startTimeUnixNano: start, endTimeUnixNano: end }), receivedAtMs);
}

describe("times of a span", () => {
  const start = at("2025-06-14T10:00:00Z");
  const cases: readonly [label: string, start: bigint, end: bigint, columns: object, flags: string[]][] = [
    [
      "both sent",
      start,
      start + 1_500_001n,
      { start_time: "2025-06-14T10:00:00.000000000Z", duration_ms: 1.500001 },
      [],
    ],
    ["an instant", start, start, { duration_ms: 0 }, []],
    [
      "no start: the end stands in",
      0n,
      start,
      { start_time: "2025-06-14T10:00:00.000000000Z", duration_ms: 0 },
      ["missing_start_time"],
    ],
    [
      "no times: the receipt stands in",
      0n,
      0n,
      { start_time: "2025-06-15T00:00:00.000000000Z", end_time: null, duration_ms: null },
      ["missing_start_time", "missing_end_time"],
    ],
    ["no end", start, 0n, { end_time: null, duration_ms: null }, ["missing_end_time"]],
    [
      "an end before the start",
      start,
      start - 1n,
      { end_time: "2025-06-14T09:59:59.999999999Z", duration_ms: null },
      ["negative_duration"],
    ],
    ["the first second of 1970", 1n, 2n, { start_time: "1970-01-01T00:00:00.000000001Z" }, ["implausible_time"]],
    ["two days ahead", start, at("2025-06-17T00:00:00Z"), {}, ["implausible_time"]],
    ["within a day ahead", start, at("2025-06-15T23:59:59Z"), {}, []],
    [
      "beyond the column",
      2n ** 64n - 1n,
      0n,
      { start_time: "2025-06-15T00:00:00.000000000Z" },
      ["missing_start_time", "missing_end_time", "implausible_time"],
    ],
  ];
  test.each(cases)("%s", (...[, from, to, columns, flags]) => {
    const times = timesOf(from, to);
    expect(times.columns).toMatchObject(columns);
    expect(times.flags).toEqual(flags);
  });

  test("whatever is sent, the start is within 1900 and 2262 and the duration is not negative", () => {
    const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(uint64, uint64, (from, to) => {
        const { columns } = timesOf(from, to);
        expect(columns.start_time >= "1900" && columns.start_time < "2262-04-12").toBe(true);
        expect(columns.duration_ms ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("formatUnixNano", () => {
  test.each([
    [0n, "1970-01-01T00:00:00.000000000Z"],
    [1_750_000_000_123_456_789n, "2025-06-15T15:06:40.123456789Z"],
    [-1n, "1969-12-31T23:59:59.999999999Z"],
    [2n ** 63n - 1n, "2262-04-11T23:47:16.854775807Z"],
  ])("%d is %s", (time, text) => {
    expect(formatUnixNano(time)).toBe(text);
  });

  test("agrees with the platform on whole milliseconds", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1900-01-01"), max: new Date("2262-01-01"), noInvalidDate: true }),
        (date) => {
          const text = formatUnixNano(BigInt(date.getTime()) * 1_000_000n);
          expect(text).toBe(date.toISOString().replace("Z", "000000Z"));
        },
      ),
    );
  });
});
