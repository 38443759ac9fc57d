import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { ByteWriter } from "./byte-writer.ts";
import { columnWriter } from "./column-writer.ts";
import { UnfitValue } from "./unfit-value.ts";
import { wireType } from "./wire-type.ts";

function written(type: string, ...values: readonly unknown[]): Buffer {
  const out = new ByteWriter();
  columnWriter(type)(out, values);
  return out.take();
}

describe("a column", () => {
  test("of integers takes numbers, decimal texts and bigints alike", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const bytes = written("UInt64", String(value), value);
        expect([bytes.readBigUInt64LE(0), bytes.readBigUInt64LE(8)]).toEqual([value, value]);
      }),
    );
    expect(written("Int64", -1, "-1", -1n)).toEqual(Buffer.alloc(24, 0xff));
  });

  test("of decimals takes texts digit by digit", () => {
    const most = 999_999n * 10n ** 12n;
    fc.assert(
      fc.property(fc.bigInt({ min: -most, max: most }), fc.integer({ min: 0, max: 3 }), (units, zeros) => {
        expect(written("Decimal(18, 12)", `${decimalText(units)}${"0".repeat(zeros)}`).readBigInt64LE()).toBe(units);
      }),
    );
  });

  test("of times takes ISO texts to the nanosecond", () => {
    const time = fc.bigInt({ min: -2_208_988_800_000_000_000n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(time, (nanos) => {
        expect(written("DateTime64(9, 'UTC')", isoText(nanos)).readBigInt64LE()).toBe(nanos);
      }),
    );
  });

  test.each([
    ["2026-11-20 10:15:30", 1_795_169_730_000_000_000n],
    ["2026-11-20T10:15:30.5Z", 1_795_169_730_500_000_000n],
    ["2024-02-29T00:00:00Z", 1_709_164_800_000_000_000n],
    ["1969-12-31T23:59:59.999999999Z", -1n],
  ])("of times reads %s", (text, nanos) => {
    expect(written("DateTime64(9, 'UTC')", text).readBigInt64LE()).toBe(nanos);
  });

  test("of seconds cuts a fraction off", () => {
    expect(written("DateTime('UTC')", "2106-02-07T06:28:15.9Z").readUInt32LE()).toBe(4_294_967_295);
  });

  test.each([
    ["UInt8", 256],
    ["UInt8", -1],
    ["Int8", 128],
    ["Int32", 2 ** 31],
    ["Int32", 0.5],
    ["UInt32", "4294967296"],
    ["UInt64", "18446744073709551616"],
    ["UInt64", 2 ** 64],
    ["UInt64", "-1"],
    ["Int64", "9223372036854775808"],
    ["Int64", ""],
    ["Int64", "1e3"],
    ["Int64", "0x10"],
    ["Int64", true],
    ["Decimal(18, 12)", "1000000"],
    ["Decimal(18, 12)", "-1000000"],
    ["Decimal(18, 12)", "0.0000000000001"],
    ["Decimal(18, 12)", "1."],
    ["Decimal(18, 12)", ".5"],
    ["Decimal(18, 12)", "1e3"],
    ["Decimal(18, 12)", "--1"],
    ["Decimal(18, 12)", ""],
    ["Decimal(18, 12)", 0.5],
    ["DateTime64(9, 'UTC')", "2262-04-11T23:47:16.854775808Z"],
    ["DateTime64(9, 'UTC')", "1899-12-31T23:59:59Z"],
    ["DateTime64(9, 'UTC')", "2026-02-29T00:00:00Z"],
    ["DateTime64(9, 'UTC')", "2026-13-01T00:00:00Z"],
    ["DateTime64(9, 'UTC')", "2026-01-01T24:00:00Z"],
    ["DateTime64(9, 'UTC')", "2026-01-01T00:00:00.Z"],
    ["DateTime64(9, 'UTC')", "2026-01-01T00:00:00.0000000001Z"],
    ["DateTime64(9, 'UTC')", "2026-01-01T00:00:00+01:00"],
    ["DateTime64(9, 'UTC')", "2026-01-01"],
    ["DateTime64(9, 'UTC')", 0],
    ["DateTime('UTC')", "1969-12-31T23:59:59Z"],
    ["DateTime('UTC')", "2106-02-07T06:28:16Z"],
    ["String", 5],
    ["Bool", 1],
    ["Float64", "1"],
    ["Array(String)", "no array"],
    ["Map(String, String)", []],
    ["Tuple(a String)", "no object"],
  ])("of %s refuses %j, without quoting it", (type, value) => {
    expect(() => written(type, value)).toThrow(UnfitValue);
    expect(() => written(`Nullable(${type})`, value)).toThrow(/^a value is no [\w(), 'a-zA-Z]+$/);
  });

  test("has zeros for what is missing, and null where it can say so", () => {
    expect(written("Int32", undefined, null)).toEqual(Buffer.alloc(8));
    expect(written("Nullable(Int32)", 1, null, undefined)).toEqual(
      Buffer.of(0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    );
  });

  test("of numbers has no infinities, no NaN and no negative zero", () => {
    expect(written("Int32", Infinity, Number.NaN)).toEqual(Buffer.alloc(8));
    expect(written("Float64", Infinity, Number.NaN, -0)).toEqual(Buffer.alloc(24));
    expect(written("Nullable(Float32)", -Infinity)).toEqual(Buffer.of(1, 0, 0, 0, 0));
  });

  test("of a type that has no encoder is refused when it is defined, not when it is written", () => {
    expect(() => columnWriter("Nullable(UUID)")).toThrow(expect.objectContaining({ code: "store_schema" }));
  });
});

test.each([
  ["LowCardinality(String)", "String"],
  ["Array(LowCardinality(String))", "Array(String)"],
  ["LowCardinality(Nullable(String))", "Nullable(String)"],
  ["Map(LowCardinality(String), String)", "Map(String, String)"],
  [
    "Array(Tuple(name LowCardinality(String), value Nullable(Float64), label String))",
    "Array(Tuple(name String, value Nullable(Float64), label String))",
  ],
  ["Decimal(18, 12)", "Decimal(18, 12)"],
])("a column of %s is sent as %s", (stored, sent) => {
  expect(wireType(stored)).toBe(sent);
});

function decimalText(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(13, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -12)}.${digits.slice(-12)}`;
}

function isoText(nanos: bigint): string {
  const fraction = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = (nanos - fraction) / 1_000_000_000n;
  return new Date(Number(seconds) * 1_000).toISOString().replace("000Z", `${String(fraction).padStart(9, "0")}Z`);
}
